"""Papers that people ask for in issues and comments: which ones, by whom, and what was answered.

A request is the text of an open issue, or of a comment on the bot's pull request or dashboard, that
names an address on arXiv. Each is answered once, in a comment that carries a hidden marker; so the
forge alone tells what was answered, and a run that is killed is repeated by the next one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, unique
from typing import Protocol

from wsss_bot.domain import ArxivId
from wsss_bot.pull_request.reading import read_ticked
from wsss_bot.text.arxiv_ids import find_arxiv_ids

MOST_OF_ONE = 3
"""So many papers of one request are looked at."""
MOST_A_DAY = 5
"""So many papers may one account ask for within a day."""
A_DAY = timedelta(days=1)

_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_QUOTED = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
_MARK = re.compile(r"<!-- wsss-bot:asked (?P<remark>\d{1,20}) (?P<stage>\w{1,20}) -->")
MARK = "<!-- wsss-bot:asked {remark} {stage} -->"


@unique
class Stage(Enum):
    """How far the answer to a request is."""

    NEW = "new"
    """Nothing was said yet."""
    WAITS = "waits"
    """It was said that its rows wait; they are tried again."""
    OFFERED = "offered"
    """Somebody who may write has to tick its papers."""
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """An issue or a pull request, and how it begins."""

    number: int
    text: str
    """Its title and its body."""
    by: str
    """The account that opened it."""
    by_program: bool
    is_pull: bool
    opened_at: datetime
    changed_at: datetime
    comments: int
    """How many comments it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment in a thread."""

    id: int
    text: str
    by: str
    by_program: bool
    is_ours: bool
    """Whether the bot wrote it."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asked for, and how far the answer is."""

    thread: int
    remark: int
    """The comment that asks; 0: the thread's own text."""
    by: str
    at: datetime
    ids: tuple[ArxivId, ...]
    stage: Stage = Stage.NEW
    answer: int = 0
    """The bot's comment that answers; 0: none."""
    ticked: frozenset[str] = frozenset()
    """The papers whose box in the answer is ticked: only who may write can do that."""

    @property
    def is_open(self) -> bool:
        """Whether something is to be done."""
        return self.stage in {Stage.NEW, Stage.WAITS} or (
            self.stage is Stage.OFFERED and bool(self.ticked)
        )


class Threads(Protocol):
    """Where people ask; an implementation raises as `forge` says."""

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""

    def changed_since(self, moment: datetime) -> tuple[Thread, ...]:
        """Return the open threads that changed since, with one request for a hundred of them."""

    def remarks(self, number: int) -> tuple[Remark, ...]:
        """Return the comments of a thread, oldest first."""

    def may_write(self, account: str) -> bool:
        """Whether an account may write to the repository."""

    def say(self, number: int, text: str) -> None:
        """Comment on a thread."""

    def say_again(self, comment: int, text: str) -> None:
        """Let a comment of the bot say something else."""


def asked_in(text: str) -> tuple[ArxivId, ...]:
    """Return the papers whose addresses a text names, in its order, the first few.

    What is quoted from others, and what GitHub does not show, asks for nothing.
    """
    shown = _QUOTED.sub("", _HIDDEN.sub("", text.replace("\r\n", "\n")))
    return find_arxiv_ids(shown)[:MOST_OF_ONE]


def requests_in(
    thread: Thread, remarks: Sequence[Remark], *, in_comments: bool
) -> tuple[Request, ...]:
    """Return the requests of a thread, oldest first, with the answers that they have.

    Of issues their own text may ask, and with `in_comments` people's comments; programs ask for
    nothing.
    """
    asked = [] if thread.is_pull or in_comments else [_opening(thread)]
    if in_comments:
        asked += [_request(thread, r) for r in remarks if not (r.is_ours or r.by_program)]
    answers = {
        int(found["remark"]): (remark, found["stage"])
        for remark in remarks
        if remark.is_ours and (found := _MARK.search(remark.text))
    }
    return tuple(_with_answer(request, answers) for request in asked if request.ids)


def _opening(thread: Thread) -> Request:
    ids = () if thread.by_program else asked_in(thread.text)
    return Request(thread=thread.number, remark=0, by=thread.by, at=thread.opened_at, ids=ids)


def _request(thread: Thread, remark: Remark) -> Request:
    ids = asked_in(remark.text)
    return Request(thread=thread.number, remark=remark.id, by=remark.by, at=remark.at, ids=ids)


def _with_answer(request: Request, answers: Mapping[int, tuple[Remark, str]]) -> Request:
    if request.remark not in answers:
        return request
    answer, stage = answers[request.remark]
    return replace(
        request,
        # A word of a later version of the program is taken for an end.
        stage=Stage(stage) if stage in {one.value for one in Stage} else Stage.ANSWERED,
        answer=answer.id,
        ticked=read_ticked(answer.text) & set(request.ids),
    )


def too_many(requests: Iterable[Request]) -> tuple[frozenset[Request], frozenset[Request]]:
    """Return the requests that go beyond what one account may ask for in a day.

    The first are those that are told so, one for each account and day; the second get no answer,
    so that nobody can make the bot talk.
    """
    told: set[Request] = set()
    silent: set[Request] = set()
    by_account: dict[str, list[Request]] = {}
    for request in sorted(requests, key=lambda one: (one.at, one.thread, one.remark)):
        by_account.setdefault(request.by.casefold(), []).append(request)
    for asked in by_account.values():
        within: list[Request] = []
        over: list[Request] = []
        for request in asked:
            recent = [one for one in within if request.at - one.at < A_DAY]
            if sum(len(one.ids) for one in recent) + len(request.ids) <= MOST_A_DAY:
                within.append(request)
            else:
                is_told = not any(request.at - one.at < A_DAY for one in over)
                (told if is_told else silent).add(request)
                over.append(request)
    return frozenset(told), frozenset(silent)
