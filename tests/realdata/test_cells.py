"""The cells of real papers beside those that people wrote; bench/cells.py measures all of them."""

from collections.abc import Iterable
from functools import cache

import pytest

from bench.cells import (
    Judge,
    Row,
    dates_right,
    links_found,
    links_wrong,
    names_found,
    names_right,
    read_lines,
    rows_of,
    seed_rows,
    venues_right,
    venues_same,
    venues_wrong,
)
from tests.realdata.where import needs_data
from wsss_bot.text.latex import to_unicode

pytestmark = needs_data

SAMPLE = 4
"""One row in so many of the large file is enough to notice a loss."""


@cache
def rows(name: str) -> tuple[Row, ...]:
    if name == "seed":
        return tuple(rows_of(seed_rows()))
    step = SAMPLE if name.startswith("human") else 1
    return tuple(rows_of(list(read_lines(name))[::step]))


def share(judge: Judge, of: Iterable[Row]) -> float:
    part, whole = judge(of, True)
    return part / whole


@pytest.mark.parametrize(
    ("name", "judge", "least"),
    [
        ("human-rows-dev.jsonl.gz", names_found, 0.88),
        ("human-rows-dev.jsonl.gz", names_right, 0.90),
        ("human-rows-dev.jsonl.gz", links_found, 0.97),
        ("human-rows-dev.jsonl.gz", venues_same, 0.94),
        ("rows-dev.jsonl", names_found, 0.80),
        ("rows-dev.jsonl", names_right, 0.92),
        ("rows-dev.jsonl", links_found, 0.95),
        ("venues-dev.jsonl", venues_right, 0.93),
        ("seed", names_found, 0.95),
        ("seed", dates_right, 0.98),
    ],
)
def test_cells_are_found_and_right_as_often_as_asked(name: str, judge: Judge, least: float) -> None:
    assert share(judge, rows(name)) >= least


@pytest.mark.parametrize(
    ("name", "judge", "most"),
    [("human-rows-dev.jsonl.gz", links_wrong, 0.01), ("venues-dev.jsonl", venues_wrong, 0.03)],
)
def test_cells_are_wrong_no_more_often_than_allowed(name: str, judge: Judge, most: float) -> None:
    assert share(judge, rows(name)) <= most


def test_awkward_titles_and_comments_come_out_on_one_line() -> None:
    texts = [record["text"] for record in read_lines("hard-strings-dev.jsonl")]

    assert all("\n" not in to_unicode(text) and to_unicode(text).strip() for text in texts)
