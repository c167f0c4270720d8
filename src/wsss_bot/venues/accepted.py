"""At which venue a paper was accepted: from the authors' comment and the journal reference."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wsss_bot.domain import Venue
from wsss_bot.venues.table import KNOWN_VENUES, Mention, VenueTable


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundVenue:
    """A venue, and where the authors say so."""

    venue: Venue
    source: str


_URL = re.compile(r"\\?(?:url|href)?\{?https?://\S+|\bwww\.\S+")
_SENTENCE = re.compile(r"(?<=[a-z\d)\]\"'])[.!?]\s+(?=[A-Z(\[*\d])|\s*[;|\n]\s*|\s+---?\s+")
_ACCEPTED = re.compile(
    r"\b(?:accept\w*|publish\w*|appear\w*|present\w*|forthcoming|in press|camera[- ]ready|oral"
    r"|spotlight|highlight|poster|proceedings|proc\.|won|award\w*|selected|featured|nominat\w*)\b",
    re.IGNORECASE,
)
_NOT_ACCEPTED = re.compile(
    r"\b(?:submi(?:t|ss)\w*|(?:under|in|for|peer|still in|pending|currently)[- ](?:\w+[- ])?review"
    r"|under (?:consideration|revision)|reviewed (?:at|by)|intend\w*|prepar\w+ for|reject\w*|withdr\w+"
    r"|planned|target\w*|(?:to be|will be) (?:sent|submitted)|major revision|minor revision)\b",
    re.IGNORECASE,
)
_OTHER_PAPER = re.compile(
    r"\b(?:exten(?:sion|ds?|ded|ding)\b.{0,40}?\b(?:of|from|version)"
    r"|supplement\w*(?: material\w*)? (?:to|for|of)"
    r"|(?:earlier|previous|preliminary|short(?:er)?|initial|prior|conference|original|abridged"
    r"|first|older) (?:\w+ )?(?:versions?|drafts?|work|results)"
    r"|based on|builds? (?:up)?on|journal version of|template|style|format\w*|follow-up)\b",
    re.IGNORECASE,
)
_CONTEST = re.compile(
    r"\b(?:challenge|competition|contest|track \d)\b.{0,80}?\b(?:report|rank\w*|place|solution|winn\w*"
    r"|system|submission|entry)"
    r"|\b(?:report|rank\w*|place|solution|winn\w*|system|submission|entry|team)\b.{0,80}?"
    r"\b(?:challenge|competition|contest)\b|\b(?:ranked|1st|2nd|3rd|first|second|third) (?:place )?(?:in|at)\b"
    r"|\bdoctoral (?:symposium|consortium)\b|\bdemo(?:nstration)? (?:track|paper)s?\b",
    re.IGNORECASE,
)
_WORKSHOP = re.compile(r"\bwork-?shops?\b|\bwksp?\b|\bW\b(?=\s*\d{4})|\s@\s", re.IGNORECASE)
_FINDINGS = re.compile(r"\bfindings?\b", re.IGNORECASE)
_YEAR = r"(?:19[89]\d|20[0-4]\d)"
_YEAR_AFTER = re.compile(
    rf"(?:-?[Ww](?:orkshops?)?)?(?:[\s,.(:\[–—-]|in|main|conference|findings|workshops?)*['’`‘]?({_YEAR}|\d\d)(?!\d|\s*(?:pages?|pp|fig|tab|th\b|st\b|nd\b|rd\b))",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    rf"({_YEAR})[\s,:-]*(?:the|ieee|acm|cvf|rsj|elsevier|springer|annual|international|joint|\d+(?:st|nd|rd|th)|conference|conf\.?|symposium|on|main|[/\s(-])*$",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(rf"(?<![\w./:-])({_YEAR})(?![\w/:-])(?!\.\d)")
_CLOSE = 40


def find_venue(
    comment: str | None, journal_ref: str | None = None, *, venues: VenueTable = KNOWN_VENUES
) -> FoundVenue | None:
    """Return where the paper was accepted, or None if that is not said.

    `comment` and `journal_ref` are what the authors told arXiv. A venue counts only if it took
    this very paper: "submitted to", "under review", "extension of our CVPR paper" and reports of
    challenges give None.
    """
    published = _find(journal_ref or "", venues, published=True)
    for sentence in _sentences(comment or ""):
        if venue := _find(sentence, venues):
            if venue.year is None and published and published.name == venue.name:
                venue = published
            return FoundVenue(venue=venue, source="the authors' comment")
    return FoundVenue(venue=published, source="journal_ref") if published else None


def _sentences(comment: str) -> Iterator[str]:
    yield from _SENTENCE.split(_URL.sub(" ", comment))


def _find(sentence: str, venues: VenueTable, *, published: bool = False) -> Venue | None:
    """Return the first venue that `sentence` says has taken the paper."""
    if _CONTEST.search(sentence) and not re.search(r"\baccept", sentence, re.IGNORECASE):
        return None
    mentions = venues.mentions(sentence)
    for number, mention in enumerate(mentions):
        before = sentence[: mention.start]
        after = sentence[mention.end :]
        nearby = after[: mentions[number + 1].start - mention.end] if number + 1 < len(mentions) and mentions[number+1].venue.name != mention.venue.name else after
        if not published and not _is_accepted(before, sentence[mention.start:mention.end], nearby):
            continue
        year = _year(before, nearby)
        if mention.short and not published and year is None and not _cue_before(before) and sentence.strip(' .()"*') != sentence[mention.start:mention.end]:
            continue
        return Venue(name=mention.venue.name, year=year, kind=_kind(mention, before, nearby))
    return None


def _cue_before(before: str) -> bool:
    return bool(re.search(r"(?:accept\w*|publish\w*|appear\w*|present\w*)(?: for publication| as \w+ \w+)? (?:to|in|by|at|for)(?: the)?(?: (?:ieee|acm|elsevier|mdpi|springer|journal|[\"'“]))*\s*$", before, re.IGNORECASE)) or before.endswith('(')


def _is_accepted(before: str, name: str, after: str) -> bool:
    """Whether the last word on the matter before the name, or one just after it, is a yes."""
    if _OTHER_PAPER.search(before):
        return False
    no = [found.end() for found in _NOT_ACCEPTED.finditer(before)]
    yes = [found.end() for found in _ACCEPTED.finditer(before)]
    if no and (not yes or max(no) > max(yes)):
        return False
    return not _NOT_ACCEPTED.search(after) or bool(yes)


def _year(before: str, after: str) -> int | None:
    if found := _YEAR_AFTER.match(after):
        return _four_digits(found[1])
    if found := _YEAR_BEFORE.search(before):
        return int(found[1])
    if found := _ANY_YEAR.search(after) or _ANY_YEAR.search(before):
        return int(found[1])
    return None


def _four_digits(year: str) -> int | None:
    if len(year) == 4:
        return int(year)
    return 2000 + int(year) if int(year) < 70 else 1900 + int(year)


def _kind(mention: Mention, before: str, after: str):
    if mention.venue.kind != "main":
        return mention.venue.kind
    if _FINDINGS.search(before + " " + after):
        return "findings"
    if re.match(r"-?w(?![a-z])", after, re.IGNORECASE) or _WORKSHOP.search(before + " " + after):
        return "workshop"
    return "main"
