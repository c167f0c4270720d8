"""Which papers a run proposes: those that people asked for, then the best that have room."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import Facts, Paper, Polled
from wsss_bot.pull_request.draft import draft, noise
from wsss_bot.pull_request.new_rows import Found
from wsss_bot.pull_request.text import Circumstances
from wsss_bot.ranking.ranking import Ranking


def choose(
    listed: AwesomeList,
    papers: Sequence[Paper],
    *,
    wanted: Collection[Paper],
    ranking: Ranking,
    polled: Polled,
    room: int,
    near_misses: int,
    exclude: Sequence[str],
    facts_of: Callable[[Paper], Facts],
    first_run_months: int | None,
) -> Found:
    """Return what is to be proposed of `papers`, with the rows.

    `wanted` are near misses that people ticked: whatever their score, they come first, and need no
    `room`. `first_run_months` is how far back a first run looked, None for a later one.
    """
    asked_for = {paper.arxiv_id for paper in wanted}
    whatever_its_score = replace(ranking, point=replace(ranking.point, threshold=0.0))
    drafted = partial(draft, listed, polled=polled, exclude=exclude, facts_of=facts_of)
    ticked = drafted(list(wanted), ranking=whatever_its_score, max_rows=len(wanted), near_misses=0)
    others = [paper for paper in papers if paper.arxiv_id not in asked_for]
    best = drafted(others, ranking=ranking, max_rows=room, near_misses=near_misses)
    return Found(
        candidates=(*ticked.proposal.candidates, *best.proposal.candidates),
        near_misses=best.near_misses,
        circumstances=Circumstances(
            polled=polled,
            noise=noise(ranking.point),
            first_run_months=first_run_months,
            waiting=best.waiting,
        ),
    )
