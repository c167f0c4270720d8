"""Venues: the names they go by, and which of them a paper was accepted at."""

from wsss_bot.venues.accepted import FoundVenue, find_venue
from wsss_bot.venues.table import (
    KNOWN_VENUES,
    KnownVenue,
    VenueTable,
    canonical_name,
    spelled,
    venues_in,
)

__all__ = [
    "KNOWN_VENUES",
    "FoundVenue",
    "KnownVenue",
    "VenueTable",
    "canonical_name",
    "find_venue",
    "spelled",
    "venues_in",
]
