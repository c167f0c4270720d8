"""How each list of an installation is: its last run, what waits, how good it was, what fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wsss_bot.domain import Outcome
from wsss_bot.errors import DONE, StateError
from wsss_bot.fleet.installation import Installation
from wsss_bot.fleet.members import Member
from wsss_bot.service.scheduler import JOBS
from wsss_bot.service.status import Status, status_of
from wsss_bot.state import Run, Store, is_there


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStatus:
    """How one list is."""

    name: str
    repository: str
    ended_well_at: datetime | None = None
    """When its last run that ended well began; None: never."""
    due_at: datetime | None = None
    """When it is due next; None: its config cannot be used."""
    pull_requests: tuple[tuple[int, str], ...] = ()
    """Number and address of each that was open when the bot last looked."""
    waiting: int = 0
    """How many papers wait for an answer."""
    accepted: int = 0
    refused: int = 0
    failure: str = ""
    """What fails, in a sentence; empty: nothing."""
    failing_since: datetime | None = None

    @property
    def precision(self) -> float | None:
        """Return the share of the answered papers that were accepted; None before any answer."""
        answered = self.accepted + self.refused
        return self.accepted / answered if answered else None


def overview(installation: Installation) -> tuple[ListStatus, ...]:
    """Return how each list is, those that fail first, then by name."""
    now = installation.now()
    failing = _failing(installation, now=now)
    found = [
        _of(member, installation.shared, failing.get(member.name, ()), now=now)
        for member in installation.served
    ]
    return tuple(sorted(found, key=lambda one: (not one.failure, one.name)))


def _failing(installation: Installation, *, now: datetime) -> dict[str, Sequence[Run]]:
    """Return for each list the failures that are kept among what the lists share."""
    if not is_there(installation.shared):
        return {}
    with Store.open_to_read(installation.shared, now=now) as shared:
        return {
            member.name: [
                run
                for run in shared.runs.since_last(f"list {member.name}")
                if run.exit_code != DONE
            ]
            for member in installation.served
        }


def _of(member: Member, shared: Path, noted: Sequence[Run], *, now: datetime) -> ListStatus:
    """Return how a list is; `noted` are its failures since it was last served well."""
    found = _status(member, shared, now=now)
    failure, since = member.fault, None
    if noted:
        failure, since = failure or noted[-1].failure, noted[0].started_at
    if found is None:
        return ListStatus(
            name=member.name,
            repository=member.repository,
            failure=failure,
            failing_since=since,
        )
    decided, job = found.decided, found.jobs["propose"]
    return ListStatus(
        name=member.name,
        repository=member.repository,
        ended_well_at=job.ended_well_at,
        due_at=min(found.jobs[name].due_at for name in JOBS),
        pull_requests=tuple((pull["number"], pull["url"]) for pull in found.pull_requests),
        waiting=len(found.waiting),
        accepted=sum(decided[o] for o in Outcome if o.is_acceptance),
        refused=sum(decided[o] for o in Outcome if o.is_refusal),
        failure=failure or job.failure,
        failing_since=since or job.failed_at,
    )


def _status(member: Member, shared: Path, *, now: datetime) -> Status | None:
    """Return what the state of a list says; None where there is none, or nobody can read it."""
    if member.config is None or not is_there(member.state):
        return None
    try:
        with Store.open_to_read(member.state, now=now, shared=shared) as state:
            return status_of(
                state,
                member.config.schedule,
                wants_dashboard=member.config.report.dashboard,
                now=now,
            )
    except StateError:
        return None
