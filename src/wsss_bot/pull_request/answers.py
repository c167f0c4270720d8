"""What people did with what was proposed, and the one comment that acknowledges it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic

from wsss_bot.domain import ArxivId, Outcome, PullRequest
from wsss_bot.errors import ConfigError, GitHubError
from wsss_bot.pull_request import learn
from wsss_bot.pull_request.forge import Forge
from wsss_bot.pull_request.kind import F, Remembered, World
from wsss_bot.pull_request.memory import P

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Generic[P]):
    """What people did with what was proposed, as far as GitHub tells; all by key."""

    outcomes: Mapping[str, Outcome]
    proposed: Mapping[str, P]
    """What was proposed, last."""
    numbers: Mapping[str, int]
    """The pull request that each was proposed in, last."""
    wanted: tuple[ArxivId, ...]
    """Near misses that people ticked and that are not proposed yet."""
    left_alone: Mapping[str, P]
    """Near misses of closed pull requests that people did not tick, as they were shown last."""
    edits: tuple[learn.Edit, ...]
    """The cells that people changed before they merged a row."""
    first_run: bool
    """Whether the bot never proposed anything of this kind here before."""


def what_became(world: World[P, F], forgotten: Mapping[ArxivId, datetime]) -> Known[P]:
    """Return what people did with what was proposed; the newest pull request has the last word.

    `forgotten` are papers that may be proposed again, each with the time when that was decided:
    what pull requests before it say about the paper no longer counts, once they are closed.
    """
    outcomes: dict[str, Outcome] = {}
    proposed: dict[str, P] = {}
    numbers: dict[str, int] = {}
    wanted: dict[ArxivId, None] = {}
    left_alone: dict[str, P] = {}
    edits: list[learn.Edit] = []
    for ours in world.pulls:
        held = [one for one in ours.memory.holds if _counts(one, ours.pull, forgotten)]
        counted = [one for one in held if not one.near_miss]
        found = world.kind.outcomes(world, ours, counted)
        outcomes |= found
        proposed |= {one.key: one for one in counted}
        numbers |= dict.fromkeys(found, ours.pull.number)
        if not ours.pull.is_open:
            shown = [one for one in held if one.near_miss]
            left_alone |= {one.key: one for one in shown if one.key not in ours.wanted}
        if ours.pull.is_open or ours.pull.merged:
            wanted |= dict.fromkeys(map(ArxivId, sorted(ours.wanted)))
        for one in counted:
            wanted.pop(one.arxiv_id, None)
        edits += world.kind.edits(world, counted, found)
    return Known(
        outcomes=outcomes,
        proposed=proposed,
        numbers=numbers,
        wanted=tuple(i for i in wanted if not world.on_base.find(arxiv_id=i, title="")),
        left_alone={key: one for key, one in left_alone.items() if key not in wanted},
        edits=tuple(edits),
        first_run=not world.pulls,
    )


def _counts(one: P, pull: PullRequest, forgotten: Mapping[ArxivId, datetime]) -> bool:
    """Say whether what a pull request says of something counts."""
    forgotten_at = forgotten.get(one.arxiv_id)
    return forgotten_at is None or pull.is_open or pull.opened_at > forgotten_at


def waiting(world: World[P, F], known: Known[P]) -> tuple[P, ...]:
    """Return what stands in the open pull request and is not decided yet."""
    proposed = world.open.memory.proposed() if world.open else {}
    return tuple(one for key, one in proposed.items() if known.outcomes.get(key) is Outcome.WAITING)


def room(world: World[P, F], known: Known[P]) -> int:
    """Return how many more rows the open pull request, or a new one, has room for."""
    return max(0, world.settings.max_rows - len({one.in_row for one in waiting(world, known)}))


def settle(forge: Forge, world: World[P, F], known: Known[P]) -> None:
    """Say once under each pull request that came to an end what its end means.

    Where that fails, it is only logged: no run is given up for it, and the next one tries again.
    """
    for ours in world.pulls:
        if ours.pull.is_open or ours.memory.settled or not ours.memory.proposed():
            continue
        try:
            _settle_one(forge, world, ours, known)
        except (ConfigError, GitHubError) as error:
            log.warning("the end of pull request %d is not settled: %s", ours.pull.number, error)


def _settle_one(forge: Forge, world: World[P, F], ours: Remembered[P], known: Known[P]) -> None:
    outcomes = {
        key: known.outcomes[key]
        for key in ours.memory.proposed()
        if known.numbers.get(key) == ours.pull.number
    }
    if text := world.kind.acknowledgement(ours, outcomes, known.edits):
        try:
            forge.comment(ours.pull.number, text)
        except ConfigError as error:  # the conversation may be locked: then nothing is said
            log.warning("%s", error)
    if world.open is None:
        forge.delete_branch(world.settings.branch, ours.pull.head_sha)
    memory = replace(ours.memory, head=ours.pull.head_sha, settled=True)
    body = world.kind.marker.rewrite(ours.pull.body, memory)
    forge.edit(ours.pull.number, title=ours.pull.title, body=body)
