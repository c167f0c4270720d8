"""A file of papers of any length: what is asked for of it, and the verdict on each paper.

The file is read once. Which threshold fits is known at its end, so until then what was found is in
a spill file on disk, and memory stays the same whatever the length.
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

from wsss_bot import progress
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import Paper, Polled
from wsss_bot.papers_file import records
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
from wsss_bot.papers_file.spill import SpillFile, spill_file
from wsss_bot.score import Classifier, Floats

log = logging.getLogger(__name__)

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Papers to choose from, with their scores and how many of them come a week."""

    papers: Sequence[Paper]
    scores: Floats
    classifier: Classifier
    """The one that scored them."""
    papers_per_week: float
    polled: Polled


@contextmanager
def asked_for(
    path: str,
    classifier: Classifier,
    *,
    categories: tuple[str, ...],
    since: date | None,
    until: date | None,
    keep_going: bool,
) -> Iterator[Stream]:
    """Yield the papers of the file at `path` that are of these categories and days, scored.

    Lines that cannot be read raise PapersError; with `keep_going` they are left out.
    """
    picking = PickAsked(
        classifier=classifier,
        categories=categories,
        first_on=since or date.min,
        last_on=until or date.max,
    )
    tally, scores = Tally(), array("d")
    with spill_file() as spilled:
        for picked in _sifted(picking, path, keep_going=keep_going):
            tally.count(picked.day)
            scores.append(picked.score)
            spilled.append(picked.line)
        yield Stream(
            papers=SpilledPapers(spilled),
            scores=np.array(scores),
            classifier=classifier,
            papers_per_week=tally.per_week,
            polled=Polled(
                papers=tally.papers,
                first_on=tally.first_on,
                last_on=tally.last_on,
                categories=categories,
                complete=True,
            ),
        )


class Verdicts:
    """The verdict on each paper of a file, and how many of those asked for come a week."""

    def __init__(self, spilled: SpillFile, *, papers_per_week: float) -> None:
        self.papers_per_week = papers_per_week
        self._spilled = spilled

    def __iter__(self) -> Iterator[Verdict]:
        """Yield the verdicts, in the order of the file."""
        return chain.from_iterable(map(verdicts_from_bytes, self._spilled))


@contextmanager
def verdicts(
    path: str,
    classifier: Classifier,
    listed: AwesomeList,
    *,
    categories: tuple[str, ...],
    keep_going: bool,
) -> Iterator[Verdicts]:
    """Yield the verdict on each paper of the file at `path`; one of other categories has no score.

    Lines that cannot be read raise PapersError; with `keep_going` they are left out.
    """
    judging = JudgeAll(classifier=classifier, categories=categories, listed=listed)
    tally, others = Tally(), 0
    with spill_file() as spilled:
        for judged in _sifted(judging, path, keep_going=keep_going):
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
        yield Verdicts(spilled, papers_per_week=tally.per_week)


def check_is_there(path: str) -> None:
    """Raise PapersError if the file at `path` is not there: before anything long is begun."""
    if not records.comes_once(path):
        next(records.read_lines(path), None)


def _sifted(
    sieve: Callable[[Lines], list[tuple[int, _Made | Unreadable]]], path: str, *, keep_going: bool
) -> Iterator[_Made]:
    """Yield what the sieve makes of the file, in its order."""
    with progress.bar("reading the papers", "bytes") as on_progress:
        batches = in_order(sieve, records.read_lines(path, on_progress=on_progress))
        found = (each for batch in batches for each in batch)
        for _, made in records.readable(found, path, keep_going=keep_going):
            yield made
