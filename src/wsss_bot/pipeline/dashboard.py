"""The dashboard: one issue that says how the bot is, written again after every run.

With the state file it takes two requests, one to read the issue and one to rewrite it; without,
two to find it again by its hidden marker. A dashboard that people closed is left alone. Nothing
that goes wrong here ever fails a run.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Literal, Protocol

from wsss_bot import propose
from wsss_bot.domain import ArxivId, Outcome, Polled
from wsss_bot.edges.github import Issue
from wsss_bot.edges.store import Run, Store
from wsss_bot.propose import Below, Trouble, Vitals

log = logging.getLogger(__name__)

JOB = "dashboard"
"""How writing it is called among the runs of the state."""
WRITTEN_BY = ("poll", "propose")
"""The jobs that end with writing it."""
WEEK = timedelta(days=7)
RUNS_OF_A_WEEK = 50

Kept = Literal["written", "closed by people"]


class Issues(Protocol):
    """The calls that a dashboard needs; `edges.github.issues` says what each one does."""

    @property
    def name(self) -> str: ...  # noqa: D102

    def read(self, number: int) -> Issue | None: ...  # noqa: D102
    def find(self, *, marker: str, title: str) -> Issue | None: ...  # noqa: D102
    def open(self, *, title: str, body: str, marker: str) -> Issue: ...  # noqa: D102
    def rewrite(self, number: int, body: str) -> None: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """What the config says that a dashboard shows."""

    path: str
    """The list's file: a repository may have several lists, each with a dashboard."""
    categories: tuple[str, ...]
    due: Mapping[str, datetime]
    """When each job is due next, in the zone of the schedule."""


@contextmanager
def keeping_dashboard(
    issues: Issues, store: Store, plans: Plans, *, now: datetime
) -> Iterator[None]:
    """Write the dashboard after what is done inside, also after what fails there."""
    try:
        yield
    except Exception as error:
        keep_dashboard(issues, store, plans, now=now, failure=str(error) or type(error).__name__)
        raise
    keep_dashboard(issues, store, plans, now=now)


def keep_dashboard(
    issues: Issues, store: Store, plans: Plans, *, now: datetime, failure: str = ""
) -> None:
    """Write the dashboard, and remember how that went; `failure` is why the run failed.

    Whatever goes wrong is logged, not raised.
    """
    try:
        said: dict[str, object] = {"repository": issues.name, "failure": failure}
        number = store.runs.start(JOB, at=now)
        try:
            issue, kept = _keep(issues, store, plans, now=now, failure=failure)
            said |= {"issue": issue, "kept": kept}
        except Exception as error:  # noqa: BLE001  # no run is worth less than its dashboard
            log.warning("the dashboard was not written: %s", error)
            said |= {"issue": _remembered(store, issues), "error": str(error)}
        store.runs.finish(number, said, at=now)
    except Exception as error:  # noqa: BLE001  # as above; here the state fails
        log.warning("the state does not know of the dashboard: %s", error)


def _keep(
    issues: Issues, store: Store, plans: Plans, *, now: datetime, failure: str
) -> tuple[int, Kept]:
    """Write the dashboard; return its number and what was done."""
    body = propose.dashboard_text(
        vitals_of(store, plans, now=now, failure=failure), path=plans.path
    )
    marker, title = propose.dashboard_marker(plans.path), propose.dashboard_title(plans.path)
    known = _remembered(store, issues)
    issue = issues.read(known) if known else None
    issue = issue or issues.find(marker=marker, title=title)
    if issue is None:
        return issues.open(title=title, body=body, marker=marker).number, "written"
    if not issue.is_open:
        return issue.number, "closed by people"
    if issue.body.strip() != body.strip():
        issues.rewrite(issue.number, body)
    return issue.number, "written"


def _remembered(store: Store, issues: Issues) -> int | None:
    """Return the number of the dashboard in this repository, None where it is not known."""
    last = store.runs.last(JOB)
    if last is None or last.report.get("repository") != issues.name:
        return None
    number = last.report.get("issue")
    return number if isinstance(number, int) else None


def vitals_of(store: Store, plans: Plans, *, now: datetime, failure: str = "") -> Vitals:
    """Return what the state says about the run that ends now and the week before it."""
    zone = next(iter(plans.due.values())).tzinfo
    runs = [run for run in store.runs.latest(RUNS_OF_A_WEEK) if run.finished_at is not None]
    waiting = [decision.outcome is Outcome.WAITING for decision in store.outcomes.all().values()]
    return Vitals(
        ran_at=now.astimezone(zone),
        next_at=min(at for job, at in plans.due.items() if job in WRITTEN_BY),
        due=plans.due,
        read=_read(store, plans.categories, now=now),
        below=_below(runs),
        pull_request=_pull_request(runs),
        waiting=sum(waiting),
        failure=failure,
        trouble=_trouble([run for run in runs if run.started_at >= now - WEEK], zone=zone),
    )


def _read(store: Store, categories: tuple[str, ...], *, now: datetime) -> Polled:
    """Return what the week brought; what the last poll missed, earlier ones have missed too."""
    polls = store.polls.since(now - WEEK)
    nothing = Polled(
        papers=0,
        first_on=None,
        last_on=None,
        categories=categories,
        complete=False,
        missing="arXiv could not be read",
    )
    last = polls[-1] if polls else nothing
    return replace(last, papers=store.papers.count_seen_since(now - WEEK))


def _below(runs: Sequence[Run]) -> Below | None:
    said = next((run.report["below"] for run in runs if "below" in run.report), None)
    if not said:
        return None
    return Below(
        arxiv_id=ArxivId(said["arxiv_id"]), title=said["title"], score=float(said["score"])
    )


def _pull_request(runs: Sequence[Run]) -> tuple[int, str] | None:
    said = next((run.report["pull_request"] for run in runs if "pull_request" in run.report), None)
    return (int(said["number"]), str(said["url"])) if said else None


def _trouble(runs: Sequence[Run], *, zone: tzinfo | None) -> Trouble | None:
    for run in runs:
        errors = [*run.report.get("errors", ()), run.report.get("failure")]
        if sentence := next(filter(None, errors), ""):
            return Trouble(at=run.started_at.astimezone(zone), sentence=sentence)
    return None
