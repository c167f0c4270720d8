"""What arXiv says now of the papers of a list: by id, and by title where a row has no id."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from wsss_bot.domain import ArxivId, Entry, Paper
from wsss_bot.errors import ArxivError
from wsss_bot.old_rows.match import match
from wsss_bot.pull_request.phrases import counted
from wsss_bot.sources.source import MOST_IDS, Source
from wsss_bot.text.titles import title_key

MOST_TITLES = 50
"""How many titles one run asks for, each with a request: at arXiv's pace under three minutes."""
ASKED_AGAIN_AFTER = timedelta(days=25)
"""A title that arXiv did not know is asked for again next month."""

FRESH = timedelta(days=3)
"""What polling saw change so lately is not asked for again."""

Progress = Callable[[int, int], None]


class RecordedPapers(Protocol):
    """The papers that are known."""

    def find(self, ids: Collection[ArxivId]) -> Mapping[ArxivId, Paper]:
        """Return those of these papers that are known."""

    def changed_since(self, moment: datetime) -> Sequence[Paper]:
        """Return the papers that were kept since."""

    def keep(self, papers: Iterable[Paper], *, at: datetime) -> None:
        """Remember the newest records of papers."""


class AskedTitles(Protocol):
    """The titles that arXiv was asked for."""

    def due(self, titles: Collection[str], *, before: datetime) -> Sequence[str]:
        """Return those of the titles that nobody asked for since, the oldest first."""

    def found(self, titles: Collection[str]) -> Set[ArxivId]:
        """Return the papers that were found for these titles."""

    def keep(self, title: str, arxiv_ids: Iterable[ArxivId], *, at: datetime) -> None:
        """Remember which papers arXiv named for a title."""


class LookUpState(Protocol):
    """What is known of listed papers, and kept from one run to the next."""

    @property
    def papers(self) -> RecordedPapers:
        """The papers that are known."""

    @property
    def titles(self) -> AskedTitles:
        """The titles that arXiv was asked for."""

    def transaction(self) -> AbstractContextManager[None]:
        """Make all that is kept inside happen together or not at all."""


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
    known: LookUpState,
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
    fresh = {paper.arxiv_id for paper in known.papers.changed_since(now - FRESH)}
    named = listed | known.titles.found(untold)
    due = known.titles.due(untold, before=now - ASKED_AGAIN_AFTER)
    asks = [
        *(partial(_ask_ids, known, arxiv, batch, now=now) for batch in _batches(named - fresh)),
        *(partial(_ask_title, known, arxiv, untold[key], now=now) for key in due[:MOST_TITLES]),
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
        papers=tuple(known.papers.find(listed | known.titles.found(untold)).values()),
        missing="; ".join(missing),
        failure=failure,
    )


def _ask_ids(known: LookUpState, arxiv: Source, ids: Sequence[ArxivId], *, now: datetime) -> None:
    _keep(known, list(arxiv.by_ids(ids)), now=now)


def _ask_title(known: LookUpState, arxiv: Source, entry: Entry, *, now: datetime) -> None:
    """Ask arXiv for the title of an entry, and keep what it finds and that it was asked.

    Papers with exactly that title are kept, all of them, because none is certainly the right one
    if there are several. Without any, the best of those with a similar title is kept.
    """
    key = title_key(entry.title)
    found = [paper for paper in arxiv.by_title(entry.title) if match(entry, paper)]
    papers = [paper for paper in found if title_key(paper.title) == key] or found[:1]
    with known.transaction():
        _keep(known, papers, now=now)
        known.titles.keep(key, [paper.arxiv_id for paper in papers], at=now)


def _batches(wanted: Iterable[ArxivId]) -> list[Sequence[ArxivId]]:
    ids = sorted(wanted)
    return [ids[first : first + MOST_IDS] for first in range(0, len(ids), MOST_IDS)]


def _keep(known: LookUpState, papers: Sequence[Paper], *, now: datetime) -> None:
    """Keep what is new: a paper that did not change has no news."""
    before = known.papers.find([paper.arxiv_id for paper in papers])
    known.papers.keep([p for p in papers if before.get(p.arxiv_id) != p], at=now)
