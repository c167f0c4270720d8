"""Entries of one shape in a data file: where each stands, and what it says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any, Protocol

Value = Any
"""What a key holds: text, a number, a truth value, None, or a list or mapping of these."""
Fields = Mapping[str, Value]


_TOPICS = {"category", "section", "topic", "group", "subsection", "theme", "area", "task"}
"""Keys that divide entries as headings do."""


class UnreadableError(Exception):
    """A text is not of the format that the name of its file promises; what was found, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One entry of a data file."""

    start: int
    """Where its text begins: at the beginning of a line."""
    end: int
    """Where it ends: before the end of its last line, and before a comma that follows it."""
    fields: Fields
    """What it says, in the order of the file."""
    styles: Mapping[str, str] = field(default_factory=dict)
    """How a value is written, by the path of its key; each format has styles of its own."""
    kind: str = ""
    """Of an entry of BibTeX: 'article', 'misc'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries that stand one below the other."""

    name: tuple[str, ...]
    """The keys, or the names, of what they stand in; empty: the whole file."""
    records: tuple[Record, ...]
    given: Fields = field(default_factory=dict)
    """What each of them says, because it stands in this group."""

    def separator(self, text: str, default: str) -> str:
        """Return what stands between two entries."""
        between = Counter(
            text[above.end : below.start]
            for above, below in pairwise(self.records)
            if not text[above.end : below.start].strip(" \t\r\n,")
        )
        return between.most_common(1)[0][0] if between else default


class DataFormat(Protocol):
    """One way to write entries as data."""

    separator: str
    """Between two entries, where there are no two that show it."""
    holds_texts: bool
    """Whether every value is a text."""
    has_kinds: bool
    """Whether an entry is of a kind, such as an article."""

    def read(self, text: str) -> tuple[Group, ...]:
        """Return the entries of a file. Raises UnreadableError."""

    def written(self, fields: Fields, near: Sequence[Record], text: str) -> str:
        """Return the text of a new entry in the layout of those near it, nearest first."""


def by_topic(group: Group) -> tuple[Group, ...]:
    """Return a group cut where one key, such as 'category', says another topic.

    It stays whole where no key divides it into stretches.
    """
    for key in (one for one in group.records[0].fields if one.casefold() in _TOPICS):
        values = [record.fields.get(key) for record in group.records]
        texts = [value for value in values if isinstance(value, str) and value]
        stretches = [(value, list(same)) for value, same in groupby(values)]
        if len(texts) < len(values) or not 1 < len(set(texts)) == len(stretches):
            continue
        found, at = [], 0
        for value, same in stretches:
            inside = group.records[at : at + len(same)]
            at += len(same)
            name = (*group.name, str(value))
            found.append(Group(name=name, records=inside, given={**group.given, key: value}))
        return tuple(found)
    return (group,)


def flat(fields: Fields) -> Mapping[str, Value]:
    """Return what an entry says key by key; what stands in a mapping with the path to it."""
    found: dict[str, Value] = {}
    for key, value in fields.items():
        found[key] = value
        if isinstance(value, Mapping):
            found |= {f"{key}.{inner}": one for inner, one in flat(value).items()}
    return found


def is_blank(value: Value) -> bool:
    """Say whether a value says nothing."""
    return (
        value is None
        or value == []
        or value == {}
        or (isinstance(value, str) and value.strip() in {"", "-", "null", "None", "N/A", "n/a"})
    )


def texts_of(value: Value) -> list[str]:
    """Return every text in a value."""
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in texts_of(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts_of(one)]
    return [str(value)] if value is not None and not isinstance(value, bool) else []
