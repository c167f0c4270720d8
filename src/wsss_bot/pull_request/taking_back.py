"""Take refusals back: what people ticked among the refused papers, and what was forgotten.

A refusal stands in the memory of the pull request that it was made in, so there it is taken out.
Each decision to take one back is noted there too, so that it is carried out once: a paper that is
refused again afterwards stays refused.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from wsss_bot.domain import ArxivId
from wsss_bot.errors import ConfigError, GitHubError
from wsss_bot.pull_request.ended import seconds
from wsss_bot.pull_request.forge import Forge
from wsss_bot.pull_request.kind import F, Remembered, World
from wsss_bot.pull_request.memory import Memory, P

log = logging.getLogger(__name__)


def take_back(
    forge: Forge, world: World[P, F], forgotten: Mapping[ArxivId, datetime]
) -> World[P, F]:
    """Return the world without the refusals that people took back; the forge remembers that.

    `forgotten` are papers that may be proposed again, each with the time of that decision. Where
    the forge cannot be written, it is only logged, and the next run tries again.
    """
    ticked = {i for ours in world.pulls for i in _new_ticks(world, ours)}
    after = {
        ours.pull.number: _without(ours, ticked, dict(_decided_since(ours, forgotten)), world)
        for ours in world.pulls
    }
    changed = [ours for ours in world.pulls if after[ours.pull.number] != ours.memory]
    # Which ticks were carried out is noted last: a run may be killed in between.
    changed.sort(key=lambda ours: bool(_new_ticks(world, ours)))
    try:
        for ours in changed:
            body = world.kind.marker.rewrite(ours.pull.body, after[ours.pull.number])
            forge.edit(ours.pull.number, title=ours.pull.title, body=body)
            pull = replace(ours.pull, body=body)
            now = replace(ours, pull=pull, memory=after[pull.number], damaged=False)
            pulls = (now if one is ours else one for one in world.pulls)
            world = replace(world, pulls=tuple(pulls))
    except (ConfigError, GitHubError) as error:
        log.warning("what was refused is not taken back yet: %s", error)
    return world


def token(arxiv_id: ArxivId, at: datetime) -> str:
    """Return how a memory notes that a paper was forgotten."""
    return f"{arxiv_id}:{seconds(at)}"


def taken_back(world: World[P, F]) -> frozenset[str]:
    """Return the papers of which a refusal was taken back at any time."""
    return frozenset(
        done.partition(":")[0] for ours in world.pulls for done in ours.memory.taken_back
    )


def _new_ticks(world: World[P, F], ours: Remembered[P]) -> frozenset[str]:
    return world.kind.read_taken_back(ours.pull.body) - set(ours.memory.taken_back)


def _decided_since(
    ours: Remembered[P], forgotten: Mapping[ArxivId, datetime]
) -> Iterator[tuple[str, str]]:
    """Yield what was forgotten after a pull request was opened, with how that is noted in it."""
    for arxiv_id, at in forgotten.items():
        noted = token(arxiv_id, at)
        if ours.pull.opened_at <= at and noted not in ours.memory.taken_back:
            yield arxiv_id, noted


def _without(
    ours: Remembered[P], ticked: set[str], forgotten: dict[str, str], world: World[P, F]
) -> Memory[P]:
    """Return what one pull request remembers without the refusals that are taken back."""
    memory = ours.memory
    back = ticked | forgotten.keys()
    gone = {
        one.key
        for one in memory.holds
        if one.arxiv_id in back and (not ours.pull.is_open or one.key in memory.refused)
    }
    notes = [forgotten[i] for i in forgotten if ours.pull.is_open or _holds(memory, i)]
    notes += sorted(_new_ticks(world, ours))
    return replace(
        memory,
        holds=tuple(one for one in memory.holds if one.key not in gone),
        refused=tuple(key for key in memory.refused if key not in gone),
        stood={key: at for key, at in memory.stood.items() if key not in gone},
        taken_back=tuple(dict.fromkeys((*memory.taken_back, *notes))),
    )


def _holds(memory: Memory[P], arxiv_id: str) -> bool:
    return any(one.arxiv_id == arxiv_id for one in memory.holds)
