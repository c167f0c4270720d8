"""Which topic of a list a paper belongs to: a classifier over the texts of its entries.

A topic is scored by regularised least squares on words of titles and abstracts, by how near the
paper is to the middle of the topic's entries and to the words of its headings, by its nearest
neighbours, and by how many of its entries are of the paper's time: `python -m bench places`
measures what each brings.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wsss_bot.awesome_list.sections.paper_text import Text
from wsss_bot.awesome_list.sections.sections import Topic

Floats = NDArray[np.float64]

_CENTRE, _PARENT, _NEIGHBOURS, _TIME, _SIZE = 1.0, 0.2, 0.15, 0.07, 0.01
"""What each sign weighs beside least squares."""
_NEAREST = 8
_MONTHS = 6.0
"""An entry so many months away counts 1/e."""
_FEW_DATES = 3.0
_TEMPERATURE = 0.25
"""What turns differences of scores into shares."""
_NAMED, _CALLED = 0.2, 0.3
"""What words of the headings weigh that tell them apart, and that a survey is called one."""
_PARTS, _ENOUGH_RESULTS, _FEWEST_RESULTS = 5, 80, 5
"""How many parts of a list are held out in turn, until so many rows tell how sure is sure."""
_OFTEN, _SURELY = 0.82, 0.9
_STEPS, _ENOUGH = 30, 1e-3
"""Of the solver."""


class Topics:
    """The topics of one list, each with its entries."""

    def __init__(self, entries: Mapping[Topic, Sequence[Text]]) -> None:
        self.names = tuple(entries)
        self._given = {name: tuple(texts) for name, texts in entries.items()}
        self._sizes = np.array([len(texts) for texts in entries.values()], dtype=float)
        texts = [text for of_one in entries.values() for text in of_one]
        self._of = np.repeat(np.arange(len(self.names)), [len(one) for one in entries.values()])
        headings = [Text(title=" ".join(name[-3:])).words for name in self.names]
        words = [text.words for text in texts]
        self._space = _Space([*words, *headings])
        self._entries = self._space.rows(words)
        named = self._space.rows(headings)
        member = sparse.csr_matrix(
            (np.ones(len(texts)), (self._of, np.arange(len(texts)))),
            shape=(len(self.names), len(texts)),
        )
        self._centres = _unit(member @ self._entries + named)
        self._shares = self._sizes / max(1.0, self._sizes.sum())
        wanted = np.asarray(member.todense()).T - self._shares
        self._pulls = _least_squares(self._entries, wanted)
        self._named = _Space(headings, usual=0.0)
        self._headings = self._named.rows(headings)
        self._months = [text.month for text in texts]
        self._siblings = _siblings(self.names)

    @cached_property
    def sure_from(self) -> float:
        """From which share on the first topic is right nearly always, among the list's own rows.

        Some entries are held out, a part of the list at a time, and their topics chosen again.
        """
        results: list[tuple[float, bool]] = []
        for part in range(_PARTS):
            kept, held = _parted(self._given, part)
            if not held:
                break
            topics = Topics(kept)
            for name, text in held:
                (best, share), *_ = topics.ranked(text, among=self.names)
                results.append((share, best == name))
            if len(results) >= _ENOUGH_RESULTS:
                break
        results.sort(reverse=True)
        right, lowest = 1.0, _SURELY
        for number, (share, is_right) in enumerate(results, start=1):
            right += is_right
            if right / (number + 2) >= _OFTEN and number >= _FEWEST_RESULTS:
                lowest = min(lowest, share)
        return lowest

    def scores(self, paper: Text) -> Floats:
        """Return how well the paper fits each topic, in the order of `names`."""
        at = self._space.rows([paper.words])
        by_name = self._named.rows([Text(title=paper.title).words])
        near = np.asarray((at @ self._entries.T).todense()).ravel()
        fit: Floats = near @ self._pulls + self._shares
        total = (
            fit
            + _CENTRE * np.asarray((at @ self._centres.T).todense()).ravel()
            + _PARENT * (self._siblings @ fit)
            + _NEIGHBOURS * self._neighbours(near)
            + _TIME * self._time(paper.month)
            + _SIZE * np.log(np.maximum(self._sizes, 0.5))
            + _NAMED * np.asarray((by_name @ self._headings.T).todense()).ravel()
        )
        return np.asarray(total)

    def ranked(
        self, paper: Text, *, among: Collection[Topic], called: Collection[Topic] = ()
    ) -> list[tuple[Topic, float]]:
        """Return some topics, the best first, each with how sure it is, together 1.

        `called` are those for surveys, data sets and the like if the title calls the paper one.
        """
        chosen = [at for at, name in enumerate(self.names) if name in among]
        scores = self.scores(paper)[chosen]
        scores += _CALLED * np.array([self.names[at] in called for at in chosen])
        raised = np.exp((scores - scores.max()) / _TEMPERATURE)
        shares = raised / raised.sum()
        order = np.argsort(-shares, kind="stable")
        return [(self.names[chosen[at]], float(shares[at])) for at in order]

    def _neighbours(self, near: Floats) -> Floats:
        nearest = np.argsort(-near, kind="stable")[:_NEAREST]
        votes = np.bincount(self._of[nearest], near[nearest], minlength=len(self.names))
        return np.asarray(votes / max(votes.sum(), 1e-9))

    def _time(self, month: int | None) -> Floats:
        """Return how much denser the entries of each topic are around a month than others."""
        known = [(of, its) for of, its in zip(self._of, self._months, strict=True) if its]
        if month is None or 2 * len(known) < len(self._of):
            return np.zeros(len(self.names))
        of = np.array([one for one, _ in known])
        away = np.abs(np.array([its for _, its in known], dtype=float) - month)
        close = np.exp(-(away - away.min()) / _MONTHS)
        usual = close.mean()
        dense = np.bincount(of, close, minlength=len(self.names)) + _FEW_DATES * usual
        count = np.bincount(of, minlength=len(self.names)) + _FEW_DATES
        return np.asarray(np.log(dense / count / usual))


class _Space:
    """TF-IDF over the words of some texts."""

    def __init__(self, texts: Sequence[Sequence[str]], *, usual: float = 1.0) -> None:
        """`usual` is what a word counts that each text has."""
        seen = Counter(word for text in texts for word in set(text))
        self._at = {word: number for number, word in enumerate(seen)}
        self._idf = np.array([math.log((1 + len(texts)) / (1 + n)) + usual for n in seen.values()])

    def rows(self, texts: Iterable[Sequence[str]]) -> sparse.csr_matrix:
        """Return a row of length 1 for each text."""
        numbers, counts, ends = [], [], [0]
        for text in texts:
            known = Counter(self._at[word] for word in text if word in self._at)
            numbers += list(known)
            counts += list(known.values())
            ends.append(len(numbers))
        at = np.array(numbers, dtype=np.int64)
        weights = (1 + np.log(np.array(counts, dtype=float))) * self._idf[at]
        return _unit(sparse.csr_matrix((weights, at, ends), shape=(len(ends) - 1, len(self._at))))


def _unit(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.diags(1 / np.maximum(lengths, 1e-9)) @ rows


def _least_squares(rows: sparse.csr_matrix, wanted: Floats) -> Floats:
    """Solve (R Rᵀ + 1) x = wanted by conjugate gradients, all columns at a time."""
    turned = rows.T.tocsr()
    found = np.zeros_like(wanted)
    rest = wanted.copy()
    step = rest.copy()
    size = (rest * rest).sum(axis=0)
    goal = _ENOUGH * np.maximum(size, 1e-12)
    for _ in range(_STEPS):
        turn = rows @ (turned @ step) + step
        by = size / np.maximum((step * turn).sum(axis=0), 1e-12)
        found += by * step
        rest -= by * turn
        new = (rest * rest).sum(axis=0)
        if (new <= goal).all():
            break
        step = rest + (new / np.maximum(size, 1e-12)) * step
        size = new
    return found


def _parted(
    given: Mapping[Topic, Sequence[Text]], part: int
) -> tuple[dict[Topic, list[Text]], list[tuple[Topic, Text]]]:
    """Return the entries of each topic without every fifth, and those; a topic keeps one."""
    kept: dict[Topic, list[Text]] = {}
    held: list[tuple[Topic, Text]] = []
    number = 0
    for name, texts in given.items():
        kept[name] = []
        for at, text in enumerate(texts):
            number += 1
            if number % _PARTS == part and (kept[name] or at + 1 < len(texts)):
                held.append((name, text))
            else:
                kept[name].append(text)
    return kept, held


def _siblings(names: Sequence[Topic]) -> Floats:
    """Return for each topic which stand under the same parent heading."""
    parents: dict[Topic, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        parents[name[:-1]].append(at)
    table = np.zeros((len(names), len(names)))
    for at, name in enumerate(names):
        table[at, parents[name[:-1]]] = 1.0
    return table
