"""The gate that all commands of one user pass: two real processes, a real file."""

import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.standins.arxiv import ArxivStandin, Reply
from tests.standins.arxiv_transports import StandinSession, serve
from tests.standins.clock import Clock
from tests.working_folder import NOW as THEN
from tests.working_folder import arxiv_events
from wsss_bot.app import SystemClock
from wsss_bot.cli import run
from wsss_bot.errors import ArxivError
from wsss_bot.sources.arxiv.session import PoliteSession
from wsss_bot.sources.gate import LONG_AGO, GateFile, GateInMemory, cache_folder

NOW = datetime(2026, 5, 14, 5, 30, tzinfo=UTC)
URL = "https://export.arxiv.org/api/query?id_list=2605.00001"
ROOT = Path(__file__).parents[2]
PAUSE = 0.15
HOLDS_THE_GATE = """
import sys
from pathlib import Path
from wsss_bot.sources.gate import GateFile
gate = GateFile(Path(sys.argv[1]))
gate.take() and gate.set_not_before(None)
print("taken", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "wsss-bot" / "arxiv.gate"


def a_session(clock: Clock, standin: ArxivStandin, gate: GateFile) -> PoliteSession:
    return PoliteSession(
        contact="",
        now=clock.now,
        sleep=clock.sleep,
        random=lambda: 0.5,
        patience_seconds=0,
        gate=GateInMemory(),
        gate_file=gate,
        transport=StandinSession(standin, took=clock.sleep),
    )


def a_process(*words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603  # our own interpreter and code
        [sys.executable, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )


@pytest.fixture
def holder(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process in the middle of a request."""
    with a_process("-c", HOLDS_THE_GATE, str(path)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "taken\n"
        yield process
        process.kill()


class StampedStandin(ArxivStandin):
    """Notes when each request came, by a clock that nobody sets."""

    def __init__(self) -> None:
        super().__init__(now=lambda: NOW)
        self.stamps: list[float] = []

    def answer(self, target: str, *, user_agent: str = "") -> Reply:
        self.stamps.append(time.monotonic())
        return super().answer(target, user_agent=user_agent)


def test_two_commands_at_once_ask_no_faster_than_one(path: Path) -> None:
    standin, requests = StampedStandin(), 5
    script = str(ROOT / "tests" / "standins" / "arxiv_neighbour.py")
    with serve(standin) as address:
        words = (script, str(path), address, str(requests), str(PAUSE))
        with a_process(*words) as one, a_process(*words) as other:
            for process in (one, other):
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n"
            for process in (one, other):
                process.communicate("go\n")

    assert (one.returncode, other.returncode) == (0, 0)
    assert len(standin.stamps) == 2 * requests
    assert all(later - earlier > 0.9 * PAUSE for earlier, later in pairwise(standin.stamps))


def test_what_one_session_waits_for_the_next_waits_for_too(path: Path) -> None:
    clock = Clock(NOW)
    standin = ArxivStandin(now=clock.now)

    a_session(clock, standin, GateFile(path)).fetch(URL, bytes)
    a_session(clock, standin, GateFile(path)).fetch(URL, bytes)

    first, second = standin.requests
    assert second.at - first.at == timedelta(seconds=0.5 + 3)


def test_a_request_of_another_process_is_waited_for_and_not_for_ever(
    path: Path, holder: "subprocess.Popen[str]"
) -> None:
    del holder
    clock = Clock(NOW)
    standin = ArxivStandin(now=clock.now)

    with pytest.raises(ArxivError, match="another command on this machine has been asking arXiv"):
        a_session(clock, standin, GateFile(path)).fetch(URL, bytes)

    assert standin.requests == []
    assert clock.now() - NOW == pytest.approx(timedelta(seconds=30), abs=timedelta(seconds=1))


def test_a_process_that_is_killed_leaves_the_gate_to_others(
    path: Path, holder: "subprocess.Popen[str]"
) -> None:
    gate = GateFile(path)
    assert not gate.take()

    holder.kill()
    holder.wait()

    clock = Clock(NOW)
    standin = ArxivStandin(now=clock.now)
    a_session(clock, standin, gate).fetch(URL, bytes)
    assert [request.at for request in standin.requests] == [NOW + timedelta(seconds=3)]


def test_a_gate_file_that_is_removed_is_made_anew(path: Path) -> None:
    gate, other = GateFile(path), GateFile(path)
    assert gate.take()
    path.unlink()
    assert other.take()
    other.give_back()
    gate.give_back()
    assert gate.take()
    assert gate.not_before() == LONG_AGO


@pytest.mark.parametrize("text", ["soon", "", "2026-05-14", "²" * 40, "9" * 5000])
def test_whatever_stands_in_the_file_a_request_waits_no_longer_than_a_pause(
    path: Path, text: str
) -> None:
    GateFile(path)
    path.write_text(text, encoding="utf-8")
    clock = Clock(NOW)
    standin = ArxivStandin(now=clock.now)

    a_session(clock, standin, GateFile(path)).fetch(URL, bytes)

    assert standin.requests[0].at - NOW <= timedelta(seconds=3)


def test_file_and_folder_are_for_their_user_alone(path: Path) -> None:
    path.parent.mkdir(parents=True, mode=0o755)

    GateFile(path)

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("what", ["file", "folder"])
def test_no_symbolic_link_is_followed(path: Path, tmp_path: Path, what: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    if what == "folder":
        elsewhere.mkdir()
        path.parent.parent.mkdir()
        path.parent.symlink_to(elsewhere)
    else:
        elsewhere.write_text("precious", encoding="utf-8")
        path.parent.mkdir(parents=True)
        path.symlink_to(elsewhere)

    with pytest.raises(OSError, match=r"Not a directory|symbolic links"):
        GateFile(path)

    assert elsewhere.is_dir() or elsewhere.read_text(encoding="utf-8") == "precious"


def test_the_folder_is_where_the_environment_says_if_that_is_absolute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")

    assert cache_folder({"XDG_CACHE_HOME": "/cache"}) == Path("/cache/wsss-bot")
    assert cache_folder({"XDG_CACHE_HOME": "cache"}) == Path("/home/somebody/.cache/wsss-bot")
    assert cache_folder({}) == Path("/home/somebody/.cache/wsss-bot")


@pytest.mark.parametrize("command", ["preview", "poll"])
def test_commands_with_a_state_and_without_pass_the_gate(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setattr(SystemClock, "now", lambda _: THEN)
    monkeypatch.setattr(SystemClock, "sleep", lambda _, __: None)
    # Else the next test in this process waits for the pause of this one.
    monkeypatch.setattr("wsss_bot.sources.arxiv.session._GATE_OF_THIS_PROCESS", GateInMemory())
    with serve(ArxivStandin(arxiv_events(flow=180), now=lambda: THEN)) as url:
        (folder / "config.toml").write_text(
            f'[list]\npath = "list.md"\n[score]\nthreshold = 0.5\n[arxiv]\n'
            f'api_url = "{url}/api/query"\nrss_url = "{url}/rss"\npause_seconds = 7.0\n',
            encoding="utf-8",
        )
        assert run([command]) == 0

    gate = GateFile(folder / "cache" / "wsss-bot" / "arxiv.gate")
    assert gate.take()
    assert gate.not_before() == THEN + timedelta(seconds=7)
