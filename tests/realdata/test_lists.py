"""Every real list can be read, and a made-up paper be added to it as its neighbours are written."""

import csv
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.realdata.where import DATA, needs_data
from wsss_bot.awesome_list import AwesomeList, Table, decode_list, read_list
from wsss_bot.awesome_list.understand.cells import cut_row
from wsss_bot.awesome_list.understand.dates import read_date
from wsss_bot.domain import ArxivId, CodeLink, Entry, Facts, Venue
from wsss_bot.text.arxiv_ids import find_arxiv_ids

pytestmark = needs_data

FILES = sorted(path for path in DATA.glob("lists/*") if path.suffix in {".md", ".rst"})
SEED = DATA / "seed-list.md"
ROW_LIKE = re.compile(r"\s*(?:\||[-*+] |\d+\. )|.*\|.*\|.*\|")
PAPERS = [
    Facts(
        arxiv_id=ArxivId(f"{on:%y%m}.04321"),
        title="MadeUpNet: A Paper that Nobody Wrote about Segmentation",
        submitted_on=on,
        method="MadeUpNet",
        venue=venue,
        code=(CodeLink(url="https://github.com/nobody/madeup", label="pytorch"),),
    )
    for on, venue in [
        (date(2023, 3, 2), None),
        (date(2025, 9, 9), Venue(name="NeurIPS", year=2025)),
    ]
]
NOWHERE = {
    "Awesome3DGS+3D-Gaussian-Splatting-Papers__2024_CVPR.md": "headings with details below",
    "Awesome3DGS+3D-Gaussian-Splatting-Papers__README.md": "headings with details below",
    "ChaofWang+Awesome-Super-Resolution__awesome_paper_list_and_repos.md": "repositories",
    "ChaofWang+Awesome-Super-Resolution__2022_papers.md": "the papers of one other year",
    "ChaofWang+Awesome-Super-Resolution__2024_papers.md": "the papers of one other year",
    "ChaofWang+Awesome-Super-Resolution__dataset.md": "data sets",
    "youngfish42+Awesome-FL__README.md": "venues below years, in folds",
    "yzhao062+anomaly-detection-resources__README.rst": "tables of reStructuredText",
}
"""Lists without a safe place, and what they hold instead of rows for papers."""
TRUE_REASON = re.compile(r"no table and no list of items|none to copy simply")


@cache
def read(path: Path) -> AwesomeList:
    return read_list(decode_list(path.read_bytes(), name=path.name))


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.name[:60])
def listed(request: pytest.FixtureRequest) -> AwesomeList:
    return read(request.param)


def test_the_seed_list_is_read_whole() -> None:
    with (DATA / "seed-list.fields.csv").open(encoding="utf-8", newline="") as file:
        by_hand = list(csv.DictReader(file))

    entries = read(SEED).entries

    assert len(entries) == len(by_hand) == 86
    assert sum(entry.arxiv_id is not None for entry in entries) == 63
    for entry, row in zip(entries, by_hand, strict=True):
        assert (str(entry.line), entry.date, entry.title) == (
            row["line"],
            row["when"],
            row["title"],
        )
        assert (entry.method or "") == row["what"].replace("<br/>", " ")
        assert (entry.venue or "", entry.arxiv_id or "") == (row["where_text"], row["arxiv_id"])
        assert len(entry.code) == int(row["n_code"])
        assert all(url in row["code_entries"] for url in entry.code)


def test_the_seed_list_is_understood() -> None:
    (table,) = read(SEED).tables

    assert [column.role for column in table.columns] == [
        "date", "method", "title", "venue", "paper", "code",
    ]  # fmt: skip
    assert (table.order, table.ordered_by, table.papers) == ("newest first", "date", True)
    assert read(SEED).flaws == ()


def test_a_list_keeps_its_bytes(listed: AwesomeList) -> None:
    assert listed.add([]).text == listed.text


def test_nearly_all_arxiv_ids_in_rows_are_found() -> None:
    in_rows = found = 0
    for path in FILES:
        listed = read(path)
        lines = [line for line in listed.text.splitlines() if ROW_LIKE.match(line)]
        ids = set(find_arxiv_ids("\n".join(lines)))
        in_rows += len(ids)
        found += len(ids & {entry.arxiv_id for entry in listed.entries})

    assert found >= 0.98 * in_rows > 10_000


def test_every_listed_paper_is_known_again(listed: AwesomeList) -> None:
    for entry in listed.entries:
        assert listed.find(arxiv_id=entry.arxiv_id, title=entry.title) is not None


class Added:
    """A list, a paper that was added to it, and the list read again."""

    def __init__(self, listed: AwesomeList, paper: Facts) -> None:
        self.listed = listed
        self.paper = paper
        addition = listed.add([paper])
        (placed,) = addition.placed
        if placed.line is None:
            assert addition.text == listed.text
            pytest.skip(placed.reason)
        self.line = placed.line
        self.row = placed.row
        self.before = listed.text.splitlines()
        self.after = addition.text.splitlines()
        self.again = read_list(addition.text)

    def near(self, table: Table, *, within: int) -> list[Entry]:
        """The entries of the new list near the new row, in its table, without it."""
        lines = range(table.line, table.line + table.rows + 2)
        return [
            entry
            for entry in self.again.entries
            if entry.line in lines and 0 < abs(entry.line - self.line) <= within
        ]

    @property
    def table(self) -> Table:
        """The table or list that the row was added to."""
        return max(
            (table for table in self.again.tables if table.line <= self.line),
            key=lambda table: table.line,
        )


@pytest.fixture(scope="module", params=PAPERS, ids=lambda paper: paper.arxiv_id)
def added(listed: AwesomeList, request: pytest.FixtureRequest) -> Added:
    return Added(listed, request.param)


def test_adding_a_paper_only_adds_lines(added: Added) -> None:
    more = len(added.after) - len(added.before)

    # A new section for a year brings its heading and the header of its table along.
    assert any(
        added.after[:at] + added.after[at + more :] == added.before
        for at in range(max(0, added.line - 12), added.line)
    )
    new = added.after[added.line - 1 :][: added.row.markdown.count("\n") + 1]
    assert "\n".join(new) == added.row.markdown


def test_a_new_row_is_read_back_as_an_entry(added: Added) -> None:
    assert len(added.again.entries) == len(added.listed.entries) + 1
    (entry,) = [entry for entry in added.again.entries if entry.line == added.line]
    assert "MadeUpNet" in (entry.title, entry.method, entry.title.partition(":")[0])
    near = added.near(added.table, within=9)
    if 2 * sum(one.arxiv_id is not None for one in near) > len(near):
        assert entry.arxiv_id == added.paper.arxiv_id


def test_a_new_row_has_the_shape_of_its_neighbours(added: Added) -> None:
    near = [cut_row(added.after[one.line - 1]) for one in added.near(added.table, within=9)]
    if added.table.kind == "bullets" or not near:
        return

    row = cut_row(added.row.markdown)

    assert len(row.cells) == len(added.table.columns)
    assert 2 * sum(one.opened is row.opened for one in near) >= len(near)
    assert 2 * sum(one.closed is row.closed for one in near) >= len(near)


def test_in_a_table_sorted_by_date_a_new_row_stands_in_order(added: Added) -> None:
    if added.table.ordered_by != "date":
        return
    days = {
        one.line: (day.year, day.month)
        for one in added.near(added.table, within=10_000)
        if (day := read_date(one.date or "")) is not None
    }
    ours = added.paper.submitted_on.year, added.paper.submitted_on.month
    if not any(month for _, month in days.values()):
        ours = ours[0], 0
    above = [day for line, day in days.items() if line < added.line]
    below = [day for line, day in days.items() if line > added.line]
    if added.table.order == "oldest first":
        above, below = below, above

    misplaced = sum(day < ours for day in above) + sum(day > ours for day in below)

    assert misplaced <= 0.1 * len(days)


def test_only_these_lists_have_no_safe_place() -> None:
    nowhere = {}
    for path in FILES:
        placed = read(path).add(PAPERS).placed
        if all(one.line is None for one in placed):
            nowhere[path.name] = placed[0].reason

    assert set(nowhere) == set(NOWHERE)
    assert all(TRUE_REASON.search(reason) for reason in nowhere.values())
