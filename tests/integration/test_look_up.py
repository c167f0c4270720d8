"""Looking the listed papers up: a stand-in of arXiv, a real state."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.make import a_paper, an_entry
from tests.standins.arxiv import ArxivStandin, Event
from tests.standins.arxiv_transports import serve
from wsss_bot.domain import ArxivId, Entry, Paper
from wsss_bot.errors import ArxivError
from wsss_bot.old_rows.look_up import MOST_TITLES, Records, look_up
from wsss_bot.sources.arxiv.arxiv import Arxiv
from wsss_bot.sources.arxiv.session import PoliteSession
from wsss_bot.state import Store

NOW = datetime(2024, 6, 1, 7, tzinfo=UTC)
LISTED = [
    a_paper(f"2401.{n:05}", title=f"Paper number {n} about weak labels") for n in range(1, 251)
]


class Desk:
    """An arXiv, a state, and one list."""

    def __init__(self, arxiv: ArxivStandin, url: str, store: Store) -> None:
        self.arxiv, self.store = arxiv, store
        self.now = NOW
        self.progress: list[tuple[int, int]] = []
        session = PoliteSession(
            contact="",
            now=lambda: NOW,
            sleep=lambda _: None,
            random=lambda: 0.5,
            pause_seconds=0.0,
            patience_seconds=0.0,
        )
        self._source = Arxiv(session, api_url=f"{url}/api/query", rss_url=f"{url}/rss")

    def look_up(self, entries: Sequence[Entry]) -> tuple[Records, int]:
        """Return the records, and how many requests they cost."""
        before = len(self.arxiv.requests)
        self.progress.clear()
        records = look_up(
            self.store,
            self._source,
            entries,
            now=self.now,
            on_progress=lambda done, total: self.progress.append((done, total)),
        )
        return records, len(self.arxiv.requests) - before


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    arxiv = ArxivStandin(
        [Event(at=paper.submitted_at, paper=_as_arxiv_says(paper)) for paper in LISTED],
        now=lambda: NOW,
    )
    with serve(arxiv) as url, Store.open(tmp_path / "state.sqlite", now=NOW) as store:
        yield Desk(arxiv, url, store)


def _as_arxiv_says(paper: Paper) -> Paper:
    return replace(paper, authors=("Ada Lovelace",), updated_at=paper.submitted_at)


def with_ids(papers: Sequence[Paper]) -> list[Entry]:
    return [
        an_entry(paper.title, line=line, arxiv_id=paper.arxiv_id)
        for line, paper in enumerate(papers, start=1)
    ]


def without_ids(titles: Sequence[str]) -> list[Entry]:
    return [an_entry(title, line=line) for line, title in enumerate(titles, start=1)]


def test_listed_ids_are_asked_for_a_hundred_at_a_time(desk: Desk) -> None:
    records, requests = desk.look_up(with_ids(LISTED))

    assert {paper.arxiv_id for paper in records.papers} == {paper.arxiv_id for paper in LISTED}
    assert requests == 3
    assert desk.progress == [(1, 3), (2, 3), (3, 3)]
    assert records.missing == ""


def test_what_polling_saw_change_lately_is_not_asked_for_again(desk: Desk) -> None:
    polled = replace(LISTED[0], version=2, comment="Accepted to TIP 2024")
    desk.store.papers.keep([LISTED[0]], at=NOW - timedelta(days=60))
    desk.store.papers.keep([polled], at=NOW - timedelta(days=1))

    records, requests = desk.look_up(with_ids(LISTED[:1]))

    assert records.papers == (polled,)
    assert requests == 0


def test_a_row_without_an_id_is_looked_up_by_its_title(desk: Desk) -> None:
    records, requests = desk.look_up(without_ids([LISTED[6].title.upper(), "Nowhere to be found"]))

    assert [paper.arxiv_id for paper in records.papers] == [LISTED[6].arxiv_id]
    assert requests == 2


def test_all_papers_of_one_title_are_known_so_that_none_is_taken(desk: Desk) -> None:
    first = _as_arxiv_says(LISTED[6])
    namesake = replace(first, arxiv_id=ArxivId("2402.00007"))
    desk.arxiv.add([Event(at=namesake.submitted_at, paper=namesake)])

    for _ in range(2):
        records, _ = desk.look_up(without_ids([first.title]))

        assert {paper.arxiv_id for paper in records.papers} == {"2401.00007", "2402.00007"}


def test_a_list_of_titles_is_looked_up_over_several_runs(desk: Desk) -> None:
    entries = without_ids(
        [f"Nobody wrote this paper, part {n}" for n in range(2 * MOST_TITLES + 1)]
    )
    costs = []
    for _ in range(4):
        records, requests = desk.look_up(entries)
        costs.append((requests, records.missing))

    assert costs == [
        (MOST_TITLES, f"{MOST_TITLES + 1} titles are looked up in later runs"),
        (MOST_TITLES, "1 title is looked up in later runs"),
        (1, ""),
        (0, ""),
    ]


def test_a_title_that_arxiv_did_not_know_is_asked_for_again_next_month(desk: Desk) -> None:
    entries = without_ids(["Nobody wrote this paper yet", LISTED[0].title])
    desk.look_up(entries)
    desk.now += timedelta(days=28)

    records, requests = desk.look_up(entries)

    # One request for the title, one for the paper whose id is known by now.
    assert requests == 2
    assert [paper.arxiv_id for paper in records.papers] == [LISTED[0].arxiv_id]


def test_without_arxiv_what_the_state_knows_has_to_do(desk: Desk) -> None:
    desk.look_up(with_ids(LISTED[:120]))
    desk.arxiv.always = "500"

    records, _ = desk.look_up(with_ids(LISTED[:130]))

    assert isinstance(records.failure, ArxivError)
    assert len(records.papers) == 120
    assert records.missing == "arXiv did not answer"


def test_a_look_up_that_broke_off_keeps_what_it_saw(desk: Desk) -> None:
    desk.arxiv.faults = {1: "500"}

    records, _ = desk.look_up(with_ids(LISTED))

    assert len(records.papers) == 100
    assert records.failure is not None


def test_a_paper_that_did_not_change_is_no_news(desk: Desk) -> None:
    desk.look_up(with_ids(LISTED[:3]))
    desk.now += timedelta(days=30)

    desk.look_up(with_ids(LISTED[:3]))

    assert desk.store.papers.changed_since(NOW) == ()
