"""Feeds from outside as XML: well formed to the last byte, or refused."""

from xml.etree import ElementTree as ET

from wsss_bot.errors import ArxivError


def parse_xml(content: bytes) -> ET.Element:
    """Return the root of a well-formed document without a DTD; raise ArxivError for all else.

    A DTD is the door of every attack by XML, and expat expands it before it tells of it; so it is
    looked for in the bytes, which is certain in UTF-8, and UTF-16 is told by its zeros.
    """
    try:
        if b"<!DOCTYPE" in content or b"\0" in content:
            raise ValueError("a feed is UTF-8 and has no DTD")
        return ET.fromstring(content)  # noqa: S314  # no DTD, no entities
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ArxivError(f"arXiv answered with {_glimpse(content)} instead of a feed") from error


def _glimpse(content: bytes) -> str:
    """Say in a few words what `content` is, for a message."""
    start = " ".join(content[:200].decode("utf-8", "replace").split())
    if not start:
        return "nothing"
    if start.startswith(("<?xml", "<feed", "<rss")):
        return "broken or truncated XML"
    printable = "".join(c for c in start if c.isprintable())
    return f"{printable[:60]!r}"
