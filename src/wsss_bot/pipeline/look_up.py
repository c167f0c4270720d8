"""What arXiv says now of the papers of a list: by id, and by title where a row has no id."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from wsss_bot import refresh
from wsss_bot.domain import ArxivId, Entry, Paper
from wsss_bot.edges.arxiv_api import MOST_IDS, ArxivApi
from wsss_bot.edges.store import Store
from wsss_bot.errors import ArxivError
from wsss_bot.titles import title_key

MOST_TITLES = 50
"""How many titles one run asks for, each with a request: at arXiv's pace under three minutes."""
ASKED_AGAIN_AFTER = timedelta(days=25)
"""A title that arXiv did not know is asked for again next month."""

_WORD = re.compile(r"[^\W_]+")
"""What arXiv's search takes of a title; signs would be read as operators."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The newest records of a list's papers."""

    papers: tuple[Paper, ...]
    missing: str = ""
    """In words what could not be looked up; empty: nothing."""
    failure: ArxivError | None = None


def fetch_records(
    arxiv: ArxivApi, entries: Sequence[Entry], *, on_progress: Progress
) -> Iterator[Paper]:
    """Yield what arXiv says now of the listed papers, however many requests that takes.

    `on_progress` is told how many of the requests are done. Raises ArxivError.
    """
    batches = _batches([entry.arxiv_id for entry in entries if entry.arxiv_id])
    untold = [entry for entry in entries if entry.arxiv_id is None]
    steps = len(batches) + len(untold)
    for done, batch in enumerate(batches, start=1):
        for page in arxiv.fetch_ids(batch):
            yield from page.papers
        on_progress(done, steps)
    for done, entry in enumerate(untold, start=len(batches) + 1):
        yield from _of_title(arxiv, entry)
        on_progress(done, steps)


def look_up(
    store: Store,
    arxiv: ArxivApi,
    entries: Sequence[Entry],
    *,
    since: datetime | None,
    now: datetime,
    on_progress: Progress,
) -> Records:
    """Bring what the state knows of the listed papers up to date, and return it.

    Papers whose change polling noticed `since` the last look-up are not asked for again. Of the
    rows without an id `MOST_TITLES` are asked for, those first that never were; the rest has its
    turn in later runs. Where arXiv fails, what the state knows has to do.
    """
    ids = list(dict.fromkeys(entry.arxiv_id for entry in entries if entry.arxiv_id))
    untold = {
        key: entry for entry in entries if not entry.arxiv_id and (key := title_key(entry.title))
    }
    ids += [arxiv_id for arxiv_id in store.titles.found(untold) if arxiv_id not in ids]
    fresh = {paper.arxiv_id for paper in store.papers.changed_since(since)} if since else set()
    batches = _batches([arxiv_id for arxiv_id in ids if arxiv_id not in fresh])
    due = store.titles.due(untold, before=now - ASKED_AGAIN_AFTER)
    keys = due[:MOST_TITLES]
    steps = len(batches) + len(keys)
    missing, failure = [], None
    done = 0
    try:
        for batch in batches:
            for page in arxiv.fetch_ids(batch):
                _keep(store, page.papers, now=now)
            done += 1
            on_progress(done, steps)
        for key in keys:
            store.titles.keep(key, _find_by_title(store, arxiv, untold[key], now=now), at=now)
            done += 1
            on_progress(done, steps)
    except ArxivError as error:
        failure = error
        missing.append("arXiv did not answer")
    if later := len(due) - len(keys):
        missing.append(f"{later} titles are looked up in later runs")
    ids += [arxiv_id for arxiv_id in store.titles.found(untold) if arxiv_id not in ids]
    return Records(
        papers=tuple(store.papers.find(ids).values()),
        missing="; ".join(missing),
        failure=failure,
    )


def _batches(ids: Sequence[ArxivId]) -> list[Sequence[ArxivId]]:
    return [ids[first : first + MOST_IDS] for first in range(0, len(ids), MOST_IDS)]


def _of_title(arxiv: ArxivApi, entry: Entry) -> Iterator[Paper]:
    """Yield the papers on arXiv that may be the one of an entry, with one request at most."""
    if words := " ".join(_WORD.findall(entry.title)):
        for page in islice(arxiv.fetch(f'ti:"{words}"'), 1):
            yield from page.papers


def _find_by_title(store: Store, arxiv: ArxivApi, entry: Entry, *, now: datetime) -> ArxivId | None:
    """Keep the paper that is that of `entry`, or may be; return its id."""
    found = [match for paper in _of_title(arxiv, entry) if (match := refresh.match(entry, paper))]
    best = min(found, key=lambda match: bool(match.doubt), default=None)
    if best is None:
        return None
    _keep(store, [best.paper], now=now)
    return best.paper.arxiv_id


def _keep(store: Store, papers: Sequence[Paper], *, now: datetime) -> None:
    """Keep what is new: a paper that did not change has no news."""
    known = store.papers.find([paper.arxiv_id for paper in papers])
    store.papers.keep([p for p in papers if known.get(p.arxiv_id) != p], at=now)
