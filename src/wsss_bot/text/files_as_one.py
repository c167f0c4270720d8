r"""Several files as one text: each below a line with its path, between '\x1e'.

So a list of many files is a text like any other to whoever compares, merges or keeps it, and comes
apart again byte for byte.
"""

import re
from collections.abc import Mapping, Sequence

_SIGN = "\x1e"
_HEAD = re.compile(rf"(?:\A|\n){_SIGN}([^\n{_SIGN}]+){_SIGN}\n")


def joined(files: Mapping[str, str]) -> str:
    """Return the texts of files, by path, as one. Raises ValueError for the sign between them."""
    for path, text in files.items():
        if _SIGN in text or _SIGN in path or "\n" in path:
            raise ValueError(f"{path!r} holds the sign U+001E; delete it there")
    return "".join(f"{_SIGN}{path}{_SIGN}\n{text}\n" for path, text in files.items())


def is_joined(text: str) -> bool:
    """Say whether a text is that of several files."""
    return text.startswith(_SIGN)


def parts_of(text: str, path: str) -> dict[str, str]:
    """Return the texts of the files that a list is made of, by path; of a single one, at `path`."""
    if not is_joined(text):
        return {path: text}
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text) - 1]
    return {head[1]: text[head.end() : end] for head, end in zip(heads, ends, strict=True)}


def place_of(text: str, line: int) -> str:
    """Return in words where a line of a list is: of one of several files, in which."""
    before = 0
    for path, own in parts_of(text, "").items():
        lines = own.count("\n") + 1
        if path and before < line - 1 <= before + lines:
            return f"{path} line {line - 1 - before}"
        before += lines + 1
    return f"line {line}"


def matching(path: str, more: Sequence[str], paths: Sequence[str]) -> tuple[str, ...]:
    """Return the files of a list: the one at `path`, then those that each of `more` names.

    Each of these is a path or a pattern: '*' stands for what a name holds, '**' also for folders.
    """
    found = {path: None} if path in paths else {}
    for pattern in more:
        wanted = re.compile(_expression(pattern.removeprefix("./")))
        found |= dict.fromkeys(sorted(one for one in paths if wanted.fullmatch(one)))
    return tuple(found)


_WILD = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _expression(pattern: str) -> str:
    pieces = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    return "".join(_WILD.get(piece) or re.escape(piece) for piece in pieces)
