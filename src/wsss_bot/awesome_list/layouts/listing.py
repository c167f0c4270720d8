"""A table or a list of items, and what a layout must be able to do with it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Literal, Protocol, TypeVar

from wsss_bot.awesome_list.layouts.blocks import Blocks
from wsss_bot.awesome_list.model import Column, Overrides, Table
from wsss_bot.awesome_list.understand.entries import ListedRow
from wsss_bot.awesome_list.understand.inline import Definitions
from wsss_bot.awesome_list.understand.order import Sorting, find_sorting
from wsss_bot.awesome_list.write.writing import Writer
from wsss_bot.domain import Entry, Role

T = TypeVar("T")
Kind = Literal["table", "bullets", "records"]


class Layout(Protocol):
    """One way to lay out papers in a file."""

    shown: Kind
    """What `check` calls it."""
    fewest: int
    """So many rows with a known title show how papers are written."""

    def read(
        self, blocks: Blocks, definitions: Definitions, overrides: Overrides
    ) -> Sequence["Listing"]:
        """Return every listing of this layout in the file."""

    def holds_papers(self, listing: "Listing") -> bool:
        """Say whether its rows are papers, so that a new one could stand there."""

    def header_lines(self, listing: "Listing") -> range:
        """Return the lines that come with a new listing like this one."""

    def gap(self, listing: "Listing") -> int:
        """Return how many blank lines stand between two rows."""

    def row(
        self, listing: "Listing", near: Sequence[ListedRow], writer: Writer, *, after: int
    ) -> str:
        """Return the text of a new row, like those near its place, nearest first.

        Where rows are numbered, its number comes so many `after` that of the nearest.
        """

    def cells(self, row: str) -> tuple[str, ...]:
        """Return the cells of a row; of an item one, its text without the marker."""

    def joined(
        self, listing: "Listing", near: Sequence[ListedRow], cells: Sequence[str], *, after: int
    ) -> str:
        """Return the text of a new row with these cells; of an item with this text."""

    def filled(
        self,
        row: ListedRow,
        raw: str,
        role: Role,
        listing: "Listing",
        near: Sequence[ListedRow],
        writer: Writer,
    ) -> str:
        """Return `raw`, the text of `row` as it now reads, with one more fact in it.

        Every other byte stays. Raises ListError where there is no such cell, where it says
        something already that is neither a preprint's venue nor a list of code links, and where
        what would stand there does not say the fact and nothing else.
        """


class Listing:
    """A table, or the items of one list."""

    def __init__(
        self,
        *,
        layout: Layout,
        columns: tuple[Column, ...],
        header: int,
        section: tuple[str, ...],
        rows: tuple[ListedRow, ...],
        overrides: Overrides,
    ) -> None:
        self.layout = layout
        self.columns = columns
        """Empty for items."""
        self.header = header
        """The line index of the header, or of the first item."""
        self.section = section
        self.rows = rows
        self._overrides = overrides

    def is_like(self, other: "Listing") -> bool:
        """Say whether its rows are made as those of the other are."""
        ours = [_normalised(column.header) for column in self.columns]
        theirs = [_normalised(column.header) for column in other.columns]
        return self.layout is other.layout and ours == theirs

    def column(self, role: Role) -> int | None:
        """Return the index of the column with that role."""
        return next((i for i, column in enumerate(self.columns) if column.role == role), None)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The papers in it."""
        return tuple(row.entry for row in self.rows if row.entry)

    @property
    def table(self) -> Table:
        """What `check` shows of it."""
        return Table(
            kind=self.layout.shown,
            line=self.header + 1,
            section=" / ".join(self.section),
            columns=self.columns,
            order=self.sorting.order,
            ordered_by=self.sorting.by,
            rows=len(self.rows),
            papers=self.papers,
        )

    @cached_property
    def sorting(self) -> Sorting:
        """The order of its rows."""
        return find_sorting(self.rows, self._overrides.order)

    @cached_property
    def papers(self) -> bool:
        """Whether its rows are papers, and not results or data sets."""
        return self.layout.holds_papers(self)


def spread(rows: Sequence[T], most: int) -> Sequence[T]:
    """Return at most about `most` of the rows, evenly spread."""
    return rows[:: max(1, len(rows) // most)]


def _normalised(header: str) -> str:
    return "".join(sign for sign in header.casefold() if sign.isalnum())
