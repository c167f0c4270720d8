"""Which listed paper a paper is: what may be written, what is only shown, what is ignored."""

from dataclasses import replace

import pytest

from wsss_bot.domain import ArxivId, Venue
from wsss_bot.sources.proceedings.listing import Listing, ProceedingsPaper
from wsss_bot.sources.proceedings.match import Asked, Found, Proceedings

TITLE = "Weakly Supervised Segmentation from Image Tags and Boxes"
AUTHORS = ("Jane Doe", "Li Wei", "Ann Bee")
ID = ArxivId("2203.00001")
LISTED = ProceedingsPaper(
    title=TITLE,
    authors=AUTHORS,
    venue=Venue(name="CVPR", year=2022),
    link="https://openaccess.thecvf.com/content/CVPR2022/html/Doe.html",
    arxiv_id=ID,
    source="CVF open access",
)
ASKED = Asked(title=TITLE, arxiv_id=ID, authors=AUTHORS, year=2022)


def find(asked: Asked, *papers: ProceedingsPaper) -> Found:
    return Proceedings([Listing(conference="CVPR", year=2022, papers=papers)]).find(asked)


def shown_only(found: Found) -> bool:
    return found.paper is None and bool(found.shown)


def test_the_same_id_and_the_same_title_are_the_paper() -> None:
    asked = Asked(title="Weakly-supervised segmentation from image tags and boxes.", arxiv_id=ID)

    assert find(asked, LISTED).paper == LISTED


def test_the_same_id_under_another_title_is_shown_where_authors_are_the_same() -> None:
    found = find(replace(ASKED, title="Tags, Boxes, and Relations for Segmentation"), LISTED)

    assert shown_only(found)
    assert TITLE in found.shown[0].why


def test_the_same_id_with_other_authors_is_another_paper_s_link() -> None:
    other = replace(ASKED, title="Counting Sheep in the Dark", authors=("Some One", "Any Body"))

    assert find(other, LISTED) == Found()


def test_an_id_alone_proves_nothing_where_the_authors_are_not_known() -> None:
    assert find(Asked(title="Counting Sheep in the Dark", arxiv_id=ID), LISTED).paper is None


def test_the_same_title_counts_with_half_of_the_authors() -> None:
    listed = replace(LISTED, arxiv_id=None)

    assert find(replace(ASKED, authors=("Jane Doe", "Li Wei", "New One")), listed).paper == listed
    assert find(replace(ASKED, authors=("Some One", "Any Body")), listed) == Found()


@pytest.mark.parametrize(
    ("year", "written"), [(2018, False), (2019, True), (2022, True), (2023, True), (2024, False)]
)
def test_a_conference_is_held_from_a_year_before_to_three_after(year: int, written: bool) -> None:
    found = find(replace(ASKED, year=year, arxiv_id=None), LISTED)

    assert (found.paper is not None) is written
    assert shown_only(found) is not written


def test_without_known_authors_the_title_must_be_the_only_one() -> None:
    asked = Asked(title=TITLE, year=2022)
    other = replace(LISTED, venue=Venue(name="ICRA", year=2022), authors=("Some One",))

    assert find(asked, LISTED).paper == LISTED
    assert shown_only(find(asked, LISTED, other))


def test_a_short_title_needs_every_author() -> None:
    listed = replace(LISTED, title="Deep Tags", arxiv_id=None)
    asked = replace(ASKED, title="Deep Tags", arxiv_id=None)

    assert find(asked, listed).paper == listed
    assert shown_only(find(replace(asked, authors=(*AUTHORS[:2], "New One")), listed))
    assert shown_only(find(replace(asked, authors=()), listed))


def test_a_similar_title_is_only_shown() -> None:
    listed = replace(LISTED, arxiv_id=None, title=f"TagNet: {TITLE}")

    assert shown_only(find(ASKED, listed))


def test_a_similar_title_of_other_authors_is_another_paper() -> None:
    listed = replace(LISTED, arxiv_id=None, title=f"TagNet: {TITLE}")

    assert find(replace(ASKED, authors=("Some One",)), listed) == Found()


def test_the_conference_counts_before_its_workshop() -> None:
    workshop = replace(LISTED, venue=replace(LISTED.venue, kind="workshop"))

    assert find(ASKED, workshop, LISTED).paper == LISTED
    assert find(ASKED, workshop).paper == workshop


def test_two_conferences_that_list_a_paper_are_both_shown() -> None:
    other = replace(LISTED, venue=Venue(name="ECCV", year=2022))
    found = find(ASKED, LISTED, other)

    assert found.paper is None
    assert [perhaps.paper for perhaps in found.shown] == [LISTED, other]
    assert "CVPR 2022, ECCV 2022" in found.shown[0].why


def test_two_sources_of_one_conference_are_one_paper() -> None:
    on_site = replace(LISTED, link="https://cvpr.thecvf.com/virtual/2022/poster/1", arxiv_id=None)

    assert find(ASKED, LISTED, on_site).paper == LISTED
    assert find(replace(ASKED, authors=()), LISTED, on_site).paper == LISTED


@pytest.mark.parametrize("track", ["position papers", "demonstrations", "journal track"])
def test_what_hangs_beside_a_conference_is_never_written_as_it(track: str) -> None:
    found = find(ASKED, replace(LISTED, track=track))

    assert shown_only(found)
    assert track in found.shown[0].why


def test_findings_go_by_their_own_name() -> None:
    findings = replace(LISTED, track="findings", venue=replace(LISTED.venue, kind="findings"))

    assert find(ASKED, findings).paper == findings


@pytest.mark.parametrize("title", ["", "?", "$$"])
def test_a_title_without_letters_is_no_paper_s(title: str) -> None:
    assert find(Asked(title=title), replace(LISTED, title="!", arxiv_id=None)) == Found()


def test_a_title_is_found_with_the_name_that_the_row_gives_beside_it() -> None:
    listed = replace(LISTED, title=f"SeedNet: {TITLE}", arxiv_id=None)

    def named(method: str) -> Asked:
        return Asked(title=TITLE, other_titles=(f"{method}: {TITLE}",))

    assert find(named("SeedNet"), listed).paper == listed
    assert shown_only(find(named("OtherNet"), listed))


def test_a_paper_that_was_renamed_on_arxiv_is_found_by_the_title_of_its_row() -> None:
    asked = replace(ASKED, title="Tags, Boxes, and Relations for Segmentation")

    assert find(replace(asked, other_titles=(TITLE,)), LISTED).paper == LISTED
    others = replace(asked, other_titles=(TITLE,), arxiv_id=None, authors=("Some One",))
    assert find(others, LISTED).paper is None


def test_degrees_are_written_in_three_ways() -> None:
    listed = replace(LISTED, title="Fields for Every Scene from Insufficient 360deg RGB-D Views")

    for shown in ("360°", r"360$^\circ$", "360deg"):
        asked = Asked(title=listed.title.replace("360deg", shown), arxiv_id=ID)
        assert find(asked, listed).paper == listed
