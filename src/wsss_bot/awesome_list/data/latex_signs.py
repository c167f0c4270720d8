"""Letters with accents as LaTeX writes them, for files that have no other signs."""

import re
import unicodedata
from typing import Any

_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0308": '"',
    "\u0304": "=",
    "\u030c": "v",
    "\u0327": "c",
    "\u0328": "k",
    "\u030a": "r",
    "\u030b": "H",
    "\u0306": "u",
    "\u0307": ".",
}
_LETTERS = {
    "ß": r"{\ss}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "æ": r"{\ae}",
    "å": r"{\aa}",
    "Å": r"{\AA}",
    "ı": r"{\i}",
    "–": "--",
    "—": "---",
    "’": "'",
    "‘": "`",
    "“": "``",
    "”": "''",
    "…": r"\ldots{}",
}


def to_latex(value: Any) -> Any:
    """Return a text with accents and dashes as LaTeX writes them; other signs stay."""
    return (
        re.sub(r"[^\x00-\x7f]", lambda m: _written(m[0]), value)
        if isinstance(value, str)
        else value
    )


def _written(sign: str) -> str:
    if sign in _LETTERS:
        return _LETTERS[sign]
    letter, *marks = list(unicodedata.normalize("NFD", sign))
    if len(marks) != 1 or marks[0] not in _ACCENTS or not letter.isascii():
        return sign
    accent = _ACCENTS[marks[0]]
    return f"{{\\{accent} {letter}}}" if accent.isalpha() else f"{{\\{accent}{letter}}}"


def balanced(text: str) -> str:
    """Return a text without its braces where these do not close: they would end an entry."""
    depth = 0
    for sign in re.sub(r"\\.", "", text):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            break
    return text if depth == 0 else re.sub(r"(?<!\\)[{}]", "", text)
