"""Our own commands, each in a process of its own: what it used of the memory is given back."""

import subprocess
import sys
import threading
from collections.abc import Sequence

from wsss_bot.errors import INTERRUPTED

KILLED = None
"""How a command ends that was killed, as for want of memory."""


class Children:
    """Runs commands of this program one after the other, until it is stopped.

    Their log comes through on our standard error; what they print for people does not.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def run(self, words: Sequence[str]) -> int | None:
        """Run `wsss-bot WORDS` and return its exit code, or KILLED."""
        with self._lock:
            if self._stopped:
                return INTERRUPTED
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and program
                [sys.executable, "-m", "wsss_bot", *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # Else Ctrl-C on our terminal reaches it beside our own signal.
                start_new_session=True,
            )
        code = self._process.wait()
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
