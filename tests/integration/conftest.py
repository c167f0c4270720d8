"""What several integration tests work in."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.standins.arxiv import ArxivStandin
from tests.standins.arxiv_transports import serve
from tests.standins.github import TOKEN, GitHubStandIn
from tests.working_folder import LIST, NOW, arxiv_events, config_for, fill
from wsss_bot.app import SystemClock

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # So a shell begins what it runs in the background, and so would begin the commands under test.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what commands put into the user's cache folder away from it, and from other tests."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a list, a corpus, new papers and a config."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WSSS_BOT_CONFIG", raising=False)
    fill(tmp_path)
    return tmp_path


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHubStandIn]:
    """A folder with a config that points at both stand-ins, and a GitHub with the list."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)
    monkeypatch.setattr(SystemClock, "sleep", lambda _, __: None)
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    folder = tmp_path / "github"
    folder.mkdir()
    with (
        serve(ArxivStandin(arxiv_events(flow=180), now=lambda: NOW)) as url,
        GitHubStandIn(folder).serving() as hub,
    ):
        hub.now = lambda: NOW
        hub.write(LIST)
        (tmp_path / "config.toml").write_text(config_for(url, hub), encoding="utf-8")
        yield hub
