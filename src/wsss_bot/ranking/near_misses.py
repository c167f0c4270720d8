"""Near misses: papers just below the threshold that are shown, and may be ticked."""

from dataclasses import dataclass

from wsss_bot.domain import Paper
from wsss_bot.text.checksum import checksum

BETTER = 0.05
"""By so much a score must have risen for a near miss to be shown again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A near miss that people saw and did not tick."""

    score: float
    """The score that it had when it was shown."""
    text: int
    """The checksum of its text then."""


def is_new_to_people(paper: Paper, score: float, shown: Shown | None) -> bool:
    """Say whether a paper may be shown or proposed, given how it was shown before.

    People who left it alone said what they think of it, unless it scores better by `BETTER` now
    or its text is another.
    """
    return shown is None or score >= shown.score + BETTER or checksum(paper) != shown.text
