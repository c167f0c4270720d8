"""Cut one row of a pipe table into cells, by GitHub's rules."""

import re
from dataclasses import dataclass

_PREFIX = re.compile(r"[\s>]*")
_PIPE = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row of a table, cut: `prefix` + cells joined by '|' + `suffix` is the line again."""

    prefix: str
    """What stands before the first cell: indentation and the outer pipe, if there is one."""
    cells: tuple[str, ...]
    """Raw, with their padding."""
    suffix: str
    """What stands after the last cell: the outer pipe, if there is one, and blanks."""

    @property
    def opened(self) -> bool:
        """Whether the row begins with an outer pipe."""
        return self.prefix.endswith("|")

    @property
    def closed(self) -> bool:
        """Whether the row ends with an outer pipe."""
        return "|" in self.suffix


def cut_row(line: str) -> RawRow:
    """Cut `line` at its pipes; one that follows a backslash is text, in code spans too.

    The rule is that of GitHub's parser (cmark-gfm, extensions/table.c): a pipe divides cells
    unless the character before it is a backslash, whatever inline syntax surrounds it.
    """
    body = line.rstrip("\r\n")
    indent = _PREFIX.match(body)
    start = indent.end() if indent else 0
    pieces = _PIPE.split(body[start:])
    prefix, suffix = body[:start], ""
    if len(pieces) > 1 and not pieces[0]:
        prefix += "|"
        pieces.pop(0)
    if len(pieces) > 1 and not pieces[-1].strip():
        suffix = "|" + pieces.pop()
    return RawRow(prefix=prefix, cells=tuple(pieces), suffix=suffix)
