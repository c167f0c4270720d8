"""Lines for people: in colour on a terminal, as they are in a pipe."""

import os
import sys
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

import click

from wsss_bot.text.printable import printable, printable_lines

Style = Literal["plain", "green", "yellow", "red", "dim"]

_STYLES: dict[Style, dict[str, Any]] = {
    "green": {"fg": "green"},
    "yellow": {"fg": "yellow"},
    "red": {"fg": "red"},
    "dim": {"dim": True},
}


class Line(NamedTuple):
    """One line, and how it looks on a terminal."""

    text: str
    style: Style = "plain"


def verdict(text: str, *, ok: bool) -> Line:
    """Return what was found of something that ought to be well."""
    return Line(f"ok  {text}", "green") if ok else Line(f"NO  {text}", "red")


def print_lines(lines: Iterable[Line]) -> None:
    """Print `lines`; outside text in them can neither begin a line nor steer a terminal."""
    colourless = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    for text, style in lines:
        shown = printable(text)
        if style != "plain":
            shown = click.style(shown, **_STYLES[style])
        # None lets click look whether this is a terminal; what the environment says, it does not.
        click.echo(shown, color=False if colourless else None)


def print_text(text: str, *, err: bool = False) -> None:
    """Print text of several lines: in a pipe as it is, on a terminal so that it cannot steer it."""
    out = sys.stderr if err else sys.stdout
    # Not click.echo, which leaves out in a pipe what looks like a colour.
    out.write(f"{printable_lines(text) if out.isatty() else text}\n")
    out.flush()
