"""Abstracts: read from the page of a paper, and kept beside a listing that gives them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.make import a_paper
from wsss_bot.domain import ArxivId, Venue
from wsss_bot.errors import SourceError
from wsss_bot.sources.bad_answers import check_answer
from wsss_bot.sources.proceedings.abstracts import has_page, read_abstract
from wsss_bot.sources.proceedings.kept import Look
from wsss_bot.sources.proceedings.listing import Listing, ProceedingsPaper
from wsss_bot.sources.proceedings.places import places
from wsss_bot.state import Store

URL = "https://openaccess.thecvf.com/content/CVPR2026/html/P.html"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
PAPER = ProceedingsPaper(
    title="A Title", authors=(), venue=Venue(name="ICML", year=2026), link="https://icml.cc/a"
)


@pytest.mark.parametrize(
    "page",
    [
        "<html><div id='abstract'>\n We learn\n to segment. </div></html>",
        "<html><div id=abstract>“We learn <i>to</i> segment.”</div></html>",
    ],
)
def test_an_abstract_is_read_on_one_line(page: str) -> None:
    assert read_abstract(page.encode(), url=URL) == "We learn to segment."


@pytest.mark.parametrize("page", ["<html><p>Moved</p></html>", "<html><div id='abstract'> </div>"])
def test_a_page_without_an_abstract_is_a_failure(page: str) -> None:
    with pytest.raises(SourceError, match="without an abstract"):
        read_abstract(page.encode(), url=URL)


def test_only_pages_are_read_that_are_known() -> None:
    assert has_page(URL)
    assert not has_page("https://openreview.net/forum?id=a")


def test_a_paper_about_bot_checks_is_no_bot_check() -> None:
    body = b"<html><meta name='citation_title' content='x'><p>We break reCAPTCHA.</p></html>"

    check_answer(200, body, url=URL)


def test_abstracts_are_kept_beside_a_listing_until_the_next_one() -> None:
    [place] = places("ICML", 2026)
    look = Look(asked_at=NOW, read_at=NOW)
    papers = tuple(replace(PAPER, abstract=text) for text in ("one", ""))
    listing = Listing(conference="ICML", year=2026, papers=papers)
    with Store.in_memory() as store:
        store.listings.keep(place, look, listing)
        store.listings.keep(place, look, None)
        assert store.listings.abstracts(place) == ("one", "")
        kept = store.listings.find(place)
        store.listings.keep(place, look, listing.without_abstracts())
        assert store.listings.abstracts(place) == ()
    assert kept is not None
    assert [paper.abstract for paper in kept.papers] == ["", ""]


def test_what_was_discovered_is_kept_until_it_comes_to_arxiv() -> None:
    page, arxiv_id = ArxivId("icml.cc/a"), ArxivId("2606.00001")
    with Store.in_memory() as store:
        store.discovered.keep([page], at=NOW)
        assert store.discovered.pages() == {page: None}
        store.discovered.set_arxiv_id(page, arxiv_id)
        store.discovered.keep([page], at=NOW)
        assert store.discovered.pages() == {page: arxiv_id}
        assert store.discovered.searched_at("ICML", 2026) is None
        store.discovered.set_searched("ICML", 2026, news_at=NOW)
        assert store.discovered.searched_at("ICML", 2026) == NOW


def test_what_was_discovered_is_ranked_once_whatever_its_date_and_category() -> None:
    page, arxiv_id = ArxivId("icml.cc/a"), ArxivId("2606.00001")
    long_ago, later = NOW - timedelta(days=400), NOW + timedelta(days=9)
    with Store.in_memory(categories=["cs.CV"]) as store:
        store.papers.keep(
            [
                a_paper("2606.00001", categories=("cs.LG",), submitted_at=long_ago),
                replace(a_paper(page, submitted_at=long_ago), categories=()),
            ],
            at=NOW,
        )
        store.discovered.keep([page], at=NOW)
        assert store.papers.ids_submitted(since=long_ago, until=NOW - timedelta(days=1)) == []
        assert store.papers.ids_submitted(since=NOW, until=later) == [page]

        store.discovered.set_arxiv_id(page, arxiv_id)
        assert store.papers.ids_submitted(since=NOW, until=later) == [arxiv_id]
