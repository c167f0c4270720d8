"""The job that reads what is new on arXiv into the state."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from wsss_bot import progress
from wsss_bot.jobs.job import Job
from wsss_bot.sources.source import Poll, Progress, show_no_progress

log = logging.getLogger(__name__)

MONTH = timedelta(days=30.44)


def poll(job: Job) -> Poll:
    """Read what arXiv has shown since the last poll into the state, and record that as a run.

    Raises ArxivError when nothing could be read; else the answer says what is missing.
    """
    runs, clock = job.state.runs, job.app.clock
    with (
        runs.recorded("poll", now=clock.now) as number,
        progress.bar("reading arXiv", "parts") as on_progress,
    ):
        brought = read_arxiv(job, job.config.arxiv.categories, on_progress=on_progress)
        report = brought.as_json() | {"requests": {"arxiv": job.arxiv.requests}}
        runs.finish(number, report, at=clock.now(), failure=brought.failure)
    log.info("%d papers read on arXiv, %d of them new", report["polled"], report["new"])
    return brought


def read_arxiv(
    job: Job, categories: Sequence[str], *, on_progress: Progress = show_no_progress
) -> Poll:
    """Read what arXiv has shown of `categories` since the last poll into the state.

    Raises ArxivError when nothing could be read.
    """
    return job.arxiv.poll(
        job.state,
        categories=categories,
        first=(job.now - job.months * MONTH).date(),
        overlap_days=job.config.arxiv.overlap_days,
        now=job.now,
        on_progress=on_progress,
    )
