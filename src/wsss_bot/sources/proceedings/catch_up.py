"""Keep official listings up to date: what is due is asked for, what fails is told, nothing is lost.

Of a conference and year one source is asked in a week at most. What was read after its year has
ended is final and never asked for again. A failure leaves the listing that was read before.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wsss_bot.errors import NotPublished, SourceError
from wsss_bot.sources.proceedings.kept import Edition, KeptListings, Look, Place
from wsss_bot.sources.proceedings.listing import Listing
from wsss_bot.sources.proceedings.open_access import days_of, read_listing
from wsss_bot.sources.proceedings.places import ECVA, places
from wsss_bot.sources.proceedings.virtual_site import read_programme

log = logging.getLogger(__name__)

Get = Callable[[str], bytes]
"""Returns what is at an address, or raises SourceError."""

_NEVER = datetime.min.replace(tzinfo=UTC)

ASKED_AGAIN_AFTER = timedelta(days=6)
"""A week, less what a run may begin earlier than the one before."""
ABSENT_FOR = timedelta(days=90)
"""So long a source of a year that has ended is not asked again which had nothing."""
MOST_REQUESTS = 24
"""Listings asked for in one run; the rest has its turn in later ones."""
_NAMED = 4
"""So many of the listings that fail for one reason are named."""
SHORTER = 0.8
"""A listing with a smaller share of the papers that it had is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """What is known of the official listings after a look at what was due."""

    listings: tuple[Listing, ...]
    news: tuple[Edition, ...] = ()
    """What was never read before this look, or has more papers now."""
    errors: tuple[str, ...] = ()
    """What could not be read, each in a sentence with since when."""


def catch_up(
    kept: KeptListings,
    get: Get,
    editions: Iterable[Edition],
    *,
    now: Callable[[], datetime],
    most: int = MOST_REQUESTS,
) -> Official:
    """Read the listings that are due, and return all that are known of `editions`.

    The newest come first; at most `most` are asked for.
    """
    get = _once_for_all_years(get)
    wanted = sorted(set(editions), key=lambda edition: (-edition[1], edition[0]))
    news: list[Edition] = []
    failing: list[tuple[Place, Look]] = []
    asked = 0
    for conference, year in wanted:
        choices = places(conference, year)
        place = due(choices, [kept.look(choice) for choice in choices], now=now())
        if place is not None and asked < most:
            asked += 1
            if _ask(kept, get, place, now=now):
                news.append((conference, year))
        looks = ((choice, kept.look(choice)) for choice in choices)
        failing += ((choice, look) for choice, look in looks if look and look.failure)
    return Official(
        listings=known(kept, wanted), news=tuple(news), errors=tuple(_sentences(failing))
    )


def _once_for_all_years(get: Get) -> Get:
    """Return what asks for the page that lists all years of ECCV once only."""
    pages: dict[str, bytes] = {}

    def remembered(url: str) -> bytes:
        if url != ECVA:
            return get(url)
        if url not in pages:
            pages[url] = get(url)
        return pages[url]

    return remembered


def read_place(place: Place, get: Get) -> Listing:
    """Return the listing of a place, which is one request, or one a day. Raises SourceError."""
    conference, year, source = place.conference, place.year, place.source
    body = get(place.url)
    if place.is_programme:
        return read_programme(body, url=place.url, conference=conference, year=year, source=source)
    days = days_of(body, url=place.url)
    pages = [(day, get(day)) for day in days] if days else [(place.url, body)]
    parts = [
        read_listing(page, url=url, conference=conference, year=year, source=source)
        for url, page in pages
    ]
    papers = tuple(paper for part in parts for paper in part.papers)
    return Listing(conference=conference, year=year, papers=papers)


def known(kept: KeptListings, editions: Iterable[Edition]) -> tuple[Listing, ...]:
    """Return the listings that are kept of `editions`, the better source of each first."""
    found = (kept.find(place) for edition in editions for place in places(*edition))
    return tuple(listing for listing in found if listing is not None)


def due(choices: Sequence[Place], looks: Sequence[Look | None], *, now: datetime) -> Place | None:
    """Return which place of one conference and year is to be asked now, or None.

    `looks` are of the `choices`, in their order. Once a place was read, worse ones are not asked.
    """
    asked = [look.asked_at for look in looks if look]
    if asked and now - max(asked) < ASKED_AGAIN_AFTER:
        return None
    open_to_us: list[tuple[datetime, int]] = []
    for number, (place, look) in enumerate(zip(choices, looks, strict=True)):
        if look is None:
            open_to_us.append((_NEVER, number))
            continue
        if look.read_at and look.read_at.year > place.year:
            break
        if not (look.is_absent and place.year < now.year and now - look.asked_at < ABSENT_FOR):
            open_to_us.append((look.asked_at, number))
        if look.read_at:
            break
    return choices[min(open_to_us)[1]] if open_to_us else None


def _ask(kept: KeptListings, get: Get, place: Place, *, now: Callable[[], datetime]) -> bool:
    """Ask a place and keep what it says; return whether it has papers that it had not before."""
    before, stored = kept.look(place), kept.find(place)
    read_at, news_at = (before.read_at, before.news_at) if before else (None, None)
    try:
        listing = _checked(read_place(place, get), stored, place)
    except SourceError as error:
        since = (before.failing_since if before else None) or now()
        absent = isinstance(error, NotPublished) and stored is None
        look = Look(
            asked_at=now(),
            read_at=read_at,
            news_at=news_at,
            failure="" if absent else str(error),
            failing_since=None if absent else since,
            is_absent=absent,
        )
        kept.keep(place, look, None)
        log.warning("%s %d: %s", place.conference, place.year, error)
        return False
    is_news = stored is None or len(listing.papers) > len(stored.papers)
    look = Look(asked_at=now(), read_at=now(), news_at=now() if is_news else news_at)
    is_recent = place.year >= now().year - 1
    kept.keep(place, look, listing if is_recent else listing.without_abstracts())
    return is_news


def _checked(listing: Listing, stored: Listing | None, place: Place) -> Listing:
    """Return a listing that is not much shorter than the one from before. Raises SourceError."""
    count, before = len(listing.papers), len(stored.papers) if stored else 0
    if count < SHORTER * before:
        raise SourceError(
            f"{place.source} lists {count} papers of {place.conference} {place.year}, and listed "
            f"{before} before",
            url=place.url,
        )
    return listing


def _sentences(failing: Iterable[tuple[Place, Look]]) -> Iterator[str]:
    """Yield what could not be read and since when: each failure once, with what it is of."""
    by_failure: dict[str, list[tuple[Place, Look]]] = {}
    for place, look in failing:
        by_failure.setdefault(look.failure, []).append((place, look))
    for failure, pairs in by_failure.items():
        since = min(look.failing_since or look.asked_at for _, look in pairs)
        names = [f"{place.conference} {place.year}" for place, _ in pairs]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield f"{failure}; not read since {since:%Y-%m-%d}: {', '.join(names[:_NAMED])}{more}"
