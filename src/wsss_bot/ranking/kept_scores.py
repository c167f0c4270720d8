"""The scores that a classifier gave, kept so that each paper is scored once by each classifier."""

import io
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

import numpy as np

from wsss_bot.domain import ArxivId
from wsss_bot.ranking.ranking_state import StoredPapers
from wsss_bot.ranking.trained import Cache
from wsss_bot.score import Classifier, Floats
from wsss_bot.sources.source import Progress, show_no_progress

log = logging.getLogger(__name__)

_BATCH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Scores by arXiv id, and when they were given: after the papers of that moment were kept."""

    scores: Mapping[str, float] = field(default_factory=dict, repr=False)
    at: datetime | None = None


def scores_of(
    ids: Sequence[ArxivId],
    papers: StoredPapers,
    classifier: Classifier,
    *,
    cache: Cache,
    now: datetime,
    on_progress: Progress = show_no_progress,
) -> Floats:
    """Return the score of each of the papers, which are all known.

    Those that the classifier gave before are read from the `cache`, unless the paper changed
    since; with the others they are kept there. `on_progress` is told how many have their scores.
    """
    given = _read(cache, classifier)
    known = dict(given.scores)
    if given.at is not None:
        for changed in papers.ids_changed_after(given.at):
            known.pop(changed, None)
    unknown = [arxiv_id for arxiv_id in ids if arxiv_id not in known]
    done = len(ids) - len(unknown)
    for batch in _batches(unknown):
        found = papers.find(batch)
        scores = classifier.score([found[arxiv_id] for arxiv_id in batch])
        known |= dict(zip(batch, scores.tolist(), strict=True))
        done += len(batch)
        on_progress(done, len(ids))
    if unknown:
        cache.write(_to_bytes(known, classifier, now))
    return np.array([known[arxiv_id] for arxiv_id in ids], dtype=np.float64)


def _read(cache: Cache, classifier: Classifier) -> Given:
    """Return what the same classifier gave; nothing where that cannot be read."""
    data = cache.read()
    if data is None:
        return Given()
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            trained_on, at, *ids = arrays["names"].tobytes().decode().split("\n")
            if trained_on != classifier.trained_on:
                return Given()
            scores = dict(zip(ids, arrays["scores"].tolist(), strict=True))
            return Given(scores=scores, at=datetime.fromisoformat(at))
    # Where a bit is wrong decides which of the readers trips, and how.
    except Exception as reason:  # noqa: BLE001
        log.info("the scores that were kept are not used: %s", reason)
        return Given()


def _to_bytes(scores: Mapping[str, float], classifier: Classifier, now: datetime) -> bytes:
    names = "\n".join([classifier.trained_on, now.isoformat(), *scores])
    written = io.BytesIO()
    np.savez_compressed(
        written,
        names=np.frombuffer(names.encode(), dtype=np.uint8),
        scores=np.array([*scores.values()], dtype=np.float64),
    )
    return written.getvalue()


def _batches(ids: Collection[ArxivId]) -> Iterator[list[ArxivId]]:
    remaining = iter(ids)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
