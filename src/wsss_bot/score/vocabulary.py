"""The words of texts as numbers: each text is cut into words once, for all views."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wsss_bot.domain import Example, Paper
from wsss_bot.score.texts import MadeOnce, learnt, names, raw_words, stop_words

Papers = Sequence[Paper] | Sequence[Example]
Numbers = NDArray[np.int32]

UNKNOWN = -1
"""The number of a word that is not in a vocabulary."""
_NOT_LEARNT = -2
"""The number of a word that nothing is ever learnt from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The words of some texts by number, one text after the other."""

    numbers: Numbers
    begins: NDArray[np.int64]
    """Where each text begins; the last one is where all of them end."""
    title_ends: NDArray[np.int64]
    """Where the title of each text ends."""

    def titles(self) -> "Tokens":
        """Return the titles alone."""
        lengths = self.title_ends - self.begins[:-1]
        places = np.arange(len(self.numbers)) < np.repeat(self.title_ends, np.diff(self.begins))
        ends = np.cumsum(lengths)
        return Tokens(
            numbers=self.numbers[places], begins=np.concatenate([[0], ends]), title_ends=ends
        )

    @property
    def rows(self) -> Numbers:
        """In which text each word stands."""
        lengths = np.diff(self.begins)
        return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)


class Vocabulary:
    """Words, or names of authors, by number. Immutable."""

    def __init__(self, words: Iterable[str], stops: Iterable[str] = ()) -> None:
        """Take the words, and those that nothing is ever learnt from."""
        self.words, self.stops = tuple(words), frozenset(stops)
        self._known = _Known((word, number) for number, word in enumerate(self.words))
        self._numbers = _numbers(self._known, self.stops)

    def __len__(self) -> int:
        return len(self.words)

    def __reduce__(self) -> tuple[Any, ...]:
        """Tell another process how to make one, without what is remembered of raw words."""
        return Vocabulary, (self.words, tuple(self.stops))

    def numbers_of(self, words: Iterable[str]) -> list[int]:
        """Return the number of each word, as it is learnt; `UNKNOWN` for others."""
        return [self._known[word] for word in words]

    def read(self, papers: Papers) -> Tokens:
        """Return the words of titles and abstracts; what is not known is `UNKNOWN`."""
        return _read(papers, self._numbers)

    def read_authors(self, papers: Papers) -> Tokens:
        """Return the authors of papers."""
        found = [[self._known[name] for name in names(paper.authors)] for paper in papers]
        ends = np.cumsum([0, *map(len, found)])
        numbers = np.fromiter(chain.from_iterable(found), dtype=np.int32)
        return Tokens(numbers=numbers, begins=ends, title_ends=ends[1:])


class GrowingVocabulary:
    """Words by number, in the order in which they first come; each text adds those it brings."""

    def __init__(self) -> None:
        self._growing = _Growing()
        self.stops = stop_words()
        self._numbers = _numbers(self._growing, self.stops)

    def __len__(self) -> int:
        return len(self._growing)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that came so far."""
        return tuple(self._growing)

    def read(self, papers: Papers) -> Tokens:
        """Return the words of titles and abstracts."""
        return _read(papers, self._numbers)


def learn_words(papers: Papers) -> tuple[Vocabulary, Tokens]:
    """Return all words of titles and abstracts, and where each stands."""
    growing = GrowingVocabulary()
    tokens = growing.read(papers)
    return Vocabulary(growing.words, growing.stops), tokens


def learn_authors(papers: Papers) -> Vocabulary:
    """Return all authors of papers."""
    return Vocabulary(sorted({name for paper in papers for name in names(paper.authors)}))


def _read(papers: Papers, numbers: Mapping[bytes, int]) -> Tokens:
    lengths: list[int] = []

    def raw() -> Iterator[list[bytes]]:
        for paper in papers:
            for text in (paper.title, paper.abstract):
                words = raw_words(text)
                lengths.append(len(words))
                yield words

    read = np.fromiter(map(numbers.__getitem__, chain.from_iterable(raw())), dtype=np.int32)
    learnt_from = read != _NOT_LEARNT
    ends = np.concatenate([[0], np.cumsum(learnt_from)])[np.cumsum([0, *lengths])]
    return Tokens(numbers=read[learnt_from], begins=ends[::2], title_ends=ends[1::2])


def _numbers(words: Mapping[str, int], stops: Collection[str]) -> Mapping[bytes, int]:
    """Return the number of each raw word."""
    return MadeOnce(lambda raw: words[word] if (word := learnt(raw, stops)) else _NOT_LEARNT)


class _Known(dict[str, int]):
    """The numbers of words that are known."""

    def __missing__(self, word: str) -> int:
        return UNKNOWN


class _Growing(dict[str, int]):
    """The numbers of words, in the order in which they first came."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number
