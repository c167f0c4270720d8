"""Ten years of papers in every real list that has sections for years."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.realdata.where import DATA, needs_data
from wsss_bot.awesome_list import AwesomeList, decode_list, read_list
from wsss_bot.awesome_list.sections.headings import read_heading
from wsss_bot.domain import ArxivId, Facts, Venue
from wsss_bot.errors import ListError

pytestmark = needs_data

LONGEST = 130_000
YEARS = [2026, 2017, 2021, 2024, 2016, 2025, 2019, 2022, 2018, 2023]


def has_years(listed: AwesomeList) -> bool:
    """Whether at least two sections are for a year and nothing else."""
    last = {table.section.split(" / ")[-1] for table in listed.tables if table.papers}
    return sum(bool(read_heading(text).year) for text in last) > 1


def lists_by_year() -> Iterator[Path]:
    for path in sorted([*DATA.glob("lists/*.md"), *DATA.glob("wild/*.md")]):
        if path.stat().st_size <= LONGEST:
            try:
                listed = read_list(decode_list(path.read_bytes(), name=path.name))
            except ListError:
                continue
            if has_years(listed):
                yield path


@pytest.fixture(scope="module", params=list(lists_by_year()), ids=lambda path: path.name[:60])
def text(request: pytest.FixtureRequest) -> str:
    return decode_list(request.param.read_bytes(), name=request.param.name)


def paper(year: int, number: int) -> Facts:
    return Facts(
        arxiv_id=ArxivId(f"{year % 100:02}06.{43210 + number}"),
        title=f"MadeUpNet: A Paper that Nobody Wrote in {year}",
        submitted_on=date(year, 6, 2),
        method=f"MadeUpNet{year}",
        venue=Venue(name="CVPR", year=year) if number % 2 else None,
        authors=("Ann Ash", "Bo Birch"),
    )


def headings(text: str) -> dict[str, list[int]]:
    """The years that stand below each heading, in the order of the file."""
    found: dict[str, list[int]] = {}
    for table in read_list(text).tables:
        parent, _, last = table.section.rpartition(" / ")
        read = read_heading(last)
        if table.papers and read.year and not read.topic and not read.venue:
            years = found.setdefault(parent, [])
            if not years or years[-1] != read.year:
                years.append(read.year)
    return found


def test_ten_years_are_placed_or_named_in_order_and_none_twice(text: str) -> None:
    before = headings(text)
    for number, year in enumerate(YEARS):
        listed = read_list(text)
        (placed,) = (addition := listed.add([paper(year, number)])).placed
        assert placed.line or placed.reason
        text = addition.text

    for parent, years in headings(text).items():
        was = before.get(parent, [])
        if was in (sorted(was), sorted(was, reverse=True)):
            assert years in (sorted(years), sorted(years, reverse=True)), parent
        if len(set(was)) == len(was):
            assert len(set(years)) == len(years), parent
