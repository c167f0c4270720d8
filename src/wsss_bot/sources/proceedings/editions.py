"""Which conferences of which years a list is about, so that their listings are worth a request."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from wsss_bot.domain import Entry
from wsss_bot.sources.proceedings.kept import Edition
from wsss_bot.sources.proceedings.match import YEARS_AFTER
from wsss_bot.sources.proceedings.places import CONFERENCES, places
from wsss_bot.venues import KNOWN_VENUES

NAMED_OFTEN = 3
"""A conference that a list names so often is one of its own."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def editions_of(
    entries: Sequence[Entry], *, year: int, conferences: Iterable[str] = ()
) -> tuple[Edition, ...]:
    """Return the conferences and years that have a listing and may hold papers of `entries`.

    `year` is the current one. Without `conferences` those count that the list names often. The
    years are this one and the last, those that rows name, and the ones in which a paper whose
    venue is not known can have been published.
    """
    said = [entry.venue or "" for entry in entries]
    told = [name for name in CONFERENCES if name.casefold() in {c.casefold() for c in conferences}]
    names = told or _named_often(said)
    years = {year, year - 1}
    for entry in entries:
        named = set(map(int, _YEAR.findall(f"{entry.venue or ''} {entry.date or ''}")))
        if entry.arxiv_id and entry.arxiv_id[:2].isdecimal():
            named.add(2000 + int(entry.arxiv_id[:2]))
        years |= named
        if not KNOWN_VENUES.mentions(entry.venue or ""):
            years |= {each + later for each in named for later in range(1 + YEARS_AFTER)}
    return tuple(
        (name, each)
        for name in names
        for each in sorted(years)
        if each <= year and places(name, each)
    )


def _named_often(said: Iterable[str]) -> list[str]:
    counts: Counter[str] = Counter()
    for text in said:
        counts.update({mention.venue.name for mention in KNOWN_VENUES.mentions(text)})
    return [name for name in CONFERENCES if counts[name] >= NAMED_OFTEN]
