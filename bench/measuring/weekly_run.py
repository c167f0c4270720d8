"""The ranking of a weekly run on a state with many papers, to be measured from outside."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

from bench.measuring.where import DATA
from wsss_bot.domain import ArxivId, Entry, Paper
from wsss_bot.evaluate import Budget
from wsss_bot.papers_file.records import read_papers
from wsss_bot.ranking.from_state import Wishes, decided_in, rank_by_state, undecided
from wsss_bot.state import Store
from wsss_bot.state.classifier_file import ClassifierCache

NOW = datetime(2025, 11, 1, 7, tzinfo=UTC)
YEAR = timedelta(days=364)
LIST = "rl-reasoning-mllm"
"""A list of taste, which is ranked by pairs of words."""


class NoSource:
    """A source that shows nothing."""

    def by_ids(self, _: Sequence[ArxivId]) -> Iterator[Paper]:
        return iter(())


def state_with(papers: int) -> Path:
    """Return a state in which so many papers came in a year, made now or by an earlier run."""
    path = Path(tempfile.gettempdir()) / f"wsss-bot-bench-{papers}.sqlite"
    if not path.exists():
        files = ("arxiv-2025.jsonl.gz", "corpus.jsonl.gz")
        every = chain.from_iterable(read_papers(str(DATA / name)) for name in files)
        spread = (
            replace(paper, submitted_at=NOW - n / papers * YEAR)
            for n, paper in enumerate(islice(every, papers))
        )
        with Store.open(path, now=NOW) as state:
            state.papers.keep(spread, at=NOW)
    return path


def main(path: str) -> None:
    """Rank and score all of the state at `path`; the classifier is kept beside it."""
    ids = (DATA / "more-lists" / f"{LIST}.ids.tsv").read_text("utf-8").split()[2::2]
    source: Any = NoSource()
    with Store.open(Path(path), now=NOW) as state:
        known = state.papers.find([ArxivId(arxiv_id) for arxiv_id in ids]).values()
        ranking = rank_by_state(
            state,
            source,
            [Entry(line=n, title=p.title, arxiv_id=p.arxiv_id) for n, p in enumerate(known, 1)],
            decided_in(state),
            wishes=Wishes(categories=("cs.CV",), months=12, budget=Budget()),
            now=NOW,
            cache=ClassifierCache(Path(path).with_suffix(".npz")),
        )
        undecided(
            state,
            ranking.classifier,
            since=NOW - YEAR,
            until=NOW,
            now=NOW,
            cache=ClassifierCache(Path(path).with_suffix(".scores.npz")),
        )


if __name__ == "__main__":
    main(sys.argv[1])
