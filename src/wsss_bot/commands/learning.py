"""What a command learns from where no state tells it: a corpus, else a sample of arXiv."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wsss_bot import progress
from wsss_bot.app import App
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.commands.inputs import Inputs
from wsss_bot.commands.known_records import ids_of, refuse_one_pipe
from wsss_bot.domain import Paper
from wsss_bot.errors import PapersError
from wsss_bot.evaluate import papers_per_week
from wsss_bot.jobs.rank import first_estimate
from wsss_bot.papers_file.records import read_papers
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.ranking.texts import fetch_texts, sampled_per_week
from wsss_bot.score import Classifier, train, training_set

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What a command learnt from the texts that it was given."""

    classifier: Classifier
    listed: AwesomeList
    """The list, with the records of its papers, by which its rows are written."""


def learn(app: App, listed: AwesomeList, inputs: Inputs) -> Learnt:
    """Train on the list. Raises PapersError, ArxivError and TrainingError."""
    ids = ids_of(listed)
    records: list[Paper] = []

    def texts() -> Iterator[Paper]:
        for paper in read_texts(app, listed, inputs):
            if paper.arxiv_id in ids:
                records.append(paper)
            yield paper

    with progress.working(f"learning from {len(listed.entries)} entries"):
        classifier = train(training_set(listed.entries, texts()))
    return Learnt(classifier=classifier, listed=listed.with_records(records))


def ranked_by_texts(
    app: App, listed: AwesomeList, texts: Sequence[Paper], inputs: Inputs
) -> Ranking:
    """Set the threshold for a stream as large as the texts tell; a corpus may be a mere sample.

    Raises TrainingError.
    """
    if inputs.corpus is not None:
        per_week = papers_per_week(texts)
    else:
        months = app.config.arxiv.backfill_months
        per_week = sampled_per_week(texts, now=app.clock.now(), months=months)
    return first_estimate(app.config, listed, texts, papers_per_week=per_week)


def read_texts(app: App, listed: AwesomeList, inputs: Inputs) -> Iterable[Paper]:
    """Return the papers to learn from: those of the corpus, else fetched from arXiv.

    Raises PapersError and ArxivError.
    """
    refuse_one_pipe(inputs)
    if inputs.corpus is None:
        return _fetch_texts(app, listed)
    return _read_corpus(app, listed, inputs.corpus, keep_going=inputs.keep_going)


def _read_corpus(app: App, listed: AwesomeList, path: str, *, keep_going: bool) -> Iterator[Paper]:
    count, categories = 0, app.config.arxiv.categories
    for paper in read_papers(
        path,
        keep_going=keep_going,
        categories=categories,
        named=[entry.arxiv_id for entry in listed.entries if entry.arxiv_id],
    ):
        count += 1
        yield paper
    if not count:
        raise PapersError(
            f"the corpus {path} holds no papers of {', '.join(categories)}; expected the list's "
            "own papers, and others of the same categories as background"
        )


def _fetch_texts(app: App, listed: AwesomeList) -> list[Paper]:
    told = app.config.arxiv
    with progress.bar("fetching papers to learn from") as on_progress:
        texts = fetch_texts(
            app.arxiv(),
            listed.entries,
            categories=told.categories,
            now=app.clock.now(),
            months=told.backfill_months,
            on_progress=on_progress,
        )
        return list(texts)
