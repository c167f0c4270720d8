"""What both kinds of pull request say in the same way: numbers, names, links, folded lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wsss_bot.domain import ArxivId
from wsss_bot.text import escape
from wsss_bot.text.latex import to_unicode
from wsss_bot.text.paper_ids import address_of

LONGEST_TITLE = 200
LONGEST_NAME = 40
TITLE_NAMES = 3
"""How many papers the title names before it says 'and 4 more'."""
LONGEST_BODY = 60_000
"""GitHub refuses a body above 65,536 characters."""
REFUSED = "Refused, will not come back: {names}."
CONFLICT = (
    "**The list has changed where this branch changes it too. "
    "I left both as they are; please resolve the conflict.**"
)
AGAIN = "again:"
"""What a box is called that lets a refused paper be proposed again."""
REFUSED_BEFORE = "{count} refused before: tick one to have it proposed again"
REFUSED_PAPER = "- [ ] {again} [{title}]({link})"
MOST_REFUSED = 20
"""So many refused papers are shown, the newest."""
FOLDED = "<details><summary>{summary}</summary>\n\n{lines}\n\n</details>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One checkbox in the body, and the Markdown as it stands or shall stand there."""

    key: str
    ticked: bool
    near_miss: bool
    markdown: str


def counted(number: int, one: str, many: str) -> str:
    """Return '1 paper' or '12 papers'."""
    return f"{number:,} {one if number == 1 else many}"


def day(day: date) -> str:
    """Return '4 April 2022'."""
    return f"{day.day} {day:%B %Y}"


def first_names(names: Sequence[str]) -> str:
    """Return the first few of `names`: 'A, B, C and 2 more'."""
    more = len(names) - TITLE_NAMES
    return ", ".join(names[:TITLE_NAMES]) + (f" and {more} more" if more > 0 else "")


def title_text(title: str) -> str:
    """Return a paper's title as plain text of a bearable length, without LaTeX."""
    return escape.cut(to_unicode(title), LONGEST_TITLE)


def link_to(arxiv_id: ArxivId) -> str:
    """Return the address of a paper, which cannot end the Markdown link that it stands in."""
    return address_of(arxiv_id)


def folded(summary: str, lines: Sequence[str]) -> str:
    """Return Markdown lines below a summary that unfolds them."""
    return FOLDED.format(summary=summary, lines="\n".join(lines))
