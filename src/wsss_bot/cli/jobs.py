"""The jobs of the schedule: done once by hand, or each when it is due."""

from functools import partial
from typing import Any

import click

from wsss_bot import show
from wsss_bot.cli.options import (
    configured,
    console,
    with_config,
    with_json,
    with_list,
    with_papers,
    with_verbose,
)
from wsss_bot.errors import ConfigError, StateError
from wsss_bot.show.lines import print_lines, print_text


@click.command("run")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@with_json
@with_verbose
@with_config
def run_once(*, dry_run: bool, config_path: str | None, as_json: bool, verbose: bool) -> None:
    """Do one whole run: learn, poll, score, compose, propose."""
    from wsss_bot.jobs import bot
    from wsss_bot.show import runs

    config, tell = configured(config_path, verbose=verbose), partial(print_text, err=as_json)
    report = bot.run(config, dry_run=dry_run, tell=tell)
    if as_json:
        click.echo(show.as_json(report.as_json()))
    else:
        if dry_run:
            print_text(report.diff)
        print_lines(runs.report(report))
    if report.failure is not None:
        raise report.failure


@click.command()
@with_json
@with_verbose
@with_config
def poll(*, config_path: str | None, as_json: bool, verbose: bool) -> None:
    """Read what is new on arXiv, and keep it for the next run."""
    from wsss_bot.jobs import bot
    from wsss_bot.show import runs

    brought = bot.poll(configured(config_path, verbose=verbose))
    if as_json:
        click.echo(show.as_json(brought.as_json()))
    else:
        print_lines(runs.poll(brought))
    if brought.failure is not None:
        raise brought.failure


@click.command()
@with_list
@with_papers
@click.option("--dry-run", is_flag=True, help="Print what would be proposed, and write nothing.")
@with_json
@with_verbose
@with_config
def refresh(
    *, dry_run: bool, config_path: str | None, as_json: bool, verbose: bool, **given: Any
) -> None:
    """Propose completions of old rows: venues, code links, arXiv ids."""
    from wsss_bot import app as wiring
    from wsss_bot.commands import local
    from wsss_bot.jobs import bot
    from wsss_bot.show import pull_request, runs

    config, sources = configured(config_path, verbose=verbose), wiring.Sources(**given)
    if config.list.repository and not sources.list_path:
        tell = partial(print_text, err=as_json)
        report = bot.refresh(config, dry_run=dry_run, tell=tell, sources=sources)
        if as_json:
            click.echo(show.as_json(report.as_json()))
        else:
            if dry_run:
                print_text(report.diff)
            print_lines(runs.refresh_report(report))
        if report.failure is not None:
            raise report.failure
        return
    if not dry_run:
        raise ConfigError(
            "refresh proposes on GitHub, and this list is a file; look at what could be completed "
            "with --dry-run"
        )
    result = local.refresh(config, sources)
    if as_json:
        click.echo(show.as_json(pull_request.refreshed_json(result)))
    else:
        pull_request.refreshed(result, out=console())


@click.command()
@with_config
def serve(*, config_path: str | None) -> None:
    """Stay up, and do each job when it is due; SIGTERM or Ctrl-C ends it.

    A job that was missed is done at the start. A second signal ends it at once (exit code 130).
    """
    from wsss_bot.service import serve

    serve.serve(configured(config_path, verbose=True), config_path)


@click.command()
@with_config
def healthcheck(*, config_path: str | None) -> None:
    """Say whether the bot is alive, and its last runs as recent as the schedule demands."""
    from wsss_bot import app as wiring
    from wsss_bot.service.health import read_health

    health = read_health(wiring.load_config(config_path))
    if not health.ok:
        raise StateError(health.message)
    click.echo(health.message)
