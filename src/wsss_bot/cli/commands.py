"""Every command as an operator types it: its options, and one sentence of help.

What a command does stands in its file under `commands`, which is imported when it is called: most
need libraries that make a start slow.
"""

from typing import Any

import click

from wsss_bot.cli.jobs import action, poll, refresh, run_once, serve
from wsss_bot.cli.options import (
    an_app,
    many_lists,
    with_config,
    with_corpus,
    with_debug,
    with_json,
    with_list,
    with_many,
    with_papers,
    with_report,
    with_since,
    with_until,
)
from wsss_bot.commands.inputs import Inputs

# --- what would be proposed, and why --------------------------------------------------------


@click.command()
@with_json
@with_debug
def demo(*, as_json: bool) -> None:
    """Do the whole job on embedded real papers: no network, no token."""
    from wsss_bot.commands.demo import demo

    demo(as_json=as_json)


@click.command()
@with_list
@with_papers
@with_corpus
@with_since
@with_until
@with_json
@with_config
def preview(*, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Print the pull request that would be opened; write nothing."""
    from wsss_bot.commands.preview import preview

    preview(an_app(config_path), Inputs(**given), as_json=as_json)


@click.command()
@with_list
@with_papers
@with_corpus
@with_json
@with_config
def score(*, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Score the papers in a file, each on a line, in the order of the file."""
    from wsss_bot.commands.score import score

    if given["papers"] is None:
        raise click.UsageError("name the papers to score with --papers FILE")
    score(an_app(config_path), Inputs(**given), as_json=as_json)


@click.command()
@click.argument("arxiv_id", metavar="ID")
@with_list
@with_papers
@with_corpus
@with_json
@with_config
def explain(*, arxiv_id: str, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Say why a paper gets its score: terms, nearest entries, the threshold."""
    from wsss_bot.commands.explain import explain

    explain(an_app(config_path), Inputs(**given), arxiv_id, as_json=as_json)


# --- the list itself ------------------------------------------------------------------------


@click.command()
@click.argument("list_name", required=False, metavar="[LIST]")
@with_corpus
@with_json
@with_config
def init(
    *, list_name: str | None, corpus: str | None, config_path: str | None, as_json: bool
) -> None:
    """Write a config.toml that fits a list: a file, or owner/name on GitHub."""
    from wsss_bot.commands.init import init

    init(list_name, config_path, corpus=corpus, as_json=as_json)


@click.command()
@with_debug
def schema() -> None:
    """Print the JSON Schema of config.toml, by which editors complete and check it."""
    from wsss_bot.commands.schema import schema

    schema()


@click.command()
@click.argument("list_path", required=False, metavar="[LIST]")
@with_json
@with_config
def check(*, list_path: str | None, config_path: str | None, as_json: bool) -> None:
    """Check config and list: what was understood, and what is wrong with it."""
    from wsss_bot.commands.check import check

    check(an_app(config_path), list_path, as_json=as_json)


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@with_list
@with_papers
@with_corpus
@click.option("--write", is_flag=True, help="Add the rows to the local list.")
@with_json
@with_config
def add(
    *, ids: tuple[str, ...], write: bool, config_path: str | None, as_json: bool, **given: Any
) -> None:
    """Compose the rows for papers, named by arXiv id or given in a file."""
    from wsss_bot.commands.add import add

    add(an_app(config_path), ids, Inputs(**given), write=write, as_json=as_json)


@click.command()
@click.argument("list_path", required=False, metavar="[LIST]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["bibtex", "csv", "json", "atom"]),
    default="json",
    show_default=True,
    help="Atom holds what came last.",
)
@with_config
def export(*, list_path: str | None, form: Any, config_path: str | None) -> None:
    """Print the list as the bot reads it, for other programs."""
    from wsss_bot.commands.export import export

    export(an_app(config_path), list_path, form=form)


# --- how good the ranking is ----------------------------------------------------------------


@click.command()
@with_list
@with_papers
@click.option("--grades", metavar="TSV", required=True, help="Ids and grades: 2, 1 or 0.")
@with_corpus
@with_report
@with_json
@with_config
def evaluate(
    *, grades: str, report: str | None, config_path: str | None, as_json: bool, **given: Any
) -> None:
    """Say how good the ranking of graded papers is, beside the plain recipe."""
    from wsss_bot.commands.evaluate import evaluate

    app = an_app(config_path)
    if given["papers"] is None:
        raise click.UsageError("name the graded papers with --papers FILE")
    evaluate(app, Inputs(**given), grades, report=report, as_json=as_json)


@click.command()
@with_list
@with_corpus
@with_report
@with_json
@with_config
def backtest(*, report: str | None, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Replay the list's history: what would have been proposed, how early, at what cost."""
    from wsss_bot.commands.backtest import backtest

    backtest(an_app(config_path), Inputs(**given), report=report, as_json=as_json)


# --- how the bot is -------------------------------------------------------------------------


@click.command()
@with_config
def healthcheck(*, config_path: str | None) -> None:
    """Say whether the bot is alive, and its last runs as recent as the schedule demands."""
    from wsss_bot.commands.healthcheck import healthcheck

    healthcheck(an_app(config_path))


@click.command()
@with_json
@with_config
def doctor(*, config_path: str | None, as_json: bool) -> None:
    """Say whether the bot can read and write what it needs; exit code 1 if not."""
    from wsss_bot.commands.doctor import doctor

    doctor(config_path, as_json=as_json)


@click.command()
@with_many
@click.option(
    "--page", metavar="HTML", help="Of a folder of configs: write a page, too; it needs no network."
)
@with_json
@with_config
def status(
    *, page: str | None, states: str, is_app: bool, config_path: str | None, as_json: bool
) -> None:
    """Say what waits, how the last runs went, and when each job is due.

    With a folder of configs: how each of its lists is.
    """
    from wsss_bot.commands.status import status

    app, folder = an_app(config_path), many_lists(config_path)
    if folder or is_app:
        from wsss_bot.commands.many import show_folder

        show_folder(app, folder, states=states, page=page, as_json=as_json)
    elif page:
        raise click.UsageError("--page is for a folder of configs")
    else:
        status(app, as_json=as_json)


@click.command()
@click.argument("arxiv_id", metavar="ID")
@with_config
def forget(*, arxiv_id: str, config_path: str | None) -> None:
    """Let a refused paper be proposed again."""
    from wsss_bot.commands.forget import forget

    forget(an_app(config_path), arxiv_id)


COMMANDS = (
    *(demo, preview, score, explain),
    *(init, check, schema, add, export),
    *(evaluate, backtest),
    *(run_once, poll, refresh, action, serve, healthcheck),
    *(doctor, status, forget),
)
"""In the order in which they were always registered; click lists them by name."""
