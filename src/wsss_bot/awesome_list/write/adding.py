"""New rows: where each goes, and what it says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from wsss_bot.awesome_list.grammar.grammar import Grammar, Refusal
from wsss_bot.awesome_list.grammar.learning import Records, texts_of
from wsss_bot.awesome_list.layouts.blocks import Blocks
from wsss_bot.awesome_list.layouts.listing import Listing, spread
from wsss_bot.awesome_list.model import Overrides, Placed
from wsss_bot.awesome_list.sections.choice import Choice, Chooser
from wsss_bot.awesome_list.understand.anatomy import Anatomy
from wsss_bot.awesome_list.understand.entries import ListedRow
from wsss_bot.awesome_list.understand.inline import plain
from wsss_bot.awesome_list.understand.order import Key, among_new, place_among
from wsss_bot.awesome_list.write.dialect import Dialect, learn_dialect
from wsss_bot.awesome_list.write.imitate import nearest
from wsss_bot.awesome_list.write.insertion import BELONGS, Spot, find_spot
from wsss_bot.awesome_list.write.left_out import left_out, roles_of
from wsss_bot.awesome_list.write.open_year import open_year
from wsss_bot.awesome_list.write.venue_links import foreign_link, link_fault, linked_venue
from wsss_bot.awesome_list.write.writing import Writer
from wsss_bot.domain import Cell, Facts, Role, Row

_SAMPLE = 400
"""So many rows of a list show how it spells venues and labels code."""
_IN_TABLE = 60
"""So many rows of a table show whether it gives venues with their year."""
_EXAMPLES = 4
"""So many rows from elsewhere show how to link to arXiv, where no neighbour does."""
DATA = "the file holds records for a program, not rows; a record is no row to copy"
_KEY = re.compile(r"\s*+(?:- )?[\w-]+:(?:\s|$)")
_RECORD = re.compile(r"(\s*+)- [\w-]+:(?:\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Where a new row goes; what it says also depends on the other new rows there."""

    facts: Facts
    listing: Listing
    place: int
    spot: Spot | None
    reason: str
    sort_key: Key
    choice: Choice


class RowWriter:
    """Writes rows into one list."""

    def __init__(
        self,
        blocks: Blocks,
        listings: Sequence[Listing],
        overrides: Overrides,
        records: Records,
    ) -> None:
        self._blocks = blocks
        self._listings = listings
        self._overrides = overrides
        self._records = records
        self._grammars: dict[int, Grammar] = {}
        self._chooser = Chooser(listings, overrides.section, records)

    def draft(self, facts: Facts) -> Draft:
        """Return where a paper goes, and why there or nowhere."""
        choice = self._chooser.choose(facts)
        if self._is_data:
            choice = Choice(section=None, reason=DATA)
        listing = choice.listing or self._largest()
        sorting = listing.sorting
        place = place_among(listing.rows, facts, sorting)
        upwards = sorting.order == "newest first"
        spot = find_spot(self._blocks, listing, place, upwards=upwards)
        reason = choice.reason if spot or not choice.listing else BELONGS
        order: Key = (0, 0)
        if choice.section and choice.new_year:
            year, month = choice.new_year, choice.new_month
            opened = open_year(self._blocks, self._listings, choice.section, year, month)
            spot = opened.spot if opened else None
            order = (1, (12 * year + (month or 0)) * opened.sign) if opened else order
            if spot is None:
                reason = f"there is no section for it in {year} yet, and none to copy simply"
        safe = choice.listing is not None and spot is not None
        return Draft(
            facts=facts,
            listing=listing,
            place=place,
            spot=spot if safe else None,
            reason=reason,
            sort_key=(*order, *among_new(facts, sorting)),
            choice=choice,
        )

    def place_of(self, facts: Facts, reason: str) -> Placed:
        """Return where a paper would go, without its row; `reason`: why no row is written."""
        draft = self.draft(facts)
        placed = _placed("", {}, reason or draft.reason)
        return draft.choice.said(placed) if draft.spot and not reason else placed

    def draft_at(self, facts: Facts, line: int) -> Draft:
        """Return a draft for a row before that line, counted from 1."""
        listing = self.listing_at(line)
        place = sum(row.at.start < line - 1 for row in listing.rows)
        return Draft(
            facts=facts,
            listing=listing,
            place=place,
            spot=None,
            reason="",
            sort_key=(),
            choice=Choice(section=None, reason=""),
        )

    def placed(self, draft: Draft, *, above: int = 0) -> Placed:
        """Return the row of a paper, so many other new ones just above it.

        Where there can be none its text is empty, and the reason says why.
        """
        listing, place = draft.listing, draft.place
        neighbours = nearest(listing.rows, place)
        if not any(row.links_to_arxiv for row in neighbours):
            neighbours += self._arxiv_rows(like=listing)
        writer = Writer(draft.facts, self.dialect(neighbours))
        # At the top it takes the number of the first: only lines are added, none is changed.
        after = 1 + above if place else 0
        grammar = self.grammar(listing)
        if grammar.learnt_from < listing.layout.fewest:
            return _like_the_nearest(grammar, listing, neighbours, writer, after=after)
        written = grammar.write(draft.facts)
        if isinstance(written, Refusal):
            return _placed("", writer.cells(), written.reason)
        texts = _with_linked_venue(written.cells, listing, neighbours, draft.facts)
        markdown = listing.layout.joined(listing, neighbours, texts, after=after)
        cells = writer.cells()
        if fault := link_fault(markdown, draft.facts):
            return _placed("", cells, fault)
        authors = grammar.style.authors.write(draft.facts.authors)
        if authors and authors in markdown:
            cells["authors"] = Cell(text=plain(authors), source="arXiv")
        dated = bool(grammar.style.dated_form)
        lacks = left_out(listing.columns, texts, draft.facts, written, dated=dated)
        return _placed(markdown, cells, "", lacks, roles_of(listing.columns, written))

    def listing_at(self, line: int) -> Listing:
        """Return the listing of papers that is nearest to a line."""
        papers = [one for one in self._listings if one.papers] or self._listings

        def away(one: Listing) -> int:
            last = max((row.end for row in one.rows), default=one.header)
            return max(one.header + 1 - line, line - 1 - last, 0)

        return min(papers, key=away)

    def rows_near(self, line: int) -> list[str]:
        """Return the text of every row of the listings like the one at that line."""
        listing = self.listing_at(line)
        alike = [one for one in self._listings if one.layout is listing.layout and one.papers]
        lines = self._blocks.lines
        return [
            "".join(lines[row.at.start : row.end]).rstrip()
            for one in alike
            for row in one.rows
            if row.entry
        ]

    def grammar(self, listing: Listing) -> Grammar:
        """Return how rows of a listing are written."""
        if listing.header not in self._grammars:
            alike = [one for one in self._listings if one.papers and one.is_like(listing)]
            rows = texts_of(listing, alike, self._records, self._blocks.lines)
            roles: list[Role | None] = [column.role for column in listing.columns]
            self._grammars[listing.header] = Grammar(rows, roles or [None])
        return self._grammars[listing.header]

    def dialect(self, neighbours: Sequence[ListedRow], listing: Listing | None = None) -> Dialect:
        """Return the habits of some rows, nearest first, and of the table that they stand in."""
        near = [cell for row in neighbours for cell in row.anatomies]
        table = spread(listing.rows, _IN_TABLE) if listing else ()
        return learn_dialect(near, self._anatomies, [c for row in table for c in row.anatomies])

    @cached_property
    def _anatomies(self) -> tuple[Anatomy, ...]:
        papers = [row for listing in self._listings if listing.papers for row in listing.rows]
        return tuple(
            anatomy for row in spread(papers, _SAMPLE) if row.entry for anatomy in row.anatomies
        )

    @cached_property
    def _is_data(self) -> bool:
        """Whether the file holds records of YAML, which are no rows."""
        said = [line for line in self._blocks.lines if line.strip() and line[0] != "#"]
        indents = [found.end(1) for line in said if (found := _RECORD.match(line))]
        begins = indents.count(min(indents, default=0))
        keys = sum(bool(_KEY.match(line)) for line in said)
        links = sum("](" in line for line in said)
        return begins >= 2 and keys >= 2 * begins > links and bool(_KEY.match(said[0]))

    def _arxiv_rows(self, *, like: Listing) -> list[ListedRow]:
        """Return a few rows that show how the list links to arXiv."""
        listings = [one for one in self._listings if one.columns == like.columns]
        rows = (row for one in listings for row in spread(one.rows, _SAMPLE))
        return list(islice((row for row in rows if row.links_to_arxiv), _EXAMPLES))

    def _largest(self) -> Listing:
        papers = [listing for listing in self._listings if listing.papers] or self._listings
        return max(papers, key=lambda listing: len(listing.rows))


def _placed(
    markdown: str,
    cells: dict[Role, Cell],
    fault: str,
    lacks: tuple[str, ...] = (),
    roles: frozenset[Role] | None = None,
) -> Placed:
    row = Row(markdown=markdown, cells=cells, left_out=lacks, roles=roles)
    return Placed(row=row, line=None, reason=fault)


def _like_the_nearest(
    grammar: Grammar,
    listing: Listing,
    near: Sequence[ListedRow],
    writer: Writer,
    *,
    after: int,
) -> Placed:
    """Return a row where too few show how the list writes; in doubt a linked title, or none."""
    facts = writer.facts
    markdown = listing.layout.row(listing, near, writer, after=after)
    cells = listing.layout.cells(markdown)
    fault = grammar.fault(cells, facts) or link_fault(markdown, facts)
    fault = fault or foreign_link(markdown, near, facts)
    title = grammar.linked_title(facts) if fault else None
    if title:
        markdown = listing.layout.joined(listing, near, title, after=after)
        cells, fault = title, ""
    lacks = left_out(listing.columns, cells, facts, dated=False)
    roles = roles_of(listing.columns, None)
    return _placed("" if fault else markdown, writer.cells(), fault, lacks, roles)


def _with_linked_venue(
    cells: tuple[str, ...], listing: Listing, near: Sequence[ListedRow], facts: Facts
) -> tuple[str, ...]:
    """Return the cells with a link to the publication where those of the column have one.

    For a paper that is not on arXiv those of other such papers count.
    """
    number = listing.column("venue")
    if number is None or listing.column("paper") is None:
        return cells
    if facts.arxiv_id is None:
        near = [row for row in listing.rows if row.entry and not row.arxiv_ids]
    linked = linked_venue(cells[number], number, near, facts)
    return (*cells[:number], linked, *cells[number + 1 :])
