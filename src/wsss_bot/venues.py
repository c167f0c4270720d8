"""Venues: the names under which people write them, and the usual short form of each."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Literal

Kind = Literal["main", "workshop", "journal"]

_YEAR = re.compile(r"(?:\b|(?<=[A-Za-z]))(?:19|20)\d\d\b|['’]\s?\d\d\b|(?<=[A-Za-z])-?\d\d\b")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_DECORATION = re.compile(
    r"^(?:in )?(?:the )?(?:proceedings of )?(?:the )?(?:annual )?"
    r"(?:(?:ieee|acm|cvf|rsj|elsevier|springer|mdpi)\s)*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVenue:
    """One venue and every name it goes by."""

    name: str
    """The usual short form."""
    aliases: tuple[str, ...] = ()
    kind: Kind = "main"


@dataclass(frozen=True, slots=True)
class VenueTable:
    """The venues that can be recognised."""

    venues: tuple[KnownVenue, ...]

    def extended(self, extra: Iterable[KnownVenue]) -> "VenueTable":
        """Return a table with `extra` added; a name that is known gains the further aliases."""
        known = {venue.name: venue for venue in self.venues}
        for venue in extra:
            before = known.get(venue.name, replace(venue, aliases=()))
            known[venue.name] = replace(venue, aliases=before.aliases + venue.aliases)
        return VenueTable(tuple(known.values()))

    def names(self) -> dict[str, KnownVenue]:
        """Every name in its comparable form, and the venue it stands for."""
        return {
            _comparable(name): venue
            for venue in self.venues
            for name in (*venue.aliases, venue.name)
        }


_SECTIONS: dict[str, Kind] = {"conferences": "main", "journals": "journal", "workshops": "workshop"}


def venues_in(tables: Mapping[str, Mapping[str, Iterable[str]]]) -> tuple[KnownVenue, ...]:
    """Return the venues of the tables `conferences`, `journals` and `workshops`: name = aliases."""
    return tuple(
        KnownVenue(name=name, aliases=tuple(aliases), kind=_SECTIONS[section])
        for section, venues in tables.items()
        for name, aliases in venues.items()
    )


KNOWN_VENUES = VenueTable(
    venues_in(tomllib.loads(files("wsss_bot").joinpath("venues.toml").read_text("utf-8")))
)


def canonical_name(text: str, *, venues: VenueTable = KNOWN_VENUES) -> str | None:
    """Return the usual short form of the venue that `text` names, or None if it is not known.

    A year is passed over: 'NIPS', 'NeurIPS 2023' and "NeurIPS'23" all give 'NeurIPS'.
    """
    found = venues.names().get(_comparable(_YEAR.sub(" ", text)))
    return found.name if found else None


def _comparable(name: str) -> str:
    """Return `name` without case, punctuation, publisher and 'proceedings of'."""
    spaced = _NOT_A_LETTER.sub(" ", name.casefold()).strip()
    return _DECORATION.sub("", spaced + " ").replace(" ", "") or spaced.replace(" ", "")
