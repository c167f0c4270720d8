"""The action for maintainers without a server, and the workflows."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.deploy.files import ACTION, ROOT, STAGES, WORKFLOWS, documents
from wsss_bot import __version__, cli

[EXAMPLE] = documents("docs/examples/wsss-bot.yml")
[PROPOSE] = EXAMPLE["jobs"].values()
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40}\b.* # v\d+\.\d+\.\d+")
OWN = re.compile(r"uses: wsss-bot/wsss-bot@v\d+$", re.MULTILINE)
"""The newest release of a major version, which moves: whoever wants it fixed names a commit."""


def steps_of(path: Path) -> Iterator[dict[str, Any]]:
    [document] = documents(str(path.relative_to(ROOT)))
    jobs = [document["runs"]] if "runs" in document else document["jobs"].values()
    yield from (step for job in jobs for step in job.get("steps", ()))


@pytest.mark.parametrize("path", [ROOT / "action.yml", *WORKFLOWS], ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_with_its_release_beside_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert len(PINNED.findall(text)) + len(OWN.findall(text)) == text.count("uses:")


@pytest.mark.parametrize("path", [ROOT / "action.yml", *WORKFLOWS], ids=lambda path: path.name)
def test_no_script_has_anything_pasted_into_it(path: Path) -> None:
    assert all("${{" not in step.get("run", "") for step in steps_of(path))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_job_may_do_only_what_it_says_and_leaves_no_token_behind(path: Path) -> None:
    [workflow] = documents(str(path.relative_to(ROOT)))
    checkouts = [step for step in steps_of(path) if "/checkout@" in step.get("uses", "")]

    assert workflow["permissions"] == {}
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert "concurrency" in workflow


def test_the_example_may_write_the_branch_and_the_pull_request() -> None:
    assert PROPOSE["permissions"] == {"contents": "write", "pull-requests": "write"}


def test_the_workflow_to_paste_has_fifteen_lines_and_nothing_to_fill_in() -> None:
    text = (ROOT / "docs" / "examples" / "wsss-bot.yml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    major = __version__.partition(".")[0]

    assert len(lines) <= 15
    assert PROPOSE["steps"][-1] == {"uses": f"wsss-bot/wsss-bot@v{major}"}


def test_the_workflow_begins_again_when_the_config_is_merged_and_looks_when_it_may_change() -> None:
    config = ACTION["inputs"]["config"]["default"]

    assert EXAMPLE["on"]["push"]["paths"] == EXAMPLE["on"]["pull_request"]["paths"] == [config]


def test_the_action_and_its_command_have_the_same_defaults() -> None:
    defaults = {param.name: param.default for param in cli.cli.commands["action"].params}

    assert ACTION["inputs"]["command"]["default"] == defaults["command"]
    assert ACTION["inputs"]["config"]["default"] == defaults["config_path"]


def test_the_action_and_the_image_use_one_python() -> None:
    python = ACTION["runs"]["steps"][0]["with"]["python-version"]

    assert STAGES[0].base.startswith(f"python:{python}.")


def test_the_install_page_shows_the_workflow_as_it_is() -> None:
    text = (ROOT / "docs" / "examples" / "wsss-bot.yml").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    lines = "".join(line for line in text.splitlines(True) if not line.startswith("#"))

    assert f"```yaml\n{lines}```" in page
