"""What a job works with, how its run is recorded, and the dashboard that is written after it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wsss_bot.app import App
from wsss_bot.config import Config
from wsss_bot.errors import ConfigError, RemoteError
from wsss_bot.jobs.beside_arxiv import BesideArxiv
from wsss_bot.jobs.dashboard import Plans, keep_dashboard
from wsss_bot.jobs.notices import noticed
from wsss_bot.pull_request.code_checks import CodeLinks
from wsss_bot.pull_request.forge import Forge
from wsss_bot.pull_request.requests import Threads
from wsss_bot.service.health import expected_jobs, past_of
from wsss_bot.service.scheduler import due_times
from wsss_bot.sources.source import Poll, Source
from wsss_bot.state import Store

UNATTENDED_SECONDS = 900.0
"""How long a job that nobody waits for goes on trying when arXiv does not answer."""

NO_CREDENTIALS = (
    "a pull request needs a token, and there is none; put one into GITHUB_TOKEN, or look only, "
    "with --dry-run"
)

Tell = Callable[[str], None]
"""Says to the operator what a dry run would write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a job works with: the state, held against others, and arXiv at one common pace."""

    app: App
    state: Store
    arxiv: Source
    now: datetime
    """When it began."""
    beside: BesideArxiv | None = None
    """The sources beside arXiv; None: they are not asked."""
    polled: Callable[["Job"], Poll] | None = None
    """Tells what a poll for many lists brought; None: it polls for itself."""

    @property
    def config(self) -> Config:
        """Return what the operator decided."""
        return self.app.config

    @property
    def months(self) -> int:
        """Return how far back the first poll reads: there must be something to learn from."""
        return max(1, self.config.arxiv.backfill_months)


@contextmanager
def begun(
    app: App, *, dry_run: bool = False, patience_seconds: float | None = None
) -> Iterator[Job]:
    """Yield what a job works with; in a dry run the state is a copy. Raises StateError.

    `patience_seconds` is how long arXiv is tried; None: as long as nobody waits for the job.
    """
    patience = UNATTENDED_SECONDS if patience_seconds is None else patience_seconds
    with app.state_copy() if dry_run else app.state() as state:
        arxiv = app.arxiv(patience_seconds=patience, gate=state.polls, catches_up=not dry_run)
        beside = BesideArxiv(app, state)
        yield Job(app=app, state=state, arxiv=arxiv, now=app.clock.now(), beside=beside)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgeJob(Job):
    """A job that also writes to the forge."""

    forge: Forge
    links: CodeLinks
    """What asks about the code that papers link to."""
    number: int = 0
    """Of its run in the state."""
    threads: Callable[[], Threads] | None = None
    """Returns where people ask for papers; None: nowhere."""

    def requests(self) -> dict[str, int]:
        """Return how many requests it has cost so far."""
        sent = {"arxiv": self.arxiv.requests, "github": self.forge.requests}
        others = self.beside.requests if self.beside else 0
        return sent | ({"others": others} if others else {})

    def finish(self, report: Mapping[str, Any], failure: RemoteError | None) -> None:
        """Record that it has come to its end, and how."""
        self.state.runs.finish(self.number, report, at=self.app.clock.now(), failure=failure)


@contextmanager
def begun_on_forge(
    app: App,
    name: str,
    *,
    dry_run: bool,
    tell: Tell,
    polled: Callable[[Job], Poll] | None = None,
) -> Iterator[ForgeJob]:
    """Yield a recorded job, after which dashboard and notices are written; a dry run only tells.

    `polled` is as in `Job`. Raises ConfigError where nothing could be written in the end, before
    arXiv is read for minutes.
    """
    told = tell if dry_run else None
    with (
        begun(app, dry_run=dry_run) as job,
        noticed(app, job.state, name, tell=told),
        ExitStack() as afterwards,
        job.state.runs.recorded(name, now=app.clock.now) as number,
    ):
        if not dry_run and not app.credentials():
            raise ConfigError(NO_CREDENTIALS)
        forge = app.forge(tell=told)
        afterwards.enter_context(dashboard_kept(job, forge, tell=told))
        yield ForgeJob(
            app=app,
            state=job.state,
            arxiv=job.arxiv,
            now=job.now,
            beside=job.beside,
            polled=polled,
            forge=forge,
            links=app.code_links(forge, job.state),
            number=number,
            threads=forge.threads,
        )


@contextmanager
def dashboard_kept(
    job: Job, forge: Forge | None = None, *, tell: Tell | None = None
) -> Iterator[None]:
    """Write the dashboard, where one is wanted, after what is done inside and what fails there.

    With `tell` it is only said what would be written. After an interruption nothing is: somebody
    waits for the program to end.
    """
    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException:
        _keep_dashboard(job, forge, tell)
        raise
    _keep_dashboard(job, forge, tell)


def _keep_dashboard(job: Job, forge: Forge | None, tell: Tell | None) -> None:
    config, now = job.config, job.app.clock.now()
    if not (config.report.dashboard and config.list.repository):
        return

    def plans() -> Plans:
        jobs = expected_jobs(past_of(job.state), job.state.heartbeat.last())
        due = due_times(config.schedule, now=now)
        return Plans(
            path=config.list.path,
            categories=config.arxiv.categories,
            due={name: at for name, at in due.items() if name in jobs},
        )

    keep_dashboard(
        lambda: job.app.issues(of=forge.name if forge else "", tell=tell),
        job.state,
        plans,
        now=now,
    )
