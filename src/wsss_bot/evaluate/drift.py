"""Whether the scope of a list moves: what its last additions say that its classifier ignores."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from wsss_bot.domain import Example
from wsss_bot.score.texts import words_and_pairs

LATEST = 6
"""So many additions are the last ones."""
_LEAST = 3
"""What fewer of them say is chance."""
_MOST_BEFORE = 0.1
"""What more of the earlier entries say is nothing new."""
_MOST_OF_BACKGROUND = 0.02
"""What more of the background says is no scope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A term, and how many of some papers say it."""

    term: str
    by: int
    of: int


def new_terms(
    additions: Sequence[Example],
    earlier: Sequence[Example],
    background: Sequence[Example],
    *,
    pushes_up: Callable[[str], bool],
) -> tuple[Said, ...]:
    """Return what the last `additions` (newest first) say and the classifier does not look for.

    That is what at least half of them say, few of the `earlier` entries and of the background do,
    and does not push a score up.
    """
    latest = additions[:LATEST]
    said = _counts(latest)
    least = max(_LEAST, len(latest) / 2)
    often = {term: count for term, count in said.items() if count >= least}
    before, usual = _counts(earlier, often), _counts(background, often)
    found = [
        Said(term=term, by=count, of=len(latest))
        for term, count in often.items()
        if before[term] <= _MOST_BEFORE * len(earlier)
        and usual[term] <= _MOST_OF_BACKGROUND * len(background)
        and not pushes_up(term)
    ]
    return _longest(found)


def only_refused(
    accepted: Sequence[Example], refused: Sequence[Example], *, pushes_up: Callable[[str], bool]
) -> tuple[Said, ...]:
    """Return the terms that push scores up and brought nothing but refusals."""
    said = _counts(refused)
    good = _counts(accepted, said)
    found = [
        Said(term=term, by=count, of=len(refused))
        for term, count in said.items()
        if count >= _LEAST and not good[term] and pushes_up(term)
    ]
    return _longest(found)


def _longest(found: Sequence[Said]) -> tuple[Said, ...]:
    """Return the commonest first, without a word of a pair that is said as often."""
    ordered = sorted(found, key=lambda said: (-said.by, -len(said.term.split()), said.term))
    kept: list[Said] = []
    for said in ordered:
        parts = set(said.term.split())
        if not any(parts <= set(other.term.split()) for other in kept if other.by == said.by):
            kept.append(said)
    return tuple(kept)


def _counts(examples: Sequence[Example], among: Collection[str] | None = None) -> Counter[str]:
    """Return how many of the texts say each term, or each of those `among` which to look."""
    wanted = None if among is None else set(among)
    counts: Counter[str] = Counter()
    for example in examples:
        terms = set(words_and_pairs(f"{example.title} {example.abstract}"))
        counts.update(terms if wanted is None else terms & wanted)
    return counts
