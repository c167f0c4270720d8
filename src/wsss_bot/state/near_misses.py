"""Near misses in the state file: which papers people saw below the threshold and left alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from wsss_bot.domain import ArxivId
from wsss_bot.state.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A paper as it was last shown below the threshold."""

    arxiv_id: ArxivId
    score: float
    text: int
    """A checksum of its text."""


class NearMisses:
    """The near misses that people left alone, as their pull requests say."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def replace(self, left_alone: Iterable[NearMiss]) -> None:
        """Remember these near misses, and no others."""
        with self._db.transaction():
            self._db.execute("DELETE FROM near_misses")
            self._db.execute_many(
                "INSERT INTO near_misses (arxiv_id, score, text) VALUES (?, ?, ?)",
                ((miss.arxiv_id, miss.score, miss.text) for miss in left_alone),
            )

    def all(self) -> tuple[NearMiss, ...]:
        """Return all of them."""
        rows = self._db.execute("SELECT arxiv_id, score, text FROM near_misses ORDER BY arxiv_id")
        return tuple(
            NearMiss(arxiv_id=ArxivId(i), score=score, text=text) for i, score, text in rows
        )
