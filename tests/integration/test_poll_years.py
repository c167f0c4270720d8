"""Years of polling: nothing is lost, and every day is cheap."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from tests.standins.arxiv import ArxivStandin
from tests.standins.arxiv_life import POLL_AT, Life
from tests.standins.arxiv_years import years
from tests.standins.clock import Clock

pytestmark = pytest.mark.long


def a_life(
    since: date, until: date, *, papers_per_day: float, seed: int, most_days_held: float = 10
) -> Life:
    clock = Clock(datetime.combine(since, POLL_AT))
    first = since - timedelta(days=30)
    events = years(
        first,
        until,
        papers_per_day=papers_per_day,
        random=Random(seed),  # noqa: S311  # nothing secret
        most_days_held=most_days_held,
    )
    return Life(standin=ArxivStandin(events, now=clock.now), clock=clock, first=first)


def stretches(random: Random, since: date, until: date, *, number: int) -> set[date]:
    """The days of so many stretches of one day to three weeks."""
    days = set()
    for _ in range(number):
        begin = since + timedelta(days=random.randrange(7, (until - since).days - 30))
        days |= {begin + timedelta(days=n) for n in range(random.randrange(1, 22))}
    return days


def test_in_ten_years_no_paper_is_lost_or_comes_twice_and_a_normal_day_costs_three_requests() -> (
    None
):
    since, until = date(2026, 1, 5), date(2036, 1, 4)
    random = Random(10)  # noqa: S311  # nothing secret
    away = stretches(random, since, until, number=20)
    down = stretches(random, since, until, number=10)
    life = a_life(since, until, papers_per_day=1.0, seed=2026)

    def is_away(day: date) -> bool:
        life.standin.always = "503 retry-after" if day in down else None
        return day in away

    polls = life.live(until, away=is_away)

    assert life.store.papers.known_ids() == life.standin.served("cs.CV")
    assert len(life.news) == len(set(life.news)) == len(life.store.papers.known_ids())
    costs = Counter(exchange.started_at.date() for exchange in life.exchanges)
    normal = {day: poll for day, poll in polls.items() if _is_normal(day, away | down)}
    del normal[since]  # reads the thirty days before
    assert len(normal) > 2000
    assert not {day: costs[day] for day in normal if costs[day] > 3}
    for day, poll in normal.items():
        assert poll is not None, day
        assert (poll.polled.complete, poll.disagreements) == (True, ()), day
    assert all(
        after.started_at - before.ended_at >= timedelta(seconds=3)
        for before, after in pairwise(life.exchanges)
    )


def test_a_normal_day_costs_three_requests_also_with_as_many_papers_as_cs_cv_has() -> None:
    since, until = date(2026, 5, 4), date(2026, 5, 12)
    life = a_life(since, until, papers_per_day=110, seed=5)

    polls = life.live(until)

    costs = Counter(exchange.started_at.date() for exchange in life.exchanges)
    assert life.store.papers.known_ids() == life.standin.served("cs.CV")
    assert {costs[day] for day in polls if day > since} <= {2, 3}


def _is_normal(day: date, outages: set[date]) -> bool:
    """Neither in an outage, nor so soon after one that there is something to catch up with."""
    return not any(day - timedelta(days=n) in outages for n in range(6))
