"""The ranking of a run: learnt from the list and from what people decided."""

from collections.abc import Iterable, Mapping, Sequence

from wsss_bot import progress
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.config import Config
from wsss_bot.domain import Example, Outcome, Paper
from wsss_bot.evaluate import Budget
from wsss_bot.evaluate import papers_per_week as weekly_papers
from wsss_bot.jobs.job import Job
from wsss_bot.ranking.ranking import Ranking, ranking
from wsss_bot.ranking.texts import decided_examples, kept_texts, stream_of
from wsss_bot.ranking.trained import Cache, trained
from wsss_bot.score import Classifier, train, training_set


def rank(
    job: Job,
    listed: AwesomeList,
    papers: Sequence[Paper],
    outcomes: Mapping[str, Outcome],
    *,
    cache: Cache | None = None,
) -> Ranking:
    """Learn from the list and from what people decided, and set the threshold for `papers`.

    A classifier of the same examples is taken from the `cache`. Raises ArxivError and
    TrainingError.
    """
    config, state = job.config, job.state
    texts = kept_texts(state, job.arxiv, listed.entries, now=job.now, months=job.months)
    return ranked(
        config,
        listed,
        texts,
        papers_per_week=weekly_papers(stream_of(state, config.arxiv.categories, papers)),
        decided=decided_examples(state, outcomes),
        cache=cache,
    )


def ranked(
    config: Config,
    listed: AwesomeList,
    texts: Iterable[Paper],
    *,
    papers_per_week: float,
    decided: Sequence[Example] = (),
    cache: Cache | None = None,
) -> Ranking:
    """Train on the list with `texts` and on what was decided, and set the threshold.

    `papers_per_week` is the size of the stream. Raises TrainingError.
    """
    with progress.working(f"learning from {len(listed.entries)} entries"):
        examples = [*training_set(listed.entries, texts), *decided]
        classifier = trained(examples, cache=cache) if cache else train(examples)
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
