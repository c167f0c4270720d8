"""How long a start takes: `--help` and `status` beside the least program that click makes.

Asked: less than three times as long. They are timed in turn, so that a change in the machine's
speed falls on all; the ratios are taken round by round. `status` reads a config with every key.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.measuring import page
from bench.measuring.where import ROOT
from wsss_bot.config import Config, to_toml
from wsss_bot.state import Store

ROUNDS = 15
LEAST = "import click; click.command()(lambda: None)(['--help'], standalone_mode=False)"
OURS = "from wsss_bot.cli import run; run([{!r}])"
PROGRAMS = {
    "least click program": LEAST,
    "`wsss-bot --help`": OURS.format("--help"),
    "`wsss-bot status`": OURS.format("status"),
}


def seconds(code: str, folder: str) -> float:
    began = time.perf_counter()
    subprocess.run(  # noqa: S603  # our own interpreter and code
        [sys.executable, "-c", code],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    return time.perf_counter() - began


def main() -> None:
    page.show("start", lines())


def lines() -> Iterator[str]:
    """Yield what each program takes, and how many times the least."""
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(Path(folder) / "var" / "wsss-bot.sqlite", now=datetime.now(UTC)):
            """The state that `status` reads."""
        (Path(folder) / "config.toml").write_text(to_toml(Config()), encoding="utf-8")
        for code in PROGRAMS.values():
            seconds(code, folder)
        rounds = [[seconds(code, folder) for code in PROGRAMS.values()] for _ in range(ROUNDS)]
    yield f"| program | median of {ROUNDS} | times the least |"
    yield "| --- | ---: | ---: |"
    for at, name in enumerate(PROGRAMS):
        taken = statistics.median(times[at] for times in rounds)
        ratio = statistics.median(times[at] / times[0] for times in rounds)
        yield f"| {name} | {taken * 1000:.0f} ms | {ratio:.2f} |"
