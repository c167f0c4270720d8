"""The plain way from texts to weighted terms: by one expression and scikit-learn."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from wsss_bot.domain import Example, Paper
from wsss_bot.score.recipe import Kind
from wsss_bot.score.space import Space
from wsss_bot.score.texts import text_of

_LATEX = re.compile(r"\\[a-zA-Z]+|[{}$]")
_WORD = re.compile(r"\b\w\w+\b")


def words(text: str) -> list[str]:
    """Find the words of a text by one expression, and look at each of them anew."""
    found = _WORD.findall(_LATEX.sub(" ", text).lower())
    return [_singular(word) for word in found if word not in ENGLISH_STOP_WORDS]


def words_and_pairs(text: str) -> list[str]:
    """Return the words and each pair of neighbours."""
    single = words(text)
    return single + [f"{a} {b}" for a, b in pairwise(single)]


def rows(space: Space, papers: Iterable[Paper] | Iterable[Example]) -> Any:
    """Return the rows of papers that scikit-learn makes for the terms of a space of texts."""
    vectorizer = vectoriser(space.kind, vocabulary=space.terms)
    vectorizer.idf_ = space.idf
    return vectorizer.transform(text_of(paper, space.kind) for paper in papers)


def vectoriser(kind: Kind, **settings: Any) -> TfidfVectorizer:
    """Return scikit-learn's vectoriser for a kind of view of texts."""
    analyzer = words if kind == "words" else words_and_pairs
    return TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, **settings)


def _singular(word: str) -> str:
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]
