"""The file that keeps the bytes of the last trained classifier."""

import logging
import os
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)


class ClassifierCache:
    """One file, which may vanish or be damaged at any time: losing it costs a training."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> bytes | None:
        """Return what was last written; None, with a line in the log, if it cannot be read."""
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("the classifier in %s cannot be read: %s", self._path, error.strerror)
            return None

    def write(self, data: bytes) -> None:
        """Replace what was written, at once or not at all; a full disk is a line in the log."""
        unfinished = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(data)
            unfinished.replace(self._path)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            log.warning("the classifier cannot be kept in %s: %s", self._path, error.strerror)
