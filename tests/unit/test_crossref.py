"""Crossref's records of a DOI."""

import json
from typing import Any

import pytest

from wsss_bot.domain import Venue
from wsss_bot.errors import SourceError
from wsss_bot.sources.crossref import Work, address_of, read_work, work_of

URL = "https://api.crossref.org/works/10.1/x"


def work(**said: Any) -> Work:
    return work_of({"DOI": "10.1109/X", "title": ["A Title"], "type": "journal-article", **said})


def dates(year: int) -> dict[str, list[list[int]]]:
    return {"date-parts": [[year, 5, 1]]}


def test_a_title_is_known_with_and_without_its_subtitle() -> None:
    found = work(title=["TagNet"], subtitle=["Learning from Tags"])

    assert found.has_title("TagNet: Learning from Tags")
    assert found.has_title("TagNet")
    assert not found.has_title("Learning from Tags")


def test_mathml_and_entities_in_titles_are_plain_text() -> None:
    found = work(title=["<mml:math><mml:mi>k</mml:mi></mml:math>-means &amp;\n <i>more</i>"])

    assert found.titles == ("k-means & more",)


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ({"published-print": dates(2023), "published-online": dates(2021)}, 2023),
        ({"published-online": dates(2021), "issued": dates(2020)}, 2021),
        ({"issued": dates(2020), "deposited": dates(2025), "created": dates(2019)}, 2020),
        ({"created": dates(2019), "issued": {"date-parts": [[None]]}}, None),
    ],
)
def test_the_year_of_print_counts_before_online_and_a_deposit_never(
    said: dict[str, Any], year: int | None
) -> None:
    journal = {"container-title": ["IEEE Transactions on Image Processing"]}

    assert work(**journal, **said).venue == Venue(name="TIP", year=year, kind="journal")


@pytest.mark.parametrize(
    ("said", "venue"),
    [
        ({"container-title": ["Lecture Notes in Computer Science", "Computer Vision – ECCV 2022"],
          "type": "book-chapter", "published-print": dates(2023)},
         Venue(name="ECCV", year=2022)),
        ({"container-title": ["Lecture Notes in Computer Science"], "type": "book-chapter"}, None),
        ({"container-title": ["2021 IEEE/CVF Conference on Computer Vision and Pattern Recognition "
          "Workshops (CVPRW)"], "type": "proceedings-article"},
         Venue(name="CVPR", year=2021, kind="workshop")),
        ({"container-title": ["Proceedings of the 28th ACM International Conference on Multimedia"],
          "type": "proceedings-article", "published-print": dates(2020)},
         Venue(name="ACM MM", year=2020)),
        ({"container-title": ["Journal of Applied Things"], "issued": dates(2020)},
         Venue(name="Journal of Applied Things", year=2020, kind="journal")),
        ({"container-title": ["Pattern Recognition Letters"], "issued": dates(2020)},
         Venue(name="PRL", year=2020, kind="journal")),
        ({"container-title": [], "type": "posted-content"}, None),
        ({"type": "posted-content", "container-title": ["CVPR 2021"]}, None),
    ],
)  # fmt: skip
def test_the_container_says_the_venue(said: dict[str, Any], venue: Venue | None) -> None:
    assert work(**said).venue == venue


def test_a_retraction_is_noticed_by_its_notice_or_its_title() -> None:
    assert work(**{"updated-by": [{"type": "retraction"}]}).retracted
    assert work(title=["RETRACTED: A Title"]).retracted
    assert not work(**{"updated-by": [{"type": "correction"}]}).retracted


def test_an_address_has_the_doi_whole() -> None:
    assert address_of("10.1007/978-3-031-1_2(3)<x>") == (
        "https://api.crossref.org/works/10.1007/978-3-031-1_2%283%29%3Cx%3E"
    )


@pytest.mark.parametrize("said", [[], {}, {"message": {}}, {"message": {"items": []}}])
def test_an_answer_that_is_no_work_is_a_failure(said: object) -> None:
    with pytest.raises(SourceError, match="no work"):
        read_work(json.dumps(said).encode(), url=URL)


@pytest.mark.parametrize(
    "said",
    [
        {"title": None, "author": None, "container-title": None},
        {"title": [3], "author": ["x", {"given": 4}], "event": "x", "updated-by": ["x"]},
    ],
)
def test_a_record_with_other_types_says_nothing(said: dict[str, Any]) -> None:
    assert work(**said).venue is None
