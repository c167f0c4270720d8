"""What to learn from without a corpus: the list's own papers, a sample of the stream, refusals.

And how large the stream is, as far as these can tell.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from wsss_bot.domain import ArxivId, Entry, Example, Origin, Outcome, Paper
from wsss_bot.evaluate import weekly
from wsss_bot.ranking.ranking_state import RankingState
from wsss_bot.score import NEWEST
from wsss_bot.sources.source import Source, Window

SAMPLES = 8
"""How many stretches of days the background is taken from."""

SAMPLE_DAYS = 2
"""How long each is: some 250 papers of cs.CV, one request."""

NOT_YET_BACKGROUND = timedelta(days=14)
"""Papers as young as this are to be scored, and are no background."""


def sample_windows(*, now: datetime, months: int) -> tuple[Window, ...]:
    """Return `SAMPLES` short windows spread evenly over the last `months`, oldest first.

    The newest ends before `NOT_YET_BACKGROUND`.
    """
    newest = now - NOT_YET_BACKGROUND
    apart = timedelta(days=max(months, 1) * 30) / SAMPLES
    windows = []
    for back in reversed(range(SAMPLES)):
        until = newest - back * apart
        windows.append(Window(since=until - timedelta(days=SAMPLE_DAYS), until=until))
    return tuple(windows)


def fetch_texts(
    arxiv: Source,
    entries: Sequence[Entry],
    *,
    categories: Sequence[str],
    now: datetime,
    months: int,
    on_progress: Callable[[int, int], None],
) -> Iterator[Paper]:
    """Yield the listed papers that arXiv knows by id, then background papers of `categories`.

    `on_progress` is told how many of the steps are done. Raises ArxivError.
    """
    windows = sample_windows(now=now, months=months)
    steps = 1 + len(windows) * len(categories)
    ids = [entry.arxiv_id for entry in entries if entry.arxiv_id]
    yield from arxiv.by_ids(ids)
    on_progress(1, steps)
    done = 1
    for window in windows:
        for category in categories:
            yield from arxiv.submitted(category, window)
            done += 1
            on_progress(done, steps)


def fetch_listed(
    state: RankingState, arxiv: Source, entries: Sequence[Entry], *, now: datetime
) -> None:
    """Fetch the listed papers that the state does not hold, and keep them. Raises ArxivError."""
    ids = [entry.arxiv_id for entry in entries if entry.arxiv_id]
    known = state.papers.known_of(ids)
    state.papers.keep(list(arxiv.by_ids([i for i in ids if i not in known])), at=now)


def learnt_span(*, now: datetime, months: int) -> Window:
    """Return from when to when papers were submitted that are background."""
    return Window(since=now - timedelta(days=30 * max(months, 1)), until=now - NOT_YET_BACKGROUND)


def kept_texts(state: RankingState, entries: Sequence[Entry], span: Window) -> list[Paper]:
    """Return the listed papers that the state holds, and the newest polled in `span`.

    These stand for the stream of today: more of it than `NEWEST` costs memory and foretells no
    better.
    """
    ids = [entry.arxiv_id for entry in entries if entry.arxiv_id]
    polled = state.papers.newest(NEWEST, since=span.since, until=span.until)
    return [*state.papers.find(ids).values(), *polled]


def kept_per_week(state: RankingState, categories: Sequence[str], *, now: datetime) -> float:
    """Return how many papers a week come in, decided ones included.

    They are counted since every category is covered: older ones are known by chance, as listed
    papers, or as what moderators held.
    """
    since = state.polls.covered_since(categories)
    return weekly(*state.papers.count_submitted(since=since, until=now))


def sampled_per_week(papers: Iterable[Paper], *, now: datetime, months: int) -> float:
    """Return how many papers a week came in, by the days that `fetch_texts` reads whole."""
    windows = sample_windows(now=now, months=months)
    inside = {
        paper.arxiv_id
        for paper in papers
        if any(window.since <= paper.submitted_at < window.until for window in windows)
    }
    return len(inside) * 7 / (SAMPLES * SAMPLE_DAYS)


def decided_examples(
    state: RankingState, outcomes: Mapping[str, Outcome], *, numbers: Mapping[str, int]
) -> list[Example]:
    """Return what was refused as examples; what was accepted stands in the list and needs none.

    `numbers` are the pull requests in which papers were proposed.
    """
    refused: dict[Outcome, Origin] = {Outcome.REMOVED: "removed", Outcome.DECLINED: "declined"}
    known = state.papers.find([ArxivId(i) for i, o in outcomes.items() if o in refused])
    return [
        Example(
            title=paper.title,
            abstract=paper.abstract,
            authors=paper.authors,
            relevant=False,
            origin=refused[outcomes[arxiv_id]],
            key=arxiv_id,
            submitted_at=paper.submitted_at,
            closed_in=numbers.get(arxiv_id),
        )
        for arxiv_id, paper in known.items()
    ]
