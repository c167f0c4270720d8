"""The ranking of a run: learnt from the list and from what people decided."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from wsss_bot import progress
from wsss_bot.app import App
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.config import Config
from wsss_bot.domain import Paper
from wsss_bot.evaluate import Budget
from wsss_bot.jobs.job import Job
from wsss_bot.jobs.polling import MONTH
from wsss_bot.pull_request.circumstances import FirstRun
from wsss_bot.ranking.first_run import look_from
from wsss_bot.ranking.from_state import Decided, Wishes, rank_by_state, undecided
from wsss_bot.ranking.promise import promise
from wsss_bot.ranking.ranking import Ranking, ranking_with
from wsss_bot.ranking.scope import scope
from wsss_bot.ranking.trained import NO_CACHES, Cache, Caches
from wsss_bot.score import Classifier, Floats, train, training_set

SCOPE_EVERY = timedelta(weeks=1)
"""So often it is looked at how the scope moves where nobody decides on anything."""
LEAST_MONTHS = 3
"""So far back papers are scored in any case: they wait for their turn, and moderators hold some."""


def caches_of(app: App) -> Caches:
    """Return where a run keeps what it learnt."""
    return Caches(classifier=app.classifier_cache(), scores=app.score_cache())


def rank(job: Job, listed: AwesomeList, decided: Decided, *, caches: Caches = NO_CACHES) -> Ranking:
    """Learn from the list and from what people decided, and set the threshold.

    A classifier whose examples hardly changed is taken from the `caches`. Raises ArxivError and
    TrainingError.
    """
    config = job.config
    wishes = Wishes(categories=config.arxiv.categories, months=job.months, budget=budget_of(config))
    with progress.working(f"learning from {len(listed.entries)} entries"):
        return rank_by_state(
            job.state,
            job.arxiv,
            listed.entries,
            decided,
            wishes=wishes,
            now=job.now,
            cache=caches.classifier,
            read=caches.read,
        )


FirstLook = Literal["no", "yes", "state lost"]
"""Whether a run is the first; also after the state was lost nothing tells how far to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The papers that may be proposed, with the scores that their ranking gives them."""

    ranking: Ranking
    since: datetime
    """From which submission on they are looked at."""
    papers: Sequence[Paper]
    scores: Floats
    first_run: FirstRun | None
    """What a first run says of them."""


def look_at(
    job: Job,
    listed: AwesomeList,
    ranking: Ranking,
    *,
    cache: Cache,
    without: Collection[str] = (),
    first_run: FirstLook = "no",
) -> Ranked:
    """Score the papers that nobody decided on, as far back as the first run looked.

    Scores are kept in the `cache`. `without` are others that are left out. In a first run those
    that are older and reach the threshold are counted.
    """
    today = job.now.replace(hour=0, minute=0, second=0, microsecond=0)
    oldest = today - max(job.months, LEAST_MONTHS) * MONTH
    since = look_from(job.state, listed.entries, oldest=oldest)
    out = {*without, *(entry.arxiv_id for entry in listed.entries if entry.arxiv_id)}
    scored = partial(
        undecided, job.state, ranking.classifier, now=job.now, without=out, cache=cache
    )
    with progress.bar("scoring", "papers") as on_progress:
        stream, told = scored(since=since, until=job.now, on_progress=on_progress), None
    if first_run != "no":
        older = scored(since=oldest, until=since).scores >= ranking.point.threshold
        told = FirstRun(
            since=since.date(),
            older=int(older.sum()),
            oldest=oldest.date(),
            state_lost=first_run == "state lost",
        )
    return Ranked(
        ranking=ranking, since=since, papers=stream.papers, scores=stream.scores, first_run=told
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How the scope of the list moves, in sentences, and when that was looked at."""

    sentences: tuple[str, ...]
    told_at: datetime


def scope_of(job: Job, listed: AwesomeList, ranked: Ranked, *, decided: bool) -> Scope:
    """Return how the scope of the list moves: of now if something was `decided`, else of late.

    To look at it costs more than the rest of a quiet day, and without answers little changes.
    """
    last = job.state.runs.last("propose")
    told_at = last.report.get("scope_at") if last else None
    if last and told_at and not decided:
        at = datetime.fromisoformat(told_at)
        if job.now - at < SCOPE_EVERY:
            return Scope(sentences=tuple(last.report["scope"]), told_at=at)
    since = job.state.thresholds.first_look() or ranked.since
    classifier = ranked.ranking.classifier
    sentences = scope(job.state, listed.entries, classifier, since=since, now=job.now)
    return Scope(sentences=sentences, told_at=job.now)


def promise_of(job: Job, ranking: Ranking) -> str:
    """Return what is said of the threshold."""
    last = job.state.thresholds.last()
    return promise(
        ranking.point,
        list(job.state.outcomes.all().values()),
        budget=budget_of(job.config),
        before=last.value if last else None,
        max_rows=job.config.pull_request.max_rows,
        now=job.now,
    )


def first_estimate(
    config: Config, listed: AwesomeList, texts: Iterable[Paper], *, papers_per_week: float
) -> Ranking:
    """Train on the list with `texts`, and set the threshold, where no state tells better.

    `papers_per_week` is the size of the stream. Raises TrainingError.
    """
    with progress.working(f"learning from {len(listed.entries)} entries"):
        classifier = train(training_set(listed.entries, texts))
    return with_threshold(config, classifier, papers_per_week=papers_per_week)


def with_threshold(config: Config, classifier: Classifier, *, papers_per_week: float) -> Ranking:
    """Set the threshold that the config asks for in a stream of `papers_per_week`."""
    return ranking_with(classifier, papers_per_week=papers_per_week, budget=budget_of(config))


def budget_of(config: Config) -> Budget:
    """Return how much the maintainers are ready to read."""
    return Budget(
        noise_per_week=config.score.noise_per_week,
        rows_per_week=config.score.rows_per_week,
        threshold=config.score.threshold,
    )
