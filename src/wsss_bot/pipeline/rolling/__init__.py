"""The life of the one rolling pull request.

    world      what the list, the branch and the pull requests say now
    answers    what people did with each paper, and how that is acknowledged
    writing    opening the pull request, or bringing it up to date

Everything is read back from GitHub each time, so no state file is needed. Writes come in an order
in which a run that dies after any of them is simply continued by the next one: the body says what
is about to be on the branch before the branch is moved, and a branch is only moved forwards.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wsss_bot.domain import ArxivId, Outcome
from wsss_bot.edges.github import NoPushRight
from wsss_bot.pipeline.rolling.answers import Known, settle, what_became
from wsss_bot.pipeline.rolling.world import GitHub, Settings, read_world
from wsss_bot.pipeline.rolling.writing import Found, Written, propose_papers

__all__ = ["Find", "Found", "GitHub", "Known", "Rolled", "Settings", "Written", "roll"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """What a run did on GitHub."""

    known: Known
    found: Found
    written: Written


Find = Callable[[str, Known, int], Found]
"""Given the text of the list, what is known, and for how many rows there is room: what fits."""


def roll(
    github: GitHub,
    settings: Settings,
    *,
    find: Find,
    forgotten: Mapping[ArxivId, datetime] | None = None,
) -> Rolled:
    """Read GitHub, learn from it, and bring the pull request up to date."""
    world = read_world(github, settings)
    known = what_became(world, forgotten=forgotten or {})
    waiting = 0
    if world.open is not None:
        ids = world.open.memory.proposed()
        waiting = sum(known.outcomes.get(i) is Outcome.WAITING for i in ids)
    found = find(world.listed.text, known, max(0, settings.max_rows - waiting))
    settle(github, settings, world, known)
    try:
        written = propose_papers(github, settings, world, known, found)
    except NoPushRight:
        log.info("no right to push to the repository: working in a fork")
        github.use_fork()
        return roll(github, settings, find=find, forgotten=forgotten)
    return Rolled(known=known, found=found, written=written)
