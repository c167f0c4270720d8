"""The life of the two rolling pull requests: one adds papers, one completes old rows.

    world      what the list, the branch and the pull requests say now
    answers    what people did with what was proposed, and how that is acknowledged
    writing    opening the pull request, or bringing it up to date
    papers     what the pull request that adds papers holds
    cells      what the pull request that completes old rows holds
    rows       old rows found again, and changed one cell at a time

Everything is read back from GitHub each time, so no state file is needed. Writes come in an order
in which a run that dies after any of them is simply continued by the next one: the body says what
is about to be on the branch before the branch is moved, and a branch is only moved forwards.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import ArxivId, Outcome, Proposed, ProposedCell
from wsss_bot.github import NoPushRight
from wsss_bot.old_rows.cells import Cells, FilledCells, FoundCells, Made, Offer
from wsss_bot.pull_request.answers import Known, settle, what_became
from wsss_bot.pull_request.memory import P
from wsss_bot.pull_request.new_rows import Found, NewRows, Papers
from wsss_bot.pull_request.update import Content, Written, write
from wsss_bot.pull_request.world import GitHub, Settings, World, read_world

__all__ = [
    "Completed",
    "Find",
    "FindCells",
    "Found",
    "FoundCells",
    "GitHub",
    "Known",
    "Made",
    "Offer",
    "Rolled",
    "Settings",
    "Written",
    "complete",
    "roll",
]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """What a run did on GitHub."""

    known: Known[Proposed]
    found: Found
    written: Written
    before: str
    """The list on the base branch."""


Find = Callable[[str, Known[Proposed], int], Found]
"""Given the text of the list, what is known, and for how many rows there is room: what fits."""


def roll(
    github: GitHub,
    settings: Settings,
    *,
    find: Find,
    forgotten: Mapping[ArxivId, datetime] | None = None,
) -> Rolled:
    """Read GitHub, learn from it, and bring the pull request up to date."""
    world = read_world(github, settings, Papers(settings))
    known = what_became(world, forgotten=forgotten or {})
    found = find(world.listed.text, known, max(0, settings.max_rows - len(waiting(world, known))))
    written = _brought_up_to_date(github, settings, world, known, NewRows(settings, world, found))
    if written is None:
        return roll(github, settings, find=find, forgotten=forgotten)
    return Rolled(known=known, found=found, written=written, before=world.listed.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """What a run did on GitHub about old rows."""

    known: Known[ProposedCell]
    found: FoundCells
    written: Written
    made: tuple[Made, ...]
    """Each cell that was added to the pull request, and how the list reads there."""
    before: str
    """The list on the base branch."""


FindCells = Callable[[AwesomeList, Known[ProposedCell], int], FoundCells]
"""Given the list, what is known, and for how many rows there is room: what can be completed."""


def complete(
    github: GitHub,
    settings: Settings,
    *,
    find: FindCells,
    forgotten: Mapping[ArxivId, datetime] | None = None,
) -> Completed:
    """Do what `roll` does for the pull request that completes old rows."""
    world = read_world(github, settings, Cells())
    known = what_became(world, forgotten=forgotten or {})
    undecided = waiting(world, known)
    rows = {(cell.arxiv_id, cell.row) for cell in undecided}
    found = find(world.on_base, known, max(0, settings.max_rows - len(rows)))
    content = FilledCells(settings, world, undecided, found)
    written = _brought_up_to_date(github, settings, world, known, content)
    if written is None:
        return complete(github, settings, find=find, forgotten=forgotten)
    return Completed(
        known=known,
        found=found,
        written=written,
        made=content.made if written.added else (),
        before=world.listed.text,
    )


def waiting(world: World[P], known: Known[P]) -> tuple[P, ...]:
    """Return what stands in the open pull request and is not decided yet."""
    proposed = world.open.memory.proposed() if world.open else {}
    return tuple(one for key, one in proposed.items() if known.outcomes.get(key) is Outcome.WAITING)


def _brought_up_to_date(
    github: GitHub, settings: Settings, world: World[P], known: Known[P], content: Content[P]
) -> Written | None:
    """Answer people, then write; None: it has to be done again, in a fork."""
    settle(github, settings, world, known)
    try:
        return write(github, settings, world, known, content)
    except NoPushRight:
        log.info("no right to push to the repository: working in a fork")
        github.use_fork()
        return None
