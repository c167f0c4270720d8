"""Where to draw the line: what each threshold costs and misses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from wsss_bot.domain import Paper
from wsss_bot.score import Floats, HeldOut


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


def operating_points(held_out: HeldOut, *, papers_per_week: float) -> tuple[OperatingPoint, ...]:
    """Return the points to choose from, strictest first, down to where every entry is found.

    `papers_per_week` is the size of the stream that will be scored. Each threshold lies in the
    middle of the gap below it: a new paper scores a little lower than what was learnt from.
    """
    scores = np.unique(np.concatenate([held_out.relevant, held_out.background]))
    at_or_above = scores >= held_out.relevant.min()
    below = np.concatenate([[0.0], scores[:-1]])
    thresholds = ((scores + below) / 2)[at_or_above][::-1]
    return points_at(thresholds, held_out, papers_per_week=papers_per_week)


def points_at(
    thresholds: Floats, held_out: HeldOut, *, papers_per_week: float
) -> tuple[OperatingPoint, ...]:
    """Return what each threshold costs and misses in a stream of `papers_per_week`."""
    relevant, background = np.sort(held_out.relevant), np.sort(held_out.background)
    above = len(background) - np.searchsorted(background, thresholds)
    noise = above * papers_per_week / max(1, len(background))
    missed = np.searchsorted(relevant, thresholds)
    return tuple(
        OperatingPoint(
            threshold=float(threshold),
            noise_per_week=float(refused),
            papers_per_week=papers_per_week,
            missed=int(lost),
            listed=len(relevant),
        )
        for threshold, refused, lost in zip(thresholds, noise, missed, strict=True)
    )


def choose(points: Sequence[OperatingPoint], *, noise_per_week: float) -> OperatingPoint:
    """Return the lowest point that costs no more than `noise_per_week`, else the strictest."""
    affordable = [point for point in points if point.noise_per_week <= noise_per_week]
    return affordable[-1] if affordable else points[0]
