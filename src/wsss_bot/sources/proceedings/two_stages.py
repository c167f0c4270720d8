"""Papers of a listing that has no abstracts, ranked in two stages.

Titles alone rank poorly: for the list that the bot serves average precision falls from 0.82 to
0.56. They are good enough to choose the few whose abstracts are worth a request each, which are
then ranked again; that gives 0.81 (bench/proceedings.py).
"""

import heapq
from collections.abc import Callable, Iterable, Sequence
from math import ceil
from typing import TypeVar

T = TypeVar("T")

SHARE = 0.06
"""The share of a listing whose abstracts are fetched."""

Score = Callable[[Sequence[T]], Iterable[float]]


def in_two_stages(
    papers: Sequence[T],
    score: Score[T],
    with_abstract: Callable[[T], T | None],
    *,
    share: float = SHARE,
) -> list[tuple[T, float]]:
    """Return the papers whose titles score best, with the scores of their abstracts, best first.

    `with_abstract` fetches the abstract of a paper; None: there is none to be had, and the paper
    is left out. It is asked for at most `share` of all papers.
    """
    scored = zip(score(papers), range(len(papers)), strict=True)
    best = heapq.nlargest(ceil(share * len(papers)), scored)
    fetched = (with_abstract(papers[at]) for _, at in best)
    known = [paper for paper in fetched if paper is not None]
    ranked = zip(score(known), range(len(known)), strict=True)
    return [
        (known[at], value) for value, at in sorted(ranked, key=lambda pair: (-pair[0], pair[1]))
    ]
