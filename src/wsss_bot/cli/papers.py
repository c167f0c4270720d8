"""Commands that rank papers: what would be proposed, and why."""

import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from wsss_bot import show
from wsss_bot.cli.options import (
    console,
    with_config,
    with_corpus,
    with_debug,
    with_json,
    with_list,
    with_papers,
    with_since,
    with_until,
)

if TYPE_CHECKING:
    from wsss_bot.pull_request.draft import Draft

_AT_ONCE = 1_000
"""So many lines are written at a time."""


@click.command()
@with_json
@with_debug
def demo(*, as_json: bool) -> None:
    """Do the whole job on embedded real titles: no network, no token."""
    from wsss_bot.commands import local

    with local.demo_sources() as sources:
        _print_draft(local.draft(local.DEMO_CONFIG, sources), as_json=as_json)


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
    from wsss_bot import app as wiring
    from wsss_bot.commands import local

    config = wiring.load_config(config_path)
    _print_draft(local.draft(config, wiring.Sources(**given)), as_json=as_json)


@click.command()
@with_list
@with_papers
@with_corpus
@with_json
@with_config
def score(*, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Score the papers in a file, each on a line, in the order of the file."""
    from wsss_bot import app as wiring
    from wsss_bot.papers_file import verdicts as papers_file
    from wsss_bot.show import papers

    config, sources = wiring.load_config(config_path), wiring.Sources(**given)
    if sources.papers is None:
        raise click.UsageError("name the papers to score with --papers FILE")
    shown = papers.verdict_json if as_json else papers.verdict
    said = papers_file.verdicts(config, sources)
    lines = (shown(verdict, proposed=proposed) for verdict, proposed in said)
    # Not click.echo, which flushes every line: there may be millions.
    while some := list(islice(lines, _AT_ONCE)):
        sys.stdout.write("\n".join([*some, ""]))
    sys.stdout.flush()


@click.command()
@click.argument("arxiv_id", metavar="ID")
@with_list
@with_papers
@with_corpus
@with_json
@with_config
def explain(*, arxiv_id: str, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Say why a paper gets its score: terms, nearest entries, the threshold."""
    from wsss_bot import app as wiring
    from wsss_bot.commands.explain import explain
    from wsss_bot.show import papers

    found = explain(wiring.load_config(config_path), wiring.Sources(**given), arxiv_id)
    if as_json:
        click.echo(show.as_json(papers.explanation_json(found)))
    else:
        papers.explanation(found, out=console())


def _print_draft(draft: "Draft", *, as_json: bool) -> None:
    from wsss_bot.show import pull_request

    if as_json:
        click.echo(show.as_json(pull_request.draft_json(draft)))
    else:
        pull_request.draft(draft, out=console())
