"""The stage that reads arXiv: ask for a window, ask RSS for what the window hides, keep it all."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from wsss_bot import poll
from wsss_bot.domain import ArxivId, Paper, Polled
from wsss_bot.edges.arxiv_api import ArxivApi, Page
from wsss_bot.edges.arxiv_rss import ArxivRss
from wsss_bot.errors import ArxivError

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with how many steps are done, and how many there are."""


def _quiet(done: int, total: int) -> None:
    """Show no progress."""


def poll_arxiv(
    arxiv: ArxivApi,
    rss: ArxivRss,
    *,
    categories: Sequence[str],
    overlap_days: int,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    on_progress: Progress = _quiet,
) -> tuple[tuple[Paper, ...], Polled]:
    """Read the papers submitted from `since` to `until` (both included), and remember nothing.

    Without `since` the window is the last `overlap_days`, without `until` it ends now. Raises
    ArxivError when nothing could be read; when a part is missing, `Polled` says which.
    """
    whole = poll.window(since=since, until=until, overlap_days=overlap_days, now=now)
    parts = poll.slices(whole)
    papers: dict[ArxivId, Paper] = {}
    missing: list[str] = []
    failure: ArxivError | None = None
    for category in categories:
        for number, part in enumerate(parts):
            try:
                if failure is None:
                    unreadable = _read(papers, arxiv.fetch(poll.query(category, part)))
                    missing += [f"an entry that cannot be read {i}" for i in unreadable]
                    if not papers and poll.cannot_be_empty(part, now=now):
                        raise ArxivError(
                            f"arXiv shows no paper of {poll.in_words(category, [part])}"
                        )
                    on_progress(number + 1, len(parts))
            except ArxivError as error:
                failure = error
                log.warning("%s", error)
            if failure is not None:
                missing.append(poll.in_words(category, parts[number:]))
                break
    if failure is not None and not papers:
        raise failure
    if until is None or until >= now.date():
        for category in categories:
            try:
                shown = [item.arxiv_id for item in rss.fetch(category) if item.is_news]
                _read(papers, arxiv.fetch_ids([i for i in shown if i not in papers]))
            except ArxivError as error:
                log.warning("%s", error)
                missing.append(f"what was announced today in {category}")
    polled = Polled(
        papers=len(papers),
        first_on=whole.since.date(),
        last_on=min(whole.until, now).date(),
        categories=tuple(categories),
        complete=not missing,
        missing="; ".join(missing),
    )
    return tuple(papers.values()), polled


def _read(papers: dict[ArxivId, Paper], pages: Iterable[Page]) -> list[str]:
    """Keep the papers of the pages as they come; return the entries that cannot be read."""
    unreadable: list[str] = []
    for page in pages:
        papers |= {paper.arxiv_id: paper for paper in page.papers}
        unreadable += page.unreadable
    return unreadable
