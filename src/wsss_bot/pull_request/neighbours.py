"""The rows beside a row: by them it is told whether a row alone was taken from the list.

A row that moves to another file, goes with its section, or is reworded was not taken away by who
did not want it: then its neighbours went too, or something stands between them.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from zlib import crc32

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import Entry
from wsss_bot.text.titles import title_key

NOBODY = 0
"""Stands for the neighbour of the first and of the last row of a section."""
MOST_IN_COMMON = 0.6
"""A row with so many of a title's words may be that paper under another title."""
UNKNOWN = (NOBODY, NOBODY)
"""The neighbours of a row of which none are known: it is not told any more how it went."""


def neighbours(listed: AwesomeList, entry: Entry) -> tuple[int, int]:
    """Return numbers for the rows above and below an entry in its section."""
    numbers = _with_ends(listed)
    at = numbers.index(_number(entry)) if _number(entry) in numbers else 0
    return (numbers[at - 1], numbers[at + 1]) if at else UNKNOWN


def was_taken_away(listed: AwesomeList, beside: tuple[int, int], *, title: str, name: str) -> bool:
    """Whether a row is gone that stood between two rows, and these are still where they were.

    It is not gone where something between them resembles its `title` or has its `name`.
    """
    if beside == UNKNOWN:
        return False
    numbers = _with_ends(listed)
    by_number = {_number(entry): entry for entry in listed.entries}
    for start, end in _sections(numbers):
        section = numbers[start : end + 1]
        above, below = beside
        if (above and above not in section) or (below and below not in section):
            continue
        first = section.index(above) if above else 0
        last = section.index(below) if below else len(section) - 1
        between = (by_number[number] for number in section[first + 1 : last])
        return not any(_resembles(entry, title, name) for entry in between)
    return False


def _sections(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where each section begins and ends among the numbers."""
    return pairwise(at for at, number in enumerate(numbers) if number == NOBODY)


def _resembles(entry: Entry, title: str, name: str) -> bool:
    """Whether a row may be about the same paper, said in other words."""
    if name and entry.method and entry.method.casefold() == name.casefold():
        return True
    words, there = _words(title), _words(f"{entry.title} {entry.raw}")
    return len(words & there) >= MOST_IN_COMMON * len(words)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{4,}", text.casefold()))


def _with_ends(listed: AwesomeList) -> list[int]:
    """Return the numbers of all rows in order, with nobody before and behind each section."""
    numbers, section = [NOBODY], ""
    for at, entry in enumerate(listed.entries):
        if at and entry.section != section:
            numbers.append(NOBODY)
        numbers.append(_number(entry))
        section = entry.section
    return [*numbers, NOBODY]


def _number(entry: Entry) -> int:
    return crc32((title_key(entry.title) or entry.raw).encode()) or 1
