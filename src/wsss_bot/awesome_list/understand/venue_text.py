"""Venues as lists write them: take one apart, and write another the same way."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from wsss_bot.domain import Venue
from wsss_bot.venues import canonical_name

_NOISE = re.compile(r"<[^<>]*>|:[a-z_+-]+:|[*_`\[\]]")
_FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_YEAR = re.compile(
    r"(?<=['’])\d\d(?!\d)|(?<=['’] )\d\d(?!\d)"
    r"|(?<=[A-Za-z])\d\d(?=\W|\Z)|(?<=[A-Za-z] )\d\d(?=\W|\Z)"
    r"|(?<=[A-Za-z][-–])\d\d(?=W\b|\W|\Z)"
)
_PREPRINT = re.compile(
    r"\W*(?:arxiv|preprints?|corr|biorxiv|techrxiv|tech(?:nical)? report)\b|.*\barxiv", re.I
)
_ONLY_PREPRINT = re.compile(
    r"\W*(?:(?:(?:on )?(?:arxiv|biorxiv|techrxiv)|pre-?prints?|corr|tech(?:nical)?\.? report"
    r"|submitted|(?:under|in) (?:review|submission))\b[\W\d]*)+",
    re.IGNORECASE,
)
_ACRONYM = re.compile(
    r"(?=.*[A-Z].*[A-Z])[A-Z0-9][A-Za-z0-9&/-]{1,11}(?: [A-Z&][A-Za-z]{0,11}){0,2}"
)
_WORKSHOP = re.compile(r"(?: ?W| Wksp?| Workshops?| workshops?)$")
_FIRST = re.compile(r"\s*(?P<venue>[^\0\n,;|()\[\]{}]{4,40}?)\s+[-–—]\s+(?=\S)")
_NAME = re.compile(r"[^\W\d_]|\d(?=[A-Z])")
_LONGEST = 60
_LONGEST_CELL = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVenue:
    """A venue in a raw text: its name and year, and where they stand."""

    name: str
    year: int | None
    name_at: tuple[int, int]
    year_at: tuple[int, int] | None
    text: str

    @property
    def preprint(self) -> bool:
        """Whether this says 'not published yet' rather than where."""
        return bool(_PREPRINT.match(self.name[:_LONGEST]))

    @property
    def known(self) -> bool:
        """Whether the name is that of a venue, or at least looks like an acronym with a year."""
        if self.preprint or canonical(self.name):
            return True
        short = len(self.name) <= _LONGEST
        return self.year is not None and short and bool(_ACRONYM.fullmatch(self.name))

    @property
    def form(self) -> str:
        """How name and year are put together, with both left out."""
        spans = sorted([(*self.name_at, "N"), *([(*self.year_at, "Y")] if self.year_at else [])])
        written, at = [], 0
        for start, end, letter in spans:
            short = letter == "Y" and end - start == 2
            written += [self.text[at:start], letter.lower() if short else letter]
            at = end
        return "".join([*written, self.text[at:]])


def only_preprint(text: str) -> bool:
    """Say whether `text` says no more than 'not published yet': 'arXiv 2023', 'under review'."""
    return len(text) <= 4 * _LONGEST and bool(_ONLY_PREPRINT.fullmatch(text))


def venue_first(text: str) -> tuple[int, int] | None:
    """Return where the venue with its year stands that a dash divides from what follows.

    As in '2020-CVPR - Title', or 'arXiv 2021 - Title'.
    """
    found = _FIRST.match(text)
    venue = read_venue(found["venue"]) if found else None
    if not found or not venue or not venue.year:
        return None
    return found.span("venue") if venue.preprint or canonical(venue.name) else None


@lru_cache(maxsize=4096)
def canonical(name: str) -> str | None:
    """Return the usual short form of the venue that `name` is, or None if it is not known."""
    plain = _NOISE.sub(" ", name).strip()
    return canonical_name(plain) if len(plain) <= _LONGEST else None


@lru_cache(maxsize=4096)
def read_venue(text: str) -> ListedVenue | None:
    """Take the venue that the whole of `text` (raw, one line) names apart; None if there is none.

    A name alone is enough; whether it is a venue at all is what `known` says.
    """
    if len(text) > _LONGEST_CELL:
        return None
    masked = _NOISE.sub(lambda found: "\0" * len(found[0]), text)
    years = list(_FULL_YEAR.finditer(masked)) or list(_SHORT_YEAR.finditer(masked))
    year_at = years[-1].span() if years else None
    if year_at:
        masked = masked[: year_at[0]] + "\0" * (year_at[1] - year_at[0]) + masked[year_at[1] :]
    for run in re.finditer(r"[^\0]+", masked):
        name = run[0].strip(" \t,.;:'’()-–|")
        if _NAME.search(name):
            start = run.start() + run[0].index(name)
            return ListedVenue(
                name=name,
                year=_year(text[slice(*year_at)]) if year_at else None,
                name_at=(start, start + len(name)),
                year_at=year_at,
                text=text,
            )
    return None


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return 2000 + int(digits) if int(digits) < 70 else 1900 + int(digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueSpelling:
    """How a list spells the names of venues."""

    names: dict[str, str] = field(default_factory=dict)
    """Usual short form to the spelling of the list."""
    undated: frozenset[str] = frozenset()
    """The usual short forms of those that mostly stand without a year."""
    preprint: str | None = None
    """What the list writes for a paper that is not published, in its own form."""
    workshop: str | None = None
    """What the list puts behind the name of a conference for a workshop there: 'W', ' Workshop'."""

    def name(self, venue: Venue) -> str:
        """Return the name of `venue` as the list would write it, without the year."""
        name = self.names.get(canonical(venue.name) or venue.name, venue.name)
        if venue.kind == "workshop" and not _WORKSHOP.search(name):
            return name + (self.workshop or (" Workshop" if " " in name else "W"))
        return f"{name} Findings" if venue.kind == "findings" else name

    def leaves_undated(self, venue: Venue) -> bool:
        """Say whether the list mostly writes this venue without a year."""
        return (canonical(venue.name) or venue.name) in self.undated


def learn_spelling(texts: Iterable[str], *, near: Iterable[str] = ()) -> VenueSpelling:
    """Learn from the venue texts of a list which name it uses for what.

    Where a list spells a name in two ways, that of the neighbours, `near`, counts.
    """
    there, here = _spellings(texts), _spellings(near)
    return VenueSpelling(
        names={**there.names, **here.names},
        undated=there.undated,
        preprint=there.preprint,
        workshop=here.workshop or there.workshop,
    )


def _spellings(texts: Iterable[str]) -> VenueSpelling:
    names: dict[str, Counter[str]] = {}
    dated: Counter[str] = Counter()
    preprints: Counter[str] = Counter()
    workshops: Counter[str] = Counter()
    for text in texts:
        venue = read_venue(text)
        if venue is None:
            continue
        if venue.preprint:
            preprints[text.strip()] += 1
        elif usual := canonical(venue.name):
            names.setdefault(usual, Counter())[venue.name] += 1
            dated[usual] += 1 if venue.year else -1
        elif (found := _WORKSHOP.search(venue.name)) and canonical(venue.name[: found.start()]):
            workshops[found[0]] += 1
    return VenueSpelling(
        names={usual: spelt.most_common(1)[0][0] for usual, spelt in names.items()},
        undated=frozenset(usual for usual, more in dated.items() if more < 0),
        preprint=preprints.most_common(1)[0][0] if preprints else None,
        workshop=workshops.most_common(1)[0][0] if workshops else None,
    )


def write_venue(name: str, year: int | None, *, like: ListedVenue) -> str:
    """Return name and year put together as in `like`; without year what belongs to it goes."""
    spans = [(like.name_at, name)]
    if like.year_at and year:
        digits = like.year_at[1] - like.year_at[0]
        spans.append((like.year_at, str(year) if digits == 4 else f"{year % 100:02}"))
    elif like.year_at:
        return name
    written, at = [], 0
    for (start, end), new in sorted(spans):
        written += [like.text[at:start], new]
        at = end
    return "".join([*written, like.text[at:]])
