"""Outside text made harmless: titles, comments and names come from strangers.

`in_list` is for a cell or line of the list file, `in_conversation` for pull requests, issues and
comments, where GitHub also turns `@name`, `#12` and addresses into notifications.
"""

import re
import unicodedata

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~])")
_SPEAKS_TO_SOMEBODY = re.compile(r"(?<=[@#])(?=\w)")
_WORD_JOINER = "\u2060"


def in_list(text: str) -> str:
    """Return `text` so that a Markdown table cell or list item shows it as it is."""
    return _MARKDOWN.sub(r"\\\1", _printable(text))


def in_conversation(text: str) -> str:
    """Return `text` so that GitHub shows it as it is and neither links nor notifies."""
    return _SPEAKS_TO_SOMEBODY.sub(_WORD_JOINER, in_list(text))


def _printable(text: str) -> str:
    """Return `text` on one line without control and direction-changing characters."""
    kept = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"})
    return " ".join(kept.split())
