"""Where a new row goes."""

# ruff: noqa: E501 - rows of a list are long

from datetime import date
from typing import Literal

import pytest

from tests.make import some_facts
from wsss_bot.awesome_list import Overrides, read_list
from wsss_bot.domain import Facts, Venue

HEAD = "| Date | Title | PDF |\n|---|---|---|\n"


def row(day: str, number: str, title: str = "Some Words of a Title") -> str:
    return f"| {day} | {title} {number} | [x](https://arxiv.org/abs/{number}) |\n"


def line_before(text: str, facts: Facts, *, overrides: Overrides | None = None) -> str:
    """The line right above the new row."""
    addition = read_list(text, overrides=overrides).add([facts])
    line = addition.placed[0].line
    assert line is not None, addition.placed[0].reason
    return addition.text.splitlines()[line - 2]


def test_newest_first_by_date_and_by_id_within_a_month() -> None:
    text = HEAD + "".join(
        row(day, number)
        for day, number in [
            ("2022/04", "2204.00009"), ("2022/03", "2203.00009"), ("2022/03", "2203.00005"),
            ("2022/03", "2203.00001"), ("2022/01", "2201.00001"),
        ]
    )  # fmt: skip

    assert "2204.00009" in line_before(text, some_facts("2203.00010", on=date(2022, 3, 9)))
    assert "2203.00005" in line_before(text, some_facts("2203.00003", on=date(2022, 3, 3)))
    assert "2203.00001" in line_before(text, some_facts("2202.00001", on=date(2022, 2, 2)))
    assert "---" in line_before(text, some_facts("2401.00001", on=date(2024, 1, 1)))
    assert "2201.00001" in line_before(text, some_facts("2001.00001", on=date(2020, 1, 1)))


def test_oldest_first() -> None:
    text = (
        HEAD
        + row("2021/01", "2101.00001")
        + row("2021/05", "2105.00001")
        + row("2022/02", "2202.00001")
    )

    assert "2105.00001" in line_before(text, some_facts("2112.00001", on=date(2021, 12, 1)))
    assert "2202.00001" in line_before(text, some_facts("2301.00001", on=date(2023, 1, 1)))


def test_one_misplaced_row_does_not_mislead() -> None:
    days = ["2022/09", "2022/08", "2019/01", "2022/07", "2022/06", "2022/05", "2022/02"]
    text = HEAD + "".join(row(day, f"{day[2:4]}{day[5:]}.00001") for day in days)

    assert "2205.00001" in line_before(text, some_facts("2204.00001", on=date(2022, 4, 1)))


def test_the_operator_can_overrule_the_order() -> None:
    text = HEAD + row("2022/04", "2204.00001") + row("2022/03", "2203.00001")
    facts = some_facts("2301.00001", on=date(2023, 1, 1))

    assert "---" in line_before(text, facts)
    assert "2203.00001" in line_before(text, facts, overrides=Overrides(order="oldest first"))


def sections(*years: int) -> str:
    return "".join(
        f"## {year}\n\n| Title | Venue | PDF |\n|---|---|---|\n"
        f"| Some Words of a Title {year} | CVPR {year} | [x](https://arxiv.org/abs/{year % 100}03.00001) |\n\n"
        for year in years
    )


@pytest.mark.parametrize(
    ("venue", "year"), [(None, 2021), (Venue(name="CVPR", year=2022), 2022)], ids=["day", "venue"]
)
def test_the_section_of_the_year_is_chosen(venue: Venue | None, year: int) -> None:
    facts = some_facts("2111.00001", on=date(2021, 11, 1), venue=venue)

    addition = read_list(sections(2022, 2021, 2020)).add([facts])

    (line,) = [placed.line for placed in addition.placed]
    headings = [text for text in addition.text.splitlines()[:line] if text.startswith("##")]
    assert headings[-1] == f"## {year}"


@pytest.mark.parametrize("years", [(2022, 2021), (2021, 2022)], ids=["newest", "oldest"])
def test_a_new_year_gets_a_section_like_the_last(years: tuple[int, int]) -> None:
    text = sections(*years)
    both = [
        some_facts("2305.00001", on=date(2023, 5, 1)),
        some_facts("2304.00001", on=date(2023, 4, 1)),
    ]

    addition = read_list(text).add(both)

    new = sorted([2023, *years], reverse=years[0] > years[1])
    headings = [line for line in addition.text.splitlines() if line.startswith("##")]
    assert headings == [f"## {year}" for year in new]
    again = read_list(addition.text)
    assert [len(table.columns) for table in again.tables] == [3, 3, 3]
    assert sum(table.rows for table in again.tables) == 4
    added = len(addition.text.splitlines()) - len(text.splitlines())
    before, after = text.splitlines(), addition.text.splitlines()
    assert any(after[:at] + after[at + added :] == before for at in range(len(before) + 1))


@pytest.mark.parametrize("years", [(2022, 2020), (2020, 2022)], ids=["falling", "rising"])
def test_a_year_between_others_is_opened_between_them(years: tuple[int, int]) -> None:
    text = sections(*years)

    addition = read_list(text).add([some_facts("2105.00001", on=date(2021, 5, 1))])

    headings = [line for line in addition.text.splitlines() if line.startswith("##")]
    assert headings == [f"## {year}" for year in (years[0], 2021, years[1])]
    assert addition.placed[0].reason == "in a new section for 2021, which had none"


def test_a_preprint_goes_to_the_section_of_preprints() -> None:
    text = "## Preprints\n\n- [A Paper on Images](https://arxiv.org/abs/2201.00001)\n\n" + sections(
        2022, 2021
    ).replace("| Title | Venue | PDF |\n|---|---|---|\n", "").replace("| Some", "- [Some").replace(
        " | CVPR", "](https://x.org) *CVPR"
    ).replace(" | [x]", "* [x]").replace(") |", ")")

    assert "A Paper on Images" in line_before(text, some_facts("2203.00009", on=date(2022, 3, 1)))


def test_the_topic_decides_between_sections() -> None:
    text = "".join(
        f"## {topic}\n\n- [{topic} of Many Kinds by {word}](https://arxiv.org/abs/2201.0000{n}) [code](https://github.com/a/{n})\n"
        f"- [More on {topic} and {word}](https://arxiv.org/abs/2202.0000{n})\n\n"
        for n, (topic, word) in enumerate(
            [("Tracking", "Flow"), ("Segmentation", "Masks"), ("Poses", "Joints")]
        )
    )
    facts = some_facts(
        "2305.00001", title="Weak Masks for Better Segmentation", on=date(2023, 5, 1)
    )

    addition = read_list(text).add([facts])

    assert (
        addition.text.splitlines()[: addition.placed[0].line][-2]
        == "- [More on Segmentation and Masks](https://arxiv.org/abs/2202.00001)"
    )
    assert addition.placed[0].reason == "among the entries that resemble it most"


def test_the_operator_can_name_the_section() -> None:
    text = "".join(
        f"## {name}\n\n- [A Paper about {name} Here](https://arxiv.org/abs/2201.0000{n})\n\n"
        for n, name in enumerate(["Old", "New"])
    )

    assert "about New" in line_before(text, some_facts(), overrides=Overrides(section="new"))
    (placed,) = read_list(text, overrides=Overrides(section="Absent")).add([some_facts()]).placed
    assert placed.line is None
    assert placed.reason == "nothing below the heading 'Absent' lists papers"


def test_a_table_of_results_is_never_added_to() -> None:
    text = (
        "| Method | Venue | val | test |\n|---|---|---|---|\n| Net | CVPR | 70.1 | 71.2 |\n\n"
        + HEAD + row("2022/02", "2202.00001") + row("2022/01", "2201.00001")
    )  # fmt: skip

    assert "---" in line_before(text, some_facts("2301.00001", on=date(2023, 1, 1)))


def test_dividers_and_blank_lines_stay_where_they_are() -> None:
    text = (
        "- [A Paper about Things One](https://arxiv.org/abs/2201.00001)\n\n"
        "- [A Paper about Things Two](https://arxiv.org/abs/2202.00001)\n\n"
        "# End\n"
    )

    after = read_list(text).add([some_facts("2203.00001", on=date(2022, 3, 1))]).text

    assert after == text.replace(
        "\n\n# End",
        "\n\n- [A New Paper on Weak Segmentation](https://arxiv.org/abs/2203.00001)\n\n# End",
    )


PARAGRAPHS = "# Shapes\n\n" + "\n".join(
    f"<b>Learning Shapes of Kind {at} in Scenes ({2015 + at})</b>"
    f" [[Paper]](https://arxiv.org/abs/{15 + at}04.0000{at})\n"
    for at in range(4)
)


def test_no_row_parts_the_last_entry_from_text_that_may_belong_to_it() -> None:
    facts = some_facts("2503.00037", on=date(2025, 3, 1))
    described = PARAGRAPHS + "\nWe learn shapes from few examples.\n"

    addition = read_list(described).add([facts])

    assert addition.text == described
    assert "may belong to it" in addition.placed[0].reason
    assert "1804.00003" in read_list(PARAGRAPHS).add([facts]).text.splitlines()[-3]


def test_a_row_between_two_entries_goes_below_the_text_of_the_first() -> None:
    first, second = "Kind 2 in Scenes", "<b>Learning Shapes of Kind 3"
    described = PARAGRAPHS.replace(second, f"We learn shapes from few examples.\n\n{second}")

    text = read_list(described).add([some_facts("1709.00037", on=date(2017, 9, 1))]).text

    lines = [line for line in text.splitlines() if line]
    assert lines.index("We learn shapes from few examples.") == 1 + next(
        at for at, line in enumerate(lines) if first in line
    )


def test_where_most_entries_have_text_below_a_new_row_goes_below_that_of_the_last() -> None:
    said = '<p align="center"><img src="shape.png"></p>'
    described = (
        PARAGRAPHS.replace("\n\n<b>", f"\n\n{said}\n\n<b>")
        + f"\n{said}\n\n<a name='end' />\n\n# License\n\nX\n"
    )

    addition = read_list(described).add([some_facts("2503.00037", on=date(2025, 3, 1))])

    above, below = addition.text.split(addition.placed[0].row.markdown)
    assert above.endswith(f"1804.00003)\n\n{said}\n\n")
    assert below == "\n\n<a name='end' />\n\n# License\n\nX\n"


def test_text_below_a_rule_belongs_to_no_entry() -> None:
    text = PARAGRAPHS + "\n---\n\nPlease tell us what is missing.\n"

    addition = read_list(text).add([some_facts("2503.00037", on=date(2025, 3, 1))])

    assert addition.text.index(addition.placed[0].row.markdown) < addition.text.index("---")


@pytest.mark.parametrize(
    ("kind", "there", "where"),
    [
        ("main", "Journals", "at a conference"),
        ("workshop", "Journals", "at a workshop"),
        ("journal", "Conferences", "in a journal"),
    ],
)
def test_where_no_section_is_for_its_kind_the_reason_says_what_the_paper_is(
    kind: Literal["main", "workshop", "journal"], there: str, where: str
) -> None:
    text = "".join(
        f"## {heading}\n\n{HEAD}{row('2022/01', f'{number}.00001')}{row('2022/01', f'{number}.00002')}\n"
        for heading, number in ((there, 2201), ("Preprints", 2202))
    )
    facts = some_facts(venue=Venue(name="CVPR", year=2022, kind=kind))

    (placed,) = read_list(text).add([facts]).placed

    assert placed.reason == (
        f"there are sections for '{there}' and 'Preprints', and none for a paper that is published {where}"
    )
