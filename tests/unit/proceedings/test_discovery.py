"""Which papers of a new listing a list may want, and which came to arXiv later."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.make import an_entry
from wsss_bot.domain import ArxivId, Paper, Venue
from wsss_bot.sources.proceedings.discovery import (
    Unknown,
    best_of,
    is_recent,
    lists_such_papers,
    same_papers,
    unknown_papers,
)
from wsss_bot.sources.proceedings.listing import Listing, ProceedingsPaper
from wsss_bot.text.titles import title_key

SITE = "https://openaccess.thecvf.com"
NOW = datetime(2026, 6, 12, tzinfo=UTC)
PAGE = ArxivId("openaccess.thecvf.com/a.html")
TITLE = "Growing Seeds into Masks with Nothing but Image Tags"


def listed(number: int, **said: object) -> ProceedingsPaper:
    paper = ProceedingsPaper(
        title=f"Growing Seeds into Masks by Way {number}",
        authors=("Ann Bee",),
        venue=Venue(name="CVPR", year=2026),
        link=f"{SITE}/content/CVPR2026/html/P{number}.html",
    )
    return replace(paper, **said)  # type: ignore[arg-type]


def unknown(
    *papers: ProceedingsPaper, known: Iterable[str] = (), year: int = 2026
) -> list[Unknown]:
    return list(
        unknown_papers(
            Listing(conference="CVPR", year=year, papers=papers),
            (),
            is_known=lambda paper: paper.title in known,
            titles={title_key("Growing Seeds into Masks by Way 9")},
            seen_at=NOW,
        )
    )


def test_what_is_neither_on_arxiv_nor_known_is_unknown() -> None:
    [one] = unknown(listed(1))

    assert one.paper.arxiv_id == "openaccess.thecvf.com/content/CVPR2026/html/P1.html"
    assert one.paper.authors == ("Ann Bee",)
    assert one.paper.submitted_at == NOW


@pytest.mark.parametrize(
    "paper",
    [
        listed(1, arxiv_id=ArxivId("2601.00001")),
        listed(1, link=""),
        listed(1, link="https://example.org/a.html"),
        listed(1, venue=Venue(name="CVPR", year=2026, kind="workshop")),
        listed(1, track="position papers"),
        listed(9),
        listed(2),
    ],
)
def test_all_others_are_left_out(paper: ProceedingsPaper) -> None:
    assert unknown(paper, known=[listed(2).title]) == []


def test_a_paper_is_of_the_year_of_its_conference() -> None:
    [one] = unknown(listed(1), year=2025)

    assert one.paper.submitted_at.year == 2025


def length(papers: Sequence[Paper]) -> list[float]:
    return [len(paper.abstract) or int(paper.title.split()[-1]) / 1000 for paper in papers]


def test_titles_choose_whose_abstracts_are_read() -> None:
    read: list[ArxivId] = []

    def with_abstract(one: Unknown) -> Paper:
        read.append(one.paper.arxiv_id)
        return replace(one.paper, abstract="x" * int(one.paper.title.split()[-1]))

    papers = unknown(*(listed(number) for number in range(10, 110)))

    best = best_of(papers, length, with_abstract, most=2)

    assert len(read) == 6
    assert [paper.title.split()[-1] for paper in best] == ["109", "108"]


def test_where_the_listing_has_abstracts_no_page_is_read() -> None:
    papers = [
        replace(one, paper=replace(one.paper, abstract="x" * number))
        for number, one in enumerate(unknown(*(listed(number) for number in range(10, 20))), 1)
    ]

    best = best_of(papers, length, lambda _: pytest.fail("a page was read"), most=1)

    assert [paper.title.split()[-1] for paper in best] == ["19"]


def test_only_conferences_of_this_year_or_of_the_one_that_just_ended_are_news() -> None:
    january = datetime(2027, 1, 5, tzinfo=UTC)

    assert is_recent(("CVPR", 2026), now=NOW)
    assert is_recent(("NeurIPS", 2026), now=january)
    assert not is_recent(("CVPR", 2025), now=NOW)


@pytest.mark.parametrize(("rows", "wanted"), [(2, False), (3, True)])
def test_a_list_wants_such_papers_if_it_has_three(rows: int, wanted: bool) -> None:
    row = replace(an_entry(), raw=f"| [CVPR]({SITE}/a.html) |")

    assert lists_such_papers([row] * rows) is wanted
    assert not lists_such_papers([replace(row, arxiv_id=ArxivId("2601.00001"))] * 5)


@pytest.mark.parametrize(
    ("title", "authors", "same"),
    [
        (TITLE, ("A. Bee", "Cee Dee"), True),
        (TITLE, (), True),
        (f"SeedNet: {TITLE}", ("Ann Bee",), True),
        (TITLE, ("Some One", "Any Body"), False),
        ("Growing Seeds into Masks with Nothing but Boxes and Points", ("Ann Bee",), False),
    ],
)
def test_a_paper_that_came_to_arxiv_is_known_by_title_and_authors(
    title: str, authors: tuple[str, ...], same: bool
) -> None:
    pages = [(PAGE, TITLE, ("Ann Bee", "Cee Dee"))]
    arxiv_id = ArxivId("2607.00001")

    found = list(same_papers(pages, [(arxiv_id, title, authors), (PAGE, TITLE, ())]))

    assert found == ([(PAGE, arxiv_id)] if same else [])
