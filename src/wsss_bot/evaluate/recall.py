"""How many papers are still out there, told by two finders that look in different ways.

Two people who proofread a page find partly the same errors; how many both find tells how many both
missed (capture and recapture). Here one finder is the classifier, the other a query of the list's
own telling terms. The estimator is Chapman's (1951), the interval exact, by the hypergeometric
distribution. Where both find the same easy papers the estimate is too low.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count
from math import comb

from wsss_bot.domain import Example, Paper
from wsss_bot.score.texts import words_and_pairs

MOST_TERMS = 8
"""So many terms a person would put into one search."""
_SHARE_OF_ENTRIES = 0.05
_FEWEST_ENTRIES = 2
_MOST_OF_BACKGROUND = 0.005
"""A term that more of the background has says little of the list."""
_TAIL = 0.025
"""What is less likely than this at either end is left out of the interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What two finders found, and what both are likely to have missed."""

    found: int
    missing: float
    low: int
    high: int
    """In 95 of 100 cases as many are missing as these say, or a number between them."""

    def __str__(self) -> str:
        if round(self.missing):
            more = f"about {self.missing:.0f} more are likely out there ({self.low} to {self.high})"
        elif self.high:
            more = f"likely none is missing, and at most {self.high}"
        else:
            more = "likely none is missing"
        return f"found {self.found}; {more}"


def recall(first: Collection[str], second: Collection[str]) -> Recall | None:
    """Return what two finders found and missed of the relevant papers, each by its name.

    None where both found nothing together: that tells nothing.
    """
    one, other = set(first), set(second)
    both, found = len(one & other), len(one | other)
    if not both:
        return None
    every = (len(one) + 1) * (len(other) + 1) / (both + 1) - 1
    low = next(n for n in count(found) if _share_up_to(both, n, len(one), len(other)) > _TAIL)
    high = next(n for n in count(found) if _share_from(both, n + 1, len(one), len(other)) <= _TAIL)
    return Recall(found=found, missing=max(0.0, every - found), low=low - found, high=high - found)


def _share_up_to(both: int, every: int, one: int, other: int) -> float:
    """Return how likely it is that both find so many or fewer, of `every` that there are."""
    least = max(0, one + other - every)
    ways = sum(comb(one, n) * comb(every - one, other - n) for n in range(least, both + 1))
    return ways / comb(every, other)


def _share_from(both: int, every: int, one: int, other: int) -> float:
    """Return how likely it is that both find so many or more."""
    most = min(one, other)
    ways = sum(comb(one, n) * comb(every - one, other - n) for n in range(both, most + 1))
    return ways / comb(every, other)


def telling_terms(examples: Sequence[Example], *, most: int = MOST_TERMS) -> tuple[str, ...]:
    """Return the terms of a query that finds the entries of a list and little of the background.

    Each next term is the one that finds most of the entries that the others do not.
    """
    entries = [_terms(e) for e in examples if e.relevant]
    others = [_terms(e) for e in examples if not e.relevant]
    least = max(_FEWEST_ENTRIES, _SHARE_OF_ENTRIES * len(entries))
    said = _counts(entries)
    usual = _counts(others)
    telling = [
        term
        for term, times in said.items()
        if times >= least and usual.get(term, 0) <= _MOST_OF_BACKGROUND * len(others)
    ]
    chosen: list[str] = []
    left = entries
    while telling and left and len(chosen) < most:
        finds = {term: sum(term in entry for entry in left) for term in telling}
        best = max(telling, key=lambda term: (finds[term], -usual.get(term, 0), term))
        if not finds[best]:
            break
        chosen.append(best)
        telling.remove(best)
        left = [entry for entry in left if best not in entry]
    return tuple(chosen)


def says_any(paper: Paper | Example, terms: Collection[str]) -> bool:
    """Whether title or abstract of a paper say one of the terms."""
    return not _terms(paper).isdisjoint(terms)


def _terms(of: Paper | Example) -> set[str]:
    return set(words_and_pairs(f"{of.title} {of.abstract}"))


def _counts(texts: Sequence[set[str]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in texts:
        for term in text:
            counts[term] = counts.get(term, 0) + 1
    return counts
