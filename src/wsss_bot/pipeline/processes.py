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
from multiprocessing.queues import Queue
from typing import Any, TypeVar

from wsss_bot.errors import WsssBotError

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
    others = (min(MOST, os.cpu_count() or 1) if processes is None else processes) - 1
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
    # Through a queue, which has a thread of its own: a process that begins takes long to read it.
    works = context.Queue()
    works.cancel_join_thread()  # it does not matter who has not read it in the end
    for _ in range(others):
        works.put(work)
    with ProcessPoolExecutor(others, context, initializer=_begin, initargs=(works,)) as pool:
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
            pool.shutdown(cancel_futures=True)


def _made(what: Made) -> Future[Made]:
    """Return what this process has made, as if another had."""
    future: Future[Made] = Future()
    future.set_result(what)
    return future


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


def _begin(works: "Queue[Callable[[Any], Any]]") -> None:
    global _work
    _work = works.get()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the first process to end; one that is killed cannot end the others."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _begun() -> None:
    """Do nothing; when this is done, a process has begun."""


def _do(piece: Any) -> Any:
    return _work(piece)
