"""What was understood of a list file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from wsss_bot.domain import Facts, Role, Row

Order = Literal["newest first", "oldest first", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table."""

    header: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the file, one list of items that are papers, or one list of records."""

    kind: Literal["table", "bullets", "records"]
    line: int
    """Of the header, or of the first item; counted from 1."""
    section: str
    columns: tuple[Column, ...]
    """Empty for bullets."""
    order: Order
    ordered_by: str
    """What the order was read from: 'date', 'venue', 'arXiv id', or empty."""
    rows: int
    papers: bool
    """Whether its rows are papers, so that a new one could stand here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something wrong in the list, for its maintainer."""

    line: int
    kind: Literal["duplicate", "broken row", "empty link", "two spellings", "out of order"]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What the operator knows better than the file tells."""

    roles: Mapping[str, Role] = field(default_factory=dict)
    """Header text, in any case, to the role of its column."""
    section: str = ""
    """New rows go below the heading that is or contains this; empty: find the place."""
    order: Order | None = None
    counts: bool = True
    """Whether numbers that count the papers, and are right, are set right beside new rows."""
    new_files: bool = False
    """Whether a list of several files gets a new one for a year that none is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A cell of a listed row that can be filled, and with what."""

    line: int
    """The first line of the row or item, counted from 1."""
    role: Role
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A cell that was filled."""

    line: int
    role: Role
    before: str
    after: str
    """What a reader saw there, and sees now; of an item, the whole text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """The list with some cells filled."""

    text: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What became of one paper that was to be added."""

    row: Row
    line: int | None
    """Where the row stands in the new text, counted from 1; None: there is no safe place."""
    reason: str
    """In words why it stands there, or why nowhere."""
    section: str = ""
    """The headings above it, outermost first, joined by ' / '."""
    other_section: str = ""
    """Where else it could stand; empty where there is no other topic."""
    is_sure: bool = True
    """Whether the other section is far behind."""
    could_move: bool = False
    """Whether the row, as it is, could stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """The list with rows added."""

    text: str
    placed: tuple[Placed, ...]
    """One for each paper, in the order given."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The row of each paper, in the order given, whether or not it found a place."""
        return tuple(placed.row for placed in self.placed)
