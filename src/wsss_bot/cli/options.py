"""What several commands share: their options, and where they print."""

import logging
import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wsss_bot import logs
from wsss_bot.text.printable import printable_lines

if TYPE_CHECKING:
    from rich.console import Console

    from wsss_bot.config import Config

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


def with_verbose(command: Command) -> Command:
    """Give a command `--verbose`."""
    option = click.option("--verbose", is_flag=True, help="Log what is done, as `serve` does.")
    return option(command)


def configured(config_path: str | None, *, verbose: bool) -> "Config":
    """Return the config of a job, and log as it says: what is done only if it is to be `verbose`.

    Secrets of the environment are hidden from here on wherever they would stand.
    """
    from wsss_bot import app as wiring

    config = wiring.load_config(config_path)
    level = logging.getLevelName(config.log.level.upper()) if verbose else logging.WARNING
    logs.set_up(
        min(level, logging.getLogger().level),
        as_json=config.log.format == "json",
        dated=verbose,
        secrets=wiring.secrets(),
    )
    return config


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


def _harmless(what: Any) -> Any:
    from rich.text import Text

    # Text of ours has one style.
    return Text(printable_lines(what.plain), what.style) if isinstance(what, Text) else what


def console() -> "Console":
    """Return where tables and coloured text are printed."""
    from rich.console import Console

    class Printed(Console):
        """Lets no outside text steer the terminal, and `cli.run` act when the reader has left."""

        def print(self, *objects: Any, **how: Any) -> None:
            super().print(*(_harmless(each) for each in objects), **how)

        def on_broken_pipe(self) -> None:
            raise  # rich calls this where it has caught the error

    # On a terminal lines are wrapped at its width; in a pipe they stay whole.
    return Printed(highlight=False, soft_wrap=not sys.stdout.isatty())
