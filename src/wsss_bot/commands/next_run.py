"""What the next run would rank by: the one classifier and threshold that the state gives."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from wsss_bot.app import PATIENCE_SECONDS, App
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.commands.inputs import Inputs
from wsss_bot.domain import Polled
from wsss_bot.jobs.job import Job, begun
from wsss_bot.jobs.polling import poll
from wsss_bot.jobs.rank import caches_of, rank
from wsss_bot.jobs.style import with_records
from wsss_bot.ranking.from_state import decided_in
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.ranking.trained import Caches
from wsss_bot.state import is_there


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRun:
    """A run that would come next, on a copy of the state."""

    job: Job
    listed: AwesomeList
    ranking: Ranking
    polled: Polled
    """What was read for it."""
    caches: Caches
    """Never to be written."""


@contextmanager
def next_run(app: App, inputs: Inputs, *, polls: bool = False) -> Iterator[NextRun | None]:
    """Yield what the next run would rank by; if it `polls`, by what arXiv shows by then.

    None for a bot that has not read arXiv yet, and where the command names another list or a
    corpus. Raises StateError, ArxivError, GitHubError and TrainingError.
    """
    config = app.config
    told = inputs.list_path or inputs.corpus
    if told or not config.list.repository or not is_there(app.state_path):
        yield None
        return
    with begun(app, dry_run=True, patience_seconds=PATIENCE_SECONDS) as job:
        if job.state.polls.covered_since(config.arxiv.categories) is None:
            yield None
            return
        polled = Polled(
            papers=0,
            first_on=None,
            last_on=None,
            categories=config.arxiv.categories,
            complete=True,
        )
        if polls:
            polled = poll(job).polled
        listed, caches = app.open_list(), caches_of(app).read_only()
        ranking = rank(job, listed, decided_in(job.state), caches=caches)
        listed = with_records(listed, job.state)
        yield NextRun(job=job, listed=listed, ranking=ranking, polled=polled, caches=caches)
