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

Command = TypeVar("Command", bound=Callable[..., Any])


def option_config(command: Command) -> Command:
    """Give a command `--config` and `--debug`."""
    command = click.option(
        "--config",
        "config_path",
        metavar="FILE",
        envvar="WSSS_BOT_CONFIG",
        help="The config to use; default: config.toml in this folder, if there is one.",
    )(command)
    return click.option("--debug", is_flag=True, help="Log more, and show tracebacks.")(command)


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


def _log_to_standard_error(*, debug: bool) -> None:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if debug else logging.WARNING,
        format="wsss-bot: %(message)s",
        force=True,
    )
