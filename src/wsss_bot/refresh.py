"""Refresh: which blank cells of old rows can be filled now, and which rows want a look."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wsss_bot.domain import Completion, Entry, Facts, Notice, Paper
from wsss_bot.titles import same_title, title_key

WITHDRAWN = "withdrawn by its authors on arXiv"
DOUBTFUL = "perhaps arXiv {arxiv_id}, {title!r}: {why}"

_PREPRINT = re.compile(r"\W*(?:arxiv|preprint|corr)\b[\W\d]*", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
YEARS_BEFORE, YEARS_AFTER = 3, 2
"""A preprint comes at most so many years before, or after, the year that its row names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A paper on arXiv that may be the one of an entry without an arXiv id."""

    paper: Paper
    doubt: str
    """Why it may be another paper after all; empty: it is this one."""


def completions(entry: Entry, facts: Facts) -> Iterator[Completion]:
    """Yield the blank cells of `entry` that `facts` of its paper can fill.

    A cell that says something is left alone; a venue that only says 'arXiv 2023' says nothing yet.
    """
    if entry.arxiv_id is None:
        yield Completion(entry=entry, role="paper", facts=facts, source="the same title on arXiv")
    if facts.venue and (entry.venue is None or _PREPRINT.fullmatch(entry.venue)):
        yield Completion(entry=entry, role="venue", facts=facts, source=facts.sources["venue"])
    if facts.code and not entry.code:
        yield Completion(entry=entry, role="code", facts=facts, source=facts.sources["code"])


def match(entry: Entry, paper: Paper) -> Match | None:
    """Return whether `paper` may be the one of `entry`, and with what doubt; None: it is another.

    Sure is only the same title within a plausible time: 'X' and 'X+' are two papers, and so is
    a journal version under another title.
    """
    if not same_title(entry.title, paper.title):
        return None
    if title_key(entry.title) != title_key(paper.title):
        return Match(paper=paper, doubt="the titles differ a little")
    year = _year_of(entry)
    submitted_in = paper.submitted_at.year
    if year is not None and not year - YEARS_BEFORE <= submitted_in <= year + YEARS_AFTER:
        return Match(paper=paper, doubt=f"it came in {submitted_in}, the row says {year}")
    return Match(paper=paper, doubt="")


def notice_of(entry: Entry, found: Match) -> Notice:
    """Return what to say of a match that is in doubt."""
    message = DOUBTFUL.format(
        arxiv_id=found.paper.arxiv_id, title=found.paper.title, why=found.doubt
    )
    return Notice(line=entry.line, title=entry.title, message=message)


def _year_of(entry: Entry) -> int | None:
    """Return the year that the row names: its date, else its venue's."""
    for text in (entry.date, entry.venue):
        if text and (found := _YEAR.search(text)):
            return int(found[0])
    return None
