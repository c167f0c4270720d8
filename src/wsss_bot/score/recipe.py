"""How a classifier is made: every number that was tuned, under one name."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["words", "phrases", "titles"]
"""What a view reads: single words, or words and pairs of words, or those of the title alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One logistic regression and its share of the score."""

    kind: Kind
    C: float
    """The inverse strength of the regularisation, as scikit-learn names it."""
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """Views whose standardised scores are added up."""

    views: tuple[View, ...]
    neighbours: int = 0
    """With how many of the nearest relevant texts a paper is compared; 0: with none."""
    neighbours_weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a classifier is made. Change a number, change the name.

    Few background papers score like the entries of a list that covers a topic of its own: those
    were overlooked, so they are taken as relevant, and the blend generalises. Where many do, the
    list picks by taste from a crowded field: they were refused, and the blend discriminates.
    """

    name: str
    like_the_list: float
    """A background paper looks like the list if it outscores this share of the entries."""
    few: float
    """So small a share of the background looks like the list if it covers a topic of its own."""
    topic: Blend
    taste: Blend


DEFAULT = Recipe(
    name="topic-or-taste-1",
    like_the_list=0.1,
    few=0.0013,
    topic=Blend(
        views=(View(kind="words", C=1.0, weight=1.0),), neighbours=5, neighbours_weight=1.25
    ),
    taste=Blend(
        views=(
            View(kind="phrases", C=10.0, weight=1.0),
            View(kind="words", C=10.0, weight=1.0),
            View(kind="titles", C=1.0, weight=0.4),
        )
    ),
)
"""Chosen on two streams graded for one list and on twelve other lists; see docs/evaluation.md."""

_PHRASES = Blend(views=(View(kind="phrases", C=1.0, weight=1.0),))
PLAIN = Recipe(name="plain-tfidf", like_the_list=1.0, few=0.0, topic=_PHRASES, taste=_PHRASES)
"""One logistic regression on words and pairs of words: the baseline of `wsss-bot evaluate`."""
