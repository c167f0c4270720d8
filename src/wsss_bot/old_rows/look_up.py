"""What arXiv says now of the papers of a list: by id, and by title where a row has no id."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from wsss_bot.domain import ArxivId, Entry, Paper
from wsss_bot.errors import ArxivError
from wsss_bot.old_rows import match as refresh
from wsss_bot.pull_request.phrases import counted
from wsss_bot.sources.source import MOST_IDS, Source
from wsss_bot.state import Store
from wsss_bot.text.titles import title_key

MOST_TITLES = 50
"""How many titles one run asks for, each with a request: at arXiv's pace under three minutes."""
ASKED_AGAIN_AFTER = timedelta(days=25)
"""A title that arXiv did not know is asked for again next month."""

FRESH = timedelta(days=3)
"""What polling saw change so lately is not asked for again."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The newest records of a list's papers."""

    papers: tuple[Paper, ...]
    missing: str = ""
    """In words what could not be looked up; empty: nothing."""
    failure: ArxivError | None = None


def fetch_records(
    arxiv: Source, entries: Sequence[Entry], *, on_progress: Progress
) -> Iterator[Paper]:
    """Yield what arXiv says now of the listed papers, however many requests that takes.

    `on_progress` is told how many of the requests are done. Raises ArxivError.
    """
    batches = _batches({entry.arxiv_id for entry in entries if entry.arxiv_id})
    untold = [entry for entry in entries if entry.arxiv_id is None]
    steps = len(batches) + len(untold)
    for done, batch in enumerate(batches, start=1):
        yield from arxiv.by_ids(batch)
        on_progress(done, steps)
    for done, entry in enumerate(untold, start=len(batches) + 1):
        yield from arxiv.by_title(entry.title)
        on_progress(done, steps)


def look_up(
    store: Store,
    arxiv: Source,
    entries: Sequence[Entry],
    *,
    now: datetime,
    on_progress: Progress,
) -> Records:
    """Bring what the state knows of the listed papers up to date, and return it.

    Papers whose change polling noticed a few days ago are not asked for again. Of the rows without
    an id `MOST_TITLES` are asked for, those first that never were; the rest has its turn in later
    runs. Where arXiv fails, what the state knows has to do.
    """
    listed = {entry.arxiv_id for entry in entries if entry.arxiv_id}
    untold = {
        key: entry for entry in entries if not entry.arxiv_id and (key := title_key(entry.title))
    }
    fresh = {paper.arxiv_id for paper in store.papers.changed_since(now - FRESH)}
    known = listed | store.titles.found(untold)
    due = store.titles.due(untold, before=now - ASKED_AGAIN_AFTER)
    asks = [
        *(partial(_ask_ids, store, arxiv, batch, now=now) for batch in _batches(known - fresh)),
        *(partial(_ask_title, store, arxiv, untold[key], now=now) for key in due[:MOST_TITLES]),
    ]
    missing, failure = [], None
    try:
        for done, ask in enumerate(asks, start=1):
            ask()
            on_progress(done, len(asks))
    except ArxivError as error:
        failure = error
        missing.append("arXiv did not answer")
    if later := len(due[MOST_TITLES:]):
        missing.append(f"{counted(later, 'title is', 'titles are')} looked up in later runs")
    return Records(
        papers=tuple(store.papers.find(listed | store.titles.found(untold)).values()),
        missing="; ".join(missing),
        failure=failure,
    )


def _ask_ids(store: Store, arxiv: Source, ids: Sequence[ArxivId], *, now: datetime) -> None:
    _keep(store, list(arxiv.by_ids(ids)), now=now)


def _ask_title(store: Store, arxiv: Source, entry: Entry, *, now: datetime) -> None:
    """Keep the papers of just that title, else one that differs a little; and that this was asked.

    All of them, as none is certainly the one of `entry` if there are several.
    """
    key = title_key(entry.title)
    found = [paper for paper in arxiv.by_title(entry.title) if refresh.match(entry, paper)]
    papers = [paper for paper in found if title_key(paper.title) == key] or found[:1]
    with store.transaction():
        _keep(store, papers, now=now)
        store.titles.keep(key, [paper.arxiv_id for paper in papers], at=now)


def _batches(wanted: Iterable[ArxivId]) -> list[Sequence[ArxivId]]:
    ids = sorted(wanted)
    return [ids[first : first + MOST_IDS] for first in range(0, len(ids), MOST_IDS)]


def _keep(store: Store, papers: Sequence[Paper], *, now: datetime) -> None:
    """Keep what is new: a paper that did not change has no news."""
    known = store.papers.find([paper.arxiv_id for paper in papers])
    store.papers.keep([p for p in papers if known.get(p.arxiv_id) != p], at=now)
