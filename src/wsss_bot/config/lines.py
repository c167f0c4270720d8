"""On which line of a config.toml each section and key is set, found in one pass."""

import re
import tomllib
from collections.abc import Iterator

LineNumbers = dict[tuple[str, str], int]
"""The line, counted from 1, of each section and key; of a section itself the key is ''."""

_MOST_DOTS = 100

_TOKEN = re.compile(
    r'''
      """(?:\\.|(?!""").)*"{3,5}      # text on several lines
    | \'\'\'.*?\'{3,5}
    | "(?:\\.|[^"\\\n])*" | '[^'\n]*' # text on one
    | \#[^\n]*
    | (?P<opens>[\[{]) | (?P<closes>[\]}]) | (?P<ends>\n)
    | [^"'\#\[\]{}\n]+
    ''',
    re.VERBOSE | re.DOTALL,
)


def lines_of_keys(text: str) -> LineNumbers:
    """Return where the sections and keys of a sound config are set, each for the first time."""
    lines: LineNumbers = {}
    section, holds_keys = "", True
    for number, statement in _statements(text.replace("\r\n", "\n")):
        tables = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            [(section, inner)] = tables.items()
            holds_keys = inner == {}  # else it is the header of a table inside the section
        elif section or not holds_keys:
            tables = {section: tables} if holds_keys else {}
        for name, inner in tables.items():
            lines.setdefault((name, ""), number)
            for key in inner if isinstance(inner, dict) else ():
                lines.setdefault((name, key), number)
    return lines


def refuse_deep_keys(text: str) -> None:
    """Raise ValueError for keys with more names than could mean anything: 'a.b.c.d…'."""
    dots, number = 0, 1
    for token in _TOKEN.finditer(text):
        if token.lastgroup:
            dots = 0 if token["ends"] else dots
        elif token[0][0] not in "\"'#":
            dots += token[0].count(".")
        if dots > _MOST_DOTS:
            raise ValueError(f"line {number} has a key of more than {_MOST_DOTS} names")
        number += token[0].count("\n")


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield each header and each key with its value, and the line that it begins on."""
    begins, number, ends_on, depth = 0, 1, 1, 0
    for token in _TOKEN.finditer(text):
        if token["opens"]:
            depth += 1
        elif token["closes"]:
            depth -= 1
        elif token["ends"] and depth == 0:
            yield number, text[begins : token.start()]
            begins, number = token.end(), ends_on + 1
        ends_on += token[0].count("\n")
    yield number, text[begins:]
