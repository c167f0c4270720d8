"""The dashboard: one issue that says how the bot is, written again after every run.

With the state file it takes two requests, one to read the issue and one to rewrite it; without,
two to find it again by its hidden marker. A dashboard that people closed is left alone. Nothing
that goes wrong here ever fails a run.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from wsss_bot.domain import ArxivId, Outcome, Polled
from wsss_bot.jobs.dashboard_text import (
    Below,
    Trouble,
    Vitals,
    dashboard_marker,
    dashboard_text,
    dashboard_title,
)
from wsss_bot.pull_request.circumstances import Unplaced
from wsss_bot.pull_request.issues import Issues
from wsss_bot.pull_request.phrases import MOST_REFUSED
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.pull_request.reading import read_taken_back
from wsss_bot.state import DASHBOARD, Run, Store

log = logging.getLogger(__name__)

WEEK = timedelta(days=7)
RUNS_OF_A_WEEK = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """What the config says that a dashboard shows."""

    path: str
    """The list's file: a repository may have several lists, each with a dashboard."""
    categories: tuple[str, ...]
    due: Mapping[str, datetime]
    """When each job that somebody does here is due next, in the zone of the schedule."""


def keep_dashboard(
    connect: Callable[[], Issues], store: Store, plans: Callable[[], Plans], *, now: datetime
) -> None:
    """Write the dashboard after a run that the state knows of, and remember how that went.

    Whatever goes wrong is logged, not raised.
    """
    try:
        number = store.runs.start(DASHBOARD, at=now)
        try:
            written = _keep(connect(), store, plans(), now=now)
        except Exception as error:
            store.runs.finish(number, {}, at=now, failure=error)
            raise
        store.runs.finish(number, written, at=now)
    except Exception as error:  # noqa: BLE001  # no run is worth less than its dashboard
        log.warning("the dashboard was not written: %s", error)


def _keep(issues: Issues, store: Store, plans: Plans, *, now: datetime) -> dict[str, object]:
    """Write the dashboard; return what is to be remembered of it."""
    marker, title = dashboard_marker(plans.path), dashboard_title(plans.path)
    known = _remembered(store, issues)
    issue = issues.read(known) if known else None
    issue = issue or issues.find(marker=marker, title=title)
    if issue is not None and issue.is_open:
        _take_back(store, issue.body, now=now)
    body = dashboard_text(vitals_of(store, plans, now=now), path=plans.path)
    if issue is None:
        issue = issues.open(title=title, body=body, marker=marker)
    elif issue.is_open and issue.body.strip() != body.strip():
        issues.rewrite(issue.number, body)
    return {"repository": issues.name, "issue": issue.number, "open": issue.is_open}


def _take_back(store: Store, body: str, *, now: datetime) -> None:
    """Let the refused papers be proposed again that people ticked in the dashboard.

    The next run notes that in the pull requests. Only who may write to the repository, and who
    wrote an issue, can edit it.
    """
    decided = store.outcomes.all()
    for key in sorted(read_taken_back(body)):
        decision = decided.get(ArxivId(key))
        if decision is not None and decision.outcome.is_refusal:
            store.outcomes.forget(ArxivId(key), at=now)


def _refused(store: Store) -> tuple[Proposed, ...]:
    """Return the papers that people refused, the newest first."""
    decided = store.outcomes.all().items()
    refused = [i for i, decision in decided if decision.outcome.is_refusal][::-1][:MOST_REFUSED]
    papers = store.papers.find(refused)
    titles = {i: papers[i].title if i in papers else i for i in refused}
    return tuple(Proposed(arxiv_id=i, title=titles[i], name=i) for i in refused)


def _remembered(store: Store, issues: Issues) -> int | None:
    """Return the number of the dashboard in this repository, None where it is not known."""
    last = store.runs.last(DASHBOARD)
    if last is None or last.report.get("repository") != issues.name:
        return None
    number = last.report.get("issue")
    return number if isinstance(number, int) else None


def vitals_of(store: Store, plans: Plans, *, now: datetime) -> Vitals:
    """Return what the state says about the runs that end now and the week before them."""
    zone = next(iter(plans.due.values())).tzinfo
    runs = [
        run
        for run in store.runs.latest(RUNS_OF_A_WEEK)
        if run.finished_at is not None and run.job != DASHBOARD
    ]
    newest = {run.job: run for run in reversed(runs)}
    failed = {job: run.failure for job, run in newest.items() if run.failure}
    proposals = [run for run in reversed(store.runs.since_last("propose")) if run.report]
    decided = store.outcomes.all().items()
    waiting = [arxiv_id for arxiv_id, d in decided if d.outcome is Outcome.WAITING]
    papers = store.papers.find(waiting)
    return Vitals(
        ran_at=now.astimezone(zone),
        next_at=min(plans.due.values()),
        due=plans.due,
        read=_read(store, plans.categories, now=now),
        below=_below(proposals),
        unplaced=_unplaced(proposals),
        scope=_scope(proposals),
        scoreboard=_scoreboard(proposals),
        has_proposed=bool(proposals),
        pull_request=_pull_request(proposals),
        waiting={i: papers[i].title if i in papers else "" for i in waiting},
        failed=failed,
        refused=_refused(store),
        trouble=_trouble(
            [run for run in runs if run.started_at >= now - WEEK], failed.values(), zone=zone
        ),
    )


def _read(store: Store, categories: tuple[str, ...], *, now: datetime) -> Polled | None:
    """Return what the week brought; what the last poll missed, earlier ones have missed too.

    None for a state that was never polled into, as that of a refresh whose state is thrown away.
    """
    if not store.runs.since_last("poll"):
        return None
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


def _below(proposals: Sequence[Run]) -> Below | None:
    best = next((run.report["below"] for run in proposals if "below" in run.report), None)
    if not best:
        return None
    return Below(arxiv_id=ArxivId(best["arxiv_id"]), title=best["title"], score=best["score"])


def _unplaced(proposals: Sequence[Run]) -> tuple[Unplaced, ...]:
    told = next((run.report["unplaced"] for run in proposals if "unplaced" in run.report), ())
    return tuple(Unplaced(**{**one, "arxiv_id": ArxivId(one["arxiv_id"])}) for one in told)


def _scope(proposals: Sequence[Run]) -> tuple[str, ...]:
    return tuple(next((run.report["scope"] for run in proposals if "scope" in run.report), ()))


def _scoreboard(proposals: Sequence[Run]) -> str:
    boards = (run.report["scoreboard"] for run in proposals if "scoreboard" in run.report)
    last: Mapping[str, object] = next(boards, {})
    return str(last.get("sentence", ""))


def _pull_request(proposals: Sequence[Run]) -> tuple[int, str] | None:
    pull = next(
        (run.report["pull_request"] for run in proposals if "pull_request" in run.report), None
    )
    return (pull["number"], pull["url"]) if pull else None


def _trouble(runs: Sequence[Run], known: Collection[str], *, zone: tzinfo | None) -> Trouble | None:
    """Return the last thing that went wrong and that stands nowhere else."""
    for run in runs:
        for sentence in (run.failure, *run.report.get("errors", ())):
            if sentence and sentence not in known:
                return Trouble(at=run.started_at.astimezone(zone), sentence=sentence)
    return None
