"""Papers that people ask for in issues and comments: read at the start of a run, answered last.

An answer is written when what it says is true: the row is on the branch by then. What could not be
answered is read again by the next run; what a thread was last seen to hold is only a way to read
less, and may be lost.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import ArxivId, Candidate, Facts, Outcome, Paper
from wsss_bot.errors import ArxivError, ConfigError, GitHubError
from wsss_bot.jobs.job import ForgeJob, Job
from wsss_bot.pull_request import answer_text
from wsss_bot.pull_request.answer_text import Told
from wsss_bot.pull_request.answers import Known
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.pull_request.requests import (
    A_DAY,
    Request,
    Stage,
    Thread,
    Threads,
    asked_in,
    requests_in,
    too_many,
)
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.state import DASHBOARD, Store

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=14)
"""So old may a request be that a bot without a state still answers."""
_MOST_ANSWERS = 20
"""Of one run; the others come next time."""

Seen = dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What people ask for."""

    threads: Threads | None = None
    """None: nobody is asked."""
    read_at: datetime | None = None
    requests: tuple[Request, ...] = ()
    """Those to which something is to be done, oldest first."""
    over: frozenset[Request] = frozenset()
    """Those of them that are beyond what one account may ask for in a day."""
    wanted: tuple[ArxivId, ...] = ()
    """The papers that are to get a row whatever their score."""
    seen: Seen = field(default_factory=dict)
    """By thread what it held when nothing was left to do in it."""
    fresh: Mapping[int, list[Any]] = field(default_factory=dict)
    """By thread what it holds now."""
    oldest: datetime | None = None
    """When the thread of the oldest of them changed last."""


def read_asked(job: ForgeJob, *, pull: int | None, listed: AwesomeList) -> Asked:
    """Read what people ask for, where the config says so; `pull` is our open pull request.

    Where that fails, it is logged, and the next run reads the same again.
    """
    if job.threads is None or not job.config.pull_request.requests:
        return Asked()
    try:
        return _read(job, job.threads(), ours={pull, _dashboard(job.state)}, listed=listed)
    except (ConfigError, GitHubError) as error:
        log.warning("what people ask for could not be read: %s", error)
        return Asked()


def _read(job: Job, threads: Threads, *, ours: set[int | None], listed: AwesomeList) -> Asked:
    before = _last(job.state)
    seen: Seen = dict(before.get("seen", {}))
    since = _moment(before.get("since"), job.now - LOOK_BACK)
    changed = threads.changed_since(min(since, job.now - A_DAY))
    every: list[Request] = []
    fresh = {thread.number: _look(thread, thread.number in ours) for thread in changed}
    for thread in changed:
        in_comments = thread.number in ours
        if not (thread.comments if in_comments else asked_in(thread.text)):
            continue
        is_known = seen.get(str(thread.number)) == fresh[thread.number]
        remarks = () if is_known or not thread.comments else threads.remarks(thread.number)
        found = requests_in(thread, remarks, in_comments=in_comments)
        every += [replace(r, stage=Stage.ANSWERED) for r in found] if is_known else found
    told, silent = too_many(every)
    todo = [r for r in sorted(every, key=lambda one: one.at) if r.is_open and r not in silent]
    open_threads = {request.thread for request in todo}
    return Asked(
        threads=threads,
        read_at=job.now,
        requests=tuple(todo[:_MOST_ANSWERS]),
        over=told,
        wanted=_wanted(job, threads, [r for r in todo[:_MOST_ANSWERS] if r not in told], listed),
        seen=seen,
        fresh=fresh,
        oldest=min((t.changed_at for t in changed if t.number in open_threads), default=None),
    )


def _look(thread: Thread, in_comments: bool) -> list[Any]:
    """Return what tells whether a thread has changed: the bot itself rewrites some of them."""
    changed = "" if in_comments else thread.changed_at.isoformat()
    return [changed, thread.comments]


def with_asked(known: Known[Proposed], asked: Asked) -> Known[Proposed]:
    """Return what is known with what people ask for among what is wanted.

    What was decided, or waits for an answer, is not proposed again for it.
    """
    new = [i for i in asked.wanted if i not in known.decided and i not in known.wanted]
    return replace(known, wanted=(*known.wanted, *new))


def _wanted(
    job: Job, threads: Threads, requests: Sequence[Request], listed: AwesomeList
) -> tuple[ArxivId, ...]:
    """Return the papers that who may write asks for; a ticked one that was refused comes back."""
    wanted: dict[ArxivId, None] = {}
    rights: dict[str, bool] = {}
    decided = job.state.outcomes.all()
    for request in requests:
        for arxiv_id in map(ArxivId, sorted(request.ticked)):
            if not listed.names(arxiv_id):
                if arxiv_id not in decided or decided[arxiv_id].outcome.is_refusal:
                    job.state.outcomes.forget(arxiv_id, at=job.now)
                wanted[arxiv_id] = None
        if request.stage is Stage.OFFERED:
            continue
        if request.by not in rights:
            rights[request.by] = threads.may_write(request.by)
        if rights[request.by]:
            wanted |= dict.fromkeys(request.ids)
    return tuple(i for i in wanted if not listed.names(i))


# --- the answers ----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What an answer is made from, at the end of a run."""

    listed: AwesomeList
    outcomes: Mapping[str, Outcome]
    """What people decided, and what waits, this run's rows included."""
    number: int | None
    """The open pull request."""
    added: Sequence[str]
    ranking: Ranking
    papers: Mapping[ArxivId, Paper]
    facts_of: Callable[[Paper], Facts]
    wanted: Sequence[ArxivId]


def papers_asked_for(job: Job, asked: Asked) -> dict[ArxivId, Paper]:
    """Return the papers that people ask for, as far as arXiv has them. Raises ArxivError."""
    ids = list(dict.fromkeys(i for request in asked.requests for i in request.ids))
    papers = job.state.papers.find(ids)
    if missing := [arxiv_id for arxiv_id in ids if arxiv_id not in papers]:
        fetched = list(job.arxiv.by_ids(missing))
        job.state.papers.keep(fetched, at=job.now)
        papers |= {paper.arxiv_id: paper for paper in fetched}
    return papers


def answer(job: Job, asked: Asked, grounds: Grounds | None) -> dict[str, Any]:
    """Answer what people ask for; return what the next run should know of it.

    Without `grounds` nothing is said, and all is read again. A failure is logged.
    """
    if asked.threads is None or asked.read_at is None:
        return _last(job.state)
    left: set[int] = set()
    answered = 0
    for request in asked.requests:
        try:
            is_done = grounds is not None and _answer(job, asked, request, grounds)
            answered += is_done
        except (ConfigError, GitHubError, ArxivError) as error:
            log.warning("a request in issue %d is not answered yet: %s", request.thread, error)
            is_done = False
        if not is_done:
            left.add(request.thread)
    # What did not change of late is not looked at, and looks different when it changes.
    now = {str(n) for n in asked.fresh}
    fresh = {str(n): look for n, look in asked.fresh.items() if n not in left}
    since = asked.oldest if left and asked.oldest else asked.read_at
    return {
        "since": since.isoformat(),
        "seen": {n: look for n, look in asked.seen.items() if n in now} | fresh,
        "answered": answered,
        "open": len(asked.requests) - answered,
    }


def _answer(job: Job, asked: Asked, request: Request, grounds: Grounds) -> bool:
    """Answer one request; return whether nothing is left to do about it."""
    threads = asked.threads
    if threads is None:
        return False
    if request in asked.over:
        text, is_done = answer_text.too_many_answer(request), True
    else:
        told = [_told(job, arxiv_id, grounds) for arxiv_id in request.ids]
        text = answer_text.answer_to(request, told)
        is_done = all(one.stage is not Stage.WAITS for one in told)
    if request.answer:
        threads.say_again(request.answer, text)
    else:
        threads.say(request.thread, text)
    return is_done


def _told(job: Job, arxiv_id: ArxivId, grounds: Grounds) -> Told:
    """Return what is said of one paper."""
    paper = grounds.papers.get(arxiv_id)
    entry = grounds.listed.find(arxiv_id=arxiv_id, title=paper.title if paper else "")
    if entry is not None:
        return answer_text.listed(entry, arxiv_id)
    if paper is None:
        return answer_text.unknown(arxiv_id)
    facts = grounds.facts_of(paper)
    placed = grounds.listed.add([facts]).placed[0]
    candidate = Candidate(
        paper=paper,
        score=grounds.ranking.classifier.explain(paper),
        facts=facts,
        row=placed.row,
        section=placed.section,
    )
    outcome = grounds.outcomes.get(arxiv_id)
    if arxiv_id in grounds.added and grounds.number is not None:
        return answer_text.added(candidate, grounds.number)
    if outcome is Outcome.WAITING and grounds.number is not None:
        return answer_text.waits_in(paper.title, arxiv_id, grounds.number)
    if told := answer_text.withdrawn(paper):
        return told
    if placed.line is None:
        return answer_text.without_place(candidate, placed.reason)
    if arxiv_id in grounds.wanted and not (outcome and outcome.is_refusal):
        return answer_text.without_room(candidate)
    if outcome is not None and outcome.is_refusal:
        decision = job.state.outcomes.all().get(arxiv_id)
        return answer_text.refused(candidate, decision.decided_at.date() if decision else None)
    return answer_text.offered(candidate)


# --- what is remembered ---------------------------------------------------------------------


def _last(state: Store) -> dict[str, Any]:
    runs = (run for run in reversed(state.runs.since_last("propose")) if run.report)
    return next((dict(run.report["asked"]) for run in runs if run.report.get("asked")), {})


def _moment(text: object, otherwise: datetime) -> datetime:
    return datetime.fromisoformat(text) if isinstance(text, str) else otherwise


def _dashboard(state: Store) -> int | None:
    last = state.runs.last(DASHBOARD)
    number = last.report.get("issue") if last else None
    return number if isinstance(number, int) else None
