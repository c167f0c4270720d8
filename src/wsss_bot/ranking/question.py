"""The paper that people could teach most with: near the threshold, and like many others there.

What is uncertain alone may be odd: an answer about it says nothing of other papers. So each paper
counts by how much it resembles the others that are as uncertain (information density: Settles and
Craven, 2008, https://aclanthology.org/D08-1112/).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from wsss_bot.domain import Paper
from wsss_bot.score import Classifier, Floats

EVERY = timedelta(days=30)
"""So long a question is left to be answered before the next."""
_POOL = 100
"""So many papers below the threshold are near it."""


def is_due(last_asked: datetime | None, *, now: datetime) -> bool:
    """Say whether a question may be asked again."""
    return last_asked is None or now - last_asked >= EVERY


def near_threshold(scores: Floats, threshold: float) -> list[int]:
    """Return the places of the papers just below the threshold, best first."""
    below = np.flatnonzero(scores < threshold)
    order = np.argsort(-scores[below], kind="stable")[:_POOL]
    return [int(at) for at in below[order]]


def most_telling(classifier: Classifier, papers: Sequence[Paper]) -> Paper | None:
    """Return the paper whose answer would teach most, of papers near the threshold, best first.

    Those nearer to the threshold count more, both as what is asked about and as what it tells of.
    None where there are no two papers.
    """
    if len(papers) < 2:  # one resembles no other
        return None
    rows = classifier.words.rows(papers)
    alike = (rows @ rows.T).toarray()
    np.fill_diagonal(alike, 0.0)
    near = np.linspace(1.0, 0.5, len(papers))
    return papers[int(np.argmax(near * (alike @ near)))]
