"""When a line of cron fires, by a clock that is never put forward or back."""

import re
from collections.abc import Iterator
from datetime import datetime

from cronsim import CronSim, CronSimError

_TO_SUNDAY = re.compile(r"(?<!sun)-sun", re.IGNORECASE)
"""The end of a week like mon-sun: to cron Sunday is its first day, but also has the number 7."""


def firing_times(line: str, *, after: datetime) -> Iterator[datetime]:
    """Yield the times at which `line` fires; none for one that never does.

    Raises ValueError, with what was expected, for a line that cron would refuse.
    """
    # With a sixth field before the others, the library would count seconds.
    if len(line.split()) != 5:
        raise ValueError(
            "it must have five fields: minute, hour, day of month, month, day of week "
            "('30 5 * * mon-fri')"
        )
    try:
        return CronSim(_TO_SUNDAY.sub("-7", line), after)
    except CronSimError as error:
        raise ValueError(
            f"not a time to run at: {str(error).lower()}; "
            "expected five fields like '30 5 * * mon-fri'"
        ) from error
