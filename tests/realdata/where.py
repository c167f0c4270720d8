"""Where the real papers, lists and feeds are, if they are here at all."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the real papers and lists are not beside this checkout"
)
