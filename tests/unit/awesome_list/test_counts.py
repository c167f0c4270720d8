"""Numbers that count the papers of a list."""

from datetime import date

import pytest

from tests.make import some_facts
from wsss_bot.awesome_list import Overrides, read_list

ROWS = "".join(
    f"- [A Paper on Things of Kind {n}](https://arxiv.org/abs/2201.0000{n})\n" for n in range(3)
)
OTHERS = "".join(
    f"- [Another Work about Shapes {n}](https://arxiv.org/abs/2202.0000{n})\n" for n in range(2)
)
NEW = some_facts("2203.00009", title="Shapes and More Work about Shapes", on=date(2022, 3, 1))


def after(text: str, *, counts: bool = True) -> str:
    listed = read_list(text, overrides=Overrides(counts=counts))
    addition = listed.add([NEW])
    assert addition.placed[0].line, addition.placed[0].reason
    return listed.recounted(addition.text)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("## Shapes (2)", "## Shapes (3)"),
        ("## Shapes [2 papers]", "## Shapes [3 papers]"),
        ("![n](https://img.shields.io/badge/Papers-5-blue)\n\n## Shapes", "badge/Papers-6-blue"),
        ("There are **5** papers here.\n\n## Shapes", "There are **6** papers here."),
        ("## Shapes\n\n**2 papers**", "**3 papers**"),
        ("- [Shapes (2)](#shapes)\n\n## Shapes", "- [Shapes (3)](#shapes)"),
        ("Total: 5\n\n## Shapes", "Total: 6"),
        ("收录共 5 篇论文\n\n## Shapes", "收录共 6 篇论文"),
    ],
)
def test_a_number_that_is_right_is_set_right_beside_a_new_row(before: str, now: str) -> None:
    text = f"# Papers\n\n{before}\n\n{OTHERS}\n## Things\n\n{ROWS}"

    assert now in after(text)


@pytest.mark.parametrize(
    "wrong",
    [
        "## Shapes (7)",
        "More than 400 papers were read.\n\n## Shapes",
        "In 2022 papers\n\n## Shapes",
    ],
)
def test_a_number_that_is_wrong_already_stays(wrong: str) -> None:
    text = f"# Papers\n\n{wrong}\n\n{OTHERS}\n## Things\n\n{ROWS}"

    assert wrong in after(text)


def test_one_key_switches_it_off() -> None:
    text = f"# Papers\n\n## Shapes (2)\n\n{OTHERS}\n## Things\n\n{ROWS}"

    assert "## Shapes (2)" in after(text, counts=False)


def test_a_new_year_with_a_number_leaves_those_of_other_years_right() -> None:
    text = "# Papers\n\n## 2021 (3)\n\n" + ROWS + "\n## 2020 (2)\n\n" + OTHERS

    headings = [line for line in after(text).splitlines() if line.startswith("##")]

    assert headings == ["## 2022 (1)", "## 2021 (3)", "## 2020 (2)"]


def test_numbers_can_be_put_back_as_they_were() -> None:
    text = f"# Papers\n\n## Shapes (2)\n\n{OTHERS}\n## Things (3)\n\n{ROWS}"
    listed = read_list(text)
    added = listed.add([NEW]).text

    assert listed.counted_as_here(listed.recounted(added)) == added
