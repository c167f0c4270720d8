"""Where listings are asked for, what came of it, and the place where both are kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wsss_bot.sources.proceedings.listing import Listing

Edition = tuple[str, int]
"""A conference and a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one source lists one conference of one year."""

    conference: str
    year: int
    source: str
    """In words for the maintainer."""
    url: str
    is_programme: bool = False
    """Whether it is the programme of a virtual site, and JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """When a place was asked, and what came of it."""

    asked_at: datetime
    read_at: datetime | None = None
    """When its listing was last read; None: never."""
    failure: str = ""
    """Why it could not be read when it was last asked; empty: it could."""
    failing_since: datetime | None = None
    news_at: datetime | None = None
    """When its listing last had papers that it did not have before."""
    is_absent: bool = False
    """Whether it said, when last asked, that it has nothing yet."""


class KeptListings(Protocol):
    """Where listings are kept. Each call raises StateError when that fails."""

    def look(self, place: Place) -> Look | None:
        """Return when a place was asked; None: never."""
        ...

    def keep(self, place: Place, look: Look, listing: Listing | None) -> None:
        """Remember how a place answered; without a listing the one from before stays."""
        ...

    def find(self, place: Place) -> Listing | None:
        """Return the listing that a place gave, or None."""
        ...

    def abstracts(self, place: Place) -> tuple[str, ...]:
        """Return the abstracts of that listing, in the order of its papers; empty: none."""
        ...
