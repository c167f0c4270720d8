"""docs/configuration.md names every key of the config, its default, and an example that holds."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from wsss_bot.config import Config

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
SECTIONS: dict[str, BaseModel] = {name: getattr(Config(), name) for name in Config.model_fields}
KEYS = [(name, key) for name, section in SECTIONS.items() for key in type(section).model_fields]
ROW = re.compile(
    r"^\| `(?P<key>\w+)` \| `(?P<default>[^`]+)` \| `(?P<example>[^`]+)` \| (?P<meaning>.+) \|$",
    re.MULTILINE,
)


def documented() -> dict[tuple[str, str], re.Match[str]]:
    """Each row of a table of keys, by section and key."""
    sections = re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return {(name, row["key"]): row for name, text in sections for row in ROW.finditer(text)}


def section_with(section: str, key: str, value: Any) -> BaseModel:
    """Return a section of the config with this value."""
    return type(SECTIONS[section]).model_validate({key: value})


def test_no_documented_key_is_unknown_to_the_program() -> None:
    assert set(documented()) - set(KEYS) == set()


@pytest.mark.parametrize(("section", "key"), KEYS, ids=".".join)
def test_every_key_is_documented_with_its_default_and_an_example(section: str, key: str) -> None:
    row = documented().get((section, key))
    assert row, f"docs/configuration.md, ## {section}: there is no row for {key}"
    default = tomllib.loads(f"x = {row['default']}")["x"]
    example = tomllib.loads(f"x = {row['example']}")["x"]

    assert Config.model_validate({section: {key: default}}) == Config()
    assert example != default
    assert section_with(section, key, example) != SECTIONS[section]


def test_the_sections_say_what_the_program_says_of_them() -> None:
    for name, section in SECTIONS.items():
        said = (type(section).__doc__ or "").splitlines()[0].split(".")[0].split(":")[0]

        assert re.search(rf"^## {name}\n\n{re.escape(said)}", PAGE, re.MULTILINE), name


def test_every_variable_of_the_environment_is_documented() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    read = set(re.findall(r"""environ(?:\.get\(|\[)["'](\w+)|envvar="(\w+)\"""", source))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE))

    assert documented == {first or second for first, second in read}
