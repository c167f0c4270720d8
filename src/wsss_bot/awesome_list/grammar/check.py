"""What a written row must not be, whatever wrote it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from wsss_bot.awesome_list.grammar.pairs import SIGNS

_ADDRESS = re.compile(r"https?://[^\s<>|()\[\]\"'`]+")
_PAIRS = tuple(zip("([{（【“「《", ")]}）】”」》", strict=True))
_EVEN = ("**", "*", "__", "`", '"')
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_MARKER = re.compile(r"(?m)^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_TAG = re.compile(r"<(/?)([a-zA-Z]+)\b[^<>]*>")
_VOID = frozenset({"br", "img", "hr", "p", "li", "td", "tr", "input"})
_EMPTY = (
    ("a link without text", re.compile(r"(?<!!)\[\s*\]\(|<a\b[^<>]*>\s*</a>")),
    ("a link that leads nowhere", re.compile(r"\]\(\s*\)|href=[\"']\s*[\"']")),
    ("empty brackets", re.compile(r"\(\s*\)|\[[\s,;:]*\](?!\()|（\s*）|【\s*】")),
    ("empty emphasis", re.compile(r"(?<!\*)\*\*\s*\*\*(?!\*)|(?<!`)``(?!`)|\"\s*\"")),
    ("a separator after an opening bracket", re.compile(r"[(（【]\s*[,;:.|]|(?<!\])\[\s*[,;:|]")),
    ("a separator before a closing bracket", re.compile(r"[,;:|]\s*[)\]）】]")),
    ("a separator at the end of a line", re.compile(r"(?m)[,;:|&/–—-][ \t]*(?:\\|<br\s*/?>)?$")),
    ("a separator alone on a line", re.compile(r"(?m)^[ \t]*(?:[-*+] )?[,;:.|\\][ \t]*$")),
    ("two separators in a row", re.compile(r"[,;|]\s*[,;|.]|\.\s+[.,;]")),
)
_SIGN = re.compile(SIGNS)
_TOUCHING = re.compile(rf"{SIGNS}(?:[*_~`]*{SIGNS})+")
_OFTEN = 0.1
_OPEN = 0.4
"""In so many of the rows a sign must stand open before it may in a new one."""


def open_signs(row: str) -> set[str]:
    """Return the brackets, emphasis, quotes and tags of a row that do not pair."""
    text = _MARKER.sub(" ", _ESCAPED.sub(" ", _ADDRESS.sub("1", row)))
    found = {opening for opening, closing in _PAIRS if text.count(opening) != text.count(closing)}
    tags: Counter[str] = Counter()
    for tag in _TAG.finditer(text):
        if not tag[0].endswith("/>"):
            tags[tag[2].lower()] += -1 if tag[1] else 1
    found |= {f"<{name}>" for name, count in tags.items() if count and name not in _VOID}
    rest = _TAG.sub(" ", text)
    for sign in _EVEN:
        if rest.count(sign) % 2:
            found.add(sign)
        rest = rest.replace(sign, " ")
    return found


def leftovers(row: str) -> set[str]:
    """Return in words what a row has that only a piece taken out of it leaves behind."""
    text = _ADDRESS.sub("1", row)
    return {name for name, pattern in _EMPTY if pattern.search(text)}


def touching(row: str, kind: Callable[[str], str]) -> set[tuple[str, str]]:
    """Return the kinds of the facts of a row that only emphasis parts, each with the next."""
    runs = _TOUCHING.finditer(_ADDRESS.sub(" ", row))
    return {pair for run in runs for pair in pairwise(map(kind, _SIGN.findall(run[0])))}


class Checker:
    """Knows what is usual in the rows of a listing; `kind` says what a sign stands for."""

    def __init__(self, rows: Sequence[str], kind: Callable[[str], str]) -> None:
        self._kind = kind
        self._touch = {pair for row in rows for pair in touching(row, kind)}
        self._of = max(len(rows), 1)
        self._open = Counter(sign for row in rows for sign in open_signs(row))
        self._left = Counter(name for row in rows for name in leftovers(row))

    def fault(self, row: str) -> str | None:
        """Return in words what is wrong with the signs of a row, or None."""
        for sign in sorted(open_signs(row)):
            if self._open[sign] < max(1, _OPEN * self._of):
                return f"{sign!r} would stand open"
        for name in sorted(leftovers(row)):
            if self._left[name] < max(1, _OFTEN * self._of):
                return f"{name} would be left"
        if found := touching(row, self._kind) - self._touch:
            return "nothing would part its {} from its {}".format(*min(found))
        return None
