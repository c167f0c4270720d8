"""What services beside arXiv said of single papers, and the place where that is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a service said of one paper."""

    asked_at: datetime
    body: str
    """Its JSON; empty: it does not know the paper."""


class KeptAnswers(Protocol):
    """Where answers are kept. Each call raises StateError when that fails."""

    def find(self, service: str, key: str) -> Answer | None:
        """Return what a service last said of a paper; None: it was never asked."""
        ...

    def keep(self, service: str, key: str, answer: Answer) -> None:
        """Remember what a service said of a paper."""
        ...

    def failing_since(self, service: str) -> datetime | None:
        """Return since when a service has not answered; None: it answers."""
        ...

    def set_failing(self, service: str, since: datetime | None) -> None:
        """Remember since when a service has not answered, or that it does."""
        ...
