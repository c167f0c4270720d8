"""The heartbeat of `serve`: that it is up, for whoever looks at the state file."""

from dataclasses import dataclass
from datetime import datetime

from wsss_bot.state.database import Database, as_text, as_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """The last sign of life."""

    since_at: datetime
    """When `serve` started."""
    at: datetime


class Heartbeat:
    """The sign of life of the one `serve` that is up."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def beat(self, beat: Beat) -> None:
        """Give a sign of life."""
        self._db.execute(
            "INSERT OR REPLACE INTO heartbeat (id, since_at, at) VALUES (1, ?, ?)",
            (as_text(beat.since_at), as_text(beat.at)),
        )

    def end(self) -> None:
        """Say that `serve` was stopped on purpose."""
        self._db.execute("DELETE FROM heartbeat")

    def last(self) -> Beat | None:
        """Return the last sign of life; None when no `serve` was started, or it was stopped."""
        rows = self._db.execute("SELECT since_at, at FROM heartbeat")
        return next((Beat(since_at=as_time(a), at=as_time(b)) for a, b in rows), None)
