"""Training: examples in, a classifier out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from wsss_bot.domain import Example
from wsss_bot.errors import TrainingError
from wsss_bot.score.classifier import (
    Classifier,
    Floats,
    HeldOut,
    Linear,
    Neighbourhood,
    nearest_mean,
)
from wsss_bot.score.examples import WEIGHTS, checked, digest
from wsss_bot.score.recipe import DEFAULT, Blend, Kind, Recipe
from wsss_bot.score.texts import fitted

NEWEST = 10_000
"""How many of the newest background papers stand for the stream of today.

Fields move: the newest years of a background foretell the noise of the months that follow far
better than all of its years (docs/evaluation.md).
"""
_FOLDS = 5
_NARROWEST = 0.5
"""The least distance from the edge to the median of a list, in standard deviations of a view."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

Mask = NDArray[np.bool_]


class _Spaces:
    """The terms of the training texts, counted once for each kind of view that asks."""

    def __init__(self, examples: list[Example]) -> None:
        self._examples = examples
        self._fitted: dict[Kind, tuple[TfidfVectorizer, Any]] = {}

    def __getitem__(self, kind: Kind) -> tuple[TfidfVectorizer, Any]:
        if kind not in self._fitted:
            try:
                self._fitted[kind] = fitted(kind, self._examples)
            except ValueError as reason:
                raise TrainingError(
                    "the titles and abstracts to train on hold no words that can be learnt from; "
                    "give a list and a corpus with English titles"
                ) from reason
        return self._fitted[kind]


def train(examples: Sequence[Example], *, recipe: Recipe = DEFAULT) -> Classifier:
    """Train on what belongs on the list against background and refused papers.

    Raises TrainingError when there is too little, or nothing usable, to learn from.
    """
    # The vectors are short: on several threads, BLAS waits longer than it works.
    with threadpool_limits(limits=1, user_api="blas"):
        return _trained(examples, recipe)


def _trained(examples: Sequence[Example], recipe: Recipe) -> Classifier:
    relevant, others = checked(examples)
    ordered = [*relevant, *others]
    listed = np.array([e.relevant for e in ordered])
    background = np.array([e.origin == "background" for e in ordered])
    spaces = _Spaces(ordered)
    overlooked = _overlooked(recipe, spaces["words"][1], ordered, listed, background)
    wanted = listed if overlooked is None else listed | overlooked
    blend = recipe.taste if overlooked is None else recipe.topic
    views, neighbour_weight, intercept, held_out = _blended(
        blend, spaces, wanted, _weights(ordered, wanted)
    )
    slope, offset = _calibrated(held_out[listed], held_out[background & ~wanted])
    words, texts = spaces["words"]
    has_entry = [at for at, e in enumerate(relevant) if e.entry is not None]
    unlisted = [int(at) for at in np.flatnonzero(wanted) if ordered[at].entry is None]
    chances = expit(slope * held_out + offset)
    return Classifier(
        recipe=recipe,
        trained_on=digest(examples, recipe),
        held_out=HeldOut(
            relevant=chances[listed],
            background=chances[_newest(ordered, background & ~wanted)],
        ),
        views=[
            Linear(kind=view.kind, vectorizer=view.vectorizer, weights=slope * view.weights)
            for view in views
        ],
        words=words,
        neighbourhood=Neighbourhood(
            texts=texts[has_entry + unlisted],
            count=blend.neighbours,
            weight=slope * neighbour_weight,
        ),
        offset=offset + slope * intercept,
        entries=[e.entry for e in relevant if e.entry is not None],
    )


def _overlooked(
    recipe: Recipe, features: Any, examples: Sequence[Example], listed: Mask, background: Mask
) -> Mask | None:
    """Mark the background papers that look like the list; None if they are more than a few.

    Unlisted is not irrelevant: taking the outstanding few of the unlabelled for relevant is the
    two-step technique of learning from positive and unlabelled examples (Bekker and Davis, 2020).
    """
    words = recipe.topic.views[0]
    scores = _held_out(words.C, features, listed, _weights(examples, listed))
    alike = background & (scores > np.quantile(scores[listed], recipe.like_the_list))
    return alike if alike.sum() <= recipe.few * background.sum() else None


def _blended(
    blend: Blend, spaces: _Spaces, wanted: Mask, weights: Floats
) -> tuple[list[Linear], float, float, Floats]:
    """Fit the views of a blend and add them up, each in units of its own spread.

    Returns the views and the weight of the neighbours in these units, the intercept of the sum,
    and the sum for each training text, held out.
    """
    views = []
    intercept = 0.0
    total = np.zeros(len(wanted))
    for view in blend.views:
        vectorizer, features = spaces[view.kind]
        held_out = _held_out(view.C, features, wanted, weights)
        regression = _regression(view.C).fit(features, wanted, weights)
        if np.ptp(features @ regression.coef_[0]) < 1e-6:
            raise TrainingError(
                "the entries of the list and the background cannot be told apart: "
                "every paper gets the same score; are both in the same language?"
            )
        scale = view.weight / _spread(held_out)
        coefficients = scale * regression.coef_[0]
        views.append(Linear(kind=view.kind, vectorizer=vectorizer, weights=coefficients))
        intercept += scale * float(regression.intercept_[0])
        total += scale * held_out
    neighbour_weight = 0.0
    if blend.neighbours:
        similar = _similarity(spaces["words"][1], wanted, blend.neighbours)
        neighbour_weight = blend.neighbours_weight / _spread(similar)
        total += neighbour_weight * similar
    return views, neighbour_weight, intercept, total


def _held_out(C: float, features: Any, wanted: Mask, weights: Floats) -> Floats:  # noqa: N803
    """Score each example, in log-odds, by a regression that was not trained on it.

    Only the regression is trained again for each fold: the vectoriser never sees what is wanted.
    """
    # Every fifth of each side: no chance involved, and neighbours in the list are kept apart.
    fold = np.empty(len(wanted), dtype=int)
    for side in (wanted, ~wanted):
        fold[side] = np.arange(side.sum()) % _FOLDS
    scores = np.empty(len(wanted))
    for k in range(_FOLDS):
        seen = fold != k
        if not seen.all():
            fold_regression = _regression(C).fit(features[seen], wanted[seen], weights[seen])
            scores[~seen] = fold_regression.decision_function(features[~seen])
    return scores


def _similarity(features: Any, wanted: Mask, count: int) -> Floats:
    """Return the mean cosine of each example to its nearest relevant ones other than itself."""
    similarities = (features @ features[wanted].T).toarray()
    similarities[np.flatnonzero(wanted), np.arange(wanted.sum())] = 0.0
    return nearest_mean(similarities, count)


def _calibrated(listed: Floats, background: Floats) -> tuple[float, float]:
    """Return slope and offset that turn a blended score into log-odds that a person can read.

    The edge of the list gets 0.5 and its median 0.9, of scores held out. The edge is where the
    weakest tenth of the list begins or, if the background stays well below, halfway to its best.
    A chance of being listed would say less: one paper in a thousand is, so that even good
    candidates would stay near 0.
    """
    weakest, middle = np.quantile(listed, [0.1, 0.5])
    best = np.quantile(background, 0.999)
    edge = float(min(weakest, (weakest + best) / 2))
    slope = float(np.log(9)) / max(float(middle) - edge, _NARROWEST)
    return slope, -slope * edge


def _weights(examples: Sequence[Example], wanted: Mask) -> Floats:
    """Weigh each example: what is wanted and the background count the same in all."""
    half = len(examples) / 2
    background = sum(
        e.origin == "background" and not w for e, w in zip(examples, wanted, strict=True)
    )
    return np.array(
        [
            half / background
            if e.origin == "background" and not relevant
            else half / wanted.sum() * WEIGHTS[e.origin]
            for e, relevant in zip(examples, wanted, strict=True)
        ]
    )


def _newest(examples: Sequence[Example], among: Mask) -> NDArray[np.intp]:
    """Return the places of the newest examples in `among`."""
    places = np.flatnonzero(among)
    by_age = sorted(
        places, key=lambda at: examples[int(at)].submitted_at or _LONG_AGO, reverse=True
    )
    return np.array(sorted(by_age[:NEWEST]), dtype=np.intp)


def _regression(C: float) -> LogisticRegression:  # noqa: N803
    return LogisticRegression(C=C, max_iter=2_000)


def _spread(scores: Floats) -> float:
    return float(scores.std()) or 1.0
