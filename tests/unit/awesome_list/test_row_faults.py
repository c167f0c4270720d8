"""The smallest lists that were once written into wrongly, and the rows that belong into them.

`row_faults/` holds the lists and the two papers; `rows.md` the rows, each list under its heading.
"""

import re
from pathlib import Path

import pytest

from wsss_bot.awesome_list import read_list
from wsss_bot.compose import facts_of
from wsss_bot.domain import ArxivId
from wsss_bot.papers_file.records import read_papers

FOLDER = Path(__file__).parent / "row_faults"
LISTS = sorted(FOLDER.glob("k*"))
PAPERS = [facts_of(paper) for paper in read_papers(str(FOLDER / "papers.jsonl"))]
ROWS_AS_TEXT = (FOLDER / "rows.md").read_text("utf-8")
ROWS = dict(
    re.findall(
        r"^## (\S+)\n\n(.*?)(?=^## |\Z)", (FOLDER / "rows.md").read_text("utf-8"), re.M | re.S
    )
)


def written(path: Path) -> str:
    """What becomes of each paper: the line and the row, or why there is none."""
    listed = read_list(path.read_text("utf-8"))
    parts = []
    for facts in PAPERS:
        addition = listed.add([facts])
        (placed,) = addition.placed
        if placed.line is None:
            assert addition.text == listed.text
            parts.append(f"no row: {placed.reason}\n")
        else:
            parts.append(f"line {placed.line}:\n{placed.row.markdown}\n")
    return "\n".join(parts)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_row_is_what_a_maintainer_would_write(path: Path) -> None:
    assert written(path).strip() == ROWS[path.name].strip()


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_with_a_row_the_list_holds_just_one_paper_more(path: Path) -> None:
    listed = read_list(path.read_text("utf-8"))
    for facts in PAPERS:
        addition = listed.add([facts])
        if addition.placed[0].line is None:
            continue
        again = read_list(addition.text)

        assert again.names(ArxivId(str(facts.arxiv_id)))
        before = [(entry.title, entry.arxiv_id, entry.venue) for entry in listed.entries]
        after = [
            (entry.title, entry.arxiv_id, entry.venue)
            for entry in again.entries
            if entry.arxiv_id != facts.arxiv_id
        ]
        assert after == before
