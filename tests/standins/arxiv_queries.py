"""The query language of arXiv's API, as its manual documents it, for the stand-in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wsss_bot.domain import Paper


class RefusalError(Exception):
    """The API refuses a question, with these words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    holds: Callable[[Paper], bool]
    bounds: tuple[datetime, datetime] = (
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    )


class Query:
    """The grammar of search_query: cat:, ti:, submittedDate:[A TO B], AND, OR, ANDNOT, brackets."""

    def __init__(self, text: str) -> None:
        self._words = re.findall(r"\(|\)|submittedDate:\[[^\]]*\]|ti:\"[^\"]*\"|[^\s()]+", text)

    def parse(self) -> Condition:
        condition = self._any()
        if self._words:
            raise RefusalError(f"unexpected {self._words[0]}")
        return condition

    def _any(self) -> Condition:
        condition = self._all()
        while self._words and self._words[0] == "OR":
            self._words.pop(0)
            condition = _either(condition, self._all())
        return condition

    def _all(self) -> Condition:
        condition = self._one()
        while self._words and self._words[0] in {"AND", "ANDNOT"}:
            word = self._words.pop(0)
            other = self._one()
            condition = _both(condition, other if word == "AND" else _not(other))
        return condition

    def _one(self) -> Condition:
        if not self._words:
            raise RefusalError("the query ends too early")
        word = self._words.pop(0)
        if word == "(":
            condition = self._any()
            if not self._words or self._words.pop(0) != ")":
                raise RefusalError("a parenthesis is not closed")
            return condition
        name, colon, value = word.partition(":")
        if name == "cat" and value:
            return Condition(holds=lambda paper: value in paper.categories)
        if name == "ti" and value:
            phrase = _spoken(value)
            return Condition(holds=lambda paper: f" {phrase} " in f" {_spoken(paper.title)} ")
        if name == "submittedDate":
            return _submitted(value)
        if colon:
            raise RefusalError(f"invalid field {name}")
        return Condition(holds=lambda paper: word.lower() in paper.title.lower())


def _spoken(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _submitted(value: str) -> Condition:
    if not (dates := re.fullmatch(r"\[(\d{12}) TO (\d{12})\]", value)):
        raise RefusalError(f"invalid date range {value}")
    since, until = (datetime.strptime(d, "%Y%m%d%H%M").replace(tzinfo=UTC) for d in dates.groups())
    until += timedelta(seconds=59)
    return Condition(holds=lambda p: since <= p.submitted_at <= until, bounds=(since, until))


def _both(one: Condition, other: Condition) -> Condition:
    return Condition(
        holds=lambda paper: one.holds(paper) and other.holds(paper),
        bounds=(max(one.bounds[0], other.bounds[0]), min(one.bounds[1], other.bounds[1])),
    )


def _either(one: Condition, other: Condition) -> Condition:
    return Condition(
        holds=lambda paper: one.holds(paper) or other.holds(paper),
        bounds=(min(one.bounds[0], other.bounds[0]), max(one.bounds[1], other.bounds[1])),
    )


def _not(condition: Condition) -> Condition:
    return Condition(holds=lambda paper: not condition.holds(paper))
