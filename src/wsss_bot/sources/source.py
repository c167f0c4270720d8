"""What the bot asks of a source of papers, whichever source it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from wsss_bot.domain import ArxivId, Paper, Polled
from wsss_bot.errors import RemoteError
from wsss_bot.sources.poll_state import PollState

MOST_IDS = 100
"""Ids to ask for at once, which keeps the address short."""

Progress = Callable[[int, int], None]
"""Called with how many steps are done, and how many there are."""


def show_no_progress(done: int, total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of submission times, in UTC; `since` is in it, `until` no longer."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What one poll brought."""

    polled: Polled
    news: Sequence[Paper]
    """The papers never seen before."""
    errors: tuple[str, ...]
    """What went wrong, each in a sentence; empty when the poll is complete."""
    disagreements: tuple[str, ...]
    """In what the ways to read the source have differed for days."""
    failure: RemoteError | None = None
    """Why a part of the poll could not be read: it is worth asking again soon."""

    def as_json(self) -> dict[str, Any]:
        """Return what the poll brought, in figures and sentences."""
        return {
            "polled": self.polled.papers,
            "new": len(self.news),
            "complete": self.polled.complete,
            "errors": list(self.errors),
        }


class Source(Protocol):
    """A place that papers come from. Every call but `requests` may raise RemoteError."""

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""
        ...

    def poll(
        self,
        state: PollState,
        *,
        categories: Sequence[str],
        first: date,
        overlap_days: int,
        now: datetime,
        on_progress: Progress = show_no_progress,
    ) -> Poll:
        """Keep in `state` what the source has shown since the last complete poll.

        The first poll goes back to the submissions of the day `first`.
        """
        ...

    def by_ids(self, ids: Sequence[ArxivId]) -> Iterator[Paper]:
        """Yield the papers with these ids, `MOST_IDS` with each request; unknown ids are left out.

        A paper may come twice when the answer changes while it is read.
        """
        ...

    def by_title(self, title: str) -> Iterator[Paper]:
        """Yield the papers whose title may be `title`, with one request at most."""
        ...

    def by_orcid(self, orcid: str) -> frozenset[ArxivId]:
        """Return the papers of the person with this ORCID, with one request."""
        ...

    def submitted(self, category: str, window: Window) -> Iterator[Paper]:
        """Yield all papers of a category submitted in `window`: a sample is a few short windows.

        A paper may come twice when the answer changes while it is read.
        """
        ...
