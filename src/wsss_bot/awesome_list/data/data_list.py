"""A list that is a data file: read as any list, and entries added in the shape of the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from wsss_bot.awesome_list.awesome_list import NO_ROW, AwesomeList
from wsss_bot.awesome_list.data.bibtex_format import BibtexFormat
from wsss_bot.awesome_list.data.csv_format import CsvFormat
from wsss_bot.awesome_list.data.json_format import JsonFormat
from wsss_bot.awesome_list.data.new_record import NewRecord, names_paper, new_record
from wsss_bot.awesome_list.data.record_rows import RecordRow, listing_of
from wsss_bot.awesome_list.data.records import (
    DataFormat,
    Group,
    Record,
    UnreadableError,
    by_topic,
)
from wsss_bot.awesome_list.data.yaml_format import YamlFormat
from wsss_bot.awesome_list.grammar.learning import Records
from wsss_bot.awesome_list.layouts.listing import Listing
from wsss_bot.awesome_list.model import Addition, Blank, Filling, Overrides, Placed
from wsss_bot.awesome_list.sections.choice import Choice, Chooser
from wsss_bot.awesome_list.understand.order import Key, among_new, place_among
from wsss_bot.domain import CELL_ROLES, Cell, Entry, Facts, Paper, Row
from wsss_bot.errors import ListError

FORMATS: dict[str, DataFormat] = {
    ".yaml": YamlFormat(),
    ".yml": YamlFormat(),
    ".json": JsonFormat(),
    ".csv": CsvFormat(),
    ".tsv": CsvFormat("\t"),
    ".bib": BibtexFormat(),
}
"""The kinds of data that entries are added to, by the end of the file's name."""
REFUSED = {
    *(".jsonl", ".toml", ".tex", ".xml", ".html", ".htm", ".xlsx", ".xls", ".ods", ".sqlite"),
    *(".db", ".parquet", ".ipynb", ".rdf", ".ris", ".enw", ".json5", ".sql", ".py", ".js", ".ts"),
}
"""Other kinds of data, and programs: none of them is a list."""

NO_LINK = "the entries of the file have no key for the address of a paper on arXiv"


def is_data(path: str) -> bool:
    """Say whether a file is data, to which entries can be added or not."""
    return PurePosixPath(path).suffix.lower() in {*FORMATS, *REFUSED}


def read_data_list(text: str, path: str, overrides: Overrides) -> "DataList":
    """Read the data file at `path`.

    Raises ListError where it is not of a kind that entries are added to, or not of its kind, and
    where it holds no entries of one shape.
    """
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in FORMATS:
        raise ListError(
            f"{path} is {suffix.removeprefix('.')}, and entries are added to Markdown, YAML, JSON, "
            "CSV and BibTeX only; name a file of these as [list] path"
        )
    try:
        groups = FORMATS[suffix].read(text)
    except UnreadableError as error:
        raise ListError(
            f"{path} cannot be read: {error}; correct it, for nothing can be added to a file that "
            "no program reads"
        ) from error
    found = DataList(text, FORMATS[suffix], groups, overrides)
    if not found.entries:
        raise ListError(
            f"{path} holds no entries of one shape with a title, each on lines of its own; "
            "expected a list of them, as in 'papers.yaml' or 'papers.bib'"
        )
    return found


class DataList(AwesomeList):
    """A data file of entries, understood; it never changes."""

    def __init__(
        self, text: str, form: DataFormat, groups: Sequence[Group], overrides: Overrides
    ) -> None:
        """Take what a file of that format holds."""
        self.text, self.generated = text, None
        self._overrides, self._definitions = overrides, {}
        self._form = form
        self._groups = tuple(part for group in groups for part in by_topic(group))
        self._listings = tuple(listing_of(group, text, overrides) for group in self._groups)
        self._chooser = Chooser(self._listings, overrides.section, Records())

    def with_records(self, papers: Iterable[Paper]) -> "DataList":
        """Return the list as it is: its entries show how they are written."""
        del papers
        return self

    def row_at(self, facts: Facts, line: int) -> Placed:
        """Return the entry of a paper as it would be added before that line, counted from 1."""
        listing = self._listing_at(line)
        place = sum(row.at.start < line - 1 for row in listing.rows)
        return Placed(row=self._new(facts, listing, place)[0], line=line, reason="")

    def shape_of(self, row: str, facts: Facts, line: int, *, listed_as: str = "") -> str:
        """Return the keys of an entry of the file: they are its shape."""
        del facts, listed_as
        rows = self._listing_at(line).rows
        keys = (one.record.fields for one in rows if isinstance(one, RecordRow) and one.raw == row)
        return " ".join(next(keys, {}))

    def rows_near(self, line: int) -> list[str]:
        """Return the text of every entry beside the one at that line."""
        return [row.raw for row in self._listing_at(line).rows]

    def row(self, facts: Facts) -> Row:
        """Return the entry of a paper as it would be added."""
        return self._draft(facts).row

    def add(self, papers: Sequence[Facts]) -> Addition:
        """Return the file with an entry for each paper, each in its place; nothing else changes.

        What was written is read again: each new entry must be there, and every other as it was.
        """
        drafts: list[_Draft] = []
        for facts in papers:
            drafts.append(self._draft(facts, [one.new.record for one in drafts]))
        found = self._with(drafts)
        if found is None:  # one of them cannot be read again: each is tried alone
            sound = [one for one in drafts if self._with([one]) is not None]
            found = self._with(sound) or (self.text, {})
        text, lines = found
        return Addition(text=text, placed=tuple(self._placed(one, lines) for one in drafts))

    def place_of(self, facts: Facts) -> Placed:
        """Return where an entry would go, or why nowhere."""
        draft = self._draft(facts)
        placed = Placed(row=draft.row, line=None, reason=draft.reason)
        return draft.choice.said(placed) if draft.is_placed else placed

    def recounted(self, text: str) -> str:
        """Return `text`: a data file counts no papers."""
        return text

    def counted_as_here(self, text: str) -> str:
        """Return `text`: a data file counts no papers."""
        return text

    def moved(self, line: int, section: str) -> None:
        """Return None: an entry is moved by a person."""
        del line, section

    def without(self, entry: Entry) -> str:
        """Return the file without one of its entries, and without what divides it from the next."""
        for group in self._groups:
            for number, record in enumerate(group.records):
                if self.text.count("\n", 0, record.start) + 1 != entry.line:
                    continue
                if number + 1 < len(group.records):
                    cut = (record.start, group.records[number + 1].start)
                elif number:
                    cut = (group.records[number - 1].end, record.end)
                else:
                    return self.text  # the only one: a list of none is of no shape
                return self.text[: cut[0]] + self.text[cut[1] :]
        return self.text

    def fill(self, blanks: Sequence[Blank]) -> Filling:
        """Refuse to fill cells: only whole entries are written."""
        if not blanks:
            return Filling(text=self.text, changes=())
        raise ListError(f"line {blanks[0].line} is an entry of a data file, which is not completed")

    # --- new entries ------------------------------------------------------------------------

    def _listing_at(self, line: int) -> Listing:
        above = [one for one in self._listings if one.header < line]
        return above[-1] if above else self._listings[0]

    def _draft(self, facts: Facts, others: Sequence[Record] = ()) -> "_Draft":
        """Return where a paper goes, and its entry; `others` are new as well."""
        choice = self._chooser.choose(facts)
        reason = choice.reason
        if choice.new_year is not None:
            reason = f"there is no list for {choice.new_year} yet, and none is opened in data"
        listing = choice.listing or max(self._listings, key=lambda one: len(one.rows))
        place = place_among(listing.rows, facts, listing.sorting)
        row, new = self._new(facts, listing, place, others)
        reason = reason if names_paper(new.fields, facts) else NO_LINK
        return _Draft(
            row=row,
            new=new,
            listing=listing,
            place=place,
            is_placed=choice.listing is not None
            and choice.new_year is None
            and reason is not NO_LINK,
            reason=reason,
            sort_key=among_new(facts, listing.sorting),
            choice=choice,
        )

    def _new(
        self, facts: Facts, listing: Listing, place: int, others: Sequence[Record] = ()
    ) -> tuple[Row, NewRecord]:
        group = self._groups[self._listings.index(listing)]
        everything = [one for each in self._groups for one in each.records]
        new = new_record(
            facts,
            group,
            place,
            form=self._form,
            everything=[*everything, *others],
            is_ascii=self.text.isascii(),
        )
        row = Row(
            markdown=self._form.written(new.fields, new.near, self.text),
            cells={role: new.cells.get(role, Cell()) for role in CELL_ROLES},
            left_out=new.left_out,
        )
        return row, new

    def _with(self, drafts: "Sequence[_Draft]") -> tuple[str, dict[int, int]] | None:
        """Return the file with these entries, and in which line each stands.

        None where the file then cannot be read, or says anything else than that.
        """
        placed = sorted((one for one in drafts if one.is_placed), key=lambda one: one.sort_key)
        end = "\r\n" if "\r\n" in self.text else "\n"
        pieces: list[tuple[int, str, _Draft]] = []
        for draft in placed:
            group = self._groups[self._listings.index(draft.listing)]
            divider = group.separator(self.text, self._form.separator).replace("\r\n", "\n")
            text = draft.row.markdown
            if draft.place < len(group.records):
                at, text = group.records[draft.place].start, text + divider
            else:
                at, text = group.records[-1].end, divider + text
            pieces.append((at, text.replace("\n", end), draft))
        pieces.sort(key=lambda piece: piece[0])  # a stable order: those at one place keep theirs
        written, at, lines = "", 0, {}
        for start, text, draft in pieces:
            written += self.text[at:start]
            blank = len(text) - len(text.lstrip("\r\n,"))
            lines[id(draft)] = (written + text[:blank]).count("\n") + 1
            written, at = written + text, start
        written += self.text[at:]
        return (written, lines) if self._is_sound(written, placed) else None

    def _is_sound(self, text: str, added: "Sequence[_Draft]") -> bool:
        """Say whether a text holds the entries of this file, and these new ones, and no others."""
        try:
            now = [one.fields for group in self._form.read(text) for one in group.records]
        except UnreadableError:
            return False
        new = [one.new.fields for one in added]
        before = [one.fields for group in self._groups for one in group.records]
        for fields in new:
            if fields not in now:
                return False
            now.remove(fields)
        return now == before

    def _placed(self, draft: "_Draft", lines: Mapping[int, int]) -> Placed:
        line = lines.get(id(draft))
        reason = draft.reason
        if line is None and draft.is_placed:
            reason = NO_ROW.format(fault="the file could not be read with it")
        placed = Placed(row=draft.row, line=line, reason=reason)
        return placed if line is None else draft.choice.said(placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """Where a new entry goes."""

    row: Row
    new: NewRecord
    listing: Listing
    place: int
    is_placed: bool
    reason: str
    sort_key: Key
    choice: Choice
