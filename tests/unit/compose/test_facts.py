from datetime import UTC, datetime

import pytest

from tests.hostile import of_every_hostile_string
from tests.make import a_paper
from wsss_bot.compose import facts_of, is_withdrawn
from wsss_bot.domain import CodeLink, Venue
from wsss_bot.venues import KNOWN_VENUES, KnownVenue


def test_every_fact_comes_with_its_source() -> None:
    paper = a_paper(
        title="FooSeg: Masks from Words",
        abstract="We propose FooSeg. Code is available at https://github.com/a/FooSeg.",
        comment="Accepted to CVPR 2024",
        submitted_at=datetime(2024, 3, 31, 23, 59, tzinfo=UTC),
    )

    facts = facts_of(paper)

    assert facts.method == "FooSeg"
    assert facts.venue == Venue(name="CVPR", year=2024)
    assert facts.code == (CodeLink(url="https://github.com/a/FooSeg"),)
    assert facts.submitted_on.isoformat() == "2024-03-31"
    assert facts.sources == {
        "date": "version 1",
        "title": "arXiv",
        "paper": "arXiv",
        "method": "title before the colon",
        "venue": "the authors' comment",
        "code": "the abstract",
    }


def test_what_is_not_known_is_empty_and_has_no_source() -> None:
    facts = facts_of(a_paper(title="Learning masks", abstract="Masks are learnt."))

    assert (facts.method, facts.venue, facts.code) == (None, None, ())
    assert set(facts.sources) == {"date", "title", "paper"}


def test_a_link_elsewhere_than_on_github_says_where_it_leads() -> None:
    facts = facts_of(a_paper(abstract="Project page: https://a.github.io/b"))

    assert facts.code == (CodeLink(url="https://a.github.io/b", label="project"),)


def test_the_title_keeps_the_capitals_of_the_authors_without_their_latex() -> None:
    facts = facts_of(a_paper(title=r"M$^4$-Seg for the pok\'emon under $5 and $10"))

    assert facts.title == "M⁴-Seg for the pokémon under $5 and $10"


def test_a_venue_that_the_maintainer_added_is_recognised() -> None:
    venues = KNOWN_VENUES.extended([KnownVenue(name="FooConf", aliases=("Foo Meeting",))])

    facts = facts_of(a_paper(comment="Accepted at Foo Meeting 2026"), venues=venues)

    assert facts.venue == Venue(name="FooConf", year=2026)


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn by the authors",
        "Withdrawn due to an error in Section 3",
        "We request withdrawal of this submission",
        "A flaw was found; we are retracting the paper",
    ],
)
def test_a_paper_that_its_authors_took_back_is_withdrawn(comment: str) -> None:
    assert is_withdrawn(a_paper(abstract="Masks are learnt.", comment=comment))


def test_a_note_instead_of_the_abstract_withdraws_the_paper_too() -> None:
    assert is_withdrawn(a_paper(abstract="This paper has been withdrawn."))


@pytest.mark.parametrize(
    ("comment", "abstract"),
    [
        ("Accepted to CVPR 2025 after we withdrew from ICLR 2025", "Masks are learnt."),
        (None, "Masks are learnt. " * 20 + "Consent was withdrawn by the paper's subjects."),
        (None, "Retractable roofs are segmented."),
    ],
)
def test_other_withdrawals_leave_the_paper_alone(comment: str | None, abstract: str) -> None:
    assert not is_withdrawn(a_paper(abstract=abstract, comment=comment))


@of_every_hostile_string
def test_no_outside_text_breaks_the_facts(text: str) -> None:
    facts = facts_of(a_paper(title=text, abstract=text, comment=text, journal_ref=text))

    assert "\n" not in facts.title
