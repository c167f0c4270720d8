"""What several integration tests work in."""

from pathlib import Path

import pytest

from tests.working_folder import fill


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a list, a corpus, new papers and a config."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WSSS_BOT_CONFIG", raising=False)
    fill(tmp_path)
    return tmp_path
