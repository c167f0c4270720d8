"""Whatever arXiv does, and whenever: afterwards nothing is missing, and nothing came twice."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.standins.arxiv import FAULTS, ArxivStandin, Event, Fault
from tests.standins.arxiv_life import Life
from tests.standins.arxiv_transports import serve
from tests.standins.arxiv_years import years
from tests.standins.clock import Clock

MONDAY = datetime(2026, 5, 11, 5, 30, tzinfo=UTC)
FIRST = date(2026, 4, 14)


@cache
def some_weeks() -> list[Event]:
    random = Random(7)  # noqa: S311  # nothing secret
    return years(FIRST, date(2026, 5, 30), papers_per_day=3, random=random)


def a_life() -> Life:
    clock = Clock(MONDAY)
    return Life(
        standin=ArxivStandin(some_weeks(), now=clock.now), clock=clock, first=FIRST, page_size=20
    )


def assert_knows_everything(life: Life) -> None:
    served = life.standin.served("cs.CV")
    known = life.store.papers.find(served)
    assert life.store.papers.known_ids() == served
    assert sorted(life.news) == sorted(served)
    assert all(known[i].submitted_at == life.standin.paper(i).submitted_at for i in served)


def requests_of_a_poll() -> int:
    life = a_life()
    life.poll()
    return len(life.exchanges)


@pytest.mark.parametrize("number", range(requests_of_a_poll()))
@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_at_any_request_of_a_poll_loses_nothing(fault: Fault, number: int) -> None:
    life = a_life()
    life.standin.faults[number] = fault
    with serve(life.standin) as life.address:
        poll = life.poll()

        if poll is not None and poll.polled.complete:
            assert_knows_everything(life)
        life.clock.sleep(86_400)
        again = life.poll()
    assert again is not None
    assert again.polled.complete
    assert_knows_everything(life)


some_faults = st.dictionaries(st.integers(0, 12), st.sampled_from(FAULTS), max_size=8)
failing = st.fixed_dictionaries(
    {
        "faults": some_faults,
        "always": st.one_of(st.none(), st.none(), st.none(), st.sampled_from(FAULTS)),
        "rss_days_old": st.sampled_from([0, 0, 1, 2]),
    }
)
behind = st.fixed_dictionaries({"index_hours_old": st.sampled_from([12, 72])})
days = st.tuples(st.one_of(failing, failing, behind), st.integers(0, 4))
"""What goes wrong, and after how many days the bot polls again.

Not both at once: when RSS and the index are behind together, nothing shows that something is new.
"""


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(days, min_size=1, max_size=5))
def test_any_sequence_of_faults_loses_nothing_once_arxiv_is_well(
    polls: list[tuple[dict[str, Any], int]],
) -> None:
    life = a_life()
    indexed_at = MONDAY - timedelta(days=9)
    for wrong, days_later in polls:
        now, sent = life.clock.now(), len(life.standin.requests)
        faults = wrong.get("faults", {})
        life.standin.faults = {sent + number: fault for number, fault in faults.items()}
        life.standin.always = wrong.get("always")
        life.standin.rss_made_at = now - timedelta(days=wrong.get("rss_days_old", 0))
        # The index may stand still, but it never goes back.
        indexed_at = max(indexed_at, now - timedelta(hours=wrong.get("index_hours_old", 0)))
        life.standin.lag = now - indexed_at
        life.poll()
        life.clock.sleep(86_400 * days_later)
    life.standin.faults, life.standin.always = {}, None
    life.standin.lag, life.standin.rss_made_at = timedelta(), None

    life.clock.sleep(86_400)
    poll = life.poll()

    assert poll is not None
    assert poll.polled.complete
    assert_knows_everything(life)
    assert all(
        after.started_at - before.ended_at >= timedelta(seconds=3)
        for before, after in pairwise(life.exchanges)
    )
