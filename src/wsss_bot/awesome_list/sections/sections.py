"""The sections of a list that take papers, each with the topic, time and kind that it is for."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from wsss_bot.awesome_list.layouts.listing import Layout, Listing
from wsss_bot.awesome_list.model import Overrides
from wsss_bot.awesome_list.sections.headings import Heading, Kind, is_about, read_heading
from wsss_bot.domain import Facts

Topic = tuple[str, ...]

_FEW = 3
_MINOR = 0.1
"""A layout with a smaller share of the rows must show that its rows are papers."""
_ACRONYM = re.compile(r"(?:[^a-z]*[A-Z]){2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A listing, and what the headings above it say that it is for."""

    listing: Listing
    topic: Topic
    """What the headings say beside time, kind and venue, outermost first."""
    time: Heading | None = None
    """The innermost heading for a time."""
    time_at: int = -1
    """The place of that heading in the path."""
    above: tuple[Heading, ...] = ()
    """Further headings for a time, above that one."""
    kind: Kind = ""
    venue: str | None = None
    about: str = ""
    """'data sets', 'surveys' …: only papers that say so of themselves belong here."""

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above it, outermost first."""
        return self.listing.section

    @property
    def year(self) -> int | None:
        """The one year that it is for."""
        return self.time.year if self.time else None

    def covers(self, year: int) -> bool:
        """Whether a paper of that year may stand here."""
        return all(time.covers(year) for time in (*self.above, *filter(None, [self.time])))

    def is_below_other_than(self, year: int) -> bool:
        """Whether a heading above that for its time is for a time without that year."""
        pure = [read_heading(text) for text in self.path[: max(0, self.time_at)]]
        times = [*self.above, *(one for one in pure if one.is_dated and not one.topic)]
        return any(not time.covers(year) for time in times)

    def takes(self, facts: Facts) -> bool:
        """Whether that paper may stand here."""
        return not self.about or is_about(facts.title, self.about, facts.abstract)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """Every place for a paper, and why others are none."""

    open: tuple[Section, ...]
    """Sections that take papers."""
    closed: tuple[Section, ...] = ()
    """Sections for weeks, days and terms, which nothing is added to."""
    reason: str = ""
    """Why there is none that is open."""


def find_sections(listings: Sequence[Listing], told: str) -> Sections:
    """Return the sections of a list; `told` is the heading that the operator named, or empty."""
    papers = [one for one in listings if one.papers]
    if not papers:
        reason = "the list has no table and no list of items whose rows are papers"
        return Sections(open=(), reason=reason)
    if told:
        below = [one for one in papers if is_below(one, told)]
        if not below:
            return Sections(open=(), reason=f"nothing below the heading {told!r} lists papers")
        return _sorted_out(below)
    papers += _years_beside(listings, papers)
    papers = [one for one in papers if _is_main(one, papers)]
    others = [one for one in papers if _says_no_papers(one)]
    if len(others) == len(papers):
        heading = next(text for text in reversed(others[0].section) if _is_for_no_papers(text))
        return Sections(open=(), reason=f"what it lists stands under {heading!r}, not under papers")
    return _sorted_out([one for one in papers if one not in others])


def is_below(listing: Listing, section: str) -> bool:
    """Whether one of the headings above is or contains `section`, in any case."""
    wanted = section.casefold()
    return any(wanted in heading.casefold() for heading in listing.section)


def unheeded(
    told: Overrides, headers: Sequence[str], listings: Sequence[Listing]
) -> tuple[str, ...]:
    """Return what the operator said of the list and nothing in it answers to, in sentences."""
    there = {header.casefold() for header in headers}
    unknown = [name for name in told.roles if name.strip().casefold() not in there]
    sentences = []
    if unknown:
        names = ", ".join(map(repr, unknown))
        sentences.append(f"[list] columns speaks of {names}, and no table has such a column")
    if told.section and not any(one.papers and is_below(one, told.section) for one in listings):
        sentences.append(
            f"[list] section speaks of {told.section!r}, and no papers stand below such a "
            "heading, so new rows have no place"
        )
    return tuple(sentences)


def _years_beside(listings: Sequence[Listing], papers: Sequence[Listing]) -> list[Listing]:
    """Return listings of few rows that stand under a year beside years with papers."""
    layouts = {(one.section[:-1], one.layout) for one in papers if one.section and _year_of(one)}
    return [
        one
        for one in listings
        if not one.papers
        and one.section
        and _year_of(one)
        and (one.section[:-1], one.layout) in layouts
        and any(row.entry for row in one.rows)
        and len(one.rows) < _FEW
    ]


def _year_of(listing: Listing) -> int | None:
    return read_heading(listing.section[-1]).year if listing.section else None


def _is_main(listing: Listing, papers: Sequence[Listing]) -> bool:
    """Say whether a listing has the layout of most rows, or surely holds papers all the same."""
    rows: Counter[Layout] = Counter()
    for one in papers:
        rows[one.layout] += len(one.rows)
    if rows[listing.layout] == max(rows.values()):
        return True
    above = min(len(one.section) for one in papers)
    named = sum(row.names_a_paper for row in listing.rows)
    deep = len(listing.section) > above or len(listing.section) > 1
    many = rows[listing.layout] >= _MINOR * sum(rows.values()) or len(listing.rows) >= _FEW
    return deep and many and 3 * named >= 2 * len(listing.rows)


def _says_no_papers(listing: Listing) -> bool:
    return any(_is_for_no_papers(text) for text in listing.section[1:] or listing.section)


def _is_for_no_papers(text: str) -> bool:
    return read_heading(text).has_no_papers


def _sorted_out(listings: Sequence[Listing]) -> Sections:
    """Return the listings as sections, those for weeks and days apart."""
    shared = _shared(listings)
    times = _times(listings)
    venues = _venues(listings)
    found = [_section(one, shared, times, venues) for one in listings]
    closed = [one for one in found if _is_closed(one.listing, shared)]
    open_ones = [one for one in found if one not in closed]
    reason = ""
    if not open_ones:
        heading = closed[-1].path[-1]
        reason = (
            f"its sections are for weeks, days or terms ({heading!r}), and the bot adds nothing"
            " to a past one and makes none"
        )
    return Sections(open=tuple(open_ones), closed=tuple(closed), reason=reason)


def _shared(listings: Sequence[Listing]) -> int:
    """Return how many of the outermost headings all listings share."""
    if len(listings) < 2:
        return 0
    paths = [one.section for one in listings]
    at = 0
    while all(len(path) > at and path[at] == paths[0][at] for path in paths):
        at += 1
    return at


def _is_closed(listing: Listing, shared: int) -> bool:
    return any(read_heading(text).is_closed for text in listing.section[shared:])


def _times(listings: Sequence[Listing]) -> set[tuple[Topic, str]]:
    """Return parents and topics of headings that occur with several times: 'Detection 2023'."""
    seen: dict[tuple[Topic, str], set[tuple[int | None, int | None]]] = defaultdict(set)
    for one in listings:
        for at, text in enumerate(one.section):
            heading = read_heading(text)
            if heading.is_dated:
                seen[one.section[:at], heading.topic].add((heading.first, heading.last))
    return {key for key, times in seen.items() if len(times) > 1 or not key[1]}


def _venues(listings: Sequence[Listing]) -> bool:
    """Say whether headings are venues: at least two short names or years of them."""
    found = {
        (heading.venue, heading.year)
        for one in listings
        for text in one.section
        if (heading := read_heading(text)).venue and (_ACRONYM.search(text) or heading.is_dated)
    }
    return len(found) > 1


def _section(listing: Listing, shared: int, times: set[tuple[Topic, str]], venues: bool) -> Section:
    topic: list[str] = []
    dated: list[tuple[int, Heading]] = []
    kind, venue, about = "", None, ""
    for at, text in enumerate(listing.section[shared:], start=shared):
        heading = read_heading(text)
        about = heading.about or about
        is_time = heading.is_dated and (
            (listing.section[:at], heading.topic) in times or (venues and bool(heading.venue))
        )
        if is_time:
            dated.append((at, heading))
        if heading.venue and venues:
            venue = heading.venue
        elif heading.kind:
            kind = heading.kind
        elif heading.topic:
            topic.append(heading.topic if is_time else text.casefold())
    return Section(
        listing=listing,
        topic=tuple(topic),
        time=dated[-1][1] if dated else None,
        time_at=dated[-1][0] if dated else -1,
        above=tuple(heading for _, heading in dated[:-1]),
        kind=kind,  # type: ignore[arg-type]
        venue=venue,
        about=about if not _is_mixed(listing, about) else "",
    )


def _is_mixed(listing: Listing, about: str) -> bool:
    """Say whether most papers under a heading for surveys say no such thing of themselves."""
    titles = [entry.title for entry in listing.entries]
    said = sum(is_about(title, about) for title in titles) if about == "surveys" else len(titles)
    return 2 * said < len(titles)
