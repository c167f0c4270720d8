"""What the state says of the bot: its jobs, what waits, what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wsss_bot.config import ScheduleSection
from wsss_bot.domain import ArxivId, Decision, Outcome
from wsss_bot.errors import DONE
from wsss_bot.service.health import Health, judge, past_of
from wsss_bot.service.scheduler import (
    JOBS,
    Attempt,
    crontabs,
    due_since,
    failures,
    next_run_at,
)
from wsss_bot.state import DASHBOARD, Run, Store

LATE = timedelta(hours=2)
"""A job that is later than this was missed: longer than any jitter and most polls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatus:
    """How one job of the schedule is; times are in the zone of the schedule."""

    ended_well_at: datetime | None
    """When its last run that ended well began; None: never."""
    failed_at: datetime | None
    """When its last run began, if it failed and none ended well since."""
    failure: str
    """Why it failed, in a sentence; empty also for a run that was killed."""
    missed_at: datetime | None
    """When it was due and has not been done since."""
    due_at: datetime
    """When it is due next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """How the dashboard is."""

    wanted: bool
    """Whether the config asks for one."""
    issue: int | None = None
    written_at: datetime | None = None
    """When it was last looked at and, if it was open, written."""
    is_open: bool = True
    """False: people closed it."""
    failure: str = ""
    """Why it could not be written the last time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the state says of the bot."""

    health: Health
    jobs: Mapping[str, JobStatus]
    pull_requests: Sequence[Mapping[str, Any]]
    """Number and address of each that was open when the bot last looked."""
    dashboard: Dashboard
    waiting: Mapping[ArxivId, Decision]
    """The papers of the open pull request that are not decided yet."""
    titles: Mapping[str, str]
    """Their titles, as far as they are known."""
    unplaced: Sequence[Mapping[str, Any]]
    """Papers that the last run would have proposed, had the list a place: id, title, reason."""
    decided: Mapping[Outcome, int]
    """How many papers had each outcome."""
    runs: tuple[Run, ...]
    """The last runs of jobs, newest first."""
    scoreboard: Mapping[str, Any]
    """What people did with all that was ever proposed, as the last run counted it on GitHub; empty:
    none did yet."""
    learnt: Sequence[Mapping[str, Any]]
    """The cells that people keep changing in the same way: role, before, after, times."""


def status_of(
    store: Store, schedule: ScheduleSection, *, wants_dashboard: bool, now: datetime
) -> Status:
    """Return what the state says of the bot."""
    decisions = store.outcomes.all()
    runs = [run for run in store.runs.latest(20) if run.job in JOBS]
    last = [run for job in JOBS if (run := store.runs.last(job))]
    past = past_of(store)
    waiting = {i: d for i, d in decisions.items() if d.outcome is Outcome.WAITING}
    counts = dict.fromkeys(Outcome, 0)
    for decision in decisions.values():
        counts[decision.outcome] += 1
    return Status(
        health=judge(schedule, past, store.heartbeat.last(), now=now),
        jobs={
            job: job_status(crontab, past.get(job, ()), timezone=schedule.timezone, now=now)
            for job, crontab in crontabs(schedule).items()
        },
        pull_requests=[pull for run in last if (pull := run.report.get("pull_request"))],
        dashboard=_dashboard(store, wanted=wants_dashboard),
        waiting=waiting,
        titles={i: paper.title for i, paper in store.papers.find(waiting).items()},
        unplaced=next((run.report["unplaced"] for run in last if "unplaced" in run.report), ()),
        decided=counts,
        runs=tuple(runs[:5]),
        scoreboard=next((s for run in last if (s := run.report.get("scoreboard"))), {}),
        learnt=next((run.report["learnt"] for run in last if run.report.get("learnt")), ()),
    )


def job_status(
    crontab: str, attempts: Sequence[Attempt], *, timezone: str, now: datetime
) -> JobStatus:
    """Return how a job is; `attempts` are its last run that ended well, and all since."""
    due_at = next_run_at(crontab, timezone=timezone, now=now)
    well = [attempt.started_at for attempt in attempts if attempt.exit_code == DONE]
    failed = failures(attempts)
    missed_at = None
    if well:
        was_due_at = due_since(crontab, attempts, timezone=timezone, now=now)
        missed_at = was_due_at if now > was_due_at + LATE else None

    def shown(moment: datetime | None) -> datetime | None:
        return moment.astimezone(due_at.tzinfo) if moment else None

    return JobStatus(
        ended_well_at=shown(well[-1] if well else None),
        failed_at=shown(failed[-1].started_at if failed else None),
        failure=failed[-1].failure if failed else "",
        missed_at=shown(missed_at),
        due_at=due_at,
    )


def _dashboard(store: Store, *, wanted: bool) -> Dashboard:
    latest = next((run for run in store.runs.latest(20) if run.job == DASHBOARD), None)
    last = store.runs.last(DASHBOARD)
    return Dashboard(
        wanted=wanted,
        issue=last.report.get("issue") if last else None,
        written_at=last.started_at if last else None,
        is_open=bool(last.report.get("open", True)) if last else True,
        failure=latest.failure if latest else "",
    )
