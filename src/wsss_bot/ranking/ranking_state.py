"""What a ranking needs of the place where the bot remembers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from wsss_bot.domain import ArxivId, Decision, Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The threshold of one run."""

    value: float
    set_at: datetime
    budget: str
    """What it was set for, in a form that is the same for the same."""


class StoredPapers(Protocol):
    """The papers that were ever polled, and the listed ones."""

    def find(self, ids: Collection[ArxivId]) -> Mapping[ArxivId, Paper]:
        """Return those of the papers that are known."""
        ...

    def newest(self, most: int, *, since: datetime, until: datetime) -> Sequence[Paper]:
        """Return the last `most` papers submitted from `since` to before `until`, latest first."""
        ...

    def known_of(self, ids: Collection[ArxivId]) -> Collection[ArxivId]:
        """Return those of the ids whose papers are known."""
        ...

    def newest_ids(self, most: int, *, since: datetime, until: datetime) -> Sequence[ArxivId]:
        """Return the ids of what `newest` returns."""
        ...

    def ids_changed_after(self, moment: datetime) -> Collection[ArxivId]:
        """Return the ids of the papers that came or changed after `moment`."""
        ...

    def ids_submitted(self, *, since: datetime, until: datetime) -> Sequence[ArxivId]:
        """Return the ids of the papers submitted from `since` to before `until`, in order."""
        ...

    def count_submitted(
        self, *, since: datetime | None, until: datetime
    ) -> tuple[int, date | None, date | None]:
        """Return how many papers were submitted, and the first and the last day of it."""
        ...

    def keep(self, papers: Iterable[Paper], *, at: datetime) -> None:
        """Write these papers, new ones and those that changed; `at` is when they were seen."""
        ...


class Coverage(Protocol):
    """How far arXiv was read."""

    def covered_since(self, categories: Sequence[str]) -> datetime | None:
        """Return from when on each of the categories is covered; None if one never was."""
        ...


class Decisions(Protocol):
    """What became of each proposed paper."""

    def all(self) -> Mapping[ArxivId, Decision]:
        """Return what is known of each."""
        ...


class PastThresholds(Protocol):
    """The thresholds of earlier runs, and from when on they looked at papers."""

    def keep(self, threshold: Threshold) -> None:
        """Remember the threshold of a run."""
        ...

    def last(self) -> Threshold | None:
        """Return the threshold of the last run."""
        ...

    def first_look(self) -> datetime | None:
        """Return from which submission on papers are proposed; None before the first run."""
        ...


class RankingState(Protocol):
    """The state, as far as a ranking reads it or adds to it."""

    @property
    def papers(self) -> StoredPapers:
        """The papers."""

    @property
    def polls(self) -> Coverage:
        """How far arXiv was read."""

    @property
    def outcomes(self) -> Decisions:
        """What people decided."""

    @property
    def thresholds(self) -> PastThresholds:
        """What earlier runs had."""
