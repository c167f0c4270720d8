from datetime import UTC, datetime, timedelta

from tests.make import a_paper, an_entry
from tests.standins.arxiv import ArxivStandin, Event
from tests.standins.arxiv_transports import serve
from wsss_bot.ranking.texts import kept_texts, stream_of
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
        first = kept_texts(store, arxiv, entries, now=NOW, months=12)
        asked = len(standin.requests)
        second = kept_texts(store, arxiv, entries, now=NOW, months=12)

    assert {paper.arxiv_id for paper in first} == {"2311.00001", "2604.00001"}
    assert {paper.arxiv_id for paper in second} == {paper.arxiv_id for paper in first}
    assert (asked, len(standin.requests)) == (1, 1)


def test_only_what_came_since_all_categories_are_covered_tells_how_much_comes() -> None:
    stray = a_paper("2511.00001", submitted_at=NOW - timedelta(days=180))
    early = a_paper("2604.00001", submitted_at=NOW - timedelta(days=40))
    late = a_paper("2605.00001", submitted_at=NOW - timedelta(days=2))
    papers = [stray, early, late]

    with Store.in_memory() as store:
        assert stream_of(store, ["cs.CV"], papers) == papers

        for category, days in (("cs.CV", 90), ("cs.LG", 10)):
            state = CategoryState(covered_since=NOW - timedelta(days=days), covered_until=NOW)
            store.polls.set_category(category, state)

        assert stream_of(store, ["cs.CV"], papers) == [early, late]
        assert stream_of(store, ["cs.CV", "cs.LG"], papers) == [late]
        assert stream_of(store, ["cs.CV", "cs.RO"], papers) == papers
