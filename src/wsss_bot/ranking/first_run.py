"""How far back the first run looks."""

from datetime import datetime, timedelta

BEHIND_THE_LIST = timedelta(weeks=6)
"""So far behind the newest paper on a list its maintainers may still have something to add."""


def first_look(newest_listed: datetime | None, *, oldest: datetime) -> datetime:
    """Return from which submission on papers are proposed in the first run.

    The maintainers of a living list know what came long before its newest paper. `oldest` is how
    far back the operator wants to look at most: a dormant list, or one of whose papers no day is
    known, gets all of it.
    """
    return oldest if newest_listed is None else max(oldest, newest_listed - BEHIND_THE_LIST)
