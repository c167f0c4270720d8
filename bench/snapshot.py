"""`score` and `preview` over a file like arXiv's metadata snapshot, a tenth of it or `--whole`.

Beside them a bare loop that does nothing but parse the same file with orjson. What `score` takes
for the first papers of the file is what it takes to begin: imports, corpus, training. The rest
should grow with the papers, on all processors, at the same memory.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from bench.measuring import plain
from bench.measuring.processes import Cost, command, run, words_for
from bench.measuring.snapshot_file import WHOLE, snapshot_file
from bench.measuring.where import DATA, HAS_DATA, NO_DATA
from wsss_bot.awesome_list import read_list
from wsss_bot.domain import Paper
from wsss_bot.list_file import read_list_file
from wsss_bot.papers_file.records import parse_lines, read_lines, read_papers
from wsss_bot.papers_file.sift import JudgeAll
from wsss_bot.score import train, training_set

LOOP = "import orjson, sys\nfor line in open(sys.argv[1], 'rb'): orjson.loads(line)"
FEW = 2_000
BATCHES = 8
"""So many batches of lines are looked at stage by stage."""


def main() -> None:
    if not HAS_DATA:
        print(NO_DATA)
        return
    papers = WHOLE if "--whole" in sys.argv else WHOLE // 10
    whole, half = snapshot_file(papers), snapshot_file(papers // 2)
    with tempfile.TemporaryDirectory() as folder:
        few = Path(folder) / "few.jsonl"
        with whole.open("rb") as lines:
            few.write_bytes(b"".join(islice(lines, FEW)))
        runs = {
            "bare loop": run(LOOP, str(whole)),
            f"`score`, first {FEW}": command("score", "--json", *words_for(few, DATA)),
            "`score`, half": command("score", "--json", *words_for(half, DATA)),
            "`score`": command("score", "--json", *words_for(whole, DATA)),
            "bare loop again": run(LOOP, str(whole)),
            "`preview`": command("preview", "--json", *words_for(whole, DATA)),
        }
    size = whole.stat().st_size
    print(f"{papers} papers, {size / 1e6:.0f} MB, one in ten of the category.\n")
    print("| run | seconds | of the processors | memory of all processes |")
    print("| --- | ---: | ---: | ---: |")
    for name, cost in runs.items():
        print(f"| {name} | {cost.seconds:.1f} | {cost.cpu:.1f} | {cost.megabytes:.0f} MB |")
    print()
    say(list(runs.values()), papers)
    stages()


def say(costs: list[Cost], papers: int) -> None:
    """Print the ratios that are asked for."""
    loop, few, half, whole, again, preview = costs
    bare, bare_cpu = (loop.seconds + again.seconds) / 2, (loop.cpu + again.cpu) / 2
    each = (whole.seconds - few.seconds) / (papers - FEW)
    print(
        f"- `score` takes {whole.seconds / bare:.1f} times as long as the loop, `preview` "
        f"{preview.seconds / bare:.1f} times, what they take to begin included; beyond that "
        f"{each * papers / bare:.1f} and {(preview.seconds - few.seconds) / bare:.1f} times."
    )
    if papers < WHOLE:
        print(
            f"- A whole snapshot of {WHOLE} papers would take {few.seconds + each * WHOLE:.0f} s, "
            f"{(few.seconds + each * WHOLE) / (bare / papers * WHOLE):.1f} times the loop, its "
            "beginning included."
        )
    print(
        "- In processor time of all processes, which others on the machine disturb less, `score` "
        f"takes {whole.cpu / bare_cpu:.1f} times as much as the loop, and beyond its beginning "
        f"{(whole.cpu - few.cpu) / bare_cpu:.1f} times."
    )
    print(
        f"- Twice the papers take {(whole.cpu - few.cpu) / (half.cpu - few.cpu):.2f} times the "
        f"processor time beyond the beginning, and {whole.megabytes / half.megabytes:.2f} times "
        "the memory."
    )


def stages() -> None:
    """Print where the time goes, before and after: one process, some lines."""
    listed = read_list(read_list_file(str(DATA / "seed-list.md")))
    corpus = read_papers(str(DATA / "corpus.jsonl.gz"))
    classifier = train(training_set(listed.entries, corpus))
    judge = JudgeAll(classifier=classifier, categories=("cs.CV",), listed=listed)
    batches = list(islice(read_lines(str(snapshot_file(WHOLE // 10))), BATCHES))
    count = sum(lines.block.count(b"\n") for lines in batches)
    found = [paper for lines in batches for _, paper in parse_lines(lines)]
    every = [paper for paper in found if isinstance(paper, Paper)]
    asked = [paper for paper in every if "cs.CV" in paper.categories]

    def took(work: Callable[[], object]) -> str:
        began = time.process_time()
        work()
        return f"{(time.process_time() - began) / count * 1e6:.1f}"

    def parse(*categories: str) -> None:
        for lines in batches:
            list(parse_lines(lines, categories))

    def look_up(papers: Sequence[Paper]) -> None:
        for paper in papers:
            listed.holds(arxiv_id=paper.arxiv_id, title=paper.title)

    print("\nMicroseconds of processor time for each line of the file, in one process:\n")
    print("| stage | before: every paper | now: those of the categories |")
    print("| --- | ---: | ---: |")
    print(f"| parse | {took(parse)} | {took(lambda: parse('cs.CV'))} |")
    print(
        f"| terms | {took(lambda: plain.terms(classifier, every))} "
        f"| {took(lambda: classifier.score(asked))} (with the scores) |"
    )
    print(
        f"| look up in the list | {took(lambda: look_up(every))} | {took(lambda: look_up(asked))} |"
    )
    print(f"| all of a batch | | {took(lambda: [judge(lines) for lines in batches])} |")
