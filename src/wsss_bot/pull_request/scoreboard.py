"""How well the bot does, counted from its pull requests and the list as they are on the forge."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from statistics import median
from typing import Any

from wsss_bot.awesome_list.roles import ROLES
from wsss_bot.domain import Outcome
from wsss_bot.pull_request.answers import Known
from wsss_bot.pull_request.kind import F, World
from wsss_bot.pull_request.phrases import counted
from wsss_bot.pull_request.proposed import Proposed

_Z = 1.959964
"""The 97.5 % quantile of the normal distribution, for an interval of 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoreboard:
    """What people did with all that was ever proposed."""

    merged: int = 0
    """How many papers came to the list, edited ones included."""
    edited: int = 0
    """In how many of these people changed cells before they merged them."""
    refused: int = 0
    waiting: int = 0
    """How many are not decided."""
    days: tuple[int, ...] = ()
    """From the submission to arXiv to the list, of each paper where both days are known."""
    corrected: Mapping[str, int] = field(default_factory=dict)
    """How often people changed cells, by what the cells are called."""

    @property
    def proposed(self) -> int:
        """How many papers were proposed."""
        return self.merged + self.refused + self.waiting

    def sentence(self) -> str:
        """Return it in a sentence without a full stop; empty where nothing was ever proposed."""
        if not self.proposed:
            return ""
        merged = f"{self.merged} merged" + (f" ({self.edited} edited)" if self.edited else "")
        counts = [merged, f"{self.refused} refused"]
        counts += [f"{self.waiting} not decided"] if self.waiting else []
        said = f"of {self.proposed} proposed {', '.join(counts)}"
        if decided := self.merged + self.refused:
            low, high = wilson(self.merged, decided)
            said += f": precision {self.merged / decided:.2f} ({low:.2f} to {high:.2f})"
        if self.days:
            days = counted(round(median(self.days)), "day", "days")
            said += f"; median {days} from arXiv to the list"
        if self.corrected:
            cells = ", ".join(f"{name} {times}" for name, times in self.corrected.items())
            said += f"; cells corrected: {cells}"
        return said

    def as_json(self) -> dict[str, Any]:
        """Return it for programs; what cannot be said yet is null."""
        decided = self.merged + self.refused
        low, high = wilson(self.merged, decided)
        return {
            "proposed": self.proposed,
            "merged": self.merged,
            "edited": self.edited,
            "refused": self.refused,
            "waiting": self.waiting,
            "precision": self.merged / decided if decided else None,
            "interval": [low, high] if decided else None,
            "median_days": median(self.days) if self.days else None,
            "corrected": dict(self.corrected),
            "sentence": self.sentence(),
        }


def scoreboard(world: World[Proposed, F], known: Known[Proposed]) -> Scoreboard:
    """Count what people did with the papers of all pull requests that the forge shows.

    Nothing is asked for: a run reads them anyway. What people changed in a row was noted in the
    pull request when it was settled, so that a row that is completed later counts as merged.
    """
    outcomes = known.outcomes.values()
    days: list[int] = []
    edited: list[tuple[str, ...]] = []
    for ours in world.pulls:
        for key, paper in ours.memory.proposed().items():
            is_last = known.numbers.get(key) == ours.pull.number
            if not (is_last and known.outcomes[key].is_acceptance):
                continue
            if key in ours.memory.edited:
                edited.append(ours.memory.edited[key])
            if ours.pull.merged and ours.pull.ended_at and paper.submitted:
                days.append((ours.pull.ended_at.date() - paper.submitted).days)
    times = Counter(role for changed in edited for role in changed)
    corrected = {rule.shown: times[role] for role, rule in ROLES.items() if times[role]}
    return Scoreboard(
        merged=sum(outcome.is_acceptance for outcome in outcomes),
        edited=len(edited),
        refused=sum(outcome.is_refusal for outcome in outcomes),
        waiting=sum(outcome in {Outcome.WAITING, Outcome.ENDED} for outcome in outcomes),
        days=tuple(days),
        corrected=dict(sorted(corrected.items(), key=lambda cells: -cells[1])),
    )


def wilson(successes: int, of: int) -> tuple[float, float]:
    """Return the score interval of a share with a confidence of 95 %; 0 to 1 where `of` is 0.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of
    the American Statistical Association 22 (1927), 209-212, https://doi.org/10.2307/2276774. It
    keeps within 0 and 1 and holds for small numbers too.
    """
    if of == 0:
        return 0.0, 1.0
    share, z2 = successes / of, _Z * _Z
    middle = share + z2 / (2 * of)
    half = _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    scale = 1 + z2 / of
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
