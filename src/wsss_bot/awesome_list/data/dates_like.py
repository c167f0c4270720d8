"""Dates, written as the entries of a data file write them."""

import re
from collections.abc import Sequence
from datetime import date

from wsss_bot.awesome_list.data.meanings import Meaning, commonest, own_id
from wsss_bot.awesome_list.data.records import Record, Value
from wsss_bot.awesome_list.understand.dates import read_date, write_date
from wsss_bot.domain import ArxivId, Facts

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def date_like(
    meaning: Meaning, facts: Facts, said: Sequence[Value], near: Sequence[Record]
) -> Value:
    """Return year, month or date of a paper in the form of what entries `said`.

    None where the dates of the entries `near` are not those of their submission: then which date
    is meant, only people know.
    """
    like = said[0] if said else ""
    read = read_date(str(like))
    if meaning == "year" and not (read and read.month):
        venue = facts.venue
        year = venue.year if venue and venue.year else facts.submitted_on.year
        return year if type(like) is int else str(year)
    if facts.arxiv_id is None:
        return None  # of what stands in proceedings alone no more than the year is known
    if meaning == "month":
        return None if facts.venue else _month_like(facts.submitted_on, like)
    dates = [str(value) for value in said if read_date(str(value))]
    if not _are_of_submission(dates, near):
        return None
    form, _ = commonest([re.sub(r"\d", "0", one) for one in dates])
    example = next((one for one in dates if re.sub(r"\d", "0", one) == form), "")
    return write_date(facts.submitted_on, like=example)


def _month_like(day: date, like: Value) -> Value:
    text = str(like).strip()
    if text.isdigit():
        number = f"{day.month:02}" if text.startswith("0") else str(day.month)
        return int(number) if isinstance(like, int) else number
    name = _MONTHS[day.month - 1]
    return name if text.islower() else name.capitalize()


def _are_of_submission(dates: Sequence[str], near: Sequence[Record]) -> bool:
    """Say whether the dates of entries are those of their submission, by their arXiv ids."""
    right = papers = 0
    wanted = set(dates)
    for record in near:
        month = _month_of(own_id(record))
        for value in record.fields.values():
            day = read_date(str(value)) if str(value) in wanted else None
            if day is not None and month is not None:
                papers += 1
                right += _close((day.year, day.month or 0), month)
    return bool(dates) and 2 * right >= papers


def _month_of(arxiv_id: ArxivId | None) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d\d)(\d\d)\.\d+", arxiv_id or "")
    return (2000 + int(found[1]), int(found[2])) if found else None


def _close(day: tuple[int, int], month: tuple[int, int]) -> bool:
    if not day[1]:
        return day[0] == month[0]
    return abs(12 * (day[0] - month[0]) + day[1] - month[1]) <= 1
