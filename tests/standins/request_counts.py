"""How many requests arXiv and GitHub get from a bot in a world of stand-ins.

The stream is as large as that of cs.CV, the first run looks back one month, and a paper that fits
the list comes once a week. As a program of its own this prints the counts as JSON.
"""

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from tests.make import a_paper
from tests.standins.arxiv import ArxivStandin, Event
from tests.standins.arxiv_transports import serve
from tests.standins.github import TOKEN, GitHubStandIn
from tests.working_folder import LIST, LISTED, WEAK
from wsss_bot.app import SystemClock
from wsss_bot.cli import run as command

BEGIN = datetime(2022, 6, 6, 12, tzinfo=UTC)  # a Monday
A_DAY = 110
"""So many papers of cs.CV came on a working day of 2025."""
MONTHS_BACK = 1
NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta")
DAYS = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Requests of one run, or of several."""

    arxiv: int
    github: int

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(arxiv=self.arxiv + other.arxiv, github=self.github + other.github)


class World:
    """Both services, and a bot that works in a folder of its own."""

    def __init__(self, arxiv: ArxivStandin, github: GitHubStandIn) -> None:
        self._arxiv, self._github = arxiv, github
        self.day = BEGIN

    def fitting_paper(self, name: str) -> None:
        """Let a paper that fits the list come today."""
        title = f"{name}Net: Seeds for Weakly Supervised Semantic Segmentation"
        number = 90_000 + NAMES.index(name)
        paper = a_paper(
            f"2206.{number}",
            title=title,
            abstract=WEAK,
            submitted_at=self.day - timedelta(hours=20),
        )
        self._arxiv.add([Event(at=self.day - timedelta(hours=4), paper=paper)])

    def run(self) -> Counted:
        """Let the bot do one whole run today."""
        before = len(self._arxiv.requests)
        self._github.begin()
        with redirect_stdout(StringIO()):
            code = command(["run", "--json"])
        if code:
            raise SystemExit(f"the run of {self.day:%Y-%m-%d} left with {code}")
        return Counted(arxiv=len(self._arxiv.requests) - before, github=len(self._github.exchanges))

    def next_working_day(self) -> None:
        """Go on to the next day on which the bot runs."""
        self.day += timedelta(days=3 if self.day.weekday() == 4 else 1)


@contextmanager
def a_world() -> Iterator[World]:
    """Yield both services with their past, and an empty folder to work in."""
    with contextlib.ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        arxiv = ArxivStandin(stream(), now=lambda: world.day)
        address = opened.enter_context(serve(arxiv))
        (folder / "github").mkdir()
        github = opened.enter_context(GitHubStandIn(folder / "github").serving())
        github.write(LIST)
        world = World(arxiv, github)
        (folder / "config.toml").write_text(
            f'[list]\nrepository = "{github.repository.full_name}"\n'
            f'[arxiv]\napi_url = "{address}/api/query"\nrss_url = "{address}/rss"\n'
            f"pause_seconds = 0.0\nbackfill_months = {MONTHS_BACK}\n"
            f'[score]\nthreshold = 0.5\n[github]\napi_url = "{github.url}"\n',
            encoding="utf-8",
        )
        opened.enter_context(contextlib.chdir(folder))
        opened.enter_context(patch.dict(os.environ, GITHUB_TOKEN=TOKEN))
        opened.enter_context(patch.object(SystemClock, "now", lambda _: world.day))
        yield world


def stream() -> Iterator[Event]:
    """Yield what arXiv shows: the listed papers, and the days from before the first run on."""
    for arxiv_id, title in LISTED.items():
        submitted_at = BEGIN - timedelta(days=100)
        paper = a_paper(arxiv_id, title=title, abstract=WEAK, submitted_at=submitted_at)
        yield Event(at=submitted_at, paper=paper)
    number = 0
    for ago in range(-40, 45):
        day = BEGIN - timedelta(days=ago)
        for minute in range(A_DAY if day.weekday() < 5 else 0):
            number += 1
            paper = a_paper(
                f"{day:%y%m}.{number:05}",
                title=f"On optical flow, part {number}",
                abstract="We study optical flow with a method of our own.",
                submitted_at=day - timedelta(minutes=5 * minute),
            )
            yield Event(at=day + timedelta(hours=14), paper=paper)


def months_requests() -> dict[str, Counted]:
    """Count the requests of a first install, of days, and of a month."""
    with a_world() as world:
        world.fitting_paper(NAMES[0])
        counted = {"first install": world.run()}
        world.next_working_day()
        counted["the day after"] = world.run()
        world.next_working_day()
        counted["quiet day"] = world.run()
        world.next_working_day()
        world.fitting_paper(NAMES[1])
        counted["day with a candidate"] = world.run()
        month = Counted(arxiv=0, github=0)
        for day in range(DAYS):
            world.next_working_day()
            if day % 5 == 0:
                world.fitting_paper(NAMES[2 + day // 5])
            month += world.run()
    return {**counted, "month": month}


if __name__ == "__main__":
    told = {name: asdict(counted) for name, counted in months_requests().items()}
    sys.stdout.write(json.dumps(told))
