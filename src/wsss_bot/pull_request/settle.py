"""Acknowledge the ends of pull requests in one comment each, and remember on the forge what was.

What is remembered of an end stands in the pull request itself: how it ended, what people answered,
what they accepted. So it is asked for once, and outlives the state.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace

from wsss_bot.domain import Outcome
from wsss_bot.errors import ConfigError, GitHubError
from wsss_bot.pull_request.answers import Known
from wsss_bot.pull_request.ended import seconds
from wsss_bot.pull_request.endings import How
from wsss_bot.pull_request.forge import Forge
from wsss_bot.pull_request.kind import F, Remembered, World
from wsss_bot.pull_request.memory import Memory, P
from wsss_bot.pull_request.neighbours import UNKNOWN

log = logging.getLogger(__name__)

_NO_REST = {How.MERGED.value, How.OURSELVES.value}
"""Ends by which people answered each paper, so that there is nothing to ask."""


def settle(forge: Forge, world: World[P, F], known: Known[P]) -> World[P, F]:
    """Say once under each pull request that came to an end what its end means.

    Return the world as it is then: after a closing the bot rests, so that people can say why before
    more is opened. Where something fails, it is only logged: no run is given up for it, and the
    next one tries again.
    """
    pulls, rests = [], False
    for ours in world.pulls:
        after = ours
        if not ours.pull.is_open and ours.memory.proposed():
            try:
                after = replace(ours, memory=_settled(forge, world, ours, known))
            except (ConfigError, GitHubError) as error:
                number = ours.pull.number
                log.warning("the end of pull request %d is not settled: %s", number, error)
        pulls.append(after)
        is_new = after.memory.settled and not ours.memory.settled
        rests = rests or (is_new and after.memory.ended not in _NO_REST)
    refusals = tuple(_refusals(world, known))
    return replace(world, pulls=tuple(pulls), rests=rests, refusals=refusals)


def _settled(forge: Forge, world: World[P, F], ours: Remembered[P], known: Known[P]) -> Memory[P]:
    """Bring comment and memory of a pull request that ended up to date; return its memory."""
    ending, memory = ours.ending, ours.memory
    outcomes = {
        key: known.outcomes[key]
        for key in memory.proposed()
        if known.numbers.get(key) == ours.pull.number
    }
    if ending is None or (memory.settled and not memory.ended):
        return memory  # settled by a version that remembered less
    comment = memory.comment
    if not memory.settled or ours.answers != memory.answers:
        comment = _said(forge, world, ours, outcomes, known)
    if not memory.settled and world.open is None:
        forge.delete_branch(world.settings.branch, ours.pull.head_sha)
    after = replace(
        memory,
        head=ours.pull.head_sha,
        path=memory.path or world.settings.path,
        base=memory.base or world.base,
        settled=True,
        ended=ending.how.value,
        ended_by=ending.by,
        ended_at=seconds(ours.pull.ended_at),
        comment=comment if ending.how is How.PERSON else 0,
        answers=ours.answers,
        refused=_refused(ours, outcomes),
        stood=_stood(world, ours, outcomes),
        edited=memory.edited if memory.settled else _edited(world, ours, outcomes),
    )
    if after != world.kind.marker.read(ours.pull.body):
        body = world.kind.marker.rewrite(ours.pull.body, after)
        forge.edit(ours.pull.number, title=ours.pull.title, body=body)
    return after


def _said(
    forge: Forge,
    world: World[P, F],
    ours: Remembered[P],
    outcomes: dict[str, Outcome],
    known: Known[P],
) -> int:
    """Let the one comment say what the end means; return its id, 0 where nothing is said."""
    text = world.kind.acknowledgement(world, ours, outcomes, known.edits)
    if not text:
        return 0
    try:
        return forge.comment(ours.pull.number, text)
    except ConfigError as error:  # the conversation may be locked: then nothing is said
        log.warning("%s", error)
        return 0


def _refused(ours: Remembered[P], outcomes: dict[str, Outcome]) -> tuple[str, ...]:
    """Return what people refused one by one, and not all of it by an answer to why."""
    if ours.memory.settled and not ours.pull.merged:
        return ours.memory.refused
    removed = (key for key, outcome in outcomes.items() if outcome is Outcome.REMOVED)
    return tuple(dict.fromkeys((*ours.memory.refused, *removed)))


def _stood(
    world: World[P, F], ours: Remembered[P], outcomes: dict[str, Outcome]
) -> dict[str, tuple[int, int]]:
    """Return the neighbours of what is in the list; what is there no more has none any longer."""
    memory = ours.memory
    accepted = {key for key, outcome in outcomes.items() if outcome.is_acceptance}
    if memory.settled and accepted <= memory.stood.keys():
        there = {key for key in accepted if _is_listed(world, memory, key)}
        return {key: at if key in there else UNKNOWN for key, at in memory.stood.items()}
    return {key: at for key, at in world.kind.stood(world, ours).items() if key in accepted}


def _edited(
    world: World[P, F], ours: Remembered[P], outcomes: dict[str, Outcome]
) -> dict[str, tuple[str, ...]]:
    """Return the roles of the cells that people changed before they merged them, by key."""
    if not ours.pull.merged:
        return {}
    edited = {
        key: tuple(edit.role for edit in world.kind.edits(world, [one], outcomes))
        for key, one in ours.memory.proposed().items()
        if outcomes.get(key) is Outcome.EDITED
    }
    return {key: roles for key, roles in edited.items() if roles}


def _is_listed(world: World[P, F], memory: Memory[P], key: str) -> bool:
    one = memory.proposed()[key]
    return world.on_base.find(arxiv_id=one.arxiv_id, title=one.title) is not None


def _refusals(world: World[P, F], known: Known[P]) -> Iterator[P]:
    """Yield what people refused, the newest first."""
    for ours in reversed(world.pulls):
        for key, one in ours.memory.proposed().items():
            if known.numbers.get(key) == ours.pull.number and known.outcomes[key].is_refusal:
                yield one
