"""The year that belongs to a venue named in a sentence."""

import re

_YEAR = r"(?:19[89]\d|20[0-4]\d)"
_NO_COUNT = r"(?!\d|\.\d|\s*(?:pages?|pp|figs?|figures?|tables?|[a-z]+ pages)|th\b|st\b|nd\b|rd\b)"
_AFTER = re.compile(
    r"(?:-?W(?:s|orkshops?)?)?"
    r"(?:[\s,.(:\[)–—'’`‘-]|in\b|main\b|conference\b|findings\b|track\b|workshops?\b){0,20}"
    rf"(?P<year>{_YEAR}|(?:(?<=['’`‘])|(?<=['’`‘] ))\d\d"
    r"|(?:(?<=^-)|(?<=^)|(?<=^W)|(?<=^W-)|(?<=^-W))[0-389]\d"
    r"|(?<=^ )[0-389]\d(?=[).;,]|$))"
    rf"{_NO_COUNT}",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?P<year>{_YEAR})[\s,:-]*(?:the|ieee|acm|cvf|rsj|elsevier|springer|annual|international|joint"
    r"|\d+(?:st|nd|rd|th)|conference|conf\.?|symposium|on|main|[/\s(-])*$",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(rf"(?<![\d./:-])(?P<year>{_YEAR})(?![\w/:-]|\.\d)")
_ORDINAL = re.compile(r"\b(?P<number>\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_SMALL = """
    zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
"""
_UNITS = {word: number for number, word in enumerate(_SMALL.split())}
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60}
_ORDINAL_WORD = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})(?:ieth|y[-\s]?(?P<unit>{'|'.join(_UNITS)}))"
    rf"|(?P<small>{'|'.join(_UNITS)}))\b",
    re.IGNORECASE,
)
_NEAR = 100
"""So many characters beside a name may hold the year that hangs on it."""
_CENTURY_ENDS = 70
"""Two digits below this are of this century."""


def year_of(before: str, after: str, first_held: int | None = None) -> int | None:
    """Return the year of a venue, given what its sentence says before and after its name.

    What hangs on the name comes first ('CVPR26', 'CVPR 2026', '2026 CVPR'), then any year in the
    sentence, then the ordinal ('Thirty-Ninth AAAI') if `first_held` is known.
    """
    attached = attached_year(before, after)
    if attached is not None:
        return attached
    if found := _ANYWHERE.search(after) or _ANYWHERE.search(before):
        return int(found["year"])
    number = ordinal_in(before)
    return first_held + number - 1 if first_held and number else None


def attached_year(before: str, after: str) -> int | None:
    """Return the year that stands right beside a name, given what is before and after the name."""
    found = _AFTER.match(after[:_NEAR]) or _BEFORE.search(before[-_NEAR:])
    return _four_digits(found["year"]) if found else None


def year_in(text: str) -> int | None:
    """Return the last year that `text` names."""
    years = _ANYWHERE.findall(text)
    return int(years[-1]) if years else None


def ordinal_in(text: str) -> int | None:
    """Return the last ordinal in `text`: 39 for '39th' as for 'Thirty-Ninth'."""
    found = [(m.start(), int(m["number"])) for m in _ORDINAL.finditer(text)]
    for m in _ORDINAL_WORD.finditer(text):
        tens = _TENS[m["tens"].lower()] if m["tens"] else 0
        unit = (m["unit"] or m["small"] or "zeroth").lower()
        found.append((m.start(), tens + _UNITS[unit]))
    return max(found)[1] if found else None


def _four_digits(year: str) -> int:
    number = int(year)
    if len(year) > len("26"):
        return number
    return number + (2000 if number < _CENTURY_ENDS else 1900)
