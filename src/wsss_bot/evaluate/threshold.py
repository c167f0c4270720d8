"""The threshold: from which score on papers are proposed, and what that costs and misses.

It is set so that in the newest papers of the stream no more would have reached it than the
operator is ready to read. What was refused stays among them with the score that it had when it was
proposed, so a refusal never lowers the next threshold; what was accepted was no noise.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from wsss_bot.domain import Paper
from wsss_bot.score import Floats, HeldOut

MOST_A_WEEK = 0.05
"""So much the threshold moves in a week at most, up or down.

Each training gives somewhat other scores; what is shown from week to week should not jump.
"""
_EDGE = 0.5
"""The score at the edge of a list, by how classifiers are calibrated."""
_SURE_AFTER = 5
"""So many answers weigh as much as the assumption that whatever the list lacks would be refused."""
_ROUNDING = 1e-9
"""Of a sum of shares: it is a whole number where they say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How much a maintainer is ready to read."""

    noise_per_week: float = 1.0
    """Rows a week to read and refuse."""
    rows_per_week: float = 0.0
    """Rows a week to read, good or not; above 0 it counts instead of `noise_per_week`."""
    threshold: float = 0.0
    """Above 0 it is the threshold, whatever the others say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What people decided about papers of the stream."""

    refused: Mapping[str, float] = field(default_factory=dict)
    """Papers by arXiv id, with the score that each had when it was proposed."""
    accepted: Collection[str] = frozenset()
    """The arXiv ids of papers that were proposed and accepted."""
    listed: Collection[str] = frozenset()
    """The arXiv ids of other papers that now stand in the list."""

    @property
    def share_refused(self) -> float:
        """Which part of what was never proposed would be refused: all of it, until answers tell."""
        refused = len(self.refused) + _SURE_AFTER
        return refused / (refused + len(self.accepted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The threshold of an earlier run."""

    threshold: float
    at: datetime
    budget: Budget
    """What it was set for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingPoint:
    """A threshold, and what a maintainer gets for it."""

    threshold: float
    noise_per_week: float
    """Rows a week to read and refuse, in a stream of `papers_per_week`."""
    papers_per_week: float
    missed: int
    """How many of the list's own entries would stay below."""
    listed: int
    topic_per_week: float = 0.0
    """How many papers a week score like the list, good or not."""

    def __str__(self) -> str:
        return (
            f"at {self.threshold:.2f} you read {self.noise_per_week:.1f} rows a week "
            f"and miss {self.missed} of {self.listed}"
        )

    def in_full(self) -> str:
        """Say it together with the size of the stream that it was counted for."""
        return f"{self}, counted for {self.papers_per_week:,.1f} papers a week"


def papers_per_week(papers: Iterable[Paper]) -> float:
    """Return how many papers a week came in, by their days of submission; 0.0 for none."""
    days = [paper.submitted_at.date() for paper in papers]
    return weekly(len(days), min(days, default=None), max(days, default=None))


def weekly(papers: int, first_on: date | None, last_on: date | None) -> float:
    """Return how many papers a week came in between two days; 0.0 without days."""
    if first_on is None or last_on is None:
        return 0.0
    return papers / max(1.0, ((last_on - first_on).days + 1) / 7)


def operating_point(
    held_out: HeldOut,
    *,
    papers_per_week: float,
    budget: Budget,
    answers: Answers = Answers(),  # frozen
    near: tuple[float, float] = (0.0, np.inf),
) -> OperatingPoint:
    """Return the lowest threshold within the budget, in a stream of `papers_per_week`.

    It is no lower than what finds every entry of the list, and `near` are the bounds of it, as
    `within_reach` gives them. `answers` are those about papers as new as those that scores were
    held out of.
    """
    noise = _noise(held_out, answers)
    if budget.threshold:
        threshold = budget.threshold
    else:
        counted, affordable = noise, budget.noise_per_week
        if budget.rows_per_week:
            counted, affordable = _rows(held_out, answers), budget.rows_per_week
        lowest = counted.lowest_threshold(affordable / max(papers_per_week, affordable))
        threshold = min(
            max(lowest, _finds_all(held_out.relevant, counted.scores), near[0]), near[1]
        )
    return OperatingPoint(
        threshold=threshold,
        noise_per_week=noise.share_at(threshold) * papers_per_week,
        papers_per_week=papers_per_week,
        missed=int((held_out.relevant < threshold).sum()),
        listed=len(held_out.relevant),
        topic_per_week=_rows(held_out, answers).share_at(_EDGE) * papers_per_week,
    )


def within_reach(earlier: Earlier | None, *, budget: Budget, now: datetime) -> tuple[float, float]:
    """Return the lowest and the highest threshold that may follow an earlier one.

    After another budget, or none, any may.
    """
    if earlier is None or earlier.budget != budget:
        return 0.0, np.inf
    move = MOST_A_WEEK * (now - earlier.at) / timedelta(weeks=1)
    return earlier.threshold - move, earlier.threshold + move


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """The scores of papers, and what part of each counts against the budget."""

    scores: Floats
    weights: Floats

    def share_at(self, threshold: float) -> float:
        """Return which share of the papers counts at a threshold."""
        return float(self.weights[self.scores >= threshold].sum()) / max(1, len(self.scores))

    def lowest_threshold(self, share: float) -> float:
        """Return the lowest threshold at which no more than this share counts.

        It lies just above the best score that must stay below. One more paper at or above it that
        counts whole never lowers it: it costs more than the share that it brings.
        """
        order = np.argsort(-self.scores, kind="stable")
        ranked, costs = self.scores[order], np.cumsum(self.weights[order])
        too_many = costs > share * len(ranked) + _ROUNDING
        return float(np.nextafter(ranked[np.argmax(too_many)], np.inf)) if too_many.any() else 0.0


def _noise(held_out: HeldOut, answers: Answers) -> _Counted:
    """Count the background as far as it would be refused, and what was refused.

    A refused paper counts whole, with the score it had when it was proposed; an accepted one not.
    """
    decided = {*answers.refused, *answers.accepted, *answers.listed}
    undecided = np.array([key not in decided for key in held_out.ids], dtype=bool)
    return _with_refused(held_out.background[undecided], answers, answers.share_refused)


def _rows(held_out: HeldOut, answers: Answers) -> _Counted:
    """Count all that came in, good or not."""
    others = [s for key, s in held_out.by_arrival().items() if key not in answers.refused]
    return _with_refused(np.array(others, dtype=np.float64), answers, 1.0)


def _with_refused(scores: Floats, answers: Answers, weight: float) -> _Counted:
    refused = np.array([*answers.refused.values()], dtype=np.float64)
    return _Counted(
        scores=np.concatenate([scores, refused]),
        weights=np.concatenate([np.full(len(scores), weight), np.ones(len(refused))]),
    )


def _finds_all(relevant: Floats, others: Floats) -> float:
    """Return a threshold that finds every entry, in the middle of the gap below the weakest.

    A new paper scores a little lower than what was learnt from.
    """
    weakest = relevant.min()
    return float(weakest + max(others[others < weakest], default=0.0)) / 2
