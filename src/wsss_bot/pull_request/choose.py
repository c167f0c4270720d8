"""Which papers a run proposes: those that people asked for, then the best that have room."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypedDict

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import ArxivId, Facts, Paper, Polled
from wsss_bot.pull_request.circumstances import Circumstances, FirstRun, Unplaced
from wsss_bot.pull_request.draft import Draft, draft
from wsss_bot.pull_request.new_rows import FoundRows
from wsss_bot.pull_request.preferences import Preferences
from wsss_bot.ranking.near_misses import Shown
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.score import Floats


class Left(TypedDict):
    """What is not proposed."""

    waiting: int
    unplaced: tuple[Unplaced, ...]


def choose(
    listed: AwesomeList,
    papers: Sequence[Paper],
    *,
    wanted: Collection[Paper],
    ranking: Ranking,
    polled: Polled,
    room: int,
    near_misses: int,
    preferences: Preferences,
    facts_of: Callable[[Paper], Facts],
    scores: Floats,
    left_alone: Mapping[ArxivId, Shown],
    shown: Collection[str],
    first_run: FirstRun | None,
    promise: str,
) -> FoundRows:
    """Return what is to be proposed of `papers`, with the rows.

    `wanted` are near misses that people ticked, and none of the `papers`: whatever their score,
    they come first, as far as there is `room`. `scores` are those of the papers; `left_alone` are
    near misses that people saw and did not tick, `shown` those that they see now: they take nobody
    else's place. `promise` is what is said of the threshold.
    """
    whatever_its_score = replace(ranking, point=replace(ranking.point, threshold=0.0))
    drafted = partial(draft, listed, polled=polled, facts_of=facts_of)
    ticked = drafted(list(wanted), ranking=whatever_its_score, max_rows=room, near_misses=0)
    first = ticked.proposal.candidates
    chosen = partial(drafted, papers, preferences=preferences, scores=scores, left_alone=left_alone)
    left = room - len(first)
    best = chosen(ranking=ranking, max_rows=left, near_misses=near_misses, shown=shown)
    return FoundRows(
        candidates=(*first, *best.proposal.candidates),
        near_misses=best.near_misses,
        circumstances=Circumstances(
            polled=polled, noise=promise, first_run=first_run, **_left(ticked, best)
        ),
    )


def _left(*drafts: Draft) -> Left:
    """Return how many papers wait, and which have no place."""
    unplaced = (one for draft in drafts for one in draft.unplaced)
    return {
        "waiting": sum(draft.waiting for draft in drafts),
        "unplaced": tuple(
            Unplaced(arxiv_id=paper.arxiv_id, title=paper.title, reason=reason)
            for paper, reason in unplaced
        ),
    }
