"""Work on many pieces, on up to four processors, in the order of the pieces."""

import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any, TypeVar

from wsss_bot.errors import WsssBotError
from wsss_bot.papers_file.spill import temporary_file

ALONE = 12
"""So many pieces are done before other processes would have begun."""
AHEAD = 2
"""How many pieces wait for each of the others."""
MOST = 4
"""One process hands out and gathers; it cannot feed more."""

Piece = TypeVar("Piece")
Made = TypeVar("Made")

_work: Callable[[Any], Any]


def in_order(
    work: Callable[[Piece], Made], pieces: Iterable[Piece], *, processes: int | None = None
) -> Iterator[Made]:
    """Yield `work` of each piece, in the order of the pieces, done by several processes.

    This process is one of them. `work` must be picklable: each of the others gets it once. A few
    pieces are not worth another process. Raises WsssBotError when one of the others is killed.
    """
    remaining = iter(pieces)
    yield from map(work, islice(remaining, ALONE))
    others = (min(MOST, _processors()) if processes is None else processes) - 1
    if others < 1:
        yield from map(work, remaining)
        return
    for first in remaining:
        yield from _with_others(work, chain([first], remaining), others)


def _with_others(
    work: Callable[[Piece], Made], pieces: Iterable[Piece], others: int
) -> Iterator[Made]:
    # Not forked: the libraries that count have threads of their own, which a fork would lose.
    context = get_context("spawn")
    # Handed over directly, `work` would keep this process waiting until the others have begun.
    with temporary_file(pickle.dumps(work)) as path:
        pool = ProcessPoolExecutor(others, context, initializer=_begin, initargs=(path,))
        waiting: deque[Future[Made]] = deque()
        try:
            with _deaf_to_interrupts():
                begun = pool.submit(_begun)
            for piece in pieces:
                under_way = sum(not made.done() for made in waiting)
                if begun.done() and under_way < AHEAD * others:
                    with _deaf_to_interrupts():
                        waiting.append(pool.submit(_do, piece))
                else:
                    waiting.append(_made(work(piece)))
                while waiting and (waiting[0].done() or len(waiting) > AHEAD * (others + 1)):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise WsssBotError(
                "a process that scored papers was killed, perhaps for want of memory; nothing was "
                "written; give the machine more memory, or the papers in smaller files"
            ) from error
        finally:
            with _deaf_to_signals():
                pool.shutdown(cancel_futures=True)


def _processors() -> int:
    """Return how many processors this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _made(what: Made) -> Future[Made]:
    """Return what this process has made, as if another had."""
    future: Future[Made] = Future()
    future.set_result(what)
    return future


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let a process that begins meanwhile never hear Ctrl-C.

    Ctrl-C reaches every process of a terminal; the first one ends the others.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _deaf_to_signals() -> Iterator[None]:
    """Hear no second Ctrl-C meanwhile: it would leave processes that nobody tells to end."""
    if threading.current_thread() is not threading.main_thread():  # which hears none
        yield
        return
    before = {
        number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _begin(path: str) -> None:
    global _work
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work = pickle.loads(Path(path).read_bytes())  # noqa: S301  # of the first process


def _end_with_parent() -> None:
    """Wait for the first process to end; one that is killed cannot end the others."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _begun() -> None:
    """Do nothing; when this is done, a process has begun."""


def _do(piece: Any) -> Any:
    return _work(piece)
