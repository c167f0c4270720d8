"""Outside text on a terminal, which it cannot steer."""

import re
from unicodedata import category


def printable(text: str) -> str:
    """Return `text` with line ends, and whatever else steers a terminal, written as escapes."""
    return text if text.isprintable() else "".join(map(_shown, text))


def printable_lines(text: str) -> str:
    """Return `text` on as many lines, with whatever else steers a terminal written as escapes."""
    return "".join(
        part if part in {"\n", "\t"} else printable(part) for part in re.split(r"([\n\t])", text)
    )


def _shown(character: str) -> str:
    if character.isprintable() or category(character) == "Zs":  # a space of any width
        return character
    return character.encode("unicode_escape").decode()
