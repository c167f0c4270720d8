"""What people see on a terminal: colour, wrapped lines, no Markdown signs."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.working_folder import MATERIAL
from wsss_bot.config import Config
from wsss_bot.state import Store

SRC = str(Path(__file__).parents[2] / "src")
ESCAPES = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;?]*[A-Za-z]")


def on_a_terminal(
    words: list[str], *, columns: int = 80, environment: Mapping[str, str] = {}
) -> str:
    """What a command writes to a terminal of its own."""
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and program
            [sys.executable, "-m", "wsss_bot", *words],
            stdout=theirs,
            stderr=subprocess.DEVNULL,
            env={
                **os.environ,
                "COLUMNS": str(columns),
                "TERM": "xterm-256color",
                "PYTHONPATH": SRC,
                "NO_COLOR": "",
                **environment,
            },
        )
        os.close(theirs)
        written = b""
        try:
            while chunk := screen.read(65536):
                written += chunk
        except OSError:  # Linux says so when the other end is closed
            pass
        assert process.wait() == 0
    return written.decode().replace("\r\n", "\n")


def test_a_terminal_shows_boxes_and_colours_and_wraps(folder: Path) -> None:
    del folder

    shown = on_a_terminal(["preview", *MATERIAL], columns=60)

    assert "\x1b[1m" in shown
    plain = ESCAPES.sub("", shown)
    assert "☑ SeedNet: Growing Seeds" in plain
    body = plain[: plain.index("--- a/list.md")]
    assert not re.search(r"\*\*|</?(sub|details|summary)>|<!--", body)
    assert max(len(line) for line in plain.splitlines()) <= 60


def test_a_terminal_shows_in_colour_how_the_bot_is(folder: Path) -> None:
    Store.open(folder / Config().state.path, now=datetime.now(UTC)).close()

    assert on_a_terminal(["status"]).startswith("\x1b[31mNO  no job was ever done")


@pytest.mark.parametrize("asked", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_colour_gets_none(asked: dict[str, str], folder: Path) -> None:
    Store.open(folder / Config().state.path, now=datetime.now(UTC)).close()

    assert on_a_terminal(["status"], environment=asked).startswith("NO  no job was ever done")
