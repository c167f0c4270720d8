"""One whole run: poll, learn, score, compose, propose; the state moves last.

Whatever fails, nothing is lost: what arXiv showed is kept as it comes, what GitHub shows is read
back each time, and the outcomes are only a copy of that.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from wsss_bot.domain import ArxivId, Outcome, Polled, Proposed
from wsss_bot.errors import ArxivError, RemoteError
from wsss_bot.evaluate import Budget
from wsss_bot.jobs.job import JobOnForge
from wsss_bot.jobs.polling import poll
from wsss_bot.jobs.rank import budget_of, rank
from wsss_bot.jobs.rolling import Found, GitHub, Known, Rolled, Settings, roll
from wsss_bot.jobs.search import Rank, Search, Taste, shown_before
from wsss_bot.jobs.settings import settings_of
from wsss_bot.pull_request import learn
from wsss_bot.pull_request.draft import unified_diff
from wsss_bot.ranking.from_state import keep_threshold
from wsss_bot.sources.source import Poll
from wsss_bot.state import Decision, NearMiss, Store

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one run did."""

    started_at: datetime
    path: str
    polled: Polled
    new: int
    """Papers never seen before."""
    rolled: Rolled
    outcomes: Mapping[ArxivId, Outcome]
    """Of the papers whose outcome changed since the last run."""
    requests: Mapping[str, int]
    errors: tuple[str, ...]
    failure: RemoteError | None
    """Why arXiv could not be read; the rest of the run was done all the same."""

    @property
    def diff(self) -> str:
        """How the list on the branch now differs from that on the base branch."""
        text = self.rolled.written.text
        return "" if text is None else unified_diff(self.rolled.before, text, path=self.path)

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line promises it."""
        pull = self.rolled.written.pull_request
        return {
            "started_at": self.started_at.isoformat(),
            "polled": self.polled.papers,
            "new": self.new,
            "complete": self.polled.complete,
            "proposed": list(self.rolled.written.added),
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
                for habit in learn.habits(self.rolled.known.edits)
            ],
        }

    def _below(self) -> dict[str, Any] | None:
        """Return the best paper that stayed below the threshold."""
        for candidate in self.rolled.found.near_misses[:1]:
            return {
                "arxiv_id": candidate.paper.arxiv_id,
                "title": candidate.paper.title,
                "score": candidate.score.value,
            }
        return None

    def sentence(self) -> str:
        """Return what the run did, on one line."""
        pull = self.rolled.written.pull_request
        where = (
            f"pull request {pull.number} ({pull.url})"
            if pull
            else "no pull request with new rows is open"
        )
        decided = sum(outcome is not Outcome.WAITING for outcome in self.outcomes.values())
        return f"{where}; rows added: {len(self.rolled.written.added)}, papers decided: {decided}"


def propose(under_way: JobOnForge, *, keep: bool) -> Report:
    """Do one whole run, and record it; `keep` its classifier for the next."""
    job, config = under_way.job, under_way.job.config
    report = run(
        under_way.forge,
        settings_of(job.app),
        job.state,
        poll=lambda: poll(job),
        rank=lambda listed, decided: rank(job, listed, decided, keep=keep),
        taste=Taste(
            backfill_months=job.months,
            near_misses=config.score.near_misses,
            budget=budget_of(config),
            exclude=config.score.exclude,
            facts_of=job.app.checked_facts_of(under_way.forge, job.state),
        ),
        requests=under_way.requests,
        now=job.now,
    )
    under_way.finish(report.as_json(), report.failure)
    log.info("%s", report.sentence())
    return report


def run(
    github: GitHub,
    settings: Settings,
    store: Store,
    *,
    poll: Callable[[], Poll],
    rank: Rank,
    taste: Taste,
    requests: Callable[[], Mapping[str, int]],
    now: datetime,
) -> Report:
    """Do one whole run.

    `poll` brings the papers of arXiv into the store; `requests` tells how many requests each
    service has had. Raises GitHubError and ConfigError when GitHub could not be read or written:
    the next run then does the same again.
    """
    arxiv = _Attempts()
    brought = arxiv.make(poll) or Poll(polled=_NOTHING, news=(), errors=(), disagreements=())
    search = Search(
        read=settings.read, store=store, rank=rank, taste=taste, polled=brought.polled, now=now
    )

    def find(text: str, known: Known[Proposed], room: int) -> Found:
        return arxiv.make(lambda: search.find(text, known, room)) or search.nothing()

    rolled = roll(github, settings, find=find, forgotten=store.outcomes.forgotten())
    report = Report(
        started_at=now,
        path=settings.path,
        polled=brought.polled,
        new=len(brought.news),
        rolled=rolled,
        outcomes=_changed(store, rolled),
        requests=requests(),
        errors=(*brought.errors, *arxiv.errors),
        failure=arxiv.failure,
    )
    _keep(store, report, budget=taste.budget, now=now)
    return report


_NOTHING = Polled(papers=0, first_on=None, last_on=None, categories=(), complete=False)


class _Attempts:
    """What a run asks of arXiv: after the first failure nothing more, and the rest goes on."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.failure: ArxivError | None = None

    def make(self, ask: Callable[[], T]) -> T | None:
        """Return what `ask` does, or None."""
        if self.failure is None:
            try:
                return ask()
            except ArxivError as error:
                self.failure = error
                self.errors.append(str(error))
        return None


def _changed(store: Store, rolled: Rolled) -> dict[ArxivId, Outcome]:
    before = store.outcomes.all()
    now = dict(rolled.known.outcomes) | dict.fromkeys(rolled.written.added, Outcome.WAITING)
    return {
        arxiv_id: outcome
        for arxiv_id, outcome in ((ArxivId(key), outcome) for key, outcome in now.items())
        if arxiv_id not in before or before[arxiv_id].outcome is not outcome
    }


def _keep(store: Store, report: Report, *, budget: Budget, now: datetime) -> None:
    known, pull = report.rolled.known, report.rolled.written.pull_request
    rows = {i: proposed.row for i, proposed in known.proposed.items()}
    rows |= {c.paper.arxiv_id: c.row.markdown for c in report.rolled.found.candidates}
    scores: dict[str, float | None] = {i: proposed.score for i, proposed in known.proposed.items()}
    scores |= {c.paper.arxiv_id: c.score.value for c in report.rolled.found.candidates}
    with store.transaction():
        store.near_misses.replace(
            NearMiss(arxiv_id=ArxivId(key), score=shown.score, text=shown.text)
            for key, shown in shown_before(known).items()
        )
        _keep_threshold(store, report.rolled.found, budget=budget, now=now)
        for arxiv_id, outcome in report.outcomes.items():
            store.outcomes.record(
                arxiv_id,
                Decision(
                    outcome=outcome,
                    row=rows.get(arxiv_id, ""),
                    pull_request=known.numbers.get(arxiv_id, pull.number if pull else None),
                    decided_at=now,
                    score=scores.get(arxiv_id),
                ),
            )


def _keep_threshold(store: Store, found: Found, *, budget: Budget, now: datetime) -> None:
    if found.ranking is not None:
        keep_threshold(store, found.ranking, budget=budget, now=now)
    if found.since is not None and store.thresholds.first_look() is None:
        store.thresholds.set_first_look(found.since)
