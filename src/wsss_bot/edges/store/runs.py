"""Runs and outcomes in the state file: when each job last ended, and what became of papers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wsss_bot.domain import ArxivId, Outcome
from wsss_bot.edges.store.database import Database, as_json, as_text, as_time, as_time_or_none


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution of a job."""

    job: str
    started_at: datetime
    finished_at: datetime | None
    """None: under way, or killed."""
    report: Mapping[str, Any]


class Runs:
    """The runs of each job."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def start(self, job: str, *, at: datetime) -> int:
        """Record that a run begins; return its number."""
        rows = self._db.execute(
            "INSERT INTO runs (job, started_at) VALUES (?, ?) RETURNING id", (job, as_text(at))
        )
        return int(rows[0][0])

    def finish(self, number: int, report: Mapping[str, Any], *, at: datetime) -> None:
        """Record that a run ended, and its report (whatever JSON can say)."""
        self._db.execute(
            "UPDATE runs SET finished_at = ?, report = ? WHERE id = ?",
            (as_text(at), as_json(dict(report)), number),
        )

    def last(self, job: str) -> Run | None:
        """Return the last run of a job that ended."""
        ended = "WHERE job = ? AND finished_at IS NOT NULL ORDER BY id DESC LIMIT 1"
        return next(iter(self._select(ended, job)), None)

    def latest(self, most: int) -> tuple[Run, ...]:
        """Return the last runs of all jobs, newest first."""
        return self._select("ORDER BY id DESC LIMIT ?", most)

    def _select(self, which: str, value: str | int) -> tuple[Run, ...]:
        rows = self._db.execute(
            f"SELECT job, started_at, finished_at, report FROM runs {which}",  # noqa: S608
            (value,),
        )
        return tuple(
            Run(
                job=job,
                started_at=as_time(started_at),
                finished_at=as_time_or_none(finished_at),
                report=json.loads(report or "{}"),
            )
            for job, started_at, finished_at, report in rows
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What became of one proposed paper."""

    outcome: Outcome
    row: str
    """The row that was proposed."""
    pull_request: int | None
    decided_at: datetime


class Outcomes:
    """What the maintainers did with each proposed paper."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def record(self, arxiv_id: ArxivId, decision: Decision) -> None:
        """Remember what became of a paper; a later decision replaces an earlier one."""
        self._db.execute(
            "INSERT OR REPLACE INTO outcomes (arxiv_id, outcome, row, pull_request, decided_at) "
            "VALUES (?, ?, ?, ?, ?)",
            (
                arxiv_id,
                decision.outcome.value,
                decision.row,
                decision.pull_request,
                as_text(decision.decided_at),
            ),
        )

    def forget(self, arxiv_id: ArxivId, *, at: datetime) -> bool:
        """Let a paper be proposed again; return whether it had an outcome.

        The pull request that refused it still says so; `forgotten` tells from when on that no
        longer counts.
        """
        with self._db.transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO forgotten (arxiv_id, forgotten_at) VALUES (?, ?)",
                (arxiv_id, as_text(at)),
            )
            return bool(
                self._db.execute(
                    "DELETE FROM outcomes WHERE arxiv_id = ? RETURNING arxiv_id", (arxiv_id,)
                )
            )

    def forgotten(self) -> dict[ArxivId, datetime]:
        """Return the papers that may be proposed again, with the time of that decision."""
        rows = self._db.execute("SELECT arxiv_id, forgotten_at FROM forgotten ORDER BY arxiv_id")
        return {ArxivId(arxiv_id): as_time(moment) for arxiv_id, moment in rows}

    def all(self) -> dict[ArxivId, Decision]:
        """Return what became of every paper that was ever proposed."""
        rows = self._db.execute(
            "SELECT arxiv_id, outcome, row, pull_request, decided_at FROM outcomes "
            "ORDER BY decided_at, arxiv_id"
        )
        return {
            ArxivId(arxiv_id): Decision(
                outcome=Outcome(outcome),
                row=row,
                pull_request=pull_request,
                decided_at=as_time(decided_at),
            )
            for arxiv_id, outcome, row, pull_request, decided_at in rows
        }
