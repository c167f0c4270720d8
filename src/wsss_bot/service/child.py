"""Our own commands, each in a process of its own: what it used of the memory is given back."""

import logging
import subprocess
import sys
import threading
from collections.abc import Sequence

from wsss_bot.errors import INTERRUPTED

log = logging.getLogger(__name__)

KILLED = None
"""How a command ends that was killed, as for want of memory."""

LONGEST_SECONDS = 6 * 3600.0
"""No command takes as long as this; one that does hangs."""


class Children:
    """Runs commands of this program one after the other, until it is stopped.

    Their log comes through on our standard error; what they print for people does not.
    """

    def __init__(self, *, longest_seconds: float = LONGEST_SECONDS) -> None:
        self._longest_seconds = longest_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def run(self, words: Sequence[str]) -> int | None:
        """Run `wsss-bot WORDS` and return its exit code; KILLED also where it cannot be started."""
        with self._lock:
            if self._stopped:
                return INTERRUPTED
            try:
                self._process = process = subprocess.Popen(  # noqa: S603  # our own program
                    # -P: modules in the working folder are not ours.
                    [sys.executable, "-P", "-m", "wsss_bot", *words],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    # Else Ctrl-C on our terminal reaches it beside our own signal.
                    start_new_session=True,
                )
            except OSError as error:
                log.error("wsss-bot %s cannot be started: %s", words[0], error.strerror)
                return KILLED
        try:
            code = process.wait(self._longest_seconds)
        except subprocess.TimeoutExpired:
            log.error("wsss-bot %s hangs and is killed", words[0])
            process.kill()
            code = process.wait()
        if self._is_stopped():
            return INTERRUPTED
        return code if code >= 0 else KILLED

    def _is_stopped(self) -> bool:
        with self._lock:
            return self._stopped

    def stop(self, *, grace_seconds: float) -> None:
        """Ask the command under way to end, and kill it when it has not; start no other."""
        with self._lock:
            self._stopped = True
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(grace_seconds)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def kill(self) -> None:
        """Kill the command under way."""
        if self._process is not None:
            self._process.kill()
