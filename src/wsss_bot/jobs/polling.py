"""The job that reads what is new on arXiv into the state."""

import logging
from datetime import timedelta

from wsss_bot import progress
from wsss_bot.jobs.job import Job
from wsss_bot.sources.source import Poll

log = logging.getLogger(__name__)

MONTH = timedelta(days=30.44)


def poll(job: Job) -> Poll:
    """Read what arXiv has shown since the last poll into the state, and record that as a run.

    Raises ArxivError when nothing could be read; else the answer says what is missing.
    """
    told, runs, clock = job.config.arxiv, job.state.runs, job.app.clock
    with (
        runs.recorded("poll", now=clock.now) as number,
        progress.bar("reading arXiv", "parts") as on_progress,
    ):
        brought = job.arxiv.poll(
            job.state,
            categories=told.categories,
            first=(job.now - job.months * MONTH).date(),
            overlap_days=told.overlap_days,
            now=job.now,
            on_progress=on_progress,
        )
        report = brought.as_json() | {"requests": {"arxiv": job.arxiv.requests}}
        runs.finish(number, report, at=clock.now(), failure=brought.failure)
    log.info("%d papers read on arXiv, %d of them new", report["polled"], report["new"])
    return brought
