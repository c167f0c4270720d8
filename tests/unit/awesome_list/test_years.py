"""Lists with a section for each year: every year finds its place."""

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.make import some_facts
from wsss_bot.awesome_list import read_list
from wsss_bot.awesome_list.sections.headings import read_heading
from wsss_bot.domain import Facts, Venue

TABLE = "| Title | Venue | PDF |\n|---|---|---|\n"


def in_table(year: int, number: int) -> str:
    link = f"[x](https://arxiv.org/abs/{year % 100:02}03.{number:05})"
    return f"| Some Words of a Title {year} {number} | CVPR {year} | {link} |\n"


def item(year: int, number: int) -> str:
    link = f"https://arxiv.org/abs/{year % 100:02}03.{number:05}"
    return f"- [Some Words of a Title {year} {number}]({link})\n"


FORMS = {
    "headings": ("## {year}\n\n", item, "\n"),
    "tables": ("### {year}\n" + TABLE, in_table, "\n"),
    "words": ("## Papers of {year}\n", item, "\n\n"),
    "setext": ("{year}\n----\n\n", item, "\n"),
    "HTML": ("<h3>{year}</h3>\n\n", item, "\n"),
    "folds": ("<details>\n<summary>{year}</summary>\n\n", item, "\n</details>\n\n"),
    "bold": ("**{year}**\n\n", item, "\n"),
    "conference": ("## CVPR {year}\n\n", item, "\n"),
    "counted": ("## {year} (2)\n\n", item, "\n"),
}


def a_list(form: str, years: list[int], *, topics: tuple[str, ...] = ()) -> str:
    opening, row, closing = FORMS[form]

    def sections() -> str:
        return "".join(
            opening.format(year=year) + row(year, 1) + row(year, 2) + closing for year in years
        )

    if not topics:
        return f"# Papers\n\n{sections()}# License\n\nMIT\n"
    return "# Papers\n\n" + "".join(f"# {topic}\n\n{sections()}" for topic in topics)


def paper(year: int, number: int) -> Facts:
    return some_facts(
        f"{year % 100:02}06.{number:05}",
        title=f"A New Paper of {year} Called {number}",
        on=date(year, 6, 2),
        venue=Venue(name="CVPR", year=year),
    )


def years_of(text: str) -> list[int]:
    lines = [line for line in text.splitlines() if not line.startswith(("-", "|"))]
    return [int(found[0]) for line in lines if (found := re.search(r"20\d\d", line))]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rising", [False, True], ids=["newest first", "oldest first"])
def test_ten_years_of_papers_find_their_place(form: str, *, rising: bool) -> None:
    text = a_list(form, sorted([2019, 2016], reverse=not rising))
    placed = 0

    for step, year in enumerate([2026, 2017, 2021, 2018, 2025, 2020, 2024, 2022, 2023, 2017, 2015]):
        listed = read_list(text)
        addition = listed.add([paper(year, step), paper(year, step + 50)])
        placed += sum(one.line is not None for one in addition.placed)
        text = listed.recounted(addition.text)
        assert f"{year}" in addition.placed[0].section, addition.placed[0].reason

    assert placed == 22
    assert years_of(text) == sorted(range(2015, 2027), reverse=not rising)
    assert len(read_list(text).entries) == 26
    assert text.count("\n\n\n\n") == 0


@settings(max_examples=40, deadline=None)
@given(
    form=st.sampled_from(sorted(FORMS)),
    there=st.sets(st.integers(2012, 2026), min_size=2, max_size=5),
    new=st.lists(st.integers(2012, 2027), min_size=1, max_size=8),
    rising=st.booleans(),
)
def test_any_years_at_once_come_in_order_and_none_twice(
    form: str, there: set[int], new: list[int], *, rising: bool
) -> None:
    text = a_list(form, sorted(there, reverse=not rising))
    listed = read_list(text)

    addition = listed.add([paper(year, 10 + number) for number, year in enumerate(new)])

    years = years_of(addition.text)
    assert all(one.line for one in addition.placed)
    assert set(years) == there | set(new)
    assert all((a < b) == rising and a != b for a, b in pairwise(years))
    kept = iter(addition.text.splitlines())
    assert all(line in kept for line in text.splitlines())  # nothing but lines was added


def test_a_year_below_a_topic_is_opened_below_that_topic() -> None:
    text = a_list("headings", [2024, 2022], topics=("Boats", "Trains")).replace(
        "# Trains\n\n## 2024", "# Trains\n\n## 2023"
    )
    text = re.sub(r"# Boats.*?(?=# Trains)", lambda found: found[0].replace("Words", "Boats"), text,
                  flags=re.DOTALL)  # fmt: skip
    facts = some_facts("2406.00001", title="Trains and Words of a Title", on=date(2024, 6, 1))

    addition = read_list(text).add([facts])

    assert addition.placed[0].section == "Trains / 2024"
    above = addition.text.splitlines()[: addition.placed[0].line]
    assert [line for line in above if line.startswith("# ")][-1] == "# Trains"


def paragraph(year: int, number: int) -> str:
    link = f"https://arxiv.org/abs/{year % 100:02}03.{number:05}"
    return f"[Some Words of a Title {year} {number}]({link})\n\n"


@pytest.mark.parametrize("rising", [False, True], ids=["newest first", "oldest first"])
def test_papers_that_are_paragraphs_stay_apart_in_the_section_of_a_new_year(
    *, rising: bool
) -> None:
    years = sorted([2024, 2022], reverse=not rising)
    text = "# Papers\n\n" + "".join(
        f"## {year}\n\n" + "".join(paragraph(year, number) for number in range(4)) for year in years
    )

    addition = read_list(text).add([paper(2025, 7), paper(2025, 8)])

    lines = addition.text.splitlines()
    assert all(
        lines[one.line - 2 : one.line + 1]
        == ["", one.row.markdown, ""][: len(lines) - one.line + 2]
        for one in addition.placed
        if one.line
    )
    assert all(one.line for one in addition.placed)
    assert "\n\n\n" not in addition.text
    assert len(read_list(addition.text).entries) == 10


def test_an_empty_heading_of_a_year_is_used() -> None:
    text = a_list("tables", [2024, 2022]).replace("### 2022", "### 2023\n\n### 2022")

    addition = read_list(text).add([paper(2023, 7)])

    assert addition.text.count("2023\n") == 1
    assert "### 2023\n\n" + TABLE in addition.text


@pytest.mark.parametrize(
    "headings",
    [
        ("January 27 - February 2", "January 20 - 26"),
        ("2026.05.14", "2026.05.13"),
        ("Week 23, 2025", "Week 22, 2025"),
        ("Top ML Papers of the Week (March 31 - April 6) - 2025", "Top ML Papers of the Week (4)"),
        ("Spring 2024", "Fall 2023"),
    ],
)
def test_nothing_is_added_to_a_week_or_a_day_and_none_is_made(headings: tuple[str, ...]) -> None:
    text = "# Papers\n\n" + "".join(
        f"## {heading}\n\n{item(2025, number)}{item(2025, number + 5)}\n"
        for number, heading in enumerate(headings)
    )

    addition = read_list(text).add([paper(2026, 7)])

    assert addition.text == text
    assert "weeks, days or terms" in addition.placed[0].reason


@pytest.mark.parametrize(
    ("there", "opened"),
    [
        (("June 2026", "May 2026"), "April 2026"),
        (("2026.6", "2026.5"), "2026.4"),
        (("2026-06", "2026-05"), "2026-04"),
        (("Jun. 2026", "May 2026"), "Apr. 2026"),
    ],
)
def test_a_month_takes_its_papers_and_a_missing_one_is_opened(
    there: tuple[str, str], opened: str
) -> None:
    text = "# Papers\n\n" + "".join(
        f"## {heading}\n\n{item(2026, number)}{item(2026, number + 5)}\n"
        for number, heading in enumerate(there)
    )
    may = some_facts("2605.00009", on=date(2026, 5, 4))
    april = some_facts("2604.00009", on=date(2026, 4, 4))

    addition = read_list(text).add([may, april])

    assert [one.section for one in addition.placed] == [
        f"Papers / {there[1]}",
        f"Papers / {opened}",
    ]
    headings = [line for line in addition.text.splitlines() if line.startswith("##")]
    assert headings == [f"## {heading}" for heading in (*there, opened)]


def test_no_year_is_opened_below_another_year() -> None:
    text = "# Papers\n\n## Papers of 2023\n\n" + a_list("conference", [2023]).removeprefix(
        "# Papers\n\n"
    ).replace("## CVPR", "### CVPR").replace("# License", "### ICML 2023\n\n" + item(2023, 4))

    addition = read_list(text).add([paper(2026, 7)])

    assert addition.text == text


@pytest.mark.parametrize(
    ("heading", "first", "last"),
    [
        ("2024", 2024, 2024),
        ("Year 2021 and Before", None, 2021),
        ("Before 2020", None, 2019),
        ("2014-2016", 2014, 2016),
        ("2014 – 2018", 2014, 2018),
        ("Since 2023", 2023, None),
        ("2023 - now", 2023, None),
        ("2023年", 2023, 2023),
        ("2018年之前", None, 2018),
        ("ECCV2018", 2018, 2018),
        ("1.2. Detection", None, None),
    ],
)
def test_the_time_that_a_heading_is_for(heading: str, first: int | None, last: int | None) -> None:
    read = read_heading(heading)

    assert (read.first, read.last) == (first, last)
