"""Entries of a data file as the rows of a listing."""

# ruff: noqa: ARG002 -- the arguments of a layout, most of which are about Markdown

from collections.abc import Sequence
from functools import cached_property

from wsss_bot.awesome_list.data.meanings import entry_of
from wsss_bot.awesome_list.data.records import Group, Record
from wsss_bot.awesome_list.layouts.blocks import Blocks
from wsss_bot.awesome_list.layouts.listing import Kind, Listing
from wsss_bot.awesome_list.model import Overrides
from wsss_bot.awesome_list.understand.anatomy import Anatomy
from wsss_bot.awesome_list.understand.entries import ListedRow
from wsss_bot.awesome_list.understand.inline import Definitions
from wsss_bot.awesome_list.write.writing import Writer
from wsss_bot.domain import ArxivId, Entry, Role
from wsss_bot.errors import ListError

_WHOLE = "an entry of a data file is written as a whole"


class RecordRow(ListedRow):
    """One entry of a data file."""

    def __init__(self, record: Record, text: str, section: str, *, first: int) -> None:
        """Take an entry of a text, and how many lines stand above it."""
        raw = text[record.start : record.end]
        end = first + raw.count("\n") + 1
        super().__init__(at=range(first, end), end=end, raw=raw, section=section, definitions={})
        self.record = record
        self._entry = entry_of(record, raw, section, line=first + 1)

    @property
    def anatomies(self) -> tuple[Anatomy, ...]:
        """Return nothing: an entry of data has no stretches of Markdown."""
        return ()

    @property
    def names_a_paper(self) -> bool:
        """Whether it has a title."""
        return self._entry is not None

    @property
    def entry(self) -> Entry | None:
        """The paper that it is about."""
        return self._entry

    @cached_property
    def arxiv_ids(self) -> tuple[ArxivId, ...]:
        """Its own arXiv id, and none of those that its abstract names."""
        return (self._entry.arxiv_id,) if self._entry and self._entry.arxiv_id else ()


class RecordLayout:
    """The layout of a data file, whose entries are written whole by its format."""

    fewest: int = 2
    shown: Kind = "records"

    def read(
        self, blocks: Blocks, definitions: Definitions, overrides: Overrides
    ) -> Sequence[Listing]:
        """Return nothing: no entries of data stand in Markdown."""
        return ()

    def holds_papers(self, listing: Listing) -> bool:
        """Say whether most entries have a title."""
        return 2 * len(listing.entries) > len(listing.rows)

    def header_lines(self, listing: Listing) -> range:
        """Return no line: entries have no header."""
        return range(0)

    def gap(self, listing: Listing) -> int:
        """Return none: the format knows what stands between entries."""
        return 0

    def row(
        self, listing: Listing, near: Sequence[ListedRow], writer: Writer, *, after: int
    ) -> str:
        """Refuse: the format writes entries."""
        raise ListError(_WHOLE)

    def cells(self, row: str) -> tuple[str, ...]:
        """Return the whole text."""
        return (row,)

    def joined(
        self, listing: Listing, near: Sequence[ListedRow], cells: Sequence[str], *, after: int
    ) -> str:
        """Refuse: the format writes entries."""
        raise ListError(_WHOLE)

    def filled(
        self,
        row: ListedRow,
        raw: str,
        role: Role,
        listing: Listing,
        near: Sequence[ListedRow],
        writer: Writer,
    ) -> str:
        """Refuse: nothing in an old entry is changed."""
        raise ListError(_WHOLE)


RECORDS = RecordLayout()


def listing_of(group: Group, text: str, overrides: Overrides) -> Listing:
    """Return a group of entries as a listing."""
    section = " / ".join(group.name)
    rows: list[RecordRow] = []
    at = line = 0
    for record in group.records:
        if record.start < at:  # what an anchor names stands further up
            at = line = 0
        line += text.count("\n", at, record.start)
        at = record.start
        rows.append(RecordRow(record, text, section, first=line))
    return Listing(
        layout=RECORDS,
        columns=(),
        header=rows[0].at.start,
        section=group.name,
        rows=tuple(rows),
        overrides=overrides,
    )
