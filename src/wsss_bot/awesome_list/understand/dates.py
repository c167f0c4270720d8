"""Dates as lists write them: read one, learn its format, write another the same way."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
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
    month = _month(named["b"]) if named.get("b") else int(named.get("m") or 0)
    return ListedDate(year=year, month=month, day=int(named.get("d") or 0))


def _match(text: str) -> re.Match[str] | None:
    for form in _FORMS:
        found = form.match(text)
        if found and int(found.groupdict().get("d") or 1) in range(1, 32):
            return found
    return None


def _month(name: str) -> int:
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
        word = full if len(like) > 4 else full[: len(like)] if len(like) < 4 else full[:3]
        return word.upper() if like.isupper() else word.lower() if like.islower() else word
    number = day.month if name == "m" else day.day
    return f"{number:02}" if len(like) == 2 else str(number)
