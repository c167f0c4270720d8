"""Whatever stands in a list or in a title, no byte is lost and no table falls apart."""

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from wsss_bot.awesome_list import Addition, read_list
from wsss_bot.awesome_list.understand.cells import cut_row
from wsss_bot.domain import ArxivId, CodeLink, Facts, Venue

# ruff: noqa: E501 - rows of a list are long

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("|\\`*_[]()<>~#-+=$&!:\"'｜ \u00a0\u200b标é😀@"),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
)
CELL = HOSTILE.map(lambda text: " ".join(text.split()).replace("|", r"\|").replace("\\\\|", "|"))
FACTS = st.builds(
    Facts,
    arxiv_id=st.just(ArxivId("2503.01234")),
    title=HOSTILE.map(lambda text: f"T{text}"),
    submitted_on=st.dates(date(2015, 1, 1), date(2026, 12, 31)),
    method=st.none() | HOSTILE.map(lambda text: f"M{text}"),
    venue=st.none()
    | st.builds(
        Venue,
        name=st.sampled_from(["CVPR", "NeurIPS", "A | B", "TPAMI"]),
        year=st.none() | st.integers(2000, 2030),
        kind=st.sampled_from(["main", "workshop", "findings", "journal"]),
    ),
    code=st.lists(
        st.builds(
            CodeLink,
            url=HOSTILE.map(lambda text: f"https://github.com/a/{text}"),
            label=st.none() | HOSTILE,
        ),
        max_size=2,
    ).map(tuple),
)
TABLES = {
    "padded": """\
| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
| 2022/04 | **L2G** | A Transfer Framework for Segmentation | CVPR 2022 | [2204.03206](https://arxiv.org/abs/2204.03206) | [pytorch](https://github.com/a/L2G) |
| 2021/12 | - | Exploring Pixel-level Self-supervision for Masks | - | [2112.05351](https://arxiv.org/abs/2112.05351) | - |
""",
    "tight, without outer pipes": """\
Title|Name|Venue|Links
---|---|---|---
[**A Transfer Framework for Segmentation**](https://arxiv.org/pdf/2204.03206)|`L2G`|CVPR'22|[Code](https://github.com/a/L2G)
[**Exploring Pixel-level Self-supervision for Masks**](https://arxiv.org/pdf/2112.05351)|`EPS`|arXiv|[Code](https://github.com/a/EPS)
""",
    "everything in two cells": """\
|Title<br>Authors|Materials|
|-|-|
|A Transfer Framework for Segmentation <br> <sub>*A. B.*</sub>|[[PDF](https://arxiv.org/abs/2204.03206)] [[CODE](https://github.com/a/L2G)]|
|Exploring Pixel-level Self-supervision for Masks <br> <sub>*C. D.*</sub>|[[PDF](https://arxiv.org/abs/2112.05351)]|
""",
}  # fmt: skip
ITEMS = """\
- **L2G:** "A Transfer Framework for Segmentation" *CVPR2022* [[paper](https://arxiv.org/abs/2204.03206)] [[code](https://github.com/a/L2G)]
- **EPS:** "Exploring Pixel-level Self-supervision for Masks" *arXiv2021* [[paper](https://arxiv.org/abs/2112.05351)]
"""
PARSER = MarkdownIt("commonmark").enable("table")


def cells_of_each_row(text: str) -> list[int]:
    """How many cells each row of the only table has, by a parser of its own."""
    rows: list[int] = []
    tokens = PARSER.parse(text)
    assert sum(token.type == "table_open" for token in tokens) == 1
    for token in tokens:
        if token.type == "tr_open":
            rows.append(0)
        rows[-1:] = [rows[-1] + (token.type in {"td_open", "th_open"})] if rows else []
    return rows


def divisions_of(line: str) -> int:
    """How many pipes divide cells: a parser drops cells beyond the last column in silence."""
    inner = re.sub(r"(?<!\\)\|\s*\Z", "", line.strip().removeprefix("|"))
    return len(re.findall(r"(?<!\\)\|", inner))


def is_refused(addition: Addition, text: str) -> bool:
    """Whether no row could be written, for a reason and without a trace."""
    (placed,) = addition.placed
    if placed.line is not None:
        return False
    assert "no row can be written as the list writes them: " in placed.reason
    assert addition.text == text
    return True


@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_row_is_the_sum_of_its_cells(rows: list[list[str]]) -> None:
    for cells in rows:
        line = "|" + "|".join(cells) + "|"
        row = cut_row(line)

        assert row.prefix + "|".join(row.cells) + row.suffix == line


@settings(deadline=None)
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=5),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_of_hostile_cells_is_read_and_kept(rows: list[list[str]], end: str) -> None:
    head = [
        "|Title|Venue|PDF|",
        "|-|-|-|",
        "|A Paper about Masks|CVPR|[x](https://arxiv.org/abs/2001.00001)|",
    ]
    text = end.join([*head, *("|" + "|".join(cells) + "|" for cells in rows)])

    listed = read_list(text)

    assert listed.text == text
    assert listed.entries[0].arxiv_id == "2001.00001"
    assert all(flaw.line >= 1 for flaw in listed.flaws)


@settings(max_examples=150, deadline=None)
@given(facts=FACTS, name=st.sampled_from(sorted(TABLES)))
def test_any_paper_can_be_added_and_the_table_keeps_its_columns(facts: Facts, name: str) -> None:
    table = TABLES[name]
    before = cells_of_each_row(table)

    addition = read_list(table).add([facts])

    if is_refused(addition, table):
        return
    after = cells_of_each_row(addition.text)
    assert len(after) == len(before) + 1
    assert set(after) == set(before)
    assert divisions_of(addition.rows[0].markdown) == before[0] - 1
    assert addition.placed[0].line is not None
    lines = addition.text.splitlines()
    del lines[addition.placed[0].line - 1]
    assert lines == table.splitlines()


@settings(max_examples=150, deadline=None)
@given(facts=FACTS)
def test_any_paper_can_be_added_as_an_item_and_is_one_item(facts: Facts) -> None:
    addition = read_list(ITEMS).add([facts])

    if is_refused(addition, ITEMS):
        return
    tokens = PARSER.parse(addition.text)
    assert [token.type for token in tokens].count("list_item_open") == 3
    assert {token.type for token in tokens if token.level == 2} <= {
        "paragraph_open",
        "paragraph_close",
        "list_item_open",
        "list_item_close",
    } | {"inline"}
    assert len(addition.text.splitlines()) == len(ITEMS.splitlines()) + 1


@settings(deadline=None)
@given(text=HOSTILE)
def test_a_title_is_shown_as_it_is(text: str) -> None:
    title = " ".join(f"Words {text} end".split())
    facts = Facts(arxiv_id=ArxivId("2503.01234"), title=title, submitted_on=date(2025, 3, 1))

    row = read_list(TABLES["padded"]).row(facts)

    (inline,) = PARSER.parseInline(cut_row(row.markdown).cells[2].strip().replace(r"\|", "|"))
    shown = "".join(child.content for child in inline.children or ())
    visible = "".join(c for c in title if c.isprintable())
    assert "".join(c for c in shown if c.isprintable()).split() == visible.split()
