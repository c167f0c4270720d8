"""Runs of the bot, and what its state says."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from wsss_bot.doctor import Check
from wsss_bot.domain import PullRequest
from wsss_bot.pipeline.refresh_run import RefreshReport
from wsss_bot.pipeline.run import Report
from wsss_bot.show.pull_request import polled
from wsss_bot.status import Status


def report(what: Report, *, out: Console) -> None:
    """Print what one run did."""
    out.print(Text(f"{polled(what.polled)}, {what.new} of them new"))
    if not what.polled.complete:
        out.print(Text(f"not complete: {what.polled.missing or 'arXiv did not answer'}", "yellow"))
    for error in what.errors:
        out.print(Text(error, "yellow"))
    for arxiv_id, outcome in what.outcomes.items():
        out.print(Text(f"{arxiv_id}: {outcome.value}"))
    _where(what.rolled.written.pull_request, what.requests, out=out)


def refresh_report(what: RefreshReport, *, out: Console) -> None:
    """Print what one refresh did."""
    done = what.completed
    about = done.found.said
    out.print(Text(f"{about.known} of {about.rows} rows compared with what arXiv says now"))
    if about.missing:
        out.print(Text(f"not complete: {about.missing}", "yellow"))
    for cell, change in done.made:
        after = f"{change.before or '-'} → {change.after}"
        out.print(Text(f"line {change.line}, {cell.role}: {after}, from {cell.source}"))
    for notice in about.notices:
        out.print(Text(f"line {notice.line}, {notice.title!r}: {notice.message}", "yellow"))
    if about.waiting:
        out.print(Text(f"{about.waiting} more rows wait for the next time"))
    _where(done.written.pull_request, what.requests, out=out)


def _where(pull: PullRequest | None, requests: Mapping[str, int], *, out: Console) -> None:
    out.print(
        Text(f"pull request {pull.number}: {pull.url}" if pull else "no pull request is open")
    )
    counts = ", ".join(f"{count} to {service}" for service, count in requests.items())
    out.print(Text(f"requests: {counts}", "dim"))


def check(what: Check, *, out: Console) -> None:
    """Print one thing that was looked at."""
    mark, style = ("ok", "green") if what.ok else ("NO", "red")
    out.print(Text(f"{mark}  {what.name}: {what.message}", style))


def check_json(what: Check) -> dict[str, Any]:
    """Return one thing that was looked at."""
    return {"name": what.name, "ok": what.ok, "message": what.message}


def status(found: Status, *, out: Console) -> None:
    """Print what the state says of the bot."""
    out.print(Text(f"waiting for an answer: {', '.join(found.waiting) or 'nothing'}"))
    decided = [f"{count} {outcome.value}" for outcome, count in found.decided.items() if count]
    out.print(Text(f"papers proposed so far: {', '.join(decided) or 'none'}"))
    for habit in found.learnt:
        what = f"{habit['before']!r} to {habit['after']!r}"
        out.print(Text(f"people keep changing {habit['role']}: {what}, {habit['times']} times"))
    for run in found.runs:
        ended = f"ended {run.finished_at:%H:%M:%S}" if run.finished_at else "did not end"
        out.print(Text(f"{run.job} {run.started_at:%Y-%m-%d %H:%M:%S}, {ended}"))
    for job, due_at in found.due.items():
        out.print(Text(f"{job} is next due on {due_at:%a %Y-%m-%d at %H:%M %Z}"))


def status_json(found: Status) -> dict[str, Any]:
    """Return what the state says of the bot."""
    return {
        "waiting": [
            {"arxiv_id": arxiv_id, "pull_request": decision.pull_request, "row": decision.row}
            for arxiv_id, decision in found.waiting.items()
        ],
        "decided": {outcome.value: count for outcome, count in found.decided.items()},
        "runs": [
            {
                "job": run.job,
                "started_at": run.started_at.isoformat(),
                "finished_at": run.finished_at.isoformat() if run.finished_at else None,
                "report": dict(run.report),
            }
            for run in found.runs
        ],
        "learnt": list(found.learnt),
        "due": {job: due_at.isoformat() for job, due_at in found.due.items()},
    }
