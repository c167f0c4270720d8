"""Time to train and to rank one month of cs.CV: ours beside the peers' recipes, in one run.

How well they rank is measured by the benchmark `ranking`. The keyword filter has nothing to learn.
With `--write` the times are drawn into docs/benchmarks.svg.
"""

import sys
import time
from html import escape

import numpy as np

from bench import ranking
from bench.measuring.where import DATA, DOCS, HAS_DATA, NO_DATA
from wsss_bot.awesome_list import read_list
from wsss_bot.list_file import read_list_file
from wsss_bot.papers_file.records import read_papers
from wsss_bot.score import training_set

MONTH = "2506"
WIDTH, ROW, LABEL = 640, 30, 250


def main() -> None:
    if not HAS_DATA:
        print(NO_DATA)
        return
    listed = read_list(read_list_file(str(DATA / "seed-list.md")))
    stream = read_papers(str(DATA / "arxiv-2025.jsonl.gz"))
    month = [paper for paper in stream if paper.arxiv_id.startswith(MONTH)]
    task = ranking.Task(
        name=MONTH,
        examples=training_set(listed.entries, read_papers(str(DATA / "corpus.jsonl.gz"))),
        papers=month,
        relevant=np.zeros(len(month), dtype=bool),
    )
    print(f"Training texts: {len(task.examples)}. Papers of the month: {len(month)}.\n")
    print("| recipe | seconds | of the processor |\n| --- | ---: | ---: |")
    taken = {}
    for name, ranker in {**ranking.RANKERS, "keyword filter": ranking.keyword_count}.items():
        began, cpu = time.perf_counter(), time.process_time()
        ranker(task)
        taken[name] = time.process_time() - cpu
        print(f"| {name} | {time.perf_counter() - began:.1f} | {taken[name]:.1f} |", flush=True)
    if "--write" in sys.argv:
        (DOCS / "benchmarks.svg").write_text(bars(taken), "utf-8")


def bars(taken: dict[str, float]) -> str:
    """Return a picture of seconds: a bar for each name."""
    longest = max(taken.values())
    height = ROW * len(taken) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="14">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        '<text x="10" y="22" font-weight="bold">Seconds of processor time to train and to rank '
        "a month of cs.CV</text>",
    ]
    for at, (name, seconds) in enumerate(taken.items()):
        y = 40 + ROW * at
        width = max(1.0, (WIDTH - LABEL - 70) * seconds / longest)
        colour = "#1f6feb" if name == "ours" else "#8c959f"
        parts += [
            f'<text x="{LABEL - 10}" y="{y + 16}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{LABEL}" y="{y}" width="{width:.1f}" height="{ROW - 8}" fill="{colour}"/>',
            f'<text x="{LABEL + width + 8:.1f}" y="{y + 16}">{seconds:.1f}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])
