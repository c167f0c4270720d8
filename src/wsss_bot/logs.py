"""What is logged: one fact a line, no secret, and no line that outside text has made up."""

import json
import logging
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from wsss_bot.text.printable import printable
from wsss_bot.text.secrets import pieces_of, without_secrets

_LIBRARIES = {
    "apscheduler": logging.ERROR,  # it warns each minute that a job is still under way
    "apprise": logging.CRITICAL,  # its warnings may repeat an address, which holds secrets
    "arxiv": logging.WARNING,  # it repeats each address that it asks
}
"""The least that libraries may log: we say ourselves what matters of it."""


class LineFormatter(logging.Formatter):
    """Writes a record as one line of text or JSON; a traceback, in text, as indented lines.

    `secrets` are hidden wherever they stand. With `dated` a line of text begins with the time.
    """

    def __init__(self, *, as_json: bool, dated: bool, secrets: Sequence[str] = ()) -> None:
        super().__init__()
        self._as_json, self._dated = as_json, dated
        self._secrets = pieces_of(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without an end."""
        message = self._open(record.getMessage())
        trace = self._open(self.formatException(record.exc_info)) if record.exc_info else ""
        at = datetime.fromtimestamp(record.created, UTC)
        level = record.levelname.lower()
        if self._as_json:
            fact = {"at": at.isoformat(), "level": level, "logger": record.name, "message": message}
            return json.dumps(fact | ({"traceback": trace} if trace else {}))
        start = f"{at:%Y-%m-%dT%H:%M:%SZ} {level}" if self._dated else "wsss-bot"
        indented = [f"    {printable(line)}" for line in trace.splitlines()]
        return "\n".join([f"{start}: {printable(message)}", *indented])

    def _open(self, text: str) -> str:
        """Return what anybody may read of `text`."""
        return without_secrets(text, self._secrets)


class _StandardError(logging.Handler):
    """Writes to whatever standard error is now: also above a progress bar, which replaces it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; a reader of the log that left is no reason to stop working."""
        with suppress(OSError):
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()


class _Annotations(logging.Handler):
    """Writes a warning or an error so that GitHub shows it on the page of a workflow's run."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__(logging.WARNING)
        self._secrets = pieces_of(secrets)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        kind = "error" if record.levelno >= logging.ERROR else "warning"
        message = printable(without_secrets(record.getMessage(), self._secrets))
        with suppress(OSError):
            # Line ends are written as escapes already.
            sys.stdout.write(f"::{kind} title=wsss-bot::{message.replace('%', '%25')}\n")
            sys.stdout.flush()


def set_up(
    level: int,
    *,
    as_json: bool = False,
    dated: bool = False,
    secrets: Sequence[str] = (),
    annotates: bool = False,
) -> None:
    """Log to standard error from `level` on, instead of what was set up before.

    With `annotates`, warnings also become notes on the page of a workflow's run.
    """
    handler = _StandardError()
    handler.setFormatter(LineFormatter(as_json=as_json, dated=dated, secrets=secrets))
    notes = [_Annotations(secrets)] if annotates else []
    logging.basicConfig(handlers=[handler, *notes], level=level, force=True)
    for library, least in _LIBRARIES.items():
        logging.getLogger(library).setLevel(least)
