"""What the state file knows of arXiv: how far it was read, what is awaited, and when to ask."""

import json
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any

from wsss_bot.domain import ArxivId, Polled
from wsss_bot.sources.poll_state import CategoryState
from wsss_bot.state.database import Database, as_json, as_text, as_time, as_time_or_none


class Polls:
    """The polls of arXiv; also the gate for its requests, shared by all that use the file."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # --- when the next request may start (a `Gate` of arXiv's session) ------------------------

    def not_before(self) -> datetime | None:
        """Return when the next request may start; None if one began and its end is not known."""
        rows = self._db.execute("SELECT not_before FROM gate")
        return as_time_or_none(rows[0][0]) if rows else datetime.min.replace(tzinfo=UTC)

    def set_not_before(self, moment: datetime | None) -> None:
        """Remember when the next request may start; None while one is under way."""
        self._db.execute(
            "INSERT INTO gate VALUES (1, ?) "
            "ON CONFLICT (id) DO UPDATE SET not_before = excluded.not_before",
            (as_text(moment) if moment else None,),
        )

    # --- how far each category was read -------------------------------------------------------

    def category(self, category: str) -> CategoryState:
        """Return what earlier polls left of a category."""
        rows = self._db.execute(
            "SELECT covered_since, covered_until, rss_read_at, rss_ids, news_by_day "
            "FROM categories WHERE category = ?",
            (category,),
        )
        if not rows:
            return CategoryState()
        since, until, read_at, ids, by_day = rows[0]
        return CategoryState(
            covered_since=as_time_or_none(since),
            covered_until=as_time_or_none(until),
            rss_read_at=as_time_or_none(read_at),
            rss_ids=frozenset(json.loads(ids)),
            news_by_day={
                date.fromisoformat(day): (query, rss)
                for day, (query, rss) in json.loads(by_day).items()
            },
        )

    def covered_since(self, categories: Sequence[str]) -> datetime | None:
        """Return from when on each of the categories is covered; None if one never was."""
        starts = [self.category(category).covered_since for category in categories]
        known = [start for start in starts if start is not None]
        return max(known) if starts and len(known) == len(starts) else None

    def set_category(self, category: str, state: CategoryState) -> None:
        """Remember how far a category was read."""
        times = (state.covered_since, state.covered_until, state.rss_read_at)
        self._db.execute(
            "INSERT OR REPLACE INTO categories (category, covered_since, covered_until, "
            "rss_read_at, rss_ids, news_by_day) VALUES (?, ?, ?, ?, ?, ?)",
            (
                category,
                *(as_text(moment) if moment else None for moment in times),
                as_json(sorted(state.rss_ids)),
                as_json({day.isoformat(): news for day, news in state.news_by_day.items()}),
            ),
        )

    # --- papers that arXiv has named, but that could not be read yet ---------------------------

    def await_papers(self, ids: Collection[str], *, at: datetime) -> None:
        """Remember ids to ask for, until `drop_awaited` takes them away."""
        self._db.execute_many(
            "INSERT OR IGNORE INTO awaited VALUES (?, ?)", ((i, as_text(at)) for i in ids)
        )

    def awaited(self) -> dict[ArxivId, datetime]:
        """Return the awaited ids, longest first, and since when."""
        rows = self._db.execute(
            "SELECT arxiv_id, since_at FROM awaited ORDER BY since_at, arxiv_id"
        )
        return {ArxivId(arxiv_id): as_time(since_at) for arxiv_id, since_at in rows}

    def drop_awaited(self, ids: Collection[ArxivId]) -> None:
        """Wait for these no longer: they came, or never will."""
        self._db.execute_many("DELETE FROM awaited WHERE arxiv_id = ?", ((i,) for i in ids))

    # --- the polls themselves -----------------------------------------------------------------

    def start(
        self, categories: Sequence[str], *, first_on: date, last_on: date, at: datetime
    ) -> int:
        """Record that a poll begins; return its number."""
        rows = self._db.execute(
            "INSERT INTO polls (started_at, categories, first_on, last_on) VALUES (?, ?, ?, ?) "
            "RETURNING id",
            (as_text(at), as_json(list(categories)), first_on.isoformat(), last_on.isoformat()),
        )
        return int(rows[0][0])

    def finish(self, number: int, polled: Polled, *, news: int, at: datetime) -> None:
        """Record how a poll ended."""
        self._db.execute(
            "UPDATE polls SET finished_at = ?, papers = ?, news = ?, complete = ?, missing = ? "
            "WHERE id = ?",
            (as_text(at), polled.papers, news, polled.complete, polled.missing, number),
        )

    def since(self, moment: datetime) -> tuple[Polled, ...]:
        """Return the polls that ended at `moment` or later, oldest first."""
        rows = self._db.execute(
            f"SELECT {_POLLED} FROM polls WHERE finished_at >= ? ORDER BY id",  # noqa: S608
            (as_text(moment),),
        )
        return tuple(_polled(row) for row in rows)

    def latest(self, category: str) -> tuple[datetime, Polled] | None:
        """Return the last poll of a category that ended, and when it ended; None: there is none."""
        rows = self._db.execute(
            f"SELECT finished_at, {_POLLED} FROM polls WHERE finished_at IS NOT NULL AND EXISTS "  # noqa: S608
            "(SELECT 1 FROM json_each(polls.categories) WHERE value = ?) ORDER BY id DESC LIMIT 1",
            (category,),
        )
        return (as_time(rows[0][0]), _polled(rows[0][1:])) if rows else None


_POLLED = "papers, first_on, last_on, categories, complete, missing"


def _polled(row: tuple[Any, ...]) -> Polled:
    papers, first_on, last_on, categories, complete, missing = row
    return Polled(
        papers=papers,
        first_on=date.fromisoformat(first_on),
        last_on=date.fromisoformat(last_on),
        categories=tuple(json.loads(categories)),
        complete=bool(complete),
        missing=missing,
    )
