"""Poll: what to ask arXiv for, and what its answers amount to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

SLICE = timedelta(days=15)
"""The longest window that is asked for at once: about 1,700 papers of cs.CV."""

LOOKAHEAD = timedelta(days=1)
"""Windows end in the future: arXiv's index and clocks run ahead of ours."""

NEVER_EMPTY = timedelta(days=7)
"""No category that is worth a bot has a week without a paper; an empty answer is a fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of submission times, in UTC; `since` is in it, `until` no longer."""

    since: datetime
    until: datetime


def window(*, since: date | None, until: date | None, overlap_days: int, now: datetime) -> Window:
    """Return the window for these days, both included; without them, the last `overlap_days`."""
    return Window(
        since=_midnight(since or (now - timedelta(days=overlap_days)).date()),
        until=_midnight(until + timedelta(days=1)) if until else now + LOOKAHEAD,
    )


def slices(whole: Window) -> tuple[Window, ...]:
    """Cut a window into parts of at most `SLICE`, oldest first, without a gap."""
    parts = []
    since = whole.since
    while since < whole.until:
        until = min(since + SLICE, whole.until)
        parts.append(Window(since=since, until=until))
        since = until
    return tuple(parts)


def query(category: str, part: Window) -> str:
    """Return the question for the query API: all papers of `category` submitted in `part`.

    `submittedDate` in GMT, to the minute and with both ends included, is the only date filter that
    the API documents (https://info.arxiv.org/help/api/user-manual.html).
    """
    return f"cat:{category} AND submittedDate:[{part.since:%Y%m%d%H%M} TO {part.until:%Y%m%d%H%M}]"


def cannot_be_empty(part: Window, *, now: datetime) -> bool:
    """Whether arXiv must have papers for `part`, so that an empty answer is a fault."""
    return min(part.until, now) - part.since >= NEVER_EMPTY


def in_words(category: str, parts: Iterable[Window]) -> str:
    """Name the days of a category that `parts` cover, for a message."""
    covered = list(parts)
    first, last = min(p.since for p in covered), max(p.until for p in covered)
    return f"{category} from {first:%Y-%m-%d} to {last - timedelta(seconds=1):%Y-%m-%d}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
