"""The two small edits of a listed row; the rest of it keeps its bytes."""

# ruff: noqa: E501 - rows of a list are long

import pytest

from tests.make import some_facts
from wsss_bot.awesome_list import Blank, Change, read_list
from wsss_bot.domain import CodeLink, Role, Venue
from wsss_bot.errors import ListError

TABLE = """\
| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
| 2022/04 | **L2G** | A Transfer Framework for Segmentation | CVPR 2022 | [2204.03206](https://arxiv.org/abs/2204.03206) | [caffe](https://github.com/a/b)<br/>[pytorch](https://github.com/a/c) |
| 2021/12 |  -  | Exploring  Pixel-level Self-supervision for Masks | - | [2112.05351](https://arxiv.org/abs/2112.05351) |    -    | \t
| 2021/11 |||arXiv 2021| [2111.05351](https://arxiv.org/abs/2111.05351) | [pytorch](https://github.com/a/d)
"""
FACTS = some_facts(
    method="PPC",
    venue=Venue(name="CVPR", year=2022),
    code=(CodeLink(url="https://github.com/me/new", label="pytorch"),),
)


@pytest.mark.parametrize(
    ("line", "role", "before", "after"),
    [
        (4, "method", "|  -  |", "|  **PPC** |"),
        (4, "venue", "Masks | - |", "Masks | CVPR 2022 |"),
        (4, "code", "|    -    |", "|    [pytorch](https://github.com/me/new) |"),
        (5, "method", "2021/11 ||", "2021/11 | **PPC** |"),
        (5, "venue", "|arXiv 2021|", "|CVPR 2022|"),
        (5, "code", "(https://github.com/a/d)", "(https://github.com/a/d)<br/>[pytorch](https://github.com/me/new)"),
    ],
)  # fmt: skip
def test_a_blank_cell_is_filled(line: int, role: Role, before: str, after: str) -> None:
    filling = read_list(TABLE).fill([Blank(line=line, role=role, facts=FACTS)])

    lines = TABLE.splitlines(keepends=True)
    assert before in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(before, after, 1)
    assert filling.text == "".join(lines)


def test_changes_say_what_a_reader_saw_and_sees() -> None:
    blanks = [Blank(line=4, role="venue", facts=FACTS), Blank(line=4, role="method", facts=FACTS)]

    filling = read_list(TABLE).fill(blanks)

    assert filling.changes == (
        Change(line=4, role="venue", before="-", after="CVPR 2022"),
        Change(line=4, role="method", before="-", after="PPC"),
    )
    assert "|  **PPC** | Exploring  Pixel-level" in filling.text


def test_line_ends_survive() -> None:
    text = TABLE.replace("\n", "\r\n").rstrip()

    filling = read_list(text).fill([Blank(line=5, role="method", facts=FACTS)])

    assert filling.text == text.replace("2021/11 ||", "2021/11 | **PPC** |")


def test_a_code_link_is_appended_to_an_item() -> None:
    text = (
        '* **Net**: "Some Words of a Title", ICCV, 2021 (*Lab A*). [[Paper](https://arxiv.org/abs/2104.03206)][[PyTorch](https://github.com/a/b)]\n'
        '* **Net2**: "Other Words of a Title", arXiv, 2021 (*Lab B*). [[Paper](https://arxiv.org/abs/2105.03206)]  \n'
    )

    filling = read_list(text).fill([Blank(line=2, role="code", facts=FACTS)])

    assert filling.text == text.replace(
        "2105.03206)]", "2105.03206)][[PyTorch](https://github.com/me/new)]"
    )


@pytest.mark.parametrize(
    ("line", "role", "message"),
    [
        (1, "venue", "line 1 of the list is no row"),
        (99, "venue", "line 99 of the list is no row"),
        (3, "venue", "line 3 says something about the venue already"),
        (3, "method", "line 3 says something about the method already"),
    ],
)
def test_what_says_something_already_is_not_touched(line: int, role: Role, message: str) -> None:
    with pytest.raises(ListError, match=message):
        read_list(TABLE).fill([Blank(line=line, role=role, facts=FACTS)])


def test_a_table_without_such_a_column_is_not_touched() -> None:
    text = "| Title | PDF |\n|---|---|\n| Some Words of a Title | [x](https://arxiv.org/abs/2204.03206) |\n"

    with pytest.raises(ListError, match="line 3 has no cell for the venue"):
        read_list(text).fill([Blank(line=3, role="venue", facts=FACTS)])
