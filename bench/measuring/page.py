"""docs/benchmarks.md: what the benchmarks print, each between its marks."""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import metadata
from io import StringIO
from pathlib import Path
from typing import TextIO

from bench.measuring.where import DOCS, ROOT

PAGE = DOCS / "benchmarks.md"
LIBRARIES = ("numpy", "scipy", "scikit-learn", "orjson", "click", "PyGithub", "arxiv")


def put(name: str, text: str) -> None:
    """Put the text between the marks of `name`; a name without marks gets them at the end."""
    page = PAGE.read_text("utf-8")
    begin, end = f"<!-- begin {name}: python -m bench {name} --write -->", f"<!-- end {name} -->"
    part = f"{begin}\n\n{text.strip()}\n\n{end}"
    marked = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if marked.search(page):
        page = marked.sub(lambda _: part, page)
    else:
        page = f"{page.rstrip()}\n\n## {name.capitalize()}\n\n{part}\n"
    PAGE.write_text(page, "utf-8")


def fill(page: Path, what: str, lines: Sequence[str], *, by: str) -> None:
    """Put the lines of a table into a page, between the marks that name it and its benchmark."""
    begin, end = f"<!-- begin {what}: python -m bench.{by} --write -->", f"<!-- end {what} -->"
    before, _, rest = page.read_text("utf-8").partition(begin)
    text = "\n".join(["", "", *lines, "", ""])
    page.write_text(f"{before}{begin}{text}{end}{rest.partition(end)[2]}", "utf-8")


def measured_on() -> str:
    """Say when and of which commit, and how busy the machine was."""
    now = datetime.now(UTC)
    busy, _, _ = os.getloadavg()
    return f"Measured on {now:%Y-%m-%d at %H:%M} UTC, commit {_commit()}, load {busy:.1f}."


def machine() -> str:
    """Return a table of the machine and the versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    lines = [
        "| what | |",
        "| --- | --- |",
        f"| processor | {_processor()}, {os.cpu_count()} cores |",
        f"| memory | {memory:.0f} GB |",
        f"| system | {platform.system()} {platform.release()} |",
        f"| Python | {platform.python_version()} |",
        *(f"| {name} | {metadata.version(name)} |" for name in LIBRARIES),
    ]
    return "\n".join(lines)


@contextmanager
def copied() -> Iterator[StringIO]:
    """Yield what is printed meanwhile, which is printed all the same."""
    both = _Both(sys.stdout)
    sys.stdout, before = both, sys.stdout
    try:
        yield both
    finally:
        sys.stdout = before


class _Both(StringIO):
    def __init__(self, shown: TextIO) -> None:
        super().__init__()
        self._shown = shown

    def write(self, text: str) -> int:
        self._shown.write(text)
        self._shown.flush()
        return super().write(text)


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text("utf-8"))
    except OSError:
        found = None
    return found[1] if found else platform.machine()


def _commit() -> str:
    words = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(  # noqa: S603  # fixed words
            words, capture_output=True, text=True, check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
