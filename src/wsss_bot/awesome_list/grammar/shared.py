"""Which words the rows of a listing share, and which facts its columns hold."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from wsss_bot.awesome_list.grammar.pairs import SIGNS, Leaf, Node, parse
from wsss_bot.awesome_list.grammar.slots import Skeleton
from wsss_bot.awesome_list.understand.anatomy import says_nothing

_SIGN = re.compile(SIGNS)
PICTURE = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")
_HALF = 0.5
_SEVERAL = 3
_FIRM = 0.8
_NEARLY_ALL = 0.9
_FEW = 0.15
"""A fact that fewer of the cells of a column hold does not belong there."""
_TAIL = re.compile(r"et\.? al\.?")
"""What stands behind a first author never stays without one."""
_ALWAYS = frozenset({"papers label", "label", "project label", "blank", "venue", "preprint"})


class Shared:
    """What the rows of a listing have in common."""

    def __init__(self, skeletons: Sequence[Sequence[Skeleton]], columns: int) -> None:
        self.skeletons = skeletons
        self._columns = columns
        self.kinds = [
            frozenset(kind for cell in cells for kind in cell.kinds) for cells in skeletons
        ]
        """The kinds of fact in each row."""
        self._count()

    def _count(self) -> None:
        """Count in how many rows each word of a column stands, and beside which facts."""
        self._word: Counter[tuple[int, str]] = Counter()
        self._beside: Counter[tuple[int, str, str]] = Counter()
        self.kind: Counter[str] = Counter()
        """In how many rows each kind of fact stands."""
        for cells, kinds in zip(self.skeletons, self.kinds, strict=True):
            self.kind.update(kinds)
            for column, cell in enumerate(cells):
                for word in set(words(parse(cell.text))):
                    self._word[column, word] += 1
                    for kind in kinds:
                        self._beside[column, word, kind] += 1

    def shared(self, column: int, word: str) -> bool:
        """Whether a word is the list's: most rows have it, or most of those with some fact."""
        return self._is_shared[column, word]

    def firm(self, column: int, word: str) -> bool:
        """Whether nearly every row has a word."""
        return self._word[column, word] >= _FIRM * len(self.skeletons)

    @cached_property
    def _is_shared(self) -> defaultdict[tuple[int, str], bool]:
        found: defaultdict[tuple[int, str], bool] = defaultdict(bool)
        of = len(self.skeletons)
        for (column, word), count in self._word.items():
            if _TAIL.fullmatch(word):
                continue
            # A star or a flag is somebody's choice unless it belongs to every row.
            chosen = PICTURE.search(word) or _SHORTCODE.fullmatch(word)
            share = _NEARLY_ALL if chosen else _HALF
            found[column, word] = _most(count, of, share) or any(
                _most(self._beside[column, word, kind], total, share)
                for kind, total in self.kind.items()
                if kind not in {"title", "rest", "id"} and total >= min(_SEVERAL, of / 3)
            )
        return found

    def standing(self, column: int, text: str) -> int:
        """Return in how many rows the cell of a column is written just so."""
        return self._standing[column, text]

    @cached_property
    def _standing(self) -> Counter[tuple[int, str]]:
        return Counter(
            (column, cell.text.strip())
            for cells in self.skeletons
            for column, cell in enumerate(cells)
        )

    @cached_property
    def main_kinds(self) -> list[frozenset[str]]:
        """Return the kinds of fact that most of the filled cells of each column hold."""
        return [
            frozenset(kind for kind, count in counts.items() if count > _HALF * filled)
            for counts, filled in map(self._counted, range(self._columns))
        ]

    def _counted(self, column: int) -> tuple[Counter[str], int]:
        """Return how many cells of a column hold each kind of fact, and how many hold anything."""
        cells = [cells[column] for cells in self.skeletons if len(cells) > column]
        filled = [cell for cell in cells if cell.kinds or not says_nothing(cell.text)]
        return Counter(kind for cell in filled for kind in cell.kinds), len(filled)

    @cached_property
    def usual_kinds(self) -> list[frozenset[str]]:
        """Return the kinds of fact that each column holds in more than a few of its cells."""
        if self._columns == 1:
            return [frozenset(kind for kinds in self.kinds for kind in kinds) | _ALWAYS]
        found = []
        for column in range(self._columns):
            counts, filled = self._counted(column)
            usual = {kind for kind, count in counts.items() if count >= _FEW * filled}
            if usual & {"venue", "preprint"}:
                usual |= {"venue", "preprint"}
            if usual & {"title", "rest"}:
                usual |= {"title", "rest"}
            found.append(frozenset(usual) | _ALWAYS)
        return found


def words(nodes: Sequence[Node]) -> Iterator[str]:
    """Yield what a tree says beside its fields: words, and whole addresses, pictures and tags."""
    for node in nodes:
        if isinstance(node, Leaf):
            if node.kind in {"word", "address", "image"} or node.text.startswith("<"):
                yield node.text
            continue
        if node.address and not _SIGN.search(node.address):
            yield node.address
        if node.opened.startswith("<") and " " in node.opened:
            yield node.opened
        yield from words(node.kids)


def _most(count: int, of: int, share: float) -> bool:
    return count >= share * of and (count >= _SEVERAL or count == of >= 2)
