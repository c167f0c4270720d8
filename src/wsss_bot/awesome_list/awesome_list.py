"""Read a list, look papers up in it, and add rows."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property

from wsss_bot.awesome_list.generated.detect import Generated
from wsss_bot.awesome_list.grammar.learning import Records
from wsss_bot.awesome_list.grammar.slots import Known
from wsss_bot.awesome_list.layouts.blocks import read_blocks, split_lines
from wsss_bot.awesome_list.layouts.listing import Listing
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
from wsss_bot.awesome_list.sections.counts import Counts, counted_as, read_counts, recounted
from wsss_bot.awesome_list.sections.left_to_people import left_as_it_was
from wsss_bot.awesome_list.sections.sections import unheeded
from wsss_bot.awesome_list.understand.cells import cut_row
from wsss_bot.awesome_list.understand.entries import ListedRow
from wsss_bot.awesome_list.understand.flaws import find_flaws
from wsss_bot.awesome_list.understand.inline import Definitions, plain
from wsss_bot.awesome_list.write.adding import RowWriter
from wsss_bot.awesome_list.write.imitate import nearest
from wsss_bot.awesome_list.write.insertion import Spot, insert_rows
from wsss_bot.awesome_list.write.moving import move_row
from wsss_bot.awesome_list.write.writing import Writer
from wsss_bot.domain import ArxivId, Entry, Facts, Paper, Role, Row
from wsss_bot.errors import ListError
from wsss_bot.text.arxiv_ids import find_arxiv_ids
from wsss_bot.text.authors import names_one_of
from wsss_bot.text.paper_ids import find_pages, is_on_arxiv
from wsss_bot.text.titles import TitleIndex

NO_ROW = "no row can be written as the list writes them: {fault}"
_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n]+)\]:\s*<?(\S+?)>?\s*$", re.MULTILINE)


def read_list(text: str, *, overrides: Overrides | None = None) -> "AwesomeList":
    """Read the text of a list file.

    Raises ListError if nothing in it could be a list of papers: no table or item with a link.
    """
    found = AwesomeList(text, overrides or Overrides())
    if not found.looks_like_a_list:
        raise ListError(
            "this is no list of papers: looked for tables, items, paragraphs and headings that name"
            f" papers and link to them, and found none in {len(split_lines(text))} lines"
        )
    return found


class AwesomeList:
    """A list file, understood; it never changes."""

    def __init__(self, text: str, overrides: Overrides) -> None:
        self.text = text
        self.generated: Generated | None = None
        """What it is made from, where no person edits it: then it gets no rows."""
        self._overrides = overrides
        self._blocks = read_blocks(text)
        self._definitions: Definitions = {
            name.strip().casefold(): url for name, url in _DEFINITION.findall(text)
        }
        self._listings = read_listings(self._blocks, self._definitions, overrides)
        self._writer = self._row_writer(())

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
        return tuple(listing.table for listing in self._listings)

    @property
    def listings(self) -> Sequence[Listing]:
        """Every table and list of items, as it was understood."""
        return self._listings

    def where(self, line: int) -> tuple[str, int]:
        """Return the file that a line is in (empty: the only one), and its number there."""
        return "", line

    @cached_property
    def unheeded(self) -> tuple[str, ...]:
        """What the operator said of the list and nothing in it answers to, each in a sentence."""
        headers = [column.header for table in self.tables for column in table.columns]
        return unheeded(self._overrides, headers, self._listings)

    @cached_property
    def flaws(self) -> tuple[Flaw, ...]:
        """What is wrong in the list, by line."""
        return find_flaws(self._listings)

    def find(
        self, *, arxiv_id: ArxivId | None, title: str, authors: Sequence[str] = ()
    ) -> Entry | None:
        """Return the entry of the paper, or None if no entry is it.

        Where its `authors` are known, a row that has no more in common than the name before the
        colon must name one of them.
        """

        def by_the_same(row: ListedRow) -> bool:
            said = row.entry.raw.replace(row.entry.title, " ") if row.entry else ""
            return not authors or names_one_of(said, authors)

        row = self._by_id.get(arxiv_id) if arxiv_id else None
        row = row or self._by_title.find_exactly(title)
        if row is None:
            row = self._by_title.find_similar(title, by_the_same=by_the_same)
            if row and arxiv_id and is_on_arxiv(arxiv_id) and row.arxiv_ids:
                # Both have an id, and not the same: a similar title is another paper's.
                row = None
        return row.entry if row else None

    def holds(self, *, arxiv_id: ArxivId | None, title: str, authors: Sequence[str] = ()) -> bool:
        """Say whether the paper stands in the file, be it as an entry or as a mere mention."""
        found = arxiv_id in self._ids
        return found or self.find(arxiv_id=arxiv_id, title=title, authors=authors) is not None

    def names(self, arxiv_id: ArxivId) -> bool:
        """Say whether what names a paper stands in the file: an arXiv id, or a page's address."""
        return arxiv_id in self._ids or arxiv_id in self._by_id

    @cached_property
    def _ids(self) -> frozenset[ArxivId]:
        return frozenset((*find_arxiv_ids(self.text), *find_pages(self.text)))

    @cached_property
    def _by_id(self) -> dict[ArxivId, ListedRow]:
        found: dict[ArxivId, ListedRow] = {}
        for row in self._rows():
            for paper_id in (*row.arxiv_ids, *find_pages(row.raw)):
                found.setdefault(paper_id, row)
        return found

    @cached_property
    def _by_title(self) -> TitleIndex[ListedRow]:
        return TitleIndex((title, row) for row in self._rows() if (title := row.title))

    def _rows(self) -> Iterator[ListedRow]:
        return (row for listing in self._listings for row in listing.rows)

    def with_records(self, papers: Iterable[Paper]) -> "AwesomeList":
        """Return the list with what arXiv says of its papers, from which its style is learnt.

        Papers that it does not hold are left aside.
        """
        learnt = copy(self)
        learnt._writer = learnt._row_writer(papers)
        return learnt

    def made_from(self, generated: Generated | None) -> "AwesomeList":
        """Return the list as one that is made from data, which gets no rows; None: it is not."""
        if generated is None:
            return self
        made = copy(self)
        made.generated = generated
        return made

    def _row_writer(self, papers: Iterable[Paper]) -> RowWriter:
        return RowWriter(self._blocks, self._listings, self._overrides, Records(papers))

    def row_at(self, facts: Facts, line: int) -> Placed:
        """Return the row of a paper as it would be added before that line, counted from 1.

        Its text is empty, and a reason is given, where no row can be written there.
        """
        placed = self._writer.placed(self._writer.draft_at(facts, line))
        return placed if placed.reason else replace(placed, line=line)

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

    def shape_of(self, row: str, facts: Facts, line: int, *, listed_as: str = "") -> str:
        """Return how a row at that line is written, with names for what `facts` know.

        `listed_as` is the title that the row gives, where the paper has got another one.
        """
        listing = self._writer.listing_at(line)
        cells = listing.layout.cells(row)
        known = replace(Known.new(facts), listed_as=listed_as)
        return self._writer.grammar(listing).shape(cells, known, facts)

    def authors_at(self, facts: Facts, line: int) -> str:
        """Return the authors of a paper as the rows at that line name theirs."""
        style = self._writer.grammar(self._writer.listing_at(line)).style
        return style.authors.write(facts.authors)

    def rows_near(self, line: int) -> list[str]:
        """Return the text of every row of the listings like the one at that line."""
        return self._writer.rows_near(line)

    def row(self, facts: Facts) -> Row:
        """Return the row of a paper as it would be added."""
        return self.add([facts]).rows[0]

    def place_of(self, facts: Facts) -> Placed:
        """Return where a paper would go, or why nowhere; its row is not written, nor its line."""
        return self._writer.place_of(facts, self.generated.sentence if self.generated else "")

    def add(self, papers: Sequence[Facts]) -> Addition:
        """Return the list with a row for each paper, each in its place; nothing else changes."""
        if self.generated is not None:
            return self._unchanged(papers, self.generated.sentence)
        drafts = [self._writer.draft(facts) for facts in papers]
        drafts.sort(key=lambda draft: (draft.spot.before if draft.spot else -1, draft.sort_key))
        above = Counter[int]()
        written: list[tuple[Spot, str, Facts]] = []
        placed: dict[int, Placed] = {}
        for draft in drafts:
            spot = draft.spot
            one = self._writer.placed(draft, above=above[spot.before] if spot else 0)
            if spot and not one.reason:
                above[spot.before] += 1
                written.append((spot, one.row.markdown, draft.facts))
            # Without a place it does not matter how the row would be written.
            fault = one.reason if spot else ""
            reason = NO_ROW.format(fault=fault) if fault else draft.reason
            one = replace(one, reason=reason)
            placed[id(draft.facts)] = draft.choice.said(one) if spot else one
        text, lines = insert_rows(self._blocks.lines, [(spot, row) for spot, row, _ in written])
        for (_, _, facts), line in zip(written, lines, strict=True):
            placed[id(facts)] = replace(placed[id(facts)], line=line)
        return Addition(text=text, placed=tuple(placed[id(facts)] for facts in papers))

    def moved(self, line: int, section: str) -> str | None:
        """Return the list with the row in that line below other headings; None: it has to stay."""
        return move_row(self._blocks, self._listings, *self._row_at(line), section)

    def left_to_people(self, addition: Addition) -> tuple[str, ...]:
        """Return in sentences what an addition leaves as it was: a translation, the contents."""
        return tuple(left_as_it_was(self.text, self._listings, addition))

    def recounted(self, text: str) -> str:
        """Return this list with other rows, `text`, and with numbers that count its papers right.

        Only those are changed that are right in this list.
        """
        return self._with_numbers(text, recounted)

    def counted_as_here(self, text: str) -> str:
        """Return `text`, with the numbers that `recounted` changes as they stand in this list."""
        return self._with_numbers(text, counted_as)

    def _with_numbers(self, text: str, put: Callable[[Counts, Counts, str], str]) -> str:
        if not self._overrides.counts or text == self.text or not self._counts.right():
            return text
        return put(self._counts, AwesomeList(text, self._overrides)._counts, text)

    @cached_property
    def _counts(self) -> Counts:
        return read_counts(self._blocks, self._listings)

    def _unchanged(self, papers: Sequence[Facts], reason: str) -> Addition:
        """Return the list as it is, with the rows that the papers would have had in it."""
        drafts = [self._writer.draft(facts) for facts in papers]
        placed = (replace(self._writer.placed(one), line=None, reason=reason) for one in drafts)
        return Addition(text=self.text, placed=tuple(placed))

    def without(self, entry: Entry) -> str:
        """Return the text without the lines of one of its entries."""
        lines = self.text.split("\n")
        first = entry.line - 1
        return "\n".join(lines[:first] + lines[first + entry.raw.count("\n") + 1 :])

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
            dialect = self._writer.dialect(near, listing)
            if blank.role == "authors":
                rule = self._writer.grammar(listing).style.authors
                dialect = replace(dialect, authors=rule)
            writer = Writer(blank.facts, dialect)
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
