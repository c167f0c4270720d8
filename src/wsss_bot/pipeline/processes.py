"""Work on many pieces, on every processor, in the order of the pieces."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from typing import Any, TypeVar

from wsss_bot.errors import WsssBotError

ALONE = 12
"""So many pieces are done before other processes would have begun."""
AHEAD = 2
"""How many pieces wait for each process."""
MOST = 4
"""One process hands out and gathers; it cannot feed more."""

Piece = TypeVar("Piece")
Made = TypeVar("Made")

_work: Callable[[Any], Any]


def in_order(
    work: Callable[[Piece], Made], pieces: Iterable[Piece], *, processes: int | None = None
) -> Iterator[Made]:
    """Yield `work` of each piece, in the order of the pieces, done by several processes.

    `work` must be picklable: each process gets it once. A few pieces are not worth a process.
    Raises WsssBotError when one of the processes is killed.
    """
    remaining = iter(pieces)
    yield from map(work, islice(remaining, ALONE))
    count = min(MOST, os.cpu_count() or 1) if processes is None else processes
    if count < 2:
        yield from map(work, remaining)
        return
    for first in remaining:
        yield from _on_processes(work, chain([first], remaining), count)


def _on_processes(
    work: Callable[[Piece], Made], pieces: Iterable[Piece], count: int
) -> Iterator[Made]:
    # Not forked: the libraries that count have threads of their own, which a fork would lose.
    context = get_context("spawn")
    with ProcessPoolExecutor(count, context, initializer=_begin, initargs=(work,)) as pool:
        waiting: deque[Future[Made]] = deque()
        try:
            for piece in pieces:
                with _deaf_to_interrupts():
                    waiting.append(pool.submit(_do, piece))
                if len(waiting) > AHEAD * count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise WsssBotError(
                "a process that scored papers was killed, perhaps for want of memory; nothing was "
                "written; give the machine more memory, or the papers in smaller files"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let a process that begins meanwhile never hear Ctrl-C; this one hears it afterwards.

    Ctrl-C reaches every process of a terminal; the first one ends the others.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the first process to end; one that is killed cannot end the others."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _do(piece: Any) -> Any:
    return _work(piece)
