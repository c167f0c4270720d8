"""The bot as it works on GitHub: config and environment become state, arXiv and repository.

`cli` calls this, and `explain`. The libraries that make a start slow are imported inside.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wsss_bot import app as wiring
from wsss_bot.config import Config
from wsss_bot.domain import Entry, Outcome, Paper
from wsss_bot.errors import ConfigError, RemoteError
from wsss_bot.service.scheduler import due_times

if TYPE_CHECKING:
    from wsss_bot.awesome_list import AwesomeList
    from wsss_bot.github import GitHubForge
    from wsss_bot.jobs.propose import Report
    from wsss_bot.jobs.refresh import LookUp, RefreshReport
    from wsss_bot.jobs.rolling import Settings
    from wsss_bot.ranking.ranking import Ranking
    from wsss_bot.ranking.trained import Cache
    from wsss_bot.sources.arxiv.api import ArxivApi
    from wsss_bot.sources.arxiv.poll import Poll
    from wsss_bot.sources.arxiv.rss import ArxivRss
    from wsss_bot.sources.arxiv.session import PoliteSession
    from wsss_bot.state import Store

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 900.0
"""How long a job that nobody waits for goes on trying when arXiv does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a job works with: the state, held against others, and arXiv at one common pace."""

    config: Config
    store: "Store"
    session: "PoliteSession"
    api: "ArxivApi"
    rss: "ArxivRss"
    now: datetime
    months: int
    """How far back the first poll reads."""


@contextmanager
def at_desk(config: Config, *, dry_run: bool = False, is_awaited: bool = False) -> Iterator[Desk]:
    """Yield what a job works with; in a dry run the state is a copy. Raises StateError.

    With `is_awaited` somebody waits for the end, so arXiv gets less patience.
    """
    from wsss_bot.state import Store

    now, state = wiring.now(), Path(config.state.path)
    patience = wiring.PATIENCE_SECONDS if is_awaited else PATIENCE_SECONDS
    with Store.copy(state, now=now) if dry_run else Store.open(state, now=now) as store:
        session, api, rss = wiring.arxiv(config, patience_seconds=patience, gate=store.polls)
        yield Desk(
            config=config,
            store=store,
            session=session,
            api=api,
            rss=rss,
            now=now,
            months=max(1, config.arxiv.backfill_months),  # there must be something to learn from
        )


def poll(config: Config) -> "Poll":
    """Read what arXiv has shown since the last poll into the state.

    Raises ArxivError when nothing could be read; else the answer says what is missing.
    """
    with at_desk(config) as desk, _dashboard_kept(desk):
        return _poll(desk)


def _poll(desk: Desk) -> "Poll":
    from wsss_bot import progress
    from wsss_bot.jobs.propose import MONTH
    from wsss_bot.sources.arxiv.poll import catch_up

    arxiv, runs = desk.config.arxiv, desk.store.runs
    with (
        runs.recorded("poll", now=wiring.now) as number,
        progress.bar("reading arXiv") as on_progress,
    ):
        brought = catch_up(
            desk.store,
            desk.api,
            desk.rss,
            categories=arxiv.categories,
            first=(desk.now - desk.months * MONTH).date(),
            overlap_days=arxiv.overlap_days,
            now=desk.now,
            on_progress=on_progress,
        )
        report = brought.as_json() | {"requests": {"arxiv": len(desk.session.exchanges)}}
        runs.finish(number, report, at=wiring.now(), failure=brought.failure)
    log.info("%d papers read on arXiv, %d of them new", report["polled"], report["new"])
    return brought


@dataclass(frozen=True, slots=True, kw_only=True)
class _JobOnGitHub:
    """A job that writes to GitHub, under way."""

    desk: Desk
    github: "GitHubForge"
    number: int
    """Of its run in the state."""

    def requests(self) -> dict[str, int]:
        """Return how many requests it has cost so far."""
        return {"arxiv": len(self.desk.session.exchanges), "github": self.github.requests}

    def finish(self, report: Mapping[str, Any], failure: RemoteError | None) -> None:
        """Record that it has come to its end, and how."""
        self.desk.store.runs.finish(self.number, report, at=wiring.now(), failure=failure)


@contextmanager
def _job_on_github(
    config: Config, name: str, *, dry_run: bool, tell: Callable[[str], None]
) -> Iterator[_JobOnGitHub]:
    """Yield a recorded job, after which the dashboard is written; a dry run only tells of it."""
    from wsss_bot.github.dry_run import DryRunForge

    with (
        at_desk(config, dry_run=dry_run) as desk,
        ExitStack() as afterwards,
        desk.store.runs.recorded(name, now=wiring.now) as number,
    ):
        repository = wiring.connect(config)
        github = DryRunForge(repository, tell) if dry_run else repository
        afterwards.enter_context(_dashboard_kept(desk, github, tell if dry_run else None))
        yield _JobOnGitHub(desk=desk, github=github, number=number)


def run(config: Config, *, dry_run: bool, tell: Callable[[str], None]) -> "Report":
    """Do one whole run; in a dry run `tell` is told what would be written, and nothing is."""
    from wsss_bot.github.code_links import ask_once
    from wsss_bot.jobs import propose as stage
    from wsss_bot.state.classifier_file import ClassifierCache

    if not config.list.repository:
        raise ConfigError(
            "run proposes on GitHub, and [list] repository is empty; for a list on this machine "
            "use `wsss-bot preview`, and `wsss-bot add --write` to add rows"
        )
    with _job_on_github(config, "propose", dry_run=dry_run, tell=tell) as job:
        desk, github = job.desk, job.github
        kept = ClassifierCache(Path(config.state.path).with_name("classifier.npz"))
        report = stage.run(
            github,
            settings(config),
            desk.store,
            poll=lambda: _poll(desk),
            rank=lambda listed, papers, known: rank(
                desk, listed, papers, known.outcomes, cache=None if dry_run else kept
            ),
            taste=stage.Taste(
                backfill_months=desk.months,
                near_misses=config.score.near_misses,
                exclude=config.score.exclude,
                facts_of=wiring.facts_of(
                    config, ask_once(github.client, desk.store.repositories, now=desk.now)
                ),
            ),
            requests=job.requests,
            now=desk.now,
        )
        job.finish(report.as_json(), report.failure)
    log.info("%s", report.sentence())
    return report


def rank(
    desk: Desk,
    listed: "AwesomeList",
    papers: Sequence[Paper],
    outcomes: Mapping[str, Outcome],
    *,
    cache: "Cache | None" = None,
) -> "Ranking":
    """Learn from the list and from what people decided, and draw the line for `papers`."""
    from wsss_bot.evaluate import papers_per_week
    from wsss_bot.ranking.texts import decided_examples, kept_texts, stream_of

    store, config = desk.store, desk.config
    texts = kept_texts(store, desk.api, listed.entries, now=desk.now, months=desk.months)
    return wiring.ranked(
        config,
        listed,
        texts,
        papers_per_week=papers_per_week(stream_of(store, config.arxiv.categories, papers)),
        decided=decided_examples(store, outcomes),
        cache=cache,
    )


@contextmanager
def _dashboard_kept(
    desk: Desk,
    github: "GitHubForge | None" = None,
    tell: Callable[[str], None] | None = None,
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
        _keep_dashboard(desk, github, tell)
        raise
    _keep_dashboard(desk, github, tell)


def _keep_dashboard(
    desk: Desk, github: "GitHubForge | None", tell: Callable[[str], None] | None
) -> None:
    config = desk.config
    if not (config.report.dashboard and config.list.repository):
        return
    from wsss_bot.github import Issues
    from wsss_bot.github.dry_run import DryRunIssues
    from wsss_bot.jobs.dashboard import Plans, keep_dashboard
    from wsss_bot.service.health import expected_jobs, past_of

    def connect() -> Issues:
        seen = wiring.connect(config, with_issues=True)
        issues = Issues(seen.client, github.name if github else seen.name)
        return DryRunIssues(issues, tell) if tell else issues

    def plans() -> Plans:
        jobs = expected_jobs(past_of(desk.store), desk.store.heartbeat.last())
        due = due_times(config.schedule, now=now)
        return Plans(
            path=config.list.path,
            categories=config.arxiv.categories,
            due={job: at for job, at in due.items() if job in jobs},
        )

    now = wiring.now()
    keep_dashboard(connect, desk.store, plans, now=now)


def refresh(
    config: Config,
    *,
    dry_run: bool,
    tell: Callable[[str], None],
    sources: wiring.Sources | None = None,
) -> "RefreshReport":
    """Propose completions of old rows; dry as in `run`.

    With papers in `sources` these are the records, and arXiv is not asked.
    """
    from wsss_bot.github.code_links import code_links
    from wsss_bot.jobs import refresh as refresh_run

    if not config.list.repository:
        raise ConfigError(
            "refresh proposes on GitHub, and [list] repository is empty; for a list on this "
            "machine use `wsss-bot refresh --dry-run`"
        )
    given = list(wiring.read_papers(sources)) if sources and sources.papers else None
    with _job_on_github(config, "refresh", dry_run=dry_run, tell=tell) as job:
        desk, github = job.desk, job.github
        report = refresh_run.refresh(
            github,
            replace(settings(config), branch=config.refresh.branch, branch_key="[refresh] branch"),
            desk.store,
            look_up=_records(desk, given),
            facts_of=wiring.facts_of(config),
            links=code_links(github.client, desk.store.repositories, now=desk.now),
            requests=job.requests,
            now=desk.now,
        )
        job.finish(report.summary(), report.failure)
    log.info("%s", report.sentence())
    return report


def _records(desk: Desk, given: Sequence[Paper] | None) -> "LookUp":
    """Return what tells the records of listed papers: those that were given, else arXiv."""
    from wsss_bot import progress
    from wsss_bot.old_rows.look_up import Records, look_up

    def records(entries: Sequence[Entry]) -> Records:
        if given is not None:
            return Records(papers=tuple(given))
        with progress.bar("looking the list's papers up") as on_progress:
            return look_up(desk.store, desk.api, entries, now=desk.now, on_progress=on_progress)

    return records


def settings(config: Config) -> "Settings":
    """Return what the operator decided about list and pull request."""
    from wsss_bot.awesome_list import read_list
    from wsss_bot.jobs.rolling import Settings

    return Settings(
        path=config.list.path,
        base=config.list.branch,
        branch=config.pull_request.branch,
        max_rows=config.pull_request.max_rows,
        labels=config.pull_request.labels,
        reviewers=config.pull_request.reviewers,
        draft=config.pull_request.draft,
        read=lambda text: read_list(text, overrides=wiring.overrides(config)),
    )
