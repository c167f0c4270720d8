"""Replay the list's own history: what would have been proposed, how early, and at what cost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from statistics import median

import numpy as np

from wsss_bot.domain import Entry, Example
from wsss_bot.errors import TrainingError
from wsss_bot.evaluate.figures import Figures, Truth, figures
from wsss_bot.evaluate.recall import Recall, recall, says_any, telling_terms
from wsss_bot.evaluate.threshold import Budget, OperatingPoint, operating_point
from wsss_bot.score import FEWEST_ENTRIES, Floats, as_paper, train

_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>0?[1-9]|1[0-2])\b")
_WINDOWS = 3
_WEEK = timedelta(days=7)
_TOLD_FROM = 3_000
"""So many others tell which terms are the list's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A paper that would have been proposed, or one of the list that would have been missed."""

    title: str
    submitted_on: date
    score: float
    entry: Entry | None
    """The entry that people added; None: they did not."""
    reached: bool
    """Whether its score reached the threshold."""

    @property
    def listed_on(self) -> date | None:
        """The first day of the month that the list gives for it, if it gives one."""
        return _month(self.entry.date) if self.entry is not None and self.entry.date else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stretch of time, judged by what was known before it began."""

    since: date
    until: date
    trained_on: int
    """How many entries were known before."""
    papers: int
    point: OperatingPoint
    """The threshold that it would have had."""
    rows: tuple[Proposed, ...]
    """What was proposed, and what the list has and was missed; oldest first."""
    margins: Floats = field(repr=False)
    """How far each paper of the stream is above the threshold."""
    listed: Truth = field(repr=False)
    """Whether people added it."""
    by_query: frozenset[str] = field(default=frozenset(), repr=False)
    """The titles of those they added that a query of the list's telling terms finds."""

    @property
    def weeks(self) -> float:
        """How long it lasted."""
        return max(1.0, (self.until - self.since) / _WEEK)


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """What the list's own history would have been with us."""

    steps: tuple[Step, ...]

    @cached_property
    def figures(self) -> Figures:
        """The ranking of all that came in that time; what is unlisted counts as irrelevant."""
        return figures(
            np.concatenate([step.listed for step in self.steps]),
            np.concatenate([step.margins for step in self.steps]),
            threshold=0.0,
        )

    @property
    def listed(self) -> int:
        """How many papers people added in that time, of those whose text is known."""
        return sum(row.entry is not None for step in self.steps for row in step.rows)

    @property
    def found(self) -> int:
        """How many of those would have been proposed."""
        return sum(r.entry is not None and r.reached for s in self.steps for r in s.rows)

    @property
    def recall(self) -> Recall | None:
        """What the classifier and a query of the list's terms found, and both likely missed."""
        rows = [row for step in self.steps for row in step.rows if row.entry is not None]
        by_query = frozenset[str]().union(*(step.by_query for step in self.steps))
        return recall({row.title for row in rows if row.reached}, by_query)

    @property
    def unlisted_per_week(self) -> float:
        """How many rows a week would have been proposed that the list does not have.

        Not all of them are noise: unlisted is not irrelevant.
        """
        rows = sum(row.entry is None for step in self.steps for row in step.rows)
        return rows / sum(step.weeks for step in self.steps)

    @property
    def days_early(self) -> float | None:
        """How many days before the month in which people listed them papers were submitted.

        The median over what was found; None where the list gives no months.
        """
        days = [
            (row.listed_on - row.submitted_on).days
            for step in self.steps
            for row in step.rows
            if row.reached and row.listed_on is not None
        ]
        return median(days) if days else None


def backtest(examples: Sequence[Example], *, budget: Budget, windows: int = _WINDOWS) -> Backtest:
    """Replay the second half of the list's history in `windows` stretches of as many entries each.

    Each stretch is scored by a classifier that saw only entries and background from before it,
    with the threshold that it would have had. Raises TrainingError where too little is known.
    """
    history = sorted(
        {e.submitted_at for e in examples if e.entry is not None and e.submitted_at is not None}
    )
    # Half of them are learnt from before the first stretch, half are spread over the stretches.
    fewest = 2 * max(windows, FEWEST_ENTRIES)
    if len(history) < fewest:
        raise TrainingError(
            f"the texts of {len(history)} entries are known, with the day of their submission; "
            f"a backtest needs {fewest}: give a corpus that holds more of the list's papers"
        )
    half = len(history) // 2
    cuts = [history[half + (len(history) - half) * n // windows] for n in range(windows)]
    ends = [*cuts[1:], history[-1] + timedelta(days=1)]
    return Backtest(
        steps=tuple(
            _step(examples, since, until, budget) for since, until in zip(cuts, ends, strict=True)
        )
    )


def _step(examples: Sequence[Example], since: datetime, until: datetime, budget: Budget) -> Step:
    known = [e for e in examples if (at := _known_at(e)) is not None and at < since]
    stream = [e for e in examples if e.submitted_at is not None and since <= e.submitted_at < until]
    classifier = train(known)
    point = operating_point(
        classifier.held_out,
        papers_per_week=len(stream) / max(1.0, (until - since) / _WEEK),
        budget=budget,
    )
    papers = [as_paper(example) for example in stream]
    scores = classifier.score(papers)
    rows = [
        Proposed(
            title=example.title,
            submitted_on=paper.submitted_at.date(),
            score=float(score),
            entry=example.entry,
            reached=bool(score >= point.threshold),
        )
        for example, paper, score in zip(stream, papers, scores, strict=True)
        if score >= point.threshold or example.entry is not None
    ]
    return Step(
        since=since.date(),
        until=until.date(),
        trained_on=sum(e.relevant for e in known),
        papers=len(stream),
        point=point,
        rows=tuple(sorted(rows, key=lambda row: (row.submitted_on, row.title))),
        margins=scores - point.threshold,
        listed=np.array([example.entry is not None for example in stream], dtype=bool),
        by_query=_found_by_query(known, [e for e in stream if e.entry is not None]),
    )


def _found_by_query(known: Sequence[Example], listed: Sequence[Example]) -> frozenset[str]:
    """Return the titles that a query made of what was known before finds."""
    entries = [example for example in known if example.relevant]
    others = [example for example in known if not example.relevant][-_TOLD_FROM:]
    terms = telling_terms([*entries, *others])
    return frozenset(example.title for example in listed if says_any(example, terms))


def _known_at(example: Example) -> datetime | None:
    """Return when an example came to be: its submission, else the month that the list gives."""
    if example.submitted_at is not None or example.entry is None or not example.entry.date:
        return example.submitted_at
    month = _month(example.entry.date)
    return datetime(month.year, month.month, 1, tzinfo=UTC) if month is not None else None


def _month(text: str) -> date | None:
    found = _MONTH.search(text)
    return date(int(found["year"]), int(found["month"]), 1) if found else None
