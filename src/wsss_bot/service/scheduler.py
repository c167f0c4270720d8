"""When each job is due, computed from `[schedule]` and from how its runs ended.

Nothing is remembered but those runs, so a restart, a missed time and a failure all come to the
same: a job is due when its time has come since its last run that ended well. Every function here
is pure; times are aware.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from wsss_bot.config import ScheduleSection
from wsss_bot.config.crontab import firing_times
from wsss_bot.errors import DONE, INTERRUPTED, TEMPORARY

JOBS = ("propose", "poll", "refresh")
"""In the order in which they are done when several are due: a whole run also polls."""

FIRST_BACK_OFF, LONGEST_BACK_OFF = timedelta(minutes=5), timedelta(hours=4)

CLOCK_ERROR = timedelta(days=1)
"""A run that lies further in the future than this was recorded by a clock that was wrong."""

_LONGEST_SKIP = timedelta(hours=2)
"""No clock is put forward by more at once; a time that it skips is looked for so far back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One run of a job, as the schedule sees it."""

    started_at: datetime
    ended_at: datetime | None
    exit_code: int | None
    """None: it did not end, as after SIGKILL."""
    failure: str = ""
    """Why it did not end well, in a sentence."""


Past = Mapping[str, Sequence[Attempt]]
"""For each job its last run that ended well, if any, and all since then, in order."""


def crontabs(schedule: ScheduleSection) -> dict[str, str]:
    """Return the cron line of each job."""
    lines = {"poll": schedule.poll, "propose": schedule.propose, "refresh": schedule.refresh}
    return {job: lines[job] for job in JOBS}


def next_run_at(line: str, *, timezone: str, now: datetime) -> datetime:
    """Return the first time after `now` at which a cron line fires, in its time zone.

    A time that the clocks skip comes as much later as they were put forward; of a time that comes
    twice only the first counts. Raises ValueError for a line that `config` refuses.
    """
    # The line is asked for what a clock on the wall shows, in a zone without changes, and what it
    # says is then looked up in the real one: so no day around a change of the clocks is lost.
    zone = ZoneInfo(timezone)
    after = now.astimezone(zone).replace(tzinfo=UTC) - _LONGEST_SKIP
    for shown in firing_times(line, after=after):
        # There and back: a clock never shows a time that it skips.
        fires_at = shown.replace(tzinfo=zone).astimezone(UTC)
        if fires_at > now:
            return fires_at.astimezone(zone)
    raise ValueError(f"{line!r} never comes")


def due_times(schedule: ScheduleSection, *, now: datetime) -> dict[str, datetime]:
    """Return when each job is due next after `now`, in the zone of the schedule."""
    return {
        job: next_run_at(crontab, timezone=schedule.timezone, now=now)
        for job, crontab in crontabs(schedule).items()
    }


def starts(
    schedule: ScheduleSection,
    past: Past,
    *,
    up_since: datetime,
    now: datetime,
    delay: timedelta = timedelta(),
    news_at: datetime | None = None,
) -> dict[str, datetime]:
    """Return when each job is to be started next, in UTC; what lies before `now` is overdue.

    A job that never ran is due at once. `delay` is added to every due time, so that not all bots
    of the world ask at the same second. What failed is tried again with growing pauses; but where
    only the operator can help, it is when the job is due again, or after a restart (`up_since`).
    A refresh is due, too, once an official listing has news (`news_at`) that none has seen.
    """
    return {
        job: _start(
            crontab,
            [run for run in past.get(job, ()) if run.started_at <= now + CLOCK_ERROR],
            timezone=schedule.timezone,
            up_since=up_since,
            now=now,
            delay=delay,
            news_at=news_at if job == "refresh" else None,
        )
        for job, crontab in crontabs(schedule).items()
    }


def due_jobs(
    schedule: ScheduleSection,
    past: Past,
    *,
    up_since: datetime,
    now: datetime,
    delay: timedelta = timedelta(),
    news_at: datetime | None = None,
) -> tuple[str, ...]:
    """Return the jobs that are to be started now, in that order (see `starts`)."""
    when = starts(schedule, past, up_since=up_since, now=now, delay=delay, news_at=news_at)
    return tuple(job for job in JOBS if when[job] <= now)


def failures(attempts: Sequence[Attempt]) -> list[Attempt]:
    """Return the attempts since the last that ended well; an interrupted one is no failure."""
    failed: list[Attempt] = []
    for attempt in attempts:
        if attempt.exit_code == DONE:
            failed.clear()
        elif attempt.exit_code != INTERRUPTED:
            failed.append(attempt)
    return failed


def due_since(
    crontab: str, attempts: Sequence[Attempt], *, timezone: str, now: datetime
) -> datetime:
    """Return when a job was, or will be, first due after its last run that ended well, in UTC."""
    well = [attempt.started_at for attempt in attempts if attempt.exit_code == DONE]
    if not well:
        return now.astimezone(UTC)
    return next_run_at(crontab, timezone=timezone, now=well[-1]).astimezone(UTC)


def is_lasting(failure: Attempt) -> bool:
    """Whether a failure will not pass by itself, as when a token has expired."""
    return failure.exit_code not in {None, TEMPORARY}


def _start(
    crontab: str,
    attempts: Sequence[Attempt],
    *,
    timezone: str,
    up_since: datetime,
    now: datetime,
    delay: timedelta,
    news_at: datetime | None,
) -> datetime:
    due_at = due_since(crontab, attempts, timezone=timezone, now=now)
    well = [run.ended_at or run.started_at for run in attempts if run.exit_code == DONE]
    if well:
        due_at += delay
    if well and news_at is not None and well[-1] < news_at <= now:
        due_at = min(due_at, news_at.astimezone(UTC))
    failed = failures(attempts)
    if not failed:
        return due_at
    last = failed[-1]
    if is_lasting(last) and last.started_at >= up_since:
        next_at = next_run_at(crontab, timezone=timezone, now=last.started_at)
        return max(due_at, next_at.astimezone(UTC) + delay)
    return max(due_at, (last.ended_at or last.started_at) + back_off(len(failed)))


def back_off(times: int) -> timedelta:
    """Return how long to wait after so many failures in a row: 5, 10, 20 min … 4 hours."""
    doublings = min(times - 1, 10)  # beyond that the longest pause is long reached
    return min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2.0**doublings)
