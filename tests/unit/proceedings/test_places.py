"""Where conferences are listed, and which of them a list is about."""

import pytest

from wsss_bot.domain import ArxivId, Entry
from wsss_bot.sources.proceedings.editions import editions_of
from wsss_bot.sources.proceedings.places import CONFERENCES, places


@pytest.mark.parametrize(
    ("conference", "year", "urls"),
    [
        (
            "CVPR",
            2025,
            [
                "https://openaccess.thecvf.com/CVPR2025?day=all",
                "https://cvpr.thecvf.com/static/virtual/data/cvpr-2025-orals-posters.json",
            ],
        ),
        ("CVPR", 2018, ["https://openaccess.thecvf.com/CVPR2018"]),
        ("ICCV", 2024, []),
        ("ECCV", 2022, ["https://www.ecva.net/papers.php"]),
        (
            "NeurIPS",
            2025,
            ["https://neurips.cc/static/virtual/data/neurips-2025-orals-posters.json"],
        ),
        ("NeurIPS", 2015, []),
        ("AAAI", 2025, []),
    ],
)
def test_every_conference_is_asked_for_where_and_when_it_is_held(
    conference: str, year: int, urls: list[str]
) -> None:
    assert [place.url for place in places(conference, year)] == urls


def test_every_conference_has_a_place() -> None:
    assert all(any(places(name, year) for year in (2025, 2024)) for name in CONFERENCES)


def entry(venue: str | None, arxiv_id: str | None = None, date: str = "") -> Entry:
    found = ArxivId(arxiv_id) if arxiv_id else None
    return Entry(line=1, title="A Title", venue=venue, arxiv_id=found, date=date)


def test_a_conference_counts_that_the_list_names_three_times() -> None:
    entries = [entry("CVPR 2022")] * 3 + [entry("ICLR 2022")] * 2 + [entry("AAAI 2022")] * 9

    assert {name for name, _ in editions_of(entries, year=2023)} == {"CVPR"}


def test_conferences_of_the_config_count_in_place_of_those() -> None:
    entries = [entry("CVPR 2022")] * 3

    editions = editions_of(entries, year=2023, conferences=["iclr", "Unheard Of"])

    assert {name for name, _ in editions} == {"ICLR"}


def test_years_are_this_one_the_last_and_those_that_rows_name() -> None:
    entries = [entry("CVPR 2016", "1504.00001")] * 3

    assert [year for _, year in editions_of(entries, year=2023)] == [2015, 2016, 2022, 2023]


def test_a_paper_without_a_venue_may_be_in_any_of_the_next_three_years() -> None:
    entries = [entry("CVPR 2017")] * 3 + [entry("arXiv 2018", "1804.00001"), entry(None)]

    assert [year for _, year in editions_of(entries, year=2026)] == [
        2017, 2018, 2019, 2020, 2021, 2025, 2026,
    ]  # fmt: skip
