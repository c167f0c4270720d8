"""Where tables and coloured text are printed."""

import sys
from typing import Any

from rich.console import Console
from rich.text import Text

from wsss_bot.text.printable import printable_lines


class _Printed(Console):
    """Lets no outside text steer the terminal, and `cli.run` act when the reader has left."""

    def print(self, *objects: Any, **how: Any) -> None:
        super().print(*(_harmless(each) for each in objects), **how)

    def on_broken_pipe(self) -> None:
        raise  # rich calls this where it has caught the error


def console() -> Console:
    """Return where tables and coloured text are printed."""
    # On a terminal lines are wrapped at its width; in a pipe they stay whole.
    return _Printed(highlight=False, soft_wrap=not sys.stdout.isatty())


def _harmless(what: Any) -> Any:
    # Text of ours has one style.
    return Text(printable_lines(what.plain), what.style) if isinstance(what, Text) else what
