"""What a cell or a list item says: its links, and its text as a reader sees it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wsss_bot.latex import to_unicode

# Possessive quantifiers: a row full of unclosed brackets must not cost more than its length.
_TEXT = r"(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*+\])*+"
_URL = r"(?:[^\s()<>]|\((?:[^\s()<>]|\([^\s()<>]*+\))*+\))*+"
_HINT = r"(?:\s++[\"'(][^\n]*?[\"')])?"
_LINK = re.compile(
    rf"(?P<image>!)?\[(?P<text>{_TEXT})\]\(\s*+<?(?P<url>{_URL})>?{_HINT}\s*+\)"
    r"|\[(?P<use_text>[^\[\]\n]+)\]\[(?P<use_name>[^\[\]\n]*)\]"
    r"|<a\b[^>]*?\bhref\s*=\s*[\"'](?P<a_url>[^\"'>]*)[\"'][^>]*>(?P<a_text>.*?)</a\s*>"
    r"|<img\b[^>]*?\bsrc\s*=\s*[\"'](?P<img_url>[^\"'>]*)[\"'][^>]*>"
    r"|`(?P<rst_text>[^`<>\n]+?)\s*<(?P<rst_url>[^<>\s]+)>`_{1,2}"
    r"|<(?P<auto_url>https?://[^<>\s]*)>"
    r"|(?P<bare_url>https?://(?:[^\s<>|()\[\]`\"*]|\([^\s<>|()\[\]]*\))*[^\s<>|()\[\]`\"*.,;:!?'])",
    re.IGNORECASE | re.DOTALL,
)
_IMAGES = {"img"}
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/?p|/?div)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_STRONG = re.compile(r"(?<!\\)(\*{1,3}|(?<!\w)_{1,3})(?=\S)(.+?)(?<=[^\s\\])\1")
_TICKS = re.compile(r"(?<!\\)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link or image inside a raw text; positions count characters of that text."""

    start: int
    end: int
    text: str
    """What is shown, raw; empty for an address that stands by itself."""
    url: str
    text_at: int
    """Where `text` begins, or -1."""
    url_at: int
    """Where `url` begins, or -1 where it is defined elsewhere in the file."""
    image: bool = False


Definitions = Mapping[str, str]
"""Reference definitions of the file: name in lower case to address."""

NO_DEFINITIONS: Definitions = {}


def find_links(raw: str, definitions: Definitions = NO_DEFINITIONS) -> tuple[Link, ...]:
    """Return the links and images of `raw`, outermost only, in order."""
    found = (_link(match, definitions) for match in _LINK.finditer(raw))
    return tuple(link for link in found if link is not None)


def _link(found: re.Match[str], definitions: Definitions) -> Link | None:
    groups = found.re.groupindex
    if found["use_text"] is not None:
        url = definitions.get((found["use_name"] or found["use_text"]).strip().casefold())
        return url and _made(found, "use_text", url=url) or None
    kind = next(name for name in groups if name.endswith("url") and found[name] is not None)
    text = kind.replace("url", "text")
    return _made(found, text if text in groups else None, kind)


def _made(found: re.Match[str], text: str | None, at: str | None = None, *, url: str = "") -> Link:
    return Link(
        start=found.start(),
        end=found.end(),
        text=found[text] if text else "",
        url=found[at] if at else url,
        text_at=found.start(text) if text else -1,
        url_at=found.start(at) if at else -1,
        image=at == "img_url" or bool(found["image"]),
    )


def plain(raw: str, definitions: Definitions = NO_DEFINITIONS) -> str:
    """Return `raw` as a reader sees it: one line, without images, Markdown, HTML or LaTeX."""
    return _without_marks(_links_as_text(raw, definitions))


def _links_as_text(raw: str, definitions: Definitions) -> str:
    pieces, at = [], 0
    for link in find_links(raw, definitions):
        pieces.append(raw[at : link.start])
        if not link.image:
            # A picture inside a link ([![Star](…)](…)) shows nothing that could be a title.
            pieces.append(_links_as_text(link.text, definitions) if link.text else link.url)
        at = link.end
    return "".join([*pieces, raw[at:]])


def _without_marks(text: str) -> str:
    text = _TAG.sub("", _BREAK.sub(" ", _COMMENT.sub("", text)))
    text = _TICKS.sub(r"\2", text)
    for _ in range(3):
        text = _STRONG.sub(r"\2", text)
    return to_unicode(_ESCAPED.sub(r"\1", text)).strip()
