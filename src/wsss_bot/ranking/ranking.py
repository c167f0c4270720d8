"""A classifier and the threshold that a paper must reach to be proposed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from wsss_bot.domain import Example
from wsss_bot.evaluate import Answers, Budget, OperatingPoint, operating_point
from wsss_bot.score import Classifier, train


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """A classifier, and the threshold that a paper must reach to be proposed."""

    classifier: Classifier
    point: OperatingPoint
    """The threshold, and what it costs and misses."""


def rank(
    examples: Sequence[Example],
    *,
    papers_per_week: float,
    budget: Budget,
    learn: Callable[[Sequence[Example]], Classifier] = train,
) -> Ranking:
    """Train a classifier (`learn` does it) and set the threshold, as `ranking_with` does.

    Raises TrainingError.
    """
    return ranking_with(learn(examples), papers_per_week=papers_per_week, budget=budget)


def ranking_with(
    classifier: Classifier,
    *,
    papers_per_week: float,
    budget: Budget,
    answers: Answers = Answers(),  # noqa: B008  # frozen
    near: tuple[float, float] = (0.0, inf),
) -> Ranking:
    """Set the threshold for a classifier, as `evaluate.operating_point` does."""
    point = operating_point(
        classifier.held_out,
        papers_per_week=papers_per_week,
        budget=budget,
        answers=answers,
        near=near,
    )
    return Ranking(classifier=classifier, point=point)
