"""Read a list, look papers up in it, and add rows."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from wsss_bot.awesome_list.grammar.fields import Known
from wsss_bot.awesome_list.grammar.grammar import Grammar, Refusal
from wsss_bot.awesome_list.grammar.learning import Records, texts_of
from wsss_bot.awesome_list.layouts.blocks import read_blocks, split_lines
from wsss_bot.awesome_list.layouts.listing import Listing, spread
from wsss_bot.awesome_list.layouts.reading import read_listings
from wsss_bot.awesome_list.model import (
    Addition,
    Blank,
    Change,
    Filling,
    Flaw,
    Overrides,
    Placed,
    Table,
)
from wsss_bot.awesome_list.understand.anatomy import Anatomy
from wsss_bot.awesome_list.understand.cells import cut_row
from wsss_bot.awesome_list.understand.entries import ListedRow
from wsss_bot.awesome_list.understand.flaws import find_flaws
from wsss_bot.awesome_list.understand.inline import Definitions, plain
from wsss_bot.awesome_list.understand.order import Key, among_new, place_among
from wsss_bot.awesome_list.write.dialect import Dialect, learn_dialect
from wsss_bot.awesome_list.write.imitate import nearest
from wsss_bot.awesome_list.write.insertion import Spot, find_spot, insert_rows
from wsss_bot.awesome_list.write.new_year import new_year_spot
from wsss_bot.awesome_list.write.place import Choice, choose_listing, is_below
from wsss_bot.awesome_list.write.writing import Writer
from wsss_bot.domain import ArxivId, Entry, Facts, Paper, Role, Row
from wsss_bot.errors import ListError
from wsss_bot.text.arxiv_ids import find_arxiv_ids
from wsss_bot.text.titles import TitleIndex

_SAMPLE = 400
"""So many rows of a list show how it spells venues and labels code."""
_IN_TABLE = 60
"""So many rows of a table show whether it gives venues with their year."""
_EXAMPLES = 4
"""So many rows from elsewhere show how to link to arXiv, where no neighbour does."""
DATA = "the file holds records for a program, not rows; a record is no row to copy"
NO_ROW = "no row can be written as the list writes them: {fault}"
_KEY = re.compile(r"\s*(?:- )?[\w-]+:(?:\s|$)")
_RECORD = re.compile(r"\s*- [\w-]+:(?:\s|$)")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n]+)\]:\s*<?(\S+?)>?\s*$", re.MULTILINE)


def read_list(text: str, *, overrides: Overrides | None = None) -> "AwesomeList":
    """Read the text of a list file.

    Raises ListError if nothing in it could be a list of papers: no table or item with a link.
    """
    found = AwesomeList(text, overrides or Overrides())
    if not found.looks_like_a_list:
        raise ListError(
            "this is no list of papers: looked for tables and items that link to papers, found"
            f" {len(found.tables)} tables and no such link in {len(split_lines(text))} lines"
        )
    return found


class AwesomeList:
    """A list file, understood; it never changes."""

    def __init__(self, text: str, overrides: Overrides, records: Iterable[Paper] = ()) -> None:
        self.text = text
        self._records = Records(records)
        self._grammars: dict[int, Grammar] = {}
        self._overrides = overrides
        self._blocks = read_blocks(text)
        self._definitions: Definitions = {
            name.strip().casefold(): url for name, url in _DEFINITION.findall(text)
        }
        self._listings = read_listings(self._blocks, self._definitions, overrides)

    @property
    def looks_like_a_list(self) -> bool:
        """Whether it holds a paper, or at least rows that link somewhere."""
        return any(row.entry or any(c.links for c in row.anatomies) for row in self._rows())

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The papers that the list holds, in the order of the file."""
        return tuple(entry for listing in self._listings for entry in listing.entries)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables and lists of items, in the order of the file."""
        return tuple(
            Table(
                kind=listing.layout.shown,
                line=listing.header + 1,
                section=" / ".join(listing.section),
                columns=listing.columns,
                order=listing.sorting.order,
                ordered_by=listing.sorting.by,
                rows=len(listing.rows),
                papers=listing.papers,
            )
            for listing in self._listings
        )

    @cached_property
    def unheeded(self) -> tuple[str, ...]:
        """What the operator said of the list and nothing in it answers to, each in a sentence."""
        told = self._overrides
        headers = {column.header.casefold() for table in self.tables for column in table.columns}
        unknown = [name for name in told.roles if name.strip().casefold() not in headers]
        sentences = []
        if unknown:
            names = ", ".join(map(repr, unknown))
            sentences.append(f"[list] columns speaks of {names}, and no table has such a column")
        if told.section and not any(
            listing.papers and is_below(listing, told.section) for listing in self._listings
        ):
            sentences.append(
                f"[list] section speaks of {told.section!r}, and no papers stand below such a "
                "heading, so new rows have no place"
            )
        return tuple(sentences)

    @cached_property
    def flaws(self) -> tuple[Flaw, ...]:
        """What is wrong in the list, by line."""
        return find_flaws(self._listings)

    def find(self, *, arxiv_id: ArxivId | None, title: str) -> Entry | None:
        """Return the entry of the paper, or None if no entry is it."""
        row = self._by_id.get(arxiv_id) if arxiv_id else None
        row = row or self._by_title.find_exactly(title)
        if row is None:
            row = self._by_title.find_similar(title)
            if row and arxiv_id and row.arxiv_ids:
                # Both have an id, and not the same: a similar title is another paper's.
                row = None
        return row.entry if row else None

    def holds(self, *, arxiv_id: ArxivId | None, title: str) -> bool:
        """Say whether the paper stands in the file, be it as an entry or as a mere mention."""
        return arxiv_id in self._ids or self.find(arxiv_id=arxiv_id, title=title) is not None

    def names(self, arxiv_id: ArxivId) -> bool:
        """Say whether this arXiv id stands in the file."""
        return arxiv_id in self._ids or arxiv_id in self._by_id

    @cached_property
    def _ids(self) -> frozenset[ArxivId]:
        return frozenset(find_arxiv_ids(self.text))

    @cached_property
    def _by_id(self) -> dict[ArxivId, ListedRow]:
        found: dict[ArxivId, ListedRow] = {}
        for row in self._rows():
            for arxiv_id in row.arxiv_ids:
                found.setdefault(arxiv_id, row)
        return found

    @cached_property
    def _by_title(self) -> TitleIndex[ListedRow]:
        return TitleIndex((title, row) for row in self._rows() if (title := row.title))

    def _rows(self) -> Iterator[ListedRow]:
        return (row for listing in self._listings for row in listing.rows)

    @cached_property
    def _anatomies(self) -> tuple[Anatomy, ...]:
        papers = [row for listing in self._listings if listing.papers for row in listing.rows]
        return tuple(
            anatomy for row in spread(papers, _SAMPLE) if row.entry for anatomy in row.anatomies
        )

    def with_records(self, papers: Iterable[Paper]) -> "AwesomeList":
        """Return the list with what arXiv says of its papers, from which its style is learnt.

        Papers that it does not hold are left aside.
        """
        learnt = copy(self)
        learnt._records = Records(papers)
        learnt._grammars = {}
        return learnt

    def row_at(self, facts: Facts, line: int) -> Placed:
        """Return the row of a paper as it would be added before that line, counted from 1.

        Its text is empty, and a reason is given, where no row can be written there.
        """
        listing = self._listing_at(line)
        place = sum(row.at.start < line - 1 for row in listing.rows)
        row, fault = self._row(
            _Draft(facts=facts, listing=listing, place=place, spot=None, reason="", sort_key=())
        )
        return Placed(row=row, line=None if fault else line, reason=fault)

    def _listing_at(self, line: int) -> Listing:
        papers = [one for one in self._listings if one.papers] or self._listings

        def away(one: Listing) -> int:
            last = max((row.end for row in one.rows), default=one.header)
            return max(one.header + 1 - line, line - 1 - last, 0)

        return min(papers, key=away)

    def is_among_papers(self, line: int) -> bool:
        """Say whether the row in that line stands in a listing of papers."""
        return self._row_at(line)[0].papers

    def end_of(self, line: int) -> int:
        """Return the last line of the row that begins in `line`, nested items included."""
        listing, number = self._row_at(line)
        return listing.rows[number].end

    def layout_at(self, line: int) -> str:
        """Return how the listing that the row in that line stands in is laid out."""
        return self._row_at(line)[0].layout.shown

    def shape_of(self, row: str, facts: Facts, line: int) -> str:
        """Return how a row at that line is written, with names for what `facts` know."""
        listing = self._listing_at(line)
        cells = listing.layout.cells(row)
        known = Known(
            title=facts.title,
            arxiv_id=facts.arxiv_id,
            submitted=facts.submitted_on,
            authors=facts.authors,
            method=facts.method,
            from_record=True,
        )
        return self._grammar(listing).shape(cells, known, facts)

    def rows_near(self, line: int) -> list[str]:
        """Return the text of every row of the listings like the one at that line."""
        listing = self._listing_at(line)
        alike = [one for one in self._listings if one.layout is listing.layout and one.papers]
        lines = self._blocks.lines
        return [
            "".join(lines[row.at.start : row.end]).rstrip()
            for one in alike
            for row in one.rows
            if row.entry
        ]

    def row(self, facts: Facts) -> Row:
        """Return the row of a paper as it would be added."""
        return self.add([facts]).rows[0]

    def add(self, papers: Sequence[Facts]) -> Addition:
        """Return the list with a row for each paper, each in its place; nothing else changes."""
        drafts = [self._draft(facts) for facts in papers]
        drafts.sort(key=lambda draft: (draft.spot.before if draft.spot else -1, draft.sort_key))
        above = Counter[int]()
        written: list[tuple[Spot, str, Facts]] = []
        placed: dict[int, Placed] = {}
        for draft in drafts:
            spot = draft.spot
            row, fault = self._row(draft, above=above[spot.before] if spot else 0)
            if spot and not fault:
                above[spot.before] += 1
                written.append((spot, row.markdown, draft.facts))
            reason = NO_ROW.format(fault=fault) if fault else draft.reason
            placed[id(draft.facts)] = Placed(row=row, line=None, reason=reason)
        text, lines = insert_rows(self._blocks.lines, [(spot, row) for spot, row, _ in written])
        for (_, _, facts), line in zip(written, lines, strict=True):
            placed[id(facts)] = replace(placed[id(facts)], line=line)
        return Addition(text=text, placed=tuple(placed[id(facts)] for facts in papers))

    def fill(self, blanks: Sequence[Blank]) -> Filling:
        """Return the list with those cells filled; every other byte stays.

        Raises ListError for a line without such a row or cell, and for a cell that says something
        already; only the venue of a preprint is replaced, and only code links are appended.
        """
        now: dict[int, str] = {}
        changes = []
        for blank in blanks:
            listing, number = self._row_at(blank.line)
            row = listing.rows[number]
            near = [one for one in nearest(listing.rows, number) if one is not row]
            writer = Writer(blank.facts, self._dialect(near, listing))
            before = now.get(row.at.start, row.raw)
            after = listing.layout.filled(row, before, blank.role, listing, near, writer)
            now[row.at.start] = after
            changes.append(
                Change(
                    line=blank.line,
                    role=blank.role,
                    before=self._shown(listing, blank.role, before),
                    after=self._shown(listing, blank.role, after),
                )
            )
        return Filling(text=self._with_rows(now), changes=tuple(changes))

    @cached_property
    def _is_data(self) -> bool:
        """Whether the file holds records of YAML, which are no rows."""
        lines = [line for line in self._blocks.lines if line.strip()]
        keys = sum(bool(_KEY.match(line)) for line in lines)
        begins = sum(bool(_RECORD.match(line)) for line in lines)
        return begins >= 2 and 5 * keys >= 2 * len(lines) and not self._blocks.headings

    def _row_at(self, line: int) -> tuple[Listing, int]:
        for listing in self._listings:
            for number, row in enumerate(listing.rows):
                if row.at.start == line - 1:
                    return listing, number
        raise ListError(f"line {line} of the list is no row and no item")

    def _shown(self, listing: Listing, role: Role, raw: str) -> str:
        at = listing.column(role)
        return plain(
            raw if at is None else "".join(cut_row(raw).cells[at : at + 1]), self._definitions
        )

    def _with_rows(self, changed: Mapping[int, str]) -> str:
        lines = list(self._blocks.lines)
        for row in self._rows():
            if row.at.start in changed:
                last = lines[row.at.stop - 1]
                end = last[len(last.rstrip("\r\n")) :]
                lines[row.at.start : row.at.stop] = [
                    changed[row.at.start] + end,
                    *[""] * (len(row.at) - 1),
                ]
        return "".join(lines)

    def _dialect(self, neighbours: Sequence[ListedRow], listing: Listing | None = None) -> Dialect:
        near = [cell for row in neighbours for cell in row.anatomies]
        table = spread(listing.rows, _IN_TABLE) if listing else ()
        return learn_dialect(near, self._anatomies, [c for row in table for c in row.anatomies])

    def _draft(self, facts: Facts) -> "_Draft":
        choice = choose_listing(self._listings, facts, self._overrides)
        if self._is_data:
            choice = Choice(listing=None, reason=DATA)
        year = 0
        listing = choice.listing or self._largest()
        sorting = listing.sorting
        place = place_among(listing.rows, facts, sorting)
        spot: Spot | None = find_spot(listing, place, upwards=sorting.order == "newest first")
        reason = choice.reason
        if choice.new_year:
            spot = new_year_spot(self._blocks, self._listings, listing, choice.new_year)
            year = choice.new_year * (-1 if spot and spot.closing else 1)
            if spot is None:
                reason = f"there is no section for {choice.new_year} yet, and none to copy simply"
        safe = choice.listing is not None and spot is not None
        return _Draft(
            facts=facts,
            listing=listing,
            place=place,
            spot=spot if safe else None,
            reason=reason,
            sort_key=(year, *among_new(facts, sorting)),
        )

    def _row(self, draft: "_Draft", *, above: int = 0) -> tuple[Row, str]:
        """Return the row of a paper, so many other new ones just above it, or why there is none."""
        listing, place = draft.listing, draft.place
        neighbours = nearest(listing.rows, place)
        if not any(row.links_to_arxiv for row in neighbours):
            neighbours += self._arxiv_rows(like=listing)
        writer = Writer(draft.facts, self._dialect(neighbours))
        # At the top it takes the number of the first: only lines are added, none is changed.
        after = 1 + above if place else 0
        grammar = self._grammar(listing)
        if grammar.anchored < listing.layout.fewest:
            markdown = listing.layout.row(listing, neighbours, writer, after=after)
            fault = grammar.signs_fault(listing.layout.cells(markdown), draft.facts) or ""
            return Row(markdown="" if fault else markdown, cells=writer.cells()), fault
        cells = grammar.write(draft.facts)
        if isinstance(cells, Refusal):
            return Row(markdown="", cells=writer.cells()), cells.reason
        markdown = listing.layout.joined(listing, neighbours, cells, after=after)
        return Row(markdown=markdown, cells=writer.cells()), ""

    def _grammar(self, listing: Listing) -> Grammar:
        if listing.header not in self._grammars:
            alike = [one for one in self._listings if one.papers and one.is_like(listing)]
            rows = texts_of(listing, alike, self._records, self._blocks.lines)
            roles = [column.role for column in listing.columns] or [None]
            self._grammars[listing.header] = Grammar(rows, roles)
        return self._grammars[listing.header]

    def _arxiv_rows(self, *, like: Listing) -> list[ListedRow]:
        """Return a few rows that show how the list links to arXiv."""
        listings = [one for one in self._listings if one.columns == like.columns]
        rows = (row for one in listings for row in spread(one.rows, _SAMPLE))
        return list(islice((row for row in rows if row.links_to_arxiv), _EXAMPLES))

    def _largest(self) -> Listing:
        papers = [listing for listing in self._listings if listing.papers] or self._listings
        return max(papers, key=lambda listing: len(listing.rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """Where a new row goes; what it says also depends on the other new rows there."""

    facts: Facts
    listing: Listing
    place: int
    spot: Spot | None
    reason: str
    sort_key: Key
