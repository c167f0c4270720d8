"""The file that keeps the bytes of the last trained classifier."""

import logging
from pathlib import Path

from wsss_bot.files import make_folder, read_own_file, replace_file

log = logging.getLogger(__name__)


class ClassifierCache:
    """One file, which may vanish or be damaged at any time: losing it costs a training."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> bytes | None:
        """Return what was last written; None, with a line in the log, if it cannot be read."""
        try:
            return read_own_file(self._path)
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("the classifier in %s cannot be read: %s", self._path, error.strerror)
            return None

    def write(self, data: bytes) -> None:
        """Replace what was written, at once or not at all; a full disk is a line in the log."""
        try:
            make_folder(self._path.parent)
            replace_file(self._path, data)
        except OSError as error:
            log.warning("the classifier cannot be kept in %s: %s", self._path, error.strerror)
