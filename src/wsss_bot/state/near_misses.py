"""Near misses in the state file: which papers people saw below the threshold and left alone."""

from collections.abc import Mapping

from wsss_bot.domain import ArxivId
from wsss_bot.ranking.near_misses import Shown
from wsss_bot.state.database import Database


class NearMisses:
    """The near misses that people left alone, as their pull requests say."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def replace(self, left_alone: Mapping[ArxivId, Shown]) -> None:
        """Remember these near misses, and no others."""
        with self._db.transaction():
            self._db.execute("DELETE FROM near_misses")
            self._db.execute_many(
                "INSERT INTO near_misses (arxiv_id, score, text) VALUES (?, ?, ?)",
                ((key, shown.score, shown.text) for key, shown in left_alone.items()),
            )

    def all(self) -> dict[ArxivId, Shown]:
        """Return each as it was shown last."""
        rows = self._db.execute("SELECT arxiv_id, score, text FROM near_misses ORDER BY arxiv_id")
        return {ArxivId(key): Shown(score=score, text=text) for key, score, text in rows}
