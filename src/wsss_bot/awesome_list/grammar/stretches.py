"""A line of a row as stretches, each with what is left in it: where a dead one begins and ends."""

from collections.abc import Sequence
from enum import Enum, auto

from wsss_bot.awesome_list.grammar.pairs import Leaf, Node


class Status(Enum):
    """What is left in a stretch."""

    ALIVE = auto()
    """A fact of the other paper."""
    DEAD = auto()
    """Only what is not known of it."""
    PLAIN = auto()
    """Only words that the rows share."""
    THIN = auto()
    """Only spaces and signs."""


def first_dead(items: Sequence[tuple[Node, Status]]) -> int | None:
    """Return the place of the first dead stretch, or None."""
    return next((at for at, (_, status) in enumerate(items) if status is Status.DEAD), None)


def end_of_dead(items: Sequence[tuple[Node, Status]], at: int) -> int:
    """Return where a run of dead stretches ends, with only signs between them."""
    end = at + 1
    for number in range(at + 1, len(items)):
        status = items[number][1]
        if status is Status.DEAD:
            end = number + 1
        elif status is not Status.THIN:
            break
    return end


def with_label(items: Sequence[tuple[Node, Status]], at: int, end: int) -> int:
    """Return where the words that introduce a dead stretch begin."""
    start = place = at
    while place > 0:
        node, status = items[place - 1]
        if status is Status.PLAIN:
            start = place - 1
        elif not (is_space(node) or (is_sep(node) and text_of(node) in {":", "："})):
            break
        place -= 1
    begins_line = skip(items, start, -1) < 0 or is_marker(items[skip(items, start, -1)][0])
    if start < at and begins_line and _alive_before_sep(items[end:]):
        return at
    return start


def _alive_before_sep(items: Sequence[tuple[Node, Status]]) -> bool:
    """Say whether a fact of the other paper comes before the next separator."""
    for node, status in items:
        if is_sep(node):
            return False
        if status is Status.ALIVE:
            return True
    return False


def skip(items: Sequence[tuple[Node, Status]], at: int, step: int) -> int:
    """Return the next place beyond spaces."""
    at += step
    while 0 <= at < len(items) and is_space(items[at][0]):
        at += step
    return at


def is_space(node: Node) -> bool:
    """Say whether a stretch is white space."""
    return isinstance(node, Leaf) and node.kind == "space"


def is_sep(node: Node) -> bool:
    """Say whether a stretch is a separator."""
    return isinstance(node, Leaf) and node.kind == "sep"


def is_marker(node: Node) -> bool:
    """Say whether a stretch is the marker of an item."""
    return isinstance(node, Leaf) and node.kind == "marker"


def text_of(node: Node) -> str:
    """Return what a leaf says; of a pair nothing."""
    return node.text if isinstance(node, Leaf) else ""
