"""The pages of figures: what a benchmark prints stands between its marks in docs/."""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from bench.measuring.where import DOCS, ROOT

LIBRARIES = ("numpy", "scipy", "scikit-learn", "orjson", "click", "PyGithub", "arxiv")


def show(name: str, lines: Iterable[str]) -> None:
    """Print the lines of the table `name`; with --write put them between its marks, too."""
    kept = []
    for line in lines:
        print(line, flush=True)
        kept.append(line)
    print()
    if "--write" in sys.argv:
        put(name, [*kept, "", _measured_on()])


def put(name: str, lines: Iterable[str], *, docs: Path = DOCS) -> None:
    """Put the lines between the marks of `name`, in whatever page of docs/ they stand.

    Raises SystemExit where no page or more than one has both marks.
    """
    begin, end = rf"<!-- begin {re.escape(name)}: [^\n]*-->\n", f"<!-- end {re.escape(name)} -->"
    marked = re.compile(f"({begin}).*?({end})", re.DOTALL)
    pages = [page for page in sorted(docs.glob("*.md")) if marked.search(page.read_text("utf-8"))]
    if len(pages) != 1:
        sys.exit(f"{len(pages)} pages of docs have marks for {name}; one should")
    text = "\n".join(["", *lines, "", ""])
    old = pages[0].read_text("utf-8")
    pages[0].write_text(marked.sub(lambda found: f"{found[1]}{text}{found[2]}", old), "utf-8")


def machine() -> Iterator[str]:
    """Yield a table of the machine and the versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield "| what | |"
    yield "| --- | --- |"
    yield f"| processor | {_processor()}, {os.cpu_count()} cores |"
    yield f"| memory | {memory:.0f} GB |"
    yield f"| system | {platform.system()} {platform.release()} |"
    yield f"| Python | {platform.python_version()} |"
    yield from (f"| {name} | {metadata.version(name)} |" for name in LIBRARIES)


def _measured_on() -> str:
    """Say when and of which commit, and how busy the machine was."""
    now = datetime.now(UTC)
    busy, _, _ = os.getloadavg()
    return f"Measured on {now:%Y-%m-%d at %H:%M} UTC, commit {_commit()}, load {busy:.1f}."


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
