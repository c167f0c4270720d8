"""Write a paper as its neighbours are written, and take what most of them would say."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from wsss_bot.awesome_list.roles import ROLES, Meaning
from wsss_bot.awesome_list.understand.anatomy import Anatomy
from wsss_bot.awesome_list.understand.entries import ListedRow
from wsss_bot.awesome_list.write.template import Template, cut, shared_words, with_glue_of
from wsss_bot.awesome_list.write.writing import Writer
from wsss_bot.domain import Facts, Role
from wsss_bot.text.arxiv_ids import find_arxiv_ids

_NEIGHBOURS = 16
"""So many entries show how rows are written at a place."""
_REACH = 40
"""So far from the place they are looked for."""


def nearest(rows: Sequence[ListedRow], place: int) -> list[ListedRow]:
    """Return the entries around a place, nearest first."""
    outwards = sorted(
        range(max(0, place - _REACH), min(len(rows), place + _REACH)),
        key=lambda number: abs(number + 0.5 - place),
    )
    return list(islice((rows[number] for number in outwards if rows[number].entry), _NEIGHBOURS))


def known_meanings(facts: Facts) -> frozenset[Meaning]:
    """Return what is known of a paper; that it is on arXiv stands in for an unknown venue."""
    unknown: set[Role] = set()
    if facts.method is None:
        unknown.add("method")
    if not facts.code:
        unknown.add("code")
    if not facts.authors:
        unknown.add("authors")
    known = {rule.meaning for role, rule in ROLES.items() if role not in unknown}
    return frozenset(known | {"badge"} if facts.code else known)


def common_meanings(anatomies: Sequence[Anatomy], share: float) -> frozenset[Meaning]:
    """Return what at least that share of the neighbours says."""
    counts = Counter(meaning for one in anatomies for meaning in {s.meaning for s in one.spans})
    return frozenset(m for m, count in counts.items() if count >= share * len(anatomies))


def usual_text(
    anatomies: Sequence[Anatomy], needed: frozenset[Meaning], writer: Writer
) -> str | None:
    """Write the text as each neighbour would, and return what most of them say.

    Neighbours with a place for most of what is needed go first, and of those the ones of which
    least must be left out. None: no neighbour has a place for any of it.
    """
    known = known_meanings(writer.facts)
    fitting: dict[tuple[int, int], list[tuple[int, Template]]] = {}
    for rank, anatomy in enumerate(_with_arxiv(anatomies, needed)):
        template = cut(anatomy)
        held = sum(template.has(meaning) for meaning in needed)
        if held:
            fitting.setdefault((held, -template.unfilled(known)), []).append((rank, template))
    if not fitting:
        return None
    best = fitting.pop(max(fitting))
    others = [template for group in fitting.values() for _, template in group]
    shared = shared_words([template for _, template in best], others)
    votes: Counter[str] = Counter()
    for rank, template in best:
        # Thirty-two votes for the nearest, half as many for one eight rows away.
        votes[writer.like(with_glue_of(template, shared)).strip()] += round(32 / (1 + rank / 8))
    return votes.most_common(1)[0][0] or None


def _with_arxiv(anatomies: Sequence[Anatomy], needed: frozenset[Meaning]) -> Sequence[Anatomy]:
    """Return those that link to arXiv, if a link is needed and any does."""
    if "paper url" not in needed:
        return anatomies
    return [one for one in anatomies if find_arxiv_ids(" ".join(one.urls("paper")))] or anatomies
