"""One whole run: poll, read the world, learn, rank, choose, compose, settle, write, keep.

Whatever fails, nothing is lost: what arXiv showed is kept as it comes, what the forge shows is read
back each time, and the outcomes in the state, which is written last, are only a copy of that.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from wsss_bot.domain import ArxivId, Decision, Facts, Outcome, Paper, Polled
from wsss_bot.errors import ArxivError
from wsss_bot.evaluate import Budget
from wsss_bot.jobs.asked import (
    Asked,
    Grounds,
    answer,
    papers_asked_for,
    read_asked,
    with_asked,
)
from wsss_bot.jobs.discover import discover, recognise
from wsss_bot.jobs.followed import preferences_with_orcids
from wsss_bot.jobs.job import ForgeJob, Job
from wsss_bot.jobs.polling import poll
from wsss_bot.jobs.rank import FirstLook, Ranked, budget_of, look_at, promise_of, rank, scope_of
from wsss_bot.jobs.reports import RunReport
from wsss_bot.jobs.settings import settings_of
from wsss_bot.jobs.style import with_records
from wsss_bot.pull_request.answers import Known, room, what_became
from wsss_bot.pull_request.choose import choose
from wsss_bot.pull_request.circumstances import Circumstances
from wsss_bot.pull_request.code_checks import checked
from wsss_bot.pull_request.draft import QUESTION
from wsss_bot.pull_request.kind import Settings, World
from wsss_bot.pull_request.new_rows import FoundRows, NewRows
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.pull_request.scoreboard import scoreboard
from wsss_bot.pull_request.settle import settle
from wsss_bot.pull_request.taking_back import take_back, taken_back
from wsss_bot.pull_request.update import Standing, update
from wsss_bot.pull_request.world import read_world
from wsss_bot.ranking.from_state import Decided, keep_threshold
from wsss_bot.ranking.near_misses import Shown
from wsss_bot.ranking.question import is_due
from wsss_bot.ranking.trained import NO_CACHES, Caches
from wsss_bot.sources.source import Poll
from wsss_bot.state import Store
from wsss_bot.text.paper_ids import is_on_arxiv

log = logging.getLogger(__name__)

STATE_LOST = (
    "the state knows of no earlier run, though there are pull requests of the bot: it looks back "
    "no further than a first run; `wsss-bot run --since DAY` looks further"
)


def propose(job: ForgeJob, *, caches: Caches = NO_CACHES) -> RunReport:
    """Do one whole run; `caches` keep for the next what was learnt.

    Where arXiv cannot be read, what people did is learnt and answered all the same, and the report
    says why. Raises GitHubError, ConfigError and ListError where the forge cannot be read or
    written, and TrainingError: the next run then does the same again.
    """
    state, forge, settings = job.state, job.forge, settings_of(job.app, job.state, job.forge)
    polled, failure = _polled(job)
    world, known, asked = _read(job, settings)
    ranked = None
    if failure is None:
        ranked, failure = _ranked(job, world, known, caches)
    found = _chosen(job, world, known, ranked, polled.polled)
    world = settle(forge, world, known)
    written = update(forge, world, known, found)
    outcomes = _changed(state, known, written)
    answered = answer(job, asked, _grounds(job, asked, world, known, written, ranked))
    report = RunReport(
        started_at=job.now,
        path=settings.path,
        polled=polled.polled,
        new=len(polled.news),
        before=world.listed.text,
        known=known,
        written=written,
        outcomes=outcomes,
        requests=job.requests(),
        errors=(*polled.errors, *([str(failure)] if failure else [])),
        failure=failure,
        source_errors=job.beside.errors if job.beside else (),
        asked_at=job.now if _asks(written) else _asked_at(job),
        scope=scope_of(job, world.on_base, ranked, decided=bool(outcomes)) if ranked else None,
        opened=world.open is None and written.pull_request is not None,
        asked=answered,
        scoreboard=scoreboard(world, known),
    )
    _keep(state, report, ranked, budget=budget_of(job.config))
    log.info("%s", report.sentence())
    return report


def _read(
    job: ForgeJob, settings: Settings
) -> tuple[World[Proposed, FoundRows], Known[Proposed], Asked]:
    """Return the world, what people did with what was proposed, and what they ask for."""
    forge, outcomes = job.forge, job.state.outcomes
    world = read_world(forge, settings, NewRows(), now=job.now)
    pull = world.open.pull.number if world.open else None
    asked = read_asked(job, pull=pull, listed=world.on_base)
    forgotten = outcomes.forgotten()
    world = take_back(forge, world, forgotten)
    known = with_asked(what_became(world, forgotten), asked)
    outcomes.release(ArxivId(i) for i in taken_back(world) - known.outcomes.keys())
    return world, known, asked


def _polled(job: Job) -> tuple[Poll, ArxivError | None]:
    """Poll; where nothing could be read, return an empty poll and why."""
    try:
        return job.polled(job) if job.polled else poll(job), None
    except ArxivError as error:
        nothing = Polled(papers=0, first_on=None, last_on=None, categories=(), complete=False)
        return Poll(polled=nothing, news=(), errors=(), disagreements=()), error


def _ranked(
    job: Job, world: World[Proposed, FoundRows], known: Known[Proposed], caches: Caches
) -> tuple[Ranked | None, ArxivError | None]:
    """Learn and rank; where arXiv does not show what is to be learnt from, return why."""
    try:
        ranking = rank(job, world.on_base, _decided(known), caches=caches)
    except ArxivError as error:
        return None, error
    decided = {*known.decided, *known.wanted}
    decided |= recognise(job, known.proposed, decided)
    titles = [paper.title for key, paper in known.proposed.items() if key in decided]
    discover(job, world.on_base, ranking.classifier, decided, titles)
    first_run: FirstLook = "yes" if known.first_run else "no"
    if not known.first_run and job.state.thresholds.first_look() is None:
        log.warning("%s", STATE_LOST)
        first_run = "state lost"
    ranked = look_at(
        job, world.on_base, ranking, cache=caches.scores, without=decided, first_run=first_run
    )
    return ranked, None


def _decided(known: Known[Proposed]) -> Decided:
    """Return what people decided on the forge."""
    scores = {key: paper.score for key, paper in known.proposed.items()}
    return Decided(
        outcomes=known.outcomes,
        numbers=known.numbers,
        scores={key: score for key, score in scores.items() if score is not None},
    )


def _chosen(
    job: ForgeJob,
    world: World[Proposed, FoundRows],
    known: Known[Proposed],
    ranked: Ranked | None,
    polled: Polled,
) -> FoundRows:
    """Choose what is to be proposed, and compose its rows; nothing where nothing was ranked."""
    if ranked is None:
        return FoundRows(candidates=(), near_misses=(), circumstances=Circumstances(polled=polled))
    score = job.config.score
    asks = score.question and is_due(_asked_at(job), now=job.now)
    return choose(
        with_records(world.on_base, job.state),  # which the ranking may have fetched
        ranked.papers,
        scores=ranked.scores,
        left_alone=_left_alone(known),
        shown=known.shown,
        wanted=_wanted(job, known),
        ranking=ranked.ranking,
        polled=polled,
        room=room(world, known),
        near_misses=score.near_misses,
        preferences=replace(preferences_with_orcids(job), asks=asks),
        facts_of=_facts_of(job, world),
        first_run=ranked.first_run,
        promise=promise_of(job, ranked.ranking),
    )


def _asked_at(job: Job) -> datetime | None:
    """Return when the last question was asked, as far as the state tells."""
    last = job.state.runs.last("propose")
    told = last.report.get("asked_at") if last else None
    return datetime.fromisoformat(told) if told else None


def _asks(written: Standing[FoundRows]) -> bool:
    """Whether a pull request holds a question now."""
    near = written.found.near_misses
    return written.pull_request is not None and any(c.shown_for == QUESTION for c in near)


def _facts_of(job: ForgeJob, world: World[Proposed, FoundRows]) -> Callable[[Paper], Facts]:
    """Return what tells the facts of a paper, its code looked at."""
    facts_of = job.app.facts_of()
    if job.beside is not None:
        facts_of = job.beside.facts_for(world.on_base.entries, facts_of)
    return lambda paper: checked(facts_of(paper), job.links.ask_once)


def _grounds(
    job: ForgeJob,
    asked: Asked,
    world: World[Proposed, FoundRows],
    known: Known[Proposed],
    written: Standing[FoundRows],
    ranked: Ranked | None,
) -> Grounds | None:
    """Return what people who asked for papers are answered from; None: arXiv does not tell."""
    if not asked.requests or ranked is None:
        return None
    try:
        papers = papers_asked_for(job, asked)
    except ArxivError as error:
        log.warning("the papers that people ask for could not be read: %s", error)
        return None
    return Grounds(
        listed=with_records(world.on_base, job.state),
        outcomes={**known.outcomes, **dict.fromkeys(written.added, Outcome.WAITING)},
        number=written.pull_request.number if written.pull_request else None,
        added=written.added,
        ranking=ranked.ranking,
        papers=papers,
        facts_of=_facts_of(job, world),
        wanted=known.wanted,
    )


def _wanted(job: ForgeJob, known: Known[Proposed]) -> list[Paper]:
    """Return the near misses that people ticked; those that the state lost are fetched again."""
    papers = job.state.papers.find(known.wanted)
    if missing := [i for i in known.wanted if i not in papers and is_on_arxiv(i)]:
        try:
            fetched = list(job.arxiv.by_ids(missing))
        except ArxivError as error:
            log.warning("what was ticked waits for the next run: %s", error)
        else:
            job.state.papers.keep(fetched, at=job.now)
            papers |= {paper.arxiv_id: paper for paper in fetched}
    return [papers[arxiv_id] for arxiv_id in known.wanted if arxiv_id in papers]


def _left_alone(known: Known[Proposed]) -> dict[ArxivId, Shown]:
    """Return the near misses that people saw and left alone, by arXiv id."""
    return {
        paper.arxiv_id: Shown(score=paper.score, text=paper.text)
        for paper in known.left_alone.values()
        if paper.score is not None
    }


def _changed(
    state: Store, known: Known[Proposed], written: Standing[FoundRows]
) -> dict[ArxivId, Outcome]:
    """Return the outcomes that the state does not know yet."""
    before = state.outcomes.all()
    now = dict(known.outcomes) | dict.fromkeys(written.added, Outcome.WAITING)
    return {
        arxiv_id: outcome
        for arxiv_id, outcome in ((ArxivId(key), outcome) for key, outcome in now.items())
        if arxiv_id not in before or before[arxiv_id].outcome is not outcome
    }


def _keep(state: Store, report: RunReport, ranked: Ranked | None, *, budget: Budget) -> None:
    """Write into the state what people decided, what they were shown, and the threshold.

    A first run keeps from which submission on papers are proposed, too.
    """
    known, pull = report.known, report.written.pull_request
    candidates = report.written.found.candidates
    rows = {i: proposed.row for i, proposed in known.proposed.items()}
    rows |= {c.paper.arxiv_id: c.row.markdown for c in candidates}
    scores = {i: proposed.score for i, proposed in known.proposed.items()}
    scores |= {c.paper.arxiv_id: c.score.value for c in candidates}
    with state.transaction():
        for arxiv_id, outcome in report.outcomes.items():
            state.outcomes.record(
                arxiv_id,
                Decision(
                    outcome=outcome,
                    row=rows.get(arxiv_id, ""),
                    pull_request=known.numbers.get(arxiv_id, pull.number if pull else None),
                    decided_at=report.started_at,
                    score=scores.get(arxiv_id),
                ),
            )
        state.near_misses.replace(_left_alone(known))
        if ranked is not None:
            keep_threshold(state, ranked.ranking, budget=budget, now=report.started_at)
            if state.thresholds.first_look() is None:
                state.thresholds.set_first_look(ranked.since)
