import difflib
from datetime import date

from tests.make import some_facts
from wsss_bot.awesome_list import read_list
from wsss_bot.domain import Cell, CodeLink, Venue

# ruff: noqa: E501 - rows of a list are long

TABLE = """\
# A list

| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
| 2022/04 | **L2G** | L2G: A Transfer Framework for Segmentation | CVPR 2022 | [2204.03206](https://arxiv.org/abs/2204.03206) | [pytorch](https://github.com/PengtaoJiang/L2G) |
| 2022/03 | **SIPE** | Self-supervised Prototype Exploration for Segmentation | NIPS 2022 | [2203.02909](https://arxiv.org/abs/2203.02909) | [github](https://github.com/chenqi1126/SIPE) |
| 2021/12 | - | Exploring Pixel-level Self-supervision for Segmentation | - | [2112.05351](https://arxiv.org/abs/2112.05351) | - |
| 2021/10 | **CODNet** | Co-attention Dictionary Network for Segmentation | - | - | - |

The end.
"""


def added_lines(before: str, after: str) -> list[str]:
    changes = [
        d for d in difflib.ndiff(before.splitlines(True), after.splitlines(True)) if d[0] != " "
    ]
    assert all(change[0] in "+?" for change in changes), changes
    return [change[2:].rstrip("\r\n") for change in changes if change[0] == "+"]


def test_a_row_is_written_as_its_neighbours_are() -> None:
    facts = some_facts(
        venue=Venue(name="NeurIPS", year=2022),
        code=(CodeLink(url="https://github.com/a/b", label="pytorch"),),
    )

    addition = read_list(TABLE).add([facts])

    assert added_lines(TABLE, addition.text) == [
        "| 2022/01 | **NewNet** | A New Paper on Weak Segmentation | NIPS 2022"
        " | [2201.00123](https://arxiv.org/abs/2201.00123) | [pytorch](https://github.com/a/b) |"
    ]
    assert addition.placed[0].line == 7


def test_what_is_not_known_is_blank_as_the_list_writes_it() -> None:
    addition = read_list(TABLE).add([some_facts(method=None)])

    assert addition.rows[0].markdown == (
        "| 2022/01 | - | A New Paper on Weak Segmentation | -"
        " | [2201.00123](https://arxiv.org/abs/2201.00123) | - |"
    )
    assert addition.rows[0].cells["venue"] == Cell()


def test_a_code_link_of_unknown_language_gets_the_general_label() -> None:
    addition = read_list(TABLE).add([some_facts(code=(CodeLink(url="https://github.com/a/b"),))])

    assert addition.rows[0].markdown.endswith("| [github](https://github.com/a/b) |")


def test_several_papers_stand_in_the_order_of_the_list_and_are_reported_as_given() -> None:
    old, new = (
        some_facts("2111.00001", on=date(2021, 11, 1)),
        some_facts("2301.00002", on=date(2023, 1, 1)),
    )
    between = some_facts("2203.01000", on=date(2022, 3, 1))

    addition = read_list(TABLE).add([old, new, between])

    assert [placed.line for placed in addition.placed] == [10, 5, 8]
    lines = addition.text.splitlines()
    assert [lines[placed.line - 1] for placed in addition.placed if placed.line] == [
        row.markdown for row in addition.rows
    ]


def test_cells_say_where_each_fact_comes_from() -> None:
    row = read_list(TABLE).row(some_facts(venue=Venue(name="CVPR", year=2022)))

    assert row.cells["venue"] == Cell(text="CVPR 2022", source="the authors' comment")
    assert row.cells["date"].text == "2022/01"
    assert row.cells["paper"].text == "https://arxiv.org/abs/2201.00123"


def test_crlf_and_a_missing_final_newline_survive() -> None:
    text = TABLE.split("\nThe end")[0].rstrip().replace("\n", "\r\n")

    after = read_list(text).add([some_facts("2001.00001", on=date(2020, 1, 1))]).text

    assert after.startswith(text + "\r\n| 2020/01 |")
    assert not after.endswith("\n")


def test_every_line_of_a_row_ends_as_the_file_does() -> None:
    items = (
        "# A list\n\n"
        "- **L2G**: A Transfer Framework for Segmentation\n"
        "  [[paper](https://arxiv.org/abs/2204.03206)] (CVPR 2022)\n"
        "- **SIPE**: Self-supervised Prototype Exploration for Segmentation\n"
        "  [[paper](https://arxiv.org/abs/2203.02909)] (CVPR 2022)\n"
    ).replace("\n", "\r\n")

    text = read_list(items).add([some_facts()]).text

    assert "\r\r" not in text
    assert text.count("\r\n") == text.count("\n") == items.count("\n") + 2


NUMBERED = """# Papers

1. **Old**: A Title of Some Words, CVPR 2020 [[paper]](https://arxiv.org/abs/2004.00001)
2. **New**: Another Title of Some Words, CVPR 2021 [[paper]](https://arxiv.org/abs/2104.00001)

The end.
"""


def test_new_items_of_a_numbered_list_count_on() -> None:
    papers = [
        some_facts(title=f"Title Number {n} of Some Words", arxiv_id=f"2501.0000{n}")
        for n in range(3)
    ]

    added = read_list(NUMBERED).add(papers)

    lines = added_lines(NUMBERED, added.text)
    assert [line.partition(" ")[0] for line in lines] == ["3.", "4.", "5."]
    assert sorted(placed.row.markdown for placed in added.placed) == lines
    assert read_list(NUMBERED).row(papers[2]).markdown.startswith("3. ")


def test_between_two_items_without_a_blank_line_comes_none() -> None:
    items = [
        f"+ [Some Words of a Title {month}](https://arxiv.org/abs/24{month:02}.00001) (2024-{month:02}-03)\n"
        for month in (9, 8, 7, 6, 5)
    ]
    text = "# Papers\n\n" + "\n".join(items[:3]) + "\n".join(["", *items[3:]])
    text = text.replace(items[1] + "\n" + items[2], items[1] + items[2])

    addition = read_list(text).add([some_facts("2407.00009", on=date(2024, 7, 20))])

    assert addition.text == text.replace(items[2], f"{addition.rows[0].markdown}\n{items[2]}")
