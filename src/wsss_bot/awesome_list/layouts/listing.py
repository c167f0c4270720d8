"""The tables and the lists of items that papers stand in."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TypeVar

from wsss_bot.awesome_list.layouts.blocks import ItemBlock, Layout, TableBlock
from wsss_bot.awesome_list.model import Column, Overrides
from wsss_bot.awesome_list.understand.anatomy import says_nothing
from wsss_bot.awesome_list.understand.cells import cut_row
from wsss_bot.awesome_list.understand.columns import column_roles
from wsss_bot.awesome_list.understand.entries import ItemRow, ListedRow, TableRow
from wsss_bot.awesome_list.understand.inline import Definitions, plain
from wsss_bot.awesome_list.understand.order import Sorting, find_sorting
from wsss_bot.domain import Entry, Role

T = TypeVar("T")

_FEW = 3
"""So many paragraphs about papers make a list of papers."""
_ENUMERATION = re.compile(r"^[\[(]?\d+[\]).]*\s*")
_RST_LINK = re.compile(r">`_")
_RESULTS = 2
"""From so many columns of numbers on a table shows results."""
_NUMBER = re.compile(r"[~<>≈±]?\d+(?:[.,]\d+)?(?:\s?[%kKmMx]|\s*[±/\[(].*)?")
_DATA_SETS = re.compile(r"data ?-?sets?\b|数据集", re.IGNORECASE)
_SAMPLE = 200
"""So many rows, evenly spread, tell what kind of rows a table has."""


class Listing:
    """A table, or the items of one list."""

    def __init__(
        self,
        *,
        columns: tuple[Column, ...],
        header: int,
        section: tuple[str, ...],
        rows: tuple[ListedRow, ...],
        overrides: Overrides,
    ) -> None:
        self.columns = columns
        """Empty for items."""
        self.header = header
        """The line index of the header, or of the first item."""
        self.section = section
        self.rows = rows
        self._overrides = overrides

    def column(self, role: Role) -> int | None:
        """Return the index of the column with that role."""
        return next((i for i, column in enumerate(self.columns) if column.role == role), None)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The papers in it."""
        return tuple(row.entry for row in self.rows if row.entry)

    @cached_property
    def sorting(self) -> Sorting:
        """The order of its rows."""
        return find_sorting(self.rows, self._overrides.order)

    @cached_property
    def papers(self) -> bool:
        """Whether its rows are papers, and not results or data sets."""
        return _holds_papers(self) if self.columns else _are_papers(self.rows)


def _are_papers(items: Sequence[ListedRow]) -> bool:
    """Say whether most items of a list are papers.

    Of paragraphs at least a few must be. In reStructuredText, which is no Markdown, what looks
    like an item may be a row of one of its tables.
    """
    papers = sum(row.names_a_paper for row in items)
    if items[0].is_paragraph and papers < _FEW:
        return False
    return 2 * papers > len(items) and not any(_RST_LINK.search(row.raw) for row in items)


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


def spread(rows: Sequence[T], most: int) -> Sequence[T]:
    """Return at most about `most` of the rows, evenly spread."""
    return rows[:: max(1, len(rows) // most)]


def read_listings(
    layout: Layout, definitions: Definitions, overrides: Overrides
) -> tuple[Listing, ...]:
    """Find every table, and every list with a paper among its items, in the order of the file."""
    tables = [_table(layout, block, definitions, overrides) for block in layout.tables]
    items = _item_listings(layout, definitions, overrides)
    return tuple(sorted([*tables, *items], key=lambda listing: listing.header))


def _table(
    layout: Layout, block: TableBlock, definitions: Definitions, overrides: Overrides
) -> Listing:
    headers = cut_row(layout.lines[block.header]).cells
    sample = [cut_row(layout.lines[number]).cells for number in spread(block.rows, _SAMPLE)]
    roles: tuple[Role, ...] = column_roles(headers, sample, definitions, overrides.roles)
    section = " / ".join(block.section)
    return Listing(
        columns=tuple(
            Column(header=plain(header, definitions), role=role)
            for header, role in zip(headers, roles, strict=True)
        ),
        header=block.header,
        section=block.section,
        rows=tuple(
            TableRow(
                number,
                layout.lines[number].rstrip("\r\n"),
                roles=roles,
                section=section,
                definitions=definitions,
            )
            for number in block.rows
        ),
        overrides=overrides,
    )


def _item_listings(
    layout: Layout, definitions: Definitions, overrides: Overrides
) -> Iterator[Listing]:
    groups: dict[tuple[int, tuple[str, ...]], list[ItemRow]] = {}
    for block in layout.items:
        row = _item(layout, block, definitions)
        groups.setdefault((block.group, block.section), []).append(row)
    for (_, section), rows in groups.items():
        _name_after_heading(rows, section)
        if any(row.entry for row in rows):
            yield Listing(
                columns=(),
                header=rows[0].at.start,
                section=section,
                rows=tuple(rows),
                overrides=overrides,
            )


def _name_after_heading(rows: Sequence[ItemRow], section: tuple[str, ...]) -> None:
    """Give the paper its title where a list only holds the details of the heading above it."""
    linked = [row for row in rows if row.arxiv_ids]
    if len(linked) == 1 and len(rows) > 1 and section and not linked[0].names_a_paper:
        linked[0].heading = _ENUMERATION.sub("", section[-1])


def _item(layout: Layout, block: ItemBlock, definitions: Definitions) -> ItemRow:
    return ItemRow(
        at=block.own,
        end=block.lines.stop,
        raw="".join(layout.lines[number] for number in block.own).rstrip("\r\n"),
        section=" / ".join(block.section),
        definitions=definitions,
        is_paragraph=not block.marker,
    )
