"""Whether the years and months that a written row says are those of its own paper."""

import re
from collections.abc import Sequence

from wsss_bot.awesome_list.understand.dates import ANY_DATE, read_date
from wsss_bot.domain import Facts

_ADDRESS = re.compile(r"https?://[^\s<>|()\[\]\"'`]+")
_FULL = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT = re.compile(r"(?<=['’])\d\d(?!\d)")


def foreign_date(cells: Sequence[str], facts: Facts) -> str | None:
    """Return the first year or month in the cells that is not the paper's own, or None.

    Its own are those of its submission and of its venue, and what stands in a fact of the paper.
    Addresses are left aside.
    """
    own = _texts(facts)
    day, venue = facts.submitted_on, facts.venue
    years = {day.year, (venue and venue.year) or day.year}
    for text in (_ADDRESS.sub(" ", cell) for cell in cells):
        for found in _FULL.findall(text):
            if int(found) not in years and found not in own:
                return str(found)
        for found in _SHORT.findall(text):
            if 2000 + int(found) not in years and found not in own:
                return f"'{found}"
        for found in ANY_DATE.findall(text):
            said = read_date(found)
            if said and said.month and said.month != day.month and found not in own:
                return str(found)
    return None


def _texts(facts: Facts) -> str:
    links = [text for code in facts.code for text in (code.url, code.label)]
    venue = facts.venue.name if facts.venue else None
    own = [facts.title, facts.method, venue, facts.arxiv_id, facts.project, *links, *facts.authors]
    return "\n".join(text for text in own if text)
