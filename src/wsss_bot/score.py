"""Score: a TF-IDF classifier trained on what the maintainers list."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from wsss_bot.domain import Entry, Example, Neighbour, Origin, Paper, Score, Term
from wsss_bot.errors import TrainingError
from wsss_bot.latex import to_unicode

FEWEST_ENTRIES = 4
"""A list with fewer entries than this says too little about what belongs on it."""

Floats = NDArray[np.float64]

_WEIGHTS: dict[Origin, float] = {
    "listed": 1.0,
    "accepted": 1.0,
    "edited": 1.0,
    "removed": 1.0,
    "declined": 0.1,
}
"""What one decision counts beside one entry; the background counts as one entry in all."""

_BATCH = 2_000
_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a classifier is made. Change a number, change the name."""

    name: str
    ngrams: int
    min_df: int
    C: float
    """The inverse strength of the regularisation, as scikit-learn names it."""


DEFAULT = Recipe(name="tfidf-1", ngrams=2, min_df=2, C=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """Scores given by classifiers that had not seen the paper: what a new paper would get."""

    relevant: Floats = field(repr=False)
    """One score for each relevant example, in the order of the training set."""
    background: Floats = field(repr=False)
    """One score for each background example, in the order of the training set."""


def training_set(entries: Sequence[Entry], corpus: Iterable[Paper]) -> tuple[Example, ...]:
    """Return the entries of the list with their texts, then the rest of the corpus as background.

    A text is found by arXiv id, else by title; an entry without one is represented by its title.
    The corpus is read once; a paper that is listed, or comes twice, is never background.
    """
    by_id = {entry.arxiv_id: at for at, entry in enumerate(entries) if entry.arxiv_id}
    by_title = {_title_key(entry.title): at for at, entry in enumerate(entries)}
    texts: dict[int, Paper] = {}
    background: dict[str, Example] = {}
    for paper in corpus:
        at = by_id.get(paper.arxiv_id)
        if at is not None:
            texts[at] = paper
        elif (at := by_title.get(_title_key(paper.title))) is not None:
            texts.setdefault(at, paper)
        elif paper.arxiv_id not in background:
            background[paper.arxiv_id] = _example(paper, relevant=False, origin="background")
    listed = (
        Example(
            title=texts[at].title if at in texts else entry.title,
            abstract=texts[at].abstract if at in texts else "",
            relevant=True,
            origin="listed",
            key=entry.arxiv_id or "",
            entry=entry,
        )
        for at, entry in enumerate(entries)
    )
    return (*listed, *background.values())


class Classifier:
    """A trained classifier. Immutable: to learn more, train another."""

    def __init__(
        self,
        *,
        recipe: Recipe,
        trained_on: str,
        held_out: HeldOut,
        vectorizer: TfidfVectorizer,
        regression: LogisticRegression,
        relevant: Sequence[Example],
    ) -> None:
        self.recipe = recipe
        self.trained_on = trained_on
        """The digest of the training set."""
        self.held_out = held_out
        self._vectorizer = vectorizer
        self._regression = regression
        self._entries = tuple(e.entry for e in relevant if e.entry is not None)
        self._entry_texts = vectorizer.transform(
            _words(e.title, e.abstract) for e in relevant if e.entry is not None
        )

    def score(self, papers: Iterable[Paper]) -> Floats:
        """Return the relevance score of each paper, from 0 to 1, in the order given."""
        batches = [
            self._regression.predict_proba(self._features(batch))[:, 1]
            for batch in _batches(papers)
        ]
        return np.concatenate(batches) if batches else np.empty(0)

    def explain(self, paper: Paper, *, terms: int = 8, nearest: int = 2) -> Score:
        """Return the score of one paper with the terms that moved it and the entries it resembles.

        A term inside one that moved the score more ('weakly' in 'weakly supervised') is left out.
        """
        features = self._features([paper])
        pushes = features.multiply(self._regression.coef_[0]).tocoo()
        names = self._vectorizer.get_feature_names_out()
        by_push = sorted(
            (
                Term(text=str(names[at]), push=float(push))
                for at, push in zip(pushes.col, pushes.data, strict=True)
                if push
            ),
            key=lambda term: -abs(term.push),
        )
        similar = (self._entry_texts @ features.T).toarray()[:, 0]
        return Score(
            value=float(self._regression.predict_proba(features)[0, 1]),
            recipe=self.recipe.name,
            trained_on=self.trained_on,
            terms=tuple(islice(_distinct(by_push), terms)),
            nearest=tuple(
                Neighbour(entry=self._entries[at], similarity=min(1.0, float(similar[at])))
                for at in np.argsort(-similar, kind="stable")[:nearest]
                if similar[at] > 0
            ),
        )

    def _features(self, papers: Iterable[Paper]) -> Any:
        return self._vectorizer.transform(_words(p.title, p.abstract) for p in papers)


def train(examples: Sequence[Example], *, recipe: Recipe = DEFAULT) -> Classifier:
    """Train on what belongs on the list against background and refused papers.

    Raises TrainingError when there is too little, or nothing usable, to learn from.
    """
    relevant = [e for e in examples if e.relevant]
    others = [e for e in examples if not e.relevant]
    _check(relevant, others)
    ordered = [*relevant, *others]
    vectorizer = TfidfVectorizer(
        strip_accents="unicode",
        stop_words="english",
        ngram_range=(1, recipe.ngrams),
        min_df=recipe.min_df if len(others) > 100 else 1,
        sublinear_tf=True,
    )
    try:
        features = vectorizer.fit_transform(_words(e.title, e.abstract) for e in ordered)
    except ValueError as reason:
        raise TrainingError(
            "the titles and abstracts to train on hold no words that can be learnt from; "
            "give a list and a corpus with English titles"
        ) from reason
    truth = np.array([e.relevant for e in ordered])
    weights = _weights(ordered)
    regression = _regression(recipe).fit(features, truth, sample_weight=weights)
    if np.ptp(regression.decision_function(features)) < 1e-6:
        raise TrainingError(
            "the entries of the list and the background cannot be told apart: "
            "every paper gets the same score; are both in the same language?"
        )
    held_out = _held_out(recipe, features, truth, weights)
    is_background = np.array([e.origin == "background" for e in ordered])
    return Classifier(
        recipe=recipe,
        trained_on=digest(examples, recipe),
        held_out=HeldOut(relevant=held_out[truth], background=held_out[is_background]),
        vectorizer=vectorizer,
        regression=regression,
        relevant=relevant,
    )


def digest(examples: Iterable[Example], recipe: Recipe = DEFAULT) -> str:
    """Return the digest of a training set under a recipe; the order does not matter."""
    lines = sorted(
        "\x1f".join((e.origin, str(e.relevant), e.key, e.title, e.abstract)) for e in examples
    )
    return hashlib.sha256("\x1e".join((repr(recipe), *lines)).encode()).hexdigest()[:16]


def _check(relevant: Sequence[Example], others: Sequence[Example]) -> None:
    if len(relevant) < FEWEST_ENTRIES:
        raise TrainingError(
            f"{len(relevant)} entries of the list are too few to learn from; "
            f"at least {FEWEST_ENTRIES} are needed"
        )
    if any(e.abstract for e in others) and not any(e.abstract for e in relevant):
        raise TrainingError(
            "no entry of the list has a text: none of them is in the corpus, by arXiv id or by "
            "title; give a corpus that holds the list's papers"
        )
    if not any(e.origin == "background" for e in others):
        raise TrainingError(
            "there is no background to tell the list's papers from: "
            "give a corpus with other papers of the same categories"
        )


def _weights(examples: Sequence[Example]) -> Floats:
    """Weigh each example: both sides count the same in all, decisions as `_WEIGHTS` says."""
    relevant = sum(e.relevant for e in examples)
    background = sum(e.origin == "background" for e in examples)
    half = len(examples) / 2
    shared = half / background
    return np.array(
        [
            shared if e.origin == "background" else half / relevant * _WEIGHTS[e.origin]
            for e in examples
        ]
    )


def _regression(recipe: Recipe) -> LogisticRegression:
    return LogisticRegression(C=recipe.C, max_iter=2_000)


def _held_out(recipe: Recipe, features: Any, truth: NDArray[np.bool_], weights: Floats) -> Floats:
    """Score each example by a classifier that was not trained on it.

    Only the regression is trained again for each fold: the TF-IDF knows no truth.
    """
    # Every fifth of each side: no chance involved, and neighbours in the list are kept apart.
    fold = np.empty(len(truth), dtype=int)
    for side in (truth, ~truth):
        fold[side] = np.arange(side.sum()) % _FOLDS
    scores = np.empty(len(truth))
    for k in range(_FOLDS):
        rest = fold != k
        fitted = _regression(recipe).fit(features[rest], truth[rest], sample_weight=weights[rest])
        scores[~rest] = fitted.predict_proba(features[~rest])[:, 1]
    return scores


def _distinct(terms: Iterable[Term]) -> Iterator[Term]:
    """Leave out a term that is part of a stronger one, or has one as its part."""
    kept: list[set[str]] = []
    for term in terms:
        words = set(term.text.split())
        if not any(words <= other or other <= words for other in kept):
            kept.append(words)
            yield term


def _example(paper: Paper, *, relevant: bool, origin: Origin) -> Example:
    return Example(
        title=paper.title,
        abstract=paper.abstract,
        relevant=relevant,
        origin=origin,
        key=paper.arxiv_id,
    )


def _words(title: str, abstract: str) -> str:
    return f"{title} {abstract}"


def _title_key(title: str) -> str:
    return "".join(c for c in to_unicode(title).casefold() if c.isalnum())


def _batches(papers: Iterable[Paper]) -> Iterator[list[Paper]]:
    remaining = iter(papers)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
