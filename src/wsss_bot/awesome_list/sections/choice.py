"""Choose the section that a paper belongs to: first its topic, then its kind, venue and year."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from wsss_bot.awesome_list.grammar.learning import Records
from wsss_bot.awesome_list.layouts.listing import Listing
from wsss_bot.awesome_list.model import Placed
from wsss_bot.awesome_list.sections.headings import YEAR, Kind, is_called, month_in, read_heading
from wsss_bot.awesome_list.sections.paper_text import Text, listed_text, new_text
from wsss_bot.awesome_list.sections.sections import Section, Sections, Topic, find_sections
from wsss_bot.awesome_list.understand.dates import write_date
from wsss_bot.awesome_list.understand.venue_text import canonical
from wsss_bot.domain import Facts

if TYPE_CHECKING:
    from wsss_bot.awesome_list.sections.topics import Topics

_MAY = 5
ONLY = "the only place for it"
RESEMBLES = "among the entries that resemble it most"
_PUBLISHED = {
    "main": "published at a conference",
    "findings": "published at a conference",
    "workshop": "published at a workshop",
    "journal": "published in a journal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Where a new row goes, or why it can go nowhere."""

    section: Section | None
    reason: str
    new_year: int | None = None
    """The year for which a section like `section` has to be opened."""
    new_month: int | None = None
    """The month of it, where the sections are for months."""
    runner_up: Section | None = None
    """Where else it could stand."""
    is_sure: bool = True
    """Whether the runner-up is far behind."""

    def said(self, placed: Placed) -> Placed:
        """Return what became of a paper, with the headings above it and above its other place."""
        if self.section is None:
            return placed
        path = list(self.section.path)
        if self.new_year:
            at = self.section.time_at
            path[at] = for_time(path[at], self.new_year, self.new_month)
        return replace(
            placed,
            section=" / ".join(path),
            other_section=" / ".join(self.runner_up.path) if self.runner_up else "",
            is_sure=self.is_sure,
            could_move=self.runner_up is not None
            and self.runner_up.listing.is_like(self.section.listing),
        )

    @property
    def listing(self) -> Listing | None:
        """The table or list that it goes into, or that the new section is made like."""
        return self.section.listing if self.section else None


class Chooser:
    """Knows the sections of one list, and chooses among them."""

    def __init__(self, listings: Sequence[Listing], told: str, records: Records) -> None:
        self._listings = listings
        self._told = told
        self._records = records

    def choose(self, facts: Facts) -> Choice:
        """Return the section that a paper belongs to, or why there is none."""
        sections = self._sections.open
        if not sections:
            return Choice(section=None, reason=self._sections.reason)
        fitting = [one for one in sections if one.takes(facts)]
        if not fitting:
            about = sections[0].about
            return Choice(section=None, reason=f"all that it lists is about {about}, not papers")
        within = _in_the_year(_at_the_venue(fitting, facts), facts)
        ranked = self._ranked(within, facts)
        found = [_within(topic, facts) for topic, _ in ranked[:2]]
        if len(found) == 1:
            return found[0]
        (first, second), share = found, ranked[0][1]
        return replace(
            first,
            reason=RESEMBLES if first.section and not first.new_year else first.reason,
            runner_up=second.section if not second.new_year else None,
            is_sure=share >= self._topics.sure_from,
        )

    @cached_property
    def _sections(self) -> Sections:
        return find_sections(self._listings, self._told)

    def _ranked(
        self, sections: Sequence[Section], facts: Facts
    ) -> list[tuple[list[Section], float]]:
        """Return the sections of each topic, the best first, with how sure it is."""
        topics: dict[Topic, list[Section]] = defaultdict(list)
        for one in sections:
            topics[one.topic].append(one)
        if len(topics) == 1:
            return [(list(sections), 1.0)]
        called = {one.topic for one in sections if is_called(facts.title, one.about)}
        ranked = self._topics.ranked(new_text(facts), among=topics, called=called)
        return [(topics[name], share) for name, share in ranked]

    @cached_property
    def _topics(self) -> "Topics":
        # It needs numpy and scipy, which a list with one place for all does without.
        from wsss_bot.awesome_list.sections.topics import Topics

        entries: dict[Topic, list[Text]] = defaultdict(list)
        for one in self._sections.open:
            entries[one.topic] += [
                listed_text(entry, self._records.of(entry)) for entry in one.listing.entries
            ]
        return Topics(entries)


# --- kind, venue and year -------------------------------------------------------------------


def for_time(text: str, year: int, month: int | None) -> str:
    """Return the text of a heading for another year, and month where it is for one."""
    at = month_in(text) if month else None
    if at and month:
        said = write_date(date(year, month, 1), like=text[slice(*at)])
        return text[: at[0]] + (said or text[slice(*at)]) + text[at[1] :]
    return YEAR.sub(str(year), text)


def year_of(facts: Facts) -> int:
    """Return the year that a paper is listed under: of its venue, else of its submission."""
    return (facts.venue and facts.venue.year) or facts.submitted_on.year


def _at_the_venue(sections: Sequence[Section], facts: Facts) -> Sequence[Section]:
    """Return the sections without those for other venues, if any are left."""
    ours = canonical(facts.venue.name) if facts.venue else None
    named = [one for one in sections if one.venue and one.venue == ours]
    return [one for one in sections if not one.venue or one in named] or sections


def _in_the_year(sections: Sequence[Section], facts: Facts) -> Sequence[Section]:
    """Return those of the paper's year where topics stand below years, if there are any."""
    above = [one for one in sections if one.time and one.time_at < len(one.path) - 1]
    if len(above) < len(sections):
        return sections
    return [one for one in sections if one.covers(year_of(facts))] or sections


def _within(sections: Sequence[Section], facts: Facts) -> Choice:
    """Choose among the sections of one topic by the paper's kind, venue and year."""
    if len(sections) == 1 and not (sections[0].time and len(sections[0].path) > 1):
        return Choice(section=sections[0], reason=ONLY)
    of_kind = _of_kind(sections, facts)
    if isinstance(of_kind, str):
        return Choice(section=None, reason=of_kind)
    of_venue = _of_venue(of_kind, facts)
    if isinstance(of_venue, str):
        return Choice(section=None, reason=of_venue)
    return _of_year(of_venue, facts)


def _of_kind(sections: Sequence[Section], facts: Facts) -> Sequence[Section] | str:
    """Return those for papers of its kind, or why there are none."""
    kinds = {one.kind for one in sections if one.kind}
    if not kinds:
        return sections
    for kind in _kinds_of(facts):
        if found := [one for one in sections if one.kind == kind]:
            return found
    if rest := [one for one in sections if not one.kind]:
        return rest
    names = " and ".join(sorted(repr(_kind_heading(one)) for one in _one_each(sections)))
    what = _PUBLISHED[facts.venue.kind] if facts.venue else "not published yet"
    return f"there are sections for {names}, and none for a paper that is {what}"


def _one_each(sections: Sequence[Section]) -> list[Section]:
    return list({one.kind: one for one in sections}.values())


def _kind_heading(section: Section) -> str:
    return next(text for text in reversed(section.path) if read_heading(text).kind)


def _kinds_of(facts: Facts) -> tuple[Kind, ...]:
    if facts.venue is None:
        return ("preprint",)
    return ("journal" if facts.venue.kind == "journal" else "conference", "published")


def _of_venue(sections: Sequence[Section], facts: Facts) -> Sequence[Section] | str:
    """Return those of its venue where venues stand apart, or why there are none."""
    named = {one.venue for one in sections if one.venue}
    if not named:
        return sections
    ours = canonical(facts.venue.name) if facts.venue else None
    if found := [one for one in sections if one.venue and one.venue == ours]:
        return found
    if rest := [one for one in sections if not one.venue]:
        return rest
    said = ", ".join(sorted(map(str, named))[:4])
    what = facts.venue.name if facts.venue else "papers that are not published yet"
    return f"its sections are for venues ({said}), and none is for {what}"


def _of_year(sections: Sequence[Section], facts: Facts) -> Choice:
    """Choose by the year, and open the section of one that is missing."""
    wanted = year_of(facts)
    covering = [one for one in sections if one.time and one.covers(wanted)]
    if covering:
        return _of_month(covering, facts)
    undated = [one for one in sections if one.time is None]
    dated = [one for one in sections if one.year]
    if undated and len(dated) < 2:
        return Choice(section=_largest(undated), reason=ONLY)
    if dated and all(one.time and one.time.month for one in dated):
        return _new(dated, facts.submitted_on.year, facts.submitted_on.month)
    if not dated:
        said = sections[-1].path[sections[-1].time_at]
        return Choice(section=None, reason=f"its sections have none for {wanted} beside {said!r}")
    return _new(dated, wanted, None)


def _new(sections: Sequence[Section], year: int, month: int | None) -> Choice:
    """Choose to open a section for a year, or for a month of it, like the nearest of another."""
    fitting = [one for one in sections if not one.is_below_other_than(year)]
    if not fitting:
        said = sections[-1].path[-1]
        reason = f"{said!r} stands below another year, and there is none for {year}"
        return Choice(section=None, reason=reason)
    wanted = 12 * year + (month or 0)

    def away(one: Section) -> tuple[bool, int, int]:
        its_month = one.time.month if one.time and month else 0
        key = 12 * (one.year or 0) + (its_month or 0)
        return its_month == _MAY, abs(key - wanted), -key  # 'May' may be short or not

    what = f"{date(year, month, 1):%B %Y}" if month else str(year)
    reason = f"in a new section for {what}, which had none"
    return Choice(section=min(fitting, key=away), reason=reason, new_year=year, new_month=month)


def _of_month(sections: Sequence[Section], facts: Facts) -> Choice:
    """Choose among sections of the right year; where they are for months, by the month, too."""
    day = facts.submitted_on
    if monthly := [one for one in sections if one.time and one.time.month]:
        of_month = [one for one in monthly if one.time and one.time.month == day.month]
        whole = of_month or [one for one in sections if one not in monthly]
        if not whole:
            return _new(monthly, day.year, day.month)
        sections = whole
    of_one_year = [one for one in sections if one.year] or sections
    return Choice(section=_largest(of_one_year), reason=f"of {year_of(facts)}")


def _largest(sections: Sequence[Section]) -> Section:
    return max(sections, key=lambda one: len(one.listing.rows))
