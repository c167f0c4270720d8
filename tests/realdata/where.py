"""Where the real papers, lists and feeds are, if they are here; what is measured there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"

needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the real papers and lists are not beside this checkout"
)


def benchmark(*words: str) -> str:
    """Return what `python -m bench` prints when it is called with these words."""
    return printed_by("-m", "bench", *words)


def printed_by(*words: str) -> str:
    """Return what Python prints when it is called with these words in the root of the project."""
    return subprocess.run(  # noqa: S603  # our own interpreter and program
        [sys.executable, *words],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    ).stdout
