"""What people see on a terminal: colour, wrapped lines, no Markdown signs."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from tests.working_folder import MATERIAL

SRC = str(Path(__file__).parents[2] / "src")
ESCAPES = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;?]*[A-Za-z]")


def on_a_terminal(words: list[str], *, columns: int) -> str:
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
