"""A machine that keeps `serve` up for months in no time, with what happens to machines."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.standins.clock import Clock
from wsss_bot.app import SystemClock
from wsss_bot.cli import run
from wsss_bot.config import read_config
from wsss_bot.service.serve import COMMAND_OF, Service
from wsss_bot.state.database import Database

MINUTE = timedelta(minutes=1)
RESTARTS_AFTER = 5 * MINUTE


class Killed(BaseException):
    """What SIGKILL is to a process: nothing that it still does reaches the disk or a service."""


@dataclass(kw_only=True)
class Blow:
    """What happens to a job under way, when it has asked the services or the state so often."""

    what: type[Killed] | type[KeyboardInterrupt]
    steps: int
    arrives: bool
    """Whether the request that was under way still arrives."""
    serve_too: bool
    """Whether `serve` ends with its job, as when the container is stopped."""


class Machine:
    """A machine on which `serve` is up, down, ended and killed, as it is told."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        self.clock = clock
        self.skew = timedelta()
        """By how much the clock of the machine is wrong."""
        self.blow: Blow | None = None
        """What happens to the next job."""
        self.off = False
        """Whether nobody starts `serve` again."""
        self._at_work = self._dead = self._struck = False
        self.after_each_job: Callable[[str, int | None], None] = lambda _job, _code: None
        self.service: Service | None = None
        self._config = read_config(folder / "config.toml")
        self._path = str(folder / "config.toml")
        self._watch(monkeypatch)

    def now(self) -> datetime:
        return self.clock.now() + self.skew

    # --- on and off -------------------------------------------------------------------------

    def start(self) -> None:
        """Start `serve`."""
        self.service = Service(
            self._config.schedule,
            Path(self._config.state.path),
            do=self.do,
            now=self.now,
        )
        self.service.open()

    def stop(self) -> None:
        """End `serve` with SIGTERM."""
        if self.service:
            self.service.stopping.set()
            self.service.end()
        self.service = None

    def live(self, until: datetime) -> None:
        """Let the time pass; `serve` does what is due, and is started again where it ended."""
        while self.clock.moment < until:
            if self.service is None and self.off:
                self.clock.moment = until
            elif self.service is None:
                self.clock.moment += RESTARTS_AFTER
                self.start()
            else:
                self.service.beat()
                self.service.attend()
                self._wait(until)

    def _wait(self, until: datetime) -> None:
        """Go to the minute when there is something to do, as far as `serve` knows."""
        if self.service is not None:
            next_at = min(self.service.starts().values()) - self.skew
            self.clock.moment = max(
                self.clock.moment, min(max(next_at, self.clock.moment + MINUTE), until)
            )

    # --- one job ----------------------------------------------------------------------------

    def do(self, job: str) -> int | None:
        """Do a job as its process would; the exit code is None when it was killed."""
        code: int | None = None
        self._at_work = True
        try:
            code = run([COMMAND_OF[job], "--config", self._path])
        except Killed:
            pass
        finally:
            self._at_work = self._dead = False
        if self._struck and self.blow:
            self._leave(self.blow)
        self.after_each_job(job, code)
        return code

    def _leave(self, blow: Blow) -> None:
        self.blow, self._struck = None, False
        if blow.serve_too and self.service:
            self.service.stopping.set()
            if blow.what is KeyboardInterrupt:
                self.service.end()
            self.service = None

    def _step(self) -> Blow | None:
        """Return the blow if this step of the job is its turn."""
        if self._dead:
            raise Killed
        if not self._at_work or self.blow is None or self._struck:
            return None
        self.blow.steps -= 1
        if self.blow.steps > 0:
            return None
        self._struck, self._dead = True, self.blow.what is Killed
        return self.blow

    def _watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Count the requests and the statements to the state."""
        really_send, really_execute = HTTPAdapter.send, Database.execute

        def send(adapter: HTTPAdapter, *args: Any, **more: Any) -> requests.Response:
            blow = self._step()
            if blow and not blow.arrives:
                raise blow.what
            answer = really_send(adapter, *args, **more)
            if blow:
                raise blow.what
            return answer

        def execute(db: Database, *args: Any) -> list[tuple[Any, ...]]:
            if blow := self._step():
                raise blow.what
            return really_execute(db, *args)

        monkeypatch.setattr(HTTPAdapter, "send", send)
        monkeypatch.setattr(Database, "execute", execute)
        monkeypatch.setattr(SystemClock, "now", lambda _: self.now())
        monkeypatch.setattr(time, "sleep", self.clock.sleep)  # for libraries
        monkeypatch.setattr(SystemClock, "sleep", lambda _, seconds: self.clock.sleep(seconds))
