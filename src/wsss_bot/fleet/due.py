"""What is due: of each list what its own schedule demands, and the poll that all share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from wsss_bot.config import Config
from wsss_bot.errors import StateError
from wsss_bot.fleet.installation import Installation
from wsss_bot.fleet.members import Member
from wsss_bot.service.health import read_news, read_past
from wsss_bot.service.scheduler import JOBS, Past, starts

NEVER = datetime.min.replace(tzinfo=UTC)
JOBS_OF_A_LIST = tuple(job for job in JOBS if job != "poll")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When each job is to be started next, in UTC; what lies before now is overdue."""

    poll: datetime | None
    """None: no list needs it."""
    lists: Mapping[str, Mapping[str, datetime]] = field(default_factory=dict)
    """By the name of the list, then by job."""

    def jobs(self, name: str, *, now: datetime) -> tuple[str, ...]:
        """Return the jobs of a list that are due by `now`, in the order to do them."""
        return tuple(job for job, at in self.lists.get(name, {}).items() if at <= now)

    def polls(self, *, now: datetime) -> bool:
        """Whether arXiv is to be read by `now`: also before any list proposes."""
        proposes = any("propose" in self.jobs(name, now=now) for name in self.lists)
        return proposes or (self.poll is not None and self.poll <= now)

    @property
    def first(self) -> datetime | None:
        """Return when the next job is due; None: there is none."""
        times = [at for jobs in self.lists.values() for at in jobs.values()]
        return min([*times, *([self.poll] if self.poll else [])], default=None)


def due_in(installation: Installation, *, up_since: datetime = NEVER) -> Due:
    """Return when each job of the lists that this process serves is to be started next.

    What only the operator can mend is tried again after a restart (`up_since`), and when its time
    comes again.
    """
    now, usable = installation.now(), [m for m in installation.served if m.config]
    news_at = _news(installation.shared, now=now)
    lists = {}
    for member in usable:
        times = _starts(member, _past(member.state, now=now), up_since, news_at, now=now)
        lists[member.name] = {job: times[job] for job in JOBS_OF_A_LIST}
    common = _past(installation.shared, now=now)
    polls = [_starts(member, common, up_since, None, now=now)["poll"] for member in usable]
    return Due(poll=min(polls, default=None), lists=lists)


def all_at_once(installation: Installation) -> Due:
    """Return that each list is due for one whole run."""
    usable = [member for member in installation.served if member.config]
    return Due(poll=None, lists={member.name: {"propose": NEVER} for member in usable})


def _starts(
    member: Member, past: Past, up_since: datetime, news_at: datetime | None, *, now: datetime
) -> dict[str, datetime]:
    schedule = (member.config or Config()).schedule
    return starts(schedule, past, up_since=up_since, now=now, news_at=news_at)


def _past(state: Path, *, now: datetime) -> Past:
    """Return how the jobs ended; nothing of a state that cannot be read: a run says why."""
    try:
        return read_past(state, now=now)
    except StateError:
        return {}


def _news(shared: Path, *, now: datetime) -> datetime | None:
    try:
        return read_news(shared, now=now)
    except StateError:
        return None
