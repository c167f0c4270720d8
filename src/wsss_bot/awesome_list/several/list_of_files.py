"""A list of several files, understood: one list to whoever asks, each row in a file of its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property

from wsss_bot.awesome_list.awesome_list import AwesomeList
from wsss_bot.awesome_list.grammar.learning import Records
from wsss_bot.awesome_list.layouts.listing import Listing
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
from wsss_bot.awesome_list.sections.choice import Chooser
from wsss_bot.awesome_list.several.file_names import below_file, divides_by_year, name_of
from wsss_bot.awesome_list.several.new_file import path_for_year, text_for_year
from wsss_bot.awesome_list.several.parts import Part, listed_twice, read_parts, starts_of
from wsss_bot.domain import ArxivId, Entry, Facts, Paper, Row
from wsss_bot.errors import ListError
from wsss_bot.text.files_as_one import joined, parts_of

NO_FILE = (
    "there is no file for {year} yet; make one with its headings, or set [list] new_files = true"
)


class ListOfFiles(AwesomeList):
    """Several files that are one list; it never changes.

    Lines are counted through all files, as in the text that they make together; `where` says in
    which file such a line is.
    """

    def __init__(
        self, text: str, read: Callable[[str, str], AwesomeList], overrides: Overrides
    ) -> None:
        """Take the text of all files, and what reads the text of one, given its path too.

        A file that is no list holds no papers. Raises ListError where none is a list.
        """
        self.text = text
        self._overrides, self._read = overrides, read
        self._texts = parts_of(text, "")
        self._parts: tuple[Part, ...] = tuple(read_parts(self._texts, read))
        if not self._parts:
            raise ListError(
                f"none of {len(self._texts)} files is a list of papers; check [list] paths"
            )
        self._records = Records()
        self.generated = None  # of one that is, its own part says so

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that hold papers."""
        return tuple(part.path for part in self._parts)

    def where(self, line: int) -> tuple[str, int]:
        """Return the file that a line is in, and its number there."""
        part = self._part_at(line)
        return part.path, line - part.start

    # --- what it holds ----------------------------------------------------------------------

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The papers of all files, file by file."""
        return tuple(_moved(entry, part) for part in self._parts for entry in part.listed.entries)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables and lists of items of all files, file by file."""
        return tuple(
            replace(table, line=table.line + part.start)
            for part in self._parts
            for table in part.listed.tables
        )

    @property
    def listings(self) -> Sequence[Listing]:
        """Every table and list of items, at its line of the whole text."""
        found = [(copy(one), part) for part in self._parts for one in part.listed.listings]
        for listing, part in found:
            listing.header += part.start
        return [listing for listing, _ in found]

    @cached_property
    def unheeded(self) -> tuple[str, ...]:
        """What the operator said of the list and nothing in any of its files answers to."""
        of_each = [part.listed.unheeded for part in self._parts]
        return tuple(one for one in of_each[0] if all(one in others for others in of_each))

    @cached_property
    def flaws(self) -> tuple[Flaw, ...]:
        """What is wrong in the files, and papers that stand in two of them."""
        found = [
            replace(flaw, line=flaw.line + part.start)
            for part in self._parts
            for flaw in part.listed.flaws
        ]
        return tuple(sorted([*found, *listed_twice(self._parts)], key=lambda flaw: flaw.line))

    def find(
        self, *, arxiv_id: ArxivId | None, title: str, authors: Sequence[str] = ()
    ) -> Entry | None:
        """Return the entry of the paper in any of the files; one with its arXiv id comes first."""
        found = [
            _moved(entry, part)
            for part in self._parts
            if (entry := part.listed.find(arxiv_id=arxiv_id, title=title, authors=authors))
        ]
        by_id = (entry for entry in found if arxiv_id and entry.arxiv_id == arxiv_id)
        return next(by_id, found[0] if found else None)

    def holds(self, *, arxiv_id: ArxivId | None, title: str, authors: Sequence[str] = ()) -> bool:
        """Say whether the paper stands in one of the files."""
        return any(
            part.listed.holds(arxiv_id=arxiv_id, title=title, authors=authors)
            for part in self._parts
        )

    def names(self, arxiv_id: ArxivId) -> bool:
        """Say whether this arXiv id stands in one of the files."""
        return any(part.listed.names(arxiv_id) for part in self._parts)

    def with_records(self, papers: Iterable[Paper]) -> "ListOfFiles":
        """Return the list with what arXiv says of its papers."""
        known, learnt = list(papers), copy(self)
        learnt._parts = tuple(
            replace(part, listed=part.listed.with_records(known)) for part in self._parts
        )
        learnt._records = Records(known)
        for name in ("_placeable", "_chooser"):
            learnt.__dict__.pop(name, None)
        return learnt

    # --- one row ----------------------------------------------------------------------------

    def _part_at(self, line: int) -> Part:
        before = [part for part in self._parts if part.start < line]
        return before[-1] if before else self._parts[0]

    def row_at(self, facts: Facts, line: int) -> Placed:
        """Return the row of a paper as it would be added before that line."""
        part = self._part_at(line)
        placed = part.listed.row_at(facts, line - part.start)
        return replace(placed, line=placed.line and placed.line + part.start)

    def is_among_papers(self, line: int) -> bool:
        """Say whether the row in that line stands in a listing of papers."""
        part = self._part_at(line)
        return part.listed.is_among_papers(line - part.start)

    def end_of(self, line: int) -> int:
        """Return the last line of the row that begins in `line`."""
        part = self._part_at(line)
        return part.listed.end_of(line - part.start) + part.start

    def layout_at(self, line: int) -> str:
        """Return how the listing that the row in that line stands in is laid out."""
        part = self._part_at(line)
        return part.listed.layout_at(line - part.start)

    def shape_of(self, row: str, facts: Facts, line: int, *, listed_as: str = "") -> str:
        """Return how a row at that line is written, with names for what `facts` know."""
        part = self._part_at(line)
        return part.listed.shape_of(row, facts, line - part.start, listed_as=listed_as)

    def rows_near(self, line: int) -> list[str]:
        """Return the text of every row of the listings like the one at that line."""
        part = self._part_at(line)
        return part.listed.rows_near(line - part.start)

    # --- changes ----------------------------------------------------------------------------

    def row(self, facts: Facts) -> Row:
        """Return the row of a paper as it would be added."""
        part, _ = self._place(facts)
        return (part or self._largest()).listed.row(facts)

    def add(self, papers: Sequence[Facts]) -> Addition:
        """Return the files with a row for each paper, each in its file and place there."""
        chosen: dict[str, list[Facts]] = {}
        placed: dict[int, Placed] = {}
        if self._overrides.new_files and (firsts := self._firsts_of_years(papers)):
            return self._added_with_files(papers, firsts)
        for facts in papers:
            part, reason = self._place(facts)
            if part is not None:
                chosen.setdefault(part.path, []).append(facts)
                continue
            row = self._largest().listed.row(facts)
            placed[id(facts)] = Placed(row=row, line=None, reason=reason)
        added = {
            part.path: part.listed.add(chosen[part.path])
            for part in self._parts
            if part.path in chosen
        }
        texts = {
            path: added[path].text if path in added else self._texts[path] for path in self._texts
        }
        starts = starts_of(texts)
        for path, addition in added.items():
            for facts, one in zip(chosen[path], addition.placed, strict=True):
                line = one.line and one.line + starts[path]
                reason = f"in {path}, {one.reason}" if line and one.reason else one.reason
                placed[id(facts)] = replace(one, line=line, reason=reason)
        text = joined(texts)
        return Addition(text=text, placed=tuple(placed[id(facts)] for facts in papers))

    def place_of(self, facts: Facts) -> Placed:
        """Return where a paper would go, or why nowhere."""
        part, reason = self._place(facts)
        if part is not None:
            return part.listed.place_of(facts)
        return Placed(row=Row(markdown="", cells={}), line=None, reason=reason)

    def recounted(self, text: str) -> str:
        """Return `text` with the numbers that count papers right, file by file."""
        return self._file_by_file(text, lambda listed, its: listed.recounted(its))

    def counted_as_here(self, text: str) -> str:
        """Return `text` with the numbers that `recounted` changes as they stand in this list."""
        return self._file_by_file(text, lambda listed, its: listed.counted_as_here(its))

    def _file_by_file(self, text: str, put: Callable[[AwesomeList, str], str]) -> str:
        listed = {part.path: part.listed for part in self._parts}
        texts = parts_of(text, "")
        changed = {
            path: put(listed[path], its) if path in listed else its for path, its in texts.items()
        }
        return text if changed == texts else joined(changed)

    def left_to_people(self, addition: Addition) -> tuple[str, ...]:
        """Return nothing: whether a file has a translation is not told for several."""
        del addition
        return ()

    def moved(self, line: int, section: str) -> str | None:
        """Return the files with the row in that line below other headings of its own file."""
        part = self._part_at(line)
        text = part.listed.moved(line - part.start, section)
        return text if text is None else joined({**self._texts, part.path: text})

    def _firsts_of_years(self, papers: Sequence[Facts]) -> dict[str, tuple[Facts, str]]:
        """Return the files that are to be made: each begins with a paper, and has a text then."""
        found: dict[str, tuple[Facts, str]] = {}
        for facts in papers:
            choice = self._chooser.choose(facts)
            part = next((part for one, part in self._placeable if one is choice.listing), None)
            if choice.listing is None or choice.new_year is None or part is None:
                continue
            path = path_for_year(part.path, choice.new_year)
            if (
                path
                and path not in {*found, *self._texts}
                and not divides_by_year(part.listed.tables)
            ):
                row, old = part.listed.row(facts).markdown, self._texts[part.path]
                text = text_for_year(old, choice.listing, choice.new_year, row)
                found[path] = (facts, text)
        return found

    def _added_with_files(
        self, papers: Sequence[Facts], firsts: Mapping[str, tuple[Facts, str]]
    ) -> Addition:
        """Return the files with those that begin with the `firsts`, and rows for the others."""
        texts = {**self._texts, **{path: text for path, (_, text) in firsts.items()}}
        together = joined({path: texts[path] for path in sorted(texts)})
        made = ListOfFiles(together, self._read, self._overrides)
        begun = {id(facts): path for path, (facts, _) in firsts.items()}
        others = [facts for facts in papers if id(facts) not in begun]
        added = made.add(others)
        placed = {id(one): place for one, place in zip(others, added.placed, strict=True)}
        now = ListOfFiles(added.text, self._read, self._overrides)
        for facts, _ in firsts.values():
            entry = now.find(arxiv_id=facts.arxiv_id, title=facts.title)
            row = self._largest().listed.row(facts)
            reason = f"in {begun[id(facts)]}, a new file for its year"
            line = entry.line if entry else None
            placed[id(facts)] = Placed(row=row, line=line, reason=reason)
        return Addition(text=added.text, placed=tuple(placed[id(facts)] for facts in papers))

    def without(self, entry: Entry) -> str:
        """Return the text without one of its entries."""
        part = self._part_at(entry.line)
        text = part.listed.without(replace(entry, line=entry.line - part.start))
        return joined({**self._texts, part.path: text})

    def fill(self, blanks: Sequence[Blank]) -> Filling:
        """Return the files with those cells filled. Raises ListError as that of one file does."""
        texts, changes = dict(self._texts), dict[int, Change]()
        for part in self._parts:
            own = [
                (number, replace(blank, line=blank.line - part.start))
                for number, blank in enumerate(blanks)
                if self._part_at(blank.line) is part
            ]
            if not own:
                continue
            filling = part.listed.fill([blank for _, blank in own])
            texts[part.path] = filling.text
            for (number, _), change in zip(own, filling.changes, strict=True):
                changes[number] = replace(change, line=change.line + part.start)
        ordered = tuple(changes[number] for number in range(len(blanks)))
        return Filling(text=joined(texts), changes=ordered)

    def _largest(self) -> Part:
        return max(self._parts, key=lambda part: len(part.listed.entries))

    def _place(self, facts: Facts) -> tuple[Part | None, str]:
        """Return the file that a paper belongs into, as a heading is chosen; or why there is none.

        The name of a file is the outermost heading of what stands in it.
        """
        choice = self._chooser.choose(facts)
        if choice.listing is None:
            return None, choice.reason
        part = next(part for one, part in self._placeable if one is choice.listing)
        if choice.new_year is not None and not divides_by_year(part.listed.tables):
            return None, NO_FILE.format(year=choice.new_year)
        return part, choice.reason

    @cached_property
    def _chooser(self) -> Chooser:
        listings = [one for one, _ in self._placeable]
        return Chooser(listings, self._overrides.section, self._records)

    @cached_property
    def _placeable(self) -> list[tuple[Listing, Part]]:
        found = []
        for part in [one for one in self._parts if one.listed.generated is None]:
            for listing in part.listed.listings:
                below = copy(listing)
                below.section = below_file(part.path, listing.section)
                found.append((below, part))
        return found


def _moved(entry: Entry, part: Part) -> Entry:
    section = " / ".join(filter(None, [name_of(part.path), entry.section]))
    return replace(entry, line=entry.line + part.start, section=section)
