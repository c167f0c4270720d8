"""What a classifier was trained on, as far as it matters whether to train another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from wsss_bot.domain import Example
from wsss_bot.text.titles import title_key

MOST_DECIDED = 0.02
"""Up to such a share of the entries may have come, gone or been refused since the training."""
MOST_BACKGROUND = 0.25
"""Up to such a share of the background may be new: some three weeks of a stream like cs.CV."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """The examples by their names: an arXiv id, else a title."""

    relevant: tuple[str, ...] = field(repr=False)
    """In the order of the training set."""
    refused: tuple[str, ...] = field(repr=False)

    def still_holds(self, examples: Sequence[Example], background: Collection[str]) -> bool:
        """Say whether examples hardly differ from these and from the `background` of then."""
        now = learnt_from(examples)
        decided = _changed(self.relevant, now.relevant) + _changed(self.refused, now.refused)
        others = [e.key for e in examples if e.origin == "background"]
        new = sum(key not in background for key in others)
        return (
            decided <= MOST_DECIDED * len(self.relevant)
            and new <= MOST_BACKGROUND * len(others)
            and len(background) <= (1 + MOST_BACKGROUND) * len(others)
        )


def learnt_from(examples: Sequence[Example]) -> Learnt:
    """Return the names of what was decided, in the order given."""
    return Learnt(
        relevant=tuple(name_of(e) for e in examples if e.relevant),
        refused=tuple(name_of(e) for e in examples if not e.relevant and e.origin != "background"),
    )


def name_of(example: Example) -> str:
    """Return what an example is told from others by."""
    return example.key or title_key(example.title)


def _changed(before: Sequence[str], now: Sequence[str]) -> int:
    return len({*before} ^ {*now})
