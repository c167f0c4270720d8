"""Training: examples in, a classifier out."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from wsss_bot.domain import Example
from wsss_bot.score.blend import Sum, blended, held_out
from wsss_bot.score.classifier import Classifier, Floats, HeldOut, Linear, Neighbourhood
from wsss_bot.score.examples import checked, digest
from wsss_bot.score.material import Mask, Material
from wsss_bot.score.recipe import DEFAULT, Recipe, Topic

NEWEST = 10_000
"""How many of the newest background papers stand for the stream of today.

Fields move: the newest years of a background foretell the noise of the months that follow far
better than all of its years (docs/evaluation.md).
"""
_NARROWEST = 0.5
"""The least distance from the edge to the median of a list, in standard deviations of the score."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def train(examples: Sequence[Example], *, recipe: Recipe = DEFAULT) -> Classifier:
    """Train on what belongs on the list against background and refused papers.

    Raises TrainingError when there is too little, or nothing usable, to learn from.
    """
    relevant, others = checked(examples)
    material = Material(relevant, others)
    total, overlooked = _scored(recipe, material)
    noise = material.background & ~overlooked
    slope, offset = _calibrated(total.held_out[material.listed], total.held_out[noise])
    words, texts = material.space("words")
    return Classifier(
        recipe=recipe,
        trained_on=digest(examples, recipe),
        held_out=_held_out(material, expit(slope * total.held_out + offset), noise),
        views=[
            Linear(kind=kind, vectorizer=material.space(kind)[0], weights=slope * weights)
            for kind, weights in total.weights.items()
        ],
        words=words,
        neighbourhood=Neighbourhood(
            texts=texts[: len(relevant)],
            count=recipe.topic.blend.neighbours if recipe.topic and total.neighbours else 0,
            weight=slope * total.neighbours,
        ),
        offset=offset + slope * total.intercept,
        entries=[e.entry for e in relevant if e.entry is not None],
    )


def _scored(recipe: Recipe, material: Material) -> tuple[Sum, Mask]:
    """Return the score, and which of the background were overlooked by the list."""
    listed = material.listed
    nobody = np.zeros_like(listed)
    if recipe.topic is None:
        return blended(recipe.taste, material, listed), nobody
    alike = _alike(recipe.topic, material)
    # One more than there are: where the background is small, none is no proof of a topic.
    part = recipe.topic.part((alike.sum() + 1) / (material.background.sum() + 1))
    parts = []
    if part > 0:
        parts.append(blended(recipe.topic.blend, material, listed | alike) * part)
    if part < 1:
        parts.append(blended(recipe.taste, material, listed) * (1 - part))
    return (parts[0] if len(parts) == 1 else parts[0] + parts[1]), (alike if part > 0.5 else nobody)


def _alike(topic: Topic, material: Material) -> Mask:
    """Mask the background papers that look like the list.

    Unlisted is not irrelevant: taking the outstanding few of the unlabelled for relevant is the
    two-step technique of learning from positive and unlabelled examples (Bekker and Davis, 2020).
    """
    scores = held_out(topic.blend.views[0], material, material.listed)
    weak = np.quantile(scores[material.listed], topic.like_the_list)
    return np.asarray(material.background & (scores > weak))


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


def _held_out(material: Material, chances: Floats, noise: Mask) -> HeldOut:
    of_background = np.flatnonzero(material.background)
    return HeldOut(
        relevant=chances[material.listed],
        background=chances[_newest(material.examples, noise)],
        by_id={material.examples[at].key: float(chances[at]) for at in of_background},
    )


def _newest(examples: Sequence[Example], among: Mask) -> NDArray[np.intp]:
    """Return the places of the newest examples in `among`."""
    places = np.flatnonzero(among)
    by_age = sorted(
        places, key=lambda at: examples[int(at)].submitted_at or _LONG_AGO, reverse=True
    )
    return np.array(sorted(by_age[:NEWEST]), dtype=np.intp)
