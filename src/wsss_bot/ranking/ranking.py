"""A classifier and the threshold that a paper must reach to be proposed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from wsss_bot.domain import Example
from wsss_bot.evaluate import OperatingPoint, choose, operating_points, points_at
from wsss_bot.score import Classifier, train


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """A classifier, and the line that a paper must reach to be proposed."""

    classifier: Classifier
    point: OperatingPoint
    """The line, and what it costs and misses."""


def rank(
    examples: Sequence[Example],
    *,
    papers_per_week: float,
    noise_per_week: float,
    threshold: float = 0.0,
    learn: Callable[[Sequence[Example]], Classifier] = train,
) -> Ranking:
    """Train a classifier (`learn` does it) and draw the line.

    The line is `threshold` if that is above 0, else the point that costs `noise_per_week` refused
    rows in a stream of `papers_per_week`. Raises TrainingError.
    """
    return ranking(
        learn(examples),
        papers_per_week=papers_per_week,
        noise_per_week=noise_per_week,
        threshold=threshold,
    )


def ranking(
    classifier: Classifier,
    *,
    papers_per_week: float,
    noise_per_week: float,
    threshold: float = 0.0,
) -> Ranking:
    """Draw the line for a classifier, as `rank` does."""
    held_out = classifier.held_out
    if threshold:
        [point] = points_at(np.array([threshold]), held_out, papers_per_week=papers_per_week)
    else:
        points = operating_points(held_out, papers_per_week=papers_per_week)
        point = choose(points, noise_per_week=noise_per_week)
    return Ranking(classifier=classifier, point=point)
