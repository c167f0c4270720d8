"""LaTeX and HTML entities to the Unicode that a reader expects."""

import html
import re

from pylatexenc.latex2text import LatexNodes2Text

_COMMAND_OR_MATH = re.compile(
    r"\\[a-zA-Z'`^\"~=.%&_#{}$]|\$(?=\S)(?:[^$\d][^$]*|\d[^$]*[\\^_{][^$]*)\$"
)
_CONVERTER = LatexNodes2Text(math_mode="text", keep_comments=True)


def to_unicode(text: str) -> str:
    r"""Return `text` on one line with LaTeX and entities replaced: `\'e` is 'é', `&amp;` is '&'.

    Dollar signs that are money (`$5 and $10`) stay, and so does whatever cannot be understood.
    """
    one_line = " ".join(html.unescape(text).split())
    if not _COMMAND_OR_MATH.search(one_line):
        return one_line
    # A bare % begins a LaTeX comment; in a title it is a per cent sign.
    guarded = re.sub(r"(?<!\\)%", r"\\%", one_line)
    converted = _CONVERTER.latex_to_text(guarded)
    return " ".join(converted.split())
