"""A listed paper's row as it would be without what is not known of another paper.

A field that the other paper lacks goes, and so do words that only this row has, each with its
group: a line with nothing else, else the brackets, quotes, emphasis or link around it, the words
that introduce it, and one separator.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from wsss_bot.awesome_list.grammar.pairs import SIGNS, Leaf, Node, Pair, leaves, parse, written
from wsss_bot.awesome_list.grammar.slots import Signs, Slot
from wsss_bot.awesome_list.grammar.stretches import (
    Status,
    end_of_dead,
    first_dead,
    is_marker,
    is_sep,
    skip,
    text_of,
    with_label,
)

_SIGN = re.compile(SIGNS)
_PAPER_LABEL = Slot("papers label")
_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_TITLES = ("title", "rest")
_BAR_FIRST = re.compile(r"\s*(?:(?:&nbsp;\s*)*(?:[–—|/·•]|-(?=\s|&nbsp;))\s*(?:&nbsp;\s*)*)+")
"""A separator with nothing before it."""
_AMONG_WORDS = {"method", "year"}  # facts that stand in prose as well as alone
_IN_PROSE = _AMONG_WORDS | {"venue", "preprint", "date"}
_PROSE = 4
"""A line with so many words of its own is prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """What a row becomes, and how much had to go."""

    text: str
    status: Status
    deletions: int


class Projector:
    """Takes from rows what is not known of one paper."""

    def __init__(
        self,
        signs: Signs,
        living: frozenset[str],
        shared: Callable[[str], bool],
        firm: Callable[[str], bool],
    ) -> None:
        self.firm = firm
        self.signs = signs
        self.living = living
        self.shared = shared
        self.deletions = 0

    def project(self, skeleton: str, *, linked: bool = False) -> Projected:
        """Return the skeleton of an item or a cell without what dies.

        `linked`: the row links to arXiv in another cell. Then a page of the publication is no
        place for the address on arXiv, unless the title hangs on it.
        """
        self.deletions = 0
        titled = self._has(skeleton, "title") or self._has(skeleton, "rest")
        free = not self._has(skeleton, "id") and (titled or not linked)
        self._page_is_paper = "page" in self.living and free
        skeleton = self._title_into_link(skeleton)
        # A second link to the paper whose text goes is no place for the label of the first.
        self._several_ids = (
            len(re.findall(rf"\]\([^()\s]*{self.signs.sign(Slot('id'))}", skeleton)) > 1
        )
        nodes, status = self._sequence(parse(skeleton))
        text = written(nodes)
        if (bar := _BAR_FIRST.match(text)) and not _BAR_FIRST.match(skeleton):
            text = text[bar.end() :]
        return Projected(text=text, status=status, deletions=self.deletions)

    def _has(self, text: str, kind: str) -> bool:
        return any(self.signs.slot(sign).kind == kind for sign in _SIGN.findall(text))

    def _title_into_link(self, skeleton: str) -> str:
        """Put the title into a link that has only the name for its text, where no name is known."""
        if "method" in self.living:
            return skeleton
        kinds = {sign: self.signs.slot(sign).kind for sign in set(_SIGN.findall(skeleton))}
        methods = "".join(sign for sign, kind in kinds.items() if kind == "method")
        titles = [sign for sign, kind in kinds.items() if kind in _TITLES]
        if not methods or not titles:
            return skeleton
        edge = rf"[^\w\[\]()|{SIGNS[1:-1]}]*_*"
        linked = re.search(rf"\[{edge}([{methods}]){edge}\]+\([^()\s]*{SIGNS}", skeleton) or (
            re.search(rf"<a\b[^<>]*{SIGNS}[^<>]*>{edge}([{methods}]){edge}</a>", skeleton)
        )
        if not linked or any(self._is_linked(skeleton, sign) for sign in titles):
            return skeleton
        title = self.signs.sign(Slot("title"))
        for sign in titles:
            skeleton = skeleton.replace(sign, self.signs.sign(Slot("gone")))
        return skeleton[: linked.start(1)] + title + skeleton[linked.end(1) :]

    @staticmethod
    def _is_linked(skeleton: str, sign: str) -> bool:
        linked = rf"\[[^\[\]]*{sign}[^\[\]]*\]\(|<a\b[^<>]*>[^<>]*{sign}[^<>]*</a>"
        return re.search(linked, skeleton) is not None

    # --- leaves -----------------------------------------------------------------------------

    def _leaf(self, leaf: Leaf) -> Status:
        if leaf.kind == "field":
            return Status.ALIVE if self._alive(leaf.text) else Status.DEAD
        if leaf.kind in {"address", "image"}:
            return self._address(leaf.text)
        if leaf.kind == "word":
            return Status.PLAIN if self.shared(leaf.text) else Status.DEAD
        if leaf.kind == "mark" and leaf.text.startswith("<"):
            return Status.THIN if self.shared(leaf.text) else Status.DEAD
        return Status.THIN

    def _alive(self, sign: str) -> bool:
        kind = self.signs.slot(sign).kind
        if kind == "page":
            return self._page_is_paper
        return kind in self.living

    def _address(self, text: str) -> Status:
        signs = _SIGN.findall(text)
        if signs:
            return Status.ALIVE if all(map(self._alive, signs)) else Status.DEAD
        return (
            Status.PLAIN if not text or text.startswith("#") or self.shared(text) else Status.DEAD
        )

    # --- pairs ------------------------------------------------------------------------------

    def _node(self, node: Node) -> tuple[list[Node], Status]:
        if isinstance(node, Leaf):
            return [node], self._leaf(node)
        kids, status = self._sequence(node.kids)
        if node.address is not None:
            return self._link(node, kids, status)
        if status is Status.DEAD and _CELL.match(node.opened):
            self.deletions += 1
            return [Pair(node.opened, node.closed, [])], Status.THIN
        named = node.opened.startswith("<") and " " in node.opened
        if status is Status.ALIVE and named and not self.shared(node.opened):
            # A tag with a name of its own is another paper's.
            return kids, status
        return [Pair(node.opened, node.closed, kids)], status

    def _link(self, node: Pair, kids: list[Node], status: Status) -> tuple[list[Node], Status]:
        where = self._address(node.address or "")
        whole = replace_kids(node, kids)
        if where is Status.ALIVE:
            if status in {Status.ALIVE, Status.PLAIN}:
                return [whole], Status.ALIVE
            label = self._label(node.address or "")
            if label and not (self._several_ids and label == self.signs.sign(_PAPER_LABEL)):
                self.deletions += status is Status.DEAD
                return [replace_kids(node, [_wrapped(node.kids, label)])], Status.ALIVE
            return [whole], Status.DEAD
        if where is Status.DEAD:
            if status is Status.ALIVE and not self._only_label(kids):
                self.deletions += 1
                return kids, Status.ALIVE
            return [whole], Status.DEAD
        return [whole], status

    def _only_label(self, kids: Sequence[Node]) -> bool:
        signs = _SIGN.findall(written(kids))
        return all(self.signs.slot(sign).kind.endswith("label") for sign in signs)

    def _label(self, address: str) -> str:
        kinds = {self.signs.slot(sign).kind for sign in _SIGN.findall(address)}
        for kinds_of, label in (
            ({"id", "page"}, "papers label"), ({"code"}, "label"), ({"project"}, "project label"),
        ):  # fmt: skip
            if kinds & kinds_of:
                return self.signs.sign(Slot(label))
        return ""

    # --- sequences --------------------------------------------------------------------------

    def _sequence(self, nodes: Sequence[Node]) -> tuple[list[Node], Status]:
        lines: list[list[Node]] = [[]]
        breaks: list[Leaf] = []
        for node in nodes:
            if isinstance(node, Leaf) and node.kind == "break":
                breaks.append(node)
                lines.append([])
            else:
                lines[-1].append(node)
        if len(lines) == 1:
            return self._line(lines[0])
        done: list[tuple[list[Node], Status]] = []
        for line in lines:
            first = all(status is not Status.ALIVE for _, status in done)
            done.append(self._line(line) if first else self._later_line(line))
        kept: list[Node] = []
        statuses: list[Status] = []
        last = 0
        for number, (line, status) in enumerate(done):
            if status is Status.DEAD:
                self.deletions += 1
                continue
            if statuses:
                # The break that followed the last line that stays: it may be a blank line.
                kept.append(breaks[last])
            kept += line
            statuses.append(status)
            last = number
        had_dead = any(status is Status.DEAD for _, status in done)
        return kept, _together(statuses, had_dead=had_dead)

    def _later_line(self, nodes: Sequence[Node]) -> tuple[list[Node], Status]:
        """Return a line; one of own words that has a name or a year among them is own as well."""
        before = self.deletions
        kept, status = self._line(nodes)
        kinds = {self.signs.slot(sign).kind for sign in _SIGN.findall(written(kept))}
        own = status is Status.ALIVE and self.deletions > before and kinds <= _AMONG_WORDS
        prose = status is Status.ALIVE and kinds <= _IN_PROSE and self._own_words(nodes) >= _PROSE
        return kept, Status.DEAD if own or prose else status

    def _own_words(self, nodes: Sequence[Node]) -> int:
        return sum(leaf.kind == "word" and not self.shared(leaf.text) for leaf in leaves(nodes))

    def _line(self, nodes: Sequence[Node]) -> tuple[list[Node], Status]:
        items: list[tuple[Node, Status]] = []
        for node in nodes:
            kept, status = self._node(node)
            items += [(one, status) for one in kept]
        items = [
            (node, Status.DEAD if self._is_choice(items, at) else status)
            for at, (node, status) in enumerate(items)
        ]
        statuses = [status for _, status in items]
        whole = _together(statuses, had_dead=Status.DEAD in statuses)
        if whole is Status.ALIVE:
            while (at := first_dead(items)) is not None:
                items = self._without(items, at)
        return [node for node, _ in items], whole

    def _is_choice(self, items: Sequence[tuple[Node, Status]], at: int) -> bool:
        """Say whether a stretch in brackets or emphasis is one of several that people choose."""
        node, status = items[at]
        if not isinstance(node, Pair) or node.address is not None or status is not Status.PLAIN:
            return False
        following = items[at + 1][0] if at + 1 < len(items) else None
        if (following is not None and text_of(following) in {":", "："}) or written(
            node.kids
        ).rstrip().endswith((":", "：")):
            return False
        return not all(self.firm(leaf.text) for leaf in leaves([node]) if leaf.kind == "word")

    def _without(self, items: list[tuple[Node, Status]], at: int) -> list[tuple[Node, Status]]:
        self.deletions += 1
        end = end_of_dead(items, at)
        start = with_label(items, at, end)
        left, right = skip(items, start, -1), skip(items, end - 1, 1)
        first = left < 0 or is_marker(items[left][0])
        if left >= 0 and is_sep(items[left][0]):
            start = skip(items, left, -1) + 1
        elif (
            right < len(items)
            and is_sep(items[right][0])
            and (first or text_of(items[right][0]) in {":", "："})
        ):
            end = skip(items, right, 1)
        elif first:
            end = right
        else:
            start = left + 1
        if end == len(items):
            start = skip(items, start, -1) + 1
        return items[:start] + items[end:]


def _wrapped(kids: Sequence[Node], label: str) -> Node:
    """Return the label with the brackets or emphasis that were around the text in its place."""
    if len(kids) == 1 and isinstance(kids[0], Pair) and kids[0].address is None:
        return replace_kids(kids[0], [_wrapped(kids[0].kids, label)])
    return Leaf("field", label)


def replace_kids(pair: Pair, kids: list[Node]) -> Pair:
    """Return the pair around other text."""
    return replace(pair, kids=kids)


def _together(statuses: Sequence[Status], *, had_dead: bool) -> Status:
    if Status.ALIVE in statuses:
        return Status.ALIVE
    if had_dead:
        return Status.DEAD
    return Status.PLAIN if Status.PLAIN in statuses else Status.THIN
