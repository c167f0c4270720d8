"""What an official listing says of rows whose paper arXiv does not show."""

from dataclasses import replace

import pytest

from tests.make import an_entry
from wsss_bot.awesome_list import read_list
from wsss_bot.compose import facts_of
from wsss_bot.domain import ArxivId, Entry, Venue
from wsss_bot.old_rows.complete import completable
from wsss_bot.old_rows.official import gives_dois, official_notices
from wsss_bot.sources.more_facts import MoreFacts
from wsss_bot.sources.proceedings.listing import Listing, ProceedingsPaper
from wsss_bot.sources.proceedings.match import Proceedings

TITLE = "Growing Seeds into Masks with Nothing but Image Tags"
PAPER = ProceedingsPaper(
    title=TITLE,
    authors=("Ann Bee", "Cee Dee"),
    venue=Venue(name="CVPR", year=2022),
    link="https://openaccess.thecvf.com/content/CVPR2022/html/Bee.html",
    arxiv_id=ArxivId("2203.00001"),
    doi="10.1109/x.2022.1",
    source="CVF open access",
)
KNOWN = MoreFacts(
    Proceedings([Listing(conference="CVPR", year=2022, papers=(PAPER,))]),
)


def said(entry: Entry, *, with_doi: bool = False) -> list[str]:
    return [notice.message for notice in official_notices(entry, KNOWN.listed, with_doi=with_doi)]


def test_an_arxiv_id_of_a_listing_is_shown() -> None:
    assert said(an_entry(TITLE, venue="CVPR 2022")) == [
        "perhaps arXiv 2203.00001, by CVF open access"
    ]


def test_a_venue_that_the_listing_contradicts_is_shown_with_its_page() -> None:
    [message, _] = said(an_entry(TITLE, venue="CVPR 2021"))

    assert "CVPR 2021" in message
    assert "CVPR 2022" in message
    assert PAPER.link in message


def test_a_doi_is_missed_only_where_rows_have_one() -> None:
    entry = an_entry(TITLE, venue="CVPR 2022")

    assert "10.1109/x.2022.1" in said(entry, with_doi=True)[-1]
    assert not any("10.1109" in message for message in said(entry))
    given = replace(entry, raw="[doi](https://doi.org/10.1109/x.2022.1)")
    assert not any("DOI" in message for message in said(given, with_doi=True))
    assert gives_dois([given, entry])
    assert not gives_dois([entry])


@pytest.mark.parametrize(
    "entry",
    [
        an_entry(TITLE, arxiv_id="2203.00009"),
        an_entry("Another Title about Nothing but Image Tags and Masks"),
        replace(an_entry(TITLE), authors="Eff Gee, Aitch Eye"),
    ],
)
def test_of_other_papers_nothing_is_said(entry: Entry) -> None:
    assert said(entry) == []


def test_a_refresh_says_it_and_writes_nothing() -> None:
    text = (
        "| title | where | paper |\n|-|-|-|\n"
        f"| {TITLE} | CVPR 2021 | - |\n"
        "| Another Paper about Masks and Tags | CVPR 2020 "
        "| [2001.00001](https://arxiv.org/abs/2001.00001) |\n"
    )

    found = completable(
        read_list(text),
        [],
        facts_of=facts_of,
        read=read_list,
        official=KNOWN.listed,
    )

    assert found.text == text
    assert [notice.line for notice in found.notices] == [3, 3]
