"""What a new row must not say, and how it must not be put together."""

from datetime import date

from tests.make import some_facts
from wsss_bot.awesome_list import read_list

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
