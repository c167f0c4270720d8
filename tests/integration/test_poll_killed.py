"""A poll that is killed, at any write: the next one finds everything, and waits its turn."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from tests.standins.arxiv import ArxivStandin
from tests.standins.arxiv_life import Life
from tests.standins.arxiv_transports import serve
from tests.standins.arxiv_years import years
from tests.standins.clock import Clock
from tests.standins.mortal import mortal
from wsss_bot.state import Store
from wsss_bot.state.database import Database

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 5, 11, 5, 30, tzinfo=UTC)
FIRST = date(2026, 4, 25)


class KilledError(BaseException):
    """The process is no more."""


def die() -> None:
    raise KilledError


def a_standin(clock: Clock) -> ArxivStandin:
    random = Random(3)  # noqa: S311  # nothing secret
    return ArxivStandin(years(FIRST, NOW.date(), papers_per_day=2, random=random), now=clock.now)


def a_life(path: Path, standin: ArxivStandin, clock: Clock, *, dies_at: int = sys.maxsize) -> Life:
    store = Store(Database(path, now=NOW, connect=mortal(dies_at=dies_at, die=die)))
    return Life(standin=standin, clock=clock, first=FIRST, page_size=15, store=store)


def test_a_poll_killed_at_any_statement_is_made_again_and_loses_nothing(tmp_path: Path) -> None:
    dies_at = 1
    while not _survives(tmp_path / f"{dies_at}.sqlite", dies_at=dies_at):
        dies_at += 1

    assert dies_at > 60


def _survives(path: Path, *, dies_at: int) -> bool:
    """Poll with a bot that dies at this statement; if it does, poll again and look."""
    clock = Clock(NOW)
    standin = a_standin(clock)
    life = None
    try:
        life = a_life(path, standin, clock, dies_at=dies_at)
        life.poll()
    except KilledError:
        pass
    else:
        return True
    finally:
        if life is not None:
            life.store.close()
    after = a_life(path, standin, clock)
    poll = after.poll()

    assert poll is not None
    assert poll.polled.complete
    assert after.store.papers.known_ids() == standin.served("cs.CV")
    waits = [later.at - earlier.at for earlier, later in pairwise(standin.requests)]
    assert min(waits) >= timedelta(seconds=3.5)  # three, and half a second that each request took
    after.store.close()
    return False


def test_a_process_killed_again_and_again_finds_everything_in_the_end(tmp_path: Path) -> None:
    standin = a_standin(Clock(NOW))
    path = tmp_path / "bot.sqlite"
    with serve(standin) as address:
        killed = 0
        for dies_at in (25, 29, 35, 45, 10_000):
            victim = [sys.executable, "-m", "tests.standins.arxiv_victim"]
            told: list[str] = [str(path), address, NOW.isoformat(), FIRST.isoformat(), str(dies_at)]
            process = subprocess.run(  # noqa: S603  # our own interpreter and code
                [*victim, *told], env={"PYTHONPATH": "src:."}, cwd=ROOT, check=False
            )
            killed += process.returncode == -9
    assert killed == 4

    with Store.open(path, now=NOW) as store:
        assert store.papers.known_ids() == standin.served("cs.CV")
        assert [poll.complete for poll in store.polls.since(NOW)] == [True]
