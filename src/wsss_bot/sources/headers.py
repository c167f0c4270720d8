"""What the headers of an answer say of time; they may say anything."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_RETRY_AFTER = timedelta(days=1)
"""A server that asks for more is asked again after a day."""


def retry_after(headers: Mapping[str, str], *, now: datetime) -> timedelta:
    """Return how long the server asks to be left alone: seconds or a date (RFC 9110, 10.2.3)."""
    value = headers.get("Retry-After", "").strip()
    if (seconds := _seconds(value)) is not None:
        return min(LONGEST_RETRY_AFTER, seconds)
    moment = _moment(value)
    return min(LONGEST_RETRY_AFTER, max(timedelta(), moment - now)) if moment else timedelta()


def served_at(headers: Mapping[str, str]) -> datetime | None:
    """Return when an answer was sent: its date, and how long a cache has kept it since."""
    dated = _moment(headers.get("Date", ""))
    try:
        return dated + (_seconds(headers.get("Age", "")) or timedelta()) if dated else None
    except OverflowError:  # after the year 9999
        return None


def _seconds(value: str) -> timedelta | None:
    """Return a number of seconds; nine digits of it are thirty years."""
    return timedelta(seconds=int(value[:9])) if value.isascii() and value.isdecimal() else None


def _moment(value: str) -> datetime | None:
    """Return the date of a header in UTC; None for what is none."""
    try:
        moment = parsedate_to_datetime(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
