"""The bot's memory: one SQLite file, by subject.

papers     every paper that was ever polled
polls      how far arXiv was read, what is awaited, when the next request may start
runs       when each job ran, how that ended, and its report
heartbeat  that `serve` is up
outcomes   what became of each proposed paper
repositories   what GitHub said about the code that papers link to
titles     which titles arXiv was asked for
near_misses    which papers were shown below the threshold
thresholds     what threshold each run had, and how far back it looked
listings   what conferences list of their papers
answers    what services beside arXiv said of single papers
discovered     which papers of listings were found that are not on arXiv
"""

from collections.abc import Collection
from contextlib import AbstractContextManager, closing
from datetime import datetime
from pathlib import Path
from types import TracebackType

from wsss_bot.sources.poll_state import CategoryState
from wsss_bot.state.database import Database, is_there
from wsss_bot.state.discovered import Discovered
from wsss_bot.state.heartbeat import Beat, Heartbeat
from wsss_bot.state.kept_answers import Answers
from wsss_bot.state.listings import Listings
from wsss_bot.state.near_misses import NearMisses
from wsss_bot.state.papers import Papers
from wsss_bot.state.polls import Polls
from wsss_bot.state.repositories import Repositories
from wsss_bot.state.runs import DASHBOARD, Outcomes, Run, Runs
from wsss_bot.state.thresholds import Thresholds
from wsss_bot.state.titles import Titles

__all__ = [
    "DASHBOARD",
    "Beat",
    "CategoryState",
    "Run",
    "Store",
    "is_there",
]


class Store:
    """An open state; use it in a `with` statement, which closes it."""

    def __init__(self, db: Database, *, categories: Collection[str] = ()) -> None:
        """Take an open file; the stream of papers is that of `categories` (none: of all)."""
        self._db = db
        self.papers = Papers(db, categories)
        self.polls = Polls(db)
        self.runs = Runs(db)
        self.heartbeat = Heartbeat(db)
        self.outcomes = Outcomes(db)
        self.repositories = Repositories(db)
        self.titles = Titles(db)
        self.near_misses = NearMisses(db)
        self.thresholds = Thresholds(db)
        self.listings = Listings(db)
        self.answers = Answers(db)
        self.discovered = Discovered(db)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        now: datetime,
        shared: Path | None = None,
        categories: Collection[str] = (),
    ) -> "Store":
        """Open or make the state file at `path`, and keep other bots out until it is closed.

        With `shared`, a state file that several lists share, it holds what is the list's own.
        Raises StateError for a file that is damaged (and kept aside), not ours, or in use.
        """
        return cls(Database(path, now=now, shared=shared), categories=categories)

    @classmethod
    def open_to_read(
        cls,
        path: Path,
        *,
        now: datetime,
        shared: Path | None = None,
        categories: Collection[str] = (),
    ) -> "Store":
        """Open a state file to look at it, also while a bot is working with it."""
        db = Database(path, now=now, access="read", shared=shared)
        db.refuse_older()
        return cls(db, categories=categories)

    @classmethod
    def open_beside(cls, path: Path, *, now: datetime, shared: Path | None = None) -> "Store":
        """Open a state file for a word in between, also while a job is working with it."""
        db = Database(path, now=now, access="share", shared=shared)
        db.refuse_older()
        return cls(db)

    @classmethod
    def in_memory(cls, *, categories: Collection[str] = ()) -> "Store":
        """Return a state that is gone when it is closed: for a command that writes nothing."""
        return cls(Database.in_memory(), categories=categories)

    @classmethod
    def copy(
        cls,
        path: Path,
        *,
        now: datetime,
        shared: Path | None = None,
        categories: Collection[str] = (),
    ) -> "Store":
        """Return the state at `path` as a copy that is gone when it is closed; new if none is."""
        if not is_there(path):
            return cls.in_memory(categories=categories)
        with closing(Database(path, now=now, access="read", shared=shared)) as original:
            return cls(Database.in_memory(like=original), categories=categories)

    def transaction(self) -> AbstractContextManager[None]:
        """Make all that is written inside happen together or not at all; may be nested."""
        return self._db.transaction()

    def publish(self, path: Path) -> None:
        """Write a copy for workers elsewhere; whole or not at all. Raises StateError."""
        self._db.publish(path)

    def take_in(self, path: Path) -> None:
        """Add what a published copy knows of arXiv. Raises StateError."""
        self._db.take_in(path)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
