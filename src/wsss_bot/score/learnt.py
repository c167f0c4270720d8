"""What a classifier was trained on, as far as it matters whether to train another."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wsss_bot.domain import Entry, Example
from wsss_bot.text.titles import title_key

MOST_DECIDED = 0.02
"""Up to such a share of the entries may have come, gone or been refused since the training."""
MOST_BACKGROUND = 0.25
"""Up to such a share of the background may be new: some three weeks of a stream like cs.CV."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """All that is to be learnt from, by name: an arXiv id, else a title. No text is needed."""

    relevant: tuple[str, ...] = field(repr=False)
    refused: tuple[str, ...] = field(repr=False)
    background: tuple[str, ...] = field(repr=False)
    entries: Mapping[str, Entry] = field(repr=False)
    """What of the relevant stands in the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """The names of what was decided when a classifier was trained."""

    relevant: tuple[str, ...] = field(repr=False)
    """In the order of the training set."""
    refused: tuple[str, ...] = field(repr=False)

    def still_holds(self, now: Names, background: Collection[str]) -> bool:
        """Say whether what is known now hardly differs from this and the `background` of then."""
        decided = _changed(self.relevant, now.relevant) + _changed(self.refused, now.refused)
        new = sum(key not in background for key in now.background)
        return (
            decided <= MOST_DECIDED * len(self.relevant)
            and new <= MOST_BACKGROUND * len(now.background)
            and len(background) <= (1 + MOST_BACKGROUND) * len(now.background)
        )


def names_of(examples: Sequence[Example]) -> Names:
    """Return the names of examples, in the order given."""
    return Names(
        relevant=tuple(name_of(e) for e in examples if e.relevant),
        refused=tuple(name_of(e) for e in examples if not e.relevant and e.origin != "background"),
        background=tuple(e.key for e in examples if e.origin == "background"),
        entries={name_of(e): e.entry for e in examples if e.entry is not None},
    )


def names_known(
    entries: Sequence[Entry], *, refused: Iterable[str], background: Iterable[str]
) -> Names:
    """Return the names of what examples would be made of; of the background no paper is listed."""
    listed = {entry.arxiv_id or title_key(entry.title): entry for entry in entries}
    return Names(
        relevant=tuple(entry.arxiv_id or title_key(entry.title) for entry in entries),
        refused=tuple(refused),
        background=tuple(key for key in background if key not in listed),
        entries=listed,
    )


def name_of(example: Example) -> str:
    """Return what an example is told from others by."""
    return example.key or title_key(example.title)


def _changed(before: Sequence[str], now: Sequence[str]) -> int:
    return len({*before} ^ {*now})
