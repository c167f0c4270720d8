"""How long a start takes: `wsss-bot --help` beside the least program that click makes.

Asked: less than three times as long. Both are timed in turn, so that a change in the machine's
speed falls on both; the ratio is taken pair by pair.
"""

import statistics
import subprocess
import sys
import time

PAIRS = 15
LEAST = "import click; click.command()(lambda: None)(['--help'], standalone_mode=False)"
OURS = "from wsss_bot.cli import run; run(['--help'])"


def seconds(code: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return time.perf_counter() - began


def main() -> None:
    seconds(LEAST), seconds(OURS)
    pairs = [(seconds(OURS), seconds(LEAST)) for _ in range(PAIRS)]
    ours = statistics.median(pair[0] for pair in pairs)
    least = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(a / b for a, b in pairs)
    print("| program | median of 15 |\n| --- | ---: |")
    print(f"| least click program | {least * 1000:.0f} ms |")
    print(f"| `wsss-bot --help` | {ours * 1000:.0f} ms |")
    print(f"\nratio, pair by pair: {ratio:.2f}")
