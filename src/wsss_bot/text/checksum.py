"""A number by which a changed text is known."""

from zlib import crc32

from wsss_bot.domain import Example, Paper


def checksum(of: Paper | Example) -> int:
    """Return a number that is another when title or abstract is."""
    return crc32(f"{of.title}\n{of.abstract}".encode())
