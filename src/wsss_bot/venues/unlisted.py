"""Venues that the table does not list, read off the way in which authors name them."""

import re

from wsss_bot.domain import Venue
from wsss_bot.venues import signs
from wsss_bot.venues.events import Part, is_coined, part_of
from wsss_bot.venues.table import VenueTable
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
_PLACE = r"(?:Vol(?:ume)?|No|Issue|Pages|Special)\b"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)

_MEETING = (
    r"(?i:conference|conf\.|symposium|workshop|congress|meeting|colloquium|summit|school|event)"
)
_SHORT_IN_BRACKETS = (
    r"[a-z]?\d?[A-Z][\w/&+-]{0,20}?[A-Z\d][\w/&+-]{0,20}?(?:[\ -][A-Z][\w/&+-]{0,20}?)?"
)
_IN_BRACKETS = re.compile(
    rf"""
    {_MEETING}\b [^().;]{{0,120}}?
    (?:
      \( (?P<name>{_SHORT_IN_BRACKETS}|[A-Z][a-z]+(?=[\s,'’-]+(?:19|20)\d\d))
      [\s,'’-]{{0,3}} (?:(?:19|20)?\d\d)? \)
      | \ [–-]\ (?P<behind>{_SHORT_IN_BRACKETS}) [\s,'’-]{{1,3}} (?:19|20)\d\d\b
    )
    """,
    re.VERBOSE,
)
"""'2025 IEEE International Conference on Development and Learning (ICDL)', or '… - ICDL 2025'."""
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
_NAMED_CONFERENCE = re.compile(
    rf"\b{_SHORT_NAME} (?:[Cc]onference|[Ss]ymposium),? (?:in )?(?:19|20)\d\d\b"
)
"""'VEHITS conference 2025'."""
_ALONE = re.compile(
    rf"(?:^\W*|,\ (?=IEEE|ACM)) {_PUBLISHER} {_SHORT_NAME} {_HANGING_YEAR}\W*$", re.VERBOSE
)
"""'IMWUT 2025', and not a word more; '5 pages, IEEE BHI 2019'."""
_TAKEN_BY_JOURNAL = re.compile(
    rf"""
    {_TAKEN} (?:(?:journal|magazine):?\ )? [\"'“*]* (?:(?:Elsevier|MDPI|Springer|Wiley)(?:'s)?\ )?
    (?P<name>[A-Z][\w&-]+(?:,?\ (?:(?:of|and|in|on|for|the|&)\ ){{0,3}}(?!{_NEWS}|{_PLACE}|{_MONTH})
    [A-Z][\w&-]*){{0,9}})
    [\"'”*]*
    (?:\ journal|\ magazine)? \s* (?:\((?:(?P<short>[A-Za-z-]{{2,10}})|\d{{4}})\))? \s*
    (?=$|[.,;:(\[]|\s(?:in\ )?(?:19|20)\d\d)
    """,
    re.VERBOSE,
)
"""'published in Structural and Multidisciplinary Optimization', to the end of the clause."""
_NO_JOURNAL = re.compile(
    rf"^{_MONTH}|^(?:English|Chinese|French|German|Git[Hh]ub|arXiv|This|The|Part|Section|Volume|Chapter|Lecture"
    r"|Spotlight|Oral|Poster|Main|Best)\b"
    r"|Proc\b|(?:IEEE|ACM) Trans\b|\w(?:19|20)\d\d\b|Xplore\b"
    r"|^(?:\w+ )?Press\b|^(?:CCIS|LNAI|LNCS|LNEE|LNNS|AISC)\b"
    r"|^[A-Z][\w-]+(?: [A-Z][\w-]+)*, [A-Z][a-z]+$"
    r"|(?:Conference|Symposium|Workshop|Congress|Meeting|Challenge|University|Event|Colloquium)\b"
)
_PUBLISHER_ALONE = re.compile(r"(?:IEEE|ACM|SPIE|IOP|MDPI|Springer|Elsevier|Wiley)(?: Xplore)?")
_PUBLISHERS = frozenset({"IEEE", "ACM", "CVF", "EMBS", "IAPR", "SPIE", "DAGM"})
_DATED = re.compile(r"(?P<name>[A-Z][\w-]*[A-Za-z])(?P<year>[0-3]\d)")
"""'ASTRA25', 'EC-TEL25'."""
_ANNIVERSARY = re.compile(r"[A-Z]+[4-7]\d")
"""'ICRA40'."""
_ITS_OWN = re.compile(r"^(?: (?:[a-z]+ )?workshop\b(?! on)|[^a-z]{0,9}: .{0,40}?workshop\b)", re.I)
"""After the short form of a meeting: it is a workshop in itself."""
_LEADING_YEAR = re.compile(r"^\W*(?:19|20)\d\d\W+")
_LEADING_NAME = re.compile(r"[A-Z][\w&-]*(?: (?:(?:of|and|in|on|for|the|&) )*[A-Z][\w&-]*)*")


def unlisted_meeting(sentence: str, venues: VenueTable) -> Venue | None:
    """Return the conference or workshop that `sentence` gives as the paper's, by its short form.

    What bears the name of a conference that `venues` list is a workshop there: 'MICCAI-AMAI'.
    """
    patterns = (_IN_BRACKETS, _TAKEN_BY_SHORT_NAME, _NAMED_MEETING, _NAMED_CONFERENCE, _ALONE)
    found = next((match for pattern in patterns if (match := pattern.search(sentence))), None)
    if found is None:
        return None
    group = "behind" if found.re is _IN_BRACKETS and found["behind"] else "name"
    name = found[group]
    if _PUBLISHER_ALONE.fullmatch(name) or "challenge" in name.casefold():
        return None
    before, after = sentence[: found.start()], _ITS_OWN.sub("", sentence[found.end() :])
    part = part_of(before, after, spelled_out=found.re is _IN_BRACKETS)
    if part is None:
        return None
    host, kind = _host(name, venues)
    year = year_of(sentence[: found.start(group)], sentence[found.end(group) :])
    return Venue(name=host, year=year, kind=part if kind == "main" else kind)


def _host(name: str, venues: VenueTable) -> tuple[str, Part]:
    """Return the known conference that is a part of `name`, and whether the rest is a workshop."""
    parts = re.split(r"[-\s/]", name)
    held = venues.named(parts[0].removesuffix("W"))
    is_host = held in venues.venues and held.kind == "main"
    if is_host and len(parts) > 1 and parts[0] == f"{held.name}W":
        return held.name, "workshop"
    hosts = [p for p in parts if (v := venues.named(p)) in venues.venues and v.kind == "main"]
    if len(parts) == 1 or len(hosts) != 1:
        return name, "main"
    others = [part for part in parts if part != hosts[0]]
    if any(map(signs.FINDINGS.search, others)):
        return hosts[0], "findings"
    holds = all(part in _PUBLISHERS or not is_coined(part) for part in others)
    return hosts[0], "main" if holds else "workshop"


def unlisted_journal(sentence: str) -> Venue | None:
    """Return the journal that `sentence` says has taken the paper."""
    found = _TAKEN_BY_JOURNAL.search(sentence)
    if found is None:
        return None
    name = found["name"]
    if _NO_JOURNAL.search(name) or _PUBLISHER_ALONE.fullmatch(name):
        return None
    if _ANNIVERSARY.fullmatch(name):
        return None
    if dated := _DATED.fullmatch(name):
        return Venue(name=dated["name"], year=2000 + int(dated["year"]))
    if ", " in name and name.split(", ")[0].isupper():  # a place follows: 'MMT, Xiamen, China'
        return Venue(name=name.split(", ")[0], year=year_in(sentence[found.end("name") :]))
    year = year_in(sentence[found.end("name") :])
    return Venue(name=found["short"] or name, year=year, kind="journal", full_name=name)


def journal_of(reference: str) -> Venue | None:
    """Return the journal of a journal reference ('Applied Optics, 2024, Vol. 63'), or None."""
    found = _LEADING_NAME.search(_LEADING_YEAR.sub("", reference))
    if found is None or _NO_JOURNAL.search(reference) or "Proc" in reference:
        return None
    return Venue(name=found[0], year=year_in(reference), kind="journal", full_name=found[0])
