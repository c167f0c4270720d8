"""Runs of the bot, and what its state says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wsss_bot.domain import Polled
from wsss_bot.show.lines import Line, verdict
from wsss_bot.text.files_as_one import place_of

if TYPE_CHECKING:
    from wsss_bot.jobs.reports import RefreshReport, RunReport
    from wsss_bot.pull_request.forge import PullRequest
    from wsss_bot.service.status import Dashboard, JobStatus, Status
    from wsss_bot.sources.source import Poll


_NAMED = 10
"""So many papers without a place are named."""


def poll_lines(what: Poll) -> Iterator[Line]:
    """Yield what one poll brought."""
    yield from _read(what.polled, len(what.news), what.errors)


def _read(what: Polled, new: int, errors: Iterable[str]) -> Iterator[Line]:
    yield Line(f"{polled(what)}, {new} of them new")
    if not what.complete:
        yield Line(f"not complete: {what.missing or 'arXiv did not answer'}", "yellow")
    for error in errors:
        yield Line(error, "yellow")


def polled(what: Polled) -> str:
    """Return in words what was read."""
    days = f" of {what.first_on} to {what.last_on}" if what.first_on else ""
    return f"read {what.papers} {'/'.join(what.categories)} papers{days}"


def run_lines(what: RunReport) -> Iterator[Line]:
    """Yield what one run did."""
    yield from _read(what.polled, what.new, what.errors)
    for arxiv_id, outcome in what.outcomes.items():
        yield Line(f"{outcome.value}: {named(arxiv_id, what.titles)}")
    for error in what.source_errors:
        yield Line(error, "yellow")
    told = [
        {"title": one.title, "arxiv_id": one.arxiv_id, "reason": one.reason}
        for one in what.unplaced
    ]
    yield from _without_a_place(told)
    if what.asked.get("answered") or what.asked.get("open"):
        asked = what.asked
        yield Line(f"asked for papers: {asked['answered']} answered, {asked['open']} open")
    yield from _where(what.written.pull_request, "with new rows", what.requests)


def _without_a_place(papers: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    """Yield the papers that reach the threshold and that the list has no place for."""
    for paper in papers[:_NAMED]:
        who = f"{paper['title']} ({paper['arxiv_id']})"
        yield Line(f"no place in the list for {who}: {paper['reason']}", "yellow")
    if len(papers) > _NAMED:
        yield Line(f"no place in the list for {len(papers) - _NAMED} more papers", "yellow")


def named(arxiv_id: str, titles: Mapping[str, str]) -> str:
    """Return a paper's title and id; where the title is not known, the id alone."""
    return f"{titles[arxiv_id]} ({arxiv_id})" if arxiv_id in titles else arxiv_id


def refresh_lines(what: RefreshReport) -> Iterator[Line]:
    """Yield what one refresh did."""
    about = what.found.looked_up
    yield Line(f"{about.known} of {about.rows} rows compared with what arXiv says now")
    if about.missing:
        yield Line(f"not complete: {about.missing}", "yellow")
    for cell, change in what.made:
        after = f"{change.before or '-'} → {change.after}"
        yield Line(
            f"{place_of(what.before, change.line)}, {cell.role}: {after}, from {cell.source}"
        )
    for notice in about.notices:
        place = place_of(what.before, notice.line)
        yield Line(f"{place}, {notice.title!r}: {notice.message}", "yellow")
    if about.waiting:
        yield Line(f"{about.waiting} more rows wait for the next time")
    for error in what.source_errors:
        yield Line(error, "yellow")
    yield from _where(what.written.pull_request, "for old rows", what.requests)


def _where(pull: PullRequest | None, kind: str, requests: Mapping[str, int]) -> Iterator[Line]:
    if pull is None:
        yield Line(f"no pull request {kind} is open")
    elif pull.url:  # in a dry run one that would be opened has no address
        yield Line(f"pull request {pull.number}: {pull.url}")
    counts = ", ".join(f"{count} to {service}" for service, count in requests.items())
    yield Line(f"requests: {counts}", "dim")


def status_lines(found: Status) -> Iterator[Line]:
    """Yield what the state says of the bot."""
    yield verdict(found.health.message, ok=found.health.ok)
    for name, job in found.jobs.items():
        wrong = job.missed_at or job.failed_at
        yield Line(job_sentence(name, job), "yellow" if wrong else "plain")
    for pull in found.pull_requests:
        yield Line(f"pull request {pull['number']} is open: {pull['url']}")
    if not found.waiting:
        yield Line("waiting for an answer: nothing")
    for arxiv_id in found.waiting:
        yield Line(f"waiting for an answer: {named(arxiv_id, found.titles)}")
    yield from _without_a_place(found.unplaced)
    decided = [f"{count} {outcome.value}" for outcome, count in found.decided.items() if count]
    yield Line(f"papers proposed so far: {', '.join(decided) or 'none'}")
    if said := found.scoreboard.get("sentence"):
        yield Line(f"scoreboard: {said}")
    yield Line(dashboard_sentence(found.dashboard))
    for habit in found.learnt:
        what = f"{habit['before']!r} to {habit['after']!r}"
        yield Line(f"people keep changing {habit['role']}: {what}, {habit['times']} times")
    for run in found.runs:
        ended = f"ended {run.finished_at:%H:%M:%S}" if run.finished_at else "did not end"
        if run.failure:
            ended = f"{ended}, failed: {run.failure}"
        yield Line(f"{run.job} {run.started_at:%Y-%m-%d %H:%M:%S}, {ended}", "dim")


def job_sentence(name: str, job: JobStatus) -> str:
    """Say of a job when it was done, whether it was missed, and when it is due next."""
    due = f"next due on {_at(job.due_at)}"
    if job.failed_at is not None:
        why = job.failure or "it was killed, or is under way"
        well = f"since {_at(job.ended_well_at)}" if job.ended_well_at else "ever"
        return f"{name}: has not ended well {well}; tried on {_at(job.failed_at)}: {why}; {due}"
    if job.ended_well_at is None:
        return f"{name}: it was never done; {due}"
    if job.missed_at is not None:
        return (
            f"{name}: nothing has run it since {_at(job.ended_well_at)}, and it was due on "
            f"{_at(job.missed_at)}; is `wsss-bot serve` up, or cron? {due}"
        )
    return f"{name}: last ended well on {_at(job.ended_well_at)}; {due}"


def dashboard_sentence(what: Dashboard) -> str:
    """Say how the dashboard is."""
    if not what.wanted:
        return "dashboard: none is kept; [report] dashboard = true opens one"
    if what.failure:
        return f"dashboard: could not be written: {what.failure}"
    if what.issue is None or what.written_at is None:
        return "dashboard: the next run opens it"
    if not what.is_open:
        return f"dashboard: issue {what.issue} was closed, and is written again once it is reopened"
    return f"dashboard: issue {what.issue}, written on {_at(what.written_at)}"


def _at(moment: datetime) -> str:
    return f"{moment:%a %Y-%m-%d at %H:%M %Z}"


def status_json(found: Status) -> dict[str, Any]:
    """Return what the state says of the bot."""
    return {
        "ok": found.health.ok,
        "message": found.health.message,
        "jobs": {name: asdict(job) for name, job in found.jobs.items()},
        "pull_requests": [dict(pull) for pull in found.pull_requests],
        "dashboard": asdict(found.dashboard),
        "waiting": [
            {
                "arxiv_id": arxiv_id,
                "title": found.titles.get(arxiv_id),
                "pull_request": decision.pull_request,
                "row": decision.row,
            }
            for arxiv_id, decision in found.waiting.items()
        ],
        "unplaced": [dict(paper) for paper in found.unplaced],
        "decided": {outcome.value: count for outcome, count in found.decided.items()},
        "runs": [
            {
                "job": run.job,
                "started_at": run.started_at.isoformat(),
                "finished_at": run.finished_at.isoformat() if run.finished_at else None,
                "exit_code": run.exit_code,
                "failure": run.failure,
                "report": dict(run.report),
            }
            for run in found.runs
        ],
        "scoreboard": dict(found.scoreboard) or None,
        "learnt": list(found.learnt),
        "due": {name: job.due_at.isoformat() for name, job in found.jobs.items()},
    }
