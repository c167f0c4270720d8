"""What people did with what was proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from wsss_bot.domain import ArxivId, Outcome
from wsss_bot.pull_request import learn
from wsss_bot.pull_request.kind import F, Remembered, World
from wsss_bot.pull_request.memory import P
from wsss_bot.pull_request.taking_back import token


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
    """Near misses that people did not tick in pull requests that they ended, as shown last."""
    shown: frozenset[str]
    """Near misses that the open pull request shows, and that nobody ticked so far."""
    edits: tuple[learn.Edit, ...]
    """The cells that people changed before they merged a row."""
    first_run: bool
    """Whether the bot never proposed anything of this kind here before."""

    @property
    def decided(self) -> frozenset[str]:
        """Return what is answered, or waits for an answer: all but what may be proposed again."""
        return frozenset(key for key, o in self.outcomes.items() if o is not Outcome.ENDED)


def what_became(world: World[P, F], forgotten: Mapping[ArxivId, datetime]) -> Known[P]:
    """Return what people did with what was proposed; the newest pull request has the last word.

    `forgotten` are papers that may be proposed again, each with the time when that was decided:
    what pull requests from before say about the paper no longer counts, also where they could not
    be told so (`taking_back`).
    """
    outcomes: dict[str, Outcome] = {}
    proposed: dict[str, P] = {}
    numbers: dict[str, int] = {}
    wanted: dict[ArxivId, None] = {}
    left_alone: dict[str, P] = {}
    edits: list[learn.Edit] = []
    shown = frozenset[str]()
    for ours in world.pulls:
        held = [one for one in ours.memory.holds if _counts(one, ours, forgotten)]
        counted = [one for one in held if not one.near_miss]
        found = world.kind.outcomes(world, ours, counted)
        outcomes |= found
        proposed |= {one.key: one for one in counted}
        numbers |= dict.fromkeys(found, ours.pull.number)
        open_boxes = {one.key: one for one in held if one.near_miss and one.key not in ours.wanted}
        if ours.is_an_answer:
            left_alone |= open_boxes
        shown = frozenset(open_boxes) if ours.pull.is_open else shown
        if not ours.refuses_wanted:
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
        shown=shown,
        edits=tuple(edits),
        first_run=not world.pulls,
    )


def _counts(one: P, ours: Remembered[P], forgotten: Mapping[ArxivId, datetime]) -> bool:
    """Say whether what a pull request says of something counts."""
    at = forgotten.get(one.arxiv_id)
    if at is None or ours.pull.is_open or ours.pull.opened_at > at:
        return True
    return token(one.arxiv_id, at) in ours.memory.taken_back  # it was proposed again in it


def waiting(world: World[P, F], known: Known[P]) -> tuple[P, ...]:
    """Return what stands in the open pull request and is not decided yet."""
    proposed = world.open.memory.proposed() if world.open else {}
    return tuple(one for key, one in proposed.items() if known.outcomes.get(key) is Outcome.WAITING)


def room(world: World[P, F], known: Known[P]) -> int:
    """Return how many more rows the open pull request, or a new one, has room for."""
    return max(0, world.max_rows - len({one.in_row for one in waiting(world, known)}))
