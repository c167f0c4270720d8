"""One poll for all lists: each category is read once, whoever asks for it.

What it brought is read back from the state, so that a list served by another process, later or on
another machine with a copy of that file, is told the same.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from wsss_bot.domain import Polled
from wsss_bot.errors import ArxivError, RemoteError
from wsss_bot.jobs.job import Job
from wsss_bot.jobs.polling import read_arxiv
from wsss_bot.ranking.from_state import Stored
from wsss_bot.sources.source import Poll
from wsss_bot.state import Store

OUT_OF_DATE = timedelta(days=4)
"""After this long without a poll nothing is proposed: over a weekend arXiv announces nothing."""


def poll_once(job: Job) -> RemoteError | None:
    """Read each category of the job's config once, and record that as one run.

    Where arXiv is away for one, the rest is not tried. Returns why a part could not be read.
    """
    runs, clock = job.state.runs, job.app.clock
    failure: RemoteError | None = None
    polled = new = 0
    with runs.recorded("poll", now=clock.now) as number:
        for category in job.config.arxiv.categories:
            try:
                brought = read_arxiv(job, (category,))
            except ArxivError as error:
                failure = error
                break
            failure = failure or brought.failure
            polled, new = polled + brought.polled.papers, new + len(brought.news)
        figures: dict[str, Any] = {"polled": polled, "new": new, "complete": failure is None}
        requests = {"requests": {"arxiv": job.arxiv.requests}}
        runs.finish(number, figures | requests, at=clock.now(), failure=failure)
    return failure


def what_was_polled(
    state: Store, categories: Sequence[str], *, since: datetime | None, now: datetime
) -> Poll:
    """Return what the last poll of each category brought for a list of these `categories`.

    `since` is when the list was last served: what came later is new. Raises ArxivError where no
    category could be read.
    """
    latest = {category: state.polls.latest(category) for category in categories}
    read = {
        category: polled
        for category, polled in latest.items()
        if polled and polled[1].papers and now - polled[0] <= OUT_OF_DATE
    }
    missing = [
        polled[1].missing if polled and polled[1].missing else category
        for category, polled in latest.items()
        if category not in read or (polled and not polled[1].complete)
    ]
    if not read:
        raise ArxivError(f"arXiv could not be read for {', '.join(missing)}; nothing is lost")
    first = min((polled.first_on for _, polled in read.values() if polled.first_on), default=None)
    last = max((polled.last_on for _, polled in read.values() if polled.last_on), default=None)
    return Poll(
        polled=Polled(
            papers=_count(state, first_on=first, last_on=last),
            first_on=first,
            last_on=last,
            categories=tuple(categories),
            complete=not missing,
            missing="; ".join(missing),
        ),
        news=Stored(state, state.papers.ids_seen_since(since or now)),
        errors=(),
        disagreements=(),
    )


def _count(state: Store, *, first_on: date | None, last_on: date | None) -> int:
    """Return how many papers of the list's stream were submitted on these days."""
    if first_on is None or last_on is None:
        return 0
    since = datetime.combine(first_on, time(), UTC)
    until = datetime.combine(last_on, time(), UTC) + timedelta(days=1)
    return state.papers.count_submitted(since=since, until=until)[0]
