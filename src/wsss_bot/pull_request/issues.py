"""The port to the issues of a forge such as GitHub, of which the bot keeps one: its dashboard.

An implementation raises as `forge` says.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An issue as the forge last described it."""

    number: int
    title: str
    body: str
    is_open: bool


class Issues(Protocol):
    """The issues of a repository, as far as the bot needs them."""

    @property
    def name(self) -> str:
        """owner/name of the repository."""

    def read(self, number: int) -> Issue | None:
        """Return an issue; None when it is not there any more."""

    def find(self, *, marker: str, title: str) -> Issue | None:
        """Return the bot's own issue, open or closed, that holds `marker` or is called `title`."""

    def open(self, *, title: str, body: str, marker: str) -> Issue:
        """Have an issue open whose `body` holds `marker`."""

    def rewrite(self, number: int, body: str) -> None:
        """Give an issue another body."""
