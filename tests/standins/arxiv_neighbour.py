"""A process that asks a stand-in as a command does, beside others of the same user.

Arguments: the gate's file, the stand-in's address, how many requests, seconds between two. It says
that it is ready, and begins when it is told to.
"""

import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from wsss_bot.sources.arxiv.session import PoliteSession
from wsss_bot.sources.gate import GateFile


def main(gate: str, address: str, requests: str, pause: str) -> None:
    http = PoliteSession(
        contact="",
        now=lambda: datetime.now(UTC),
        sleep=time.sleep,
        random=random.random,
        pause_seconds=float(pause),
        gate_file=GateFile(Path(gate)),
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for _ in range(int(requests)):
        http.fetch(f"{address}/api/query?id_list=2605.00001", bytes)


if __name__ == "__main__":
    main(*sys.argv[1:])
