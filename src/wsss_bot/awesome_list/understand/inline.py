"""What a cell or a list item says: its links, and its text as a reader sees it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wsss_bot.text.latex import to_unicode

# Possessive quantifiers: a row full of unclosed brackets must not cost more than its length.
_TEXT = r"(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*+\])*+"
_URL = r"(?:[^\s()<>]|\((?:[^\s()<>]|\([^\s()<>]*+\))*+\))*+"
_HINT = r"(?:\s++[\"'(][^\n]*?[\"')])?"
_LINK = re.compile(
    rf"(?P<image>!)?\[(?P<text>{_TEXT})\]\(\s*+<?(?P<url>{_URL})>?{_HINT}\s*+\)"
    r"|\[(?P<use_text>[^\[\]\n]+)\]\[(?P<use_name>[^\[\]\n]*)\]"
    r"|<a\b[^<>]*?\bhref\s*=\s*[\"'](?P<a_url>[^\"'<>]*)[\"'][^<>]*>(?P<a_text>.{0,2000}?)</a\s*>"
    r"|<img\b[^<>]*?\bsrc\s*=\s*[\"'](?P<img_url>[^\"'<>]*)[\"'][^<>]*>"
    r"|`(?P<rst_text>[^`<>\n]+?)\s*<(?P<rst_url>[^<>\s]+)>`_{1,2}"
    r"|<(?P<auto_url>https?://[^<>\s]*)>"
    r"|(?P<bare_url>https?://(?:[^\s<>|()\[\]`\"*]|\([^\s<>|()\[\]]*\))*[^\s<>|()\[\]`\"*.,;:!?'])",
    re.IGNORECASE | re.DOTALL,
)
_HINT_OF_LINK = re.compile(r"\]\(|\]\[|<a\b|<img\b|>`_|https?://", re.IGNORECASE)
_GROUPS: Mapping[str, tuple[str, str]] = {
    "url": ("text", "url"),
    "use_name": ("use_text", ""),
    "a_text": ("a_text", "a_url"),
    "img_url": ("", "img_url"),
    "rst_url": ("rst_text", "rst_url"),
    "auto_url": ("", "auto_url"),
    "bare_url": ("", "bare_url"),
}
"""The last group of each kind of link, and its groups for text and address."""
_MARKS = re.compile(r"[<\[*_`\\&$]|:[/a-z]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/?p|/?div)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EMPHASIS = re.compile(r"(?<![\\*_])(?:\*{1,3}(?!\*)|_{1,3}(?!_))|\n")
_TICKS = re.compile(r"(?<![\\`])(`++)(.{1,1000}?)(?<!`)\1(?!`)")
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
    if not _HINT_OF_LINK.search(raw):
        return ()
    found = (_link(match, definitions) for match in _LINK.finditer(raw))
    return tuple(link for link in found if link is not None)


def _link(found: re.Match[str], definitions: Definitions) -> Link | None:
    text, at = _GROUPS[found.lastgroup or ""]
    url = found[at] if at else _defined(found, definitions)
    if not url and not at:
        return None
    return Link(
        start=found.start(),
        end=found.end(),
        text=found[text] if text else "",
        url=url,
        text_at=found.start(text) if text else -1,
        url_at=found.start(at) if at else -1,
        image=at == "img_url" or found["image"] is not None,
    )


def _defined(found: re.Match[str], definitions: Definitions) -> str:
    return definitions.get((found["use_name"] or found["use_text"]).strip().casefold(), "")


def has_marks(raw: str) -> bool:
    """Say whether `raw` could look different from what a reader sees."""
    return _MARKS.search(raw) is not None


def plain(raw: str, definitions: Definitions = NO_DEFINITIONS) -> str:
    """Return `raw` as a reader sees it: one line, without images, Markdown, HTML or LaTeX."""
    if not has_marks(raw):
        return " ".join(raw.split())
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
    return to_unicode(_ESCAPED.sub(r"\1", _without_emphasis(text))).strip()


def _without_emphasis(text: str) -> str:
    """Return `text` without the signs of emphasis that pair within a line."""
    waiting: dict[str, int] = {}
    gone: list[tuple[int, int]] = []
    for found in _EMPHASIS.finditer(text):
        sign, (start, end) = found[0], found.span()
        before, behind = text[start - 1 : start], text[end : end + 1]
        inside_word = sign[0] == "_" and before.isalnum()
        if sign == "\n":
            waiting.clear()
        elif sign in waiting and before and not before.isspace():
            opened = waiting[sign]
            gone += [(opened, opened + len(sign)), (start, end)]
            waiting = {other: at for other, at in waiting.items() if at < opened}
        elif behind and not behind.isspace() and not inside_word:
            waiting.setdefault(sign, start)
    pieces, at = [], 0
    for start, end in sorted(gone):
        pieces.append(text[at:start])
        at = end
    return "".join([*pieces, text[at:]])
