"""What a poll remembers between two runs, and what it needs of the place where that is kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from wsss_bot.domain import ArxivId, Paper, Polled


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryState:
    """What is known of one category from earlier polls."""

    covered_since: datetime | None = None
    covered_until: datetime | None = None
    """Every paper submitted in between is known for good."""
    rss_read_at: datetime | None = None
    """When the feed was last read and was not the one of the day before."""
    rss_ids: frozenset[ArxivId] = frozenset()
    """What the feed showed when it last had news."""
    news_by_day: Mapping[date, tuple[int, int]] = field(default_factory=dict)
    """How many papers the query API, and RSS, showed for the first time on recent days."""


class KnownPapers(Protocol):
    """The papers that were ever polled."""

    def find(self, ids: Collection[ArxivId]) -> dict[ArxivId, Paper]:
        """Return those of the papers that are known."""
        ...

    def ids_in(self, category: str, *, since: datetime, until: datetime) -> set[ArxivId]:
        """Return the ids of the papers of a category submitted from `since` to before `until`."""
        ...

    def keep(self, papers: Iterable[Paper], *, at: datetime) -> None:
        """Write these papers, new ones and those that changed; `at` is when they were seen."""
        ...


class KnownPolls(Protocol):
    """How far each category was read, and which papers were named but not shown yet."""

    def category(self, category: str) -> CategoryState:
        """Return what earlier polls left of a category."""
        ...

    def set_category(self, category: str, state: CategoryState) -> None:
        """Remember how far a category was read."""
        ...

    def await_papers(self, ids: Collection[str], *, at: datetime) -> None:
        """Remember ids to ask for, until `drop_awaited` takes them away."""
        ...

    def awaited(self) -> dict[ArxivId, datetime]:
        """Return the awaited ids, longest first, and since when."""
        ...

    def drop_awaited(self, ids: Collection[ArxivId]) -> None:
        """Wait for these no longer: they came, or never will."""
        ...

    def start(
        self, categories: Sequence[str], *, first_on: date, last_on: date, at: datetime
    ) -> int:
        """Record that a poll begins; return its number."""
        ...

    def finish(self, number: int, polled: Polled, *, news: int, at: datetime) -> None:
        """Record how a poll ended."""
        ...


class PollState(Protocol):
    """Where polls are kept. Each call raises StateError when that fails."""

    @property
    def papers(self) -> KnownPapers:
        """The papers."""
        ...

    @property
    def polls(self) -> KnownPolls:
        """The polls."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Make all that is written inside happen together or not at all; may be nested."""
        ...
