"""One whole refresh: read the world, look the papers up, complete, choose, settle, write.

As in a run, what the forge shows is read back each time, and what arXiv showed is kept as it comes:
a refresh that is killed is repeated by the next one.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from wsss_bot import progress
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import Entry
from wsss_bot.jobs.beside_arxiv import BesideArxiv
from wsss_bot.jobs.job import ForgeJob, Job
from wsss_bot.jobs.reports import RefreshReport
from wsss_bot.jobs.settings import settings_of
from wsss_bot.old_rows.cells import CompletedCells
from wsss_bot.old_rows.choose import choose
from wsss_bot.old_rows.complete import Completable, completable
from wsss_bot.old_rows.look_up import Records, look_up
from wsss_bot.old_rows.official import Listed, no_listing
from wsss_bot.old_rows.rows import Read
from wsss_bot.pull_request.answers import room, what_became
from wsss_bot.pull_request.kind import Settings
from wsss_bot.pull_request.settle import settle
from wsss_bot.pull_request.taking_back import take_back
from wsss_bot.pull_request.update import update
from wsss_bot.pull_request.world import read_world

log = logging.getLogger(__name__)


def refresh(job: ForgeJob, given: Records | None = None) -> RefreshReport:
    """Do one whole refresh; with `given` records of the papers nobody is asked for them.

    Where arXiv cannot be read, what the state knows has to do. Raises GitHubError, ConfigError and
    ListError: the next refresh then does the same again.
    """
    state, forge, settings = job.state, job.forge, _settings(job)
    kind, forgotten = CompletedCells(settings.read), state.outcomes.forgotten()
    world = take_back(forge, read_world(forge, settings, kind, now=job.now), forgotten)
    known = what_became(world, forgotten)
    records = given or _looked_up(job, world.on_base.entries)
    beside = job.beside.without_requests() if job.beside and given else job.beside
    found = choose(
        world.on_base,
        _completable(job, world.on_base, records, beside, settings.read),
        known,
        room=room(world, known),
        links=job.links,
        missed=state.repositories,
        missing=records.missing,
    )
    world = settle(forge, world, known)
    written = update(forge, world, known, found)
    report = RefreshReport(
        started_at=job.now,
        path=settings.path,
        before=world.listed.text,
        known=known,
        found=found,
        written=written,
        requests=job.requests(),
        failure=records.failure,
        source_errors=beside.errors if beside else (),
        opened=world.open is None and written.pull_request is not None,
    )
    log.info("%s", report.sentence())
    return report


def _completable(
    job: ForgeJob, listed: AwesomeList, records: Records, beside: BesideArxiv | None, read: Read
) -> Completable:
    """Return what arXiv and the sources beside it can complete in the list's rows."""
    facts_of = job.app.facts_of()
    official: Listed = no_listing
    if beside is not None:
        facts_of, official = beside.facts_for(listed.entries, facts_of), beside.listed
    return completable(listed, records.papers, facts_of=facts_of, read=read, official=official)


def _settings(job: ForgeJob) -> Settings:
    """Return what the config says about the list and this pull request."""
    branch = job.config.refresh.branch
    return replace(
        settings_of(job.app, job.state, job.forge), branch=branch, branch_key="[refresh] branch"
    )


def _looked_up(job: Job, entries: Sequence[Entry]) -> Records:
    """Return what arXiv says now of the listed papers."""
    with progress.bar("looking the list's papers up") as on_progress:
        return look_up(job.state, job.arxiv, entries, now=job.now, on_progress=on_progress)
