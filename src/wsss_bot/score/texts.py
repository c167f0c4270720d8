"""From titles and abstracts to weighted terms."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from wsss_bot.domain import Example, Paper
from wsss_bot.score.recipe import Kind

_LATEX = re.compile(r"\\[a-zA-Z]+|[{}$]")
_WORD = re.compile(r"\b\w\w+\b")
_PRONE_TO_TYPOS = 2
"""A term must occur in so many texts to be learnt from."""
_FEW_TEXTS = 100


def words(text: str) -> list[str]:
    """Return the words of a text in order: lower case, singular, without the commonest ones.

    A hyphen parts words, so that 'weakly-supervised' and 'weakly supervised' are the same.
    """
    found = _WORD.findall(_LATEX.sub(" ", text).lower())
    return [_singular(word) for word in found if word not in ENGLISH_STOP_WORDS]


def words_and_pairs(text: str) -> list[str]:
    """Return the words of a text and each pair of neighbours ('class activation')."""
    single = words(text)
    return single + [f"{a} {b}" for a, b in pairwise(single)]


def text_of(of: Paper | Example, kind: Kind) -> str:
    """Return what a view of this kind reads of a paper."""
    return of.title if kind == "titles" else f"{of.title} {of.abstract}"


def fitted(kind: Kind, examples: list[Example]) -> tuple[TfidfVectorizer, Any]:
    """Return a vectoriser that knows the terms of the examples, and their rows of weights.

    Raises ValueError when there is no term to learn from.
    """
    vectorizer = _vectorizer(kind, min_df=_PRONE_TO_TYPOS if len(examples) > _FEW_TEXTS else 1)
    return vectorizer, vectorizer.fit_transform(text_of(e, kind) for e in examples)


def restored(kind: Kind, vocabulary: Mapping[str, int], idf: Any) -> TfidfVectorizer:
    """Return a vectoriser with these terms and their inverse document frequencies."""
    vectorizer = _vectorizer(kind, vocabulary=vocabulary)
    vectorizer.idf_ = idf
    return vectorizer


def rows(vectorizer: TfidfVectorizer, kind: Kind, papers: Iterable[Paper | Example]) -> Any:
    """Return one sparse row of term weights for each paper, of length 1."""
    return vectorizer.transform(text_of(paper, kind) for paper in papers)


def _vectorizer(kind: Kind, **settings: Any) -> TfidfVectorizer:
    analyzer = words if kind == "words" else words_and_pairs
    return TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, **settings)


def _singular(word: str) -> str:
    """Return a word without the s of its plural, by the commonest rules of English only."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]
