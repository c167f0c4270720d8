"""What official listings add to the facts of a paper."""

from dataclasses import replace
from datetime import date

import pytest

from wsss_bot.domain import ArxivId, Facts, Venue
from wsss_bot.sources.proceedings.facts import with_official
from wsss_bot.sources.proceedings.listing import ProceedingsPaper
from wsss_bot.sources.proceedings.match import Found, Perhaps

FACTS = Facts(arxiv_id=ArxivId("2203.00001"), title="A Title", submitted_on=date(2022, 3, 1))
SAID = replace(FACTS, sources={"venue": "the authors' comment"})
PAPER = ProceedingsPaper(
    title="A Title",
    authors=(),
    venue=Venue(name="CVPR", year=2022),
    link="https://openaccess.thecvf.com/x.html",
    source="CVF open access",
)


def test_a_venue_that_arxiv_never_names_comes_with_source_and_link() -> None:
    facts = with_official(FACTS, Found(paper=PAPER))

    assert facts.venue == Venue(name="CVPR", year=2022)
    assert facts.sources["venue"] == "CVF open access"
    assert facts.proceedings == PAPER.link


def test_where_both_agree_the_comment_stays_the_source_and_the_link_comes() -> None:
    facts = with_official(replace(SAID, venue=PAPER.venue), Found(paper=PAPER))

    assert facts.venue == PAPER.venue
    assert facts.sources["venue"] == "the authors' comment"
    assert facts.proceedings == PAPER.link


def test_a_year_that_the_comment_lacks_comes_from_the_listing() -> None:
    facts = with_official(replace(SAID, venue=Venue(name="CVPR")), Found(paper=PAPER))

    assert facts.venue == PAPER.venue
    assert facts.sources["venue"] == "CVF open access"


@pytest.mark.parametrize(
    "other",
    [
        Venue(name="ECCV", year=2022),
        Venue(name="CVPR", year=2023),
        Venue(name="CVPR", year=2022, kind="workshop"),
        Venue(name="TPAMI", kind="journal"),
    ],
)
def test_where_comment_and_listing_disagree_nothing_is_written_and_both_are_shown(
    other: Venue,
) -> None:
    facts = with_official(replace(SAID, venue=other), Found(paper=PAPER))

    assert facts.venue is None
    assert facts.proceedings is None
    assert "venue" not in facts.sources
    assert "the authors' comment says" in facts.doubts["venue"]
    assert "CVF open access says CVPR 2022" in facts.doubts["venue"]


def test_what_is_not_certain_is_a_doubt_and_no_venue() -> None:
    found = Found(shown=(Perhaps(paper=PAPER, why="the title there differs"),))
    facts = with_official(FACTS, found)

    assert facts.venue is None
    assert facts.doubts["venue"] == (
        "perhaps CVPR 2022 by CVF open access: the title there differs"
    )
    known = replace(SAID, venue=Venue(name="ECCV", year=2022))
    assert with_official(known, found) == known


def test_what_no_listing_has_stays_as_it_is() -> None:
    assert with_official(FACTS, Found()) == FACTS
