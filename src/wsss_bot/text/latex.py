"""LaTeX and HTML entities to the Unicode that a reader expects."""

import html
import logging
import re
import unicodedata
from contextlib import suppress
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text

_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_LATEX = re.compile(
    r"(?P<math>\$\s*+\\[^$]++\$|\$(?=\S)(?=\D|\d[^$\\^_{]*+[\\^_{])[^$]++(?<=\S)\$|\$\d++\$)"
    r"|(?P<line_break>\\\\)"
    r"|(?P<link>\\(?:href|hyperlink)\s*" + _GROUP + r"\s*(?P<shown>" + _GROUP + r"))"
    r"|(?P<address>\\url\s*(?P<bare>" + _GROUP + r"))"
    r"|(?P<group>\{\\[^{}]*(?:" + _GROUP + r"[^{}]*)*\})"
    r"|(?P<accent>\\[`'^\"~=.]\s*(?:\{\\?\w\}|\\?\w)|\\[cuvHtdbkr](?:\{\\?\w{1,2}\}|\s\w))"
    r"|(?P<symbol>\\[&%$#_{}])"
    r"|(?P<command>\\(?!(?:url|href|hyperlink)\b)[a-zA-Z]+\*?(?:\s*" + _GROUP + r")*)"
)
_PLAIN_GROUP = re.compile(r"\{([\w\s+-]*)\}")
_RAISED = re.compile(r"\^\s*\{?([\d+\-n]+|st|nd|rd|th|∘|\*)\}?")
_LOWERED = re.compile(r"_\s*\{?([\d+\-]+)\}?")
_SUPERSCRIPTS = str.maketrans("0123456789+-n∘", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ°")
_SUBSCRIPTS = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_REMEMBERED = 200
"""Conversion takes 0.1 ms a piece; short ones come again and again."""
_STYLED_LETTER = re.compile("[\U0001d400-\U0001d7ff]")
_CONVERTER = LatexNodes2Text(math_mode="text", keep_comments=True)
# Of half a command ('\frac' alone) it warns as of a mistake in our configuration.
logging.getLogger("pylatexenc.latex2text").setLevel(logging.ERROR)


def to_unicode(text: str) -> str:
    r"""Return `text` on one line with LaTeX and entities replaced: `\'e` is 'é', `&amp;` is '&'.

    Dollar signs that are money (`$5 and $10`) stay, and so does whatever cannot be understood.
    """
    if "\\" not in text and "$" not in text and "&" not in text:
        return " ".join(text.split())
    with suppress(ValueError):  # of a number with thousands of digits
        text = html.unescape(text)
    converted = _LATEX.sub(_piece, " ".join(text.split()))
    return " ".join(converted.split())


def _piece(found: re.Match[str]) -> str:
    """Return what a reader sees instead of one piece of LaTeX."""
    if found["line_break"]:
        return " "
    if shown := found["shown"] or found["bare"]:
        return to_unicode(shown[1:-1])
    convert = _converted if len(found[0]) <= _REMEMBERED else _converted.__wrapped__
    return convert(found[0], is_math=found["math"] is not None)


@lru_cache(maxsize=1 << 12)
def _converted(latex: str, *, is_math: bool) -> str:
    """Return what a reader sees instead of a command or a formula; itself where that is unclear."""
    try:
        # A bare % begins a LaTeX comment; in a title it is a per cent sign.
        seen = str(_CONVERTER.latex_to_text(re.sub(r"(?<!\\)%", r"\\%", latex)))
    except Exception:  # noqa: BLE001 - pylatexenc lets errors of every kind out of half a command
        return latex
    if not seen.strip() or "%s" in seen:  # a command without its arguments: '\frac' gives '%s/%s'
        return latex
    if is_math:
        seen = _RAISED.sub(lambda m: m[1].translate(_SUPERSCRIPTS), _PLAIN_GROUP.sub(r"\1", seen))
        seen = _LOWERED.sub(lambda m: m[1].translate(_SUBSCRIPTS), seen)
    # Bold and script letters of mathematics are not found by search, and few fonts have them.
    return _STYLED_LETTER.sub(lambda m: unicodedata.normalize("NFKC", m[0]), seen)
