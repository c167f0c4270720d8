"""Venues that the table does not list, read off the way in which authors name them."""

import re
from typing import Literal

from wsss_bot.domain import Venue
from wsss_bot.venues.years import year_in, year_of

_TAKEN = r"""
    \b(?:[Aa]ccepted|[Pp]ublished|[Pp]resented|[Aa]ppear(?:s|ed|ing)?|[Pp]art)\b
    (?:\ (?:and|or)\ \w+)*
    (?:\ (?:for|as|to\ be|with|at)(?:\ an?)?(?:\ [a-z-]+){1,3})??
    \ (?:in|at|by|to|for|of|on)\ (?:the\ )?(?:[Pp]roceedings\ of\ (?:the\ )?)?
"""
"""'accepted for publication in the', 'presented as a poster at', 'appear in proceedings of'."""
_PUBLISHER = r"(?:(?:IEEE|ACM|CVF|MDPI|Elsevier|Springer|Wiley|SPIE|IOP)(?:'s)?(?:[/\ ]|\b))*"
_SHORT_NAME = r"(?P<name>[A-Z][A-Za-z0-9/&+-]{0,30}[A-Z][A-Za-z/&+]{0,20}(?:[\ -][A-Z]{2,})?)"
_HANGING_YEAR = r"[\s,-]*['’`]?(?:(?:19|20)\d\d|(?<=['’`])\d\d)\b"

_NEWS = r"(?:Codes?|Project|Website|Git[Hh]ub)\b"

_IN_BRACKETS = re.compile(
    r"""
    (?:Conference|Symposium|[Ww]orkshop|Congress|Meeting|Colloquium|Summit|School)\b [^().;]{0,120}?
    \( (?P<name>[A-Z][\w/&+-]*?(?:[\ -][A-Z][\w/&+-]*?)?) [\s,'’-]* (?:(?:19|20)?\d\d)? \)
    """,
    re.VERBOSE,
)
"""'2025 IEEE International Conference on Development and Learning (ICDL)'."""
_TAKEN_BY_SHORT_NAME = re.compile(
    rf"{_TAKEN} (?:\d+(?:st|nd|rd|th)\ )? {_PUBLISHER} {_SHORT_NAME} {_HANGING_YEAR}", re.VERBOSE
)
"""'accepted by RSMIP 2026'."""
_NAMED_MEETING = re.compile(
    rf"""
    \b{_SHORT_NAME} {_HANGING_YEAR} (?:\ [a-z]+)?
    \ \(?(?:[Ww]orkshop|[Cc]onference|[Pp]roceedings|[Ss]ymposium|[Aa]ccepted)\b
    """,
    re.VERBOSE,
)
"""'OAGM/AAPR 2013 proceedings', 'MLINI-2015 workshop'."""
_ALONE = re.compile(
    rf"(?:^\W*|,\ (?=IEEE|ACM)) {_PUBLISHER} {_SHORT_NAME} {_HANGING_YEAR}\W*$", re.VERBOSE
)
"""'IMWUT 2025', and not a word more; '5 pages, IEEE BHI 2019'."""
_TAKEN_BY_JOURNAL = re.compile(
    rf"""
    {_TAKEN} (?:(?:journal|magazine):?\ )? [\"'“*]* (?:(?:Elsevier|MDPI|Springer|Wiley)(?:'s)?\ )?
    (?P<name>[A-Z][\w&-]+(?:,?\ (?:(?:of|and|in|on|for|the|&)\ )*(?!{_NEWS})[A-Z][\w&-]*){{0,9}})
    [\"'”*]*
    (?:\ journal|\ magazine)? \s* (?:\((?:(?P<short>[A-Za-z-]{{2,10}})|\d{{4}})\))? \s*
    (?=$|[.,;:(\[]|\s(?:in\ )?(?:19|20)\d\d)
    """,
    re.VERBOSE,
)
"""'published in Structural and Multidisciplinary Optimization', to the end of the clause."""
_NO_JOURNAL = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|English|Chinese|French|German|Git[Hh]ub|arXiv|This|The|Part|Section|Volume|Chapter|Lecture"
    r"|Spotlight|Oral|Poster|Main|Best)\b"
    r"|(?:Conference|Symposium|Workshop|Congress|Meeting|Challenge|University)\b"
)
_PUBLISHER_ALONE = re.compile(r"IEEE|ACM|SPIE|IOP|MDPI|Springer|Elsevier|Wiley")
_LEADING_YEAR = re.compile(r"^\W*(?:19|20)\d\d\W+")
_LEADING_NAME = re.compile(r"[A-Z][\w&-]*(?: (?:(?:of|and|in|on|for|the|&) )*[A-Z][\w&-]*)*")


def unlisted_meeting(sentence: str) -> Venue | None:
    """Return the conference or workshop that `sentence` gives as the paper's, by its short form."""
    patterns = (_IN_BRACKETS, _TAKEN_BY_SHORT_NAME, _NAMED_MEETING, _ALONE)
    found = next((match for pattern in patterns if (match := pattern.search(sentence))), None)
    if found is None or _PUBLISHER_ALONE.fullmatch(found["name"]):
        return None
    hosts_a_workshop = "orkshop" in sentence[: found.start()]
    kind: Literal["main", "workshop"] = "workshop" if hosts_a_workshop else "main"
    year = year_of(sentence[: found.start("name")], sentence[found.end("name") :])
    return Venue(name=found["name"], year=year, kind=kind)


def unlisted_journal(sentence: str) -> Venue | None:
    """Return the journal that `sentence` says has taken the paper."""
    found = _TAKEN_BY_JOURNAL.search(sentence)
    if found is None:
        return None
    name = found["name"]
    if _NO_JOURNAL.search(name) or _PUBLISHER_ALONE.fullmatch(name):
        return None
    year = year_in(sentence[found.end("name") :])
    return Venue(name=found["short"] or name, year=year, kind="journal")


def journal_of(reference: str) -> Venue | None:
    """Return the journal of a journal reference ('Applied Optics, 2024, Vol. 63'), or None."""
    found = _LEADING_NAME.search(_LEADING_YEAR.sub("", reference))
    if found is None or _NO_JOURNAL.search(reference) or "Proc" in reference:
        return None
    return Venue(name=found[0], year=year_in(reference), kind="journal")
