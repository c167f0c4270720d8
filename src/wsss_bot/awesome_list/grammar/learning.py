"""Rows of a list as the grammar takes them, each with what is known of its paper."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from wsss_bot.awesome_list.grammar.anchoring import ListedText
from wsss_bot.awesome_list.grammar.slots import Known
from wsss_bot.awesome_list.layouts.listing import Listing, spread
from wsss_bot.awesome_list.understand.dates import read_date
from wsss_bot.awesome_list.understand.entries import ListedRow, TableRow, text_of_item
from wsss_bot.awesome_list.understand.venue_text import read_venue
from wsss_bot.domain import ArxivId, Entry, Paper
from wsss_bot.text.latex import to_unicode
from wsss_bot.text.titles import title_key

_OWN = 60
"""So many rows of the listing itself are learnt from."""
_ALIKE = 60
"""So many of others like it."""
_LONGEST = 6_000
"""A row of more characters shows nothing."""
_LONGEST_TITLE = 250
_NAMED = re.compile(r"[\W_]{0,4}(?P<name>[^\[\]*]{1,40}?)\*{0,2}\]\*{0,2}\s*(?P<title>.+)")
_BEHIND = re.compile(
    r"\s*\([^()]*(?:19|20)\d\d\)\Z|\*\*.*"
    r"|(?<!\s)\s*+\(@[^()]*\)\Z|(?<!\s)\s*+\[\[?[^\[\]]*\Z"
)
_LAST_BRACKETS = re.compile(r"\[\*{0,2}(?P<name>[^\[\]*]{1,40})\*{0,2}\]\*{0,2}\s*\Z")
_IN = re.compile(r"[.,:;]\s+(?:in|by)\Z", re.IGNORECASE)


class Records:
    """What arXiv says of the papers of a list."""

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self._by_id: dict[ArxivId, Paper] = {}
        self._by_title: dict[str, Paper] = {}
        for paper in papers:
            self._by_id[paper.arxiv_id] = paper
            self._by_title.setdefault(title_key(paper.title), paper)

    def of(self, entry: Entry) -> Paper | None:
        """Return the record of an entry, by its arXiv id, else by its whole title."""
        if entry.arxiv_id and (found := self._by_id.get(entry.arxiv_id)):
            return found
        return self._by_title.get(title_key(entry.title)) if entry.title else None

    def has(self, row: ListedRow) -> bool:
        """Say, without understanding the row, whether the record of one of its ids is here."""
        return any(arxiv_id in self._by_id for arxiv_id in row.arxiv_ids)

    def __bool__(self) -> bool:
        return bool(self._by_id)


def texts_of(
    listing: Listing, alike: Sequence[Listing], records: Records, lines: Sequence[str]
) -> list[ListedText]:
    """Return rows of a listing and of those like it, those with records first."""
    found = _chosen(listing.rows, records, _OWN)
    rows = [_text(row, records, lines, near=True) for row in found]
    others = [row for one in alike if one is not listing for row in one.rows]
    rows += [_text(row, records, lines, near=False) for row in _chosen(others, records, _ALIKE)]
    return _without_tags([row for row in rows if row is not None])


def _without_tags(rows: Sequence[ListedText]) -> list[ListedText]:
    """Return the rows without names of methods that several papers have: those are tags."""
    names = Counter(name for row in rows for name in {*_parts(row.known.method)})
    return [
        replace(row, known=replace(row.known, method=None))
        if any(names[part] > 1 for part in _parts(row.known.method))
        else row
        for row in rows
    ]


def _parts(method: str | None) -> list[str]:
    return [part.strip().casefold() for part in re.split(r"[+/,&]", method or "") if part.strip()]


def _chosen(rows: Sequence[ListedRow], records: Records, most: int) -> list[ListedRow]:
    known = [row for row in rows if records.has(row)] if records else []
    chosen = list(spread(known, most))[: 2 * most]
    if len(chosen) < most:
        taken = set(map(id, chosen))
        rest = [row for row in rows if id(row) not in taken]
        chosen += list(spread(rest, most - len(chosen)))[:most]
    return chosen


def _text(
    row: ListedRow, records: Records, lines: Sequence[str], *, near: bool
) -> ListedText | None:
    entry = row.entry
    if entry is None or len(row.raw) > _LONGEST:
        return None
    known = known_of(entry, records.of(entry))
    cells = cells_of(row, lines)
    if len(known.title) > _LONGEST_TITLE or not known.title:
        return None
    return ListedText(cells=cells, known=known, near=near)


def cells_of(row: ListedRow, lines: Sequence[str]) -> tuple[str, ...]:
    """Return the cells of a row of a table, or the text of an item without its marker."""
    if isinstance(row, TableRow):
        return row.cut.cells
    return (text_of_item("".join(lines[row.at.start : row.at.stop])),)


def known_of(entry: Entry, paper: Paper | None) -> Known:
    """Return what is known of a listed paper, from its record or else from its row."""
    arxiv_id = entry.arxiv_id
    if paper is None:
        name, title = _apart(entry.title)
        return Known(
            title=title,
            arxiv_id=arxiv_id,
            submitted=_month_of(arxiv_id),
            method=entry.method or name or _name_before(entry.raw, title),
        )
    return Known(
        title=to_unicode(paper.title),
        arxiv_id=arxiv_id or paper.arxiv_id,
        submitted=paper.submitted_at.date(),
        authors=tuple(to_unicode(name) for name in paper.authors),
        method=entry.method,
        from_record=True,
        listed_as=entry.title,
    )


def _apart(title: str) -> tuple[str | None, str]:
    """Return the name in brackets before a title, and the title without what is not its own."""
    title = title[: 2 * _LONGEST_TITLE]
    named = _NAMED.match(title)
    name = named["name"].strip(" *[") if named else None
    whole = named["title"] if named else title
    return name, _IN.sub("", _BEHIND.sub("", whole)).strip()


def _name_before(raw: str, title: str) -> str | None:
    """Return the name in brackets right before the title of a row: '[**Net**] A Title'."""
    at = raw.find(title)
    found = _LAST_BRACKETS.search(raw, max(0, at - 60), at) if at > 0 else None
    if not found or read_date(found["name"]):
        return None
    venue = read_venue(found["name"])
    return None if venue and (venue.known or venue.year) else found["name"]


def _month_of(arxiv_id: ArxivId | None) -> date | None:
    """Return the middle of the month that an id names, or None for one of the old kind."""
    if arxiv_id is None or not arxiv_id[:4].isdigit() or not 1 <= int(arxiv_id[2:4]) <= 12:
        return None
    return date(2000 + int(arxiv_id[:2]), int(arxiv_id[2:4]), 15)
