"""How results look: for people on a terminal or in a pipe, and as JSON for programs.

    runs       what the bot did, and how it is
    pull_request, papers, lists, figures    what it would do, and why
    lines, console    lines in colour; tables

A command imports the modules of what it shows: most need tables, which make a start slow.
"""

from typing import Any

import click


def print_json(value: Any, *, indent: bool = True) -> None:
    """Print `value` as JSON."""
    # What is only shown to people starts without it.
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 if indent else None).decode())
