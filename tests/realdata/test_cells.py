"""The cells of real papers beside those that people wrote, as bench/cells.py measures them."""

import json

from tests.realdata.where import DATA, benchmark, needs_data
from wsss_bot.text.latex import to_unicode

pytestmark = needs_data


def test_all_figures_but_one_are_as_good_as_asked() -> None:
    lines = benchmark("cells").splitlines()

    figures = [line for line in lines if line.startswith(("| names", "| links", "| venues", "| d"))]
    missed = [line.split(" | ")[0] for line in figures if "missed" in line]
    assert len(figures) == 12
    assert missed == ["| names, the seed list: found of those in the text"]


def test_awkward_titles_and_comments_come_out_on_one_line() -> None:
    with (DATA / "hard-strings-dev.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]

    assert all("\n" not in to_unicode(text) and to_unicode(text).strip() for text in texts)
