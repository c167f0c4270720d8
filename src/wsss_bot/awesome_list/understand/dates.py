"""Dates as lists write them: read one, learn its format, write another the same way."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FOUR = {6, 7, 9}
"""The months that some shorten to four letters: June, July, Sept."""
_NAME = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS).replace("(?:)?", "") + "|Sept"
_FORMS = tuple(
    re.compile(rf"(?:{form})\Z", re.IGNORECASE)
    for form in (
        r"(?P<Y>(?:19|20)\d\d)(?P<s1>[-/.])(?P<m>0?[1-9]|1[0-2])(?:(?P<s2>[-/.])(?P<d>[0-3]?\d))?",
        r"(?P<Y>(?:19|20)\d\d)年(?P<m>0?[1-9]|1[0-2])月(?:(?P<d>[0-3]?\d)日)?",
        r"(?P<m>0?[1-9]|1[0-2])(?P<s1>[-/.])(?P<Y>(?:19|20)\d\d)",
        r"(?P<d>[0-3]?\d)(?P<s1>[-/.])(?P<m>0?[1-9]|1[0-2])(?P<s2>[-/.])(?P<Y>(?:19|20)\d\d)",
        r"(?P<m>0?[1-9]|1[0-2])(?P<s1>[-/.])(?P<d>[0-3]?\d)(?P<s2>[-/.])(?P<Y>(?:19|20)\d\d)",
        rf"(?:(?P<d>[0-3]?\d)(?:st|nd|rd|th)?[ .-]+)?(?P<b>{_NAME})\.?,?[ /-]*(?P<Y>(?:19|20)\d\d)",
        rf"(?P<b>{_NAME})\.? (?P<d>[0-3]?\d)(?:st|nd|rd|th)?,? ?(?P<Y>(?:19|20)\d\d)",
        rf"(?P<Y>(?:19|20)\d\d)[ ,./-]*(?P<b>{_NAME})\.?(?:[ ,./-]*(?P<d>[0-3]?\d))?",
        rf"(?P<b>{_NAME})\.?[ /-]?['’](?P<y>\d\d)",
        r"(?P<y>[0-4]\d)(?P<s1>[-/.])(?P<m>0[1-9]|1[0-2])(?:(?P<s2>[-/.])(?P<d>[0-3]\d))?",
        r"(?P<Y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)?",
        r"(?P<Y>(?:19|20)\d\d)",
    )
)
ANY_DATE = re.compile(
    r"(?<![\w./-])(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])(?:[-/.][0-3]?\d)?"
    rf"|(?:[0-3]?\d )?(?:{_NAME})\.?,? ?(?:[0-3]?\d,? )?(?:19|20)\d\d)(?![\w/-])",
    re.IGNORECASE,
)
"""A date of at least a month's precision somewhere in a text."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ListedDate:
    """What a date in a list says; 0 where it does not say."""

    year: int
    month: int = 0
    day: int = 0


@lru_cache(maxsize=4096)
def read_date(text: str) -> ListedDate | None:
    """Return the date that the whole of `text` is, or None."""
    found = _match(text.strip())
    if found is None:
        return None
    named = found.groupdict()
    year = int(named.get("Y") or 2000 + int(named["y"]))
    month = month_number(named["b"]) if named.get("b") else int(named.get("m") or 0)
    return ListedDate(year=year, month=month, day=int(named.get("d") or 0))


def _match(text: str) -> re.Match[str] | None:
    for form in _FORMS:
        found = form.match(text)
        if found and int(found.groupdict().get("d") or 1) in range(1, 32):
            return found
    return None


def month_number(name: str) -> int:
    """Return the number of the month that is called so, or shortened to three letters."""
    return 1 + [month[:3].lower() for month in _MONTHS].index(name[:3].lower())


def write_date(day: date, *, like: str) -> str | None:
    """Return `day` in the format of the date `like`; None if `like` is no date.

    '2022/04' gives '2025/01', 'Apr. 2022' gives 'Jan. 2025', '22.04' gives '25.01'.
    """
    text = like.strip()
    found = _match(text)
    if found is None:
        return None
    parts = sorted(
        (found.start(name), found.end(name), name, value)
        for name, value in found.groupdict().items()
        if value and name in "YymbBd"
    )
    written, at = [], 0
    for start, end, name, value in parts:
        written += [text[at:start], _part(day, name, value)]
        at = end
    return "".join([*written, text[at:]])


def _part(day: date, name: str, like: str) -> str:
    if name == "Y":
        return f"{day.year:04}"
    if name == "y":
        return f"{day.year % 100:02}"
    if name == "b":
        full = _MONTHS[day.month - 1]
        is_whole = like.title() in _MONTHS and len(like) > 3
        word = full if is_whole else full[: min(3, len(like))]
        return word.upper() if like.isupper() else word.lower() if like.islower() else word
    number = day.month if name == "m" else day.day
    return f"{number:02}" if len(like) == 2 else str(number)


def date_forms(text: str) -> list[tuple[str, ListedDate]]:
    """Return every way to read the whole of `text` as a date: its form, and the day.

    A form has letters in braces for what changes: '{Y}-{m}-{d}', '{b3} {d}, {Y}', "'{y}".
    """
    trimmed, found = text.strip(), []
    for pattern in _FORMS:
        match = pattern.match(trimmed)
        if match is None or int(match.groupdict().get("d") or 1) not in range(1, 32):
            continue
        named = match.groupdict()
        month = month_number(named["b"]) if named.get("b") else int(named.get("m") or 0)
        year = int(named.get("Y") or 2000 + int(named["y"]))
        day = ListedDate(year=year, month=month, day=int(named.get("d") or 0))
        pieces, at = [], 0
        for name in sorted((n for n in "YymbBd" if named.get(n)), key=match.start):
            pieces += [trimmed[at : match.start(name)], "{" + _letters(name, named[name]) + "}"]
            at = match.end(name)
        found.append(("".join([*pieces, trimmed[at:]]), day))
    return found


def _letters(name: str, text: str) -> str:
    if name != "b":
        return name
    case = "U" if text.isupper() else "l" if text.islower() else ""
    return ("B" if len(text) > 4 else f"b{len(text)}") + case


def write_form(day: date, form: str, *, padded: Callable[[str], bool] = lambda _: True) -> str:
    """Return `day` in a form; `padded` says of 'm' and 'd' whether they have two digits."""

    def part(found: re.Match[str]) -> str:
        name = found[1]
        if name == "Y":
            return f"{day.year:04}"
        if name == "y":
            return f"{day.year % 100:02}"
        if name in "md":
            number = day.month if name == "m" else day.day
            return f"{number:02}" if padded(name) else str(number)
        if name[0] not in "Bb":
            return found[0]
        full = _MONTHS[day.month - 1]
        word = full if name[0] == "B" else full[: 4 if name[1] == "4" and day.month in _FOUR else 3]
        return word.upper() if name[-1] == "U" else word.lower() if name[-1] == "l" else word

    return re.sub(r"\{(\w+)\}", part, form)
