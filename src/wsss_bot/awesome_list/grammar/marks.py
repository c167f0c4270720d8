"""A row on its way to a skeleton: which stretches of it are fields."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from wsss_bot.awesome_list.grammar.names import fold
from wsss_bot.awesome_list.grammar.slots import Known, Skeleton, Slot
from wsss_bot.domain import Role
from wsss_bot.text.latex import to_unicode


@dataclass(slots=True)
class Habits:
    """What the rows of a listing have shown of their links and authors so far."""

    venue_links: bool = False
    """Whether links to papers have venues for labels, so that 'arXiv' is one of them."""
    name_links: bool = False
    """Whether links to papers have the names of methods for texts."""
    labels: frozenset[tuple[str, str]] | None = None
    """The kinds and texts of labels that links share; None: take any short text for one."""
    whole_months: bool = False
    """Whether dates name whole months, so that 'May' is one."""
    month_first: bool = False
    """Whether '04/05/2026' is in April, as some other date of the list tells."""
    contexts: Collection[tuple[str, str]] = field(default_factory=tuple)
    """The signs around names of authors, where one name alone is taken for an author."""


class Marks:
    """A raw text, and the stretches of it that are fields."""

    def __init__(self, raw: str, known: Known, role: Role | None, habits: Habits) -> None:
        self.raw = raw
        self.known = known
        self.role = role
        self.habits = habits
        self.found: list[tuple[int, int, Slot]] = []
        self.repositories: set[str] = set()
        self.result = Skeleton("")
        self._open = list(raw)

    def take(self, start: int, end: int, slot: Slot) -> bool:
        """Make a stretch a field, unless part of it is one; say whether it is now."""
        if start >= end or "\0" in self._open[start:end]:
            return False
        self.found.append((start, end, slot))
        self.close(start, end)
        return True

    def close(self, start: int, end: int) -> None:
        """Let nothing be found in a stretch any more."""
        self._open[start:end] = ["\0"] * (end - start)

    @property
    def text(self) -> str:
        """The raw text with all that is taken as zeros."""
        return "".join(self._open)

    def is_taken(self, start: int, end: int) -> bool:
        """Say whether something between the two is a field already."""
        return "\0" in self._open[start:end]


def letters(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of `text` without case and accents, and where each stands."""
    signs, places = [], []
    for place, sign in enumerate(fold(text)):
        if sign.isalnum() or sign == "\0":
            signs.append(sign)
            places.append(place)
    return "".join(signs), places


@lru_cache(maxsize=4096)
def letters_of(title: str) -> str:
    """Return the letters and digits of a title without case, accents and LaTeX."""
    return "".join(sign for sign in fold(to_unicode(title)) if sign.isalnum())


def places(text: str, key: str) -> Iterator[int]:
    """Yield where `key` stands in `text`, at most a few times."""
    at = text.find(key) if key else -1
    for _ in range(3):
        if at < 0:
            return
        yield at
        at = text.find(key, at + len(key))
