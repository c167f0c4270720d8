"""What a new row must not say, and how it must not be put together."""

from dataclasses import replace
from datetime import date

import pytest

from tests.make import some_facts
from wsss_bot.awesome_list import read_list
from wsss_bot.awesome_list.grammar.anchoring import ListedText
from wsss_bot.awesome_list.grammar.grammar import Grammar
from wsss_bot.awesome_list.grammar.slots import Known

HEADER = """\
# Segmentation

| Title | Published | Dataset | Paper |
|---|---|---|---|
"""


def table(datasets: list[str]) -> str:
    titles = ["Learning", "Training", "Refining", "Mixing", "Teaching"]
    rows = (
        f"| {titles[at]} with Few Labels for Scenes | {'CVPR' if at % 2 else 'arXiv'} 2024"
        f" | {dataset} | [Paper](https://arxiv.org/abs/2403.0000{at}) |\n"
        for at, dataset in enumerate(datasets)
    )
    return HEADER + "".join(rows)


def cells(text: str) -> list[str]:
    (row,) = read_list(text).add([some_facts("2503.00037", on=date(2025, 3, 1))]).rows
    return [cell.strip() for cell in row.markdown.strip("|").split("|")]


def test_a_data_set_with_a_year_is_no_venue_of_the_paper() -> None:
    text = table(["TOWN VOC 2012, Roads"] * 3 + ["TOWN VOC 2012", "Roads"])

    assert cells(text)[2] == ""


def test_words_beside_a_venue_in_a_column_of_its_own_are_not_taken_over() -> None:
    text = table(["CVPR 2024, Roads"] * 3 + ["Roads", "Sky"])

    assert cells(text)[2] in {"", "-"}


def test_a_data_set_that_most_papers_use_is_not_given_to_another() -> None:
    assert cells(table(["Roads", "Roads", "Roads", "Roads", "Sky"]))[2] == ""


def test_a_link_that_most_cells_of_a_column_hold_is_written_there() -> None:
    text = table([f"[page](https://arxiv.org/pdf/2403.0000{at})" for at in range(5)])

    assert cells(text)[2] == "[page](https://arxiv.org/pdf/2503.00037)"


ITEMS = """\
# Segmentation

- **RoadNet**, Learning Roads with Few Labels [[arXiv:2403.00001](https://arxiv.org/abs/2403.00001)]
- **SkyNet**, Learning Skies with Few Labels [[arXiv:2403.00002](https://arxiv.org/abs/2403.00002)]
"""


def checked(text: str, row: str) -> str | None:
    """Say what is wrong with the text of an item that was not written from the grammar."""
    rows = [
        ListedText(cells=(line.removeprefix("- "),), known=Known(title=title, method=name))
        for line, name, title in (
            (text.splitlines()[2], "RoadNet", "Learning Roads with Few Labels"),
            (text.splitlines()[3], "SkyNet", "Learning Skies with Few Labels"),
        )
    ]
    return Grammar(rows, [None]).fault((row,), some_facts())


def test_a_row_whose_name_runs_into_its_title_is_refused() -> None:
    link = "[[arXiv:2201.00123](https://arxiv.org/abs/2201.00123)]"
    title = "A New Paper on Weak Segmentation"

    assert checked(ITEMS, f"**NewNet**, {title} {link}") is None
    assert checked(ITEMS, f"**NewNet**{title} {link}") == (
        "nothing would part its method from its title"
    )


def test_a_word_of_another_paper_is_refused_without_any_record_too() -> None:
    link = "[[arXiv:2201.00123](https://arxiv.org/abs/2201.00123)]"

    assert checked(ITEMS, f"Oceans: A New Paper on Weak Segmentation {link}") == (
        "'Oceans' says nothing of the paper and stands in few rows"
    )


def test_the_brackets_of_a_name_that_is_not_known_do_not_go_around_the_title() -> None:
    rows = [
        f"{at}. **[{name}]** | **CVPR'24** | Learning {name} with Few Labels"
        f" | [`[pdf]`](https://arxiv.org/pdf/2403.0000{at}.pdf)\n"
        for at, name in enumerate(["RoadNet", "SkyNet", "SeaNet", "SandNet"], 1)
    ]

    row = read_list("# Segmentation\n\n" + "".join(rows)).row(some_facts(method=None))

    assert row.markdown == (
        "5. A New Paper on Weak Segmentation | [`[pdf]`](https://arxiv.org/pdf/2201.00123.pdf)"
    )


def test_an_escaped_separator_goes_with_the_link_behind_it() -> None:
    head = "| Title | Venue | Links |\n|---|---|---|\n"
    rows = (
        f"| Learning {name} with Few Labels | CVPR 2024"
        f" | [Paper](https://arxiv.org/abs/2403.0000{at})\\|[Code](https://github.com/a/{name}) |\n"
        for at, name in enumerate(["Roads", "Skies", "Seas", "Sands"], 1)
    )

    row = read_list(f"# Segmentation\n\n{head}{''.join(rows)}").row(some_facts())

    assert row.markdown.endswith(" | [Paper](https://arxiv.org/abs/2201.00123) |")


NAMES = ["Roads", "Skies", "Seas", "Sands", "Woods"]


def listed(*lines: str) -> str:
    """Return five items made of these lines, which name a subject and a number."""
    rows = ("\n".join(lines).format(name=name, at=at) for at, name in enumerate(NAMES))
    return "# Segmentation\n\n" + "\n".join(rows) + "\n"


LINKED = "- [Learning {name} with Few Labels](https://arxiv.org/abs/2403.0000{at})"
NEW = "- [A New Paper on Weak Segmentation](https://arxiv.org/abs/2201.00123)"


def test_et_al_goes_with_the_author_before_it() -> None:
    text = listed(f"{LINKED}, Ann{{at}} et al., arXiv 2024")

    assert read_list(text).row(some_facts()).markdown == f"{NEW}, arXiv 2022"


def test_words_that_only_some_rows_end_with_are_not_taken_over() -> None:
    text = listed(f"{LINKED} (2024) - d={{at}} on Maps") + (
        "- [Learning Hills with Few Labels](https://arxiv.org/abs/2403.00011) (2024)\n"
        "- [Learning Lakes with Few Labels](https://arxiv.org/abs/2403.00012) (2024) - in Rain\n"
    )

    assert read_list(text).row(some_facts()).markdown == f"{NEW} (2022)"


def test_a_line_of_prose_that_names_the_method_is_not_left_with_the_name_alone() -> None:
    text = listed(
        LINKED.replace("Learning", "{name}Net: Learning"),
        "  - Key: [{name}Net], [a{at}]",
        "  - In short: {name}Net is a{at} b{at} c{at}",
    )

    assert read_list(text).row(some_facts()).markdown == NEW


def test_a_date_with_a_comma_is_one_date() -> None:
    text = listed(LINKED, "  - Date: March 1{at}, 2024")

    assert read_list(text).row(some_facts(on=date(2022, 1, 5))).markdown.splitlines() == [
        NEW,
        "  - Date: January 05, 2022",
    ]


def test_records_for_a_program_with_records_inside_get_no_row() -> None:
    text = "".join(
        f"- title: Learning {name}\n  url: https://arxiv.org/abs/2403.0000{at}\n"
        f"  authors:\n    - name: Ann\n    - name: Bo\n    - name: Cy\n    - name: Di\n"
        for at, name in enumerate(NAMES)
    )

    assert "records for a program" in read_list(text).add([some_facts()]).placed[0].reason


def test_a_table_of_names_says_that_the_name_is_missing() -> None:
    rows = (
        f"| {name}Net | [arXiv](https://arxiv.org/abs/2403.0000{at}) | CVPR 2024 |\n"
        for at, name in enumerate(NAMES)
    )
    text = "# Papers on segmentation\n\n| Model | Paper | Venue |\n|---|---|---|\n" + "".join(rows)

    (placed,) = read_list(text).add([some_facts(method=None)]).placed

    assert placed.line is None
    assert "no name of the paper is known" in placed.reason


def test_a_separator_that_ends_a_cell_is_seen_beside_a_cell_of_dashes() -> None:
    checker = Grammar(
        [
            ListedText(
                cells=("--", f"Learning {name} with Few Labels", f"Paper/a{at}"),
                known=Known(title=f"Learning {name} with Few Labels"),
            )
            for at, name in enumerate(NAMES)
        ],
        ["other", "title", "other"],
    )

    fault = checker.fault(("--", "A New Paper on Weak Segmentation", "Paper/"), some_facts())

    assert fault == "a separator at the end of a line would be left"


def test_the_name_stays_on_a_line_before_the_title_without_the_authors_behind_it() -> None:
    text = listed(
        "- **{name}Net:** Ann Ash, Bo Birch, Cy{at} Dow.<br />",
        '  "{name}Net: Learning {name} with Few Labels." arXiv 2024.'
        " [[paper](https://arxiv.org/abs/2403.0000{at})]",
    )

    assert "**NewNet:**" in read_list(text).row(some_facts()).markdown


def dated(said: str, rows: int = 4) -> str:
    return "# Roads\n\n" + "".join(
        f"1. **[Learning Roads of Kind {at} with Few Labels](https://arxiv.org/abs/2403.0000{at})**"
        f"\n\n    {said}\n\n"
        for at in range(rows)
    )


def test_a_short_year_beside_preprint_is_that_of_the_new_paper() -> None:
    assert row_of(dated("Preprint'24")).endswith("\n\n    Preprint'25")


@pytest.mark.parametrize("rows", [2, 4])
@pytest.mark.parametrize(
    "said", ["Preprint'24", "Seen here in '24", "Seen here in 2024", "Seen here in May 2025"]
)
def test_no_year_or_month_of_a_neighbour_is_written(said: str, rows: int) -> None:
    row = row_of(dated(said, rows))

    assert "24" not in row
    assert "May" not in row


def test_a_year_in_the_title_of_the_paper_is_its_own() -> None:
    title = "The Roads of 2012 and of '09"

    assert title in row_of(dated("Preprint'24"), title)


def row_of(text: str, title: str = "Learning Skies with Few Labels") -> str:
    facts = replace(some_facts("2503.00037", on=date(2025, 3, 1)), title=title)
    return read_list(text).add([facts]).rows[0].markdown


def test_where_there_is_no_place_the_place_is_the_reason() -> None:
    rows = (
        f"| {name}Net | [arXiv](https://arxiv.org/abs/2403.0000{at}) | CVPR 2024 |\n"
        for at, name in enumerate(NAMES)
    )
    text = "# Maps\n\n## Blog posts\n\n| Model | Paper | Venue |\n|---|---|---|\n" + "".join(rows)

    (placed,) = read_list(text).add([some_facts(method=None)]).placed

    assert placed.line is None
    assert "no row can be written" not in placed.reason
