"""Venues that the table does not list, read off the way in which authors name them."""

import re
from typing import Literal

from wsss_bot.domain import Venue
from wsss_bot.venues.years import year_in, year_of

_TAKEN = (
    r"\b(?:[Aa]ccepted|[Pp]ublished|[Pp]resented|[Aa]ppear(?:s|ed|ing)?|[Pp]art)\b(?: (?:and|or) \w+)*"
    r"(?: (?:for|as|to be|with|at)(?: an?)?(?: [a-z-]+){1,3})?? (?:in|at|by|to|for|of|on)"
    r" (?:the )?(?:[Pp]roceedings of (?:the )?)?"
)
_PUBLISHER = r"(?:(?:IEEE|ACM|CVF|MDPI|Elsevier|Springer|Wiley|SPIE|IOP|Taylor & Francis)(?:'s)?(?:[/ ]|\b))*"
_ORDINAL = r"(?:\d+(?:st|nd|rd|th) )?"
_MEETING = re.compile(
    r"(?:Conference|Symposium|Workshop|Congress|Meeting|Colloquium|Summit|School)\b(?:[^().;]{0,120}?)"
    r"\((?P<name>[A-Z][\w/&+-]*?(?:[ -][A-Z][\w/&+-]*?)?)[\s,'’-]*(?:(?:19|20)?\d\d)?\)"
)
_SHORT_NAME = r"(?P<name>[A-Z][A-Za-z0-9/&+-]*[A-Z][A-Za-z/&+]*(?:[ -][A-Z]{2,})?)"
_SHORT_YEAR = r"[\s,-]*['’`]?(?:(?:19|20)\d\d|(?<=['’`])\d\d)\b"
_WITH_YEAR = re.compile(rf"{_TAKEN}{_ORDINAL}{_PUBLISHER}{_SHORT_NAME}{_SHORT_YEAR}")
_NAMED_MEETING = re.compile(
    rf"\b{_SHORT_NAME}{_SHORT_YEAR}(?: [a-z]+)? \(?(?:[Ww]orkshop|[Cc]onference|[Pp]roceedings|[Ss]ymposium|[Aa]ccepted)\b"
)
_JOURNAL = re.compile(
    rf"{_TAKEN}(?:(?:journal|magazine):? )?[\"'“*]*(?:(?:Elsevier|MDPI|Springer|Wiley)(?:'s)? )?(?P<name>[A-Z][\w&-]+(?:,? (?:[A-Z][\w&-]*|of|and|in|on|for|the|&)\b){{0,9}})"
    r"[\"'”*]*(?: journal| magazine)?\s*(?:\((?P<short>[A-Za-z-]{2,10})\)|\((?P<year>\d{4})\))?\s*(?=$|[.,;:(\[]|\s(?:19|20)\d\d)"
)
_NO_JOURNAL = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|English"
    r"|Chinese|French|German|Github|GitHub|arXiv|This|The|Part|Section|Volume|Chapter|Lecture|Spotlight"
    r"|Oral|Poster|Main|Best)\b|(?:Conference|Symposium|Workshop|Congress|Meeting|Challenge|University)\b"
)
_REFERENCE = re.compile(r"(?P<name>[A-Z][\w&-]*(?:[ ](?:[A-Z][\w&-]*|of|and|in|on|for|the|&)\b)*)")
_COUNTED = re.compile(r"\b(?:vol|volume|no|issue|pp|pages|art|article)\b|\d", re.IGNORECASE)


def unlisted_meeting(sentence: str) -> Venue | None:
    """Return the conference or workshop that `sentence` gives as the paper's, by its short form."""
    found = _first(sentence, _MEETING, _WITH_YEAR, _NAMED_MEETING)
    if found is None:
        return None
    before, after = sentence[: found.start("name")], sentence[found.end("name") :]
    hosted = "orkshop" in sentence[: found.start()]
    kind: Literal["main", "workshop"] = "workshop" if hosted else "main"
    return Venue(name=found["name"], year=year_of(before, after), kind=kind)


def unlisted_journal(sentence: str) -> Venue | None:
    """Return the journal that `sentence` says has taken the paper."""
    found = _JOURNAL.search(sentence)
    if found is None or _NO_JOURNAL.search(found["name"]):
        return None
    name = found["short"] or found["name"]
    return Venue(name=name, year=year_in(sentence[found.end("name") :]), kind="journal")


def _first(text: str, *patterns: re.Pattern[str]) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.search(text))), None)


def journal_of(reference: str) -> Venue | None:
    """Return the journal of a journal reference ('Applied Optics, 2024, Vol. 63'), or None."""
    found = _REFERENCE.search(re.sub(r"^\W*(?:19|20)\d\d\W+", "", reference))
    if found is None or _NO_JOURNAL.search(reference) or "Proc" in reference:
        return None
    return Venue(name=found["name"], year=year_in(reference), kind="journal")
