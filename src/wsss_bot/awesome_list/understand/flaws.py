"""What is wrong in a list, for its maintainer; nothing here changes it."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from wsss_bot.awesome_list.layouts.listing import Listing
from wsss_bot.awesome_list.model import Flaw
from wsss_bot.awesome_list.understand.entries import ListedRow, TableRow
from wsss_bot.awesome_list.understand.order import Key, sort_keys
from wsss_bot.awesome_list.understand.venue_text import canonical, read_venue
from wsss_bot.text.titles import title_key

_SLIPS = 0.1
"""If more of the rows are misplaced, the order is a tendency and no rule."""
_EMPTY_LINK = re.compile(r"(?<!\\)\[([^\[\]]*)\]\(\s*\)")


def find_flaws(listings: Sequence[Listing]) -> tuple[Flaw, ...]:
    """Return every flaw, by line."""
    rows = [row for listing in listings for row in listing.rows]
    papers = [row for listing in listings if listing.papers for row in listing.rows]
    found = [
        *_duplicates(papers),
        *(flaw for listing in listings for flaw in _broken_rows(listing)),
        *_empty_links(rows),
        *_two_spellings(papers),
        *(flaw for listing in listings for flaw in _out_of_order(listing)),
    ]
    return tuple(sorted(found, key=lambda flaw: (flaw.line, flaw.kind)))


def _line(row: ListedRow) -> int:
    return row.at.start + 1


def _duplicates(rows: Sequence[ListedRow]) -> Iterator[Flaw]:
    seen: dict[str, int] = {}
    for row in rows:
        entry = row.entry
        if entry is None:
            continue
        keys = [key for key in (entry.arxiv_id, title_key(entry.title)) if key]
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None:
            yield Flaw(
                line=_line(row),
                kind="duplicate",
                message=f"{entry.title!r} is listed in line {first} already",
            )
        for key in keys:
            seen.setdefault(key, _line(row))


def _broken_rows(listing: Listing) -> Iterator[Flaw]:
    for row in listing.rows:
        if not isinstance(row, TableRow):
            continue
        cells, columns = len(row.cut.cells), len(listing.columns)
        if cells != columns:
            bar = "; it has a full-width bar" if "｜" in row.raw else ""
            yield Flaw(
                line=_line(row),
                kind="broken row",
                message=f"the row has {cells} cells, its table has {columns} columns{bar}",
            )


def _empty_links(rows: Sequence[ListedRow]) -> Iterator[Flaw]:
    for row in rows:
        for found in _EMPTY_LINK.finditer(row.raw):
            yield Flaw(
                line=_line(row),
                kind="empty link",
                message=f"the link {found[0]!r} leads nowhere",
            )


def _two_spellings(rows: Sequence[ListedRow]) -> Iterator[Flaw]:
    """Yield the first row with each spelling of a venue that is not the usual one of the list."""
    spelt: dict[str, Counter[str]] = {}
    first: dict[str, int] = {}
    for row in rows:
        venue = read_venue(row.venue or "") if row.entry else None
        usual = canonical(venue.name) if venue and not venue.preprint else None
        if venue and usual:
            spelt.setdefault(usual, Counter())[venue.name] += 1
            first.setdefault(venue.name, _line(row))
    for names in spelt.values():
        (most, count), *others = names.most_common()
        for name, times in others:
            yield Flaw(
                line=first[name],
                kind="two spellings",
                message=f"{name!r} ({times} times) is spelt {most!r} elsewhere ({count} times)",
            )


def _out_of_order(listing: Listing) -> Iterator[Flaw]:
    """Yield the fewest rows that would have to move for the listing to be in its order."""
    sorting = listing.sorting
    if sorting.order == "none":
        return
    keyed = sort_keys(listing.rows, sorting)
    misplaced = _misplaced(keyed)
    if len(misplaced) > _SLIPS * len(keyed):
        return
    for row in misplaced:
        yield Flaw(
            line=_line(row),
            kind="out of order",
            message=f"the {sorting.by} breaks the order of the rows, {sorting.order}",
        )


def _misplaced(keyed: Sequence[tuple[Key, ListedRow]]) -> list[ListedRow]:
    """Return the rows outside a longest run of keys that never goes down."""
    tails: list[Key] = []
    places: list[int] = []
    for key, _ in keyed:
        at = bisect_right(tails, key)
        tails[at : at + 1] = [key]
        places.append(at)
    wanted = len(tails) - 1
    misplaced = []
    for place, (_, row) in zip(reversed(places), reversed(keyed), strict=True):
        if place == wanted:
            wanted -= 1
        else:
            misplaced.append(row)
    return misplaced
