"""Commands that say how good the ranking is."""

from typing import Any

import click

from wsss_bot import show
from wsss_bot.cli.options import (
    console,
    with_config,
    with_corpus,
    with_json,
    with_list,
    with_papers,
    with_report,
)


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
    from wsss_bot import app as wiring
    from wsss_bot.commands import local
    from wsss_bot.show import figures

    config, sources = wiring.load_config(config_path), wiring.Sources(**given)
    if sources.papers is None:
        raise click.UsageError("name the graded papers with --papers FILE")
    found = local.evaluate(config, sources, grades, report_path=report)
    if as_json:
        click.echo(show.as_json(figures.figures_json(found)))
    else:
        figures.figures(found, out=console())


@click.command()
@with_list
@with_corpus
@with_report
@with_json
@with_config
def backtest(*, report: str | None, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Replay the list's history: what would have been proposed, how early, at what cost."""
    from wsss_bot import app as wiring
    from wsss_bot.commands import local
    from wsss_bot.show import figures

    config, sources = wiring.load_config(config_path), wiring.Sources(**given)
    replayed, point = local.backtest(config, sources, report_path=report)
    if as_json:
        click.echo(show.as_json(figures.backtest_json(replayed, point)))
    else:
        figures.backtest(replayed, point, out=console())
