"""The rows of a listing as skeletons, found with the habits that they show together."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wsss_bot.awesome_list.grammar.fields import Anchorer
from wsss_bot.awesome_list.grammar.marks import Habits
from wsss_bot.awesome_list.grammar.names import lone_names
from wsss_bot.awesome_list.grammar.pairs import FIRST_SIGN
from wsss_bot.awesome_list.grammar.slots import Known, Signs, Skeleton
from wsss_bot.awesome_list.understand.venue_text import read_venue
from wsss_bot.domain import Role

Cells = tuple[str, ...]

PLAIN_LABEL = re.compile(
    r"code|github|papers?|pdf|arxiv|abs|link|project|page|website|homepage", re.IGNORECASE
)
_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](?:19|20)\d\d(?!\d)")
_PAPER_LINK = re.compile(
    r"\[([^\[\]\n]{2,40})\]+\(\s*https?://[^\s()]*(?:arxiv|openreview|doi)", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedText:
    """A row as the grammar takes it: its cells (of an item the whole text), and its paper."""

    cells: tuple[str, ...]
    known: Known
    near: bool = True
    """Whether it stands in the very listing that the new row goes into."""


class Anchored:
    """The skeletons of the rows, and how another row is anchored like them."""

    def __init__(self, rows: Sequence[ListedText], roles: Sequence[Role | None]) -> None:
        self.rows = rows
        self.roles = roles
        self.signs = Signs()
        self._anchorer = Anchorer(self.signs, Habits(venue_links=_links_have_venues(rows)))
        self.skeletons = [self.anchored(row.cells, row.known) for row in rows]
        self._find_labels()
        self._find_forms_of_dates()
        self._find_single_authors()
        self.skeletons = [self.anchored(row.cells, row.known) for row in rows]

    def anchored(self, cells: Cells, known: Known) -> list[Skeleton]:
        """Return the skeleton of each cell of a row."""
        return [
            self._anchorer.skeleton(cell, known, role)
            for cell, role in zip(cells, self.roles, strict=False)
        ]

    def _find_single_authors(self) -> None:
        """Where several rows have authors between the same signs, a single name there is one."""
        found = Counter(cell.context for row in self.skeletons for cell in row if cell.authors)
        contexts = {one for one, count in found.items() if count >= max(1, 0.2 * len(self.rows))}
        if not contexts and len(self.roles) == 1:
            whole = Counter(one for row in self.rows for one in {*lone_names(row.cells[0])})
            contexts = {
                one for one, count in whole.items() if count >= max(3, 0.6 * len(self.rows))
            }
        self._anchorer.habits.contexts = contexts

    def _find_forms_of_dates(self) -> None:
        """Find what a date alone does not tell: whether 'May' is a whole month, '04/05' April."""
        texts = "".join(cell.text for row in self.skeletons for cell in row)
        forms = Counter(self.signs.slot(sign).form for sign in texts if ord(sign) >= FIRST_SIGN)
        whole = sum(count for form, count in forms.items() if "{B" in form)
        short = sum(count for form, count in forms.items() if "{b3" in form)
        self._anchorer.habits.whole_months = whole >= max(2, short)
        days = [found for row in self.rows for cell in row.cells for found in _DAY.findall(cell)]
        month_first = sum(int(second) > 12 for _, second in days)
        self._anchorer.habits.month_first = month_first > sum(int(first) > 12 for first, _ in days)

    def _find_labels(self) -> None:
        """Tell the labels that links share from texts that are each one paper's own."""
        found = Counter(
            label for row in self.skeletons for cell in row for label in set(cell.labels)
        )
        self._anchorer.habits.labels = frozenset(
            one
            for one, count in found.items()
            if count >= max(2, 0.03 * len(self.rows)) or PLAIN_LABEL.fullmatch(one[1])
        )
        papers = [text for (kind, text) in found if kind == "papers label"]
        alone = [text for text in papers if found["papers label", text] == 1]
        self._anchorer.habits.name_links = len(alone) >= max(2, 0.5 * len(self.rows))


def _links_have_venues(rows: Sequence[ListedText]) -> bool:
    """Whether links to papers have venues for labels in some rows."""
    texts = [m[1] for row in rows for cell in row.cells for m in _PAPER_LINK.finditer(cell)]
    venues = [venue for text in texts if (venue := read_venue(text))]
    count = sum(venue.known and not venue.preprint for venue in venues)
    return count >= max(2, 0.1 * len(rows))
