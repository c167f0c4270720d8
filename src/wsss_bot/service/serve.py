"""Stay up and do each job when it is due.

`Service` decides and remembers; whoever holds it brings the time and does the jobs. `serve` is
that for good: APScheduler is the clock, and each job is a process of its own, so that what a
training took of the memory is given back, and a signal ends it at once.
"""

import logging
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler

from wsss_bot.config import ScheduleSection
from wsss_bot.errors import DONE, INTERRUPTED, StateError, StateInUse
from wsss_bot.service.child import KILLED, Children
from wsss_bot.service.health import read_news, read_past
from wsss_bot.service.scheduler import (
    Attempt,
    Past,
    crontabs,
    due_jobs,
    due_since,
    failures,
    starts,
)
from wsss_bot.state import Beat, Store

log = logging.getLogger(__name__)

COMMAND_OF = {"poll": "poll", "propose": "run", "refresh": "refresh"}
"""The command that does each job."""

PULSE = timedelta(minutes=1)
"""How often it is looked what is due, and a sign of life is given."""

GRACE_SECONDS = 3.0
"""How long a job that is told to end may take for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unrecorded:
    """What a job could not say in the state, as when another bot held it."""

    after: Sequence[Attempt]
    """What the state held of the job; when it holds something else, this is out of date."""
    attempts: tuple[Attempt, ...]


class Service:
    """What is due, and what became of it.

    `state` is the path of the state file. `do` does a job and returns its exit code (None: it was
    killed); it never raises. `now` is the time, and `delay` is added to each due time.
    """

    def __init__(
        self,
        schedule: ScheduleSection,
        state: Path,
        *,
        do: Callable[[str], int | None],
        now: Callable[[], datetime],
        delay: timedelta = timedelta(),
    ) -> None:
        self._schedule, self._state = schedule, state
        self._do, self._now, self._delay = do, now, delay
        self._up_since = now()
        self._unrecorded: dict[str, _Unrecorded] = {}
        self.stopping = threading.Event()
        """When it is set, no other job begins."""

    def open(self) -> None:
        """Make the state file, or bring it up to date. Raises StateError."""
        try:
            Store.open(self._state, now=self._now()).close()
        except StateInUse as error:
            # As by a job of a `serve` that was killed: it ends, and nobody is served by our end.
            log.warning("%s", error)
        except StateError as error:
            log.warning("%s", error)
            Store.open(self._state, now=self._now()).close()  # a damaged one was put aside

    def attend(self) -> None:
        """Do what is due, one job after the other, until nothing is or a job is interrupted."""
        try:
            while not self.stopping.is_set() and (due := self.due()):
                if self._attempt(due[0]) == INTERRUPTED:
                    return
        except StateError as error:
            log.error("%s", error)
            with suppress(StateError):
                self.open()

    def beat(self) -> None:
        """Give a sign of life."""
        now = self._now()
        try:
            with Store.open_beside(self._state, now=now) as store:
                store.heartbeat.beat(Beat(since_at=self._up_since, at=now))
        except StateError as error:
            log.warning("no sign of life could be given: %s", error)

    def end(self) -> None:
        """Say that the silence from now on is meant."""
        try:
            with Store.open_beside(self._state, now=self._now()) as store:
                store.heartbeat.end()
        except StateError as error:
            log.warning("%s", error)

    def due(self) -> tuple[str, ...]:
        """Return the jobs that are due, in the order to do them. Raises StateError."""
        return due_jobs(
            self._schedule,
            self._past(),
            up_since=self._up_since,
            now=self._now(),
            delay=self._delay,
            news_at=read_news(self._state, now=self._now()),
        )

    def starts(self) -> dict[str, datetime]:
        """Return when each job is to be started next, in UTC. Raises StateError."""
        return starts(
            self._schedule,
            self._past(),
            up_since=self._up_since,
            now=self._now(),
            delay=self._delay,
            news_at=read_news(self._state, now=self._now()),
        )

    def _attempt(self, job: str) -> int | None:
        """Do a job; return its exit code."""
        log.info("%s begins: %s", job, self._reason(job))
        before, started_at = self._recorded()[job], self._now()
        code = self._do(job)
        ended_at = self._now()
        if self._recorded()[job] == before:
            attempt = Attempt(started_at=started_at, ended_at=ended_at, exit_code=code)
            attempts = (*self._unrecorded_after(job, before), attempt)
            self._unrecorded[job] = _Unrecorded(after=before, attempts=attempts)
        if code == INTERRUPTED:
            again = "after the next start" if self.stopping.is_set() else "in a minute"
            log.info("%s was interrupted; it is done again %s", job, again)
            return code
        how = "ended well" if code == DONE else "was killed" if code is KILLED else "failed"
        seconds = (ended_at - started_at).total_seconds()
        level = logging.INFO if code == DONE else logging.ERROR
        next_at = self.starts()[job]
        log.log(level, "%s %s after %.0f s; next on %s", job, how, seconds, _day(next_at))
        return code

    def _past(self) -> Past:
        """Return how the jobs ended, those included that could not say so in the state."""
        return {
            job: (*recorded, *self._unrecorded_after(job, recorded))
            for job, recorded in self._recorded().items()
        }

    def _recorded(self) -> Past:
        return read_past(self._state, now=self._now())

    def _unrecorded_after(self, job: str, recorded: Sequence[Attempt]) -> tuple[Attempt, ...]:
        known = self._unrecorded.get(job)
        return known.attempts if known and known.after == recorded else ()

    def _reason(self, job: str) -> str:
        attempts = self._past()[job]
        if failed := failures(attempts):
            last = failed[-1]
            why = last.failure or "it could not say why"
            return f"again, after it failed on {_day(last.started_at)}: {why}"
        if not any(attempt.exit_code == DONE for attempt in attempts):
            return "it has not been done yet"
        due_at = due_since(
            crontabs(self._schedule)[job],
            attempts,
            timezone=self._schedule.timezone,
            now=self._now(),
        )
        return f"it was due on {_day(due_at)}"


class Attends(Protocol):
    """Decides what is due, for one list or many, and does it."""

    @property
    def stopping(self) -> threading.Event:
        """When it is set, nothing else begins."""
        ...

    def open(self) -> None:
        """Make the state, or bring it up to date. Raises WsssBotError."""

    def starts(self) -> Mapping[str, datetime]:
        """Return what is to be started next, and when, in UTC. Raises WsssBotError."""
        ...

    def attend(self) -> None:
        """Do what is due; it never raises."""

    def beat(self) -> None:
        """Give a sign of life."""

    def end(self) -> None:
        """Say that the silence from now on is meant."""


def serve(
    schedule: ScheduleSection, state: Path, config_path: str | None, *, now: Callable[[], datetime]
) -> None:
    """Do each job of a list when it is due, in processes that read the config at `config_path`.

    `state` is the path of the state file. Returns and raises as `stay_up` does.
    """
    children = Children()
    options = ("--verbose", *(("--config", config_path) if config_path else ()))
    service = Service(
        schedule,
        state,
        do=lambda job: children.run((COMMAND_OF[job], *options)),
        now=now,
        delay=random.random() * timedelta(seconds=schedule.jitter_seconds),  # noqa: S311
    )
    stay_up(service, children, now=now)


def stay_up(service: Attends, children: Children, *, now: Callable[[], datetime]) -> None:
    """Let `service` attend to what is due, each minute, with its `children`.

    Returns after SIGTERM or SIGINT, with the job under way ended; a second signal ends this process
    at once with exit code 130. Raises WsssBotError where it cannot begin.
    """
    clock = make_clock(service, now=now())
    try:
        service.open()
        for job, start_at in service.starts().items():
            log.info("%s is next due on %s", job, _day(max(start_at, now())))
        clock.start()
        while True:
            time.sleep(PULSE.total_seconds())
            put_right(clock, now=now())
    except KeyboardInterrupt:
        _end_at_once_on_another_signal(children)
        log.info("told to stop")
    finally:
        service.stopping.set()
        children.stop(grace_seconds=GRACE_SECONDS)
        if clock.running:
            clock.shutdown()
            service.end()
    log.info("stopped")


def make_clock(service: Attends, *, now: datetime) -> BaseScheduler:
    """Return what lets the service attend to its jobs from `now` on, and give signs of life."""
    clock = BackgroundScheduler(
        timezone="UTC",
        executors={name: {"type": "threadpool", "max_workers": 1} for name in ("default", "beat")},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    every = {"trigger": "interval", "seconds": PULSE.total_seconds()}
    clock.add_job(service.attend, next_run_time=now, **every)
    clock.add_job(service.beat, next_run_time=now, executor="beat", **every)
    return clock


def put_right(clock: BaseScheduler, *, now: datetime) -> None:
    """Let nothing wait until the time, which was set back, has come as far as it was again."""
    for job in clock.get_jobs():
        if job.next_run_time > now + 2 * PULSE:
            job.modify(next_run_time=now)


def _end_at_once_on_another_signal(children: Children) -> None:
    def end(*_: object) -> None:
        children.kill()
        os._exit(INTERRUPTED)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)


def _day(moment: datetime) -> str:
    return f"{moment:%a %Y-%m-%d at %H:%M %Z}"
