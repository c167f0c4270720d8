"""Feeds from outside as XML: well formed to the last byte, or refused."""

from typing import Any
from xml.etree import ElementTree as ET

from wsss_bot.errors import ArxivError

DEEPEST = 50
"""Elements inside one another; a feed of arXiv has six."""


class _ShallowTree(ET.TreeBuilder):
    """Builds a tree that is not too deep for those who walk it."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def start(self, tag: Any, attrs: Any, /) -> Any:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValueError("a feed is not as deep as that")
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Any:
        self._depth -= 1
        return super().end(tag)


def parse_xml(content: bytes) -> ET.Element:
    """Return the root of a well-formed document without a DTD; raise ArxivError for all else.

    Attacks by XML need a DTD, and expat expands it before it reports it; so it is looked for in
    the bytes. In UTF-8 that finds every DTD, and UTF-16 is recognised by its zero bytes.
    """
    try:
        if b"<!DOCTYPE" in content or b"\0" in content:
            raise ValueError("a feed is UTF-8 and has no DTD")
        return ET.fromstring(content, ET.XMLParser(target=_ShallowTree()))  # noqa: S314  # no DTD, no entities
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
