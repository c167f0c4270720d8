"""docs/configuration.md names every key of the config, its default, and an example that holds."""

import re
from pathlib import Path

import pytest

from wsss_bot.config import Config, parse_config
from wsss_bot.config.sections import SECTIONS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
KEYS = [(name, key) for name, kind in SECTIONS.items() for key in kind.__struct_fields__]
ROW = re.compile(
    r"^\| `(?P<key>\w+)` \| `(?P<default>[^`]+)` \| `(?P<example>[^`]+)` \| (?P<meaning>.+) \|$",
    re.MULTILINE,
)


def documented() -> dict[tuple[str, str], re.Match[str]]:
    """Each row of a table of keys, by section and key."""
    sections = re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return {(name, row["key"]): row for name, text in sections for row in ROW.finditer(text)}


def config_with(section: str, key: str, value: str) -> Config:
    """Return the config in which only this is written."""
    return parse_config(f"[{section}]\n{key} = {value}\n", name="config.toml")


def test_no_documented_key_is_unknown_to_the_program() -> None:
    assert set(documented()) - set(KEYS) == set()


@pytest.mark.parametrize(("section", "key"), KEYS, ids=".".join)
def test_every_key_is_documented_with_its_default_and_an_example(section: str, key: str) -> None:
    row = documented().get((section, key))
    assert row, f"docs/configuration.md, ## {section}: there is no row for {key}"

    assert config_with(section, key, row["default"]) == Config()
    assert config_with(section, key, row["example"]) != Config()


def test_the_sections_say_what_the_program_says_of_them() -> None:
    for name, kind in SECTIONS.items():
        said = (kind.__doc__ or "").splitlines()[0].split(".")[0].split(":")[0]

        assert re.search(rf"^## {name}\n\n{re.escape(said)}", PAGE, re.MULTILINE), name


def test_every_variable_of_the_environment_is_documented() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    ours = r"""(?:os\.environ|self\._environment)(?:\.get\(|\[)["'](\w+)|envvar="(\w+)\""""
    read = set(re.findall(ours, source))
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", PAGE, re.MULTILINE))

    assert documented == {first or second for first, second in read}
