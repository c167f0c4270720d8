"""The terms that a view knows, and papers as rows of their weights (TF-IDF).

The weights are those of scikit-learn's TfidfVectorizer with sublinear term frequency
(https://scikit-learn.org/stable/modules/feature_extraction.html#tfidf-term-weighting), in half of
its time: each raw word is looked at once only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from wsss_bot.domain import Example, Paper
from wsss_bot.score.recipe import Kind
from wsss_bot.score.texts import Remembered, learnt, names, raw_words, text_of, words_and_pairs

Papers = Sequence[Paper] | Sequence[Example]

_PRONE_TO_TYPOS = 2
"""A term must occur in so many texts to be learnt from."""
_FEW_TEXTS = 100
_NO_TERM = -1


class Space:
    """The terms that a kind of view knows, in order, and how much each of them weighs."""

    def __init__(self, kind: Kind, terms: Sequence[str], idf: NDArray[np.float64]) -> None:
        """Take the terms, and the inverse document frequency of each."""
        self.kind, self.terms, self.idf = kind, tuple(terms), idf
        self._numbers = _numbers(kind, _Known(_numbered(terms)))

    def __reduce__(self) -> tuple[Any, ...]:
        """Tell another process how to make one, without what is remembered of texts."""
        return Space, (self.kind, self.terms, self.idf)

    def rows(self, papers: Papers) -> Any:
        """Return one sparse row of term weights for each paper.

        Its length is 1 if it stands for a text. One of ten authors who is known says less than
        the only one: their weights are divided by the square root of how many the paper has.
        """
        return _weighed(self, _counts(_read(self.kind, papers, self._numbers), self.terms), papers)


def fitted(kind: Kind, examples: Sequence[Example]) -> tuple[Space, Any]:
    """Return a space of the terms of the examples, and their rows of weights.

    Of the authors only those of relevant examples are known. Raises ValueError when there is no
    term to learn from.
    """
    if kind == "authors":
        terms = sorted({name for e in examples if e.relevant for name in names(e.authors)})
        counts = _counts(_read(kind, examples, _Known(_numbered(terms))), terms)
    else:
        terms, counts = _learnt(kind, examples)
    space = Space(kind, terms, np.log((1 + len(examples)) / (1 + _in_texts(counts))) + 1)
    return space, _weighed(space, counts, examples)


def _learnt(kind: Kind, examples: Sequence[Example]) -> tuple[list[str], Any]:
    """Return the terms that enough of the examples have, and how often each example has them.

    The commonest come first: what is used together then lies together in memory.
    """
    seen = _Growing()
    return _kept(_read(kind, examples, _numbers(kind, seen)), seen, len(examples))


def _kept(read: "_Read", seen: Mapping[str, int], texts: int) -> tuple[list[str], Any]:
    counts = _counts(read, seen)
    in_texts, terms = _in_texts(counts), list(seen)
    least = _PRONE_TO_TYPOS if texts > _FEW_TEXTS else 1
    kept = np.argsort(-in_texts, kind="stable")[: np.count_nonzero(in_texts >= least)]
    if not len(kept):
        raise ValueError("no term occurs often enough")
    counts = counts[:, kept]
    counts.sort_indices()
    return [terms[at] for at in kept], counts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """The numbers of the terms of some texts, one after the other, and where each text ends."""

    numbers: NDArray[np.int32]
    ends: NDArray[np.int64]


def _read(kind: Kind, papers: Papers, numbers: Mapping[Any, int]) -> _Read:
    lengths = []

    def pieces() -> Iterator[Sequence[Any]]:
        for paper in papers:
            found = _PIECES[kind](text_of(paper, kind))
            lengths.append(len(found))
            yield found

    read = np.fromiter(map(numbers.__getitem__, chain.from_iterable(pieces())), dtype=np.int32)
    return _Read(numbers=read, ends=np.cumsum([0, *lengths]))


def _counts(read: _Read, terms: Sized) -> Any:
    """Return one sparse row for each text: how often each term stands there."""
    known = read.numbers != _NO_TERM
    ends = np.concatenate(([0], np.cumsum(known, dtype=np.int32)))[read.ends]
    numbers = read.numbers[known]
    counts = csr_matrix((np.ones(len(numbers)), numbers, ends), shape=(len(ends) - 1, len(terms)))
    counts.sum_duplicates()
    return counts


def _in_texts(counts: Any) -> NDArray[np.int64]:
    """Return in how many texts each term occurs."""
    return np.bincount(counts.indices, minlength=counts.shape[1])


def _weighed(space: Space, counts: Any, papers: Papers) -> Any:
    counts.data = (1 + np.log(counts.data)) * space.idf[counts.indices]
    if space.kind == "authors":
        return diags([max(1, len(paper.authors)) ** -0.5 for paper in papers]) @ counts
    row_of = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(row_of, counts.data**2, minlength=counts.shape[0]))
    counts.data /= lengths[row_of]
    return counts


def _numbered(terms: Iterable[str]) -> dict[str, int]:
    return {term: number for number, term in enumerate(terms)}


class _Known(dict[str, int]):
    """The numbers of terms that are known; of others none."""

    def __missing__(self, term: str) -> int:
        return _NO_TERM


class _Growing(dict[str, int]):
    """The numbers of terms, in the order in which they first came."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


def _numbers(kind: Kind, terms: Mapping[str, int]) -> Mapping[Any, int]:
    """Return the number of each piece that a text of this kind is cut into."""
    if kind != "words":
        return terms
    return Remembered(lambda raw: terms[term] if (term := learnt(raw)) else _NO_TERM)


_PIECES: dict[Kind, Callable[[Any], Sequence[Any]]] = {
    "words": raw_words,
    "phrases": words_and_pairs,
    "titles": words_and_pairs,
    "authors": names,
}
