"""The command line: parse, dispatch, print, and leave with the right exit code.

    options     what several commands share
    commands    each command as it is typed

No decision about papers is taken here.
"""

import codecs
import errno
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from wsss_bot import __version__, logs
from wsss_bot.cli.commands import COMMANDS
from wsss_bot.errors import BUG, INTERRUPTED, WsssBotError

log = logging.getLogger(__name__)

LONGEST_HELP = 300
"""In characters; no command says more of itself in the list of commands."""


class Commands(click.Group):
    """The commands, each listed with its whole sentence where click would cut it short."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands."""
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, command.get_short_help_str(LONGEST_HELP)) for name, command in commands]
            )


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="wsss-bot")
def cli() -> None:
    """Keep a list of papers alive: poll, score, compose, propose, learn, refresh."""


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command line, and leave with the exit code that the outcome deserves.

    SIGTERM ends it as Ctrl-C does, also where this is process 1, which has no other default.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # whoever started us had closed it
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115  # until the end
            setattr(sys, name, nowhere)
    sys.exit(run(sys.argv[1:]))


def run(argv: Sequence[str]) -> int:
    """Run the command line `argv` and return its exit code; this is the outermost door."""
    debug = "--debug" in argv
    logs.set_up(logging.INFO if debug else logging.WARNING)
    try:
        # Not cli.main: it turns a reader of our output that left into exit code 1.
        with cli.make_context("wsss-bot", list(argv)) as context:
            cli.invoke(context)
    except click.exceptions.Exit as left:
        return left.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        if sys.stderr.isatty():
            log.error("interrupted")
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except WsssBotError as error:
        if debug:
            log.info("the error in full", exc_info=True)
        for sentence in str(error).splitlines():  # a config may have several faults
            log.error("%s", sentence)
        return error.exit_code
    except BrokenPipeError:  # the reader of our output left, as `head` does
        _drop_output()
        return 0
    except UnicodeEncodeError as error:
        return _cannot_be_shown(error, debug=debug)
    except Exception as error:  # noqa: BLE001  # it is said, and its exit code is 3
        return _unforeseen(error, debug=debug)
    return 0


def _drop_output() -> None:
    """Let what is still buffered go nowhere: to write it would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _cannot_be_shown(error: UnicodeEncodeError, *, debug: bool) -> int:
    """Say which character the output has no place for, and return the exit code."""
    if codecs.lookup(error.encoding).name == "utf-8":  # it was not the output
        return _unforeseen(error, debug=debug)
    log.error(
        "the output cannot show %s, because its encoding is %s; set PYTHONIOENCODING=utf-8",
        ascii(error.object[error.start]),
        error.encoding,
    )
    return WsssBotError.exit_code


def _unforeseen(error: Exception, *, debug: bool) -> int:
    """Say what happened, and return the exit code."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        _drop_output()
        log.error("cannot write any more: %s; make room, and run it again", error.strerror)
        return WsssBotError.exit_code
    log.error(
        "this is a bug in wsss-bot (%s: %s); run it again with --debug and report what it prints",
        *(type(error).__name__, error),
        exc_info=debug,
    )
    return BUG
