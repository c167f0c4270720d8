"""How the jobs ended lately, and whether that is as the schedule demands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from wsss_bot.config import ScheduleSection
from wsss_bot.errors import DONE, StateError
from wsss_bot.service.scheduler import (
    JOBS,
    Attempt,
    Past,
    crontabs,
    due_since,
    failures,
    is_lasting,
)
from wsss_bot.state import Beat, Store, is_there

LONGEST_SILENCE = timedelta(minutes=5)
"""`serve` gives a sign of life each minute."""

GRACE = timedelta(hours=6)
"""How much later than due a job may end well: a first poll takes long, and arXiv has bad hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the bot is."""

    ok: bool
    message: str
    """What was found, or what is wrong and what to do."""


def read_past(path: Path, *, now: datetime) -> Past:
    """Return for each job its last run that ended well, and all since; nothing without a state.

    A run that is under way counts as one that did not end. Raises StateError.
    """
    if not is_there(path):
        return dict.fromkeys(JOBS, ())
    with Store.open_to_read(path, now=now) as store:
        return past_of(store)


def read_news(path: Path, *, now: datetime) -> datetime | None:
    """Return when an official listing last had new papers; None: never. Raises StateError."""
    if not is_there(path):
        return None
    with Store.open_to_read(path, now=now) as store:
        return store.listings.news_at()


def past_of(store: Store) -> Past:
    """Return the same of an open state."""
    return {
        job: tuple(
            Attempt(
                started_at=run.started_at,
                ended_at=run.finished_at,
                exit_code=run.exit_code,
                failure=run.failure,
            )
            for run in store.runs.since_last(job)
        )
        for job in JOBS
    }


def read_health(path: Path, schedule: ScheduleSection, *, now: datetime) -> Health:
    """Return how the bot is, as its state tells."""
    try:
        with Store.open_to_read(path, now=now) as store:
            return judge(schedule, past_of(store), store.heartbeat.last(), now=now)
    except StateError as error:
        return Health(ok=False, message=str(error))


def judge(schedule: ScheduleSection, past: Past, beat: Beat | None, *, now: datetime) -> Health:
    """Return how the bot is.

    With a `beat` jobs are expected from the time on at which `serve` started.
    """
    wrong = []
    if beat is not None and abs(now - beat.at) > LONGEST_SILENCE:
        wrong.append(f"serve has given no sign of life since {_time(beat.at)}; start it again")
    done = expected_jobs(past, beat)
    if not done:
        wrong.append("no job was ever done; start serve, or run")
    for job in done:
        attempts = past.get(job, ())
        if sentence := _wrong_with(
            attempts, crontabs(schedule)[job], timezone=schedule.timezone, beat=beat, now=now
        ):
            wrong.append(f"{job} {sentence}")
    if wrong:
        return Health(ok=False, message="; ".join(wrong))
    alive = ["serve is up"] if beat is not None else []
    return Health(ok=True, message=", ".join([*alive, *(_ended(job, past) for job in done)]))


def expected_jobs(past: Past, beat: Beat | None) -> tuple[str, ...]:
    """Return the jobs that somebody does here: all of them where `serve` gave a `beat`.

    Without one something else, like cron, does those that were ever done; whole runs need no
    other polls.
    """
    if beat is not None:
        return JOBS
    done = tuple(job for job in JOBS if past.get(job))
    return tuple(job for job in done if job != "poll") if "propose" in done else done


def _ended(job: str, past: Past) -> str:
    well = [attempt.started_at for attempt in past.get(job, ()) if attempt.exit_code == DONE]
    return f"{job} ended well on {_time(well[-1])}" if well else f"{job} is not late yet"


def _wrong_with(
    attempts: Sequence[Attempt],
    crontab: str,
    *,
    timezone: str,
    beat: Beat | None,
    now: datetime,
) -> str:
    """Say what is wrong with a job; nothing when it is as recent as it should be."""
    failed = failures(attempts)
    why = f": {failed[-1].failure}" if failed and failed[-1].failure else ""
    if failed and is_lasting(failed[-1]):
        return f"failed on {_time(failed[-1].started_at)}{why}"
    if any(attempt.exit_code == DONE for attempt in attempts):
        due_at = due_since(crontab, attempts, timezone=timezone, now=now)
    else:
        due_at = attempts[0].started_at if attempts else now
    if beat is not None:
        due_at = max(due_at, beat.since_at) if attempts else beat.since_at
    if now > due_at + GRACE:
        return f"was due on {_time(due_at)} and has not ended well since{why}"
    return ""


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d at %H:%M} UTC"
