"""The grammar of a listing: learnt from its rows, and how a new paper is written with it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from wsss_bot.awesome_list.grammar.anchoring import PLAIN_LABEL, Anchored, Cells, ListedText
from wsss_bot.awesome_list.grammar.check import Checker
from wsss_bot.awesome_list.grammar.own_dates import foreign_date
from wsss_bot.awesome_list.grammar.pairs import SIGNS, leaves, parse
from wsss_bot.awesome_list.grammar.pairs import written as tree_text
from wsss_bot.awesome_list.grammar.projection import Projector
from wsss_bot.awesome_list.grammar.shared import Shared, words
from wsss_bot.awesome_list.grammar.slots import (
    Known,
    Skeleton,
    Slot,
    commonest,
    living_kinds,
    page_for_id,
)
from wsss_bot.awesome_list.grammar.stretches import Status
from wsss_bot.awesome_list.grammar.style import SHOWN, learn_style, usual_slots
from wsss_bot.awesome_list.understand.anatomy import says_nothing
from wsss_bot.awesome_list.understand.venue_text import only_preprint
from wsss_bot.awesome_list.write.dialect import FRAMEWORKS
from wsss_bot.domain import Facts, Role

_SIGN = re.compile(SIGNS)
_BEGINS = re.compile(r"#{1,6} |<(?:tr|li|details)\b|")
"""What a row that is no item of Markdown begins with."""
_HALF = 0.5
_NEARLY_ALL = 0.9
_LEAST = 1 / 8
_WITHOUT_VENUE = 0.03
_WITHOUT_LINK = 0.15
_SEEN = 0.15
_CANDIDATES = 6
_SHARE = 0.02
_GUESSED = 0.5
"""What a row counts whose paper has no record."""
_NEAR = 2.0
"""What a row of the same listing counts."""
NAMED_KINDS = {
    "method": "name",
    "authors": "authors",
    "venue": "venue",
    "date": "date",
    "code": "code",
    "project": "project page",
}
"""What a maintainer may look for where a row lacks it, and what it is called."""
NAMELESS = "its table has no column for titles, and no name of the paper is known"
_NOT_ITS_OWN = "{!r} is no date of the paper"
_EXTRA = ("code", "method", "project", "authors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why no row could be written, in words for the maintainer."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The cells of a new row, of an item its text."""

    cells: Cells
    left_out: tuple[str, ...]
    """Kinds of fact that most rows give and this one does not."""
    blank: tuple[int, ...]
    """Columns that most rows fill and this one does not."""
    kinds: frozenset[str] = frozenset()
    """The kinds of fact that it has a place for."""


class Grammar(Anchored):
    """How the rows of a listing, and of those like it, are written."""

    def __init__(self, rows: Sequence[ListedText], roles: Sequence[Role | None]) -> None:
        super().__init__(rows, roles)
        self.common = Shared(self.skeletons, len(roles))
        self.style = learn_style(self.skeletons, rows, self.signs)
        self._usual_slots = usual_slots(self.skeletons, self.signs)

    @property
    def learnt_from(self) -> int:
        """How many rows with a known title show how papers are written."""
        return sum(bool(kinds & self._names) for kinds in self.common.kinds)

    @property
    def _names(self) -> set[str]:
        """What a row can name its paper by: the title, or in a table without one the name."""
        if len(self.roles) > 1 and "title" not in self.roles:
            return {"title", "rest", "method"}
        return {"title", "rest"}

    # --- writing ----------------------------------------------------------------------------

    def write(self, facts: Facts) -> Written | Refusal:
        """Return the cells of a new row, or why there can be none."""
        by_name = "method" in self._names and not facts.method
        reason = NAMELESS if by_name else "no row near it shows how to write it"
        for cells in self._candidates(facts):
            written = self.style.cells(cells, facts, self.signs)
            fault = self._fault(cells, written, facts)
            if fault is None:
                return self._with_what_is_left_out(cells, written)
            reason = fault
        title = self.linked_title(facts)
        return self._with_what_is_left_out(title, title) if title else Refusal(reason=reason)

    def _with_what_is_left_out(self, template: Cells, written: Cells) -> Written:
        has = {self.signs.slot(sign).kind for cell in template for sign in _SIGN.findall(cell)}
        usual = [
            kind
            for kind in NAMED_KINDS
            if self.common.kind[kind] >= _HALF * len(self.rows) and kind not in has
        ]
        if "venue" in usual and "preprint" in has:
            usual.remove("venue")
        if "date" in usual and has & {"preprint", "venue", "year"}:
            usual.remove("date")
        blank = [
            column
            for column, cell in enumerate(template)
            if len(template) > 1 and self._is_blank(cell) and self._is_filled(column)
        ]
        return Written(
            cells=written, left_out=tuple(usual), blank=tuple(blank), kinds=frozenset(has)
        )

    def _is_blank(self, cell: str) -> bool:
        return len(cell) == 1 and self.signs.slot(cell).kind == "blank"

    def _is_filled(self, column: int) -> bool:
        """Say whether most rows say something in a column."""
        said = [
            bool(cells[column].kinds) or not says_nothing(cells[column].text)
            for cells in self.skeletons
            if len(cells) > column
        ]
        return 2 * sum(said) > len(said)

    def linked_title(self, facts: Facts) -> Cells | None:
        """Return the least that an item can say: its title, linked."""
        if len(self.roles) > 1:
            return None
        title, address = self.signs.sign(Slot("title")), self.signs.sign(Slot("page"))
        begins = commonest(_BEGINS.match(row.cells[0])[0] for row in self.rows) or ""  # type: ignore[index]
        if "<" in begins:
            return None
        cells = (f"{begins}[{title}]({address})",)
        written = self.style.cells(cells, facts, self.signs)
        return written if self._fault(cells, written, facts) is None else None

    def fault(self, cells: Cells, facts: Facts) -> str | None:
        """Return what is wrong with the words and signs of a row that was written otherwise."""
        if foreign := foreign_date(cells, facts):
            return _NOT_ITS_OWN.format(foreign)
        read = tuple(cell.text for cell in self.anchored(cells, Known.new(facts)))
        for column, cell in enumerate(read):
            said = [] if says_nothing(cell) else leaves(parse(cell))
            for leaf in said:
                if leaf.kind == "word" and not self._is_said(column, leaf.text, facts):
                    return f"{leaf.text!r} says nothing of the paper and stands in few rows"
        return self._checker.fault(_joined(read))

    def _is_said(self, column: int, word: str, facts: Facts) -> bool:
        """Say whether a word is a fact of the paper or stands in half of the rows."""
        known = [facts.title, facts.method, facts.venue and facts.venue.name, *facts.authors]
        known += [code.label for code in facts.code]
        said = " ".join(shown(text) for text in known if text for shown in SHOWN)
        having = sum(word in "".join(row.cells[column : column + 1]) for row in self.rows)
        # A sign that is escaped is outside text made harmless.
        escaped = word.startswith(("\\", "&"))
        # What one item alone says is its own, but for a label; a cell's column says what it is.
        fewest = 2 if len(self.roles) == 1 else 1
        usual = having >= max(fewest, _HALF * len(self.rows))
        label = PLAIN_LABEL.fullmatch(word) or FRAMEWORKS.fullmatch(word)
        return escaped or word in said or usual or bool(label)

    def shape(self, cells: Cells, known: Known, facts: Facts) -> str:
        """Return how a row is written, with names for its facts, without what `facts` lack."""
        projectors = self._projectors(living_kinds(facts))
        template, _ = self._projected(self.anchored(cells, known), projectors)
        return " | ".join(
            _SIGN.sub(lambda found: f"{{{':'.join(self.signs.slot(found[0]))}}}", cell)
            for cell in template
        )

    def _projectors(self, living: frozenset[str]) -> list[Projector]:
        kinds = [
            self.common.main_kinds[at] if self._is_other(at) else usual
            for at, usual in enumerate(self.common.usual_kinds)
        ]
        if "id" not in living:
            kinds = [own | {"page"} if "id" in own else own for own in kinds]
        return [
            Projector(
                self.signs,
                living & kinds[at],
                partial(self.common.shared, at),
                partial(self.common.firm, at),
            )
            for at in range(len(self.roles))
        ]

    def _candidates(self, facts: Facts) -> Iterator[Cells]:
        votes: Counter[Cells] = Counter()
        living = living_kinds(facts)
        projectors = self._projectors(living)
        for row, cells in zip(self.rows, self.skeletons, strict=True):
            template, deletions = self._projected(cells, projectors)
            has = {self.signs.slot(sign).kind for cell in template for sign in _SIGN.findall(cell)}
            if not has & self._names:
                continue
            weight = max(_LEAST, 0.5**deletions) * (1.0 if row.known.from_record else _GUESSED)
            votes[template] += weight * self._factor(has, living) * (_NEAR if row.near else 1.0)
        best = votes.most_common(_CANDIDATES)
        whole = sum(votes.values())
        yield from (cells for cells, vote in best if vote >= _SHARE * whole)

    def _projected(
        self, cells: Sequence[Skeleton], projectors: Sequence[Projector]
    ) -> tuple[Cells, float]:
        template: list[str] = []
        deletions = 0.0
        linked = any("id" in cell.kinds for cell in cells)
        blank = self.signs.sign(Slot("blank"))
        for column, cell in enumerate(cells):
            swapped = self._swapped(cell, projectors[column].living)
            done = projectors[column].project(swapped, linked=linked)
            text = done.text
            deletions += swapped != cell.text
            if len(self.roles) > 1:
                text = text.strip()
                plain = done.status is Status.PLAIN and self._constant(column, cell.text)
                alive = done.status is Status.ALIVE and self._may_say(column, text)
                if not alive and not plain:
                    text = blank
            template.append(text)
            deletions += done.deletions
            deletions += done.status is Status.DEAD and len(self.roles) > 1
        # A row may lack its last cells; a new one has a cell for each column.
        template += [blank] * (len(self.roles) - len(template))
        return tuple(template), deletions

    def _swapped(self, cell: Skeleton, living: frozenset[str]) -> str:
        """Return the text with a venue in the place of a preprint's mark, or the other way."""
        gone, wanted = ("preprint", "venue") if "venue" in living else ("venue", "preprint")
        slot, text = self._usual_slots.get(wanted), cell.text
        if "id" in cell.kinds and "id" not in living:
            text = page_for_id(text, self.signs)
        if slot is None or gone not in cell.kinds or wanted in cell.kinds:
            return text
        other = self.signs.sign(slot)
        return _SIGN.sub(
            lambda found: other if self.signs.slot(found[0]).kind == gone else found[0], text
        )

    def _constant(self, column: int, text: str) -> bool:
        same = self.common.standing(column, text.strip())
        return not says_nothing(text) and same >= _NEARLY_ALL * len(self.skeletons)

    def _is_other(self, column: int) -> bool:
        return len(self.roles) > 1 and self.roles[column] == "other"

    def _may_say(self, column: int, text: str) -> bool:
        """Say whether a cell with a fact of the paper may stand in a column.

        Of what another column is for nothing is known: there, beside a fact that most of its cells
        hold, words may only stand where most of its cells are written just so.
        """
        if not self._is_other(column) or not any(words(parse(text))):
            return True
        return self.common.standing(column, text) > _HALF * len(self.skeletons)

    def _factor(self, has: set[str], living: frozenset[str]) -> float:
        factor = 1.0
        if "venue" in living and self.common.kind["venue"] >= 2 and "venue" not in has:
            factor *= _WITHOUT_VENUE
        for kind in _EXTRA:
            share = _HALF if kind == "authors" else _SEEN
            often = self.common.kind[kind] >= share * len(self.rows)
            if kind in living and often and kind not in has:
                factor *= _WITHOUT_LINK
        return factor

    # --- checking ---------------------------------------------------------------------------

    @cached_property
    def _checker(self) -> Checker:
        rows = [_joined([cell.text for cell in cells]) for cells in self.skeletons]
        return Checker(rows, lambda sign: self.signs.slot(sign).kind)

    def _fault(self, template: Cells, written: Cells, facts: Facts) -> str | None:
        linked = sum("id" in kinds or "page" in kinds for kinds in self.common.kinds)
        has = {self.signs.slot(sign).kind for cell in template for sign in _SIGN.findall(cell)}
        # The venue of a paper that is not on arXiv may be its only link, and get it afterwards.
        if facts.arxiv_id and _HALF * len(self.rows) <= linked and not has & {"id", "page"}:
            return "it would have no link to the paper"
        if not has & {"id", "page", "venue", "code"}:
            return "it would be no more than a title"
        if fault := self._words_fault(template, facts) or self._checker.fault(_joined(template)):
            return fault
        if foreign := foreign_date(written, facts):
            return _NOT_ITS_OWN.format(foreign)
        return self._misread(template, written, facts)

    def _words_fault(self, template: Cells, facts: Facts) -> str | None:
        """Return what is wrong if words end an item behind its last fact that not all rows have."""
        for column, cell in enumerate(template if len(template) == 1 else ()):
            nodes = parse(cell)
            fields = [at for at, node in enumerate(nodes) if _SIGN.search(tree_text([node]))]
            for leaf in leaves(nodes[fields[-1] + 1 :]) if fields else ():
                true = facts.venue is None and only_preprint(leaf.text)
                if leaf.kind == "word" and not true and not self.common.firm(column, leaf.text):
                    return f"{leaf.text!r} would stand behind its last fact, as in some rows"
        return None

    def _misread(self, template: Cells, written: Cells, facts: Facts) -> str | None:
        """Return what is wrong if the row, read again, is not the template it was written from."""
        venue = self.style.venues.name(facts.venue) if facts.venue else ""
        again = self.anchored(written, Known.new(facts, venue))
        for cell, skeleton in zip(template, again, strict=True):
            ours, theirs = self._kinds_in(cell), self._kinds_in(skeleton.text)
            for kind in ("code", "project"):
                # A paper with two repositories has two links in the place of one.
                ours[kind], theirs[kind] = min(ours[kind], 1), min(theirs[kind], 1)
            if +ours != +theirs:
                lost = sorted((ours - theirs) + (theirs - ours))
                return f"read again, it would say otherwise what its {lost[0]} is"
        return None

    def _kinds_in(self, text: str) -> Counter[str]:
        same = dict.fromkeys(("year", "date", "preprint", "blank", "repo"), "")
        same |= {"rest": "title", "page": "id"}
        kinds = (self.signs.slot(sign).kind for sign in _SIGN.findall(text))
        return Counter(
            name for kind in kinds if (name := same.get(kind, kind)) and "label" not in name
        )


def _joined(cells: Sequence[str]) -> str:
    return "\n".join("" if says_nothing(cell) else cell.strip() for cell in cells)
