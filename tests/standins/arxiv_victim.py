"""A process that polls a stand-in, and kills itself at a given statement to its state file.

Arguments: the state file, the stand-in's address, now, the first day, the number of the statement.
"""

import os
import signal
import sys
from datetime import date, datetime
from pathlib import Path

from tests.standins.clock import Clock
from tests.standins.mortal import mortal
from wsss_bot.sources.arxiv.arxiv import Arxiv
from wsss_bot.sources.arxiv.session import PoliteSession
from wsss_bot.state import Store
from wsss_bot.state.database import Database


def main(path: str, address: str, now: str, first: str, dies_at: str) -> None:
    clock = Clock(datetime.fromisoformat(now))
    connect = mortal(dies_at=int(dies_at), die=lambda: os.kill(os.getpid(), signal.SIGKILL))
    store = Store(Database(Path(path), now=clock.now(), connect=connect))
    http = PoliteSession(
        contact="", now=clock.now, sleep=clock.sleep, random=lambda: 0.5, gate=store.polls
    )
    Arxiv(http, api_url=f"{address}/api/query", rss_url=f"{address}/rss", page_size=15).poll(
        store,
        categories=["cs.CV"],
        first=date.fromisoformat(first),
        overlap_days=10,
        now=clock.now(),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
