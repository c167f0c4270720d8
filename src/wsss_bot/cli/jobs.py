"""The jobs of the schedule, as an operator types them; each may serve one list or many.

As in `commands`, what a job does is imported when it is called.
"""

from datetime import date
from typing import Any

import click

from wsss_bot.cli.options import (
    Day,
    configured,
    in_an_action,
    many_lists,
    with_config,
    with_debug,
    with_dry_run,
    with_json,
    with_list,
    with_many,
    with_papers,
    with_verbose,
)
from wsss_bot.commands.inputs import Inputs


@click.command("run")
@with_dry_run("Say what would be written, and write nothing.")
@click.option("--since", type=Day(), help="From now on propose papers submitted from this day on.")
@with_many
@click.option(
    "--due", "due_only", is_flag=True, help="Of a folder of configs: only what is due by now."
)
@click.option(
    "--shard", metavar="I/N", help="Of a folder of configs: only the share I, from 0, of N workers."
)
@click.option(
    "--published",
    metavar="FILE",
    help="Do not read arXiv: take in what `poll --publish` wrote there.",
)
@with_json
@with_verbose
@with_config
def run_once(
    *,
    dry_run: bool,
    since: date | None,
    config_path: str | None,
    as_json: bool,
    verbose: bool,
    is_app: bool,
    **many: Any,
) -> None:
    """Do one whole run: learn, poll, score, compose, propose.

    With a folder of configs each of its lists is served, and arXiv is read once for all of them.
    """
    from wsss_bot.commands.many import run_folder
    from wsss_bot.commands.run import run

    app, folder = configured(config_path, verbose=verbose), many_lists(config_path)
    if (folder or is_app) and (dry_run or since):
        raise click.UsageError("--dry-run and --since are for one list: name its config")
    if folder or is_app:
        run_folder(app, folder, as_json=as_json, **many)
    elif many["due_only"] or many["shard"] or many["published"]:
        raise click.UsageError("--due, --shard and --published are for a folder of configs")
    else:
        run(app, dry_run=dry_run, since=since, as_json=as_json)


@click.command()
@with_many
@click.option(
    "--publish",
    metavar="FILE",
    help="Of a folder of configs: write what is known of arXiv there, for workers elsewhere.",
)
@with_json
@with_verbose
@with_config
def poll(
    *,
    publish: str | None,
    states: str,
    is_app: bool,
    config_path: str | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Read what is new on arXiv, and keep it for the next run.

    With a folder of configs: once for all of its lists.
    """
    app, folder = configured(config_path, verbose=verbose), many_lists(config_path)
    if folder or is_app:
        from wsss_bot.commands.many import poll_folder

        poll_folder(app, folder, states=states, publish=publish, as_json=as_json)
        return
    if publish:
        raise click.UsageError("--publish is for a folder of configs")
    from wsss_bot.commands.poll import poll

    poll(app, as_json=as_json)


@click.command()
@with_list
@with_papers
@with_dry_run("Print what would be proposed, and write nothing.")
@with_json
@with_verbose
@with_config
def refresh(
    *, dry_run: bool, config_path: str | None, as_json: bool, verbose: bool, **given: Any
) -> None:
    """Propose completions of old rows: venues, code links, arXiv ids."""
    from wsss_bot.commands.refresh import refresh

    app = configured(config_path, verbose=verbose)
    refresh(app, Inputs(**given), dry_run=dry_run, as_json=as_json)


@click.command()
@with_many
@with_config
def serve(*, states: str, is_app: bool, config_path: str | None) -> None:
    """Stay up, and do each job when it is due; SIGTERM or Ctrl-C ends it.

    A job that was missed is done at the start. A second signal ends it at once (exit code 130).
    With a folder of configs each of its lists is served as its own schedule demands.
    """
    from wsss_bot.commands.many import serve_folder
    from wsss_bot.commands.serve import serve

    app, folder = configured(config_path, verbose=True), many_lists(config_path)
    if folder or is_app:
        serve_folder(app, folder, states=states, config_path=config_path)
    else:
        serve(app, config_path)


@click.command()
@click.option(
    "--command",
    default="auto",
    show_default=True,
    type=click.Choice(["auto", "run", "refresh", "preview"]),
    help="auto: a look only for a pull request, else run, and refresh once a month.",
)
@click.option("--config", "config_path", metavar="FILE", default=".github/wsss-bot.toml")
@click.option("--workspace", envvar="GITHUB_WORKSPACE", metavar="FOLDER", default=".")
@click.option("--repository", envvar="GITHUB_REPOSITORY", metavar="OWNER/NAME", required=True)
@click.option("--event", envvar="GITHUB_EVENT_NAME", metavar="NAME", default="")
@click.option("--summary", envvar="GITHUB_STEP_SUMMARY", metavar="FILE", default="")
@click.option("--output", envvar="GITHUB_OUTPUT", metavar="FILE", default="")
@click.option("--api-url", envvar="GITHUB_API_URL", metavar="ADDRESS", default="")
@with_debug
def action(*, command: str, api_url: str, **told: Any) -> None:
    """Do what is due in a GitHub Action, and tell its runner; without a config, propose one.

    Everything but the command is told by the runner itself.
    """
    from wsss_bot.commands.action import Runner, action

    runner = Runner(**told)
    action(in_an_action(runner.workspace, runner.config_path), runner, command, api_url=api_url)
