"""How a classifier is made: every number that was tuned, under one name."""

from dataclasses import dataclass
from math import inf, log
from typing import Literal

Kind = Literal["words", "phrases", "titles", "authors"]
"""What a view reads: single words; words and pairs of them, also of titles alone; the authors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One logistic regression and its share of the score."""

    kind: Kind
    C: float
    """The inverse strength of the regularisation, as scikit-learn names it."""
    weight: float
    most: float = inf
    """So much it may speak for a paper, in widths of the list: from where it begins to its median,
    by the other views."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """Views whose standardised scores are added up."""

    views: tuple[View, ...]
    neighbours: int = 0
    """With how many of the nearest relevant texts a paper is compared; 0: with none."""
    neighbours_weight: float = 0.0
    overlooked: float = 1.0
    """What it counts to be near a paper that the list overlooked, beside being near an entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """How a list that covers a topic of its own is known, and what is done for it.

    Few background papers score like the entries of such a list: those were overlooked, so they
    are taken as relevant, and the blend generalises.
    """

    like_the_list: float
    """A background paper looks like the list if it outscores this share of the entries."""
    sure_below: float
    """Up to such a share of the background that looks like the list, it is all topic."""
    none_above: float
    """From such a share on it is no topic at all; between them, evenly in ratios."""
    blend: Blend

    def part(self, share: float) -> float:
        """Return how much of a list is topic, from 0 to 1, by the share that looks like it."""
        ratio = log(self.none_above / share) / log(self.none_above / self.sure_below)
        return min(1.0, max(0.0, ratio))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a classifier is made. Change a number, change the name."""

    name: str
    taste: Blend
    """For a list that picks from a crowded field: what it left out was mostly refused."""
    topic: Topic | None = None
    """None: every list is one of taste."""


DEFAULT = Recipe(
    name="topic-and-taste-4",
    topic=Topic(
        like_the_list=0.1,
        sure_below=0.0012,
        none_above=0.005,
        blend=Blend(
            views=(View(kind="words", C=1.0, weight=1.0),),
            neighbours=5,
            neighbours_weight=1.0,
            overlooked=0.8,
        ),
    ),
    taste=Blend(
        views=(
            View(kind="phrases", C=10.0, weight=1.0),
            View(kind="words", C=10.0, weight=1.0),
            View(kind="titles", C=1.0, weight=0.4),
            View(kind="authors", C=0.01, weight=0.3, most=1.0),
        )
    ),
)
"""Chosen on streams graded for one list and on twelve other lists; see docs/evaluation.md."""

PLAIN = Recipe(name="plain-tfidf", taste=Blend(views=(View(kind="phrases", C=1.0, weight=1.0),)))
"""One logistic regression on words and pairs of words: the baseline of `wsss-bot evaluate`."""
