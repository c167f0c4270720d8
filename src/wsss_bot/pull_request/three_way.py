"""Bring what a branch and what its base did to the list into one text, losing neither."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations, pairwise

_Lines = tuple[str, ...]

_FEW_WORDS = 8
"""Of more words that are new it is not tried which of them belong together."""
_FEW_PAIRS = 40_000
"""So many pairs of lines are compared each with each, where no line stands on each side once."""
_DEEPEST = 30
"""So often a stretch is cut at lines that stand on each side once."""


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
        ends = [(-1, -1), *_pairs(base, changed), (len(base), len(changed))]
        for (i, j), (end, new_end) in pairwise(ends):
            start, new = i + 1, changed[j + 1 : new_end]
            if start < end:
                pieces = _shared_out(new, end - start)
                self.became |= dict(zip(range(start, end), pieces, strict=True))
            elif new:
                self.inserted[start] = new


def _shared_out(new: _Lines, among: int) -> Sequence[_Lines]:
    """Deal lines out to the lines that they replace: one each, the last takes what is left."""
    return [new[i : i + 1] for i in range(among - 1)] + [new[among - 1 :]]


def _pairs(old: _Lines, new: _Lines) -> list[tuple[int, int]]:
    """Return the positions of lines that both sides have, in the order of both.

    What both begin and end with is aligned, then lines that each side has once, and so on between
    those ("patience diff"). The time grows with the length: a list may have ten thousand lines.
    """
    todo, found = [(0, len(old), 0, len(new), 0)], []
    while todo:
        a, b, c, d, depth = todo.pop()
        while a < b and c < d and old[a] == new[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        anchors = _anchors(old, new, (a, b), (c, d)) if depth < _DEEPEST else []
        if anchors:
            ends = [(a - 1, c - 1), *anchors, (b, d)]
            found += anchors
            todo += [(i + 1, k, j + 1, n, depth + 1) for (i, j), (k, n) in pairwise(ends)]
        elif (b - a) * (d - c) <= _FEW_PAIRS:
            blocks = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_matching_blocks()
            found += [(a + i + at, c + j + at) for i, j, size in blocks for at in range(size)]
    return sorted(found)


def _anchors(
    old: _Lines, new: _Lines, of_old: tuple[int, int], of_new: tuple[int, int]
) -> list[tuple[int, int]]:
    """Return lines that stand on each side once: the most that are in the same order."""
    here, there = (dict(_once(lines, *bounds)) for lines, bounds in ((old, of_old), (new, of_new)))
    both = [(at, there[line]) for line, at in here.items() if line in there]
    ends: list[int] = []
    """The least end of a growing sequence of each length; the others say how each goes on."""
    best: list[tuple[int, int]] = []
    before: list[int | None] = []
    tops: list[int] = []
    for number, (_, j) in enumerate(both):
        at = bisect_left(ends, j)
        before.append(tops[at - 1] if at else None)
        ends[at : at + 1], tops[at : at + 1] = [j], [number]
    last = tops[-1] if tops else None
    while last is not None:
        best.append(both[last])
        last = before[last]
    return best[::-1]


def _once(lines: _Lines, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield each line of a stretch that stands in it once, and where."""
    counts = Counter(lines[start:end])
    for at in range(start, end):
        if counts[lines[at]] == 1:
            yield lines[at], at


def _lines(text: str) -> _Lines:
    r"""Cut after each '\n' and nowhere else."""
    return tuple(re.findall(r"[^\n]*\n|[^\n]+", text))


def _cells(row: str) -> _Lines:
    """Cut behind each bar that divides cells; a backslash before it makes it text."""
    return tuple(re.split(r"(?<=[^\\]\|)", row))


def _words(row: str) -> _Lines:
    """Cut into words and blanks."""
    return tuple(re.findall(r"\s+|\S+", row))
