"""How the jobs ended lately, out of the state file, as the schedule wants to know it."""

from datetime import datetime
from pathlib import Path

from wsss_bot.edges.store import Store
from wsss_bot.scheduler import JOBS, Attempt, Past


def read_past(path: Path, *, now: datetime) -> Past:
    """Return for each job its last run that ended well, and all since; nothing without a state.

    A run that is under way counts as one that did not end. Raises StateError.
    """
    if not path.exists():
        return dict.fromkeys(JOBS, ())
    with Store.open_to_read(path, now=now) as store:
        return past_of(store)


def past_of(store: Store) -> Past:
    """Return the same of an open state."""
    return {
        job: tuple(
            Attempt(
                started_at=run.started_at,
                ended_at=run.finished_at,
                exit_code=run.exit_code,
                failure=run.failure,
            )
            for run in store.runs.since_last(job)
        )
        for job in JOBS
    }
