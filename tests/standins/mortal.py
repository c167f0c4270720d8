"""A connection to a state file that dies at a given statement, and stays dead."""

import sqlite3
from collections.abc import Callable
from typing import Any


def mortal(*, dies_at: int, die: Callable[[], object]) -> Callable[..., sqlite3.Connection]:
    """Return a `connect` whose connections call `die` at each statement from `dies_at` on."""
    done = 0

    class MortalConnection(sqlite3.Connection):
        def execute(self, *args: Any) -> sqlite3.Cursor:
            _count()
            return super().execute(*args)

        def executemany(self, *args: Any) -> sqlite3.Cursor:
            _count()
            return super().executemany(*args)

    def _count() -> None:
        nonlocal done
        done += 1
        if done >= dies_at:
            die()

    def connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        return sqlite3.connect(*args, factory=MortalConnection, **kwargs)

    return connect
