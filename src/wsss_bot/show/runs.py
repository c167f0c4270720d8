"""Runs of the bot, and what its state says."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.text import Text

from wsss_bot.doctor import Check
from wsss_bot.domain import Polled
from wsss_bot.pipeline.poll_arxiv import Poll
from wsss_bot.pipeline.run import Report
from wsss_bot.show.pull_request import polled
from wsss_bot.status import Status


def poll(what: Poll, *, out: Console) -> None:
    """Print what one poll brought."""
    _read(what.polled, len(what.news), what.errors, out=out)


def _read(what: Polled, new: int, errors: Iterable[str], *, out: Console) -> None:
    out.print(Text(f"{polled(what)}, {new} of them new"))
    if not what.complete:
        out.print(Text(f"not complete: {what.missing or 'arXiv did not answer'}", "yellow"))
    for error in errors:
        out.print(Text(error, "yellow"))


def report(what: Report, *, out: Console) -> None:
    """Print what one run did."""
    _read(what.polled, what.new, what.errors, out=out)
    for arxiv_id, outcome in what.outcomes.items():
        out.print(Text(f"{arxiv_id}: {outcome.value}"))
    pull = what.rolled.written.pull_request
    out.print(
        Text(f"pull request {pull.number}: {pull.url}" if pull else "no pull request is open")
    )
    counts = ", ".join(f"{count} to {service}" for service, count in what.requests.items())
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
        if run.failure:
            ended = f"{ended}, failed: {run.failure}"
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
                "exit_code": run.exit_code,
                "failure": run.failure,
                "report": dict(run.report),
            }
            for run in found.runs
        ],
        "learnt": list(found.learnt),
        "due": {job: due_at.isoformat() for job, due_at in found.due.items()},
    }
