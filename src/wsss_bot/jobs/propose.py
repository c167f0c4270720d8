"""One whole run: poll, read the world, learn, rank, choose, compose, settle, write, keep.

Whatever fails, nothing is lost: what arXiv showed is kept as it comes, what the forge shows is read
back each time, and the outcomes in the state, which is written last, are only a copy of that.
"""

import logging
from collections.abc import Collection
from datetime import datetime

from wsss_bot.domain import ArxivId, Outcome, Paper, Polled
from wsss_bot.errors import ArxivError
from wsss_bot.jobs.job import ForgeJob, Job
from wsss_bot.jobs.polling import MONTH, poll
from wsss_bot.jobs.rank import rank
from wsss_bot.jobs.reports import RunReport
from wsss_bot.jobs.settings import settings_of
from wsss_bot.pull_request.answers import Known, room, settle, what_became
from wsss_bot.pull_request.choose import choose
from wsss_bot.pull_request.code_checks import checked
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


def propose(job: ForgeJob, *, cache: Cache | None = None) -> RunReport:
    """Do one whole run; `cache` keeps the classifier for the next.

    Where arXiv cannot be read, what people did is learnt and answered all the same, and the report
    says why. Raises GitHubError, ConfigError and ListError where the forge cannot be read or
    written, and TrainingError: the next run then does the same again.
    """
    state, forge, settings = job.state, job.forge, settings_of(job.app)
    polled, failure = _polled(job)
    world = read_world(forge, settings, NewRows())
    known = what_became(world, state.outcomes.forgotten())
    papers = undecided(state, known.outcomes, months=job.months, now=job.now)
    ranking = None
    if failure is None:
        ranking, failure = _ranking(job, world, papers, known, cache)
    found = _chosen(job, world, papers, known, ranking, polled.polled)
    settle(forge, world, known)
    written = update(forge, world, known, found)
    report = RunReport(
        started_at=job.now,
        path=settings.path,
        polled=polled.polled,
        new=len(polled.news),
        before=world.listed.text,
        known=known,
        written=written,
        outcomes=_changed(state, known, written),
        requests=job.requests(),
        errors=(*polled.errors, *([str(failure)] if failure else [])),
        failure=failure,
        source_errors=job.beside.errors if job.beside else (),
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
    if job.beside is not None:
        facts_of = job.beside.facts_for(world.on_base.entries, facts_of)
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


def _keep(state: Store, report: RunReport) -> None:
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
