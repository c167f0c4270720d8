"""Fitting a blend: logistic regressions and a likeness, each in units of its own spread, added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from math import inf
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import diags

from wsss_bot.errors import TrainingError
from wsss_bot.score.classifier import Floats, bounded, nearest_mean
from wsss_bot.score.material import Mask, Material
from wsss_bot.score.recipe import Blend, Kind, View

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

_FOLDS = 5
_BATCH = 2_000
_SHORT = 20
"""So many entries are few: in a longer list authors come again by more than chance."""
_NARROWEST = 0.5
"""The least width of a list, in standard deviations of the score."""
_NOTHING = 1e-6
"""A score that varies by less than this over all examples tells none of them from another."""
_ABSENT = np.zeros(1)
"""The weights of the terms of a view that a sum does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A linear score: what it gives a new text, and what it gave each example, held out."""

    weights: Mapping[Kind, Floats] = field(repr=False)
    """For each kind of view, the weights of its terms."""
    most: Mapping[Kind, float] = field(default_factory=dict)
    """So much a kind of view may add at most, where that is bounded."""
    neighbours: float
    """The weight of the mean cosine to the nearest relevant texts."""
    intercept: float
    held_out: Floats = field(repr=False)

    def __mul__(self, factor: float) -> "Sum":
        return Sum(
            weights={kind: factor * weights for kind, weights in self.weights.items()},
            most={kind: factor * most for kind, most in self.most.items()},
            neighbours=factor * self.neighbours,
            intercept=factor * self.intercept,
            held_out=factor * self.held_out,
        )

    def __add__(self, other: "Sum") -> "Sum":
        kinds = {**self.weights, **other.weights}
        return Sum(
            weights={
                kind: self.weights.get(kind, _ABSENT) + other.weights.get(kind, _ABSENT)
                for kind in kinds
            },
            most={**self.most, **other.most},
            neighbours=self.neighbours + other.neighbours,
            intercept=self.intercept + other.intercept,
            held_out=self.held_out + other.held_out,
        )

    def standardised(self) -> "Sum":
        """Return it in units of the standard deviation of what it gave, held out."""
        return self * (1 / (float(self.held_out.std()) or 1.0))


def blended(blend: Blend, material: Material, wanted: Mask) -> Sum:
    """Fit the views of a blend and add them up, the sum again in units of its own spread.

    Raises TrainingError when the sum does not tell the examples apart.
    """
    views = [view for view in blend.views if material.has(view.kind)]
    parts: list[Sum] = []
    for view in sorted(views, key=lambda view: view.most, reverse=True):
        part = _fitted(view, material, wanted).standardised() * view.weight
        if view.most < inf:
            others = reduce(add, parts).held_out
            width = width_of(others[material.listed], others[material.background])
            part = _bounded(
                part, view.kind, view.most * width * max(1.0, float(material.listed.sum()) / _SHORT)
            )
        parts.append(part)
    if blend.neighbours:
        likeness = _likeness(blend, material, wanted).standardised()
        parts.append(likeness * blend.neighbours_weight)
    total = reduce(add, parts)
    scores = sum(material.space(kind)[1] @ weights for kind, weights in total.weights.items())
    if np.ptp(scores) < _NOTHING:
        raise TrainingError(
            "the entries of the list and the background cannot be told apart: "
            "every paper gets the same score; are both in the same language?"
        )
    return total.standardised()


def held_out(view: View, material: Material, wanted: Mask) -> Floats:
    """Score each example, in log-odds, by a regression that was not trained on it.

    Only the regression is trained again for each fold: the terms never depend on what is wanted.
    """
    folds = _folds(wanted)
    return _scores_of_unseen(view, material, folds, _trained(view, material, wanted, folds))


def edge_of(listed: Floats, background: Floats) -> float:
    """Return the score at which a list begins.

    It is where its weakest tenth begins or, if the background stays well below, halfway from there
    to the best of that.
    """
    weakest = np.quantile(listed, 0.1)
    return float(min(weakest, (weakest + np.quantile(background, 0.999)) / 2))


def width_of(listed: Floats, background: Floats) -> float:
    """Return how far the median of a list is above where the list begins."""
    return max(float(np.median(listed)) - edge_of(listed, background), _NARROWEST)


def _bounded(part: Sum, kind: Kind, most: float) -> Sum:
    """Return what a view adds, no more than it may."""
    held_out = part.intercept + bounded(part.held_out - part.intercept, most)
    return replace(part, held_out=held_out, most={kind: most})


def _fitted(view: View, material: Material, wanted: Mask) -> Sum:
    folds = _folds(wanted)
    whole, *parts = _trained(view, material, wanted, [np.ones_like(wanted), *folds])
    return Sum(
        weights={view.kind: whole.coef_[0]},
        neighbours=0.0,
        intercept=float(whole.intercept_[0]),
        held_out=_scores_of_unseen(view, material, folds, parts),
    )


def _folds(wanted: Mask) -> list[Mask]:
    """Return masks of what is seen in each fold; the rest is held out, each example once."""
    fold = np.empty(len(wanted), dtype=int)
    # Every fifth of each side: no chance involved, and neighbours in time are kept apart.
    for side in (wanted, ~wanted):
        fold[side] = np.arange(side.sum()) % _FOLDS
    return [seen for k in range(_FOLDS) if not (seen := fold != k).all()]


def _trained(
    view: View, material: Material, wanted: Mask, parts: Sequence[Mask]
) -> "list[LogisticRegression]":
    """Return a regression for each part of the examples, trained on that."""
    _, features = material.space(view.kind)
    weights = material.weights(wanted)

    # Here, because it takes longer to import than many a command takes that never trains.
    from sklearn.linear_model import LogisticRegression

    def train(seen: Mask) -> LogisticRegression:
        # What is not seen weighs nothing: that is as leaving it out, without a copy of the rest.
        regression = LogisticRegression(C=view.C, max_iter=2_000)
        return regression.fit(features, wanted, weights * seen)

    # One after the other: each needs memory for its descent.
    return [train(seen) for seen in parts]


def _scores_of_unseen(
    view: View, material: Material, folds: Sequence[Mask], trained: "Sequence[LogisticRegression]"
) -> Floats:
    _, features = material.space(view.kind)
    scores = np.empty(len(material.examples))
    for seen, regression in zip(folds, trained, strict=True):
        scores[~seen] = regression.decision_function(features[~seen])
    return scores


def near_texts(blend: Blend, material: Material, wanted: Mask) -> Any:
    """Return the texts that a paper is compared with, one sparse row each, in words.

    A row is as long as it counts: the cosine to what is only overlooked comes out smaller.
    """
    _, features = material.space("words")
    places = np.flatnonzero(wanted)
    return diags(np.where(material.listed[places], 1.0, blend.overlooked)) @ features[places]


def _likeness(blend: Blend, material: Material, wanted: Mask) -> Sum:
    """Compare each example with its nearest relevant ones other than itself."""
    _, features = material.space("words")
    near, places = near_texts(blend, material, wanted), np.flatnonzero(wanted)
    similar = np.empty(features.shape[0])
    for start in range(0, len(similar), _BATCH):
        cosines = (features[start : start + _BATCH] @ near.T).toarray()
        itself = np.flatnonzero((start <= places) & (places < start + _BATCH))
        cosines[places[itself] - start, itself] = 0.0
        similar[start : start + _BATCH] = nearest_mean(cosines, blend.neighbours)
    return Sum(weights={}, neighbours=1.0, intercept=0.0, held_out=similar)
