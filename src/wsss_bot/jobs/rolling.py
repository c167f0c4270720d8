"""The life of the two rolling pull requests: one adds papers, one completes old rows.

    world      what the list, the branch and the pull requests say now
    answers    what people did with what was proposed, and how that is acknowledged
    update     opening the pull request, or bringing it up to date
    new_rows   what the pull request that adds papers holds
    kind       what both kinds of pull request have in common
    cells      what the pull request that completes old rows holds

Everything is read back from the forge each time, so no state file is needed. A run that dies after
any of its writes is continued by the next one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import ArxivId, Proposed, ProposedCell
from wsss_bot.old_rows.cells import CompletedCells, FoundCells, Made
from wsss_bot.pull_request.answers import Known, room, settle, what_became
from wsss_bot.pull_request.forge import Forge
from wsss_bot.pull_request.kind import Settings
from wsss_bot.pull_request.new_rows import Found, NewRows
from wsss_bot.pull_request.update import Written, update
from wsss_bot.pull_request.world import read_world

__all__ = [
    "Completed",
    "Find",
    "FindCells",
    "Found",
    "FoundCells",
    "Known",
    "Rolled",
    "Settings",
    "Written",
    "complete",
    "roll",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """What a run did on GitHub."""

    known: Known[Proposed]
    found: Found
    written: Written[Found]
    before: str
    """The list on the base branch."""


Find = Callable[[str, Known[Proposed], int], Found]
"""Given the text of the list, what is known, and for how many rows there is room: what fits."""


def roll(
    forge: Forge,
    settings: Settings,
    *,
    find: Find,
    forgotten: Mapping[ArxivId, datetime] | None = None,
) -> Rolled:
    """Read GitHub, learn from it, and bring the pull request up to date."""
    world = read_world(forge, settings, NewRows())
    known = what_became(world, forgotten or {})
    found = find(world.listed.text, known, room(world, known))
    settle(forge, world, known)
    written = update(forge, world, known, found)
    return Rolled(known=known, found=found, written=written, before=world.listed.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """What a run did on GitHub about old rows."""

    known: Known[ProposedCell]
    found: FoundCells
    written: Written[FoundCells]
    before: str
    """The list on the base branch."""

    @property
    def made(self) -> tuple[Made, ...]:
        """Each cell that was added to the pull request, and how the list reads there."""
        return self.written.found.made if self.written.added else ()


FindCells = Callable[[AwesomeList, Known[ProposedCell], int], FoundCells]
"""Given the list, what is known, and for how many rows there is room: what can be completed."""


def complete(
    forge: Forge,
    settings: Settings,
    *,
    find: FindCells,
    forgotten: Mapping[ArxivId, datetime] | None = None,
) -> Completed:
    """Do what `roll` does for the pull request that completes old rows."""
    world = read_world(forge, settings, CompletedCells(settings.read))
    known = what_became(world, forgotten or {})
    found = find(world.on_base, known, room(world, known))
    settle(forge, world, known)
    written = update(forge, world, known, found)
    return Completed(known=known, found=found, written=written, before=world.listed.text)
