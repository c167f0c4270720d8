"""Commands about the list itself: fit a config to it, check it, add rows to it."""

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
)
from wsss_bot.errors import ConfigError
from wsss_bot.show.lines import print_text


@click.command()
@click.argument("list_name", required=False, metavar="[LIST]")
@with_corpus
@with_json
@with_config
def init(
    *, list_name: str | None, corpus: str | None, config_path: str | None, as_json: bool
) -> None:
    """Write a config.toml that fits a list: a file, or owner/name on GitHub."""
    from wsss_bot import app as wiring
    from wsss_bot.commands import local
    from wsss_bot.show import lists

    target = config_path or wiring.CONFIG
    found = local.introduce_list(list_name, target, corpus=corpus)
    if as_json:
        click.echo(show.as_json(lists.introduction_json(found, target)))
    else:
        lists.introduction(found, target, out=console())


@click.command()
@click.argument("list_path", required=False, metavar="[LIST]")
@with_json
@with_config
def check(*, list_path: str | None, config_path: str | None, as_json: bool) -> None:
    """Check config and list: what was understood, and what is wrong with it."""
    from wsss_bot import app as wiring
    from wsss_bot.service.scheduler import due_times
    from wsss_bot.show import lists

    config = wiring.load_config(config_path)
    due = due_times(config.schedule, now=wiring.now())
    listed = wiring.open_list(config, wiring.Sources(list_path=list_path))
    if as_json:
        click.echo(show.as_json(lists.understanding_json(listed)))
        return
    lists.understanding(listed, out=console())
    for job, due_at in due.items():
        click.echo(f"{job} is next due on {due_at:%a %Y-%m-%d at %H:%M %Z}")


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@with_list
@with_papers
@click.option("--write", is_flag=True, help="Add the rows to the local list.")
@with_json
@with_config
def add(
    *, ids: tuple[str, ...], write: bool, config_path: str | None, as_json: bool, **given: Any
) -> None:
    """Compose the rows for papers, named by arXiv id or given in a file."""
    from wsss_bot import app as wiring
    from wsss_bot.list_file import write_list_file
    from wsss_bot.pull_request.draft import unified_diff
    from wsss_bot.show import papers

    config, sources = wiring.load_config(config_path), wiring.Sources(**given)
    if write and config.list.repository and not sources.list_path:
        raise ConfigError("--write edits a local list; name its file with --list")
    listed = wiring.open_list(config, sources)
    facts_of = wiring.facts_of(config)
    news = []
    for paper in wiring.named_papers(config, ids, sources):
        facts = facts_of(paper)
        held = listed.holds(arxiv_id=paper.arxiv_id, title=paper.title)
        if not held:
            news.append(facts)
        if as_json:
            line = papers.row_json(paper, listed.row(facts), listed=held)
            click.echo(show.as_json(line, indent=False))
        else:
            papers.row(listed.row(facts), listed=held, out=console())
    added = listed.add(news)
    for facts, placed in zip(news, added.placed, strict=True):
        if placed.line is None:
            print_text(f"no safe place for {facts.arxiv_id}: {placed.reason}", err=as_json)
    after = added.text
    path = wiring.list_name(config, sources)
    if not as_json and after != listed.text:
        print_text(unified_diff(listed.text, after, path=wiring.shown_name(path)))
    if write and after != listed.text:
        write_list_file(path, after)
        click.echo(f"Wrote {path}.", err=as_json)
