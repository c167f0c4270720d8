"""Words of texts that are read once, though the classifiers of many lists learn from the same."""

from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from wsss_bot.domain import Example
from wsss_bot.score.vocabulary import (
    UNKNOWN,
    GrowingVocabulary,
    Numbers,
    Tokens,
    Vocabulary,
)
from wsss_bot.text.checksum import checksum

_Name = tuple[str, int]


class _Place(NamedTuple):
    """Where the words of one text stand."""

    begin: int
    title_end: int
    end: int


class ReadWords:
    """The words of all texts that were read so far, as one block of numbers."""

    def __init__(self) -> None:
        self._words = GrowingVocabulary()
        self._block = array("i")
        self._places: dict[_Name, _Place] = {}

    def learn(self, examples: Sequence[Example]) -> tuple[Vocabulary, Tokens]:
        """Return all words of titles and abstracts, and where each stands, as `learn_words` does.

        Of texts that were read before nothing is read again.
        """
        names = [_name(example) for example in examples]
        new = {
            name: example
            for name, example in zip(names, examples, strict=True)
            if name not in self._places
        }
        self._read(new)
        places = [self._places[name] for name in names]
        block = np.frombuffer(self._block, dtype=np.int32)
        begins = np.cumsum([0, *(place.end - place.begin for place in places)])
        numbers = np.concatenate([block[place.begin : place.end] for place in places])
        vocabulary, numbers = self._known(numbers)
        titles = np.array([place.title_end - place.begin for place in places], dtype=np.int64)
        return vocabulary, Tokens(numbers=numbers, begins=begins, title_ends=begins[:-1] + titles)

    def _read(self, examples: Mapping[_Name, Example]) -> None:
        tokens = self._words.read([*examples.values()])
        before = len(self._block)
        self._block.frombytes(tokens.numbers.astype(np.int32).tobytes())
        for at, name in enumerate(examples):
            self._places[name] = _Place(
                before + int(tokens.begins[at]),
                before + int(tokens.title_ends[at]),
                before + int(tokens.begins[at + 1]),
            )

    def _known(self, numbers: Numbers) -> tuple[Vocabulary, Numbers]:
        """Return the vocabulary of these words alone, in the order in which they first come."""
        every, first = np.unique(numbers, return_index=True)
        in_order = every[np.argsort(first)]
        renumbered = np.full(len(self._words), UNKNOWN, dtype=np.int32)
        renumbered[in_order] = np.arange(len(in_order), dtype=np.int32)
        words = self._words.words
        return Vocabulary((words[n] for n in in_order), self._words.stops), renumbered[numbers]


def _name(of: Example) -> _Name:
    """Return what tells one text from others, without keeping it."""
    return of.key, checksum(of)
