"""Runs and outcomes in the state file: when each job last ended, and what became of papers."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wsss_bot.domain import ArxivId, Decision, Outcome
from wsss_bot.errors import DONE, StateError, WsssBotError, exit_code_of
from wsss_bot.state.database import Database, as_json, as_text, as_time, as_time_or_none

DASHBOARD = "dashboard"
"""How writing the dashboard is called among the runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution of a job."""

    job: str
    started_at: datetime
    finished_at: datetime | None
    """None: under way, or killed."""
    exit_code: int | None
    """0: it ended well; None: it did not end."""
    failure: str
    """Why it did not end well, in a sentence."""
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

    def finish(
        self,
        number: int,
        report: Mapping[str, Any],
        *,
        at: datetime,
        failure: BaseException | None = None,
    ) -> None:
        """Record that a run ended, its report (whatever JSON can say), and what made it fail."""
        self._db.execute(
            "UPDATE runs SET finished_at = ?, report = ?, exit_code = ?, failure = ? WHERE id = ?",
            (
                as_text(at),
                as_json(dict(report)),
                exit_code_of(failure) if failure else DONE,
                _in_words(failure) if failure else "",
                number,
            ),
        )

    @contextmanager
    def recorded(self, job: str, *, now: Callable[[], datetime]) -> Iterator[int]:
        """Record a run of `job`, and yield its number; the caller says when it has finished.

        What escapes instead is kept as the run's failure.
        """
        number = self.start(job, at=now())
        try:
            yield number
        except BaseException as error:
            with suppress(StateError):
                self.finish(number, {}, at=now(), failure=error)
            raise

    def last(self, job: str) -> Run | None:
        """Return the last run of a job that ended well."""
        return next(iter(self._select(f"{_ENDED_WELL} ORDER BY id DESC LIMIT 1", job)), None)

    def since_last(self, job: str) -> tuple[Run, ...]:
        """Return the last run of a job that ended well, if any, and all after it, in order."""
        last = f"(SELECT coalesce(max(id), 0) FROM runs {_ENDED_WELL})"  # noqa: S608
        return self._select(f"WHERE job = ? AND id >= {last} ORDER BY id", job, job)

    def latest(self, most: int) -> tuple[Run, ...]:
        """Return the last runs of all jobs, newest first."""
        return self._select("ORDER BY id DESC LIMIT ?", most)

    def _select(self, which: str, *values: str | int) -> tuple[Run, ...]:
        rows = self._db.execute(
            "SELECT job, started_at, finished_at, exit_code, failure, report "  # noqa: S608
            f"FROM runs {which}",
            values,
        )
        return tuple(
            Run(
                job=job,
                started_at=as_time(started_at),
                finished_at=as_time_or_none(finished_at),
                exit_code=exit_code,
                failure=failure,
                report=json.loads(report or "{}"),
            )
            for job, started_at, finished_at, exit_code, failure, report in rows
        )


_ENDED_WELL = f"WHERE job = ? AND exit_code = {DONE}"


def _in_words(failure: BaseException) -> str:
    match failure:
        case WsssBotError():
            return str(failure)
        case KeyboardInterrupt():
            return "it was interrupted"
        case _:
            return f"a bug in wsss-bot ({type(failure).__name__})"


class Outcomes:
    """What the maintainers did with each proposed paper."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def record(self, arxiv_id: ArxivId, decision: Decision) -> None:
        """Remember what became of a paper; a later decision replaces an earlier one.

        A score that was known stays.
        """
        self._db.execute(
            "INSERT INTO outcomes (arxiv_id, outcome, row, pull_request, decided_at, score) "
            "VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (arxiv_id) DO UPDATE SET outcome = excluded.outcome, row = excluded.row, "
            "pull_request = excluded.pull_request, decided_at = excluded.decided_at, "
            "score = coalesce(excluded.score, score)",
            (
                arxiv_id,
                decision.outcome.value,
                decision.row,
                decision.pull_request,
                as_text(decision.decided_at),
                decision.score,
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

    def release(self, ids: Iterable[ArxivId]) -> None:
        """Drop the outcomes of papers whose refusal was taken back on the forge."""
        self._db.execute_many(
            "DELETE FROM outcomes WHERE arxiv_id = ?", ((arxiv_id,) for arxiv_id in ids)
        )

    def forgotten(self) -> dict[ArxivId, datetime]:
        """Return the papers that may be proposed again, with the time of that decision."""
        rows = self._db.execute("SELECT arxiv_id, forgotten_at FROM forgotten ORDER BY arxiv_id")
        return {ArxivId(arxiv_id): as_time(moment) for arxiv_id, moment in rows}

    def all(self) -> dict[ArxivId, Decision]:
        """Return what became of every paper that was ever proposed."""
        rows = self._db.execute(
            "SELECT arxiv_id, outcome, row, pull_request, decided_at, score FROM outcomes "
            "ORDER BY decided_at, arxiv_id"
        )
        return {
            ArxivId(arxiv_id): Decision(
                outcome=Outcome(outcome),
                row=row,
                pull_request=pull_request,
                decided_at=as_time(decided_at),
                score=score,
            )
            for arxiv_id, outcome, row, pull_request, decided_at, score in rows
        }
