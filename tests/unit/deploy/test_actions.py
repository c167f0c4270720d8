"""The action for maintainers without a server, and the workflows."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.deploy.files import ACTION, ROOT, STAGES, WORKFLOWS, documents
from wsss_bot import cli

[EXAMPLE] = documents("docs/examples/wsss-bot.yml")
[PROPOSE] = EXAMPLE["jobs"].values()
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def steps_of(path: Path) -> Iterator[dict[str, Any]]:
    [document] = documents(str(path.relative_to(ROOT)))
    jobs = [document["runs"]] if "runs" in document else document["jobs"].values()
    yield from (step for job in jobs for step in job["steps"])


@pytest.mark.parametrize("path", [ROOT / "action.yml", *WORKFLOWS], ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_with_its_release_beside_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert len(PINNED.findall(text)) == text.count("uses:") > 0


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
    assert EXAMPLE["concurrency"]["cancel-in-progress"] is False


def test_the_example_gives_the_action_what_it_takes() -> None:
    given = PROPOSE["steps"][-1]["with"]

    assert set(given) <= set(ACTION["inputs"])
    for named in re.findall(r"'([a-z]+)'", given["command"]):
        assert named in EXAMPLE["on"]["workflow_dispatch"]["inputs"]["command"]["options"]
    for schedule in re.findall(r"== '([^']+)'", given["command"]):
        assert schedule in [entry["cron"] for entry in EXAMPLE["on"]["schedule"]]


def test_the_action_and_the_example_name_commands_that_there_are() -> None:
    choice = EXAMPLE["on"]["workflow_dispatch"]["inputs"]["command"]

    assert {ACTION["inputs"]["command"]["default"], *choice["options"]} <= set(cli.cli.commands)


def test_the_action_and_the_image_use_one_python() -> None:
    python = ACTION["runs"]["steps"][0]["with"]["python-version"]

    assert STAGES[0].base.startswith(f"python:{python}.")
