"""How a pull request came to its end, and whether that answers anything.

Only a person's decision is an answer. A pull request that another program closed, whose branch was
deleted, or that went to another branch than the list's, refuses nothing: its papers stay
candidates. https://docs.github.com/rest/issues/events says what GitHub tells of an end.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, unique

from wsss_bot.domain import Outcome
from wsss_bot.pull_request.forge import Closing, PullRequest

TOO_MANY, WRONG, NOT_NOW = "too many", "wrong papers", "not now"
"""What people can answer when they are asked why they closed it."""

A_MONTH = timedelta(days=30)
"""So long the papers stay away that are "not now", and the bot with them."""

_BOX = re.compile(
    rf"^- \[(?P<tick>[ xX])\] \**(?P<what>{TOO_MANY}|{WRONG}|{NOT_NOW})\b", re.MULTILINE
)


@unique
class How(Enum):
    """How a pull request came to its end."""

    MERGED = "merged"
    PERSON = "closed"
    """A person closed it."""
    PROGRAM = "program"
    """Another program closed it."""
    BRANCH = "branch"
    """It was closed because its branch was deleted."""
    SUPERSEDED = "superseded"
    """Who closed it said that another pull request has taken its place."""
    RETARGETED = "retargeted"
    """It was merged into, or closed while it went to, another branch than the list's."""
    MOVED = "moved"
    """It was closed after the list had got another name."""
    OURSELVES = "nothing left"
    """The bot closed it, because people had answered everything in it."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a pull request came to its end."""

    how: How
    by: str = ""
    """The account that ended it; empty: not known."""

    @property
    def is_answer(self) -> bool:
        """Whether a person's decision ended it."""
        return self.how in {How.MERGED, How.PERSON, How.OURSELVES}

    def outcome(self, answers: tuple[str, ...] = ()) -> Outcome:
        """Return what it says of a paper that nobody decided on by itself.

        `answers` are what people ticked in the comment that asks them why.
        """
        match self.how:
            case How.MERGED:
                return Outcome.REMOVED
            case How.PERSON if WRONG in answers:
                return Outcome.REMOVED
            case How.PERSON if NOT_NOW in answers:
                return Outcome.ENDED
            case How.PERSON:
                return Outcome.DECLINED
            case _:
                return Outcome.ENDED


def ending_of(pull: PullRequest, closing: Closing | None, *, base: str, moved: bool) -> Ending:
    """Return how a pull request ended that was meant for the branch `base`.

    `closing` is what is told of one that was not merged; `moved` is whether the list has another
    name now than when it was proposed.
    """
    by = closing.by if closing else ""
    if pull.base != base:
        return Ending(how=How.RETARGETED, by=by)
    if closing is None:
        return Ending(how=How.MERGED)
    if closing.branch_deleted:
        return Ending(how=How.BRANCH, by=by)
    if closing.by_program:
        return Ending(how=How.PROGRAM, by=by)
    if moved:
        return Ending(how=How.MOVED, by=by)
    if closing.superseded:
        return Ending(how=How.SUPERSEDED, by=by)
    return Ending(how=How.PERSON if by else How.UNKNOWN, by=by)


def remembered_ending(ended: str, by: str, *, merged: bool) -> Ending:
    """Return the ending that a memory names; of one from before that was remembered, a person's."""
    known = {how.value: how for how in How}
    return Ending(how=known.get(ended, How.MERGED if merged else How.PERSON), by=by)


def read_answers(comment: str) -> tuple[str, ...]:
    """Return the boxes of a comment that people ticked."""
    ticked = {box["what"] for box in _BOX.finditer(comment) if box["tick"] != " "}
    return tuple(what for what in (TOO_MANY, WRONG, NOT_NOW) if what in ticked)


def fewer(rows: int) -> int:
    """Return how many rows a pull request holds after people said that there were too many."""
    return max(1, rows // 2)


def back_at(ended_at: datetime) -> datetime:
    """Return when papers come back whose pull request was closed as "not now"."""
    return ended_at + A_MONTH
