"""Bring what a branch and what its base did to the list into one text, losing neither."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

_Lines = tuple[str, ...]

_FEW_WORDS = 8
"""Of more words that are new it is not tried which of them belong together."""


def merged(before: str, ours: str, theirs: str, *, within_lines: bool = False) -> str | None:
    """Return `before` with the changes of both sides, line by line; None when they contradict.

    Lines that both sides insert at one place are all kept, theirs first, equal ones once: the
    rows of a list do not depend on each other. Changing a line that the other side changes
    differently, or deletes, is a contradiction; with `within_lines` only if they change the same
    words of it.
    """
    return _merged(_lines(before), _lines(ours), _lines(theirs), within=within_lines)


def undone(before: str, after: str) -> Iterator[str]:
    """Yield variants of the row `after` in which some of its changes since `before` are undone.

    First with each difference alone, cell by cell or word by word, then with more and more
    neighbouring ones, at last all of them. In an item two facts may stand side by side where there
    was one or none, so before that its new words are left out, or put back, stretch by stretch.
    """
    pieces = _aligned(before, after)
    changes = [number for number, (old, new) in enumerate(pieces) if old != new]
    for many in range(1, len(changes)):
        for first in range(len(changes) - many + 1):
            back = set(changes[first : first + many])
            yield "".join(
                old if number in back else new for number, (old, new) in enumerate(pieces)
            )

    if len(_cells(after)) == 1:
        yield from _with_less_that_is_new(before, after)
    if changes:
        yield before


def _with_less_that_is_new(before: str, after: str) -> Iterator[str]:
    """Yield `after`, an item, with each stretch of its new words left out or as it was before."""
    old, new = (re.findall(r"\s*\S+", text) for text in (before, after))
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    was, is_new = old[start : len(old) - end], new[start : len(new) - end]
    if len(is_new) > _FEW_WORDS:
        return
    head, tail = new[:start], new[len(new) - end :]
    for first, last in combinations(range(len(is_new) + 1), 2):
        for put_back in (was, []):
            yield "".join([*head, *is_new[:first], *put_back, *is_new[last:], *tail])


def _shared(a: Sequence[str], b: Sequence[str]) -> int:
    """Return how many words two texts have in common at their beginning."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((at for at, (x, y) in pairs if x != y), min(len(a), len(b)))


def _aligned(before: str, after: str) -> list[tuple[str, str]]:
    """Return two versions of a row side by side: cell by cell, or stretch by stretch of words."""
    cells = _cells(before), _cells(after)
    if len(cells[0]) == len(cells[1]) > 1:
        return list(zip(*cells, strict=True))
    old, new = _words(before), _words(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [("".join(old[a:b]), "".join(new[c:d])) for _, a, b, c, d in steps]


def _merged(base: _Lines, ours: _Lines, theirs: _Lines, *, within: bool) -> str | None:
    mine, other = _Side(base, ours), _Side(base, theirs)
    result: list[str] = []
    for number in range(len(base) + 1):
        added = other.inserted.get(number, ())
        result += [*added, *(new for new in mine.inserted.get(number, ()) if new not in added)]
        if number == len(base):
            break
        changed = {side.became[number] for side in (mine, other) if number in side.became} or {
            (base[number],)
        }
        if len(changed) > 1:
            both = None
            if within and all(len(lines) == 1 for lines in changed):
                both = _merged_row(
                    base[number], *(side.became[number][0] for side in (mine, other))
                )
            if both is None:
                return None
            changed = {(both,)}
        result += changed.pop()
    return "".join(result)


def _merged_row(before: str, ours: str, theirs: str) -> str | None:
    """Return a row with the cells that either side changed; of an item, with the words."""
    rows = [_cells(row) for row in (before, ours, theirs)]
    if len({len(cells) for cells in rows}) > 1:
        return None
    if len(rows[0]) == 1:
        return _merged(_words(before), _words(ours), _words(theirs), within=False)
    merged: list[str] = []
    for was, mine, other in zip(*rows, strict=True):
        changed = {cell for cell in (mine, other) if cell != was} or {was}
        if len(changed) > 1:
            return None
        merged += changed
    return "".join(merged)


class _Side:
    """What one side did to each line of the base."""

    def __init__(self, base: _Lines, changed: _Lines) -> None:
        self.became: dict[int, _Lines] = {}
        """The lines that a line of the base was replaced by; none when it was deleted."""
        self.inserted: dict[int, _Lines] = {}
        """The lines put before a line of the base, or at the end."""
        matcher = SequenceMatcher(None, base, changed, autojunk=False)
        for kind, start, end, new_start, new_end in matcher.get_opcodes():
            new = changed[new_start:new_end]
            if kind == "insert":
                self.inserted[start] = new
            elif kind != "equal":
                pieces = _shared_out(new, end - start)
                self.became |= dict(zip(range(start, end), pieces, strict=True))


def _shared_out(new: _Lines, among: int) -> Sequence[_Lines]:
    """Deal lines out to the lines that they replace: one each, the last takes what is left."""
    return [new[i : i + 1] for i in range(among - 1)] + [new[among - 1 :]]


def _lines(text: str) -> _Lines:
    r"""Cut after each '\n' and nowhere else."""
    return tuple(re.findall(r"[^\n]*\n|[^\n]+", text))


def _cells(row: str) -> _Lines:
    """Cut behind each bar that divides cells; a backslash before it makes it text."""
    return tuple(re.split(r"(?<=[^\\]\|)", row))


def _words(row: str) -> _Lines:
    """Cut into words and blanks."""
    return tuple(re.findall(r"\s+|\S+", row))
