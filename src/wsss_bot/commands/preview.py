"""`preview`: print the pull request that would be opened, and write nothing."""

from contextlib import AbstractContextManager, nullcontext

from wsss_bot import progress, show
from wsss_bot.app import App
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.commands.inputs import Inputs
from wsss_bot.commands.learning import learn
from wsss_bot.errors import PapersError
from wsss_bot.evaluate import papers_per_week
from wsss_bot.jobs.rank import with_threshold
from wsss_bot.papers_file.verdicts import Stream, asked_for, check_is_there
from wsss_bot.pull_request.draft import Draft, draft
from wsss_bot.show import pull_request
from wsss_bot.show.console import console
from wsss_bot.state import Store


def preview(app: App, inputs: Inputs, *, as_json: bool) -> None:
    """Print the pull request that would be opened. Raises PapersError for days in disorder."""
    drafted = drafted_pull_request(app, inputs)
    if as_json:
        show.print_json(pull_request.draft_json(drafted))
    else:
        pull_request.print_draft(drafted, out=console())


def drafted_pull_request(app: App, inputs: Inputs) -> Draft:
    """Return the pull request that would be opened. Raises PapersError for days in disorder."""
    if inputs.since and inputs.until and inputs.since > inputs.until:
        raise PapersError(
            f"nothing can have been submitted from {inputs.since} to {inputs.until}; give the "
            "earlier day first"
        )
    config, listed = app.config, app.open_list(inputs.list_path)
    with _stream(app, listed, inputs) as stream:
        ranking = with_threshold(config, stream.classifier, papers_per_week=stream.papers_per_week)
        return draft(
            listed,
            stream.papers,
            scores=stream.scores,
            ranking=ranking,
            polled=stream.polled,
            max_rows=config.pull_request.max_rows,
            near_misses=config.score.near_misses,
            exclude=config.score.exclude,
            path=inputs.shown_name(config),
            facts_of=app.facts_of(),
        )


def _stream(app: App, listed: AwesomeList, inputs: Inputs) -> AbstractContextManager[Stream]:
    """Return the papers to choose from: those of the file, else what arXiv shows."""
    if inputs.papers is None:
        return nullcontext(_polled(app, listed, inputs))
    check_is_there(inputs.papers)
    return asked_for(
        inputs.papers,
        learn(app, listed, inputs),
        categories=app.config.arxiv.categories,
        since=inputs.since,
        until=inputs.until,
        keep_going=inputs.keep_going,
    )


def _polled(app: App, listed: AwesomeList, inputs: Inputs) -> Stream:
    told = app.config.arxiv
    with progress.bar("reading arXiv") as on_progress, Store.in_memory() as state:
        found, polled = app.arxiv().poll_days(
            state,
            categories=told.categories,
            overlap_days=told.overlap_days,
            now=app.clock.now(),
            since=inputs.since,
            until=inputs.until,
            on_progress=on_progress,
        )
    papers, classifier = list(found), learn(app, listed, inputs)
    return Stream(
        papers=papers,
        scores=classifier.score(papers),
        classifier=classifier,
        papers_per_week=papers_per_week(papers),
        polled=polled,
    )
