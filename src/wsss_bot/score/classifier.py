"""A trained classifier: the score of a paper, and why it is what it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, pairwise
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from wsss_bot.domain import Entry, Neighbour, Paper, Score, Term
from wsss_bot.score.learnt import Learnt
from wsss_bot.score.recipe import Recipe
from wsss_bot.score.space import Space
from wsss_bot.score.texts import words
from wsss_bot.text.checksum import checksum

Floats = NDArray[np.float64]

_BATCH = 2_000
_BEND = 4
"""The higher, the longer what is bounded stays as it is, and the sharper it bends."""
_ALIKE = 1 / 3
"""Words push alike if the weaker does so with this share of the stronger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """Scores given by classifiers that had not seen the paper: what a new paper would get."""

    relevant: Floats = field(repr=False)
    """One score for each entry or accepted paper, in the order of the training set."""
    background: Floats = field(repr=False)
    """One score for each of the newest background papers that were not overlooked."""
    ids: tuple[str, ...] = field(repr=False)
    """The arXiv ids of these background papers."""
    others: Mapping[str, float] = field(default_factory=dict, repr=False)
    """The scores of what else is as new as they are: overlooked papers, and listed ones."""
    since: datetime | None = None
    """When the oldest of these was submitted; None where that is not known."""
    by_id: Mapping[str, float] = field(default_factory=dict, repr=False)
    """The score of each background paper by its arXiv id."""
    texts: Mapping[str, int] = field(default_factory=dict, repr=False)
    """A checksum of the text that was scored, by the same ids."""

    def by_arrival(self) -> dict[str, float]:
        """Return the scores of all that came in lately, on the list or not, by arXiv id."""
        return {**dict(zip(self.ids, self.background.tolist(), strict=True)), **self.others}

    def of(self, paper: Paper) -> float | None:
        """Return the score of a background paper; None for any other, and if its text changed."""
        score = self.by_id.get(paper.arxiv_id)
        same = score is not None and self.texts[paper.arxiv_id] == checksum(paper)
        return score if same else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A weight for each term of a space, so that a paper's weighted sum is its score."""

    space: Space
    weights: Floats = field(repr=False)
    most: float = inf
    """So much it may speak for a paper."""

    def of(self, rows: Any) -> Floats:
        """Return what it says of each row."""
        return bounded(rows @ self.weights, self.most)

    def share_of(self, row: Any) -> float:
        """Return which share counts of what its terms would say of one row."""
        [whole] = row @ self.weights
        return float(bounded(np.array([whole]), self.most)[0] / whole) if whole > 0 else 1.0


def bounded(said: Floats, most: float) -> Floats:
    """Return what speaks for papers bent so that it stays below `most`, in the same order."""
    for_them = np.maximum(said, 0.0)
    return np.where(said > 0, for_them / (1 + (for_them / most) ** _BEND) ** (1 / _BEND), said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """What is known to be relevant, in words, and how many of it to compare with."""

    texts: Any = field(repr=False)
    """A sparse matrix: one row for each relevant text, the entries of the list first."""
    count: int
    weight: float

    def similarity(self, papers: Any) -> Floats:
        """Return the weighted mean cosine of each row to its nearest relevant texts."""
        return self.weight * nearest_mean((papers @ self.texts.T).toarray(), self.count)


def nearest_mean(similarities: Floats, count: int) -> Floats:
    """Return the mean of the `count` highest values of each row, or of all there are."""
    width = similarities.shape[1]
    highest = np.partition(similarities, width - min(count, width), axis=1)[:, -count:]
    return np.asarray(highest.mean(axis=1), dtype=np.float64)


class Classifier:
    """A trained classifier. Immutable: to learn more, train another."""

    def __init__(
        self,
        *,
        recipe: Recipe,
        trained_on: str,
        held_out: HeldOut,
        views: Sequence[Linear],
        words: Space,
        neighbourhood: Neighbourhood,
        offset: float,
        entries: Sequence[Entry | None],
        learnt: Learnt,
    ) -> None:
        self.recipe = recipe
        self.trained_on = trained_on
        """The digest of the training set."""
        self.held_out = held_out
        self.views = tuple(views)
        self.words = words
        self.neighbourhood = neighbourhood
        self.offset = offset
        self.entries = tuple(entries)
        """What the first rows of the neighbourhood stand for; None: it left the list since."""
        self.learnt = learnt

    def score(self, papers: Iterable[Paper]) -> Floats:
        """Return the relevance score of each paper, from 0 to 1, in the order given.

        A paper that was itself background gets what it got when held out: a classifier that was
        taught that a paper is irrelevant has nothing to say of it. One whose text has changed
        since is scored as it is now.
        """
        batches = [self._scores(batch) for batch in _batches(papers)]
        return np.concatenate(batches) if batches else np.empty(0)

    def explain(self, paper: Paper, *, terms: int = 8, nearest: int = 2) -> Score:
        """Return the score of one paper with the terms that moved it and the entries it resembles.

        A term inside one that moved the score more ('weakly' in 'weakly supervised') is left out.
        """
        entry_texts = self.neighbourhood.texts[: len(self.entries)]
        similar = (entry_texts @ self.words.rows([paper]).T).toarray()[:, 0]
        pushes = _joined(self._pushes(paper), words(paper.title, self.words.vocabulary.stops))
        by_push = sorted(
            (Term(text=text, push=push) for text, push in pushes.items() if push),
            key=lambda term: (-abs(term.push), term.text),
        )
        return Score(
            value=float(self.score([paper])[0]),
            recipe=self.recipe.name,
            trained_on=self.trained_on,
            terms=tuple(islice(_distinct(by_push), terms)),
            nearest=tuple(
                Neighbour(entry=entry, similarity=min(1.0, float(similar[at])))
                for at, entry in islice(self._entries_by(similar), nearest)
            ),
        )

    def pushes_up(self, term: str) -> bool:
        """Say whether a word, or a pair of words, raises the score of a paper that says it."""
        pushes = [
            float(view.weights[column])
            for view in self.views
            if view.space.kind != "authors" and (column := view.space.column(term)) is not None
        ]
        return sum(pushes) > 0

    def _entries_by(self, similar: Floats) -> Iterator[tuple[int, Entry]]:
        """Yield the entries that are similar at all, with their places, nearest first."""
        for at in np.argsort(-similar, kind="stable"):
            if similar[at] > 0 and (entry := self.entries[at]) is not None:
                yield int(at), entry

    def _scores(self, papers: Sequence[Paper]) -> Floats:
        held_out = [self.held_out.of(paper) for paper in papers]
        scores = np.array([np.nan if score is None else score for score in held_out])
        new = [paper for paper, score in zip(papers, held_out, strict=True) if score is None]
        if new:
            scores[np.isnan(scores)] = expit(self._log_odds(new))
        return scores

    def _log_odds(self, papers: Sequence[Paper]) -> Floats:
        spaces = {view.space.kind: view.space for view in self.views}
        if self.neighbourhood.count:
            spaces["words"] = self.words
        tokens = self.words.vocabulary.read(papers)
        seen = {kind: space.rows(papers, tokens) for kind, space in spaces.items()}
        total = np.full(len(papers), self.offset)
        for view in self.views:
            total += view.of(seen[view.space.kind])
        if self.neighbourhood.count:
            total += self.neighbourhood.similarity(seen["words"])
        return total

    def _pushes(self, paper: Paper) -> dict[str, float]:
        """Return what each term of a paper adds to its log-odds, over all views."""
        pushes: dict[str, float] = defaultdict(float)

        def push(space: Space, terms: Any, weights: Floats, by: str = "") -> None:
            for at, value in zip(terms.indices, terms.data, strict=True):
                pushes[f"{by}{space.term(at)}"] += float(value * weights[at])

        for view in self.views:
            by = "by " if view.space.kind == "authors" else ""
            rows = view.space.rows([paper])
            push(view.space, rows, view.weights * view.share_of(rows), by)
        if count := self.neighbourhood.count:
            terms = self.words.rows([paper])
            similar = (terms @ self.neighbourhood.texts.T).toarray()[0]
            near = self.neighbourhood.texts[np.argsort(-similar)[:count]]
            push(self.words, terms, self.neighbourhood.weight * np.asarray(near.mean(axis=0))[0])
        return pushes


def _joined(pushes: Mapping[str, float], title: Sequence[str]) -> dict[str, float]:
    """Join words that stand side by side in the title and push alike, from its beginning.

    'weakly' and 'supervised' say more together; what they push is the sum.
    """
    joined = dict(pushes)
    for pair in pairwise(title):
        less, more = sorted((joined.get(word, 0.0) for word in pair), key=abs)
        if pair[0] != pair[1] and less * more > 0 and abs(less) > _ALIKE * abs(more):
            joined = {term: push for term, push in joined.items() if term not in pair}
            joined[" ".join(pair)] = pushes.get(" ".join(pair), 0.0) + less + more
    return joined


def _distinct(terms: Iterable[Term]) -> Iterator[Term]:
    """Leave out a term that is part of a stronger one, or has one as its part."""
    kept: list[set[str]] = []
    for term in terms:
        parts = set(term.text.split())
        if not any(parts <= other or other <= parts for other in kept):
            kept.append(parts)
            yield term


def _batches(papers: Iterable[Paper]) -> Iterator[list[Paper]]:
    remaining = iter(papers)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
