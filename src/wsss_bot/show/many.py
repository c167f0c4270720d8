"""How the lists of an installation are, and what a round did for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from wsss_bot.show.lines import Line

if TYPE_CHECKING:
    from wsss_bot.fleet.overview import ListStatus
    from wsss_bot.fleet.rounds import Served


def overview_lines(lists: Sequence[ListStatus]) -> Iterator[Line]:
    """Yield how each list is, and how many fail."""
    failing = sum(bool(one.failure) for one in lists)
    waiting = sum(one.waiting for one in lists)
    yield Line(
        f"{len(lists)} lists, {failing} of them failing; {waiting} papers wait for an answer",
        "red" if failing else "green",
    )
    for one in lists:
        yield Line(list_sentence(one), "red" if one.failure else "plain")


def list_sentence(one: ListStatus) -> str:
    """Say in one line how a list is."""
    parts = [f"{one.name} ({one.repository})"]
    if one.failure:
        since = f" since {one.failing_since:%Y-%m-%d}" if one.failing_since else ""
        parts.append(f"fails{since}: {one.failure}")
    ended = f"{one.ended_well_at:%Y-%m-%d %H:%M}" if one.ended_well_at else "never"
    parts.append(f"last run {ended}")
    parts += [f"pull request {number} is open: {url}" for number, url in one.pull_requests]
    if one.precision is not None:
        answered = one.accepted + one.refused
        parts.append(f"{one.accepted} of {answered} accepted ({one.precision:.2f})")
    return "; ".join(parts)


def overview_json(lists: Sequence[ListStatus]) -> list[dict[str, Any]]:
    """Return how each list is, for programs."""
    return [
        {
            "list": one.name,
            "repository": one.repository,
            "ended_well_at": one.ended_well_at.isoformat() if one.ended_well_at else None,
            "due_at": one.due_at.isoformat() if one.due_at else None,
            "pull_requests": [{"number": n, "url": url} for n, url in one.pull_requests],
            "waiting": one.waiting,
            "accepted": one.accepted,
            "refused": one.refused,
            "precision": one.precision,
            "failure": one.failure,
            "failing_since": one.failing_since.isoformat() if one.failing_since else None,
        }
        for one in lists
    ]


def served_line(served: Served) -> Line:
    """Say what one job of one list came to."""
    return Line(
        f"{served.name or 'all lists'}: {served.said}", "red" if served.failure else "plain"
    )


def served_json(served: Sequence[Served]) -> list[dict[str, Any]]:
    """Return what each job of each list came to, for programs."""
    return [
        {
            "list": one.name,
            "repository": one.repository,
            "job": one.job,
            "exit_code": one.exit_code,
            "said": one.said,
            "pull_request": one.pull_request,
            "proposed": list(one.proposed),
            "requests": dict(one.requests),
        }
        for one in served
    ]
