"""The table of known venues, and how their names are recognised in running text."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from wsss_bot.domain import Venue

Kind = Literal["main", "workshop", "journal"]

Form = Literal["spelled out", "acronym", "ambiguous"]
"""A long name; an acronym of its own; a form with other meanings too (PR, MM, Sensors)."""

_NAME_BEGINS = r"(?<![\w.])(?:(?<!-)|(?<=IEEE-)|(?<=ACM-))"
_NAME_ENDS = (
    r"(?=(?:-?[Ww][Ss]?)?(?:['’`\s-]*(?:(?:19|20)\d\d|[0-389]\d)[Ww]?)?"
    r"(?![A-Za-z\d@]|[.-](?!Workshop)\w|\s\d\d(?:th)?[\s-](?:Year|Anniv)))"
)
"""What may follow a short name: a year, but nothing that makes it a part of a word. 'ICRA40' is an
anniversary: two digits from 40 to 79 are no year."""
_NOT_LONGER = (
    r"(?!(?-i:\s+and\s+[A-Z][a-z]))"
    r"(?!(?-i:,?\s+(?:(?:and|for|in|of|on|&)\s+){0,2}[A-Z][a-z]+){1,8}\s*\()"
)
"""What may follow a long name: not the rest of a longer one, up to its short form in brackets."""
_NO_FIELD = r"(?!(?-i:\s(?:and|for|in|of|&)\s[A-Z][a-z]))"
"""What may follow a name of two words: 'Remote Sensing in Ecology' is another journal's."""
_MEETING = re.compile(
    r"\b(?:colloquium|conf|conference|congress|meeting|symposium|workshop)\b", re.I
)
_OTHER_MEETING = re.compile(
    r"\b(?:Conference|Symposium|Workshop)\b(?:,?\s+(?:[A-Z][\w-]*|and|for|in|of|on|the|&)){0,9}\s*$"
)
"""Before the name of a journal: a workshop on its field ('Workshop on … in Medical Image
Analysis')."""
_OTHER_PLACE = re.compile(
    r"\b(?!(?:Annual|At|By|For|In|Int|Intl|International|Proc|Proceedings|The|To)\b|\w*(?:ed|ing|st|nd|rd"
    r"|th)\b)[A-Z][a-z]+\s+$"
)
"""Before the name of a conference: one more word, which makes it another conference's ('Asia and
South Pacific Design Automation Conference')."""
_NEAR = 120
"""So many characters before a name tell whether it is a part of a longer one."""
_KINDS: Mapping[str, Kind] = {
    "conferences": "main",
    "workshops": "workshop",
    "journals": "journal",
}
_SMALL_WORDS = frozenset({"and", "for", "from", "in", "of", "on", "the", "with"})
_ENGLISH_WORDS = frozenset(
    {"assets", "case", "chil", "date", "fusion", "humanoids", "micro", "oceans", "sensors"}
)
_LONG = 3
"""A name of so many words, small ones aside, is long: it stands for its abbreviations too."""
_KEPT = 3
_TELLING = 5
"""So many letters of a word stay however it is abbreviated, and so many tell it from others."""
_SHORTER = {"International": "Int(?:l|er\\w*|ern\\.)?", "Journal": "J(?:our\\w*)?"}
"""Words that are cut shorter than others, or have a short form of their own."""
_PECULIAR = 4
"""An acronym of so many large letters is nothing else, even if it is typed in small ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVenue:
    """One venue and every name it goes by."""

    name: str
    """The usual short form."""
    aliases: tuple[str, ...] = ()
    kind: Kind = "main"
    first_held: int | None = None
    """The year of the first conference, where the twentieth came nineteen years later."""
    printed_in: str = ""
    """The journal that prints its papers, in the same year: 'TOG' for SIGGRAPH."""
    presented_at: tuple[str, ...] = ()
    """The conferences at which a journal's papers may be presented: ICRA for RA-L."""

    @property
    def full_name(self) -> str:
        """The first of its names that spells it out; its short form if it has none."""
        return next((name for name in self.aliases if re.search(r"[A-Z][a-z]+ ", name)), self.name)

    def goes_with(self, other: "KnownVenue") -> bool:
        """Whether a paper that is said to be here may be at `other` too, and no word contradicts.

        A journal and the conference that it prints are one; a paper of a journal may be presented
        at a conference.
        """
        if other.name in {self.name, self.printed_in} or other.printed_in == self.name:
            return True
        return other.name in self.presented_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A known venue named in a text."""

    venue: KnownVenue
    start: int
    end: int
    """Where the name stands in the text; a year or a 'W' that hangs on it is not counted."""
    form: Form
    """How it is named."""


@dataclass(frozen=True, eq=False)
class VenueTable:
    """The venues that can be recognised."""

    venues: tuple[KnownVenue, ...]

    def extended(self, extra: Iterable[KnownVenue]) -> "VenueTable":
        """Return a table with `extra` added, whose names win over those that are known.

        A known venue gains the further aliases.
        """
        known = {venue.name: venue for venue in self.venues}
        added = {venue.name: venue for venue in extra}
        for name in added.keys() & known.keys():
            aliases = (*known[name].aliases, *added[name].aliases)
            added[name] = replace(known[name], aliases=aliases)
        return VenueTable(tuple({**added, **known, **added}.values()))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Every known venue that `text` names, in order; the longest name where several fit."""
        letters = _letters(text)
        found = [
            Mention(venue=name.venue, start=match.start(), end=match.end(), form=name.form)
            for name in self._names
            if all(map(letters.__contains__, name.parts))
            for match in name.pattern.finditer(text)
            if name.form != "spelled out" or _is_whole(name, match)
        ]
        kept: list[Mention] = []
        for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
            if all(mention.end <= other.start or other.end <= mention.start for other in kept):
                kept.append(mention)
        kept.sort(key=lambda m: m.start)
        sponsors = {m for m, then in pairwise(kept) if _is_its_sponsor(text, m, then)}
        return tuple(mention for mention in kept if mention not in sponsors)

    def named(self, name: str) -> KnownVenue:
        """Return the venue whose usual short form is `name`, also if it is not known."""
        return self._by_name.get(name) or KnownVenue(name=name)

    @cached_property
    def _by_name(self) -> Mapping[str, KnownVenue]:
        return {venue.name: venue for venue in self.venues}

    @cached_property
    def _names(self) -> tuple["_Name", ...]:
        return tuple(
            _recognised(name, venue)
            for venue in self.venues
            for name in dict.fromkeys((venue.name, *venue.aliases))
        )


def venues_in(
    tables: Mapping[str, Mapping[str, Iterable[str]]], first_held: Mapping[str, int] | None = None
) -> tuple[KnownVenue, ...]:
    """Return the venues of the tables `conferences`, `workshops` and `journals`.

    In each: name = aliases. A workshop is one that stands by itself.
    """
    return tuple(
        KnownVenue(
            name=name,
            aliases=tuple(aliases),
            kind=_KINDS[section],
            first_held=(first_held or {}).get(name),
        )
        for section, venues in tables.items()
        for name, aliases in venues.items()
    )


def _known() -> VenueTable:
    tables = tomllib.loads(files(__package__).joinpath("known.toml").read_text("utf-8"))
    venues = venues_in({name: tables[name] for name in _KINDS}, tables["first_held"])
    return VenueTable(
        tuple(
            replace(
                venue,
                printed_in=tables["printed_in"].get(venue.name, ""),
                presented_at=tuple(tables["presented_at"].get(venue.name, ())),
            )
            for venue in venues
        )
    )


KNOWN_VENUES = _known()

_AROUND = re.compile(
    r"(?:\b(?:in|the|proceedings|proc|of|ieee|acm|cvf|rsj|elsevier|springer|mdpi|annual|conference"
    r"|conf|international|int|journal|transactions|trans|on)\b|\b(?:19|20)\d\d\b|['’]?\d\d\b|[\W_])+",
    re.IGNORECASE,
)


def canonical_name(text: str, *, venues: VenueTable = KNOWN_VENUES) -> str | None:
    """Return the usual short form of the venue that `text` names, or None if it is not known.

    A year is passed over: 'NIPS', 'NeurIPS 2023' and "NeurIPS'23" all give 'NeurIPS'. A text that
    says more than a venue ('CVPR workshop') gives None.
    """
    mentions = venues.mentions(text)
    if not mentions or len({mention.venue.name for mention in mentions}) > 1:
        return None
    rest = text
    for mention in reversed(mentions):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    return None if _AROUND.sub("", rest) else mentions[0].venue.name


def spelled(venue: Venue) -> str:
    """Return the usual spelling: 'CVPR 2022', 'CVPRW 2024', 'ACL 2024 Findings', 'TPAMI'.

    NeurIPS was called NIPS until 2017.
    """
    name = venue.name
    if name == "NeurIPS" and venue.year is not None and venue.year < 2018:
        name = "NIPS"
    if venue.kind == "workshop":
        name += "W"
    year = f" {venue.year}" if venue.year else ""
    return f"{name}{year}{' Findings' if venue.kind == 'findings' else ''}"


@dataclass(frozen=True, eq=False)
class _Name:
    """How one name of a venue is recognised in a text."""

    name: str
    venue: KnownVenue
    form: Form
    parts: tuple[str, ...]
    """Every text that holds the name has these among its letters; hardly any other has."""
    words: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a text first has the letters; few of the names ever turn up."""
        if self.form == "spelled out":
            expression = rf"(?<!\w){_abbreviable(self.words)}(?!\w){_NOT_LONGER}"
        else:
            joined = r"[\s/&-]*".join(map(re.escape, self.words))
            expression = rf"{_NAME_BEGINS}{joined}{_NAME_ENDS}"
            if self.words[-1].istitle() and len(self.words) > 1:
                expression += _NO_FIELD
        return re.compile(expression, 0 if self.form == "ambiguous" else re.IGNORECASE)


def _recognised(name: str, venue: KnownVenue) -> _Name:
    words = re.findall(r"[^\W_]+", name)
    told = [word for word in words if word.casefold() not in _SMALL_WORDS]
    if told[:1] == ["IEEE"] and len(told) > _LONG and venue.kind == "journal":
        told = told[1:]
    long_words = sum(not word.isupper() for word in told)
    if told[1:2] == ["Transactions"]:  # with its publisher before, two words are enough
        long_words += 1
    if long_words >= _LONG:
        return _Name(
            name=name,
            venue=venue,
            form="spelled out",
            parts=tuple(_letters(_shortest(word)) for word in told),
            words=tuple(told),
        )
    capitals = sum(c.isupper() for c in name)
    peculiar = capitals >= _PECULIAR and name.casefold() not in _ENGLISH_WORDS
    return _Name(
        name=name,
        venue=venue,
        form="acronym" if peculiar else "ambiguous",
        parts=(_letters(name),),
        words=tuple(words),
    )


def _is_its_sponsor(text: str, mention: Mention, then: Mention) -> bool:
    """Whether `mention` only holds the conference `then`: 'ACM SIGGRAPH European Conference on'."""
    return (
        then.form == "spelled out"
        and mention.form == "acronym"
        and mention.venue.name != then.venue.name
        and not text[mention.end : then.start].strip()
    )


def _is_whole(name: _Name, match: re.Match[str]) -> bool:
    """Whether a long name is no part of another venue's that begins before it."""
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    if name.venue.kind == "journal":
        return not _OTHER_MEETING.search(before)
    return not (_MEETING.search(name.name) and _OTHER_PLACE.search(before))


def _letters(text: str) -> str:
    """Return the letters and digits of `text`, in small letters."""
    return "".join(filter(str.isalnum, text.casefold()))


def _shortest(word: str) -> str:
    """Return what stays of a word of a long name however it is abbreviated."""
    return word[:1] if word in _SHORTER else word[:_KEPT]


def _cut(word: str) -> str:
    """Return a pattern for a word of a long name, cut short or not, or with another ending."""
    pattern = r"\w*"
    for letter in reversed(word[_KEPT:_TELLING]):
        pattern = f"(?:{re.escape(letter)}{pattern})?"
    return _SHORTER.get(word) or re.escape(word[:_KEPT]) + (pattern if word[_KEPT:] else "s?")


def _abbreviable(told: tuple[str, ...]) -> str:
    """Return a pattern for the words `told`, each cut short or not: 'Trans. Pattern Anal.'."""
    small = rf"(?:(?:{'|'.join(sorted(_SMALL_WORDS))}|&)\s+)*"
    return rf"[\s,:/-]+{small}".join(rf"{_cut(word)}(?!\w)\.?" for word in told)
