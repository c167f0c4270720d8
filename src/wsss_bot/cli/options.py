"""The options that several commands share, and the program that each is given."""

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wsss_bot import logs

if TYPE_CHECKING:
    from wsss_bot.app import App
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


def with_many(command: Command) -> Command:
    """Give a command what it needs for a folder of configs."""
    states = click.option(
        "--states",
        metavar="FOLDER",
        default="var",
        show_default=True,
        help="Where the states are kept, when the config is a folder of configs, one a list.",
    )
    app = click.option(
        "--app",
        "is_app",
        is_flag=True,
        help="Serve the repositories of a GitHub App's installations that hold a config.",
    )
    return app(states(command))


def with_verbose(command: Command) -> Command:
    """Give a command `--verbose`."""
    option = click.option("--verbose", is_flag=True, help="Log what is done, as `serve` does.")
    return option(command)


def with_dry_run(help_text: str) -> Callable[[Command], Command]:
    """Give a command `--dry-run`."""
    return click.option("--dry-run", is_flag=True, help=help_text)


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


def an_app(config_path: str | None) -> "App":
    """Return the program as this process is to run it. Raises ConfigError."""
    # `--help` reads no config.
    from wsss_bot.app import App, load_config

    if many_lists(config_path):  # whose configs are read one by one: none may harm the others
        return App.undecided()
    return App.here(load_config(config_path), is_named=config_path is not None)


def many_lists(config_path: str | None) -> Path | None:
    """Return the folder of configs that is named instead of one config; None where it is not."""
    folder = Path(config_path) if config_path else None
    return folder if folder is not None and folder.is_dir() else None


def configured(config_path: str | None, *, verbose: bool) -> "App":
    """Return the program for a job, and log as its config says: what is done only if `verbose`.

    Secrets of the environment are hidden from here on wherever they would stand.
    """
    app = an_app(config_path)
    told = app.config.log
    level = logging.getLevelName(told.level.upper()) if verbose else logging.WARNING
    logs.set_up(
        min(level, logging.getLogger().level),
        as_json=told.format == "json",
        dated=verbose,
        secrets=app.secrets(),
    )
    return app


def in_an_action(workspace: str, config_path: str) -> "Callable[[Config | None], App]":
    """Return what gives the program as an action runs it: it logs what is done.

    A warning, and the error that ends it, also becomes a note on the run's page. With a config the
    program has that one, else the one of the repository.
    """
    from wsss_bot.app import App, load_config

    logs.set_up(logging.INFO, annotates=True)  # a config that cannot be read is said there, too

    def app_with(config: "Config | None") -> App:
        told = config or load_config(str(Path(workspace) / config_path))
        app = App.here(told)
        logs.set_up(logging.INFO, dated=True, secrets=app.secrets(), annotates=True)
        return app

    return app_with
