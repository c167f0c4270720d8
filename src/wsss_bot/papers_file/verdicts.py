"""A file of papers of any length: what is asked for of it, and what is said of each paper.

The file is read once. What the line is shows at its end, so until then what was found is in a
spill file on disk, and memory stays the same whatever the length.
"""

import logging
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TypeVar

import numpy as np

from wsss_bot import app as wiring
from wsss_bot import progress
from wsss_bot.app import Sources
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.config import Config
from wsss_bot.domain import Paper, Polled
from wsss_bot.papers_file import records as corpus
from wsss_bot.papers_file.processes import in_order
from wsss_bot.papers_file.records import Lines, Unreadable
from wsss_bot.papers_file.sift import (
    JudgeAll,
    PickAsked,
    SpilledPapers,
    Tally,
    Verdict,
    verdicts_from_bytes,
)
from wsss_bot.papers_file.spill import spill_file
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.score import Floats

log = logging.getLogger(__name__)

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Papers to choose from, scored, with the line that fits a stream like them."""

    papers: Sequence[Paper]
    scores: Floats
    ranking: Ranking
    polled: Polled


@contextmanager
def asked_for(config: Config, sources: Sources, listed: AwesomeList) -> Iterator[Stream]:
    """Yield the papers of the file that are of the categories and days asked for.

    Raises PapersError, ArxivError and TrainingError.
    """
    _look(sources)
    classifier = wiring.learn(config, listed, sources)
    picking = PickAsked(
        classifier=classifier,
        categories=config.arxiv.categories,
        first_on=sources.since or date.min,
        last_on=sources.until or date.max,
    )
    tally, scores = Tally(), array("d")
    with spill_file() as spilled:
        for picked in _sifted(picking, sources):
            tally.count(picked.day)
            scores.append(picked.score)
            spilled.append(picked.line)
        yield Stream(
            papers=SpilledPapers(spilled),
            scores=np.array(scores),
            ranking=wiring.with_line(config, classifier, papers_per_week=tally.per_week),
            polled=Polled(
                papers=tally.papers,
                first_on=tally.first_on,
                last_on=tally.last_on,
                categories=config.arxiv.categories,
                complete=True,
            ),
        )


def verdicts(config: Config, sources: Sources) -> Iterator[tuple[Verdict, bool]]:
    """Yield what is said of each paper of the file, in its order, and whether it is proposed.

    A paper of other categories has no score. Raises PapersError, ArxivError and TrainingError.
    """
    listed = wiring.open_list(config, sources)
    _look(sources)
    classifier = wiring.learn(config, listed, sources)
    categories = config.arxiv.categories
    judging = JudgeAll(classifier=classifier, categories=categories, listed=listed)
    tally, others = Tally(), 0
    with spill_file() as spilled:
        for judged in _sifted(judging, sources):
            tally.add(judged.asked)
            others += judged.count - judged.asked.papers
            spilled.append(judged.said)
        if others:
            log.warning(
                "no score for papers in none of the categories %s: %d; [arxiv] categories says "
                "which are wanted",
                ", ".join(categories),
                others,
            )
        point = wiring.with_line(config, classifier, papers_per_week=tally.per_week).point
        for verdict in chain.from_iterable(map(verdicts_from_bytes, spilled)):
            reaches = verdict.score is not None and verdict.score >= point.threshold
            yield verdict, reaches and not verdict.listed


def _look(sources: Sources) -> None:
    """Raise PapersError if the file is not there, before anything long is begun."""
    path = wiring.papers_path(sources)
    if not corpus.comes_once(path):
        next(corpus.read_lines(path), None)


def _sifted(
    sieve: Callable[[Lines], list[tuple[int, Made | Unreadable]]], sources: Sources
) -> Iterator[Made]:
    """Yield what the sieve makes of the file, in its order."""
    path = wiring.papers_path(sources)
    with progress.bar("reading the papers") as on_progress:
        batches = in_order(sieve, corpus.read_lines(path, on_progress=on_progress))
        found = (each for batch in batches for each in batch)
        for _, made in corpus.readable(found, path, keep_going=sources.keep_going):
            yield made
