"""How many requests arXiv and GitHub get, counted at the stand-ins of the tests.

The stream is as large as that of cs.CV, the first run looks back one month, and a paper that fits
the list comes once a week. Beside each count stands the least that the services' interfaces allow,
and why.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from bench.measuring import page
from bench.measuring.where import ROOT

DAYS, WITH_A_CANDIDATE = 22, 5
QUIET, BUSY = (2, 2), (2, 7)
LEAST = {
    "first install": (
        (4, 8),
        "arXiv: two pages of at most 2,000 for the month and the overlap, RSS, and the listed "
        "papers by id; ours asks for smaller slices, because large answers fail more often. "
        "GitHub: the base's commit, the own pull requests, the list; tree, commit, reference, "
        "pull request, labels; ours asks for the repository's record, which says whether it may "
        "push, and for the tree, which says what mode the list has and whether it is a link",
    ),
    "the day after": (
        QUIET,
        "as a quiet day; ours reads the month once more, for papers that moderators held",
    ),
    "quiet day": (
        QUIET,
        "arXiv: one page for the window, and RSS as the second source. GitHub: the own pull "
        "requests and the list; ours asks for the repository's record too, and who it is itself, "
        "so that it believes no pull request of others",
    ),
    "day with a candidate": (
        BUSY,
        "arXiv: as every day. GitHub: the own pull requests, the list, the list on the branch; "
        "tree, commit, reference, and the pull request's new text",
    ),
    "month": (
        (DAYS * QUIET[0], (DAYS - WITH_A_CANDIDATE) * QUIET[1] + WITH_A_CANDIDATE * BUSY[1]),
        f"{DAYS} working days: {DAYS - WITH_A_CANDIDATE} quiet and {WITH_A_CANDIDATE} with a "
        "candidate",
    ),
}
"""For each case the least requests to arXiv and GitHub, and why it is not less."""


def main() -> None:
    page.show("requests", lines())


def lines() -> Iterator[str]:
    """Yield the counts beside the least, case by case."""
    yield "| case | arXiv | least | GitHub | least | why not less |"
    yield "| --- | ---: | ---: | ---: | ---: | --- |"
    for case, counted in counts().items():
        (arxiv, github), why = LEAST[case]
        yield (
            f"| {case} | {counted['arxiv']} | {arxiv} | {counted['github']} | {github} | {why} |"
        )


def counts() -> dict[str, dict[str, int]]:
    """Return what the stand-ins, a program of their own, have counted."""
    printed = subprocess.run(  # our own interpreter and program
        [sys.executable, "-m", "tests.standins.request_counts"],
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    ).stdout
    counted: dict[str, dict[str, int]] = json.loads(printed)
    return counted
