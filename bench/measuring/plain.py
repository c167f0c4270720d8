"""The way from papers to scores as it was before anything was made faster."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from wsss_bot.domain import Paper
from wsss_bot.score import Classifier

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


def terms(classifier: Classifier, papers: Iterable[Paper]) -> list[Any]:
    """Make terms of the papers once for each view of the classifier, and once more to compare."""
    views = [(view.kind, view.vectorizer) for view in classifier.views]
    if classifier.neighbourhood.count:
        views.append(("words", classifier.words))
    return [
        _as_before(vectorizer, kind).transform(
            paper.title if kind == "titles" else f"{paper.title} {paper.abstract}"
            for paper in papers
        )
        for kind, vectorizer in views
        if kind in {"words", "phrases", "titles"}
    ]


def _as_before(vectorizer: TfidfVectorizer, kind: str) -> TfidfVectorizer:
    before = TfidfVectorizer(
        analyzer=words if kind == "words" else words_and_pairs,
        sublinear_tf=True,
        vocabulary=vectorizer.vocabulary_,
    )
    before.idf_ = vectorizer.idf_
    return before


def _singular(word: str) -> str:
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]
