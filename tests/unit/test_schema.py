"""The JSON Schema of config.toml: what editors check a config by."""

import json
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from wsss_bot.cli import run
from wsss_bot.config.schema import SCHEMA_URL, json_schema
from wsss_bot.config.sections import SECTIONS

ROOT = Path(__file__).parents[2]
PACKAGED = resources.files("wsss_bot.config") / "config.schema.json"


def faults(tmp_path: Path, config: str) -> str:
    """What check-jsonschema says against a config; empty where it holds."""
    (tmp_path / "one.toml").write_text(config, encoding="utf-8")
    done = subprocess.run(  # noqa: S603  # our own files
        [sys.executable, "-m", "check_jsonschema", "--schemafile", str(PACKAGED), "one.toml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


def test_the_packaged_schema_is_that_of_the_sections(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0

    again = "wsss-bot schema > src/wsss_bot/config/config.schema.json"
    assert capsys.readouterr().out == PACKAGED.read_text(encoding="utf-8"), again


def test_the_documented_config_names_the_schema_and_follows_it(tmp_path: Path) -> None:
    config = (ROOT / "config.toml").read_text(encoding="utf-8")

    assert config.splitlines()[0] == f"#:schema {SCHEMA_URL}"
    assert SCHEMA_URL.endswith("/src/wsss_bot/config/config.schema.json")
    assert faults(tmp_path, config) == ""


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ("[score]\nnoise_per_week = 0\n", "noise_per_week"),
        ("[score]\nnoise_per_weak = 1\n", "noise_per_weak"),
        ('[list]\norder = "up"\n', "order"),
        ('[arxiv]\ncategories = "cs.CV"\n', "categories"),
        ("[lists]\n", "lists"),
    ],
)
def test_what_the_program_refuses_by_kind_the_schema_refuses(
    tmp_path: Path, config: str, key: str
) -> None:
    assert key in faults(tmp_path, config)


def test_every_key_has_a_description_and_its_default() -> None:
    for name, kind in SECTIONS.items():
        keys = json_schema()["properties"][name]["properties"]

        assert set(keys) == set(kind.__struct_fields__)
        assert all(key["description"] and "default" in key for key in keys.values())
        assert json.dumps(keys)
