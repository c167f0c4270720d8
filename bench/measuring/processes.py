"""A command measured from outside: its seconds, and the memory of all its processes."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.measuring.where import ROOT

EVERY = 0.2
"""So many seconds pass between two looks at the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command took."""

    seconds: float
    cpu: float
    """Seconds of processor time, of all processes."""
    megabytes: float
    """The most memory that all processes had at one time; what they share counts for each."""


def run(code: str, *words: str, output: int = subprocess.DEVNULL) -> Cost:
    """Run Python code with these arguments, and wait for it. It must leave with 0."""
    before = _cpu_of_children()
    began = time.perf_counter()
    child = subprocess.Popen(  # noqa: S603  # our own interpreter and code
        [sys.executable, "-c", code, *words],
        stdout=output,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )
    most, ended = 0.0, False
    while not ended:
        most = max(most, _resident(child.pid))
        with suppress(subprocess.TimeoutExpired):
            child.wait(EVERY)
            ended = True
    seconds = time.perf_counter() - began
    if child.returncode:
        sys.exit(f"the command {words} failed")
    return Cost(seconds=seconds, cpu=_cpu_of_children() - before, megabytes=most)


def command(*words: str) -> Cost:
    """Run a command of wsss-bot."""
    return run("import sys; from wsss_bot.cli import main; main()", *words)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _resident(pid: int) -> float:
    """Return the megabytes of a process and all that came from it, where the system tells."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return 0.0
    own = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return own + sum(_resident(int(child)) for child in children)


def words_for(papers: Path | str, data: Path) -> Sequence[str]:
    """Return the arguments that name what to learn from and what to score."""
    return (
        *("--list", str(data / "seed-list.md")),
        *("--corpus", str(data / "corpus.jsonl.gz")),
        *("--papers", str(papers)),
    )
