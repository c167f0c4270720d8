"""How far long work is: on a terminal as it goes, else a line a minute."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

log = logging.getLogger(__name__)
log.setLevel(logging.INFO)  # who reads no terminal sees these lines, whatever else is logged

QUIET_SECONDS = 60.0
"""So long nothing is said where nobody looks at a terminal."""

Moves = Callable[[int, int], None]
"""Told how much is done, and how much there is."""


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on a terminal what takes a while; nothing when standard error is piped."""
    with Console(stderr=True).status(f"{what}…"):
        yield


@contextmanager
def bar(
    what: str, unit: str = "requests", *, clock: Callable[[], float] = time.monotonic
) -> Iterator[Moves]:
    """Show how far work is, counted in `unit`, and yield what moves it.

    On a terminal it is a line that renews itself; else a line is logged each minute by `clock`.
    """
    terminal = Console(stderr=True)
    if not terminal.is_terminal:
        yield _a_line_a_minute(what, unit, clock)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=terminal, transient=True) as bars:
        task = bars.add_task(what, total=None)

        def move(done: int, total: int) -> None:
            said = f"{what}: {_counted(done, total, unit)}"
            bars.update(task, completed=done, total=total, description=said)

        yield move


def _a_line_a_minute(what: str, unit: str, clock: Callable[[], float]) -> Moves:
    said_at = clock()

    def move(done: int, total: int) -> None:
        nonlocal said_at
        if (now := clock()) - said_at >= QUIET_SECONDS:
            said_at = now
            log.info("%s: %s", what, _counted(done, total, unit))

    return move


def _counted(done: int, total: int, unit: str) -> str:
    """Return how far it is in words: '12,400 of 30,000 papers'."""
    if unit == "bytes":
        return f"{done / 1e6:,.1f} of {total / 1e6:,.1f} MB"
    return f"{done:,} of {total:,} {unit}"
