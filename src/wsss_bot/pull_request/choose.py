"""Which papers a run proposes: those that people asked for, then the best that have room."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import Facts, Paper
from wsss_bot.pull_request.draft import draft, noise
from wsss_bot.pull_request.new_rows import Found
from wsss_bot.pull_request.text import Circumstances
from wsss_bot.ranking.from_state import Undecided
from wsss_bot.ranking.near_misses import Shown
from wsss_bot.ranking.ranking import Ranking


def choose(
    listed: AwesomeList,
    stream: Undecided,
    *,
    wanted: Sequence[Paper],
    left_alone: Mapping[str, Shown],
    ranking: Ranking,
    room: int,
    near_misses: int,
    exclude: Sequence[str],
    facts_of: Callable[[Paper], Facts],
    circumstances: Circumstances,
) -> Found:
    """Return what is to be proposed of the `stream`, with the rows.

    `wanted` are near misses that people ticked: whatever their score, they come first, and need no
    `room`. `left_alone` are those that people saw and did not tick. `circumstances` are those of
    the run; what the ranking says is added to them.
    """
    whatever_its_score = replace(ranking, point=replace(ranking.point, threshold=0.0))
    drafted = partial(
        draft, listed, polled=circumstances.polled, exclude=exclude, facts_of=facts_of
    )
    ticked = drafted(wanted, ranking=whatever_its_score, max_rows=len(wanted), near_misses=0)
    best = drafted(
        stream.papers,
        scores=stream.scores,
        ranking=ranking,
        max_rows=room,
        near_misses=near_misses,
        left_alone=left_alone,
    )
    return Found(
        candidates=(*ticked.proposal.candidates, *best.proposal.candidates),
        near_misses=best.near_misses,
        circumstances=replace(circumstances, noise=noise(ranking.point), waiting=best.waiting),
    )
