"""SKILL.md tells assistants what is true: its commands exist, and their JSON has its keys."""

import json
import re
from pathlib import Path

import pytest

from tests.unit.deploy.files import ROOT
from tests.working_folder import MATERIAL
from wsss_bot.cli import run

SKILL = (ROOT / "SKILL.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| [^|]+\? \| `wsss-bot (\S+)[^`]*` \| ([^|]+) \|$", SKILL, re.MULTILINE)
ARGV = {
    "export": ["--format", "json", "list.md"],
    "check": ["list.md", "--json"],
    "init": ["list.md", "--corpus", "corpus.jsonl", "--config", "my.toml", "--json"],
    "preview": [*MATERIAL, "--json"],
    "add": ["--list", "list.md", "--papers", "new.jsonl", "--json"],
    "explain": ["2205.00002", *MATERIAL, "--json"],
    "schema": [],
}


def test_the_skill_is_short() -> None:
    assert len(SKILL.splitlines()) <= 40


@pytest.mark.parametrize(("command", "told"), ROWS, ids=lambda value: value[:10])
def test_the_json_of_a_command_has_the_keys_that_the_skill_names(
    command: str, told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del folder

    assert run([command, *ARGV[command]]) == 0

    said = capsys.readouterr().out
    document = json.loads(said.splitlines()[0] if command == "add" else said)
    first = document[0] if isinstance(document, list) else document
    assert set(re.findall(r"`(\w+)`", told)) <= set(first)


def test_the_skill_asks_about_every_command_that_it_can() -> None:
    assert {command for command, _ in ROWS} == set(ARGV)
