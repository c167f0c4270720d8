"""At which venue a paper was accepted: from the authors' comment and the journal reference."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from wsss_bot.domain import Venue
from wsss_bot.venues import signs
from wsss_bot.venues.events import Part, part_of
from wsss_bot.venues.table import KNOWN_VENUES, Mention, VenueTable, spelled
from wsss_bot.venues.unlisted import journal_of, unlisted_journal, unlisted_meeting
from wsss_bot.venues.years import attached_year, year_of

_LONGEST = 5000
"""So many characters of a comment are read; those on arXiv are much shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundVenue:
    """A venue, and where the authors say so."""

    venue: Venue
    source: str
    rival: str = ""
    """Where else it was accepted, if what the authors say does not agree."""


def find_venue(
    comment: str | None, journal_ref: str | None = None, *, venues: VenueTable = KNOWN_VENUES
) -> FoundVenue | None:
    """Return where the paper was accepted, or None if that is not said.

    `comment` and `journal_ref` are what the authors told arXiv. A venue counts only if it took
    this very paper: "submitted to", "under review", "extension of our CVPR paper" and reports of
    challenges give None. The year is None where it is not said either.
    """
    reference = _in_reference(" ".join((journal_ref or "")[:_LONGEST].split()), venues)
    said = " ".join(signs.ADDRESS.sub(" ", (comment or "")[:_LONGEST]).split())
    found: list[Venue] = []
    for sentence in filter(re.compile(r"\w").search, signs.SENTENCE_END.split(said)):
        here = _in_sentence(sentence, venues)
        if found and found[-1].kind == "main" and not here and signs.WORKSHOP_NAME.match(sentence):
            found[-1] = replace(found[-1], kind="workshop")
        found += here
    if not found:
        return FoundVenue(venue=reference, source="journal_ref") if reference else None
    venue = found[0]
    others = [*found[1:], *([reference] if reference else [])]
    if venue.year is None:
        venue = replace(venue, year=_year_elsewhere(venue, others, venues))
    rival = next((other for other in others if not _agree(venue, other, venues)), None)
    return FoundVenue(
        venue=venue, source="the authors' comment", rival=spelled(rival) if rival else ""
    )


def _year_elsewhere(venue: Venue, others: Iterable[Venue], venues: VenueTable) -> int | None:
    """Return the year that is said of the same venue elsewhere.

    A volume has the year of the conference that it prints: 'TOG (SIGGRAPH 2025)'.
    """
    years = (
        other.year
        for other in others
        if _is_same(venue, other)
        or venues.named(other.name).printed_in == venue.name
        or venues.named(venue.name).printed_in == other.name
    )
    return next((year for year in years if year), None)


def _agree(venue: Venue, other: Venue, venues: VenueTable) -> bool:
    """Whether both are one venue, and one year as far as both say one."""
    if _is_same(venue, other):
        return None in {venue.year, other.year} or venue.year == other.year
    return venues.named(venue.name).goes_with(venues.named(other.name))


def _is_same(venue: Venue, reference: Venue) -> bool:
    """Whether the comment names the venue of the reference, perhaps by its initials."""
    initials = "".join(re.findall(r"\b[A-Z]", reference.name))
    return venue.name in {initials, reference.name}


_NO_REFERENCE = re.compile(
    rf"^\W*(?:arxiv|corr)\b|{signs.NOT_YET.pattern}|{signs.TAKEN_BACK.pattern}", re.IGNORECASE
)
"""A journal reference that names no journal, or one that has not taken the paper."""


def _in_reference(reference: str, venues: VenueTable) -> Venue | None:
    """Return the venue of a journal reference; to be there is to be published."""
    if _NO_REFERENCE.search(reference) or signs.OTHER_PAPER.search(reference):
        return None
    for context in _contexts(reference, venues):
        begins = not re.search(r"[A-Za-z]", context.before)
        if begins or context.mention.form != "ambiguous":
            return _venue(context)
    return unlisted_meeting(reference, venues) or journal_of(reference)


def _in_sentence(sentence: str, venues: VenueTable) -> list[Venue]:
    """Return the venues that `sentence` says have taken this paper, in order."""
    if signs.TAKEN_BACK.search(sentence) or _reports_a_contest(sentence):
        return []
    contexts = [context for context in _contexts(sentence, venues) if _says_yes(context)]
    known = [venue for context in contexts if (venue := _venue(context))]
    if contexts or signs.NOT_YET.search(sentence) or signs.OTHER_PAPER.search(sentence):
        return known
    unlisted = unlisted_meeting(sentence, venues) or unlisted_journal(sentence)
    return [unlisted] if unlisted else []


def _reports_a_contest(sentence: str) -> bool:
    """Whether `sentence` is about an entry to a challenge, which is no paper of the conference.

    A challenge that accepts a paper, or has a workshop, prints it.
    """
    if signs.PRINTED_ENTRY.search(sentence):
        return False
    if signs.CONTEST.search(sentence):
        return True
    printed = signs.ACCEPTED.search(sentence) or re.search("workshop", sentence, re.IGNORECASE)
    return bool(signs.CHALLENGE.search(sentence)) and not printed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """One venue in a sentence, and what is said around it."""

    mention: Mention
    """Its first mention."""
    name: str
    """As the sentence has it."""
    before: str
    after: str
    """Up to the next other venue; it may name this one again: '… Vision (ICCV 2025)'."""
    rest: str
    """After the last venue of the sentence: what is said there is said of all of them."""
    names: frozenset[str]
    """Every name of a venue that the sentence has."""
    year: int | None
    """The year that stands right beside one of its names."""


def _contexts(sentence: str, venues: VenueTable) -> Iterator[_Context]:
    """Every known venue in `sentence`, each once."""
    mentions = venues.mentions(sentence)
    for name in dict.fromkeys(mention.venue.name for mention in mentions):
        same = [mention for mention in mentions if mention.venue.name == name]
        first = same[0]
        next_others = (
            other.start
            for other in mentions
            if other.start > first.start
            and other.venue.name != name
            and other.form != "ambiguous"
            and not _share_a_workshop(sentence[first.end : other.start], sentence[other.end :])
        )
        years = (attached_year(sentence[: m.start], sentence[m.end :]) for m in same)
        yield _Context(
            mention=first,
            name=sentence[first.start : first.end],
            before=sentence[: first.start],
            after=sentence[first.end : min(next_others, default=len(sentence))],
            rest=sentence[mentions[-1].end :],
            names=frozenset(sentence[m.start : m.end] for m in mentions),
            year=next((year for year in years if year is not None), None),
        )


def _share_a_workshop(between: str, behind: str) -> bool:
    """Whether two conferences hold it together: 'the Joint ICML and IJCAI Workshop'."""
    return between == " and " and bool(re.match(r"[\s\d]{0,6}workshop", behind, re.IGNORECASE))


def _says_yes(context: _Context) -> bool:
    """Whether the last word on the matter is that the venue took this paper."""
    before, after = context.before, context.after
    yes = _last(signs.ACCEPTED, before)
    no = max((found.end() for found in signs.NOT_YET.finditer(before)), default=-1)
    asked = signs.NOT_YET.search(after) or signs.NOT_YET.search(context.rest)
    if no > yes or (yes < 0 and asked) or signs.FORM_ONLY.search(after):
        return False
    # 'ICML Workshop on AutoML': what a workshop is about is no venue.
    if context.mention.form != "spelled out" and signs.OWN_WORKSHOP.search(before):
        return False
    if len(context.names) > 1 and signs.WORKSHOP_ELSEWHERE.match(after):
        return False
    # 'An extension of our CVPR paper, accepted by TPAMI': what is accepted is this paper again.
    if signs.OTHER_PAPER.search(before[before.rfind(",", 0, max(yes, 0)) + 1 :]):
        return False
    sure = (context.year is not None and _is_about_this(context)) or _stands_alone(context)
    dated = context.year is not None and yes >= 0
    if context.mention.form == "ambiguous":
        sure = sure or dated
        if not (sure or signs.INTRODUCTION.search(before)):
            return False
    clause = signs.CLAUSE_END.split(after)[0]
    return (
        sure
        or yes >= 0
        or bool(
            signs.ACCEPTED.search(clause)
            or signs.WORKSHOP.search(after)
            or signs.PRINTED.search(after)
        )
    )


def _last(sign: re.Pattern[str], text: str) -> int:
    """Return where the last such sign stands in `text`; -1 where there is none."""
    return max((found.start() for found in sign.finditer(text)), default=-1)


def _is_about_this(context: _Context) -> bool:
    """Whether what is said beside a venue in its clause is about this paper, as far as known.

    'CVPR 2022 camera-ready' is; 'comparison with CVPR 2022 methods' need not be.
    """
    around = signs.CLAUSE_END.split(context.before)[-1], signs.CLAUSE_END.split(context.after)[0]
    return not any(signs.SOMETHING_ELSE.search(side) for side in around)


def _stands_alone(context: _Context) -> bool:
    """Whether nothing but the venue is said in its clause or, if it is ambiguous, at all."""
    before, after = context.before, context.after
    if context.mention.form != "ambiguous":
        before = signs.CLAUSE_END.split(before)[-1]
        after = signs.CLAUSE_END.split(after)[0]
    said = before + after
    if context.mention.form == "spelled out":
        # 'Computer Vision and Pattern Recognition' alone is a category, in small letters a keyword.
        meets = context.mention.venue.kind == "journal" or signs.HELD.search(before + context.name)
        if not meets or not context.name[0].isupper():
            return False
        said = signs.MEETING.sub("", said)
    return not signs.DECORATION.sub("", said)


def _venue(context: _Context) -> Venue | None:
    """Return the venue of `context`; None for a side event that prints no full papers."""
    known = context.mention.venue
    kind = _kind(context)
    if kind is None:
        return None
    clause = signs.CLAUSE_END.split(context.before)[-1]
    year = context.year or year_of(clause, context.after, known.first_held)
    full_name = known.full_name if kind == "journal" else ""
    return Venue(name=known.name, year=year, kind=kind, full_name=full_name)


def _kind(context: _Context) -> Part | Literal["journal"] | None:
    known = context.mention.venue
    if known.kind == "journal":
        return "journal"
    return part_of(
        context.before,
        context.after,
        spelled_out=context.mention.form == "spelled out",
        is_workshop=known.kind == "workshop",
        venues=context.names,
    )
