"""When the next request may start: remembered in one process, or for all of one user's.

A `GateFile` is also a lock. The operating system takes it back when its process ends, however that
ends, so a killed command stops no other.
"""

import fcntl
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from wsss_bot.files import make_private_folder

LONG_AGO = datetime.min.replace(tzinfo=UTC)

_OPENED = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_UNDER_WAY = b"under way"
_MOST_BYTES = 64


class Gate(Protocol):
    """Remembers when the next request may start, for every process that shares it."""

    def not_before(self) -> datetime | None:
        """When the next request may start; None if a request began and its end is not known."""
        ...

    def set_not_before(self, moment: datetime | None) -> None:
        """Remember `moment`, or with None that a request is under way."""
        ...


class GateInMemory:
    """A gate that no other process shares."""

    def __init__(self) -> None:
        self._moment: datetime | None = LONG_AGO

    def not_before(self) -> datetime | None:
        """See `Gate`."""
        return self._moment

    def set_not_before(self, moment: datetime | None) -> None:
        """See `Gate`."""
        self._moment = moment


class GateFile:
    """A gate in a file, which one process at a time can take and read and write.

    Its folder is made for this user alone. Raises OSError where it cannot be used: it is a symbolic
    link, belongs to somebody else, or nothing can be written there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        make_private_folder(path.parent)
        if self.take():
            self.give_back()

    def take(self) -> bool:
        """Take the gate, and say whether that was possible: it is not while another has it."""
        file = os.open(self._path, _OPENED, mode=0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(file), os.lstat(self._path)):
                raise BlockingIOError  # the file was removed meanwhile: others lock a new one
        except (BlockingIOError, FileNotFoundError):
            os.close(file)
            return False
        except BaseException:
            os.close(file)
            raise
        self._file = file
        return True

    def give_back(self) -> None:
        """Let others take the gate."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def not_before(self) -> datetime | None:
        """See `Gate`. This process must have taken it."""
        text = os.pread(self._taken, _MOST_BYTES, 0)
        if not text:
            return LONG_AGO
        with suppress(ValueError):
            moment = datetime.fromisoformat(text.decode("ascii", "replace"))
            return moment if moment.tzinfo else None
        return None

    def set_not_before(self, moment: datetime | None) -> None:
        """See `Gate`. This process must have taken it."""
        text = moment.astimezone(UTC).isoformat().encode() if moment else _UNDER_WAY
        os.pwrite(self._taken, text, 0)
        os.ftruncate(self._taken, len(text))

    @property
    def _taken(self) -> int:
        if self._file is None:
            raise RuntimeError("a gate is read and written only by the process that has taken it")
        return self._file


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Return the bot's folder for what may be lost: https://specifications.freedesktop.org/basedir.

    Raises RuntimeError where the user has no home.
    """
    named = Path(environment.get("XDG_CACHE_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".cache") / "wsss-bot"
