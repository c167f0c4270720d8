"""Read a list, look papers up in it, and add rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from wsss_bot.arxiv_ids import find_arxiv_ids
from wsss_bot.awesome_list.anatomy import Anatomy
from wsss_bot.awesome_list.entries import Listing, read_listings
from wsss_bot.awesome_list.inline import Definitions
from wsss_bot.awesome_list.layout import read_layout
from wsss_bot.awesome_list.model import Addition, Flaw, Overrides, Placed, Table
from wsss_bot.awesome_list.insertion import insert_rows, insertion_line
from wsss_bot.awesome_list.order import Key, find_sorting, newest_first, place_among
from wsss_bot.awesome_list.place import choose_listing
from wsss_bot.awesome_list.rows import nearest, table_row
from wsss_bot.awesome_list.writing import Writer, learn_dialect
from wsss_bot.domain import ArxivId, Entry, Facts, Row
from wsss_bot.errors import ListError
from wsss_bot.titles import title_key

_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n]+)\]:\s*<?(\S+?)>?\s*$", re.MULTILINE)


def read_list(text: str, *, overrides: Overrides | None = None) -> "AwesomeList":
    """Read the text of a list file.

    Raises ListError if it holds neither a table nor a list of papers.
    """
    found = AwesomeList(text, overrides or Overrides())
    if not found.entries:
        raise ListError(
            f"no paper was found in the list: looked for a table with a column of titles and for"
            f" items that link to papers, found {len(found.tables)} tables without papers in"
            f" {text.count(chr(10)) + 1} lines"
        )
    return found


class AwesomeList:
    """A list file, understood; it never changes."""

    def __init__(self, text: str, overrides: Overrides) -> None:
        self.text = text
        self._overrides = overrides
        self._layout = read_layout(text)
        self._definitions: Definitions = {
            name.strip().casefold(): url for name, url in _DEFINITION.findall(text)
        }
        self._listings = read_listings(self._layout, self._definitions, overrides)
        self._sortings = [
            find_sorting(listing.entries, overrides.order) for listing in self._listings
        ]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The papers that the list holds, in the order of the file."""
        return tuple(entry for listing in self._listings for entry in listing.entries)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables and lists of items, in the order of the file."""
        return tuple(
            Table(
                kind="table" if listing.columns else "bullets",
                line=listing.header + 1,
                section=" / ".join(listing.section),
                columns=listing.columns,
                order=sorting.order,
                ordered_by=sorting.by,
                rows=len(listing.rows),
                papers=listing.papers,
            )
            for listing, sorting in zip(self._listings, self._sortings, strict=True)
        )

    @cached_property
    def flaws(self) -> tuple[Flaw, ...]:
        """What is wrong in the list."""
        return ()

    def find(self, *, arxiv_id: ArxivId | None, title: str) -> Entry | None:
        """Return the entry of the paper, or None if no entry is it."""
        by_id = self._by_id.get(arxiv_id) if arxiv_id else None
        return by_id or self._by_title.get(title_key(title))

    def holds(self, *, arxiv_id: ArxivId | None, title: str) -> bool:
        """Say whether the paper stands in the file, be it as an entry or as a mere mention."""
        return arxiv_id in self._ids or self.find(arxiv_id=arxiv_id, title=title) is not None

    @cached_property
    def _ids(self) -> frozenset[ArxivId]:
        return frozenset(find_arxiv_ids(self.text))

    @cached_property
    def _by_id(self) -> dict[ArxivId, Entry]:
        return {entry.arxiv_id: entry for entry in reversed(self.entries) if entry.arxiv_id}

    @cached_property
    def _by_title(self) -> dict[str, Entry]:
        return {key: entry for entry in reversed(self.entries) if (key := title_key(entry.title))}

    @cached_property
    def _anatomies(self) -> tuple[Anatomy, ...]:
        rows = (row for listing in self._listings if listing.papers for row in listing.rows)
        return tuple(anatomy for row in rows if row.entry for anatomy in row.anatomies)

    def row(self, facts: Facts) -> Row:
        """Return the row of a paper as it would be added."""
        return self.add([facts]).rows[0]

    def add(self, papers: Sequence[Facts]) -> Addition:
        """Return the list with a row for each paper, each in its place; nothing else changes."""
        drafts = [self._draft(facts) for facts in papers]
        by_place = sorted(
            (draft for draft in drafts if draft.before is not None),
            key=lambda draft: draft.sort_key,
        )
        text, lines = insert_rows(
            self._layout.lines, [(draft.before or 0, draft.row.markdown) for draft in by_place]
        )
        line_of = {id(draft): line for draft, line in zip(by_place, lines, strict=True)}
        return Addition(
            text=text,
            placed=tuple(
                Placed(row=draft.row, line=line_of.get(id(draft)), reason=draft.reason)
                for draft in drafts
            ),
        )

    def _draft(self, facts: Facts) -> "_Draft":
        choice = choose_listing(self._listings, facts, self._overrides)
        listing = choice.listing or self._largest()
        sorting = self._sortings[self._listings.index(listing)]
        rows = [row for row in listing.rows if row.entry]
        place = place_among(listing.entries, facts, sorting)
        neighbours = nearest(rows, place)
        dialect = learn_dialect(
            [cell for row in neighbours for cell in row.anatomies], self._anatomies
        )
        writer = Writer(facts, dialect)
        markdown = table_row(listing, neighbours, writer)
        before = insertion_line(listing, rows, place, upwards=sorting.order == "newest first")
        return _Draft(
            row=Row(markdown=markdown, cells=writer.cells()),
            before=before if choice.listing else None,
            reason=choice.reason,
            sort_key=(before, newest_first(facts, sorting)),
        )

    def _largest(self) -> Listing:
        papers = [listing for listing in self._listings if listing.papers] or self._listings
        return max(papers, key=lambda listing: len(listing.entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    row: Row
    before: int | None
    """The line, as an index, that the row goes before; None: nowhere."""
    reason: str
    sort_key: tuple[int, Key]
