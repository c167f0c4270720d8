"""How a table is sorted, and where a new row belongs in it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wsss_bot.awesome_list.model import Order
from wsss_bot.awesome_list.understand.dates import ListedDate, read_date
from wsss_bot.awesome_list.understand.entries import ListedRow
from wsss_bot.awesome_list.understand.venue_text import read_venue
from wsss_bot.domain import ArxivId, Facts

Key = tuple[int, ...]

_CLEAR = 0.7
"""The share of the steps between neighbours that must go one way."""
_NEW_STYLE = re.compile(r"(\d\d)(\d\d)\.(\d{4,5})")
_CLOSE = 0.01
"""What an arXiv id counts within one month, beside a month that counts 1."""
_FEWEST = {"date": 1, "venue": 3, "arXiv id": 3}
"""So many steps must differ at all before an order is believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """The order of some rows, and by what they are sorted."""

    order: Order
    by: str = ""
    """'date', 'venue', 'arXiv id', or empty for none."""


def id_key(arxiv_ids: Sequence[ArxivId]) -> Key | None:
    """Return what sorts papers by their first arXiv id: year, month, number; None: old style."""
    found = _NEW_STYLE.fullmatch(arxiv_ids[0]) if arxiv_ids else None
    return (2000 + int(found[1]), int(found[2]), int(found[3])) if found else None


def _ids(facts: Facts) -> tuple[ArxivId, ...]:
    return (facts.arxiv_id,) if facts.arxiv_id else ()


def _date_key(row: ListedRow) -> Key | None:
    text = row.date
    day = read_date(text) if text else None
    return _trimmed(day) if day else None


def _trimmed(day: ListedDate) -> Key:
    key = (day.year, day.month, day.day)
    return key[: 3 if day.day else 2 if day.month else 1]


def _venue_key(row: ListedRow) -> Key | None:
    text = row.venue
    venue = read_venue(text) if text else None
    return (venue.year,) if venue and venue.year else None


_KEYS: tuple[tuple[str, Callable[[ListedRow], Key | None]], ...] = (
    ("date", _date_key),
    ("venue", _venue_key),
    ("arXiv id", lambda row: id_key(row.arxiv_ids)),
)


def find_sorting(rows: Sequence[ListedRow], told: Order | None = None) -> Sorting:
    """Find by what `rows` are sorted, and which way; `told` by the operator wins."""
    for name, key in _KEYS:
        keys = [k for row in rows if (k := key(row)) is not None]
        if 2 * len(keys) < len(rows):
            continue
        steps = [_compare(a[:2], b[:2]) for a, b in pairwise(keys)]
        up, down = steps.count(1), steps.count(-1)
        if told and told != "none" and up + down:
            return Sorting(order=told, by=name)
        if up + down < _FEWEST[name]:
            continue
        if max(up, down) >= _CLEAR * (up + down):
            return Sorting(order="oldest first" if up > down else "newest first", by=name)
    return Sorting(order=told or "none")


def _compare(a: Key, b: Key) -> int:
    """Return 1 if `b` is later, -1 if earlier, 0 if they agree as far as both are known."""
    length = min(len(a), len(b))
    return (b[:length] > a[:length]) - (b[:length] < a[:length])


def sort_keys(rows: Sequence[ListedRow], sorting: Sorting) -> list[tuple[Key, ListedRow]]:
    """Return the rows whose key is known, with keys that rise from row to row in that order.

    Keys are cut to the precision that all of them have.
    """
    key = dict(_KEYS)[sorting.by]
    keyed = [(k[:2], row) for row in rows if row.entry and (k := key(row)) is not None]
    shortest = min((len(k) for k, _ in keyed), default=0)
    sign = -1 if sorting.order == "newest first" else 1
    return [(tuple(sign * number for number in k[:shortest]), row) for k, row in keyed]


def place_among(rows: Sequence[ListedRow], facts: Facts, sorting: Sorting) -> int:
    """Return how many of `rows` stand before the new row.

    The place is the one that leaves the fewest pairs out of order, so that a few misplaced rows
    do not mislead; within a month, arXiv ids decide.
    """
    if sorting.order == "none":
        return len(rows) if _newer_below(rows) else 0
    key = dict(_KEYS)[sorting.by]
    day = facts.submitted_on
    year = facts.venue.year if facts.venue and facts.venue.year else day.year
    new: Key = {
        "date": (day.year, day.month, day.day),
        "venue": (year,),
        "arXiv id": id_key(_ids(facts)) or (day.year, day.month, 0),
    }[sorting.by]
    downwards = -1 if sorting.order == "newest first" else 1
    steps = [downwards * _later(key(row), new, row, facts) for row in rows]
    return _cheapest(steps, last=sorting.order == "oldest first")


def _later(key: Key | None, new: Key, row: ListedRow, facts: Facts) -> float:
    """Return 1 if the new row is later than the entry, -1 if earlier; less for a close call."""
    if key is None:
        return 0.0
    step = float(_compare(key, new))
    if step:
        return step
    its, new_id = id_key(row.arxiv_ids), id_key(_ids(facts))
    return _CLOSE * _compare(its, new_id) if its and new_id else 0.0


def _cheapest(steps: Sequence[float], *, last: bool) -> int:
    """Return the place with the fewest entries on the wrong side; `step` above 0: belongs below."""
    cost, best, place = 0.0, 0.0, 0
    for number, step in enumerate(steps, start=1):
        cost -= step
        if cost < best - 1e-9 or (last and cost <= best + 1e-9):
            best, place = cost, number
    return place


def _newer_below(rows: Sequence[ListedRow]) -> bool:
    """Say whether the later half of unsorted entries is the newer one; also when nothing tells."""
    keys = [k for row in rows if (k := id_key(row.arxiv_ids) or _venue_key(row))]
    half = len(keys) // 2
    above, below = sorted(keys[:half]), sorted(keys[-half:] if half else [])
    return not half or below[half // 2] >= above[half // 2]


def among_new(facts: Facts, sorting: Sorting) -> Key:
    """Return what sorts several new rows at one place; unsorted lists keep the order given."""
    day = facts.submitted_on
    key = (day.year, day.month, *(id_key(_ids(facts)) or (0, 0, 0))[1:])
    match sorting.order:
        case "oldest first":
            return key
        case "newest first":
            return tuple(-number for number in key)
        case "none":
            return ()
