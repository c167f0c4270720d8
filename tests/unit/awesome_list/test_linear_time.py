"""Whatever stands in a list, the time to read it and to add a row grows with its length."""

import time
from collections.abc import Callable
from datetime import date

import pytest

from wsss_bot.awesome_list import read_any, read_list
from wsss_bot.awesome_list.generated.makers import writes
from wsss_bot.awesome_list.generated.sentences import files_named, says_generated
from wsss_bot.domain import ArxivId, CodeLink, Facts, Venue
from wsss_bot.errors import ListError

PAPER = Facts(
    arxiv_id=ArxivId("2611.01234"),
    title="RibbonNet: Tying Ribbons around Straw Hats",
    submitted_on=date(2026, 11, 15),
    method="RibbonNet",
    venue=Venue(name="NeurIPS", year=2026),
    code=(CodeLink(url="https://github.com/hofer-lab/ribbonnet"),),
    authors=("Lena Hofer", "Jun Sato"),
)
HEADER = "| Title | Venue | PDF |\n|---|---|---|\n"
ROWS = "".join(
    f"| Why Wet Straw Hats Burn {n} | CVPR 2022 | [pdf](https://arxiv.org/abs/2201.0000{n}) |\n"
    for n in range(5)
)
ITEMS = "".join(
    f"- [Why Wet Straw Hats Burn {n}](https://arxiv.org/abs/2201.0000{n}), *Ada Ant*, CVPR 2022\n"
    for n in range(5)
)
REPEATED = [
    *(" ", "`", "**a ", "_a ", "<!--", "[", "[a](b) ", "(", '"', "![", "<", "~~", "https://a/"),
    *("<b>", '<a href="x">', "Ada Ant, ", "2024 ", "\\", '[*`"(', " - ", "\u00a0", "<summary>"),
]
LENGTH = 6_000
LARGER = 4
MOST: float = LARGER**1.5
"""Times as long for a text so many times as long; twice as much would be quadratic."""
NOISE = 0.25
"""In seconds of processor time."""


def seconds(text: str) -> float:
    """The processor time to understand a list and to add a paper."""
    started = time.process_time()
    try:
        listed = read_list(text)
        assert listed.flaws is not None
        listed.add([PAPER])
        listed.find(arxiv_id=None, title="A Title that Is Not There")
    except ListError:
        pass
    return time.process_time() - started


def grows_linearly(small: str, large: str) -> bool:
    """Whether one of a few tries shows it: a busy machine makes single ones long."""
    return any(seconds(large) <= MOST * seconds(small) + NOISE for _ in range(4))


@pytest.mark.parametrize("repeated", REPEATED)
def test_a_cell_of_one_sign_repeated_costs_what_it_is_long(repeated: str) -> None:
    def table(length: int) -> str:
        cell = repeated * (length // len(repeated))
        link = "[pdf](https://arxiv.org/abs/2201.01111)"
        return f"{HEADER}{ROWS}| {cell} | CVPR 2022 | {link} |\n{ROWS}"

    assert grows_linearly(table(LENGTH), table(LARGER * LENGTH))


@pytest.mark.parametrize("repeated", REPEATED)
def test_an_item_of_one_sign_repeated_costs_what_it_is_long(repeated: str) -> None:
    def items(length: int) -> str:
        text = repeated * (length // len(repeated))
        return f"{ITEMS}- {text} https://arxiv.org/abs/2201.01111\n{ITEMS}\n{text}\n"

    assert grows_linearly(items(LENGTH), items(LARGER * LENGTH))


@pytest.mark.parametrize("line", ["<details><summary>\n", "<tr><td>\n", "## [A b c d](x)\n"])
def test_lines_that_open_and_never_close_cost_what_they_are_long(line: str) -> None:
    assert grows_linearly(line * 500 + ITEMS, line * 500 * LARGER + ITEMS)


def test_a_padded_table_costs_what_it_is_long() -> None:
    def padded(width: int) -> str:
        rows = (
            f"| Why Wet Straw Hats Burn {n}{' ' * width} | CVPR 2022"
            f" | [pdf](https://arxiv.org/abs/2201.0{n:04}) |\n"
            for n in range(60)
        )
        return HEADER + "".join(rows)

    assert grows_linearly(padded(250), padded(250 * LARGER))


def test_nested_items_cost_what_they_are_long() -> None:
    def nested(levels: int) -> str:
        return (
            "".join("  " * n + f"- Level {n} of the nested list\n" for n in range(levels)) + ITEMS
        )

    # The text of nested items grows with the square of the levels, by its indentation alone.
    assert seconds(nested(300)) <= 4 * MOST * seconds(nested(75)) + NOISE


def bibliography(entries: int) -> str:
    return "".join(
        f"@article{{k{n},\n  title={{Why Wet Straw Hats Burn {n}}},\n"
        f"  abstract={{{'word ' * 60}}},\n"
        f"  url={{https://arxiv.org/abs/2201.{n:05}}}\n}}\n\n"
        for n in range(entries)
    )


@pytest.mark.parametrize(
    ("work", "text"),
    [
        (lambda text: read_any(text, path="a.bib"), bibliography),
        (lambda text: says_generated(text, ()), lambda n: "<!-- begin papers -->\n" * n),
        (files_named, lambda n: "a+" * n * 5),
        (lambda text: writes(text, "README.md"), lambda n: "write" * n * 5 + " README.md"),
        (lambda text: writes(text, "README.md"), lambda n: "x = README.md\n" + "open(" * n * 5),
    ],
)
def test_data_and_what_tells_of_it_cost_what_they_are_long(
    work: Callable[[str], object], text: Callable[[int], str]
) -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        work(text)
        return time.process_time() - started

    small, large = text(1_000), text(1_000 * LARGER)
    assert any(seconds(large) <= MOST * seconds(small) + NOISE for _ in range(4))
