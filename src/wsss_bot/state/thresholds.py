"""Thresholds in the state file: what each run had, and from when on it looked at papers."""

from datetime import datetime

from wsss_bot.ranking.ranking_state import Threshold
from wsss_bot.state.database import Database, as_text, as_time


class Thresholds:
    """The thresholds of all runs, and the oldest paper that they look at."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, threshold: Threshold) -> None:
        """Remember the threshold of a run."""
        self._db.execute(
            "INSERT OR REPLACE INTO thresholds (set_at, threshold, budget) VALUES (?, ?, ?)",
            (as_text(threshold.set_at), threshold.value, threshold.budget),
        )

    def last(self) -> Threshold | None:
        """Return the threshold of the last run."""
        rows = self._db.execute(
            "SELECT threshold, set_at, budget FROM thresholds ORDER BY set_at DESC LIMIT 1"
        )
        for value, set_at, budget in rows:
            return Threshold(value=value, set_at=as_time(set_at), budget=budget)
        return None

    def first_look(self) -> datetime | None:
        """Return from which submission on papers are proposed; None before the first run."""
        rows = self._db.execute("SELECT since_at FROM first_look")
        return as_time(rows[0][0]) if rows else None

    def set_first_look(self, since: datetime) -> None:
        """Remember from which submission on papers are proposed."""
        self._db.execute(
            "INSERT OR REPLACE INTO first_look (id, since_at) VALUES (1, ?)", (as_text(since),)
        )
