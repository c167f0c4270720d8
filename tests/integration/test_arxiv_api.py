"""The query API through the `arxiv` package: pages that shift, shrink or cannot be read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.make import a_paper
from tests.standins.arxiv import ArxivStandin, Event, Reply
from tests.standins.arxiv_transports import StandinSession
from tests.standins.clock import Clock
from wsss_bot.domain import ArxivId
from wsss_bot.errors import ArxivError
from wsss_bot.sources.arxiv.api import ArxivApi
from wsss_bot.sources.arxiv.session import PoliteSession
from wsss_bot.sources.gate import GateInMemory

NOW = datetime(2026, 5, 14, 5, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAPERS = [a_paper(f"2605.{n:05}", submitted_at=NOW - (90 - n) * HOUR) for n in range(30)]
EARLY = a_paper("2605.99999", submitted_at=NOW - 100 * HOUR)


class ShiftingArxiv(ArxivStandin):
    """An arXiv that changes after the second request."""

    change: Callable[[], object] = staticmethod(lambda: None)

    def answer(self, target: str, *, user_agent: str = "") -> Reply:
        if len(self.requests) == 2:
            self.change()
        return super().answer(target, user_agent=user_agent)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def standin(clock: Clock) -> ShiftingArxiv:
    return ShiftingArxiv((Event(at=NOW - HOUR, paper=paper) for paper in PAPERS), now=clock.now)


@pytest.fixture
def api(clock: Clock, standin: ArxivStandin) -> ArxivApi:
    http = PoliteSession(
        contact="",
        now=clock.now,
        sleep=clock.sleep,
        random=lambda: 0.5,
        gate=GateInMemory(),
        patience_seconds=30,
        transport=StandinSession(standin, took=clock.sleep),
    )
    return ArxivApi(http, api_url="https://export.arxiv.org/api/query", page_size=10)


def read(api: ArxivApi) -> list[ArxivId]:
    return [paper.arxiv_id for page in api.fetch("cat:cs.CV") for paper in page.papers]


def test_an_answer_is_read_page_by_page_earliest_first(
    api: ArxivApi, standin: ShiftingArxiv
) -> None:
    assert read(api) == [paper.arxiv_id for paper in PAPERS]
    assert len(standin.requests) == 3


def test_a_paper_that_slips_in_between_two_pages_is_found(
    api: ArxivApi, standin: ShiftingArxiv
) -> None:
    standin.change = lambda: standin.add([Event(at=NOW - HOUR, paper=EARLY)])

    assert set(read(api)) == {EARLY.arxiv_id, *(paper.arxiv_id for paper in PAPERS)}


def test_a_paper_that_is_taken_out_between_two_pages_hides_no_other(
    api: ArxivApi, standin: ShiftingArxiv
) -> None:
    standin.change = lambda: standin.hidden.add(PAPERS[3].arxiv_id)

    assert set(read(api)) == {paper.arxiv_id for paper in PAPERS}


def test_one_in_and_one_out_at_once_are_noticed_by_what_comes_again(
    api: ArxivApi, standin: ShiftingArxiv
) -> None:
    def swap() -> None:
        standin.hidden.add(PAPERS[25].arxiv_id)
        standin.add([Event(at=NOW - HOUR, paper=EARLY)])

    standin.change = swap

    assert EARLY.arxiv_id in read(api)


def test_an_answer_that_never_stands_still_is_an_error(
    api: ArxivApi, standin: ShiftingArxiv, monkeypatch: pytest.MonkeyPatch
) -> None:
    restless = iter(range(1, 100))
    sound = standin.answer

    def answer(target: str, *, user_agent: str = "") -> Reply:
        early = a_paper(f"2604.{next(restless):05}", submitted_at=NOW - 100 * HOUR)
        standin.add([Event(at=NOW - HOUR, paper=early)])
        return sound(target, user_agent=user_agent)

    monkeypatch.setattr(standin, "answer", answer)

    with pytest.raises(ArxivError, match="changed each of the 3 times it was read; nothing is"):
        read(api)


def test_a_server_that_gives_less_than_asked_is_asked_for_the_rest(
    api: ArxivApi, standin: ShiftingArxiv
) -> None:
    standin.faults = {0: "half a page", 1: "one entry short"}

    assert read(api) == [paper.arxiv_id for paper in PAPERS]


@pytest.mark.parametrize("most", [1, 3, 7])
def test_an_answer_that_is_too_large_is_asked_for_in_smaller_pieces(
    api: ArxivApi, standin: ShiftingArxiv, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    sizes = too_large_above(most, standin, monkeypatch)

    assert read(api) == [paper.arxiv_id for paper in PAPERS]
    refused = [size for size in sizes if size > most]
    assert len(refused) == len(set(refused))
    assert max(sizes[len(refused) :]) <= most


def test_papers_asked_for_by_id_come_in_smaller_pieces_too(
    api: ArxivApi, standin: ShiftingArxiv, monkeypatch: pytest.MonkeyPatch
) -> None:
    too_large_above(4, standin, monkeypatch)
    ids = [paper.arxiv_id for paper in PAPERS]

    assert [p.arxiv_id for page in api.fetch_ids(ids) for p in page.papers] == ids


def test_one_paper_that_is_too_large_is_a_sentence(
    api: ArxivApi, standin: ShiftingArxiv, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = too_large_above(0, standin, monkeypatch)

    with pytest.raises(ArxivError, match="larger than 15,000,000 bytes; nothing is lost"):
        read(api)

    assert sizes == [10, 5, 2, 1]


def too_large_above(most: int, standin: ArxivStandin, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Answer too much where more than `most` papers are asked for; return the sizes asked for."""
    sizes, sound = [], standin.answer

    def answer(target: str, *, user_agent: str = "") -> Reply:
        sizes.append(int(parse_qs(urlsplit(target).query)["max_results"][0]))
        reply = sound(target, user_agent=user_agent)
        return replace(reply, body=b" " * 15_000_001) if sizes[-1] > most else reply

    monkeypatch.setattr(standin, "answer", answer)
    return sizes


def test_pages_before_a_failure_are_handed_over(api: ArxivApi, standin: ShiftingArxiv) -> None:
    standin.faults = {2: "400"}

    pages = api.fetch("cat:cs.CV")

    assert len(next(pages).papers) == 10
    assert len(next(pages).papers) == 10
    with pytest.raises(ArxivError, match="refused the query: invalid query"):
        next(pages)


def test_an_entry_that_cannot_be_read_shifts_no_other(
    api: ArxivApi, standin: ShiftingArxiv
) -> None:
    standin.faults = {0: "entry without date", 2: "entry with a bad date"}

    pages = list(api.fetch("cat:cs.CV"))

    assert [page.unreadable for page in pages] == [("2605.00000",), (), ("2605.00020",)]
    assert [len(page.papers) for page in pages] == [9, 10, 9]
    assert len(standin.requests) == 3


def test_more_ids_than_one_address_can_hold_are_asked_for_in_parts(
    api: ArxivApi, standin: ShiftingArxiv
) -> None:
    unknown = [ArxivId(f"2601.{n:05}") for n in range(150)]

    pages = list(api.fetch_ids([*unknown, PAPERS[7].arxiv_id]))

    assert [paper.arxiv_id for page in pages for paper in page.papers] == [PAPERS[7].arxiv_id]
    assert len(standin.requests) == 2


def test_no_ids_are_no_question(api: ArxivApi, standin: ShiftingArxiv) -> None:
    assert list(api.fetch_ids([])) == []
    assert standin.requests == []


def test_a_page_that_the_package_takes_in_only_in_part_is_an_error(
    api: ArxivApi, standin: ShiftingArxiv
) -> None:
    vast = a_paper("2605.88888", submitted_at=NOW - 100 * HOUR, abstract="x" * 11_000_000)
    standin.add([Event(at=NOW - HOUR, paper=vast)])

    with pytest.raises(ArxivError, match="entries of arXiv's page could be taken in"):
        read(api)
