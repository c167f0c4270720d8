"""What official listings add to the facts of a paper: its venue, or a doubt about it.

Where the authors' comment and a listing disagree in venue or year, neither is written and both
are shown.
"""

from dataclasses import replace

from wsss_bot.domain import Facts, Venue
from wsss_bot.sources.proceedings.match import Found
from wsss_bot.venues import spelled

DISAGREE = "{one} says {venue}, {other} says {official}"
PERHAPS = "perhaps {official} by {other}: {why}"


def with_official(facts: Facts, found: Found) -> Facts:
    """Return the facts with what the listings say of the paper."""
    if found.paper is None:
        return _with_perhaps(facts, found)
    return with_venue(
        facts, found.paper.venue, source=found.paper.source, link=found.paper.link or None
    )


def with_venue(facts: Facts, official: Venue, *, source: str, link: str | None = None) -> Facts:
    """Return the facts with a venue that `source` is certain of, and its proceedings link.

    Where another source already says another one, the facts have no venue, and a doubt.
    """
    said = facts.venue
    if said is not None and not agree(said, official):
        why = DISAGREE.format(
            one=facts.sources.get("venue", "the record"),
            venue=spelled(said),
            other=source,
            official=spelled(official),
        )
        sources = dict(facts.sources)
        sources.pop("venue", None)
        doubts = {**facts.doubts, "venue": why}
        return replace(facts, venue=None, sources=sources, doubts=doubts, proceedings=None)
    venue = official if said is None or said.year is None else said
    if venue.year is None:
        venue = replace(venue, year=official.year)
    known = said is not None and said.year is not None
    return replace(
        facts,
        venue=venue,
        sources=facts.sources if known else {**facts.sources, "venue": source},
        proceedings=link or facts.proceedings,
    )


def agree(some: Venue, other: Venue) -> bool:
    """Whether two sources say the same venue, and the same year as far as both say one."""
    return (some.name, some.kind) == (other.name, other.kind) and (
        None in {some.year, other.year} or some.year == other.year
    )


def _with_perhaps(facts: Facts, found: Found) -> Facts:
    """Return the facts with what may be the venue as a doubt, where nothing else names one."""
    if not found.shown or facts.venue is not None or "venue" in facts.doubts:
        return facts
    first = found.shown[0]
    why = PERHAPS.format(
        official=spelled(first.paper.venue), other=first.paper.source, why=first.why
    )
    return replace(facts, doubts={**facts.doubts, "venue": why})
