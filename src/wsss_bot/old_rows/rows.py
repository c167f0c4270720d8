"""The old rows of a list: found by paper, and changed one cell at a time."""

import re
from collections.abc import Callable, Iterable, Mapping

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import CELL_ROLES, ArxivId, Entry
from wsss_bot.pull_request import three_way
from wsss_bot.pull_request.learn import text_of_cell
from wsss_bot.pull_request.proposed import ProposedCell
from wsss_bot.text import escape
from wsss_bot.text.titles import title_key

Read = Callable[[str], AwesomeList]
RowsOf = Callable[[str], "Rows"]

LONGEST_TITLE = 300
"""So much of a title is remembered, and compared."""


def short_title(entry: Entry) -> str:
    """Return as much of an entry's title as a pull request remembers."""
    return escape.cut(entry.title, LONGEST_TITLE)


class Rows:
    """The rows of a list, by the paper that they are about.

    A paper may have several rows. A row without an arXiv id is found by its title, which is how a
    cell is found again whose id people took back.
    """

    def __init__(self, listed: AwesomeList) -> None:
        self._by_id: dict[ArxivId, list[Entry]] = {}
        self._by_title: dict[str, list[Entry]] = {}
        for entry in listed.entries:
            if entry.arxiv_id is not None:
                self._by_id.setdefault(entry.arxiv_id, []).append(entry)
            elif key := title_key(short_title(entry)):
                self._by_title.setdefault(key, []).append(entry)

    def of(self, arxiv_id: ArxivId, title: str) -> list[Entry]:
        """Return the rows of a paper, in the order of the file."""
        without_id = self._by_title.get(title_key(title), [])
        return sorted([*self._by_id.get(arxiv_id, []), *without_id], key=lambda entry: entry.line)

    def find(self, cell: ProposedCell) -> Entry | None:
        """Return the row that a cell is in; None when it is gone."""
        rows = self.of(cell.arxiv_id, cell.title)
        return rows[cell.row - 1] if cell.row <= len(rows) else None

    def what_they_say(self, cells: Iterable[ProposedCell]) -> dict[str, str]:
        """Return what each cell says here, by key; one whose row is gone is left out."""
        found = {cell: self.find(cell) for cell in cells}
        return {cell.key: text_of_cell(entry, cell.role) for cell, entry in found.items() if entry}


def without_cell(rows_of: RowsOf, text: str, cell: ProposedCell, original: str) -> str:
    """Put one cell of the list back to its text in `original`; change nothing else.

    If the cell does not hold the proposed text any more, a person has edited it, and it stays.
    """
    row, was = rows_of(text).find(cell), rows_of(original).find(cell)
    if row is None or was is None or text_of_cell(row, cell.role) != cell.after:
        return text
    others = [role for role in CELL_ROLES if role != cell.role]
    attempts = tuple(three_way.undone(was.raw, row.raw))
    for raw in attempts:
        attempt = with_row(text, row, raw)
        found = rows_of(attempt).find(cell)
        if found is None or text_of_cell(found, cell.role) != text_of_cell(was, cell.role):
            continue
        # One cell may say two things: a venue that links to the paper brings its arXiv id.
        if len(attempts) == 1 or all(
            text_of_cell(found, role) == text_of_cell(row, role) for role in others
        ):
            return attempt
    return text


def with_row(text: str, entry: Entry, raw: str) -> str:
    """Return the list with other text in the place of an entry's own lines."""
    before, own, behind = _parted(text, entry)
    return before + raw + own[len(own.rstrip("\r\n")) :] + behind


def with_addresses(text: str, entry: Entry, moved: Mapping[str, str]) -> str:
    """Replace addresses in the lines of an entry.

    `text` may differ from the list that `entry` was read from, but not in its number of lines.
    """
    before, own, behind = _parted(text, entry)
    for old, new in moved.items():
        own = new.join(re.split(rf"{re.escape(old)}(?=[\s)\]>|\"']|$)", own))
    return before + own + behind


def _parted(text: str, entry: Entry) -> tuple[str, str, str]:
    """Cut the list into what stands before an entry's own lines, these, and what follows."""
    lines = re.split(r"(?<=\n)", text)
    first, last = entry.line - 1, entry.line + entry.raw.count("\n")
    return "".join(lines[:first]), "".join(lines[first:last]), "".join(lines[last:])
