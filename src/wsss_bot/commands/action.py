"""`action`: one run in a GitHub Action, with what GitHub shows of it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs

from wsss_bot.app import App
from wsss_bot.config import Config
from wsss_bot.errors import ConfigError
from wsss_bot.jobs.first_request import MONTHS, first_request
from wsss_bot.jobs.job import begun_on_forge
from wsss_bot.jobs.propose import propose
from wsss_bot.jobs.rank import caches_of
from wsss_bot.jobs.refresh import refresh
from wsss_bot.jobs.reports import RefreshReport, RunReport
from wsss_bot.show.lines import print_lines, print_text
from wsss_bot.show.runs import refresh_lines, run_lines
from wsss_bot.state import is_there
from wsss_bot.text import escape

COMMANDS = ("auto", "run", "refresh", "preview")
FIRST_WEEK = 7
"""Until this day of a month a scheduled run completes old rows, too: once a month, if weekly."""

NOTHING = "## Nothing to propose this week\n\n{read}{best}"
BEST = " The best was *{title}*, at {score:.2f}."
CONFIG = {
    "opened": "## The config is proposed\n\nMerge #{number}, and the weekly work begins.",
    "waits": "## The config waits\n\nMerge #{number}, and the weekly work begins.",
    "merged": "## There is no config\n\nIt was merged in #{number}, and is gone. Put it back.",
    "closed": (
        "## There is no config\n\n#{number}, which proposed one, was closed, so nothing is asked "
        "again. To begin all the same, reopen it and merge it."
    ),
}
WITHOUT_STATE = (
    "<sub>Nothing was kept from an earlier run, so the last {months} months were read again: "
    "{requests} requests to arXiv. A cache of the bot's folder `var` makes that two or three.</sub>"
)
_HIDDEN = re.compile(r"\s*<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """What GitHub tells a run of, and where it wants to be told."""

    config_path: str
    """From the root of the repository."""
    workspace: str
    repository: str
    event: str
    summary: str
    """The file that is shown as the run's summary, as Markdown; empty: none."""
    output: str
    """The file of outputs; empty: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    outcome: str
    number: int = 0
    proposed: int = 0
    summary: str = ""


def action(
    app_with: Callable[[Config | None], App], runner: Runner, command: str, *, api_url: str
) -> None:
    """Do what is due in this workflow, and tell the runner.

    `app_with` gives the program with a config, or that of the repository for None. Raises what
    the jobs raise, and what did not stop them.
    """
    with _failure_told(runner):
        _do(app_with, runner, command, api_url=api_url)


def _do(
    app_with: Callable[[Config | None], App], runner: Runner, command: str, *, api_url: str
) -> None:
    if not (Path(runner.workspace) / runner.config_path).is_file():
        github = structs.replace(Config().github, api_url=api_url or Config().github.api_url)
        told = structs.replace(Config().list, repository=runner.repository)
        _first(app_with(structs.replace(Config(), list=told, github=github)), runner)
        return
    app = _as_here(app_with(None), runner)
    is_look = command == "preview" or (command == "auto" and runner.event == "pull_request")
    if command == "refresh":
        _refresh(app, runner)
        return
    _run(app, runner, dry_run=is_look)
    is_monthly = runner.event == "schedule" and app.clock.now().day <= FIRST_WEEK
    if command == "auto" and is_monthly:
        _refresh(app, runner)


def _as_here(app: App, runner: Runner) -> App:
    """Return the program for this repository, which without a state looks back a few months."""
    config = app.config
    if not config.list.repository:
        told = structs.replace(config.list, repository=runner.repository)
        config = structs.replace(config, list=told)
    if not is_there(app.state_path):
        months = min(config.arxiv.backfill_months, MONTHS)
        config = structs.replace(
            config, arxiv=structs.replace(config.arxiv, backfill_months=months)
        )
    return app.with_config(config)


def _first(app: App, runner: Runner) -> None:
    """Propose a config, once; a pull request that has none has none to try."""
    if runner.event == "pull_request":
        _tell(runner, _Told(outcome="no-config", summary="## No config to try"))
        return
    done = first_request(app, config_path=runner.config_path)
    number = done.pull_request.number if done.pull_request else 0
    summary = "\n\n".join([CONFIG[done.outcome].format(number=number), _seen(done.body)])
    outcome = f"config-{done.outcome}"
    _tell(runner, _Told(outcome=outcome, number=number, proposed=done.papers, summary=summary))
    print_text(f"config {done.outcome}: pull request {number}")


def _run(app: App, runner: Runner, *, dry_run: bool) -> None:
    kept = is_there(app.state_path)
    tell = _silent if dry_run else print_text
    with begun_on_forge(app, "propose", dry_run=dry_run, tell=tell) as job:
        caches = caches_of(app)
        report = propose(job, caches=caches.read_only() if dry_run else caches)
        job.finish(report.as_json(), report.failure)
    print_lines(run_lines(report))
    _tell(runner, _of_run(report, app, kept=kept, dry_run=dry_run))
    if report.failure is not None:
        raise report.failure


def _of_run(report: RunReport, app: App, *, kept: bool, dry_run: bool) -> _Told:
    written, pull = report.written, report.written.pull_request
    body = _seen(written.body)
    if dry_run and written.added:
        body = f"{body}\n\n```diff\n{report.diff}\n```"
    elif not body:
        body = NOTHING.format(read=f"Read {report.polled.papers:,} papers.", best=_best(report))
    elif written.title:
        body = f"## {written.title}\n\n{body}"
    if not kept:
        months, asked = app.config.arxiv.backfill_months, report.requests.get("arxiv", 0)
        body += "\n\n" + WITHOUT_STATE.format(months=months, requests=asked)
    outcome = "proposed" if written.added else "waits" if pull else "nothing"
    return _Told(
        outcome="failed" if report.failure else "dry-run" if dry_run else outcome,
        number=pull.number if pull else 0,
        proposed=len(written.added),
        summary=body,
    )


def _best(report: RunReport) -> str:
    for miss in report.written.found.near_misses[:1]:
        return BEST.format(title=escape.in_conversation(miss.paper.title), score=miss.score.value)
    return ""


def _refresh(app: App, runner: Runner) -> None:
    with begun_on_forge(app, "refresh", dry_run=False, tell=print_text) as job:
        report = refresh(job)
        job.finish(report.summary(), report.failure)
    print_lines(refresh_lines(report))
    _tell(runner, _of_refresh(report))
    if report.failure is not None:
        raise report.failure


def _of_refresh(report: RefreshReport) -> _Told:
    written, pull = report.written, report.written.pull_request
    body = _seen(written.body)
    return _Told(
        outcome="proposed" if written.added else "waits" if pull else "nothing",
        number=pull.number if pull else 0,
        proposed=len(written.added),
        summary=f"## {written.title}\n\n{body}" if body else "## No old row can be completed now",
    )


@contextmanager
def _failure_told(runner: Runner) -> Iterator[None]:
    """Say in the outputs that a run failed, whatever it failed for."""
    try:
        yield
    except Exception:
        _append(runner.output, "outcome=failed\n")
        raise


def _tell(runner: Runner, told: _Told) -> None:
    """Write summary and outputs; both are files that each step adds to."""
    _append(runner.summary, f"{told.summary}\n")
    lines = (f"pull-request-number={told.number or ''}", f"proposed={told.proposed}")
    _append(runner.output, "\n".join([*lines, f"outcome={told.outcome}", ""]))


def _append(path: str, text: str) -> None:
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}") from error


def _seen(body: str) -> str:
    """Return what GitHub shows of a body: not the comment that the bot remembers by."""
    return _HIDDEN.sub("", body).strip()


def _silent(_: str) -> None:
    """Say nothing: the summary says it."""
