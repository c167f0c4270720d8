"""docs/commands.md knows every command, and the documentation calls none that does not exist."""

import re
import shlex
from pathlib import Path

import click
import pytest

from wsss_bot.cli import cli

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?wsss-bot (?P<words>[^#\n]*)", re.MULTILINE)


def typed(page: Path) -> list[str]:
    """The commands in the blocks of shell of a page, as a reader would type them."""
    blocks = re.findall(
        r"^```(?:sh|console)[^\n]*\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S
    )
    return [found["words"].strip() for block in blocks for found in COMMAND.finditer(block)]


def test_every_command_has_a_section_and_every_section_is_a_command() -> None:
    assert set(re.findall(r"^## (.+)$", COMMANDS_PAGE, re.MULTILINE)) == set(cli.commands)


@pytest.mark.parametrize("command", cli.commands)
def test_the_page_says_what_each_option_is_for(command: str) -> None:
    shared = COMMANDS_PAGE.partition("\n## ")[0]
    section = COMMANDS_PAGE.partition(f"\n## {command}\n")[2].partition("\n## ")[0]
    typed = [o for o in cli.commands[command].params if not (o.envvar and command == "action")]
    options = [name for option in typed for name in option.opts if name.startswith("--")]

    assert section.strip()
    assert [name for name in options if name not in section and name not in shared] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_every_command_that_a_page_shows_can_be_typed(page: Path) -> None:
    for words in typed(page):
        name, *arguments = shlex.split(words)
        program = cli.make_context("wsss-bot", [name])
        try:
            cli.commands[name].make_context(name, arguments, parent=program)
        except click.exceptions.Exit:  # as --help leaves
            continue
        except click.UsageError as error:
            pytest.fail(f"{page.name}: wsss-bot {words}: {error.format_message()}")


def test_every_option_in_the_prose_exists() -> None:
    every = [cli, *cli.commands.values()]
    known = {name for command in every for param in command.params for name in param.opts}
    for page in PAGES:
        prose = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
        named = set(re.findall(r"`(?:wsss-bot [^`]*)?(--[a-z-]+)", prose))

        assert named - known - {"--help", "--write"} == set(), page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_every_target_of_make_that_a_page_names_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", makefile, re.MULTILINE))
    called = re.findall(
        r"(?:^|`|&& )make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert set(called) <= targets


def test_the_tests_are_run_as_the_readme_says() -> None:
    readme, ci = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", ".ci/run"))

    assert "`make test` runs the tests" in readme
    assert "\nmake test\n" in ci
