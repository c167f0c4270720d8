"""`score` and `preview` over a file like arXiv's metadata snapshot, a tenth of it or `--whole`.

Beside them a bare loop that does nothing but parse the same file with orjson. What `score` takes
for the first papers of the file is what it takes to begin: imports, corpus, training. The rest
should grow with the papers, on all processors, at the same memory.
"""

import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.measuring import page
from bench.measuring.processes import Cost, command, run, words_for
from bench.measuring.snapshot_file import WHOLE, snapshot_file
from bench.measuring.where import DATA, HAS_DATA, NO_DATA

LOOP = "import orjson, sys\nfor line in open(sys.argv[1], 'rb'): orjson.loads(line)"
FEW = 2_000


def main() -> None:
    if not HAS_DATA:
        print(NO_DATA)
    elif "--whole" in sys.argv:
        page.show("snapshot --whole", lines(WHOLE))
    else:
        page.show("snapshot", lines(WHOLE // 10))


def lines(papers: int) -> Iterator[str]:
    """Yield what the commands take for a file of so many papers."""
    whole, half = snapshot_file(papers), snapshot_file(papers // 2)
    with tempfile.TemporaryDirectory() as folder:
        few = Path(folder) / "few.jsonl"
        with whole.open("rb") as file:
            few.write_bytes(b"".join(islice(file, FEW)))
        runs = {
            "bare loop": run(LOOP, str(whole)),
            f"`score`, first {FEW}": command("score", "--json", *words_for(few, DATA)),
            "`score`, half": command("score", "--json", *words_for(half, DATA)),
            "`score`": command("score", "--json", *words_for(whole, DATA)),
            "bare loop again": run(LOOP, str(whole)),
            "`preview`": command("preview", "--json", *words_for(whole, DATA)),
        }
    size = whole.stat().st_size
    yield f"{papers} papers, {size / 1e6:.0f} MB, one in ten of the category.\n"
    yield "| run | seconds | of the processors | memory of all processes |"
    yield "| --- | ---: | ---: | ---: |"
    for name, cost in runs.items():
        yield f"| {name} | {cost.seconds:.1f} | {cost.cpu:.1f} | {cost.megabytes:.0f} MB |"
    yield ""
    yield from ratios(list(runs.values()), papers)


def ratios(costs: list[Cost], papers: int) -> Iterator[str]:
    """Yield the ratios that are asked for."""
    loop, few, half, whole, again, preview = costs
    bare, bare_cpu = (loop.seconds + again.seconds) / 2, (loop.cpu + again.cpu) / 2
    each = (whole.seconds - few.seconds) / (papers - FEW)
    yield (
        f"- `score` takes {whole.seconds / bare:.1f} times as long as the loop, `preview` "
        f"{preview.seconds / bare:.1f} times, what they take to begin included; beyond that "
        f"{each * papers / bare:.1f} and {(preview.seconds - few.seconds) / bare:.1f} times."
    )
    if papers < WHOLE:
        yield (
            f"- A whole snapshot of {WHOLE} papers would take {few.seconds + each * WHOLE:.0f} s, "
            f"{(few.seconds + each * WHOLE) / (bare / papers * WHOLE):.1f} times the loop, its "
            "beginning included."
        )
    yield (
        "- In processor time of all processes, which others on the machine disturb less, `score` "
        f"takes {whole.cpu / bare_cpu:.1f} times as much as the loop, and beyond its beginning "
        f"{(whole.cpu - few.cpu) / bare_cpu:.1f} times."
    )
    yield (
        f"- Twice the papers take {(whole.cpu - few.cpu) / (half.cpu - few.cpu):.2f} times the "
        f"processor time beyond the beginning, and {whole.megabytes / half.megabytes:.2f} times "
        "the memory."
    )
