"""Feeds from outside as XML: well formed to the last byte, or refused."""

from xml.etree import ElementTree as ET

from wsss_bot.errors import ArxivError


def parse_xml(content: bytes) -> ET.Element:
    """Return the root of a well-formed document without a DTD; raise ArxivError for all else."""
    parser = ET.XMLParser(target=_NoDoctype())  # noqa: S314 - no DTD, no entities
    try:
        parser.feed(content)
        root: ET.Element = parser.close()
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ArxivError(f"arXiv answered with {_glimpse(content)} instead of a feed") from error
    return root


class _NoDoctype(ET.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002
        raise ValueError("a feed has no document type declaration")


def _glimpse(content: bytes) -> str:
    """Say in a few words what `content` is, for a message."""
    start = " ".join(content[:200].decode("utf-8", "replace").split())
    if not start:
        return "nothing"
    if start.startswith(("<?xml", "<feed", "<rss")):
        return "broken or truncated XML"
    printable = "".join(c for c in start if c.isprintable())
    return f"{printable[:60]!r}"
