"""The training set as the regressions see it: sides, weights, and rows of terms."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wsss_bot.domain import Example
from wsss_bot.errors import TrainingError
from wsss_bot.score.classifier import Floats
from wsss_bot.score.examples import MOST_OF_ONE_CLOSING, WEIGHTS
from wsss_bot.score.read_words import ReadWords
from wsss_bot.score.recipe import Kind
from wsss_bot.score.space import Space, fitted
from wsss_bot.score.texts import names
from wsss_bot.score.vocabulary import Tokens, Vocabulary, learn_words

Mask = NDArray[np.bool_]


class Material:
    """What is relevant, then the others, with the terms of each kind of view counted once."""

    def __init__(
        self,
        relevant: Sequence[Example],
        others: Sequence[Example],
        read: ReadWords | None = None,
    ) -> None:
        self.examples = [*relevant, *others]
        self._read = read
        self._spaces: dict[Kind, tuple[Space, Any]] = {}

    @cached_property
    def listed(self) -> Mask:
        """Which examples are known to be relevant."""
        return np.array([e.relevant for e in self.examples])

    @cached_property
    def background(self) -> Mask:
        """Which examples nobody has decided on."""
        return np.array([e.origin == "background" for e in self.examples])

    def has(self, kind: Kind) -> bool:
        """Say whether there is anything that a view of this kind can learn."""
        return kind != "authors" or any(names(e.authors) for e in self.examples if e.relevant)

    def space(self, kind: Kind) -> tuple[Space, Any]:
        """Return the terms of this kind of view, and one sparse row for each example.

        Raises TrainingError when the examples hold no term.
        """
        if kind not in self._spaces:
            try:
                self._spaces[kind] = fitted(kind, self.examples, self._words)
            except ValueError as reason:
                raise TrainingError(
                    "the titles and abstracts to train on hold no words that can be learnt from; "
                    "give a list and a corpus with English titles"
                ) from reason
        return self._spaces[kind]

    @cached_property
    def _words(self) -> tuple[Vocabulary, Tokens]:
        return self._read.learn(self.examples) if self._read else learn_words(self.examples)

    def weights(self, wanted: Mask) -> Floats:
        """Weigh each example: what is wanted and the background count the same in all."""
        half = len(self.examples) / 2
        unwanted = self.background & ~wanted
        weights = np.where(
            unwanted, half / unwanted.sum(), half / wanted.sum() * self._beside_entry
        )
        return np.asarray(weights, dtype=np.float64)

    @cached_property
    def _beside_entry(self) -> Floats:
        """What each example counts beside an entry of the list."""
        closed = Counter(e.closed_in for e in self.examples if e.origin == "declined")
        most = MOST_OF_ONE_CLOSING * self.listed.sum()
        return np.array(
            [
                min(WEIGHTS[e.origin], most / closed[e.closed_in])
                if e.origin == "declined"
                else WEIGHTS[e.origin]
                for e in self.examples
            ]
        )
