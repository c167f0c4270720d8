"""Lines for people: in colour on a terminal, as they are in a pipe."""

import os
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

import click

from wsss_bot.printable import printable

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


def print_lines(lines: Iterable[Line]) -> None:
    """Print `lines`; outside text in them can neither begin a line nor steer a terminal."""
    colourless = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    for text, style in lines:
        shown = printable(text)
        if style != "plain":
            shown = click.style(shown, **_STYLES[style])
        # None lets click look whether this is a terminal; what the environment says, it does not.
        click.echo(shown, color=False if colourless else None)
