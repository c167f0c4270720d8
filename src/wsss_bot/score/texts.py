"""From titles, abstracts and authors to weighted terms."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from scipy.sparse import diags
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from wsss_bot.domain import Example, Paper
from wsss_bot.score.recipe import Kind
from wsss_bot.score.transformed import transformed

_LATEX = re.compile(r"\\[a-zA-Z]+|[{}$]")
_MARKS_OF_LATEX = "\\{}$"
_WORD = re.compile(r"\w\w+")
_BETWEEN_WORDS = str.maketrans(
    {sign: " " for sign in map(chr, range(128)) if not re.match(r"\w", sign)}
)
_REMEMBERED = 1 << 17
"""So many different words are looked at once only; a corpus of cs.CV has some 90,000."""
_PRONE_TO_TYPOS = 2
"""A term must occur in so many texts to be learnt from."""
_FEW_TEXTS = 100


def words(text: str) -> list[str]:
    """Return the words of a text in order: lower case, singular, without the commonest ones.

    A hyphen parts words, so that 'weakly-supervised' and 'weakly supervised' are the same.
    """
    if any(mark in text for mark in _MARKS_OF_LATEX):
        text = _LATEX.sub(" ", text)
    text = text.lower()
    # Of plain ASCII the same words are found in a fifth of the time.
    found = text.translate(_BETWEEN_WORDS).split() if text.isascii() else _WORD.findall(text)
    return list(filter(None, map(_learnt, found)))


def words_and_pairs(text: str) -> list[str]:
    """Return the words of a text and each pair of neighbours ('class activation')."""
    single = words(text)
    return single + [f"{a} {b}" for a, b in pairwise(single)]


def names(authors: Iterable[str]) -> list[str]:
    """Return the names of authors in lower case, without what a terminal would not show."""
    shown = ("".join(c if c.isprintable() else " " for c in name.lower()) for name in authors)
    return [name for name in (" ".join(name.split()) for name in shown) if name]


def fitted(kind: Kind, examples: list[Example]) -> tuple[TfidfVectorizer, Any]:
    """Return a vectoriser that knows the terms of the examples, and their rows of weights.

    Of the authors only those of relevant examples are known. Raises ValueError when there is no
    term to learn from.
    """
    if kind == "authors":
        vectorizer = _vectorizer(
            kind, vocabulary=sorted({n for e in examples if e.relevant for n in names(e.authors)})
        ).fit(e.authors for e in examples)
        return vectorizer, rows(vectorizer, kind, examples)
    vectorizer = _vectorizer(kind, min_df=_PRONE_TO_TYPOS if len(examples) > _FEW_TEXTS else 1)
    return vectorizer, vectorizer.fit_transform(text_of(e, kind) for e in examples)


def restored(kind: Kind, vocabulary: Mapping[str, int], idf: Any) -> TfidfVectorizer:
    """Return a vectoriser with these terms and their inverse document frequencies."""
    vectorizer = _vectorizer(kind, vocabulary=vocabulary)
    vectorizer.idf_ = idf
    return vectorizer


def rows(
    vectorizer: TfidfVectorizer, kind: Kind, papers: Sequence[Paper] | Sequence[Example]
) -> Any:
    """Return one sparse row of term weights for each paper.

    Its length is 1 if it stands for a text. One of ten authors who is known says less than the
    only one: their weights are divided by the square root of how many the paper has.
    """
    found = transformed(vectorizer, (text_of(paper, kind) for paper in papers))
    if kind != "authors":
        return found
    return diags([max(1, len(paper.authors)) ** -0.5 for paper in papers]) @ found


def text_of(of: Paper | Example, kind: Kind) -> str | tuple[str, ...]:
    """Return what a view of this kind reads of a paper."""
    if kind == "authors":
        return of.authors
    return of.title if kind == "titles" else f"{of.title} {of.abstract}"


def _vectorizer(kind: Kind, **settings: Any) -> TfidfVectorizer:
    analyzer = _ANALYZERS[kind]
    norm = None if kind == "authors" else "l2"
    return TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, norm=norm, **settings)


@lru_cache(maxsize=_REMEMBERED)
def _learnt(word: str) -> str:
    """Return what is learnt of a word in lower case: its singular; nothing of the commonest."""
    return "" if len(word) < 2 or word in ENGLISH_STOP_WORDS else _singular(word)


def _singular(word: str) -> str:
    """Return a word without the s of its plural, by the commonest rules of English only."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


_ANALYZERS: dict[Kind, Callable[..., list[str]]] = {
    "words": words,
    "phrases": words_and_pairs,
    "titles": words_and_pairs,
    "authors": names,
}
