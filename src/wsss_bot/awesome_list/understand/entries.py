"""The rows and items of a list, each understood when it is first asked."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property

from wsss_bot.awesome_list.roles import Meaning
from wsss_bot.awesome_list.understand.anatomy import (
    Anatomy,
    is_long,
    read_cell,
    read_line,
    says_nothing,
)
from wsss_bot.awesome_list.understand.cells import RawRow, cut_row
from wsss_bot.awesome_list.understand.inline import Definitions, has_marks, plain
from wsss_bot.domain import ArxivId, Entry, Role
from wsss_bot.text.arxiv_ids import find_arxiv_ids, parse_arxiv_id

MARKER = re.compile(r"[ \t>]*+(?:[-*+]|\d{1,9}[.)])(?:[ \t]++|$)(?:\[[ xX]\][ \t]++)?")
_YEAR_BEHIND = re.compile(
    r"\s*+[(\[](?:[^()\[\]]{0,30}[\s,'’])?(?:19|20)\d\d[)\]](?:[,.:;](?:\s.*)?)?\Z"
    r"|[,.]\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s+(?:\d{1,2},?\s+)?"
    r"(?:19|20)\d\d\Z",
    re.DOTALL,
)
_LONGEST_TITLE = 600
_FINDABLE: set[Meaning] = {"paper url", "code url", "venue"}


class ListedRow(ABC):
    """A row of a table or an item: where it stands, and what it says.

    Understanding a row costs far more than finding it, and to add one row to a table of thousands
    only its neighbours need to be understood; so everything is read when it is asked for.
    """

    def __init__(
        self, *, at: range, end: int, raw: str, section: str, definitions: Definitions
    ) -> None:
        self.at = at
        """Its own lines, as indices."""
        self.end = end
        """The line after the last that belongs to it, nested items included."""
        self.raw = raw
        """Its own lines without the last line end."""
        self.section = section
        self.definitions = definitions

    @property
    @abstractmethod
    def anatomies(self) -> tuple[Anatomy, ...]:
        """Every cell, or the whole item, understood."""

    @property
    def is_paragraph(self) -> bool:
        """Whether it stands by itself, neither in a table nor in a list."""
        return False

    @property
    def names_a_paper(self) -> bool:
        """Whether it says the title of a paper and where that can be found or was published."""
        said = {span.meaning for cell in self.anatomies for span in cell.spans}
        title = self.said(self.anatomies, "title")
        if title is None or not said & _FINDABLE:
            return False
        return is_long(title) or (not self.is_paragraph and bool(self.arxiv_ids) and " " in title)

    @property
    def links_to_arxiv(self) -> bool:
        """Whether it is a paper with a link to arXiv."""
        return bool(self.arxiv_ids and self.entry and self.entry.title)

    def cell(self, number: int) -> str:
        """Return the raw text of a cell, empty where the row is too short."""
        return self.anatomies[number].raw if number < len(self.anatomies) else ""

    @property
    @abstractmethod
    def entry(self) -> Entry | None:
        """The paper that it is; None for a divider, a blank row, an item about something else."""

    @property
    def date(self) -> str | None:
        """The date that it names, as a reader sees it."""
        return self.entry.date if self.entry else None

    @property
    def venue(self) -> str | None:
        """The venue that it names, as a reader sees it."""
        return self.entry.venue if self.entry else None

    @property
    def title(self) -> str | None:
        """The title of the paper, as a reader sees it."""
        return self.entry.title if self.entry else None

    @cached_property
    def arxiv_ids(self) -> tuple[ArxivId, ...]:
        """Every arXiv id in it."""
        return find_arxiv_ids(self.raw)

    def said(self, anatomies: Iterable[Anatomy], meaning: Meaning) -> str | None:
        """Return the first stretch with that meaning as a reader sees it, unless it is blank."""
        for anatomy in anatomies:
            for text in anatomy.all(meaning):
                shown = plain(text, self.definitions)
                return None if says_nothing(shown) else shown
        return None


class TableRow(ListedRow):
    """One row of a pipe table."""

    def __init__(
        self,
        number: int,
        raw: str,
        *,
        roles: Sequence[Role],
        section: str,
        definitions: Definitions,
    ) -> None:
        whole = range(number, number + 1)
        super().__init__(
            at=whole, end=number + 1, raw=raw, section=section, definitions=definitions
        )
        self._roles = roles

    @cached_property
    def cut(self) -> RawRow:
        """The row, cut into cells."""
        return cut_row(self.raw)

    @cached_property
    def anatomies(self) -> tuple[Anatomy, ...]:
        """Every cell that belongs to a column, understood."""
        return tuple(
            read_cell(cell, role, self.definitions)
            for cell, role in zip(self.cut.cells, self._roles, strict=False)
        )

    @cached_property
    def entry(self) -> Entry | None:
        """The paper of the row, if it has a title or an arXiv id."""
        arxiv_id = self._id()
        title = self.said(self._of("title"), "title")
        if arxiv_id is None and title is None:
            return None
        paper_urls = [url for cell in self.anatomies for url in cell.urls("paper")]
        code = (url for cell in self.anatomies for url in cell.urls("code"))
        return Entry(
            line=self.at.start + 1,
            title=_tidy(title or self._any_title()),
            arxiv_id=arxiv_id,
            method=self._shown("method"),
            venue=self.venue or self.said(self.anatomies, "venue"),
            date=self.date,
            authors=self._shown("authors"),
            code=tuple(dict.fromkeys(code)),
            paper_url=paper_urls[0] if paper_urls else None,
            section=self.section,
            raw=self.raw,
        )

    @property
    def date(self) -> str | None:
        """What the date's cell says."""
        return self._shown("date")

    @property
    def title(self) -> str | None:
        """The title, without understanding the other cells where it is plain text."""
        cell = self._cell("title")
        if cell is not None and not has_marks(cell):
            return self._shown("title")
        return super().title

    @property
    def venue(self) -> str | None:
        """The venue, without understanding the other cells where it is plain text."""
        cell = self._cell("venue")
        if cell is None or not has_marks(cell):
            return self._shown("venue")
        return self.said(self._of("venue"), "venue")

    def _cell(self, role: Role) -> str | None:
        if role not in self._roles:
            return None
        at = self._roles.index(role)
        return self.cut.cells[at] if at < len(self.cut.cells) else None

    def _of(self, role: Role) -> tuple[Anatomy, ...]:
        if role not in self._roles:
            return ()
        at = self._roles.index(role)
        return self.anatomies[at : at + 1]

    def _shown(self, role: Role) -> str | None:
        """Return all that a cell says, as when two names share it."""
        cell = self._cell(role)
        shown = plain(cell, self.definitions) if cell is not None else ""
        return None if says_nothing(shown) else shown

    def _id(self) -> ArxivId | None:
        found = next((cell.arxiv_id for cell in self._of("paper") if cell.arxiv_id), None)
        if found is None and (bare := self._shown("paper")):
            try:
                found, _ = parse_arxiv_id(bare)
            except ValueError:
                found = None
        return found or next((cell.arxiv_id for cell in self.anatomies if cell.arxiv_id), None)

    def _any_title(self) -> str:
        """Return the best name for a paper without a title: a linked text, or the method."""
        longest = max((plain(cell, self.definitions) for cell in self.cut.cells), key=len)
        return self.said(self.anatomies, "title") or self._shown("method") or longest


def _tidy(title: str) -> str:
    """Return a title without what is not its own.

    That is emphasis which ends inside it ('Name**: The Rest', 'The Title** Authors'), what stands
    in a bracket that is still open, a year in brackets with what a comma or full stop parts
    from it, and a date at the end.
    """
    head, emphasis, rest = title.partition("**")
    if emphasis and "**" not in rest:
        joined = head + rest if rest.lstrip().startswith((":", "：")) else head
        title = joined if is_long(joined) else head + rest
    if title.count("(") > title.count(")") and is_long(title[: title.rindex("(")]):
        title = title[: title.rindex("(")].rstrip()
    cut = _YEAR_BEHIND.search(title[:_LONGEST_TITLE])
    return title[: cut.start()] if cut and is_long(title[: cut.start()]) else title


def text_of_item(raw: str) -> str:
    """Return an item with all its lines, without its marker and the indentation below it."""
    first, *others = _behind_marker(raw)
    hang = hang_of_item(raw)
    return "\n".join([first, *(line[hang:] if line[:hang].isspace() else line for line in others)])


def hang_of_item(raw: str) -> int:
    """Return how far the later lines of an item are indented, at most as far as its text."""
    found = MARKER.match(raw)
    said = [line for line in _behind_marker(raw)[1:] if line.strip()]
    indents = [len(line) - len(line.lstrip(" ")) for line in said]
    return min([len(found[0]) if found else 0, *indents])


def _behind_marker(raw: str) -> list[str]:
    """Return the lines of an item, the first without its marker."""
    found = MARKER.match(raw)
    text = raw[len(found[0]) if found else 0 :]
    return text.rstrip().replace("\r\n", "\n").split("\n")


class ItemRow(ListedRow):
    """One item of a list, or one paragraph that is an entry."""

    def __init__(
        self,
        *,
        at: range,
        end: int,
        raw: str,
        section: str,
        definitions: Definitions,
        is_paragraph: bool,
        heading: str = "",
    ) -> None:
        super().__init__(at=at, end=end, raw=raw, section=section, definitions=definitions)
        self._is_paragraph = is_paragraph
        self.heading = heading
        """The heading that is the title of the paper, where the items below are its details."""

    @property
    def is_paragraph(self) -> bool:
        """Whether it is no item of a list."""
        return self._is_paragraph

    @cached_property
    def marker(self) -> str:
        """What stands before its text: indentation, bullet or number, check box."""
        found = MARKER.match(self.raw)
        return found[0] if found else ""

    @cached_property
    def anatomies(self) -> tuple[Anatomy, ...]:
        """The whole text behind the marker, understood."""
        return (read_line(self.raw[len(self.marker) :], self.definitions),)

    @cached_property
    def entry(self) -> Entry | None:
        """The paper of the item, if it has an arXiv id, or a title with a link or venue."""
        (anatomy,) = self.anatomies
        title = self.heading or self.said(self.anatomies, "title")
        papers = anatomy.urls("paper")
        if anatomy.arxiv_id is None and not (title and (papers or anatomy.all("venue"))):
            return None
        if self._is_paragraph and not (self.heading or self.names_a_paper):
            return None
        return Entry(
            line=self.at.start + 1,
            title=_tidy(title or plain(anatomy.raw, self.definitions)),
            arxiv_id=anatomy.arxiv_id,
            method=self.said(self.anatomies, "method"),
            venue=self.said(self.anatomies, "venue"),
            date=self.said(self.anatomies, "date"),
            code=anatomy.urls("code"),
            paper_url=papers[0] if papers else None,
            section=self.section,
            raw=self.raw,
        )
