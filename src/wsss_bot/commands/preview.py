"""`preview`: print the pull request that would be opened, and write nothing."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from types import MappingProxyType

from wsss_bot import progress, show
from wsss_bot.app import App
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.commands.inputs import Inputs
from wsss_bot.commands.learning import learn
from wsss_bot.commands.next_run import NextRun, next_run
from wsss_bot.domain import ArxivId, Paper, Polled
from wsss_bot.errors import PapersError
from wsss_bot.evaluate import papers_per_week
from wsss_bot.jobs.beside_arxiv import kept_facts_of
from wsss_bot.jobs.rank import look_at, with_threshold
from wsss_bot.jobs.settings import preferences_of
from wsss_bot.papers_file.verdicts import Stream, asked_for, check_is_there
from wsss_bot.pull_request.draft import Draft, draft
from wsss_bot.ranking.near_misses import Shown
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.score import Classifier, Floats
from wsss_bot.show import pull_request
from wsss_bot.show.console import console
from wsss_bot.show.lines import print_text
from wsss_bot.state import Store

FIRST_LOOK = (
    "The bot has not read arXiv yet: this looked at {days} days, and learnt from a sample of other "
    "days. The first run learns from the last {months} months, and looks six weeks behind the "
    "newest paper on the list, or as far back as it reads if the list rests."
)


def preview(app: App, inputs: Inputs, *, as_json: bool) -> None:
    """Print the pull request that would be opened. Raises PapersError for days in disorder.

    A bot that has read arXiv shows what its next run would propose.
    """
    _refuse_disorder(inputs)
    with next_run(app, inputs, polls=_is_as_a_run(inputs)) as coming:
        drafted = _as_next_run(coming, inputs) if coming else _by_what_is_given(app, inputs)
    if as_json:
        show.print_json(pull_request.draft_json(drafted) | {"estimate": coming is None})
        return
    pull_request.print_draft(drafted, out=console())
    if coming is None and _is_as_a_run(inputs):
        told = app.config.arxiv
        print_text(FIRST_LOOK.format(days=told.overlap_days, months=told.backfill_months))


def _refuse_disorder(inputs: Inputs) -> None:
    if inputs.since and inputs.until and inputs.since > inputs.until:
        raise PapersError(
            f"nothing can have been submitted from {inputs.since} to {inputs.until}; give the "
            "earlier day first"
        )


def _is_as_a_run(inputs: Inputs) -> bool:
    """Whether the command leaves it to the bot which papers it looks at."""
    return inputs.papers is None and inputs.since is None and inputs.until is None


def _as_next_run(coming: NextRun, inputs: Inputs) -> Draft:
    """Return the pull request that the next run would open, or that other papers would make."""
    job, classifier = coming.job, coming.ranking.classifier
    drafted = partial(
        _drafted, job.app, coming.listed, inputs, left_alone=job.state.near_misses.all()
    )
    if not _is_as_a_run(inputs):
        with _stream(job.app, inputs, classifier) as stream:
            return drafted(stream.papers, stream.scores, coming.ranking, stream.polled)
    ranked = look_at(job, coming.listed, coming.ranking, cache=coming.caches.scores)
    return drafted(ranked.papers, ranked.scores, coming.ranking, coming.polled)


def _by_what_is_given(app: App, inputs: Inputs) -> Draft:
    """Return the pull request by a first estimate of classifier and threshold."""
    listed = app.open_list(inputs.list_path)
    if inputs.papers is not None:
        check_is_there(inputs.papers)
    learnt = learn(app, listed, inputs)
    drafted = partial(_drafted, app, learnt.listed, inputs)
    with _stream(app, inputs, learnt.classifier) as stream:
        ranking = with_threshold(
            app.config, stream.classifier, papers_per_week=stream.papers_per_week
        )
        return drafted(stream.papers, stream.scores, ranking, stream.polled)


def _drafted(
    app: App,
    listed: AwesomeList,
    inputs: Inputs,
    papers: Sequence[Paper],
    scores: Floats,
    ranking: Ranking,
    polled: Polled,
    *,
    left_alone: Mapping[ArxivId, Shown] = MappingProxyType({}),
) -> Draft:
    config = app.config
    return draft(
        listed,
        papers,
        scores=scores,
        ranking=ranking,
        polled=polled,
        max_rows=config.pull_request.max_rows,
        near_misses=config.score.near_misses,
        preferences=preferences_of(config),
        path=inputs.shown_name(config),
        facts_of=kept_facts_of(app, listed.entries),
        left_alone=left_alone,
    )


def _stream(app: App, inputs: Inputs, classifier: Classifier) -> AbstractContextManager[Stream]:
    """Return the papers to choose from: those of the file, else what arXiv shows."""
    if inputs.papers is None:
        return nullcontext(_polled(app, inputs, classifier))
    check_is_there(inputs.papers)
    return asked_for(
        inputs.papers,
        classifier,
        categories=app.config.arxiv.categories,
        since=inputs.since,
        until=inputs.until,
        keep_going=inputs.keep_going,
    )


def _polled(app: App, inputs: Inputs, classifier: Classifier) -> Stream:
    told = app.config.arxiv
    with progress.bar("reading arXiv", "parts") as on_progress, Store.in_memory() as state:
        found, polled = app.arxiv().poll_days(
            state,
            categories=told.categories,
            overlap_days=told.overlap_days,
            now=app.clock.now(),
            since=inputs.since,
            until=inputs.until,
            on_progress=on_progress,
        )
    papers = list(found)
    return Stream(
        papers=papers,
        scores=classifier.score(papers),
        classifier=classifier,
        papers_per_week=papers_per_week(papers),
        polled=polled,
    )
