"""Years of arXiv: when papers are submitted, held back, announced and replaced."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from tests.standins.arxiv import EASTERN, Event
from wsss_bot.domain import ArxivId, Paper

HOLIDAYS = {(1, 1), (7, 4), (11, 27), (12, 24), (12, 25)}


def announcements(since: date, until: date) -> Iterator[datetime]:
    """Sunday to Thursday at 20:00 in New York, but not on holidays."""
    day = since
    while day <= until:
        if day.weekday() not in {4, 5} and (day.month, day.day) not in HOLIDAYS:
            yield datetime.combine(day, time(20), tzinfo=EASTERN).astimezone(UTC)
        day += timedelta(days=1)


def years(
    since: date,
    until: date,
    *,
    papers_per_day: float,
    random: Random,
    most_days_held: float = 10,
    category: str = "cs.CV",
) -> list[Event]:
    """Return what arXiv shows, and when, of the submissions between two days.

    One paper in eight is held back by moderators. Ids are given at the announcement, in no order
    of submission. One paper in five gets a second version, and a few are cross-listed later.
    """
    moments = list(announcements(since, until + timedelta(days=60)))
    begin = datetime.combine(since, time(), tzinfo=UTC)
    shown: dict[datetime, list[datetime]] = {}
    for _ in range(round((until - since).days * papers_per_day)):
        submitted_at = begin + timedelta(seconds=random.randrange((until - since).days * 86400))
        held = random.uniform(0.5, most_days_held) if random.random() < 1 / 8 else 0.25
        at = _next(moments, submitted_at + timedelta(days=held))
        shown.setdefault(at, []).append(submitted_at)
    events: list[Event] = []
    for at in sorted(shown):
        random.shuffle(shown[at])
        for number, submitted_at in enumerate(shown[at]):
            paper = _paper(at, number, submitted_at, category, random)
            events.append(Event(at=at, paper=paper))
            events += _later(events[-1], moments, category, random)
    return events


def _paper(
    at: datetime, number: int, submitted_at: datetime, category: str, random: Random
) -> Paper:
    home = category if random.random() < 0.7 else "cs.LG"
    listed = random.random() < 0.97  # a few come to the category only later
    return Paper(
        arxiv_id=ArxivId(f"{at:%y%m}.{at.day * 1000 + number:05}"),
        title=f"On {at:%B %d, %Y}, part {number}",
        abstract="We show that it is so.",
        authors=("A. Author",),
        submitted_at=submitted_at,
        updated_at=submitted_at,
        primary_category=home if listed else "cs.LG",
        categories=("cs.LG", category) if listed else ("cs.LG",),
    )


def _later(first: Event, moments: list[datetime], category: str, random: Random) -> Iterator[Event]:
    paper = first.paper
    if category not in paper.categories:
        at = _next(moments, first.at + timedelta(days=random.uniform(1, 20)))
        yield Event(at=at, paper=replace(paper, categories=(*paper.categories, category)))
    elif random.random() < 0.2:
        at = _next(moments, first.at + timedelta(days=random.uniform(1, 8)))
        newer = replace(paper, version=2, updated_at=at, comment="Accepted to CVPR 2031")
        yield Event(at=at, paper=newer)


def _next(moments: list[datetime], moment: datetime) -> datetime:
    return moments[bisect_left(moments, moment)]
