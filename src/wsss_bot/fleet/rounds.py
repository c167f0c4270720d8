"""One round: arXiv is polled once, then each list is served; none can harm another.

A list that fails is named, and the next one is served. Only where the forge refuses everybody, as
when the requests of the account are used up, the others wait for the next round.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from wsss_bot.errors import DONE, ConfigError, GitHubError, WsssBotError, exit_code_of
from wsss_bot.fleet.due import Due
from wsss_bot.fleet.installation import Installation
from wsss_bot.fleet.members import Member
from wsss_bot.fleet.shared_poll import poll_once, what_was_polled
from wsss_bot.jobs.job import Job, begun, begun_on_forge
from wsss_bot.jobs.propose import propose
from wsss_bot.jobs.rank import caches_of
from wsss_bot.jobs.refresh import refresh
from wsss_bot.jobs.reports import RefreshReport, RunReport
from wsss_bot.score import ReadWords
from wsss_bot.sources.source import Poll
from wsss_bot.state import Store

log = logging.getLogger(__name__)

USED_UP = frozenset({403, 429})
"""What GitHub answers when the requests of an account are used up:
https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What one job of one list came to."""

    name: str
    """Of the list; empty: of the poll for all."""
    repository: str
    job: str
    said: str
    """What was done, or why it was not, in a sentence."""
    failure: BaseException | None = None
    pull_request: str = ""
    """Its address, where one is open."""
    proposed: tuple[str, ...] = ()
    requests: Mapping[str, int] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """Return how the command for this list alone would have ended."""
        return exit_code_of(self.failure) if self.failure else DONE


def serve_round(
    installation: Installation, due: Due, *, published: Path | None = None
) -> Iterator[Served]:
    """Serve the lists for which something is `due`, and yield what each job came to.

    With `published`, a file that another process writes after its polls, arXiv is not read here.
    Raises StateError where the shared state cannot be used, or another round is under way.
    """
    now, read = installation.now(), ReadWords()
    with begun(installation.poll_app()) as everyone:
        if published is not None:
            everyone.state.take_in(published)
        elif due.polls(now=now):
            yield _polled(everyone, installation)
        for member in installation.served:
            for served in _all_of(member, installation, due.jobs(member.name, now=now), read):
                _note(everyone.state, served, now=installation.now)
                yield served
                if isinstance(served.failure, GitHubError) and served.failure.status in USED_UP:
                    log.warning("the other lists wait for the next round: %s", served.said)
                    return


def poll_round(installation: Installation, *, publish: Path | None = None) -> Served:
    """Read arXiv for all lists, and `publish` what is known by then. Raises StateError."""
    with begun(installation.poll_app()) as everyone:
        served = _polled(everyone, installation)
        if publish is not None:
            everyone.state.publish(publish)
        return served


def _polled(everyone: Job, installation: Installation) -> Served:
    """Read arXiv for all lists of the installation, those of other workers included."""
    failure = poll_once(everyone)
    said = str(failure) if failure else f"arXiv was read: {', '.join(installation.categories)}"
    requests = {"arxiv": everyone.arxiv.requests}
    return Served(name="", repository="", job="poll", said=said, failure=failure, requests=requests)


def _all_of(
    member: Member, installation: Installation, jobs: tuple[str, ...], read: ReadWords
) -> Iterator[Served]:
    """Do what is due for one list, and yield what each job came to; words are read once for all."""
    if member.fault:
        yield _failed(member, "", ConfigError(member.fault))
    for job in jobs:
        try:
            yield _done(member, installation, job, read)
        except WsssBotError as error:
            yield _failed(member, job, error)
        except Exception as error:  # a bug that one list meets harms no other
            log.error("a bug, met by %s", member.name, exc_info=error)
            yield _failed(member, job, error)


def _done(member: Member, installation: Installation, job: str, read: ReadWords) -> Served:
    """Do a job of a list. Raises WsssBotError."""
    app = installation.app(member)
    with begun_on_forge(app, job, dry_run=False, tell=log.info, polled=_polled_for) as begun_job:
        report: RunReport | RefreshReport
        if job == "propose":
            report = propose(begun_job, caches=replace(caches_of(app), read=read))
            begun_job.finish(report.as_json(), report.failure)
        else:
            report = refresh(begun_job)
            begun_job.finish(report.summary(), report.failure)
    pull = report.written.pull_request
    return Served(
        name=member.name,
        repository=member.repository,
        job=job,
        said=report.sentence(),
        failure=report.failure,
        pull_request=pull.url if pull else "",
        proposed=tuple(report.written.added),
        requests=report.requests,
    )


def _polled_for(job: Job) -> Poll:
    """Return what the poll for all brought for the list of `job`. Raises ArxivError."""
    last = job.state.runs.last("propose")
    return what_was_polled(
        job.state,
        job.config.arxiv.categories,
        since=last.started_at if last else None,
        now=job.now,
    )


def _failed(member: Member, job: str, error: BaseException) -> Served:
    said = str(error) if isinstance(error, WsssBotError) else "a bug in wsss-bot; see the log"
    return Served(name=member.name, repository=member.repository, job=job, said=said, failure=error)


def _note(shared: Store, served: Served, *, now: Callable[[], datetime]) -> None:
    """Keep among what lists share since when one fails: its own state may be what fails."""
    name, runs = f"list {served.name}", shared.runs
    before = runs.since_last(name)
    is_known = before and before[-1].failure == served.said
    if served.failure is None and not any(run.exit_code != DONE for run in before):
        return
    if served.failure is not None and is_known:
        return
    runs.finish(runs.start(name, at=now()), {}, at=now(), failure=served.failure)
