"""What a list says of each paper, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from wsss_bot.awesome_list.understand.dates import read_date
from wsss_bot.awesome_list.understand.venue_text import only_preprint, read_venue
from wsss_bot.domain import ArxivId, Decision, Entry, Paper
from wsss_bot.text.authors import split_names
from wsss_bot.text.latex import to_unicode
from wsss_bot.venues import KNOWN_VENUES, canonical_name


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPaper:
    """One paper of a list; what is not known is None or empty."""

    title: str
    arxiv_id: ArxivId | None
    method: str | None
    authors: tuple[str, ...]
    venue: str | None
    """The usual short form of a venue that is known, else what the list says; no preprint."""
    is_journal: bool
    year: int | None
    """Of the venue; of a preprint, of its submission."""
    date: date | None
    """Of the submission: by arXiv, as the list says, or the month that is part of an arXiv id."""
    added_at: datetime | None
    """When its row was merged, where the bot proposed it."""
    code: tuple[str, ...]
    url: str | None
    section: str


def listed_paper(
    entry: Entry,
    records: Mapping[ArxivId, Paper],
    decisions: Mapping[ArxivId, Decision],
) -> ListedPaper:
    """Return what is known of an entry: what the list says, completed by arXiv's record."""
    record = records.get(entry.arxiv_id) if entry.arxiv_id else None
    decision = decisions.get(entry.arxiv_id) if entry.arxiv_id else None
    venue = None if entry.venue is None or only_preprint(entry.venue) else read_venue(entry.venue)
    name = canonical_name(venue.name) or venue.name if venue else None
    day = record.submitted_at.date() if record else _day(entry)
    names = split_names(to_unicode(entry.authors)) if entry.authors else ()
    return ListedPaper(
        title=entry.title,
        arxiv_id=entry.arxiv_id,
        method=entry.method,
        authors=tuple(map(to_unicode, record.authors)) if record and record.authors else names,
        venue=name,
        is_journal=bool(canonical_name(name) if name else None) and _is_journal(name),
        year=(venue.year if venue else None) or (day.year if day else None),
        date=day,
        added_at=decision.decided_at if decision and decision.outcome.is_acceptance else None,
        code=entry.code,
        url=f"https://arxiv.org/abs/{entry.arxiv_id}" if entry.arxiv_id else entry.paper_url,
        section=entry.section,
    )


def _is_journal(name: str | None) -> bool:
    return name is not None and KNOWN_VENUES.named(name).kind == "journal"


def newest_first(papers: list[ListedPaper]) -> list[ListedPaper]:
    """Return the papers by when they were added, or else submitted; of two alike as listed."""
    return sorted(papers, key=when, reverse=True)


def when(paper: ListedPaper) -> datetime:
    """Return when a paper was merged, else submitted; where neither is known, long ago."""
    if paper.added_at is not None:
        return paper.added_at
    day = paper.date or date(1970, 1, 1)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _day(entry: Entry) -> date | None:
    """Return the day of an entry as the list tells it, or as its arXiv id does."""
    told = read_date(entry.date) if entry.date else None
    if told is not None and told.month:
        try:
            return date(told.year, told.month, told.day or 1)
        except ValueError:  # the 31st of June
            return date(told.year, told.month, 1)
    if entry.arxiv_id is not None:
        digits = entry.arxiv_id.rpartition("/")[2][:4]
        if digits.isdecimal() and 1 <= int(digits[2:]) <= 12:
            century = 1900 if int(digits[:2]) > 90 else 2000
            return date(century + int(digits[:2]), int(digits[2:]), 1)
    return date(told.year, 1, 1) if told is not None else None
