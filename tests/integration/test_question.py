"""The question that a pull request asks once a month, in whole runs."""

import json
from pathlib import Path

import pytest

from tests.standins.github import GitHubStandIn
from wsss_bot.cli import run
from wsss_bot.pull_request.draft import QUESTION


def test_no_question_is_asked_unless_it_is_wanted(github: GitHubStandIn) -> None:
    assert run(["run"]) == 0

    assert QUESTION not in github.pull(1).body


def test_a_question_is_asked_once_and_is_known_to_be(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    config = Path("config.toml")
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[score]\n", "[score]\nquestion = true\n"), "utf-8")

    assert run(["run", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert run(["run", "--json"]) == 0
    second = json.loads(capsys.readouterr().out)

    assert github.pull(1).body.count(QUESTION) == 1
    assert first["asked_at"] == first["started_at"]
    assert second["asked_at"] == first["asked_at"]
