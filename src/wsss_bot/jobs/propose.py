"""One whole run: poll, read the world, learn, rank, choose, compose, settle, write, keep.

Whatever fails, nothing is lost: what arXiv showed is kept as it comes, what the forge shows is read
back each time, and the outcomes in the state, which is written last, are only a copy of that.
"""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wsss_bot.domain import ArxivId, Outcome, Paper, Polled
from wsss_bot.errors import ArxivError, RemoteError
from wsss_bot.jobs.job import ForgeJob, Job
from wsss_bot.jobs.polling import MONTH, poll
from wsss_bot.jobs.rank import rank
from wsss_bot.jobs.settings import settings_of
from wsss_bot.pull_request import learn
from wsss_bot.pull_request.answers import Known, room, settle, what_became
from wsss_bot.pull_request.choose import choose
from wsss_bot.pull_request.code_links import checked
from wsss_bot.pull_request.draft import unified_diff
from wsss_bot.pull_request.kind import World
from wsss_bot.pull_request.new_rows import Found, NewRows
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.pull_request.text import Circumstances
from wsss_bot.pull_request.update import Written, update
from wsss_bot.pull_request.world import read_world
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.ranking.trained import Cache
from wsss_bot.sources.source import Poll
from wsss_bot.state import Decision, Store

log = logging.getLogger(__name__)

LEAST_MONTHS = 3
"""So far back papers are scored in any case: they wait for their turn, and moderators hold some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one run did."""

    started_at: datetime
    path: str
    polled: Polled
    new: int
    """Papers never seen before."""
    before: str
    """The list on the base branch."""
    known: Known[Proposed]
    written: Written[Found]
    outcomes: Mapping[ArxivId, Outcome]
    """Of the papers whose outcome changed since the last run."""
    requests: Mapping[str, int]
    errors: tuple[str, ...]
    failure: RemoteError | None
    """Why arXiv could not be read; the rest of the run was done all the same."""

    @property
    def diff(self) -> str:
        """How the list on the branch now differs from that on the base branch."""
        text = self.written.text
        return "" if text is None else unified_diff(self.before, text, path=self.path)

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line promises it."""
        pull = self.written.pull_request
        return {
            "started_at": self.started_at.isoformat(),
            "polled": self.polled.papers,
            "new": self.new,
            "complete": self.polled.complete,
            "proposed": list(self.written.added),
            "outcomes": {arxiv_id: outcome.value for arxiv_id, outcome in self.outcomes.items()},
            "pull_request": {"number": pull.number, "url": pull.url} if pull else None,
            "below": self._below(),
            "requests": dict(self.requests),
            "errors": list(self.errors),
            "learnt": [
                {
                    "role": habit.role,
                    "before": habit.example.before,
                    "after": habit.example.after,
                    "times": habit.times,
                }
                for habit in learn.habits(self.known.edits)
            ],
        }

    def _below(self) -> dict[str, Any] | None:
        """Return the best paper that stayed below the threshold."""
        for candidate in self.written.found.near_misses[:1]:
            return {
                "arxiv_id": candidate.paper.arxiv_id,
                "title": candidate.paper.title,
                "score": candidate.score.value,
            }
        return None

    def sentence(self) -> str:
        """Return what the run did, on one line."""
        pull = self.written.pull_request
        where = (
            f"pull request {pull.number} ({pull.url})"
            if pull
            else "no pull request with new rows is open"
        )
        decided = sum(outcome is not Outcome.WAITING for outcome in self.outcomes.values())
        return f"{where}; rows added: {len(self.written.added)}, papers decided: {decided}"


def propose(job: ForgeJob, *, cache: Cache | None = None) -> Report:
    """Do one whole run; `cache` keeps the classifier for the next.

    Where arXiv cannot be read, what people did is learnt and answered all the same, and the report
    says why. Raises GitHubError, ConfigError and ListError where the forge cannot be read or
    written, and TrainingError: the next run then does the same again.
    """
    state, forge, settings = job.state, job.forge, settings_of(job.app)
    brought, failure = _polled(job)
    world = read_world(forge, settings, NewRows())
    known = what_became(world, state.outcomes.forgotten())
    papers = undecided(state, known.outcomes, months=job.months, now=job.now)
    ranking = None
    if failure is None:
        ranking, failure = _ranking(job, world, papers, known, cache)
    found = _chosen(job, world, papers, known, ranking, brought.polled)
    settle(forge, world, known)
    written = update(forge, world, known, found)
    report = Report(
        started_at=job.now,
        path=settings.path,
        polled=brought.polled,
        new=len(brought.news),
        before=world.listed.text,
        known=known,
        written=written,
        outcomes=_changed(state, known, written),
        requests=job.requests(),
        errors=(*brought.errors, *([str(failure)] if failure else [])),
        failure=failure,
    )
    _keep(state, report)
    log.info("%s", report.sentence())
    return report


def undecided(
    state: Store, outcomes: Collection[str] = (), *, months: int, now: datetime
) -> list[Paper]:
    """Return what was submitted in the last months and is not decided yet: what waited, too.

    `outcomes` are of papers of which the state may not know yet that they are decided.
    """
    recent = state.papers.submitted(since=now - max(months, LEAST_MONTHS) * MONTH, until=now)
    decided = {*outcomes, *state.outcomes.all()}
    return [paper for paper in recent if paper.arxiv_id not in decided]


def _polled(job: Job) -> tuple[Poll, ArxivError | None]:
    """Poll; where nothing could be read, return an empty poll and why."""
    try:
        return poll(job), None
    except ArxivError as error:
        nothing = Polled(papers=0, first_on=None, last_on=None, categories=(), complete=False)
        return Poll(polled=nothing, news=(), errors=(), disagreements=()), error


def _ranking(
    job: Job,
    world: World[Proposed, Found],
    papers: list[Paper],
    known: Known[Proposed],
    cache: Cache | None,
) -> tuple[Ranking | None, ArxivError | None]:
    """Learn and rank; where arXiv does not show what is to be learnt from, return why."""
    try:
        return rank(job, world.on_base, papers, known.outcomes, cache=cache), None
    except ArxivError as error:
        return None, error


def _chosen(
    job: ForgeJob,
    world: World[Proposed, Found],
    papers: list[Paper],
    known: Known[Proposed],
    ranking: Ranking | None,
    polled: Polled,
) -> Found:
    """Choose what is to be proposed, and compose its rows; nothing without a ranking."""
    if ranking is None:
        return Found(candidates=(), near_misses=(), circumstances=Circumstances(polled=polled))
    score, facts_of = job.config.score, job.app.facts_of()
    return choose(
        world.on_base,
        papers,
        wanted=job.state.papers.find(known.wanted).values(),
        ranking=ranking,
        polled=polled,
        room=room(world, known),
        near_misses=score.near_misses,
        exclude=score.exclude,
        facts_of=lambda paper: checked(facts_of(paper), job.links.ask_once),
        first_run_months=job.months if known.first_run else None,
    )


def _changed(
    state: Store, known: Known[Proposed], written: Written[Found]
) -> dict[ArxivId, Outcome]:
    """Return the outcomes that the state does not know yet."""
    before = state.outcomes.all()
    now = dict(known.outcomes) | dict.fromkeys(written.added, Outcome.WAITING)
    return {
        arxiv_id: outcome
        for arxiv_id, outcome in ((ArxivId(key), outcome) for key, outcome in now.items())
        if arxiv_id not in before or before[arxiv_id].outcome is not outcome
    }


def _keep(state: Store, report: Report) -> None:
    """Write the outcomes into the state."""
    known, pull = report.known, report.written.pull_request
    rows = {i: proposed.row for i, proposed in known.proposed.items()}
    rows |= {c.paper.arxiv_id: c.row.markdown for c in report.written.found.candidates}
    with state.transaction():
        for arxiv_id, outcome in report.outcomes.items():
            state.outcomes.record(
                arxiv_id,
                Decision(
                    outcome=outcome,
                    row=rows.get(arxiv_id, ""),
                    pull_request=known.numbers.get(arxiv_id, pull.number if pull else None),
                    decided_at=report.started_at,
                ),
            )
