from datetime import UTC, datetime, timedelta

import pytest

from tests.make import a_paper, an_entry
from tests.standins.arxiv import ArxivStandin, Event
from tests.standins.arxiv_transports import serve
from wsss_bot.domain import Decision, Outcome
from wsss_bot.ranking.texts import fetch_listed, kept_per_week, kept_texts, learnt_span
from wsss_bot.sources.arxiv.arxiv import Arxiv
from wsss_bot.sources.arxiv.session import PoliteSession
from wsss_bot.state import CategoryState, Store

NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)


def test_the_text_of_a_listed_paper_is_fetched_once_and_kept() -> None:
    long_ago = NOW - timedelta(days=900)
    listed = a_paper("2311.00001", title="A listed one", submitted_at=long_ago)
    polled = a_paper("2604.00001", submitted_at=NOW - timedelta(days=40))
    too_new = a_paper("2605.00001", submitted_at=NOW - timedelta(days=2))
    standin = ArxivStandin([Event(at=long_ago, paper=listed)], now=lambda: NOW)
    entries = [an_entry(arxiv_id="2311.00001"), an_entry("One without an id")]

    with serve(standin) as address, Store.in_memory() as store:
        store.papers.keep([polled, too_new], at=NOW)
        session = PoliteSession(
            contact="", now=lambda: NOW, sleep=lambda _: None, random=lambda: 0.5, pause_seconds=0
        )
        arxiv = Arxiv(session, api_url=f"{address}/api/query", rss_url=f"{address}/rss")
        fetch_listed(store, arxiv, entries, now=NOW)
        asked = len(standin.requests)
        fetch_listed(store, arxiv, entries, now=NOW)
        texts = kept_texts(store, entries, learnt_span(now=NOW, months=12))

    assert {paper.arxiv_id for paper in texts} == {"2311.00001", "2604.00001"}
    assert (asked, len(standin.requests)) == (1, 1)


def test_only_what_came_since_all_categories_are_covered_tells_how_much_comes() -> None:
    days_ago = {"2511.00001": 180, "2604.00001": 40, "2605.00001": 2, "2605.00002": 2}
    papers = [
        a_paper(arxiv_id, submitted_at=NOW - timedelta(days=days))
        for arxiv_id, days in days_ago.items()
    ]

    with Store.in_memory() as store:
        store.papers.keep(papers, at=NOW)
        unknown = kept_per_week(store, ["cs.CV"], now=NOW)
        for category, days in (("cs.CV", 90), ("cs.LG", 10)):
            state = CategoryState(covered_since=NOW - timedelta(days=days), covered_until=NOW)
            store.polls.set_category(category, state)

        assert unknown == pytest.approx(4 / (179 / 7))
        assert kept_per_week(store, ["cs.CV"], now=NOW) == pytest.approx(3 / (39 / 7))
        assert kept_per_week(store, ["cs.CV", "cs.LG"], now=NOW) == 2
        assert kept_per_week(store, ["cs.CV", "cs.RO"], now=NOW) == unknown


def test_a_refusal_changes_nothing_of_how_much_comes() -> None:
    paper = a_paper("2604.00001", submitted_at=NOW - timedelta(days=4))
    refused = Decision(outcome=Outcome.REMOVED, row="", pull_request=1, decided_at=NOW)

    with Store.in_memory() as store:
        store.papers.keep([paper], at=NOW)
        before = kept_per_week(store, ["cs.CV"], now=NOW)
        store.outcomes.record(paper.arxiv_id, refused)

        assert kept_per_week(store, ["cs.CV"], now=NOW) == before


def test_only_the_newest_of_what_was_polled_is_background() -> None:
    polled = [a_paper(f"2601.{n:05}", submitted_at=NOW - timedelta(days=20 + n)) for n in range(9)]

    with Store.in_memory() as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr("wsss_bot.ranking.texts.NEWEST", 3)
        store.papers.keep(polled, at=NOW)
        texts = kept_texts(store, [], learnt_span(now=NOW, months=12))

    assert {paper.arxiv_id for paper in texts} == {"2601.00000", "2601.00001", "2601.00002"}
