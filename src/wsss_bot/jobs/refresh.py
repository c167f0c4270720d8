"""One whole refresh: read the world, look the papers up, complete, choose, settle, write.

As in a run, what the forge shows is read back each time, and what arXiv showed is kept as it comes:
a refresh that is killed is repeated by the next one.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wsss_bot import progress
from wsss_bot.domain import Entry, Outcome
from wsss_bot.errors import RemoteError
from wsss_bot.jobs.job import ForgeJob, Job
from wsss_bot.jobs.settings import settings_of
from wsss_bot.old_rows.cells import CompletedCells, FoundCells, Made
from wsss_bot.old_rows.choose import choose
from wsss_bot.old_rows.complete import changes_json, completable, notices_json
from wsss_bot.old_rows.look_up import Records, look_up
from wsss_bot.pull_request.answers import Known, room, settle, what_became
from wsss_bot.pull_request.draft import unified_diff
from wsss_bot.pull_request.proposed import ProposedCell
from wsss_bot.pull_request.update import Written, update
from wsss_bot.pull_request.world import read_world

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshReport:
    """What one refresh did."""

    started_at: datetime
    path: str
    before: str
    """The list on the base branch."""
    known: Known[ProposedCell]
    found: FoundCells
    written: Written[FoundCells]
    requests: Mapping[str, int]
    failure: RemoteError | None
    """Why arXiv could not be read; the rest was done with what was known."""

    @property
    def made(self) -> tuple[Made, ...]:
        """Return each cell that was added to the pull request, and how the list reads there."""
        return self.written.found.made if self.written.added else ()

    @property
    def diff(self) -> str:
        """How the list on the branch now differs from that on the base branch."""
        text = self.written.text
        return "" if text is None else unified_diff(self.before, text, path=self.path)

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line promises it."""
        written = self.written
        return {
            "title": written.title,
            "body": written.body,
            "diff": self.diff,
            "text": self.before if written.text is None else written.text,
        } | self.summary()

    def sentence(self) -> str:
        """Return what the refresh did, on one line."""
        pull = self.written.pull_request
        where = (
            f"pull request {pull.number} ({pull.url})"
            if pull
            else "no pull request for old rows is open"
        )
        return f"{where}; {len(self.written.added)} cells added"

    def summary(self) -> dict[str, Any]:
        """Return what the state remembers of it: all but the texts."""
        pull, about = self.written.pull_request, self.found.looked_up
        return {
            "started_at": self.started_at.isoformat(),
            "changes": changes_json(self.made),
            "notices": notices_json(about.notices),
            "waiting": about.waiting,
            "complete": not about.missing,
            "outcomes": {key: outcome.value for key, outcome in self.known.outcomes.items()}
            | dict.fromkeys(self.written.added, Outcome.WAITING.value),
            "pull_request": {"number": pull.number, "url": pull.url} if pull else None,
            "requests": dict(self.requests),
            "errors": [str(self.failure)] if self.failure else [],
        }


def refresh(job: ForgeJob, given: Records | None = None) -> RefreshReport:
    """Do one whole refresh; with `given` records of the papers nobody is asked for them.

    Where arXiv cannot be read, what the state knows has to do, and the report says why. Raises
    GitHubError, ConfigError and ListError where the forge cannot be read or written: the next
    refresh then does the same again.
    """
    state, forge, facts_of = job.state, job.forge, job.app.facts_of()
    settings = replace(
        settings_of(job.app),
        branch=job.config.refresh.branch,
        branch_key="[refresh] branch",
    )
    world = read_world(forge, settings, CompletedCells(settings.read))
    known = what_became(world, state.outcomes.forgotten())
    records = given or _looked_up(job, world.on_base.entries)
    found = choose(
        world.on_base,
        completable(world.on_base, records.papers, facts_of=facts_of, read=settings.read),
        known,
        room=room(world, known),
        links=job.links,
        missed=state.repositories,
        missing=records.missing,
    )
    settle(forge, world, known)
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
    )
    log.info("%s", report.sentence())
    return report


def _looked_up(job: Job, entries: Sequence[Entry]) -> Records:
    """Return what arXiv says now of the listed papers."""
    with progress.bar("looking the list's papers up") as on_progress:
        return look_up(job.state, job.arxiv, entries, now=job.now, on_progress=on_progress)
