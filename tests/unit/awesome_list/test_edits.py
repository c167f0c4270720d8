"""The two small edits of a listed row; the rest of it keeps its bytes."""

# ruff: noqa: E501 - rows of a list are long

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import some_facts
from wsss_bot.awesome_list import Blank, Change, read_list
from wsss_bot.awesome_list.understand.anatomy import says_nothing
from wsss_bot.awesome_list.understand.cells import cut_row
from wsss_bot.awesome_list.understand.inline import plain
from wsss_bot.awesome_list.understand.venue_text import only_preprint
from wsss_bot.domain import CodeLink, Role, Venue
from wsss_bot.errors import ListError

TABLE = """\
| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
| 2022/04 | **L2G** | A Transfer Framework for Segmentation | CVPR 2022 | [2204.03206](https://arxiv.org/abs/2204.03206) | [caffe](https://github.com/a/b)<br/>[pytorch](https://github.com/a/c) |
| 2021/12 |  -  | Exploring  Pixel-level Self-supervision for Masks | - | [2112.05351](https://arxiv.org/abs/2112.05351) |    -    | \t
| 2021/11 |||arXiv 2021| [2111.05351](https://arxiv.org/abs/2111.05351) | [pytorch](https://github.com/a/d)
"""
HEADERS = ("date", "method", "title", "venue", "paper", "code")
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


def filled(text: str, line: int, role: Role, **facts: object) -> str:
    """The line as it reads once the cell is filled."""
    what = some_facts(**{"venue": FACTS.venue, "code": FACTS.code, **facts})  # type: ignore[arg-type]
    return (
        read_list(text).fill([Blank(line=line, role=role, facts=what)]).text.splitlines()[line - 1]
    )


ITEMS = """\
* **Net**: "Some Words of a Title", ICCV, 2021 (*Lab A*). [[Paper](https://arxiv.org/abs/2104.03206)]
* **Net2**: "Other Words of a Title", arXiv, 2021 (*Lab B*). [[Paper](https://arxiv.org/abs/2105.03206)]
"""


def test_an_item_that_calls_its_paper_a_preprint_gets_the_venue_in_that_place() -> None:
    assert filled(ITEMS, 2, "venue") == ITEMS.splitlines()[1].replace("arXiv, 2021", "CVPR, 2022")


def test_the_venue_of_an_item_is_not_touched() -> None:
    with pytest.raises(ListError, match="line 1 is an item; only code and the venue of a preprint"):
        filled(ITEMS, 1, "venue")


VENUES = """\
| Title | Pub. | Links |
|---|---|---|
| The First of the Listed Papers | CVPR 2021 | [Paper](https://arxiv.org/abs/2104.00001)
| The Second of the Listed Papers | ICCV 2021 | [Paper](https://arxiv.org/abs/2104.00002)
| The Third of the Listed Papers | {cell} | [Paper](https://arxiv.org/abs/2104.00003)
| The Fourth of the Listed Papers | CVPR Workshop 2021 | [Paper](https://arxiv.org/abs/2104.00004)
| The Fifth of the Listed Papers | TIP | [Paper](https://arxiv.org/abs/2104.00005)
"""


def test_a_last_cell_without_a_pipe_behind_it_is_filled() -> None:
    text = VENUES.format(cell="ICCV 2021").replace("[Paper](https://arxiv.org/abs/2104.00003)", "")

    assert (
        filled(text, 5, "paper", arxiv_id="2104.00003")
        == VENUES.format(cell="ICCV 2021").splitlines()[4]
    )


def test_a_row_with_a_cell_too_many_is_not_touched() -> None:
    text = VENUES.format(cell="a | - ")

    with pytest.raises(ListError, match="line 5 has no cell for the venue"):
        filled(text, 5, "venue")


def test_a_venue_without_its_year_is_not_written_where_the_list_gives_years() -> None:
    with pytest.raises(ListError, match="line 5 is left without ECCV: the list gives venues with"):
        filled(VENUES.format(cell="-"), 5, "venue", venue=Venue(name="ECCV"))


def test_a_venue_that_the_list_writes_without_a_year_needs_none() -> None:
    line = filled(VENUES.format(cell="-"), 5, "venue", venue=Venue(name="TIP", kind="journal"))

    assert line == VENUES.format(cell="TIP").splitlines()[4]


def test_a_workshop_is_written_as_the_list_writes_workshops() -> None:
    workshop = Venue(name="ICCV", year=2021, kind="workshop")

    line = filled(VENUES.format(cell="-"), 5, "venue", venue=workshop)

    assert line == VENUES.format(cell="ICCV Workshop 2021").splitlines()[4]


def test_no_address_of_a_broken_neighbour_gets_into_a_cell() -> None:
    broken = "| The Sixth of the Listed Papers | [code](https://github.com/a/b) | x\n"

    line = filled(VENUES.format(cell="-") + broken * 5, 5, "venue")

    assert line == VENUES.format(cell="CVPR 2022").splitlines()[4]


def test_a_picture_beside_a_venue_is_no_part_of_its_name() -> None:
    text = VENUES.format(cell="-").replace("ICCV 2021", "ICCV 2021 :mortar_board:")

    assert filled(text, 5, "venue") == VENUES.format(cell="CVPR 2022").splitlines()[4]


NEARLY_ANY = st.text(st.characters(exclude_characters="|\\\r\n", codec="utf-8"), max_size=12)


@given(
    cells=st.lists(NEARLY_ANY, min_size=6, max_size=6),
    role=st.sampled_from(("date", "method", "title", "venue", "paper", "code")),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_a_row_says_only_one_cell_changes_and_none_that_said_something(
    cells: list[str], role: Role, end: str
) -> None:
    row = f"|{'|'.join(cells)}|"
    text = (TABLE + row + "\n").replace("\n", end)
    try:
        after = read_list(text).fill([Blank(line=6, role=role, facts=FACTS)]).text
    except ListError:
        return

    before, now = text.split(end), after.split(end)
    assert now[:5] == before[:5]
    assert now[6:] == before[6:]
    was, is_now = cut_row(before[5]).cells, cut_row(now[5]).cells
    [changed] = [n for n, pair in enumerate(zip(was, is_now, strict=True)) if len(set(pair)) > 1]
    assert HEADERS[changed] == role
    said = plain(was[changed])
    assert (
        says_nothing(said)
        or only_preprint(said)
        or (role == "code" and was[changed].strip() in is_now[changed])
    )
