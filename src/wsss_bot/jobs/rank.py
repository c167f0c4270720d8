"""The ranking of a run: learnt from the list and from what people decided."""

from collections.abc import Iterable
from functools import partial

from wsss_bot import progress
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.config import Config
from wsss_bot.domain import Paper
from wsss_bot.evaluate import Budget
from wsss_bot.jobs.job import Job
from wsss_bot.ranking.from_state import Decided, Wishes, rank_by_state
from wsss_bot.ranking.ranking import Ranking, ranking
from wsss_bot.ranking.trained import trained
from wsss_bot.score import Classifier, train, training_set


def rank(job: Job, listed: AwesomeList, decided: Decided, *, keep: bool) -> Ranking:
    """Learn from the list and from what people decided, and set the threshold.

    A classifier whose examples hardly changed is taken from the one before; a new one is kept if
    asked to `keep` it. Raises ArxivError and TrainingError.
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
            learn=partial(trained, cache=job.app.classifier_cache(), keep=keep),
            now=job.now,
        )


def ranked(
    config: Config, listed: AwesomeList, texts: Iterable[Paper], *, papers_per_week: float
) -> Ranking:
    """Train on the list with `texts`, and set the threshold: a first estimate.

    `papers_per_week` is the size of the stream. Raises TrainingError.
    """
    with progress.working(f"learning from {len(listed.entries)} entries"):
        classifier = train(training_set(listed.entries, texts))
    return with_threshold(config, classifier, papers_per_week=papers_per_week)


def with_threshold(config: Config, classifier: Classifier, *, papers_per_week: float) -> Ranking:
    """Set the threshold that the config asks for in a stream of `papers_per_week`."""
    return ranking(classifier, papers_per_week=papers_per_week, budget=budget_of(config))


def budget_of(config: Config) -> Budget:
    """Return how much the maintainers are ready to read."""
    return Budget(
        noise_per_week=config.score.noise_per_week,
        rows_per_week=config.score.rows_per_week,
        threshold=config.score.threshold,
    )
