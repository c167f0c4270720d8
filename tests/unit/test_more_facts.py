"""What Crossref and Semantic Scholar add to the facts of a paper, and how they are asked."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.standins.clock import Clock
from wsss_bot.compose import facts_of
from wsss_bot.domain import ArxivId, Facts, Paper, Venue
from wsss_bot.errors import NotPublished, SourceError
from wsss_bot.sources.beside import MOST_SINGLE, Beside
from wsss_bot.sources.more_facts import MoreFacts
from wsss_bot.sources.proceedings.match import Proceedings
from wsss_bot.state import Store

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TITLE = "Learning to Segment from Image Tags and Boxes"


def paper(**said: Any) -> Paper:
    return Paper(
        **{
            "arxiv_id": ArxivId("2203.00001"),
            "title": TITLE,
            "abstract": "",
            "submitted_at": datetime(2022, 3, 1, tzinfo=UTC),
            "authors": ("Jane Doe", "Li Wei"),
            "doi": "10.1109/TIP.2023.1",
            **said,
        }
    )


def work(**said: Any) -> bytes:
    message = {
        "DOI": "10.1109/tip.2023.1",
        "type": "journal-article",
        "title": [TITLE],
        "author": [{"given": "Jane", "family": "Doe"}, {"given": "Li", "family": "Wei"}],
        "container-title": ["IEEE Transactions on Image Processing"],
        "published-print": {"date-parts": [[2023, 2]]},
        "reference": [{"key": "long"}] * 50,
        **said,
    }
    return json.dumps({"message": message}).encode()


class Web:
    """One answer to every question; what is no answer is raised."""

    def __init__(self) -> None:
        self.answer: bytes | Exception = work()
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []

    def get(self, url: str) -> bytes:
        self.asked.append(url)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def post(self, url: str, question: Any, *, headers: dict[str, str]) -> bytes:
        self.headers.append(headers)
        return self.get(f"{url} {question['ids']}")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.in_memory() as store:
        yield store


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


def beside(
    store: Store,
    web: Web,
    clock: Clock,
    *,
    key: str = "",
    crossref: bool = True,
    huggingface: bool = False,
) -> Beside:
    return Beside(
        store.answers,
        web,  # type: ignore[arg-type]
        now=clock.now,
        use_crossref=crossref,
        use_huggingface=huggingface,
        scholar_key=key,
    )


def facts(asked: Beside, of: Paper) -> Facts:
    return MoreFacts(Proceedings([]), asked)(of, facts_of(of))


def test_a_journal_comes_from_crossref_by_the_doi_of_arxiv_s_record(
    store: Store, web: Web, clock: Clock
) -> None:
    found = facts(beside(store, web, clock), paper())

    assert found.venue == Venue(name="TIP", year=2023, kind="journal")
    assert found.sources["venue"] == "Crossref"
    assert web.asked == ["https://api.crossref.org/works/10.1109/tip.2023.1"]


def test_a_doi_is_asked_for_once_a_month(store: Store, web: Web, clock: Clock) -> None:
    for _ in range(3):
        facts(beside(store, web, clock), paper())
    assert len(web.asked) == 1

    clock.sleep(timedelta(days=31).total_seconds())
    facts(beside(store, web, clock), paper())
    assert len(web.asked) == 2


def test_what_crossref_does_not_know_is_not_asked_again_and_no_error(
    store: Store, web: Web, clock: Clock
) -> None:
    web.answer = NotPublished("api.crossref.org has nothing there (HTTP 404)")
    asked = beside(store, web, clock)

    assert facts(asked, paper()).venue is None
    assert facts(asked, paper()).venue is None
    assert len(web.asked) == 1
    assert asked.errors == ()


def test_a_service_that_fails_is_asked_once_a_run_and_told_with_since_when(
    store: Store, web: Web, clock: Clock
) -> None:
    web.answer = SourceError("api.crossref.org stopped answering")
    for week in range(3):
        asked = beside(store, web, clock)
        assert facts(asked, paper()).venue is None
        assert facts(asked, paper(doi="10.1109/other")).venue is None
        assert len(web.asked) == week + 1
        [error] = asked.errors
        assert "Crossref could not be asked since 2026-06-01" in error
        clock.sleep(timedelta(days=7).total_seconds())

    web.answer = work()
    assert facts(beside(store, web, clock), paper()).venue is not None
    assert store.answers.failing_since("Crossref") is None


def test_an_answer_that_is_a_web_page_is_never_kept(store: Store, web: Web, clock: Clock) -> None:
    web.answer = b"<!doctype html><html>Welcome</html>"
    facts(beside(store, web, clock), paper())
    web.answer = work()

    assert facts(beside(store, web, clock), paper()).venue is not None


@pytest.mark.parametrize("doi", [None, "", "10.48550/arXiv.2203.00001"])
def test_a_paper_without_a_doi_of_its_own_is_not_asked_for(
    store: Store, web: Web, clock: Clock, doi: str | None
) -> None:
    facts(beside(store, web, clock), paper(doi=doi))

    assert web.asked == []


def test_where_comment_and_crossref_disagree_nothing_is_written(
    store: Store, web: Web, clock: Clock
) -> None:
    found = facts(beside(store, web, clock), paper(comment="Accepted to CVPR 2022"))

    assert found.venue is None
    assert found.doubts["venue"] == ("the authors' comment says CVPR 2022, Crossref says TIP 2023")


def test_a_year_that_the_comment_lacks_comes_from_crossref(
    store: Store, web: Web, clock: Clock
) -> None:
    found = facts(beside(store, web, clock), paper(comment="Accepted by TIP"))

    assert found.venue == Venue(name="TIP", year=2023, kind="journal")


def test_another_title_under_the_doi_is_a_doubt_where_authors_are_the_same(
    store: Store, web: Web, clock: Clock
) -> None:
    web.answer = work(title=["Tags and Boxes, Extended"])

    found = facts(beside(store, web, clock), paper())
    assert found.venue is None
    assert "Tags and Boxes, Extended" in found.doubts["venue"]

    other = facts(beside(store, web, clock), paper(authors=("Some One",)))
    assert other.doubts == {}


def test_a_retraction_is_a_doubt_about_the_paper(store: Store, web: Web, clock: Clock) -> None:
    web.answer = work(**{"updated-by": [{"type": "retraction"}]})

    assert "retracted" in facts(beside(store, web, clock), paper()).doubts["paper"]


def test_one_run_asks_for_so_many_dois_only(store: Store, web: Web, clock: Clock) -> None:
    asked = beside(store, web, clock)
    for number in range(MOST_SINGLE + 5):
        facts(asked, paper(doi=f"10.1109/{number}"))

    assert len(web.asked) == MOST_SINGLE


def linked(web: Web, repository: str | None) -> None:
    web.answer = json.dumps({"id": "2203.00001", "githubRepo": repository}).encode()


def test_code_that_somebody_linked_is_a_doubt_and_no_code(
    store: Store, web: Web, clock: Clock
) -> None:
    linked(web, "https://github.com/doe/tags")

    for _ in range(2):
        known = facts(beside(store, web, clock, crossref=False, huggingface=True), paper())

    assert known.code == ()
    assert "https://github.com/doe/tags" in known.doubts["code"]
    assert "Hugging Face" in known.doubts["code"]
    assert web.asked == ["https://huggingface.co/api/papers/2203.00001"]


@pytest.mark.parametrize("answer", [None, NotPublished("nothing there"), SourceError("bot check")])
def test_where_nobody_linked_code_nothing_is_said(
    store: Store, web: Web, clock: Clock, answer: Exception | None
) -> None:
    linked(web, None)
    web.answer = answer or web.answer
    asked = beside(store, web, clock, crossref=False, huggingface=True)

    assert "code" not in facts(asked, paper()).doubts
    assert len(asked.errors) == (type(answer) is SourceError)


def test_code_that_the_authors_link_is_asked_about_nowhere(
    store: Store, web: Web, clock: Clock
) -> None:
    asked = beside(store, web, clock, crossref=False, huggingface=True)

    facts(asked, paper(abstract="The code is at https://github.com/doe/own."))
    facts(asked, paper(arxiv_id=ArxivId("openreview.net/forum?id=a")))

    assert web.asked == []


def test_without_crossref_nobody_is_asked(store: Store, web: Web, clock: Clock) -> None:
    facts(beside(store, web, clock, crossref=False), paper())

    assert web.asked == []


def test_semantic_scholar_is_asked_for_many_at_once_and_its_year_is_not_used(
    store: Store, web: Web, clock: Clock
) -> None:
    record = {
        "title": TITLE,
        "year": 2021,
        "externalIds": {"DBLP": "conf/cvpr/DoeW22"},
        "authors": [],
    }
    web.answer = json.dumps([record, None]).encode()
    asked = beside(store, web, clock, key="secret", crossref=False)
    asked.ask_scholar([ArxivId("2203.00001"), ArxivId("2203.00002")])
    asked.ask_scholar([ArxivId("2203.00001"), ArxivId("2203.00002")])

    found = facts(asked, paper())
    assert found.venue == Venue(name="CVPR", year=2022)
    assert found.sources["venue"] == "DBLP, by Semantic Scholar"
    assert web.headers == [{"x-api-key": "secret"}]
    assert facts(asked, paper(title="Another Paper by the Same Id")).venue is None


def test_without_a_key_semantic_scholar_is_not_asked(store: Store, web: Web, clock: Clock) -> None:
    beside(store, web, clock).ask_scholar([ArxivId("2203.00001")])

    assert web.asked == []
