"""The pull request that completes old rows: what it holds, and what people did with each cell."""

import logging
import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import cast

from wsss_bot.awesome_list import AwesomeList, Blank, Change
from wsss_bot.domain import ArxivId, Entry, Facts, Outcome, Role
from wsss_bot.errors import ListError
from wsss_bot.old_rows.rows import Read, Rows, short_title, with_addresses, without_cell
from wsss_bot.old_rows.text import (
    CELLS,
    LookedUp,
    body_of_cells,
    cell_name,
    entry_name,
    fits,
    read_cells,
    title_of_cells,
)
from wsss_bot.pull_request import learn, three_way
from wsss_bot.pull_request.acknowledgement import acknowledged
from wsss_bot.pull_request.endings import NOT_NOW, TOO_MANY
from wsss_bot.pull_request.kind import Insertion, Kind, Remembered, Traces, Wording, World
from wsss_bot.pull_request.learn import text_of_cell
from wsss_bot.pull_request.memory import Memory
from wsss_bot.pull_request.phrases import Item, counted
from wsss_bot.pull_request.proposed import ProposedCell
from wsss_bot.pull_request.reading import read_what_people_wrote
from wsss_bot.pull_request.text import plain_name

log = logging.getLogger(__name__)

COMMIT_TITLE = "Complete {cells}: {names}"
COMMIT_TIDY = "Bring the completions up to date"

_KEY = re.compile(
    r"(?P<id>[\w./-]+):(?P<role>venue|code|paper|authors)(?::(?P<row>\d{1,4}))?", re.ASCII
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A cell that a run would like to change, and how: fill it, or mend the links in it."""

    cell: ProposedCell
    """Its `after` is known once it was written."""
    facts: Facts | None = None
    """Of which `cell.role` is to be written."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Of code links that get a new address: the old ones and the new ones."""


Made = tuple[ProposedCell, Change]
"""A cell that was written, and how the list reads there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCells:
    """What a run would like to propose."""

    offers: tuple[Offer, ...]
    """In the order of the list, as many as there is room for."""
    looked_up: LookedUp
    made: tuple[Made, ...] = ()
    """Each cell that was written."""


class CompletedCells(Kind[ProposedCell, FoundCells]):
    """The pull request that fills cells of old rows."""

    marker = CELLS
    trailer = "Fills: arXiv:"
    tidy = COMMIT_TIDY

    def __init__(self, read: Read) -> None:
        """Take what reads the text of the list."""
        # Understanding a list takes a while, and the same few versions of it are asked for.
        self._rows_of = lru_cache(maxsize=8)(lambda text: Rows(read(text)))

    # --- what people did with it ------------------------------------------------------------

    def read_items(self, body: str) -> tuple[Item, ...]:  # noqa: D102
        return read_cells(body)

    def recover(self, traces: Traces) -> tuple[ProposedCell, ...]:
        """Rebuild the proposed cells from the commit messages and from the list.

        A commit message names the cells. The list on the base branch has their old text, the list
        on the bot's branch their new text. After a merge both lists have the new text, so the old
        text stays unknown.
        """
        was, now = Rows(traces.listed), Rows(traces.branch or traces.listed)
        cells = []
        for cell in filter(None, map(_nothing_but, traces.committed)):
            known = cell
            if entry := now.find(cell):
                title, name = short_title(entry), entry_name(entry)
                after = text_of_cell(entry, cell.role) if traces.branch else ""
                known = replace(cell, title=title, name=name, after=after)
            if not traces.merged and (old := was.find(known)):
                known = replace(known, before=text_of_cell(old, cell.role))
            cells.append(known)
        return tuple(cells)

    def outcomes(  # noqa: D102
        self,
        world: World[ProposedCell, FoundCells],
        ours: Remembered[ProposedCell],
        proposed: Sequence[ProposedCell],
    ) -> Mapping[str, Outcome]:
        on_branch = {cell.key: cell.after for cell in proposed}
        branch = world.on_branch if ours.pull.is_open else ours.last
        if branch is not None and not ours.pull.merged:
            said = Rows(branch).what_they_say(proposed)
            on_branch = said if ours.pull.is_open else on_branch | said
        return learn.cell_outcomes(
            ours.pull,
            proposed,
            refused=ours.unticked,
            on_branch=on_branch,
            listed=Rows(world.on_base).what_they_say(proposed),
            end=ours.ending.outcome(ours.answers) if ours.ending else None,
        )

    def acknowledgement(  # noqa: D102
        self,
        world: World[ProposedCell, FoundCells],
        ours: Remembered[ProposedCell],
        outcomes: Mapping[str, Outcome],
        edits: Sequence[learn.Edit],
    ) -> str:
        del edits
        return acknowledged(
            world,
            ours,
            {key: cell_name(cell) for key, cell in ours.memory.proposed().items()},
            outcomes,
            boxes=(TOO_MANY, NOT_NOW),
            done="filled",
            part="cell",
        )

    # --- what it is to hold -----------------------------------------------------------------

    def has_news(self, found: FoundCells) -> bool:  # noqa: D102
        return bool(found.offers)

    def without_news(self, found: FoundCells) -> FoundCells:  # noqa: D102
        rows = len({offer.cell.in_row for offer in found.offers})
        waiting = found.looked_up.waiting + rows
        return replace(found, offers=(), looked_up=replace(found.looked_up, waiting=waiting))

    def insert(
        self,
        text: str,
        found: FoundCells,
        world: World[ProposedCell, FoundCells],
        waiting: Sequence[ProposedCell],
    ) -> Insertion[ProposedCell, FoundCells]:
        """Fill the cells that can be filled and have room in a body."""
        inserted = self._filled(text, found, world)
        while inserted.new:
            made = inserted.found.made
            # What cannot be read back could not be told from what people took back.
            offers = tuple(
                offer
                for offer, (cell, _) in zip(inserted.found.offers, made, strict=True)
                if cell.after not in {"", cell.before}
            )
            if len(offers) == len(made):
                most = self._room(inserted, world, waiting)
                if most == len(made):
                    break
                offers = offers[:most]
            inserted = self._filled(text, replace(found, offers=offers), world)
        return inserted

    def _filled(
        self, text: str, found: FoundCells, world: World[ProposedCell, FoundCells]
    ) -> Insertion[ProposedCell, FoundCells]:
        """Fill the cells that can be filled."""
        after, done = filled(world.settings.read(text), found.offers)
        now = self._rows_of(after).what_they_say(offer.cell for offer, _ in done)
        made = tuple(
            (replace(offer.cell, after=now.get(offer.cell.key, "")), change)
            for offer, change in done
        )
        return Insertion(
            text=after,
            new=tuple(cell for cell, _ in made),
            found=replace(found, offers=tuple(offer for offer, _ in done), made=made),
        )

    def _room(
        self,
        inserted: Insertion[ProposedCell, FoundCells],
        world: World[ProposedCell, FoundCells],
        waiting: Sequence[ProposedCell],
    ) -> int:
        """Return how many of the new cells a body can hold beside what it holds already."""
        refused = tuple(world.open.memory.proposed()) if world.open else ()

        def is_too_long(number: int) -> bool:
            first = replace(inserted, new=inserted.new[:number])
            wording = self.wording(first, world, waiting, ())
            sha = world.listed.sha
            memory = Memory.longest(wording.holds, wording.title, refused, list_sha=sha)
            return not fits(wording.body(memory, True))

        return bisect_left(range(1, len(inserted.new) + 1), True, key=is_too_long)

    def take_out(  # noqa: D102
        self,
        text: str,
        world: World[ProposedCell, FoundCells],
        ours: Remembered[ProposedCell],
        refused: Collection[str],
    ) -> str:
        for key in refused:
            cell = ours.memory.proposed()[key]
            text = without_cell(self._rows_of, text, cell, world.listed.text)
        return text

    def merged(
        self,
        before: str,
        text: str,
        world: World[ProposedCell, FoundCells],
        ours: Remembered[ProposedCell],
    ) -> str | None:
        """Return both sides' list; a cell that people filled on the base branch is theirs."""
        cells = ours.memory.proposed()
        on_base = Rows(world.on_base).what_they_say(cells.values())
        for key, cell in cells.items():
            if on_base.get(key) != cell.before:
                text = without_cell(self._rows_of, text, cell, before)
        return three_way.merged(before, text, world.listed.text, within_lines=True)

    def commit_title(self, new: Sequence[ProposedCell]) -> str:  # noqa: D102
        names = dict.fromkeys(plain_name(cell) for cell in new)
        return COMMIT_TITLE.format(cells=counted(len(new), "cell", "cells"), names=", ".join(names))

    def wording(  # noqa: D102
        self,
        inserted: Insertion[ProposedCell, FoundCells],
        world: World[ProposedCell, FoundCells],
        waiting: Sequence[ProposedCell],
        refused: Collection[str],
    ) -> Wording[ProposedCell]:
        ours, theirs = world.open, ""
        if ours:
            theirs = read_what_people_wrote(ours.pull.body, self.marker, ours.items)
        old = {cell.key: cell for cell in ours.memory.holds} if ours else {}
        new = {cell.key: cell for cell in inserted.new}
        live = [cell for cell in (*waiting, *new.values()) if cell.key not in refused]

        def body(memory: Memory[ProposedCell], conflict: bool) -> str:
            return body_of_cells(
                live, memory, inserted.found.looked_up, conflict=conflict, people_wrote=theirs
            )

        title = title_of_cells(live) if live else ""
        return Wording(holds=tuple((old | new).values()), title=title, body=body)


def _nothing_but(key: str) -> ProposedCell | None:
    """Return a cell of which nothing but its key is known; None for what is no key."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    return ProposedCell(
        arxiv_id=ArxivId(found["id"]),
        role=cast("Role", found["role"]),
        title="",
        name=found["id"],
        before="",
        after="",
        source="",
        row=int(found["row"] or 1),
    )


def filled(listed: AwesomeList, offers: Sequence[Offer]) -> tuple[str, list[tuple[Offer, Change]]]:
    """Return the list with those offers whose cell reads as when they were made, and these."""
    rows = Rows(listed)
    made: list[tuple[Offer, Change]] = []
    blanks: dict[int, list[Blank]] = {}
    moved: list[tuple[Entry, Mapping[str, str]]] = []
    for offer in offers:
        cell, entry = offer.cell, rows.find(offer.cell)
        if entry is None or text_of_cell(entry, cell.role) != cell.before:
            continue
        if offer.facts is None:
            moved.append((entry, offer.moved))
            made.append((offer, _moved(entry.line, offer)))
            continue
        blank = Blank(line=entry.line, role=cell.role, facts=offer.facts)
        try:
            *_, change = listed.fill([*blanks.get(entry.line, []), blank]).changes
        except ListError as error:
            log.info("line %d is left as it is: %s", entry.line, error)
            continue
        if change.before != change.after:
            blanks.setdefault(entry.line, []).append(blank)
            made.append((offer, change))
    text = listed.fill([blank for row in blanks.values() for blank in row]).text
    for entry, addresses in moved:
        text = with_addresses(text, entry, addresses)
    return text, made


def _moved(line: int, offer: Offer) -> Change:
    before, after = " ".join(offer.moved), " ".join(offer.moved.values())
    return Change(line=line, role=offer.cell.role, before=before, after=after)
