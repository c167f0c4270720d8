"""The jobs of the schedule, done once by hand."""

from typing import Any

import click

from wsss_bot.cli.options import console, with_config, with_json, with_list, with_papers
from wsss_bot.errors import ConfigError


@click.command("run")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@with_json
@with_config
def run_once(*, dry_run: bool, config_path: str | None, as_json: bool) -> None:
    """Do one whole run: learn, poll, score, compose, propose."""
    from wsss_bot import bot, show, wiring

    def tell(line: str) -> None:
        click.echo(line, err=as_json)

    report = bot.run(wiring.load_config(config_path), dry_run=dry_run, tell=tell)
    if as_json:
        click.echo(show.as_json(report.as_json()))
    else:
        show.report(report, out=console())
    if report.failure is not None:
        raise report.failure


@click.command()
@with_list
@with_papers
@click.option("--dry-run", is_flag=True, help="Print what would be proposed, and write nothing.")
@with_json
@with_config
def refresh(*, dry_run: bool, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Propose completions of old rows: venues, code links, arXiv ids."""
    from wsss_bot import bot, local, show, wiring

    config, sources = wiring.load_config(config_path), wiring.Sources(**given)
    if config.list.repository and not sources.list_path:

        def tell(line: str) -> None:
            click.echo(line, err=as_json)

        report = bot.refresh(config, dry_run=dry_run, tell=tell, sources=sources)
        if as_json:
            click.echo(show.as_json(report.as_json()))
        else:
            show.refresh_report(report, out=console())
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
        click.echo(show.as_json(show.refreshed_json(result)))
    else:
        show.refreshed(result, out=console())
