"""`serve` as a process of its own, against stand-ins of arXiv and GitHub: start to SIGTERM."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.standins.arxiv import ArxivStandin
from tests.standins.arxiv_transports import serve
from tests.standins.github import TOKEN, GitHubStandIn
from tests.working_folder import LIST, arxiv_events, config_for
from wsss_bot.errors import StateError
from wsss_bot.service.serve import GRACE_SECONDS
from wsss_bot.state import Run, Store

SRC = str(Path(__file__).parents[2] / "src")
LONGEST_SECONDS = 180.0
"""What takes longer hangs; nothing is said of how fast it is."""
LOOK_EVERY = 0.05
LOOKS = int(LONGEST_SECONDS / LOOK_EVERY)
DOCKER_WAITS_SECONDS = 10.0
"""Between the signal and the kill, where nobody says otherwise."""


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Place:
    """A folder with a config for both stand-ins, and the bots that were started in it."""

    folder: Path
    arxiv: ArxivStandin
    github: GitHubStandIn
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603  # our own interpreter and program
                [sys.executable, "-m", "wsss_bot", *words],
                cwd=self.folder,
                stdout=subprocess.DEVNULL,
                stderr=log,
                env={**os.environ, "GITHUB_TOKEN": TOKEN, "PYTHONPATH": SRC},
            )
        self.started.append(process)
        return process

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def ended_well(self) -> set[str]:
        """The jobs that ended well so far."""
        return {run.job for run in self.runs() if run.exit_code == 0}

    def runs(self) -> tuple[Run, ...]:
        try:
            with Store.open_to_read(self.folder / "var/wsss-bot.sqlite", now=now()) as store:
                return store.runs.latest(20)
        except StateError:
            return ()

    def is_up(self, *, since: datetime) -> bool:
        """Whether a bot that was started after `since` has begun to look what is due."""
        with Store.open_to_read(self.folder / "var/wsss-bot.sqlite", now=now()) as store:
            beat = store.heartbeat.last()
        return beat is not None and beat.since_at > since

    def wait_until(self, what: Callable[[], bool]) -> None:
        for _ in range(LOOKS):
            if what():
                return
            time.sleep(LOOK_EVERY)
        pytest.fail(f"it never happened; the log says:\n{self.log()}")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    (tmp_path / "github").mkdir()
    arxiv = ArxivStandin(arxiv_events(flow=180, now=now()), now=now)
    with serve(arxiv) as url, GitHubStandIn(tmp_path / "github").serving() as github:
        github.write(LIST)
        (tmp_path / "config.toml").write_text(
            config_for(url, github) + '[schedule]\npoll = "0 0 1 jan *"\npropose = "0 0 1 jan *"\n'
            'refresh = "0 0 1 jan *"\njitter_seconds = 0\n[log]\nformat = "json"\n',
            encoding="utf-8",
        )
        place = Place(tmp_path, arxiv, github)
        yield place
        for process in place.started:
            process.kill()
            process.wait()


def code_after(number: signal.Signals, process: subprocess.Popen[bytes]) -> int:
    """Send the signal, and return the exit code of the process."""
    process.send_signal(number)
    return process.wait(LONGEST_SECONDS)


def resident_megabytes(process: subprocess.Popen[bytes]) -> float:
    pages = int(Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def test_serve_does_what_was_missed_is_stopped_in_a_poll_and_repeats_nothing(place: Place) -> None:
    place.arxiv.faults[0] = "hang"
    first = place.start("serve")
    place.wait_until(lambda: len(place.arxiv.requests) > 0)

    assert code_after(signal.SIGTERM, first) == 0
    assert len(place.arxiv.requests) == 1
    assert place.github.pulls == []
    assert {run.exit_code for run in place.runs()} == {130}

    second = place.start("serve")
    place.wait_until(lambda: place.ended_well() == {"poll", "propose", "refresh"})

    assert [pull.number for pull in place.github.pulls] == [1]
    assert resident_megabytes(second) < 150
    assert place.start("healthcheck").wait() == 0

    assert code_after(signal.SIGINT, second) == 0
    asked, begun = len(place.arxiv.requests), place.log().count(" begins: ")

    started_at = now()
    third = place.start("serve")
    place.wait_until(lambda: place.is_up(since=started_at))

    assert code_after(signal.SIGTERM, third) == 0
    assert (len(place.arxiv.requests), place.log().count(" begins: ")) == (asked, begun)
    assert [pull.number for pull in place.github.pulls] == [1]
    assert TOKEN not in place.log()
    assert all(json.loads(line)["message"] for line in place.log().splitlines())


def test_a_second_signal_ends_it_at_once(place: Place) -> None:
    place.arxiv.faults = dict.fromkeys(range(100), "hang")
    process = place.start("serve")
    place.wait_until(lambda: len(place.arxiv.requests) > 0)
    [job] = children(process)
    os.kill(job, signal.SIGSTOP)  # so it cannot end when it is told to
    process.send_signal(signal.SIGTERM)
    place.wait_until(lambda: "told to stop" in place.log())

    assert code_after(signal.SIGTERM, process) == 130
    place.wait_until(lambda: not is_alive(job))


def test_a_job_that_does_not_end_when_it_is_told_to_is_killed(place: Place) -> None:
    place.arxiv.faults = dict.fromkeys(range(100), "hang")
    process = place.start("serve")
    place.wait_until(lambda: len(place.arxiv.requests) > 0)
    [job] = children(process)
    os.kill(job, signal.SIGSTOP)

    assert code_after(signal.SIGTERM, process) == 0
    assert not is_alive(job)


def test_a_job_is_killed_before_the_engine_would_kill_serve() -> None:
    assert GRACE_SECONDS < DOCKER_WAITS_SECONDS / 2


def children(process: subprocess.Popen[bytes]) -> list[int]:
    task = Path(f"/proc/{process.pid}/task")
    found = [(thread / "children").read_text(encoding="ascii") for thread in task.iterdir()]
    return [int(number) for numbers in found for number in numbers.split()]


def is_alive(number: int) -> bool:
    return Path(f"/proc/{number}").exists()
