"""The action's own script, on runners that keep nothing, against stand-ins of arXiv and GitHub."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.standins.arxiv import ArxivStandin
from tests.standins.arxiv_transports import serve
from tests.standins.github import TOKEN, GitHubStandIn
from tests.unit.deploy.files import ACTION, ROOT
from tests.working_folder import LIST, arxiv_events, config_for
from wsss_bot.app import SystemClock
from wsss_bot.config import parse_config

SCRIPT = ACTION["runs"]["steps"][-1]["run"]
CONFIG = ACTION["inputs"]["config"]["default"]
PYTHON = ROOT / "tests" / "standins" / "runner_python.py"


@dataclass(frozen=True, kw_only=True)
class Done:
    """What GitHub would show of a run."""

    code: int
    said: str
    errors: str
    summary: str
    outputs: dict[str, str]


class Runner:
    """What GitHub lends a workflow for one run: a checkout, and a folder that is thrown away."""

    def __init__(self, folder: Path, github: GitHubStandIn, arxiv_url: str) -> None:
        self.folder, self.github, self.arxiv_url = folder, github, arxiv_url
        self.workspace = folder / "workspace"
        self.workspace.mkdir(exist_ok=True)
        self._runs = 0

    def check_out(self) -> None:
        """Have the config in the workspace as it is on the default branch."""
        config = self.workspace / CONFIG
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(self.github.text(path=CONFIG), encoding="utf-8")

    def run(self, command: str = "auto", *, event: str = "workflow_dispatch") -> Done:
        self._runs += 1
        temporary = self.folder / f"temporary {self._runs}"
        python = temporary / "wsss-bot" / "bin" / "python"
        python.parent.mkdir(parents=True)
        ours = f"{shlex.quote(sys.executable)} {shlex.quote(str(PYTHON))}"
        python.write_text(f'#!/bin/sh\nexec {ours} "$@"\n', encoding="utf-8")
        python.chmod(0o755)
        told = {name: temporary / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
        env = {
            "PATH": os.environ["PATH"],
            "XDG_CACHE_HOME": str(temporary),
            "STANDIN_ARXIV": self.arxiv_url,
            "RUNNER_TEMP": str(temporary),
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_API_URL": self.github.url,
            "GITHUB_EVENT_NAME": event,
            "GITHUB_REPOSITORY": self.github.repository.full_name,
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_TOKEN": TOKEN,
            "CONFIG": CONFIG,
            "COMMAND": command,
            **{name: str(path) for name, path in told.items()},
        }
        done = subprocess.run(  # noqa: S603  # our own script, with the shell that the action names
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", SCRIPT],  # noqa: S607
            cwd=self.workspace,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        summary, output = (
            path.read_text(encoding="utf-8") if path.exists() else "" for path in told.values()
        )
        return Done(
            code=done.returncode,
            said=done.stdout,
            errors=done.stderr,
            summary=summary,
            outputs=dict(line.split("=", 1) for line in output.splitlines()),
        )


@pytest.fixture
def arxiv() -> ArxivStandin:
    return ArxivStandin(arxiv_events(flow=130, now=SystemClock().now()), now=SystemClock().now)


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHubStandIn]:
    (tmp_path / "github").mkdir()
    with GitHubStandIn(tmp_path / "github").serving() as hub:
        hub.write(LIST)
        yield hub


@pytest.fixture
def runner(tmp_path: Path, github: GitHubStandIn, arxiv: ArxivStandin) -> Iterator[Runner]:
    with serve(arxiv) as url:
        yield Runner(tmp_path, github, url)


def configured(runner: Runner) -> None:
    config = runner.workspace / CONFIG
    config.parent.mkdir(parents=True)
    config.write_text(config_for(runner.arxiv_url, runner.github), encoding="utf-8")


def test_from_nothing_but_a_list_to_the_first_merged_row_without_a_shell(
    runner: Runner, github: GitHubStandIn
) -> None:
    first = runner.run(event="schedule")

    assert (first.code, first.outputs.get("outcome")) == (0, "config-opened"), first
    [pull] = github.pulls
    assert pull.title == (
        "Let wsss-bot look for papers that belong on this list: 1 paper of the last three months"
    )
    assert "SeedNet" in pull.body
    assert "- [" not in re.sub(r"- \*\*\[", "", pull.body)
    assert "SeedNet" in first.summary

    github.merge(pull.number)
    runner.check_out()
    config = (runner.workspace / CONFIG).read_text(encoding="utf-8")
    assert config.startswith("#:schema https://")
    assert parse_config(config, name="").list.columns["where"] == "venue"
    assert "\n# Understood: newest first\n" in config
    assert "[schedule]" not in config

    second = runner.run(event="push")

    assert (second.code, second.outputs["outcome"]) == (0, "proposed"), second.errors
    assert (second.outputs["pull-request-number"], second.outputs["proposed"]) == ("2", "1")
    assert second.summary.startswith("## 1 paper for the list: SeedNet")
    assert "<!--" not in second.summary
    assert "Nothing was kept from an earlier run" in second.summary

    github.merge(2)
    assert "SeedNet" in github.text()


def test_a_config_that_was_refused_is_not_offered_again(
    runner: Runner, github: GitHubStandIn
) -> None:
    runner.run()
    waits = runner.run()
    github.close(1)
    closed = runner.run()

    assert (waits.outputs["outcome"], closed.outputs["outcome"]) == (
        "config-waits",
        "config-closed",
    )
    assert len(github.pulls) == 1
    assert "reopen it and merge it" in closed.summary


def test_a_list_without_papers_gets_no_config_and_a_sentence(
    runner: Runner, github: GitHubStandIn
) -> None:
    github.write("# Tools\n\n- [one](https://one.example/)\n")

    done = runner.run()

    assert (done.code, github.pulls) == (1, [])
    assert "::error title=wsss-bot::this is no list of papers" in done.said


def test_of_a_list_that_is_made_from_data_the_config_names_the_file_that_people_edit(
    runner: Runner, github: GitHubStandIn
) -> None:
    rows = [line.split(" | ") for line in LIST.splitlines()[4:]]
    data = "".join(
        f'- title: "{row[2]}"\n  url: https://arxiv.org/abs/{row[4][1:11]}\n' for row in rows
    )
    github.write(data, path="data/papers.yaml")
    github.write(
        'open("README.md", "w").write(page(yaml.safe_load(open("data/papers.yaml"))))\n',
        path="make.py",
    )

    done = runner.run()

    assert (done.code, done.outputs.get("outcome")) == (0, "config-opened"), done
    config = github.text(branch="wsss-bot/config", path=CONFIG)
    assert parse_config(config, name="").list.path == "data/papers.yaml"


def test_runs_that_keep_nothing_propose_nothing_twice_and_leave_the_checkout_as_it_was(
    runner: Runner, github: GitHubStandIn, arxiv: ArxivStandin
) -> None:
    configured(runner)
    first = runner.run()
    asked = len(arxiv.requests)
    github.close(1)
    second = runner.run()

    assert (first.code, second.code) == (0, 0)
    assert (first.outputs["outcome"], second.outputs["outcome"]) == ("proposed", "nothing")
    assert second.summary.startswith("## Nothing to propose this week\n\nRead ")
    assert [pull.title for pull in github.pulls] == ["1 paper for the list: SeedNet"]
    # Three months in stretches of 15 days, what is new since, RSS, and the listed papers.
    assert (asked, len(arxiv.requests)) == (9, 18)
    assert [path for path in runner.workspace.rglob("*") if path.is_file()] == [
        runner.workspace / CONFIG
    ]


def test_a_pull_request_that_changes_the_config_is_answered_by_a_look_only(
    runner: Runner, github: GitHubStandIn
) -> None:
    configured(runner)

    done = runner.run(event="pull_request")

    assert (done.code, done.outputs["outcome"], done.outputs["proposed"]) == (0, "dry-run", "1")
    assert "```diff" in done.summary
    assert "+| " in done.summary
    assert github.pulls == []


def test_a_broken_config_is_an_error_on_the_page_of_the_run(runner: Runner) -> None:
    configured(runner)
    (runner.workspace / CONFIG).write_text("[score]\nnoise = 100%\n", encoding="utf-8")

    done = runner.run(event="pull_request")

    assert done.code == 1
    assert "::error title=wsss-bot::" in done.said
    assert "is not TOML" in done.said


def test_what_is_only_worth_a_warning_is_one_on_the_page_of_the_run(
    runner: Runner, github: GitHubStandIn
) -> None:
    configured(runner)
    github.rename("someone/the-list")

    done = runner.run()

    assert (done.code, len(github.pulls)) == (0, 1)
    assert "::warning title=wsss-bot::someone/a-list is now called someone/the-list" in done.said


def test_a_command_is_one_word_whatever_it_holds(
    runner: Runner, github: GitHubStandIn, tmp_path: Path
) -> None:
    done = runner.run("run; touch injected")

    assert done.code == 2
    assert "'run; touch injected' is not one of" in done.errors
    assert not list(tmp_path.rglob("injected"))
    assert github.pulls == []
