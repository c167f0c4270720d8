"""The terms that a view knows, and papers as rows of their weights (TF-IDF).

The weights are those of scikit-learn's TfidfVectorizer with sublinear term frequency
(https://scikit-learn.org/stable/modules/feature_extraction.html#tfidf-term-weighting), in half of
its time and a fraction of its memory: a term is a word or a pair of words, and a pair is two
numbers, never a text.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from wsss_bot.domain import Example
from wsss_bot.score.recipe import Kind
from wsss_bot.score.vocabulary import (
    UNKNOWN,
    Numbers,
    Papers,
    Tokens,
    Vocabulary,
    learn_authors,
    learn_words,
)

Keys = NDArray[np.int64]

_PRONE_TO_TYPOS = 2
"""A term must occur in so many texts to be learnt from."""
_FEW_TEXTS = 100
_ALONE = -1
"""What stands for the second word of a term that is a single word."""


class Space:
    """The terms that a kind of view knows, in order, and how much each of them weighs."""

    def __init__(
        self,
        kind: Kind,
        vocabulary: Vocabulary,
        first: Numbers,
        second: Numbers,
        idf: NDArray[np.float64],
    ) -> None:
        """Take the words of each term by number, and its inverse document frequency."""
        self.kind, self.vocabulary, self.idf = kind, vocabulary, idf
        self.first, self.second = first, second
        columns = np.arange(len(first), dtype=np.int32)
        alone = second == _ALONE
        # One more for `UNKNOWN`, which is the last.
        self._of_word = np.full(len(vocabulary) + 1, UNKNOWN, dtype=np.int32)
        self._of_word[first[alone]] = columns[alone]
        keys = _keys(first[~alone], second[~alone], len(vocabulary))
        order = np.argsort(keys)
        self._pairs, self._of_pair = keys[order], columns[~alone][order]

    def __reduce__(self) -> tuple[Any, ...]:
        """Tell another process how to make one."""
        return Space, (self.kind, self.vocabulary, self.first, self.second, self.idf)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms as texts."""
        return tuple(map(self.term, range(len(self.first))))

    def term(self, column: int) -> str:
        """Return one term as a text."""
        words, second = self.vocabulary.words, self.second[column]
        first = words[self.first[column]]
        return first if second == _ALONE else f"{first} {words[second]}"

    def column(self, term: str) -> int | None:
        """Return where a term stands; None for one that is not known."""
        words = self.vocabulary.numbers_of(term.split())
        if UNKNOWN in words or not 1 <= len(words) <= 2:
            return None
        if len(words) == 1:
            column = int(self._of_word[words[0]])
            return None if column == UNKNOWN else column
        key = words[0] * len(self.vocabulary) + words[1]
        place = int(np.searchsorted(self._pairs, key))
        known = place < len(self._pairs) and self._pairs[place] == key
        return int(self._of_pair[place]) if known else None

    def rows(self, papers: Papers, tokens: Tokens | None = None) -> Any:
        """Return one sparse row of term weights for each paper; `tokens` are its words, if read.

        Its length is 1 if it stands for a text. One of ten authors who is known says less than
        the only one: their weights are divided by the square root of how many the paper has.
        """
        if self.kind == "authors":
            tokens = self.vocabulary.read_authors(papers)
        elif tokens is None:
            tokens = self.vocabulary.read(papers)
        if self.kind == "titles":
            tokens = tokens.titles()
        rows, columns = tokens.rows, self._of_word[tokens.numbers]
        if self.kind in {"phrases", "titles"}:
            in_rows, keys = _pairs(tokens, len(self.vocabulary))
            places = np.searchsorted(self._pairs, keys)
            known = np.zeros(len(keys), dtype=bool)
            inside = places < len(self._pairs)
            known[inside] = self._pairs[places[inside]] == keys[inside]
            rows = np.concatenate([rows, in_rows[known]])
            columns = np.concatenate([columns, self._of_pair[places[known]]])
        known = columns != UNKNOWN
        counts = _counts(rows[known], columns[known], (len(papers), len(self.first)))
        return _weighed(self, counts, papers)


def fitted(
    kind: Kind, examples: Sequence[Example], read: tuple[Vocabulary, Tokens] | None = None
) -> tuple[Space, Any]:
    """Return a space of the terms of the examples, and their rows of weights.

    `read` are the words of the examples, if they are known. Of the authors only those of relevant
    examples are known. Raises ValueError when there is no term to learn from.
    """
    if kind == "authors":
        vocabulary = learn_authors([e for e in examples if e.relevant])
        first = np.arange(len(vocabulary), dtype=np.int32)
        second = np.full(len(first), _ALONE, dtype=np.int32)
        tokens = vocabulary.read_authors(examples)
        known = tokens.numbers != UNKNOWN
        counts = _counts(
            tokens.rows[known], tokens.numbers[known], (len(examples), len(vocabulary))
        )
    else:
        vocabulary, tokens = read or learn_words(examples)
        first, second, counts = _learnt(kind, vocabulary, tokens)
    idf = np.log((1 + len(examples)) / (1 + _in_texts(counts))) + 1
    space = Space(kind, vocabulary, first, second, idf)
    return space, _weighed(space, counts, examples)


def _learnt(kind: Kind, vocabulary: Vocabulary, tokens: Tokens) -> tuple[Numbers, Numbers, Any]:
    """Return the words of each term that enough of the texts have, and how often each has it.

    The commonest come first: what is used together then lies together in memory.
    """
    tokens = tokens.titles() if kind == "titles" else tokens
    texts = len(tokens.begins) - 1
    least = _PRONE_TO_TYPOS if texts > _FEW_TEXTS else 1
    rows, columns = tokens.rows, tokens.numbers
    pairs = np.empty(0, dtype=np.int64)
    if kind in {"phrases", "titles"}:
        in_rows, keys = _pairs(tokens, len(vocabulary))
        pairs = _repeated(keys) if least > 1 else np.unique(keys)
        places = np.searchsorted(pairs, keys)
        known = places < len(pairs)
        known[known] = pairs[places[known]] == keys[known]
        rows = np.concatenate([rows, in_rows[known]])
        columns = np.concatenate([columns, places[known].astype(np.int32) + len(vocabulary)])
    counts = _counts(rows, columns, (texts, len(vocabulary) + len(pairs)))
    in_texts = _in_texts(counts)
    kept = np.argsort(-in_texts, kind="stable")[: np.count_nonzero(in_texts >= least)]
    if not len(kept):
        raise ValueError("no term occurs often enough")
    counts = counts[:, kept]
    counts.sort_indices()
    first, second = _words_of(kept, pairs, len(vocabulary))
    return first, second, counts


def _words_of(columns: Keys, pairs: Keys, words: int) -> tuple[Numbers, Numbers]:
    """Return the words of terms: first come the single words, then the pairs."""
    first, second = columns.copy(), np.full(len(columns), _ALONE, dtype=np.int64)
    is_pair = columns >= words
    first[is_pair], second[is_pair] = np.divmod(pairs[columns[is_pair] - words], max(1, words))
    return first.astype(np.int32), second.astype(np.int32)


def _keys(first: Numbers, second: Numbers, words: int) -> Keys:
    """Return one number for each pair of words."""
    return first.astype(np.int64) * words + second


def _pairs(tokens: Tokens, words: int) -> tuple[Numbers, Keys]:
    """Return the pairs of neighbours that are known words, and in which text each stands."""
    numbers, rows = tokens.numbers, tokens.rows
    pairs = (rows[:-1] == rows[1:]) & (numbers[:-1] != UNKNOWN) & (numbers[1:] != UNKNOWN)
    return rows[:-1][pairs], _keys(numbers[:-1][pairs], numbers[1:][pairs], words)


def _repeated(keys: Keys) -> Keys:
    """Return the keys that occur more than once, in order."""
    in_order = np.sort(keys)
    again = in_order[1:][in_order[1:] == in_order[:-1]]
    return np.unique(again)


def _counts(rows: Numbers, columns: Numbers, shape: tuple[int, int]) -> Any:
    """Return one sparse row for each text: how often each term stands there."""
    ones = np.ones(len(rows), dtype=np.float32)
    return csr_matrix((ones, (rows, columns)), shape=shape, dtype=np.float32)


def _in_texts(counts: Any) -> NDArray[np.int64]:
    """Return in how many texts each term occurs."""
    return np.bincount(counts.indices, minlength=counts.shape[1])


def _weighed(space: Space, counts: Any, papers: Papers) -> Any:
    idf = space.idf.astype(np.float32)
    counts.data = (1 + np.log(counts.data)) * idf[counts.indices]
    row_of = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    if space.kind == "authors":
        lengths = np.array([max(1, len(paper.authors)) for paper in papers]) ** 0.5
    else:
        lengths = np.sqrt(np.bincount(row_of, counts.data**2, minlength=counts.shape[0]))
    counts.data /= lengths[row_of].astype(np.float32)
    return counts
