from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.standins.arxiv import FAULTS, ArxivStandin, Event, Fault
from tests.standins.arxiv_transports import serve
from tests.standins.clock import Clock
from wsss_bot.domain import ArxivId, Paper, Polled
from wsss_bot.errors import ArxivError, PapersError
from wsss_bot.sources.arxiv.arxiv import Arxiv
from wsss_bot.sources.arxiv.session import PoliteSession
from wsss_bot.sources.gate import GateInMemory
from wsss_bot.state import Store

NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)  # a Thursday


def announced(number: int, *, days_ago: float, held: float = 1) -> Event:
    submitted_at = NOW - timedelta(days=days_ago)
    paper = Paper(
        arxiv_id=ArxivId(f"2605.{number:05}"),
        title=f"Paper {number} on A & B",
        abstract=f"What {number} is about.",
        authors=("Ada Lovelace", "Grace Hopper"),
        submitted_at=submitted_at,
        updated_at=submitted_at,
        primary_category="cs.CV",
        categories=("cs.CV", "cs.LG"),
        comment="Accepted to CVPR 2026",
    )
    return Event(at=submitted_at + timedelta(days=held), paper=paper)


@dataclass
class World:
    standin: ArxivStandin
    arxiv: Arxiv
    http: PoliteSession


@pytest.fixture
def world() -> Iterator[World]:
    clock = Clock(NOW)
    standin = ArxivStandin((announced(n, days_ago=1 + n / 3) for n in range(60)), now=clock.now)
    with serve(standin) as address:
        http = PoliteSession(
            contact="mailto:someone@example.org",
            now=clock.now,
            sleep=clock.sleep,
            random=lambda: 0.5,
            gate=GateInMemory(),
            timeouts=(1.0, 0.2),
        )
        yield World(
            standin=standin,
            arxiv=Arxiv(
                http, api_url=f"{address}/api/query", rss_url=f"{address}/rss", page_size=10
            ),
            http=http,
        )


def poll_arxiv(arxiv: Arxiv, **asked: Any) -> tuple[tuple[Paper, ...], Polled]:
    with Store.in_memory() as store:
        return arxiv.poll_days(store, **asked)


def poll(world: World, *, since: date | None = None) -> tuple[set[str], bool]:
    papers, polled = poll_arxiv(
        world.arxiv, categories=["cs.CV"], overlap_days=10, now=NOW, since=since
    )
    assert polled.papers == len(papers)
    return {paper.arxiv_id for paper in papers}, polled.complete


def test_every_paper_of_the_window_is_read_page_by_page(world: World) -> None:
    ids, complete = poll(world, since=date(2026, 4, 23))

    assert complete
    assert ids == world.standin.served("cs.CV")


def test_a_paper_keeps_its_comment_and_its_dates(world: World) -> None:
    papers, _ = poll_arxiv(world.arxiv, categories=["cs.CV"], overlap_days=10, now=NOW)

    assert announced(3, days_ago=2).paper in papers


@pytest.mark.parametrize("fault", FAULTS)
def test_after_a_fault_that_passes_nothing_is_missing(world: World, fault: Fault) -> None:
    world.standin.faults[1] = fault

    ids, complete = poll(world, since=date(2026, 4, 23))

    assert ids == world.standin.served("cs.CV") or not complete


def test_arxiv_out_of_reach_is_one_sentence() -> None:
    clock = Clock(NOW)
    http = PoliteSession(
        contact="",
        now=clock.now,
        sleep=clock.sleep,
        random=lambda: 0.5,
        gate=GateInMemory(),
        patience_seconds=20,
    )
    arxiv = Arxiv(http, api_url="http://127.0.0.1:9/api/query", rss_url="http://127.0.0.1:9/rss")

    with pytest.raises(
        ArxivError, match=r"^127.0.0.1:9 could not be reached \(3 tries at .*\); no"
    ):
        poll_arxiv(arxiv, categories=["cs.CV"], overlap_days=10, now=NOW)


def test_a_window_of_the_past_asks_no_rss(world: World) -> None:
    papers, polled = poll_arxiv(
        world.arxiv,
        categories=["cs.CV"],
        overlap_days=10,
        now=NOW,
        since=date(2026, 5, 1),
        until=date(2026, 5, 9),
    )

    assert (polled.first_on, polled.last_on) == (date(2026, 5, 1), date(2026, 5, 9))
    assert {paper.submitted_at.date() for paper in papers} == {
        date(2026, 5, day) for day in range(1, 10)
    }
    assert not any("/rss/" in request.target for request in world.standin.requests)


@pytest.mark.parametrize(
    ("since", "until", "named"),
    [
        (date(2026, 5, 9), date(2026, 5, 1), "from 2026-05-09 to 2026-05-01"),
        (date(2026, 5, 15), None, "from 2026-05-15 to 2026-05-14"),
        (None, date(2026, 4, 1), "from 2026-05-04 to 2026-04-01"),
    ],
)
def test_a_window_without_a_day_that_has_come_is_refused(
    world: World, since: date | None, until: date | None, named: str
) -> None:
    with pytest.raises(PapersError, match=f"{named}; give days that have come, the earlier"):
        poll_arxiv(
            world.arxiv,
            categories=["cs.CV"],
            overlap_days=10,
            now=NOW,
            since=since,
            until=until,
        )

    assert world.standin.requests == []


def test_every_step_is_told(world: World) -> None:
    steps: list[tuple[int, int]] = []

    poll_arxiv(
        world.arxiv,
        categories=["cs.CV", "cs.LG"],
        overlap_days=10,
        now=NOW,
        since=date(2026, 4, 23),
        on_progress=lambda done, total: steps.append((done, total)),
    )

    assert steps == [(done, 6) for done in range(1, 7)]


def test_a_category_that_never_shows_anything_is_one_sentence(world: World) -> None:
    with pytest.raises(ArxivError, match="is the category spelled right"):
        poll_arxiv(world.arxiv, categories=["cs.XX"], overlap_days=10, now=NOW)


def test_what_came_before_arxiv_refused_is_kept_and_the_rest_is_named(world: World) -> None:
    world.standin.faults = {1: "400"}

    papers, polled = poll_arxiv(world.arxiv, categories=["cs.CV"], overlap_days=10, now=NOW)

    assert len(papers) == 10
    assert not polled.complete
    assert polled.missing.startswith("cs.CV from 2026-05-04 to 2026-05-14")
