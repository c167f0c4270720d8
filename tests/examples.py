"""The console examples of the documentation: what they must show is what the program prints.

A block that begins with ```console is worked through in a folder with the files of the
demonstration, one that begins with ```console on-github in a folder whose config points at
stand-ins of arXiv and GitHub. A line of the output that is only an ellipsis stands for the lines
that the page leaves out.

`python -m tests.examples --write` writes the examples anew.
"""

import io
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.make import a_paper
from tests.standins.arxiv import ArxivStandin, Event
from tests.standins.arxiv_transports import serve
from tests.standins.github import TOKEN, GitHubStandIn
from tests.working_folder import LIST, NOW, arxiv_events
from wsss_bot.app import SystemClock
from wsss_bot.cli import run

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "docs" / "commands.md",)

WORLDS = ("console", "console on-github")
_BLOCK = re.compile(r"^```(?P<world>console[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LEFT_OUT = "…"
_REAL = ("https://export.arxiv.org", "https://api.github.com")

_OLD = Event(
    at=datetime(2017, 6, 13, tzinfo=UTC),
    paper=a_paper(
        "1706.03762",
        title="Attention Is All You Need",
        submitted_at=datetime(2017, 6, 12, tzinfo=UTC),
    ),
)
"""The paper that `doctor` asks for."""

_ACCEPTED = Event(
    at=datetime(2022, 5, 11, tzinfo=UTC),
    paper=a_paper(
        "2112.05351",
        title="Pixel-level Self-supervision for Weakly Supervised Semantic Segmentation",
        comment="Accepted to ECCV 2022",
        version=2,
        submitted_at=datetime(2021, 12, 10, tzinfo=UTC),
    ),
)
"""A paper of the list of which arXiv now says where it was accepted."""

Tidy = Callable[[str], str]
"""Turns what a run printed into what a reader would see."""


def worked_through(page: str, world: str, folder: Path) -> str:
    """Return `page` with the output of every example of `world` as the program prints it now."""
    entered = {"console": _demonstration, "console on-github": _on_github}[world]
    with entered(folder) as tidy:

        def again(block: re.Match[str]) -> str:
            if block["world"] != world:
                return block[0]
            return f"```{world}\n{_worked_through(block['text'], tidy)}```"

        return _BLOCK.sub(again, page)


def _worked_through(block: str, tidy: Tidy) -> str:
    text = ""
    for example in re.split(r"^(?=\$ )", block, flags=re.MULTILINE)[1:]:
        command, *shown = example.rstrip("\n").split("\n")
        lines = [command, *_abridged(tidy(_printed(command[2:])).splitlines(), shown)]
        text += "".join(f"{line}\n" for line in lines) + ("\n" if example.endswith("\n\n") else "")
    return text


def _printed(command: str) -> str:
    """Return what a command prints to standard output and to standard error."""
    program, *argv = shlex.split(command)
    if program != "wsss-bot":
        raise ValueError(f"{command!r} is not a command of this program")
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        run(argv)
    return out.getvalue().rstrip("\n")


def _abridged(printed: list[str], shown: list[str]) -> list[str]:
    """Return as many of the first and last lines as the page shows before and after '…'."""
    if _LEFT_OUT not in shown:
        return printed
    before = shown.index(_LEFT_OUT)
    after = len(shown) - before - 1
    return [*printed[:before], _LEFT_OUT, *printed[len(printed) - after :]]


@contextmanager
def _demonstration(folder: Path) -> Iterator[Tidy]:
    for file in resources.files("wsss_bot.demo").iterdir():
        if file.name.startswith(("list.", "papers.", "background.")):
            (folder / file.name).write_bytes(file.read_bytes())
    with _at_home(folder):
        yield str


@contextmanager
def _on_github(folder: Path) -> Iterator[Tidy]:
    (folder / "github").mkdir()
    with (
        serve(ArxivStandin([*arxiv_events(flow=180), _OLD, _ACCEPTED], now=lambda: NOW)) as arxiv,
        GitHubStandIn(folder / "github").serving() as github,
        _at_home(folder) as patch,
    ):
        github.now = lambda: NOW
        github.write(LIST)
        patch.setenv("GITHUB_TOKEN", TOKEN)
        (folder / "config.toml").write_text(
            f'[list]\nrepository = "{github.repository.full_name}"\n[score]\nthreshold = 0.5\n'
            f'[arxiv]\napi_url = "{arxiv}/api/query"\nrss_url = "{arxiv}/rss"\n'
            "pause_seconds = 0.0\nbackfill_months = 3\n"
            "[sources]\nproceedings = false\ncrossref = false\n"
            f'[github]\napi_url = "{github.url}"\n',
            encoding="utf-8",
        )

        def tidy(printed: str) -> str:
            for address, real in zip((arxiv, github.url), _REAL, strict=True):
                printed = printed.replace(address, real)
            printed = printed.replace("github.example", "github.com").replace(str(folder), "/srv")
            return re.sub(r"[\d.]+ GB are free", "42.0 GB are free", printed)

        yield tidy


@contextmanager
def _at_home(folder: Path) -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(SystemClock, "now", lambda _: NOW)
        patch.setenv("COLUMNS", "100")
        for name in ("GITHUB_TOKEN", "WSSS_BOT_CONFIG"):
            patch.delenv(name, raising=False)
        yield patch


def _write() -> None:
    for page in PAGES:
        for world in WORLDS:
            with TemporaryDirectory() as folder:
                text = worked_through(page.read_text(encoding="utf-8"), world, Path(folder))
            page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(
            "to write the examples of the documentation anew: python -m tests.examples --write"
        )
    _write()
