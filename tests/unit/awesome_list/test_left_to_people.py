"""What people have to do beside new rows is named."""

from datetime import date

from tests.make import some_facts
from wsss_bot.awesome_list import read_list

ROWS = "- [Words of a Title {n}](https://arxiv.org/abs/2{n}01.00001)\n"


def a_list(opening: str) -> str:
    years = "".join(f"## 202{n}\n\n{ROWS.format(n=n)}\n" for n in (3, 2))
    return f"# Papers\n\n{opening}\n\n{years}"


def named(text: str, on: date) -> tuple[str, ...]:
    listed = read_list(text)
    return listed.left_to_people(listed.add([some_facts("2505.00001", on=on)]))


def test_a_translation_is_named() -> None:
    text = a_list("[中文](README_zh.md) | [Code](https://github.com/a/b)")

    assert named(text, date(2023, 5, 1)) == (
        "README_zh.md is linked as a translation of this list and is not changed",
    )


def test_a_table_of_contents_is_named_where_a_section_is_opened() -> None:
    text = a_list("- [2023](#2023)\n- [2022](#2022)")

    assert named(text, date(2025, 5, 1)) == (
        "the table of contents has no line for the new section '2025'",
    )
    assert named(text, date(2023, 5, 1)) == ()


def test_nothing_is_named_where_nothing_is_left() -> None:
    assert named(a_list("Welcome."), date(2025, 5, 1)) == ()
