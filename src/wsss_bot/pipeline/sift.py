"""The papers of a file of any length, scored in batches on every processor, in their order.

Only papers of the categories and days asked for are made into terms. In memory at a time are a few
batches of lines, whatever the length of the file.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, overload

import orjson

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.edges.corpus import Elsewhere, Found, Lines, Unreadable, parse_lines
from wsss_bot.edges.shelf import Shelf
from wsss_bot.evaluate import weekly
from wsss_bot.score import Classifier


class Verdict(NamedTuple):
    """What is said of one paper of the file. A tuple: millions go from process to process."""

    arxiv_id: ArxivId
    title: str
    score: float | None
    """None: it was not asked for."""
    listed: bool
    """A paper that was not asked for is looked up by its id only."""
    day: int | None
    """The ordinal of the day of submission; None for a paper that was not asked for."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeAll(Sieve):
    """Says something of every paper."""

    listed: AwesomeList

    def __call__(self, lines: Lines) -> list[tuple[int, Verdict | Unreadable]]:
        """Return what is said of each line that is not blank, with its number."""
        return [
            (number, what if isinstance(what, Unreadable) else self._verdict(what, score))
            for number, what, score in self.scored(lines)
        ]

    def _verdict(self, what: Paper | Elsewhere, score: float | None) -> Verdict:
        arxiv_id, title = what.arxiv_id, what.title
        if isinstance(what, Elsewhere) or score is None:
            held = self.listed.holds(arxiv_id=arxiv_id, title="")
            return Verdict(arxiv_id, title, None, held, None)
        held = self.listed.holds(arxiv_id=arxiv_id, title=title)
        return Verdict(arxiv_id, title, score, held, what.submitted_at.toordinal())


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


class Tally:
    """How many papers came, and on which days."""

    def __init__(self) -> None:
        self.papers = 0
        self._first, self._last = date.max.toordinal(), date.min.toordinal()

    def count(self, day: int) -> None:
        """Count one paper, submitted on the day of this ordinal."""
        self.papers += 1
        self._first, self._last = min(self._first, day), max(self._last, day)

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


def verdicts_to_bytes(verdicts: Iterable[Verdict]) -> bytes:
    """Return what `verdicts_from_bytes` reads."""
    return orjson.dumps([tuple(verdict) for verdict in verdicts])


def verdicts_from_bytes(data: bytes) -> Iterator[Verdict]:
    """Yield what `verdicts_to_bytes` was given."""
    return itertools.starmap(Verdict, orjson.loads(data))


class PutAside(Sequence[Paper]):
    """Papers whose lines are on a shelf; each is parsed when it is wanted."""

    def __init__(self, lines: Shelf) -> None:
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
        [(_, paper)] = parse_lines(Lines(first=1, text=[self._lines[at]]))
        if not isinstance(paper, Paper):
            raise TypeError(f"only lines that are papers are put aside, not {paper}")
        return paper
