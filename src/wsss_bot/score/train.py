"""Training: examples in, a classifier out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import reduce
from math import inf
from operator import add

import numpy as np
from scipy.special import expit
from threadpoolctl import threadpool_limits

from wsss_bot.domain import Example
from wsss_bot.score.blend import Sum, blended, edge_of, held_out, near_texts, width_of
from wsss_bot.score.classifier import Classifier, Floats, HeldOut, Linear, Neighbourhood
from wsss_bot.score.examples import checked, digest
from wsss_bot.score.learnt import Learnt, names_of
from wsss_bot.score.material import Mask, Material
from wsss_bot.score.read_words import ReadWords
from wsss_bot.score.recipe import DEFAULT, Recipe, Topic
from wsss_bot.text.checksum import checksum

NEWEST = 10_000
"""How many of the newest background papers stand for the stream of today.

Fields move: the newest years of a background foretell the noise of the months that follow far
better than all of its years (docs/evaluation.md).
"""
_MOSTLY = 0.5
"""Of a list that is more of a topic than this, what looks like it was overlooked, and no noise."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def train(
    examples: Sequence[Example], *, recipe: Recipe = DEFAULT, read: ReadWords | None = None
) -> Classifier:
    """Train on what belongs on the list against background and refused papers.

    Of texts whose words were `read` before nothing is read again: many lists share a background.
    Raises TrainingError when there is too little, or nothing usable, to learn from.
    """
    # The vectors are short: on several threads, BLAS waits longer than it works.
    with threadpool_limits(limits=1, user_api="blas"):
        return _trained(examples, recipe, read)


def _trained(examples: Sequence[Example], recipe: Recipe, read: ReadWords | None) -> Classifier:
    relevant, others = checked(examples)
    names = names_of([*relevant, *others])
    material = Material(relevant, others, read)
    alike, part = _topic(recipe.topic, material)
    total = _scored(recipe, material, alike, part)
    noise = material.background & ~alike if part > _MOSTLY else material.background
    slope, offset = _calibrated(total.held_out[material.listed], total.held_out[noise])
    return Classifier(
        recipe=recipe,
        trained_on=digest(examples, recipe),
        held_out=_held_out(material, expit(slope * total.held_out + offset), noise),
        views=[
            Linear(
                space=material.space(kind)[0],
                weights=slope * weights,
                most=slope * total.most.get(kind, inf),
            )
            for kind, weights in total.weights.items()
        ],
        words=material.space("words")[0],
        neighbourhood=_neighbourhood(
            recipe, material, material.listed | alike, slope * total.neighbours
        ),
        offset=offset + slope * total.intercept,
        entries=[e.entry for e in relevant if e.entry is not None],
        learnt=Learnt(relevant=names.relevant, refused=names.refused),
    )


def _topic(topic: Topic | None, material: Material) -> tuple[Mask, float]:
    """Return what of the background looks like the list, and how much of the list is topic.

    If none of it is, nothing looks like it.
    """
    if topic is not None:
        alike = _alike(topic, material)
        # One more than there are: where the background is small, none is no proof of a topic.
        part = topic.part((alike.sum() + 1) / (material.background.sum() + 1))
        if part > 0:
            return alike, part
    return np.zeros_like(material.listed), 0.0


def _scored(recipe: Recipe, material: Material, alike: Mask, part: float) -> Sum:
    """Add up what the list is scored by as a topic and as a taste, each for its part."""
    blends = []
    if recipe.topic is not None and part > 0:
        blends.append(blended(recipe.topic.blend, material, material.listed | alike) * part)
    if part < 1:
        blends.append(blended(recipe.taste, material, material.listed) * (1 - part))
    return reduce(add, blends)


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

    The edge of the list gets 0.5 and its median 0.9, of scores held out. A chance of being listed
    would say less: one paper in a thousand is, so that even good candidates would stay near 0.
    """
    edge = edge_of(listed, background)
    slope = float(np.log(9)) / width_of(listed, background)
    return slope, -slope * edge


def _neighbourhood(
    recipe: Recipe, material: Material, wanted: Mask, weight: float
) -> Neighbourhood:
    blend = recipe.topic.blend if recipe.topic is not None else recipe.taste
    return Neighbourhood(
        texts=near_texts(blend, material, wanted),
        count=blend.neighbours if weight else 0,
        weight=weight,
    )


def _held_out(material: Material, chances: Floats, noise: Mask) -> HeldOut:
    examples = material.examples
    of_background = {examples[at].key: at for at in np.flatnonzero(material.background)}
    newest = _newest(examples, material.listed | material.background)
    counted = [at for at in newest if noise[at]]
    dated = [at for at in newest if examples[at].key and examples[at].submitted_at]
    days = [day for at in newest if (day := examples[at].submitted_at) is not None]
    return HeldOut(
        relevant=chances[material.listed],
        background=chances[counted],
        ids=tuple(examples[at].key for at in counted),
        others={examples[at].key: float(chances[at]) for at in dated if not noise[at]},
        since=min(days, default=None),
        by_id={key: float(chances[at]) for key, at in of_background.items()},
        texts={key: checksum(examples[at]) for key, at in of_background.items()},
    )


def _newest(examples: Sequence[Example], among: Mask) -> list[int]:
    """Return the places of the newest examples in `among`, in their order."""
    places = np.flatnonzero(among).tolist()
    by_age = sorted(places, key=lambda at: examples[at].submitted_at or _LONG_AGO, reverse=True)
    return sorted(by_age[:NEWEST])
