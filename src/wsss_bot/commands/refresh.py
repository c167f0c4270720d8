"""`refresh`: completions of old rows: venues, code links, arXiv ids."""

from functools import partial

from wsss_bot import progress, show
from wsss_bot.app import App
from wsss_bot.commands.inputs import Inputs
from wsss_bot.commands.named import given_papers
from wsss_bot.errors import ConfigError, ListError
from wsss_bot.jobs.beside_arxiv import kept_facts_of
from wsss_bot.jobs.job import begun_on_forge
from wsss_bot.jobs.refresh import refresh as propose_completions
from wsss_bot.old_rows.complete import refresh_rows
from wsss_bot.old_rows.look_up import Records, fetch_records
from wsss_bot.show import pull_request, runs
from wsss_bot.show.console import console
from wsss_bot.show.lines import print_lines, print_text


def refresh(app: App, inputs: Inputs, *, dry_run: bool, as_json: bool) -> None:
    """Propose completions on the forge; of a local list, print them.

    With papers among the `inputs` these are the records, and arXiv is not asked. Raises
    ConfigError for a local list without `dry_run`, and the failure that did not stop the refresh.
    """
    if app.config.list.repository and not inputs.list_path:
        _on_forge(app, inputs, dry_run=dry_run, as_json=as_json)
    elif dry_run:
        _of_a_local_list(app, inputs, as_json=as_json)
    else:
        raise ConfigError(
            "refresh proposes on GitHub, and this list is a file; look at what could be completed "
            "with --dry-run"
        )


def _on_forge(app: App, inputs: Inputs, *, dry_run: bool, as_json: bool) -> None:
    given = Records(papers=tuple(given_papers(inputs))) if inputs.papers else None
    tell = partial(print_text, err=as_json)
    with begun_on_forge(app, "refresh", dry_run=dry_run, tell=tell) as job:
        report = propose_completions(job, given)
        job.finish(report.summary(), report.failure)
    if as_json:
        show.print_json(report.as_json())
    else:
        if dry_run:
            print_text(report.diff)
        print_lines(runs.refresh_lines(report))
    if report.failure is not None:
        raise report.failure


def _of_a_local_list(app: App, inputs: Inputs, *, as_json: bool) -> None:
    listed = app.open_list(inputs.list_path)
    if listed.generated is not None:
        raise ListError(listed.generated.sentence)
    if inputs.papers is not None:
        papers = list(given_papers(inputs))
    else:
        with progress.bar("looking the list's papers up") as on_progress:
            papers = list(fetch_records(app.arxiv(), listed.entries, on_progress=on_progress))
    result = refresh_rows(
        listed,
        papers,
        path=inputs.shown_name(app.config),
        facts_of=kept_facts_of(app, listed.entries),
        read=app.read_list,
    )
    if as_json:
        show.print_json(pull_request.refreshed_json(result))
    else:
        pull_request.print_refreshed(result, out=console())
