"""How good a ranking is, by papers that people graded."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wsss_bot.domain import ArxivId, Paper
from wsss_bot.errors import PapersError
from wsss_bot.score import Floats
from wsss_bot.text.arxiv_ids import parse_arxiv_id

RELEVANT, BORDERLINE = 2, 1
"""The grades: 2 belongs on the list, 1 may, 0 (and ungraded) does not."""

_RESAMPLES = 1_000
_SEED = 2026

Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How good a ranking is, and what its threshold does."""

    papers: int
    relevant: int
    average_precision: float
    """Nan if nothing is relevant."""
    interval: tuple[float, float]
    """95 % of 1,000 bootstrap samples of the papers have an average precision between these."""
    read95: int
    """How many papers must be read, best first, to find 95 % of the relevant ones."""
    threshold: float
    proposed: int
    """How many papers reach the threshold."""
    found: int
    """How many of those are relevant."""
    curve: tuple[tuple[int, float, float], ...] = field(repr=False)
    """For each relevant paper, best first: papers read, recall, precision."""

    @property
    def precision(self) -> float:
        """The share of what is proposed that is relevant; nan if nothing is proposed."""
        return self.found / self.proposed if self.proposed else float("nan")

    @property
    def recall(self) -> float:
        """The share of what is relevant that is proposed; nan if nothing is relevant."""
        return self.found / self.relevant if self.relevant else float("nan")


def parse_grades(text: str) -> dict[ArxivId, int]:
    """Return the grades in a table of tabs: an id, a grade from 0 to 2, and perhaps a reason.

    A first line of column names is passed over. Raises PapersError with the line's number.
    """
    grades = {}
    for number, line in enumerate(text.splitlines(), start=1):
        arxiv_id, _, rest = line.partition("\t")
        grade = rest.partition("\t")[0].strip()
        names_columns = number == 1 and not re.search(r"\d", arxiv_id)
        if names_columns or not line.strip():
            continue
        if grade not in {"0", "1", "2"}:
            raise PapersError(
                f"line {number} of the grades is {line!r}; "
                "expected an arXiv id, a tab, and a grade: 0, 1 or 2"
            )
        try:
            grades[parse_arxiv_id(arxiv_id)[0]] = int(grade)
        except ValueError as error:
            raise PapersError(f"line {number} of the grades: {error}") from error
    return grades


def judged(papers: Sequence[Paper], grades: Mapping[ArxivId, int]) -> tuple[list[int], Truth]:
    """Return the places of the papers that count, and which of those are relevant.

    Borderline papers do not count; ungraded ones are irrelevant.
    """
    given = [grades.get(paper.arxiv_id, 0) for paper in papers]
    places = [at for at, grade in enumerate(given) if grade != BORDERLINE]
    return places, np.array([given[at] == RELEVANT for at in places], dtype=bool)


def figures(relevant: Sequence[bool] | Truth, scores: Floats, *, threshold: float) -> Figures:
    """Return the figures of a ranking of papers, of which some are relevant."""
    truth = np.asarray(relevant, dtype=bool)
    ranks = _ranks(truth, scores)
    proposed = scores >= threshold
    return Figures(
        papers=len(truth),
        relevant=int(truth.sum()),
        average_precision=average_precision(truth, scores),
        interval=_interval(truth, scores),
        read95=read_for(0.95, truth, scores),
        threshold=threshold,
        proposed=int(proposed.sum()),
        found=int((proposed & truth).sum()),
        curve=tuple(
            (int(rank), at / len(ranks), at / float(rank)) for at, rank in enumerate(ranks, 1)
        ),
    )


def average_precision(relevant: Sequence[bool] | Truth, scores: Floats) -> float:
    """Return the average precision of a ranking, with ties broken against us; nan if none is."""
    ranks = _ranks(relevant, scores)
    return float(np.mean(np.arange(1, len(ranks) + 1) / ranks)) if len(ranks) else float("nan")


def read_for(recall: float, relevant: Sequence[bool] | Truth, scores: Floats) -> int:
    """Return how many papers must be read, best first, to find this share of the relevant ones."""
    ranks = _ranks(relevant, scores)
    return int(ranks[int(np.ceil(recall * len(ranks))) - 1]) if len(ranks) else 0


def _ranks(relevant: Sequence[bool] | Truth, scores: Floats) -> Floats:
    """Return the ranks of the relevant papers, from 1, best first; a tie ranks them last."""
    truth = np.asarray(relevant, dtype=bool)
    order = np.lexsort((truth, -np.asarray(scores)))
    return (np.flatnonzero(truth[order]) + 1).astype(np.float64)


def _interval(truth: Truth, scores: Floats) -> tuple[float, float]:
    """Return the bootstrap interval of the average precision: both sides drawn with replacement."""
    if not truth.any():
        return float("nan"), float("nan")
    ranked = truth[np.lexsort((truth, -scores))]
    at = np.flatnonzero(ranked)
    generator = np.random.default_rng(_SEED)
    # Drawing n of n with replacement gives each paper a count; counts of many are as good as
    # Poisson, which needs no order (Hanley and MacGibbon, 2006).
    samples = np.empty(_RESAMPLES)
    for n in range(_RESAMPLES):
        counts = generator.poisson(1.0, len(ranked))
        counts[at] = generator.multinomial(len(at), np.full(len(at), 1 / len(at)))
        precision = np.cumsum(counts * ranked)[at] / np.maximum(np.cumsum(counts)[at], 1)
        samples[n] = (counts[at] * precision).sum() / len(at)
    low, high = np.quantile(samples, [0.025, 0.975])
    return float(low), float(high)
