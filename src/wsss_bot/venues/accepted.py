"""At which venue a paper was accepted: from the authors' comment and the journal reference."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from wsss_bot.domain import Venue
from wsss_bot.venues.table import KNOWN_VENUES, Mention, VenueTable
from wsss_bot.venues.unlisted import journal_of, unlisted_journal, unlisted_meeting
from wsss_bot.venues.years import attached_year, year_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundVenue:
    """A venue, and where the authors say so."""

    venue: Venue
    source: str


_ADDRESS = re.compile(r"\\?(?:url|href)?\{?https?://\S+|\bwww\.\S+|\barXiv:\S+", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"(?<!\bProc)(?<!\bConf)(?<!\bTrans)(?<!\bSymp)(?<!\bInt)(?<=[a-z\d)\]\"'])[.!?]\s+(?=[A-Z(\[*])|\s*[;|]\s*|\s+---?\s+"
)
_YES = re.compile(
    r"\b(?:accept\w*|publi[sc]\w*|appear\w*|present\w*|forthcoming|in press|camera[- ]ready|oral"
    r"|spotlight|highlight|poster|proceedings|proc\.|award\w*|selected|nominat\w*"
    r"|main (?:track|conference))\b"
    r"|(?:^|[,.:])\W*(?:in|at)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:submi(?:t|ss)\w*|(?:under|in|for|peer|still in|pending|currently)[- ](?:\w+[- ])?review"
    r"|under (?:consideration|revision)|reviewed (?:at|by)|intend\w*|prepar\w+ for|planned|target\w*"
    r"|(?:to|will) be (?:sent|submitted)|(?:major|minor) revision)\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(r"\b(?:\w+-)?(?:reject\w*|withdr[ae]w\w*|retract\w*)\b", re.IGNORECASE)
_OTHER_PAPER = re.compile(
    r"\b(?:exten(?:sion|ds?|ded|ding)\b.{0,40}?\b(?:of|from|version)"
    r"|supplement\w*(?: material\w*)? (?:to|for|of)|follow-up|based on|builds? (?:up)?on"
    r"|(?:earlier|previous|preliminary|short(?:er)?|initial|prior|conference|original|abridged|first"
    r"|older) (?:\w+ )?(?:versions?|drafts?|work|results)|journal version of)\b",
    re.IGNORECASE,
)
_FORM_ONLY = re.compile(r"^\W*(?:\w+ )?(?:templates?|style|format\w*)\b", re.IGNORECASE)
_CONTEST = re.compile(
    r"\b(?:challenge|competition|contest|track \d)\b.{0,80}?"
    r"\b(?:report|rank\w*|place|solution|winn\w*|system|submission|entry)"
    r"|\b(?:report|rank\w*|place|solution|winn\w*|system|submission|entry|team)\b.{0,80}?"
    r"\b(?:challenge|competition|contest)\b"
    r"|\branked?\b.{0,20}\b(?:in|at)\b|\b(?:1st|2nd|3rd|\dth|first|second|third)[- ]place\b"
    r"|\bdoctoral (?:symposium|consortium)\b|\bdemo(?:nstration)? (?:track|paper)s?\b",
    re.IGNORECASE,
)
_WORKSHOP = re.compile(
    r"\bwork-?shops?\b|\bchallenge\b|\bwksp?\b|^-?w(?![a-z])"
    r"|(?<!accepted)(?<!oral)(?<!poster)(?<!paper)(?<!spotlight)(?<!presented) ?@ ?$",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"\bvol(?:ume)?\b|\bpp\.|\bdoi\b", re.IGNORECASE)
_DECORATION = re.compile(
    r"\b(?:IEEE|ACM|CVF|RSJ|Elsevier|Springer|MDPI|the|in|to|at|annual"
    r"|\w+th|\w+st|\w+nd|\w+rd|\w+ty)\b|\([^()]*\)|[\W_]",
    re.IGNORECASE,
)
_MEETING = re.compile(r"\b(?:conference|conf|symposium|journal|proceedings|on|of)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,.;:]\s")
_FINDINGS = re.compile(r"\bfindings\b", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"(?:\b(?:accept\w*|publish\w*|appear\w*|present\w*)(?: for publication| as (?:\w+ ){1,3})?"
    r" (?:to|in|by|at|for)(?: the)?(?: (?:ieee|acm|elsevier|mdpi|springer|journal|[\"'“]))*\s*|\()$",
    re.IGNORECASE,
)


def find_venue(
    comment: str | None, journal_ref: str | None = None, *, venues: VenueTable = KNOWN_VENUES
) -> FoundVenue | None:
    """Return where the paper was accepted, or None if that is not said.

    `comment` and `journal_ref` are what the authors told arXiv. A venue counts only if it took
    this very paper: "submitted to", "under review", "extension of our CVPR paper" and reports of
    challenges give None. The year is None where it is not said either.
    """
    reference = _in_reference(journal_ref or "", venues)
    for sentence in _sentences(comment or ""):
        venue = _in_sentence(sentence, venues)
        if (
            venue
            and venue.year is None
            and reference
            and _same(venue, reference, journal_ref or "")
        ):
            venue = replace(venue, year=reference.year)
        if venue:
            return FoundVenue(venue=venue, source="the authors' comment")
    return FoundVenue(venue=reference, source="journal_ref") if reference else None


def _same(venue: Venue, reference: Venue, journal_ref: str) -> bool:
    return venue.name in {reference.name, "".join(re.findall(r"\b[A-Z]", reference.name))} or (
        venue.name in journal_ref
    )


def _sentences(comment: str) -> Iterator[str]:
    yield from _SENTENCE_END.split(_ADDRESS.sub(" ", comment))


def _in_reference(reference: str, venues: VenueTable) -> Venue | None:
    """Return the venue of a journal reference; to be there is to be published."""
    for context in _mentions(reference, venues):
        if context.mention.form != "ambiguous" or not re.search(r"[A-Za-z]", context.before):
            return _venue(context)
    return unlisted_meeting(reference) or journal_of(reference)


def _in_sentence(sentence: str, venues: VenueTable) -> Venue | None:
    """Return the first venue that `sentence` says has taken this paper."""
    if _TAKEN_BACK.search(sentence) or (
        _CONTEST.search(sentence) and not re.search(r"\baccept", sentence, re.IGNORECASE)
    ):
        return None
    for context in _mentions(sentence, venues):
        if _says_yes(context):
            return _venue(context)
    if _NO.search(sentence) or _OTHER_PAPER.search(sentence):
        return None
    return unlisted_meeting(sentence) or unlisted_journal(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """One venue in a sentence, and what is said around it."""

    mention: Mention
    """Its first mention."""
    before: str
    after: str
    """Up to the next other venue; it may name this one again: '… Vision (ICCV 2025)'."""
    year: int | None
    """The year that stands right beside one of its names."""


def _mentions(sentence: str, venues: VenueTable) -> Iterator[_Context]:
    """Every venue in `sentence`, each once."""
    found = venues.mentions(sentence)
    for name in dict.fromkeys(mention.venue.name for mention in found):
        same = [mention for mention in found if mention.venue.name == name]
        first = same[0]
        others = (
            m.start
            for m in found
            if m.venue.name != name and m.form != "ambiguous" and m.start > first.start
        )
        until = min(others, default=len(sentence))
        years = (attached_year(sentence[: m.start], sentence[m.end :]) for m in same)
        yield _Context(
            mention=first,
            before=sentence[: first.start],
            after=sentence[first.end : until],
            year=next((year for year in years if year is not None), None),
        )


def _says_yes(context: _Context) -> bool:
    """Whether the last word on the matter is that the venue took this paper."""
    before, after = context.before, context.after
    yes = max((found.start() for found in _YES.finditer(before)), default=-1)
    no = max((found.start() for found in _NO.finditer(before)), default=-1)
    if no > yes or (yes < 0 and _NO.search(after)) or _FORM_ONLY.search(after):
        return False
    # 'An extension of our CVPR paper, accepted by TPAMI': what is accepted is this paper again.
    if _OTHER_PAPER.search(before[before.rfind(",", 0, max(yes, 0)) + 1 :]):
        return False
    sure = context.year is not None or _stands_alone(context)
    if context.mention.form == "ambiguous" and not (sure or _INTRODUCED.search(before)):
        return False
    return sure or yes >= 0 or any(sign.search(after) for sign in (_YES, _WORKSHOP, _PRINTED))


def _stands_alone(context: _Context) -> bool:
    """Whether nothing but the venue is said in its clause or, if it is ambiguous, at all."""
    before, after = context.before, context.after
    if context.mention.form != "ambiguous":
        before, after = _CLAUSE.split(before)[-1], _CLAUSE.split(after)[0]
    said = before + after
    if context.mention.form == "spelled out":
        said = _MEETING.sub("", said)
    return not _DECORATION.sub("", said)


def _venue(context: _Context) -> Venue:
    known = context.mention.venue
    year = context.year or year_of(context.before, context.after, known.first_held)
    return Venue(name=known.name, year=year, kind=_kind(context))


def _kind(context: _Context) -> Literal["main", "workshop", "findings", "journal"]:
    around = (context.before, context.after)
    if context.mention.venue.kind == "journal":
        return "journal"
    if any(map(_FINDINGS.search, around)):
        return "findings"
    return "workshop" if any(map(_WORKSHOP.search, around)) else "main"
