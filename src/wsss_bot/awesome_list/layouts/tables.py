"""Pipe tables: a row is a paper, a column says one thing of it."""

import re
from collections.abc import Sequence

from wsss_bot.awesome_list.layouts.blocks import Blocks, TableBlock
from wsss_bot.awesome_list.layouts.listing import Kind, Listing, spread
from wsss_bot.awesome_list.model import Column, Overrides
from wsss_bot.awesome_list.understand.anatomy import says_nothing
from wsss_bot.awesome_list.understand.cells import cut_row
from wsss_bot.awesome_list.understand.columns import column_roles
from wsss_bot.awesome_list.understand.entries import ListedRow, TableRow
from wsss_bot.awesome_list.understand.inline import Definitions, plain
from wsss_bot.awesome_list.write.edits import filled_cell
from wsss_bot.awesome_list.write.table_rows import joined_cells, table_row
from wsss_bot.awesome_list.write.writing import Writer
from wsss_bot.domain import Role

_RESULTS = 2
"""From so many columns of numbers on a table shows results."""
_NUMBER = re.compile(r"[~<>≈±]?\d+(?:[.,]\d+)?(?:\s?[%kKmMx]|\s*[±/\[(].*)?")
_DATA_SETS = re.compile(r"data ?-?sets?\b|数据集", re.IGNORECASE)
_SAMPLE = 200
"""So many rows, evenly spread, tell what kind of rows a table has."""


class Tables:
    """The layout of pipe tables."""

    fewest: int = 3
    shown: Kind = "table"

    def read(
        self, blocks: Blocks, definitions: Definitions, overrides: Overrides
    ) -> Sequence[Listing]:
        """Return every table of the file."""
        return [self._table(blocks, block, definitions, overrides) for block in blocks.tables]

    def holds_papers(self, listing: Listing) -> bool:
        """Say whether the rows of a table are papers."""
        return _holds_papers(listing)

    def header_lines(self, listing: Listing) -> range:
        """Return the line of the header and that of the dashes."""
        return range(listing.header, listing.header + 2)

    def gap(self, listing: Listing) -> int:
        """Return 0: a blank line would end the table."""
        return 0

    def row(
        self, listing: Listing, near: Sequence[ListedRow], writer: Writer, *, after: int
    ) -> str:
        """Return the line of a new row."""
        return table_row(listing, near, writer)

    def cells(self, row: str) -> tuple[str, ...]:
        """Return the cells of a row."""
        return cut_row(row).cells

    def joined(
        self, listing: Listing, near: Sequence[ListedRow], cells: Sequence[str], *, after: int
    ) -> str:
        """Return the line of a new row with these cells."""
        return joined_cells(cells, near)

    def filled(
        self,
        row: ListedRow,
        raw: str,
        role: Role,
        listing: Listing,
        near: Sequence[ListedRow],
        writer: Writer,
    ) -> str:
        """Return the line with one blank cell filled."""
        assert isinstance(row, TableRow)  # noqa: S101 - this layout read it
        return filled_cell(row, cut_row(raw), role, listing, near, writer)

    def _table(
        self, blocks: Blocks, block: TableBlock, definitions: Definitions, overrides: Overrides
    ) -> Listing:
        headers = cut_row(blocks.lines[block.header]).cells
        sample = [cut_row(blocks.lines[number]).cells for number in spread(block.rows, _SAMPLE)]
        roles: tuple[Role, ...] = column_roles(headers, sample, definitions, overrides.roles)
        section = " / ".join(block.section)
        return Listing(
            layout=self,
            columns=tuple(
                Column(header=plain(header, definitions), role=role)
                for header, role in zip(headers, roles, strict=True)
            ),
            header=block.header,
            section=block.section,
            rows=tuple(
                TableRow(
                    number,
                    blocks.lines[number].rstrip("\r\n"),
                    roles=roles,
                    section=section,
                    definitions=definitions,
                )
                for number in block.rows
            ),
            overrides=overrides,
        )


def _holds_papers(table: Listing) -> bool:
    """Say whether the rows of a table are papers.

    They have titles and something beside them that papers have; or, without titles, a name and
    a link to the paper. Tables of results have columns of numbers; tables of data sets say so
    and have no venues.
    """
    roles = {column.role for column in table.columns}
    sample = spread(table.rows, _SAMPLE)
    if _numeric_columns(table, sample) >= _RESULTS:
        return False
    about_data = any(_DATA_SETS.search(text) for text in _headings_of(table))
    if "title" in roles:
        linked_rows = any(cell.urls("paper") for row in sample for cell in row.anatomies)
        if not linked_rows and not roles & {"venue", "paper", "date"}:
            return False
        if about_data and not roles & {"venue", "date"}:
            return False
        return 2 * sum(bool(row.entry) for row in sample) >= len(sample)
    if about_data or (not {"method", "venue"} <= roles and not {"method", "paper"} <= roles):
        return False
    linked = sum(any(cell.urls("paper") for cell in row.anatomies) for row in sample)
    return 2 * linked >= len(sample) > 0


def _headings_of(table: Listing) -> tuple[str, ...]:
    headers = [column.header for column in table.columns if column.role in {"other", "method"}]
    return (*table.section[-2:], *headers[:1])


def _numeric_columns(table: Listing, sample: Sequence[ListedRow]) -> int:
    """Return how many columns without a role hold numbers."""
    return sum(
        column.role == "other" and _are_numbers([row.cell(number) for row in sample])
        for number, column in enumerate(table.columns)
    )


def _are_numbers(cells: Sequence[str]) -> bool:
    said = [cell for cell in cells if not says_nothing(cell)]
    return 2 * sum(bool(_NUMBER.fullmatch(cell.strip(" *_"))) for cell in said) > len(said)
