"""How many requests arXiv and GitHub get, counted at the stand-ins of the tests.

The stream is as large as that of cs.CV, the first run looks back one month, and a paper that fits
the list comes once a week. Beside each count stands the least that the services' interfaces allow,
and why.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
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


LEAST_QUIET = Counted(arxiv=2, github=2)
LEAST_BUSY = Counted(arxiv=2, github=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is counted, and the least that there could be."""

    name: str
    counted: Counted
    least: Counted
    why: str


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


def cases() -> list[Case]:
    """Count the requests of a first install, of days, and of a month."""
    with a_world() as world:
        world.fitting_paper(NAMES[0])
        first = world.run()
        world.next_working_day()
        second = world.run()
        world.next_working_day()
        quiet = world.run()
        world.next_working_day()
        world.fitting_paper(NAMES[1])
        busy = world.run()
        month = Counted(arxiv=0, github=0)
        for day in range(DAYS):
            world.next_working_day()
            if day % 5 == 0:
                world.fitting_paper(NAMES[2 + day // 5])
            month += world.run()
    candidates = len(range(0, DAYS, 5))
    return [
        Case(
            name="first install",
            counted=first,
            least=Counted(arxiv=4, github=8),
            why="arXiv: two pages of at most 2,000 for the month and the overlap, RSS, and the "
            "listed papers by id; ours asks for smaller slices, because large answers fail more "
            "often. GitHub: the base's commit, the own pull requests, the list; tree, commit, "
            "reference, pull request, labels",
        ),
        Case(
            name="the day after",
            counted=second,
            least=LEAST_QUIET,
            why="as a quiet day; ours reads the month once more, for papers that moderators held",
        ),
        Case(
            name="quiet day",
            counted=quiet,
            least=LEAST_QUIET,
            why="arXiv: one page for the window, and RSS as the second source. GitHub: the own "
            "pull requests and the list; ours asks for the base's commit too, and so reads list "
            "and branch as they were at one moment",
        ),
        Case(
            name="day with a candidate",
            counted=busy,
            least=LEAST_BUSY,
            why="arXiv: as every day. GitHub: the own pull requests, the list, the list on the "
            "branch; tree, commit, reference, and the pull request's new text",
        ),
        Case(
            name=f"month of {DAYS} working days",
            counted=month,
            least=Counted(
                arxiv=DAYS * LEAST_QUIET.arxiv,
                github=(DAYS - candidates) * LEAST_QUIET.github + candidates * LEAST_BUSY.github,
            ),
            why=f"{DAYS - candidates} quiet days and {candidates} with a candidate",
        ),
    ]


def main() -> None:
    print("| case | arXiv | least | GitHub | least | why not less |")
    print("| --- | ---: | ---: | ---: | ---: | --- |")
    for case in cases():
        print(
            f"| {case.name} | {case.counted.arxiv} | {case.least.arxiv} "
            f"| {case.counted.github} | {case.least.github} | {case.why} |"
        )
