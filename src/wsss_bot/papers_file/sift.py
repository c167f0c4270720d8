"""The papers of a file of any length, scored in batches on up to four processors, in their order.

Only papers of the categories and days asked for are made into terms. In memory at a time are a few
batches of lines, whatever the length of the file.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, overload

import orjson

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.evaluate import weekly
from wsss_bot.papers_file.records import Found, Lines, Unreadable, parse_lines
from wsss_bot.papers_file.spill import SpillFile
from wsss_bot.score import Classifier


class Verdict(NamedTuple):
    """What is said of one paper of the file."""

    arxiv_id: ArxivId
    title: str
    score: float | None
    """None: it was not asked for."""
    listed: bool
    """A paper that was not asked for is looked up by its id only."""


class Scored(NamedTuple):
    """One paper that was asked for."""

    line: bytes
    """As it stands in the file."""
    score: float
    day: int
    """The ordinal of the day of submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """Which papers are scored, and by what; it can be sent to another process."""

    classifier: Classifier
    categories: tuple[str, ...]
    first_on: date = date.min
    last_on: date = date.max

    def scored(self, lines: Lines) -> Iterator[tuple[int, Found, float | None]]:
        """Yield the number of each line that is not blank, what stands there, and its score.

        A paper that was not asked for has no score.
        """
        found = list(parse_lines(lines, self.categories))
        asked = {
            number: paper
            for number, paper in found
            if isinstance(paper, Paper)
            and self.first_on <= paper.submitted_at.date() <= self.last_on
        }
        scores = dict(zip(asked, self.classifier.score(asked.values()), strict=True))
        for number, what in found:
            yield number, what, float(scores[number]) if number in scores else None


class Tally:
    """How many papers came, and on which days."""

    def __init__(self) -> None:
        self.papers = 0
        self._first, self._last = date.max.toordinal(), date.min.toordinal()

    def count(self, day: int) -> None:
        """Count one paper, submitted on the day of this ordinal."""
        self.papers += 1
        self._first, self._last = min(self._first, day), max(self._last, day)

    def add(self, other: "Tally") -> None:
        """Count what another has counted."""
        self.papers += other.papers
        self._first, self._last = min(self._first, other._first), max(self._last, other._last)

    @property
    def first_on(self) -> date | None:
        """The first day."""
        return date.fromordinal(self._first) if self.papers else None

    @property
    def last_on(self) -> date | None:
        """The last day."""
        return date.fromordinal(self._last) if self.papers else None

    @property
    def per_week(self) -> float:
        """How many papers a week came in."""
        return weekly(self.papers, self.first_on, self.last_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is said of some papers. Bytes: millions of verdicts go from process to process."""

    said: bytes
    """For `verdicts_from_bytes`."""
    count: int
    asked: Tally
    """Those that were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeAll(Sieve):
    """Says something of every paper."""

    listed: AwesomeList

    def __call__(self, lines: Lines) -> list[tuple[int, Judged | Unreadable]]:
        """Return each line that could not be read, with its number, then what is said of others."""
        unreadable: list[tuple[int, Judged | Unreadable]] = []
        verdicts, asked = [], Tally()
        for number, what, score in self.scored(lines):
            if isinstance(what, Unreadable):
                unreadable.append((number, what))
                continue
            if isinstance(what, Paper) and score is not None:
                asked.count(what.submitted_at.toordinal())
                held = self.listed.holds(
                    arxiv_id=what.arxiv_id, title=what.title, authors=what.authors
                )
            else:
                held = self.listed.names(what.arxiv_id)
            verdicts.append((what.arxiv_id, what.title, score, held))  # of `Verdict`
        said = Judged(said=orjson.dumps(verdicts), count=len(verdicts), asked=asked)
        return [*unreadable, (lines.first, said)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickAsked(Sieve):
    """Passes on only what was asked for."""

    def __call__(self, lines: Lines) -> list[tuple[int, Scored | Unreadable]]:
        """Return the papers that were asked for, and what could not be read, by line."""
        picked: list[tuple[int, Scored | Unreadable]] = []
        for number, what, score in self.scored(lines):
            if isinstance(what, Unreadable):
                picked.append((number, what))
            elif isinstance(what, Paper) and score is not None:
                line, day = lines.text[number - lines.first], what.submitted_at.toordinal()
                picked.append((number, Scored(line, score, day)))
        return picked


def verdicts_from_bytes(said: bytes) -> Iterator[Verdict]:
    """Yield the verdicts that a `Judged` holds."""
    return itertools.starmap(Verdict, orjson.loads(said))


class SpilledPapers(Sequence[Paper]):
    """Papers whose lines are in a spill file; each is parsed when it is wanted."""

    def __init__(self, lines: SpillFile) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> Paper: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Paper]: ...
    def __getitem__(self, at: int | slice) -> Paper | Sequence[Paper]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        [(_, paper)] = parse_lines(Lines(first=1, block=self._lines[at]))
        if not isinstance(paper, Paper):
            raise TypeError(f"only lines that are papers are spilled, not {paper}")
        return paper
