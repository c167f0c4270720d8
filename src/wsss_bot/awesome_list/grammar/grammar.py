"""The grammar of a listing: learnt from its rows, and how a new paper is written with it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial, reduce

from wsss_bot.awesome_list.grammar.check import Checker
from wsss_bot.awesome_list.grammar.fields import ODD, Anchorer, Known, Signs, Skeleton, Slot
from wsss_bot.awesome_list.grammar.names import lone_names
from wsss_bot.awesome_list.grammar.pairs import SIGNS, Leaf, Node, parse
from wsss_bot.awesome_list.grammar.projection import Projector, Status
from wsss_bot.awesome_list.grammar.style import SHOWN, Style, learn_style
from wsss_bot.awesome_list.understand.addresses import link_kind, repository_of
from wsss_bot.awesome_list.understand.anatomy import says_nothing
from wsss_bot.awesome_list.understand.venue_text import read_venue
from wsss_bot.domain import Facts, Role

_SIGN = re.compile(SIGNS)
_PICTURE = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")
_HALF = 0.5
_SEVERAL = 3
_NEARLY_ALL = 0.9
_FIRM = 0.8
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
_FEW = 0.15
"""A fact that fewer of the cells of a column hold does not belong there."""
_ALWAYS = frozenset(
    {"papers label", "label", "repository name", "project label", "blank", "venue", "preprint"}
)
_EXTRA = ("code", "method", "project")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedText:
    """A row as the grammar takes it: its cells (of an item the whole text), and its paper."""

    cells: tuple[str, ...]
    known: Known
    near: bool = True
    """Whether it stands in the very listing that the new row goes into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why no row could be written, in words for the maintainer."""

    reason: str


Cells = tuple[str, ...]


class Grammar:
    """How the rows of a listing, and of those like it, are written."""

    def __init__(self, rows: Sequence[ListedText], roles: Sequence[Role | None]) -> None:
        self.rows = rows
        self.roles = roles
        self.signs = Signs()
        self._anchorer = Anchorer(self.signs, venue_links=_links_have_venues(rows))
        self.skeletons = [self._anchored(row.cells, row.known) for row in rows]
        self._find_labels()
        self._find_single_authors()
        self.skeletons = [self._anchored(row.cells, row.known) for row in rows]
        self.style: Style = learn_style(
            self.skeletons, blanks=self._blanks(), divider=self._divider()
        )
        self._usual_slots = self._most_used_slots()
        self._kinds = [
            frozenset(kind for cell in cells for kind in cell.kinds) for cells in self.skeletons
        ]
        self._count()

    def _find_single_authors(self) -> None:
        """Where several rows have authors between the same signs, a single name there is one."""
        found = Counter(cell.context for row in self.skeletons for cell in row if cell.authors)
        contexts = {one for one, count in found.items() if count >= max(1, 0.2 * len(self.rows))}
        if not contexts and len(self.roles) == 1:
            whole = Counter(one for row in self.rows for one in {*lone_names(row.cells[0])})
            contexts = {
                one for one, count in whole.items() if count >= max(3, 0.6 * len(self.rows))
            }
        self._anchorer.contexts = contexts

    def _find_labels(self) -> None:
        """Tell the labels that links share from texts that are each one paper's own."""
        found = Counter(
            label for row in self.skeletons for cell in row for label in set(cell.labels)
        )
        self._anchorer.labels = frozenset(
            one for one, count in found.items() if count >= max(2, 0.03 * len(self.rows))
        )
        papers = [text for (kind, text) in found if kind == "papers label"]
        alone = [text for text in papers if found["papers label", text] == 1]
        self._anchorer.name_links = len(alone) >= max(2, 0.5 * len(self.rows))

    def _anchored(self, cells: Cells, known: Known) -> list[Skeleton]:
        return [
            self._anchorer.skeleton(cell, known, role)
            for cell, role in zip(cells, self.roles, strict=False)
        ]

    def _blanks(self) -> tuple[str, ...]:
        """Return what each column has where there is nothing, if two of its cells show it."""
        near = [row.cells for row in self.rows if row.near] or [row.cells for row in self.rows]
        marks = []
        for column in range(len(self.roles)):
            cells = [cells[column].strip() for cells in near if len(cells) > column]
            empty = Counter(cell for cell in cells if is_blank(cell))
            mark, count = empty.most_common(1)[0] if empty else ("", 0)
            marks.append(mark if count >= 2 or not any(map(str.isalnum, mark)) else "")
        return tuple(marks)

    def _divider(self) -> str:
        """Return what stands between two links to code, where a row has two."""
        code = self.signs.sign(Slot("code"))
        label = self.signs.sign(Slot("label"))
        between = re.compile(rf"{code}\)\]?([^{code}{label}\[]{{1,12}})\[+[^\[\]\n]*{label}")
        texts = (cell.text for cells in self.skeletons for cell in cells)
        found = Counter(m[1] for text in texts for m in between.finditer(text))
        return found.most_common(1)[0][0] if found else " "

    def _most_used_slots(self) -> dict[str, Slot]:
        """Return the commonest form of venues, and of what stands in their place."""
        texts = "".join(cell.text for cells in self.skeletons for cell in cells)
        slots = Counter(self.signs.slot(sign) for sign in _SIGN.findall(texts))
        found: dict[str, Slot] = {}
        for slot, _ in slots.most_common():
            if slot.kind in {"venue", "preprint"} and slot.form != ODD:
                found.setdefault(slot.kind, slot)
        if "preprint" in found and "venue" not in found:
            form = re.sub(r"^[^\W\d]+|(?<=\} )[^\W\d]+", "N", found["preprint"].form, count=1)
            plain = form.replace("{Y}", "Y").replace("{y}", "y")
            found["venue"] = Slot("venue", plain if set(plain) <= set("NYy ,.'’()-") else "N Y")
        return found

    @property
    def anchored(self) -> int:
        """How many rows with a known title show how papers are written."""
        return sum(bool(kinds & self._names) for kinds in self._kinds)

    @property
    def _names(self) -> set[str]:
        """What a row can name its paper by: the title, or in a table without one the name."""
        if len(self.roles) > 1 and "title" not in self.roles:
            return {"title", "rest", "method"}
        return {"title", "rest"}

    # --- what the rows share ----------------------------------------------------------------

    def _count(self) -> None:
        """Count in how many rows each word of a column stands, and beside which facts."""
        self._word: Counter[tuple[int, str]] = Counter()
        self._beside: Counter[tuple[int, str, str]] = Counter()
        self._kind: Counter[str] = Counter()
        for cells, kinds in zip(self.skeletons, self._kinds, strict=True):
            self._kind.update(kinds)
            for column, cell in enumerate(cells):
                for word in set(_words(parse(cell.text))):
                    self._word[column, word] += 1
                    for kind in kinds:
                        self._beside[column, word, kind] += 1

    def shared(self, column: int, word: str) -> bool:
        """Whether a word is the list's: most rows have it, or most of those with some fact."""
        return self._is_shared[column, word]

    def firm(self, column: int, word: str) -> bool:
        """Whether nearly every row has a word."""
        return self._word[column, word] >= _FIRM * len(self.rows)

    @cached_property
    def _is_shared(self) -> defaultdict[tuple[int, str], bool]:
        found: defaultdict[tuple[int, str], bool] = defaultdict(bool)
        of = len(self.rows)
        for (column, word), count in self._word.items():
            # A star or a flag is somebody's choice unless it belongs to every row.
            chosen = _PICTURE.search(word) or _SHORTCODE.fullmatch(word)
            share = _NEARLY_ALL if chosen else _HALF
            found[column, word] = _most(count, of, share) or any(
                _most(self._beside[column, word, kind], total, share)
                for kind, total in self._kind.items()
                if kind not in {"title", "rest", "id"}
            )
        return found

    @cached_property
    def _usual_kinds(self) -> list[frozenset[str]]:
        """Return the kinds of fact that each column holds in more than a few of its cells."""
        if len(self.roles) == 1:
            return [frozenset(kind for kinds in self._kinds for kind in kinds) | _ALWAYS]
        found = []
        for column in range(len(self.roles)):
            cells = [cells[column] for cells in self.skeletons if len(cells) > column]
            filled = [cell for cell in cells if cell.kinds or not says_nothing(cell.text)]
            counts = Counter(kind for cell in filled for kind in cell.kinds)
            usual = {kind for kind, count in counts.items() if count >= _FEW * len(filled)}
            if usual & {"venue", "preprint"}:
                usual |= {"venue", "preprint"}
            if usual & {"title", "rest"}:
                usual |= {"title", "rest"}
            found.append(frozenset(usual) | _ALWAYS)
        return found

    # --- writing ----------------------------------------------------------------------------

    def write(self, facts: Facts) -> Cells | Refusal:
        """Return the cells of a new row, or why there can be none."""
        reason = "no row near it shows how to write it"
        for cells in self._candidates(facts):
            written = self.style.cells(cells, facts, self.signs)
            fault = self._fault(cells, written, facts)
            if fault is None:
                return written
            reason = fault
        return self._linked_title(facts) or Refusal(reason=reason)

    def _linked_title(self, facts: Facts) -> Cells | None:
        """Return the least that an item can say: its title, linked."""
        if len(self.roles) > 1:
            return None
        title, address = self.signs.sign(Slot("title")), self.signs.sign(Slot("id"))
        cells = (f"[{title}](https://arxiv.org/abs/{address})",)
        written = self.style.cells(cells, facts, self.signs)
        return written if self._fault(cells, written, facts) is None else None

    def signs_fault(self, cells: Cells, facts: Facts) -> str | None:
        """Return what is wrong with the signs of a row that was written otherwise."""
        own = [shown(text) for text in (facts.title, facts.method or "") for shown in SHOWN if text]
        bare = [reduce(lambda cell, text: cell.replace(text, "T"), own, cell) for cell in cells]
        return self._checker.fault(_joined(bare))

    def shape(self, cells: Cells, known: Known, facts: Facts) -> str:
        """Return how a row is written, with names for its facts, without what `facts` lack."""
        projectors = self._projectors(living_kinds(facts))
        template, _ = self._projected(self._anchored(cells, known), projectors)
        return " | ".join(
            _SIGN.sub(lambda found: "{%s:%s}" % self.signs.slot(found[0]), cell)
            for cell in template
        )

    def _projectors(self, living: frozenset[str]) -> list[Projector]:
        return [
            Projector(
                self.signs,
                living & self._usual_kinds[at],
                partial(self.shared, at),
                partial(self.firm, at),
            )
            for at in range(len(self.roles))
        ]

    def _candidates(self, facts: Facts) -> Iterator[Cells]:
        votes: Counter[Cells] = Counter()
        living = living_kinds(facts)
        projectors = self._projectors(living)
        for row, cells, kinds in zip(self.rows, self.skeletons, self._kinds, strict=True):
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
        blank = self.signs.sign(Slot("blank"))
        for column, cell in enumerate(cells):
            swapped = self._swapped(cell, projectors[column].living)
            done = projectors[column].project(swapped)
            text = done.text
            deletions += swapped != cell.text
            if len(self.roles) > 1:
                text = text.strip()
                plain = done.status is Status.PLAIN and self._constant(column, cell.text)
                if done.status is not Status.ALIVE and not plain:
                    text = blank
            template.append(text)
            deletions += done.deletions
            deletions += done.status is Status.DEAD and len(self.roles) > 1
        return tuple(template), deletions

    def _swapped(self, cell: Skeleton, living: frozenset[str]) -> str:
        """Return the text with a venue in the place of a preprint's mark, or the other way."""
        gone, wanted = ("preprint", "venue") if "venue" in living else ("venue", "preprint")
        slot = self._usual_slots.get(wanted)
        if slot is None or gone not in cell.kinds or wanted in cell.kinds:
            return cell.text
        other = self.signs.sign(slot)
        return _SIGN.sub(
            lambda found: other if self.signs.slot(found[0]).kind == gone else found[0], cell.text
        )

    def _constant(self, column: int, text: str) -> bool:
        same = sum(
            len(cells) > column and cells[column].text.strip() == text.strip()
            for cells in self.skeletons
        )
        return not says_nothing(text) and same >= _NEARLY_ALL * len(self.skeletons)

    def _factor(self, has: set[str], living: frozenset[str]) -> float:
        factor = 1.0
        if "venue" in living and self._kind["venue"] >= 2 and "venue" not in has:
            factor *= _WITHOUT_VENUE
        for kind in _EXTRA:
            often = self._kind[kind] >= _SEEN * len(self.rows)
            if kind in living and often and kind not in has:
                factor *= _WITHOUT_LINK
        return factor

    # --- checking ---------------------------------------------------------------------------

    @cached_property
    def _checker(self) -> Checker:
        return Checker([_joined([cell.text for cell in cells]) for cells in self.skeletons])

    def _fault(self, template: Cells, written: Cells, facts: Facts) -> str | None:
        linked = sum("id" in kinds or "page" in kinds for kinds in self._kinds)
        has = {self.signs.slot(sign).kind for cell in template for sign in _SIGN.findall(cell)}
        if _HALF * len(self.rows) <= linked and not has & {"id", "page"}:
            return "it would have no link to the paper"
        if fault := self._checker.fault(_joined(template)):
            return fault
        return self._misread(template, written, facts)

    def _misread(self, template: Cells, written: Cells, facts: Facts) -> str | None:
        """Return what is wrong if the row, read again, is not the template it was written from."""
        known = Known(
            title=facts.title,
            arxiv_id=facts.arxiv_id,
            submitted=facts.submitted_on,
            authors=facts.authors,
            method=facts.method,
            from_record=True,
        )
        again = self._anchored(written, known)
        for cell, skeleton in zip(template, again, strict=True):
            ours, theirs = self._kinds_in(cell), self._kinds_in(skeleton.text)
            if ours != theirs:
                lost = sorted((ours - theirs) + (theirs - ours))
                return f"read again, it would say otherwise what its {lost[0]} is"
        return None

    def _kinds_in(self, text: str) -> Counter[str]:
        same = {
            "rest": "title",
            "page": "id",
            "year": "",
            "date": "",
            "preprint": "",
            "blank": "",
            "repo": "",
        }
        kinds = (self.signs.slot(sign).kind for sign in _SIGN.findall(text))
        return Counter(
            name for kind in kinds if (name := same.get(kind, kind)) and "label" not in name
        )


def living_kinds(facts: Facts) -> frozenset[str]:
    """Return the kinds of fact that are known of a paper."""
    found = {"title", "rest", "id", "page", "date", "year", "papers label", "marker", "blank"}
    if facts.method:
        found.add("method")
    if facts.authors:
        found.add("authors")
    found.add("venue" if facts.venue else "preprint")
    if any(link_kind(code.url, "") == "code" for code in facts.code):
        found |= {"code", "label", "repository name"}
        if repository_of(facts.code[0].url):
            found.add("repo")
    if facts.project or (facts.code and "code" not in found):
        found |= {"project", "project label"}
    return frozenset(found)


def is_blank(cell: str) -> bool:
    """Say whether a cell says in signs or words that there is nothing."""
    return says_nothing(cell) and len(cell) <= 6 and "](" not in cell and not _PICTURE.search(cell)


def _words(nodes: Sequence[Node]) -> Iterator[str]:
    """Yield what a tree says beside its fields: words, and whole addresses, pictures and tags."""
    for node in nodes:
        if isinstance(node, Leaf):
            if node.kind in {"word", "address", "image"} or node.text.startswith("<"):
                yield node.text
            continue
        if node.address and not _SIGN.search(node.address):
            yield node.address
        if node.opened.startswith("<") and " " in node.opened:
            yield node.opened
        yield from _words(node.kids)


def _joined(cells: Sequence[str]) -> str:
    return "\n".join(cell.strip() for cell in cells)


def _most(count: int, of: int, share: float) -> bool:
    return count >= share * of and (count >= _SEVERAL or count == of >= 2)


_PAPER_LINK = re.compile(
    r"\[([^\[\]\n]{2,40})\]+\(\s*https?://[^\s()]*(?:arxiv|openreview|doi)", re.I
)


def _links_have_venues(rows: Sequence[ListedText]) -> bool:
    """Whether links to papers have venues for labels in some rows."""
    texts = [m[1] for row in rows for cell in row.cells for m in _PAPER_LINK.finditer(cell)]
    venues = [venue for text in texts if (venue := read_venue(text))]
    count = sum(venue.known and not venue.preprint for venue in venues)
    return count >= max(2, 0.1 * len(rows))
