"""Stay up for many lists: each minute it is looked what is due, and a round serves it."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from wsss_bot.errors import StateError, WsssBotError
from wsss_bot.fleet.due import due_in
from wsss_bot.fleet.installation import Installation
from wsss_bot.state import Beat, Store

log = logging.getLogger(__name__)


class ManyLists:
    """What is due among the lists of an installation, which is read anew when a config changes.

    `read` returns the installation as it is now, and raises WsssBotError. `serve_due` serves what
    is due, in a process of its own, and returns its exit code; it never raises. `shared` is the
    state file that all lists share.
    """

    def __init__(
        self,
        read: Callable[[], Installation],
        folder: Path,
        *,
        shared: Path,
        serve_due: Callable[[], int | None],
        now: Callable[[], datetime],
    ) -> None:
        self._read, self._folder, self._shared = read, folder, shared
        self._serve_due, self._now = serve_due, now
        self._up_since = now()
        self._seen: object = None
        self._next_at: datetime | None = None
        self.stopping = threading.Event()
        """When it is set, no other round begins."""

    def open(self) -> None:
        """Make the shared state, or bring it up to date. Raises ConfigError and StateError."""
        self._read()  # which refuses a folder without configs
        Store.open(self._shared, now=self._now()).close()

    def starts(self) -> dict[str, datetime]:
        """Return when the next round is to be started, in UTC."""
        at = self.next_at()
        return {"a round": at} if at else {}

    def attend(self) -> None:
        """Serve what is due, once: what fails is due again as its schedule says."""
        try:
            at = self.next_at()
            if self.stopping.is_set() or at is None or at > self._now():
                return
            code = self._serve_due()
            log.info("a round ended with exit code %s", code)
            self._seen = None
        except WsssBotError as error:
            log.error("%s", error)

    def next_at(self) -> datetime | None:
        """Return when something is due next; None: never. Raises WsssBotError.

        The installation is read anew when a config changes, and each hour: an app may have been
        installed elsewhere.
        """
        seen = (_look(self._folder), self._now().replace(minute=0, second=0, microsecond=0))
        if seen != self._seen:
            self._next_at = due_in(self._read(), up_since=self._up_since).first
            self._seen = seen
        return self._next_at

    def beat(self) -> None:
        """Give a sign of life."""
        now = self._now()
        try:
            with Store.open_beside(self._shared, now=now) as store:
                store.heartbeat.beat(Beat(since_at=self._up_since, at=now))
        except StateError as error:
            log.warning("no sign of life could be given: %s", error)

    def end(self) -> None:
        """Say that the silence from now on is meant."""
        with suppress(StateError), Store.open_beside(self._shared, now=self._now()) as store:
            store.heartbeat.end()


def _look(folder: Path) -> object:
    """Return what changes when a config is added, changed or taken away."""
    with suppress(OSError):
        return [(path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.toml"))]
    return None
