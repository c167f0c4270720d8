"""The action's own script, on runners that keep nothing, against stand-ins of arXiv and GitHub."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.standins.arxiv import ArxivStandin
from tests.standins.arxiv_transports import serve
from tests.standins.github import TOKEN, GitHubStandIn
from tests.unit.deploy.files import ACTION, ROOT
from tests.working_folder import LIST, arxiv_events, config_for
from wsss_bot.app import SystemClock

SCRIPT = ACTION["runs"]["steps"][-1]["run"]
CONFIG = ACTION["inputs"]["config"]["default"]


class Runner:
    """What GitHub lends a workflow for one run: a checkout, and a folder that is thrown away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = folder / "workspace"
        self._runs = 0

    def run(self, command: str = "run") -> subprocess.CompletedProcess[str]:
        self._runs += 1
        temporary = self.folder / f"temporary {self._runs}"
        python = temporary / "wsss-bot" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n', encoding="utf-8")
        python.chmod(0o755)
        env = {
            "PATH": os.environ["PATH"],
            "RUNNER_TEMP": str(temporary),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_TOKEN": TOKEN,
            "CONFIG": CONFIG,
            "COMMAND": command,
        }
        return subprocess.run(  # noqa: S603  # our own script, with the shell that the action names
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", SCRIPT],  # noqa: S607
            cwd=self.workspace,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def arxiv() -> ArxivStandin:
    return ArxivStandin(arxiv_events(flow=130, now=SystemClock().now()), now=SystemClock().now)


@pytest.fixture
def github(tmp_path: Path, arxiv: ArxivStandin) -> Iterator[GitHubStandIn]:
    config = tmp_path / "workspace" / CONFIG
    config.parent.mkdir(parents=True)
    (tmp_path / "github").mkdir()
    with serve(arxiv) as url, GitHubStandIn(tmp_path / "github").serving() as hub:
        hub.write(LIST)
        config.write_text(config_for(url, hub), encoding="utf-8")
        yield hub


def test_runs_that_keep_nothing_propose_nothing_twice_and_leave_the_checkout_as_it_was(
    github: GitHubStandIn, arxiv: ArxivStandin, tmp_path: Path
) -> None:
    runner = Runner(tmp_path)
    first = runner.run()
    asked = len(arxiv.requests)
    github.close(1)
    second = runner.run()

    assert (first.returncode, first.stderr, second.returncode, second.stderr) == (0, "", 0, "")
    assert [pull.title for pull in github.pulls] == ["1 paper for the list: SeedNet"]
    # Three months in stretches of 15 days, what is new since, RSS, and the listed papers.
    assert (asked, len(arxiv.requests)) == (9, 18)
    assert [path for path in runner.workspace.rglob("*") if path.is_file()] == [
        runner.workspace / CONFIG
    ]


def test_a_command_is_one_word_whatever_it_holds(github: GitHubStandIn, tmp_path: Path) -> None:
    done = Runner(tmp_path).run("run; touch injected")

    assert done.returncode == 2
    assert "No such command 'run; touch injected'" in done.stderr
    assert not list(tmp_path.rglob("injected"))
    assert github.pulls == []
