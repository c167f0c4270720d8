"""The command line: parse, wire, dispatch. No decision about papers is taken here.

The libraries that make a start slow are imported inside the commands that need them.
"""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from wsss_bot import __version__
from wsss_bot.errors import WsssBotError

log = logging.getLogger(__name__)

BUG, INTERRUPTED = 3, 130

DAY = click.DateTime(["%Y-%m-%d"])

Command = TypeVar("Command", bound=Callable[..., Any])


def option_debug(command: Command) -> Command:
    """Give a command `--debug`, which `run` looks for."""
    return click.option(
        "--debug", is_flag=True, expose_value=False, help="Log more, and show tracebacks."
    )(command)


def option_config(command: Command) -> Command:
    """Give a command `--config` and `--debug`."""
    command = click.option(
        "--config",
        "config_path",
        metavar="FILE",
        envvar="WSSS_BOT_CONFIG",
        help="The config to use; default: config.toml in this folder, if there is one.",
    )(command)
    return option_debug(command)


def option_json(command: Command) -> Command:
    """Give a command `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def option_list(command: Command) -> Command:
    """Give a command `--list`."""
    return click.option(
        "--list", "list_path", metavar="LIST", help="A local list, instead of the config's [list]."
    )(command)


def option_papers(command: Command) -> Command:
    """Give a command `--papers` and `--keep-going`."""
    command = click.option(
        "--keep-going", is_flag=True, help="Leave out lines of FILE that are not papers."
    )(command)
    return click.option(
        "--papers",
        metavar="FILE",
        help="Papers as JSON lines in the format of the arXiv metadata snapshot; - reads them "
        "from standard input.",
    )(command)


def option_corpus(command: Command) -> Command:
    """Give a command `--corpus`."""
    return click.option(
        "--corpus",
        metavar="FILE",
        help="Papers to learn from: the texts of the list's own, the others as background.",
    )(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="wsss-bot")
def cli() -> None:
    """Keep a list of papers alive: poll, score, compose, propose, learn, refresh."""


# --- commands -------------------------------------------------------------------------------


@cli.command()
@option_json
@option_debug
def demo(*, as_json: bool) -> None:
    """Do the whole job on embedded real titles: no network, no token."""
    from importlib import resources

    from wsss_bot import show
    from wsss_bot.config import Config

    folder = resources.files("wsss_bot.demo")
    with (
        resources.as_file(folder / "list.md") as list_path,
        resources.as_file(folder / "papers.jsonl.gz") as papers,
        resources.as_file(folder / "background.jsonl.gz") as corpus,
    ):
        result = _draft(
            Config(), list_path=str(list_path), papers=str(papers), corpus=str(corpus)
        )
    if as_json:
        click.echo(show.as_json(show.draft_json(result)))
    else:
        show.draft(result, out=_console())


@cli.command()
@option_list
@option_papers
@option_corpus
@click.option("--since", type=DAY, help="Read papers submitted from this day on (YYYY-MM-DD).")
@click.option("--until", type=DAY, help="Read papers submitted until this day (YYYY-MM-DD).")
@option_json
@option_config
def preview(
    *,
    list_path: str | None,
    papers: str | None,
    keep_going: bool,
    corpus: str | None,
    since: datetime | None,
    until: datetime | None,
    as_json: bool,
    config_path: str | None,
) -> None:
    """Print the pull request that would be opened; write nothing."""
    from wsss_bot import show

    result = _draft(
        _config(config_path),
        list_path=list_path,
        papers=papers,
        corpus=corpus,
        keep_going=keep_going,
        since=since.date() if since else None,
        until=until.date() if until else None,
    )
    if as_json:
        click.echo(show.as_json(show.draft_json(result)))
    else:
        show.draft(result, out=_console())


@cli.command()
@option_list
@option_papers
@option_corpus
@option_json
@option_config
def score(
    *,
    list_path: str | None,
    papers: str | None,
    keep_going: bool,
    corpus: str | None,
    as_json: bool,
    config_path: str | None,
) -> None:
    """Score the papers in a file, each on a line, in the order of the file."""
    from wsss_bot import show

    if papers is None:
        raise click.UsageError("name the papers to score with --papers FILE")
    config = _config(config_path)
    listed = _listed(config, list_path)
    to_score = _papers(papers, keep_going=keep_going)
    ranking = _ranking(config, listed, to_score, corpus=corpus, keep_going=keep_going)
    values = ranking.classifier.score(to_score)
    for paper, value in zip(to_score, values, strict=True):
        entry = listed.find(arxiv_id=paper.arxiv_id, title=paper.title)
        if as_json:
            line = {
                "arxiv_id": paper.arxiv_id,
                "score": float(value),
                "proposed": bool(value >= ranking.point.threshold and entry is None),
                "listed": entry is not None,
            }
            click.echo(show.as_json(line, indent=False))
        else:
            mark = " (listed)" if entry else ""
            click.echo(f"{value:.3f}  {paper.arxiv_id:12} {paper.title}{mark}")


@cli.command()
@click.argument("ids", nargs=-1, metavar="ID...")
@option_list
@option_papers
@click.option("--write", is_flag=True, help="Add the rows to the local list.")
@option_json
@option_config
def add(
    *,
    ids: tuple[str, ...],
    list_path: str | None,
    papers: str | None,
    keep_going: bool,
    write: bool,
    as_json: bool,
    config_path: str | None,
) -> None:
    """Compose the rows for papers, named by arXiv id or given as a file."""
    from wsss_bot import compose, show
    from wsss_bot.edges.local_list import write_list_file
    from wsss_bot.pipeline.draft import unified_diff

    config = _config(config_path)
    listed = _listed(config, list_path)
    out = _console()
    news = []
    for paper in _named_papers(config, ids, papers, keep_going=keep_going):
        facts = compose.facts_of(paper)
        row = listed.row(facts)
        entry = listed.find(arxiv_id=paper.arxiv_id, title=paper.title)
        if entry is None:
            news.append(facts)
        if as_json:
            line = {
                "arxiv_id": paper.arxiv_id,
                "row": row.markdown,
                "cells": show.cells_json(row.cells),
                "listed": entry is not None,
            }
            click.echo(show.as_json(line, indent=False))
        else:
            show.row(row, listed_at=entry.line if entry else None, out=out)
    addition = listed.add(news)
    path = list_path or config.list.path
    if not as_json:
        click.echo(unified_diff(listed.text, addition.text, path=path))
    if write and addition.text != listed.text:
        if config.list.repository and not list_path:
            raise ConfigError("--write edits a local list; name its file with --list")
        write_list_file(path, addition.text)


@cli.command()
@click.argument("arxiv_id", metavar="ID")
@option_list
@option_papers
@option_corpus
@option_json
@option_config
def explain(
    *,
    arxiv_id: str,
    list_path: str | None,
    papers: str | None,
    keep_going: bool,
    corpus: str | None,
    as_json: bool,
    config_path: str | None,
) -> None:
    """Say why a paper gets its score: terms, nearest entries, the line."""
    from wsss_bot import show

    config = _config(config_path)
    listed = _listed(config, list_path)
    [paper] = _named_papers(config, (arxiv_id,), papers, keep_going=keep_going)
    stream = _papers(papers, keep_going=keep_going) if papers else []
    ranking = _ranking(config, listed, stream, corpus=corpus, keep_going=keep_going)
    why = ranking.classifier.explain(paper)
    if as_json:
        what = show.explanation_json(paper.arxiv_id, paper.title, why, ranking)
        click.echo(show.as_json(what))
    else:
        show.explanation(paper.title, why, ranking, out=_console())


@cli.command()
@click.argument("list_path", required=False, metavar="[LIST]")
@option_json
@option_config
def check(
    *, list_path: str | None, as_json: bool, config_path: str | None
) -> None:
    """Check config and list: what was understood, and what is wrong with it."""
    from wsss_bot import show
    from wsss_bot.scheduler import next_run_at

    config = _config(config_path)
    listed = _listed(config, list_path)
    if as_json:
        click.echo(show.as_json(show.understanding_json(listed)))
        return
    show.understanding(listed, out=_console())
    now = datetime.now(UTC)
    for job in ("poll", "propose", "refresh"):
        crontab = getattr(config.schedule, job)
        due_at = next_run_at(crontab, timezone=config.schedule.timezone, now=now)
        click.echo(f"{job} is next due at {due_at:%Y-%m-%d %H:%M %Z} ({crontab})")


# --- the door ------------------------------------------------------------------------------

def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line and leave with the exit code that the outcome deserves."""
    sys.exit(run(sys.argv[1:] if argv is None else list(argv)))


def run(argv: list[str]) -> int:
    """Run the command line `argv` and return its exit code; this is the outermost door."""
    debug = "--debug" in argv
    _log_to_standard_error(debug=debug)
    try:
        returned = cli.main(argv, prog_name="wsss-bot", standalone_mode=False)
    except click.exceptions.Abort:
        return INTERRUPTED
    except KeyboardInterrupt:
        click.echo("wsss-bot: interrupted", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except WsssBotError as error:
        if debug:
            log.exception("the error in full")
        click.echo(f"wsss-bot: {error}", err=True)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output left, as `head` does: nothing is wrong, and nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  # the outermost door: what escapes here is a bug
        if debug:
            log.exception("the error in full")
        click.echo(
            f"wsss-bot: this is a bug in wsss-bot ({type(error).__name__}: {error}); "
            "run it again with --debug and report what it prints",
            err=True,
        )
        return BUG
    return returned if isinstance(returned, int) else 0


def _log_to_standard_error(*) -> None:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if debug else logging.WARNING,
        format="wsss-bot: %(message)s",
        force=True,
    )
