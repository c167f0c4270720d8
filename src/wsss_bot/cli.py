"""The command line: parse, dispatch, print, and leave with the right exit code.

No decision about papers is taken here. The libraries that make a start slow are imported inside
the commands that need them.
"""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wsss_bot import __version__
from wsss_bot.errors import ConfigError, WsssBotError

if TYPE_CHECKING:
    from rich.console import Console

    from wsss_bot.pipeline.draft import Draft

log = logging.getLogger(__name__)

BUG, INTERRUPTED = 3, 130

# --- options that several commands share ----------------------------------------------------

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or refuse it with a sentence."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as YYYY-MM-DD", param, ctx)


with_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
with_debug = click.option(
    "--debug", is_flag=True, expose_value=False, help="Log more, and show tracebacks."
)
with_list = click.option(
    "--list", "list_path", metavar="LIST", help="A local list, instead of [list] of the config."
)
with_corpus = click.option(
    "--corpus",
    metavar="FILE",
    help="Papers to learn from: the texts of the list's own, the others as background.",
)
with_report = click.option(
    "--report", metavar="HTML", help="Write a page with plots there; it needs no network."
)
with_since = click.option("--since", type=Day(), help="Read papers submitted from this day on.")
with_until = click.option("--until", type=Day(), help="Read papers submitted until this day.")


def with_config(command: Command) -> Command:
    """Give a command `--config` and `--debug`."""
    option = click.option(
        "--config",
        "config_path",
        metavar="FILE",
        envvar="WSSS_BOT_CONFIG",
        help="The config; default: config.toml in this folder.",
    )
    return option(with_debug(command))


def with_papers(command: Command) -> Command:
    """Give a command `--papers` and `--keep-going`."""
    papers = click.option(
        "--papers",
        metavar="FILE",
        help="Papers as JSON lines in the format of the arXiv metadata snapshot, plain or gzip; "
        "- reads them from standard input.",
    )
    keep_going = click.option(
        "--keep-going", is_flag=True, help="Leave out lines of FILE that are not papers."
    )
    return papers(keep_going(command))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="wsss-bot")
def cli() -> None:
    """Keep a list of papers alive: poll, score, compose, propose, learn, refresh."""


# --- commands -------------------------------------------------------------------------------


@cli.command()
@with_json
@with_debug
def demo(*, as_json: bool) -> None:
    """Do the whole job on embedded real titles: no network, no token."""
    from wsss_bot import local

    with local.demo_sources() as sources:
        _print_draft(local.draft(local.DEMO_CONFIG, sources), as_json=as_json)


@cli.command()
@with_list
@with_papers
@with_corpus
@with_since
@with_until
@with_json
@with_config
def preview(*, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Print the pull request that would be opened; write nothing."""
    from wsss_bot import local, wiring

    config = wiring.load_config(config_path)
    _print_draft(local.draft(config, wiring.Sources(**given)), as_json=as_json)


@cli.command()
@with_list
@with_papers
@with_corpus
@with_json
@with_config
def score(*, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Score the papers in a file, each on a line, in the order of the file."""
    from wsss_bot import show, wiring

    config, sources = wiring.load_config(config_path), wiring.Sources(**given)
    if sources.papers is None:
        raise click.UsageError("name the papers to score with --papers FILE")
    listed = wiring.open_list(config, sources)
    papers = wiring.read_papers(sources)
    ranking = wiring.rank(config, listed, papers, sources)
    for paper, value in zip(papers, ranking.classifier.score(papers), strict=True):
        held = listed.holds(arxiv_id=paper.arxiv_id, title=paper.title)
        proposed = value >= ranking.point.threshold and not held
        if as_json:
            line = show.score_json(paper, value, proposed=proposed, listed=held)
            click.echo(show.as_json(line, indent=False))
        else:
            mark = " (listed)" if held else " (proposed)" if proposed else ""
            click.echo(f"{value:.3f}  {paper.arxiv_id:12} {paper.title}{mark}")


@cli.command()
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
    from wsss_bot import show, wiring
    from wsss_bot.edges.local_list import write_list_file
    from wsss_bot.pipeline.draft import unified_diff

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
            line = show.row_json(paper, listed.row(facts), listed=held)
            click.echo(show.as_json(line, indent=False))
        else:
            show.row(listed.row(facts), listed=held, out=_console())
    added = listed.add(news)
    for facts, placed in zip(news, added.placed, strict=True):
        if placed.line is None:
            click.echo(f"no safe place for {facts.arxiv_id}: {placed.reason}", err=as_json)
    after = added.text
    path = wiring.list_name(config, sources)
    if not as_json and after != listed.text:
        click.echo(unified_diff(listed.text, after, path=wiring.shown_name(path)))
    if write and after != listed.text:
        write_list_file(path, after)
        click.echo(f"Wrote {path}.", err=as_json)


@cli.command()
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
    from wsss_bot import local, show, wiring

    config, sources = wiring.load_config(config_path), wiring.Sources(**given)
    if sources.papers is None:
        raise click.UsageError("name the graded papers with --papers FILE")
    found = local.evaluate(config, sources, grades, report_path=report)
    if as_json:
        click.echo(show.as_json(show.figures_json(found)))
    else:
        show.figures(found, out=_console())


@cli.command()
@with_list
@with_corpus
@with_report
@with_json
@with_config
def backtest(*, report: str | None, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Replay the list's history: what would have been proposed, how early, at what cost."""
    from wsss_bot import local, show, wiring

    config, sources = wiring.load_config(config_path), wiring.Sources(**given)
    replayed, point = local.backtest(config, sources, report_path=report)
    if as_json:
        click.echo(show.as_json(show.backtest_json(replayed, point)))
    else:
        show.backtest(replayed, point, out=_console())


@cli.command()
@with_list
@with_papers
@click.option("--dry-run", is_flag=True, help="Print what would be proposed, and write nothing.")
@with_json
@with_config
def refresh(*, dry_run: bool, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Propose completions of old rows: venues, code links, arXiv ids."""
    from wsss_bot import local, show, wiring

    config, sources = wiring.load_config(config_path), wiring.Sources(**given)
    if not dry_run:
        raise ConfigError("refresh does not open pull requests yet; look first with --dry-run")
    result = local.refresh(config, sources)
    if as_json:
        click.echo(show.as_json(show.refreshed_json(result)))
    else:
        show.refreshed(result, out=_console())


@cli.command()
@click.argument("arxiv_id", metavar="ID")
@with_list
@with_papers
@with_corpus
@with_json
@with_config
def explain(*, arxiv_id: str, config_path: str | None, as_json: bool, **given: Any) -> None:
    """Say why a paper gets its score: terms, nearest entries, the threshold."""
    from wsss_bot import show, wiring

    config, sources = wiring.load_config(config_path), wiring.Sources(**given)
    listed = wiring.open_list(config, sources)
    [paper] = wiring.named_papers(config, (arxiv_id,), sources)
    stream = wiring.read_papers(sources) if sources.papers else []
    ranking = wiring.rank(config, listed, stream, sources)
    why = ranking.classifier.explain(paper)
    if as_json:
        click.echo(show.as_json(show.explanation_json(paper, why, ranking)))
    else:
        show.explanation(paper, why, ranking, out=_console())


@cli.command()
@click.argument("list_name", default="README.md", metavar="[LIST]")
@with_json
@with_config
def init(*, list_name: str, config_path: str | None, as_json: bool) -> None:
    """Write a config.toml that fits a list: a file, or owner/name on GitHub."""
    from wsss_bot import local, show, wiring

    target = config_path or wiring.CONFIG
    found = local.introduce_list(list_name, target)
    if as_json:
        click.echo(show.as_json(show.introduction_json(found, target)))
    else:
        show.introduction(found, target, out=_console())


@cli.command()
@click.argument("list_path", required=False, metavar="[LIST]")
@with_json
@with_config
def check(*, list_path: str | None, config_path: str | None, as_json: bool) -> None:
    """Check config and list: what was understood, and what is wrong with it."""
    from wsss_bot import bot, show, wiring

    config = wiring.load_config(config_path)
    due = bot.due(config, now=wiring.now())
    listed = wiring.open_list(config, wiring.Sources(list_path=list_path))
    if as_json:
        click.echo(show.as_json(show.understanding_json(listed)))
        return
    show.understanding(listed, out=_console())
    for job, due_at in due.items():
        click.echo(f"{job} is next due on {due_at:%a %Y-%m-%d at %H:%M %Z}")


@cli.command("run")
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
        show.report(report, out=_console())
    if report.failure is not None:
        raise report.failure


@cli.command()
@with_json
@with_config
def doctor(*, config_path: str | None, as_json: bool) -> None:
    """Say whether the bot can read and write what it needs; exit code 1 if not."""
    from wsss_bot import show, wiring
    from wsss_bot.doctor import examine

    checks = []
    for check in examine(wiring.load_config(config_path)):
        checks.append(check)
        if not as_json:
            show.check(check, out=_console())
    if as_json:
        click.echo(show.as_json([show.check_json(check) for check in checks]))
    if wrong := sum(not check.ok for check in checks):
        raise ConfigError(f"{wrong} of {len(checks)} checks failed")


@cli.command()
@with_json
@with_config
def status(*, config_path: str | None, as_json: bool) -> None:
    """Say what waits, how the last runs went, and when each job is due."""
    from wsss_bot import bot, show, wiring

    found = bot.status(wiring.load_config(config_path))
    if as_json:
        click.echo(show.as_json(show.status_json(found)))
    else:
        show.status(found, out=_console())


@cli.command()
@click.argument("arxiv_id", metavar="ID")
@with_config
def forget(*, arxiv_id: str, config_path: str | None) -> None:
    """Let a refused paper be proposed again."""
    from wsss_bot import bot, wiring

    forgotten, known = bot.forget(wiring.load_config(config_path), arxiv_id)
    was = "" if known else " (nothing was decided about it)"
    click.echo(f"{forgotten} may be proposed again{was}")


def _print_draft(draft: "Draft", *, as_json: bool) -> None:
    from wsss_bot import show

    if as_json:
        click.echo(show.as_json(show.draft_json(draft)))
    else:
        show.draft(draft, out=_console())


def _console() -> "Console":
    from rich.console import Console

    # On a terminal lines are wrapped at its width; in a pipe they stay whole.
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


# --- the door -------------------------------------------------------------------------------


def main() -> None:
    """Run the command line, and leave with the exit code that the outcome deserves."""
    sys.exit(run(sys.argv[1:]))


def run(argv: Sequence[str]) -> int:
    """Run the command line `argv` and return its exit code; this is the outermost door."""
    debug = "--debug" in argv
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if debug else logging.WARNING,
        format="wsss-bot: %(message)s",
        force=True,
    )
    try:
        # Not cli.main: it turns a reader of our output that left into exit code 1.
        with cli.make_context("wsss-bot", list(argv)) as context:
            cli.invoke(context)
    except click.exceptions.Exit as left:
        return left.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("wsss-bot: interrupted", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except WsssBotError as error:
        log.info("the error in full", exc_info=True)
        click.echo(f"wsss-bot: {error}", err=True)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output left, as `head` does. What is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if debug:
            log.exception("the error in full")
        click.echo(
            f"wsss-bot: this is a bug in wsss-bot ({type(error).__name__}: {error}); "
            "run it again with --debug and report what it prints",
            err=True,
        )
        return BUG
    return 0
