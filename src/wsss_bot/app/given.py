"""What the program is composed of: a config, an environment and a clock."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from wsss_bot import network
from wsss_bot.config import Config


class Clock(Protocol):
    """What time it is, and how to wait."""

    def now(self) -> datetime:
        """Return the time, aware and in UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the time."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class Given:
    """What an `App` is given."""

    def __init__(
        self,
        config: Config,
        environment: Mapping[str, str],
        clock: Clock,
        *,
        is_named: bool = False,
        shared_state: Path | None = None,
    ) -> None:
        """Take a config, the variables that hold secrets, and a clock.

        `is_named` is whether the operator named the config; else it may be that of a folder of
        somebody else. `shared_state` is the file in which several lists keep what is the same for
        all; None: the list's own has everything.
        """
        self.config = config
        self.shared_state = shared_state
        self.clock = clock
        self._environment = environment
        self._is_named = is_named

    def _check_network(self, *urls: str) -> None:
        """Raise ConfigError for an environment with which no request to `urls` can be made."""
        network.check(self._environment, *urls)
