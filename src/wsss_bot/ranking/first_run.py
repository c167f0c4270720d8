"""How far back a bot looks for papers to propose."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from wsss_bot.domain import Entry
from wsss_bot.ranking.ranking_state import RankingState

BEHIND_THE_LIST = timedelta(weeks=6)
"""So far behind the newest paper on a list its maintainers may still have something to add."""


def first_look(newest_listed: datetime | None, *, oldest: datetime) -> datetime:
    """Return from which submission on papers are proposed in the first run.

    The maintainers of a living list know what came long before its newest paper. `oldest` is how
    far back the operator wants to look at most: a dormant list, or one of whose papers no day is
    known, gets all of it.
    """
    return oldest if newest_listed is None else max(oldest, newest_listed - BEHIND_THE_LIST)


def look_from(state: RankingState, entries: Sequence[Entry], *, oldest: datetime) -> datetime:
    """Return from which submission on papers are proposed: as in the first run, if there was one.

    The state holds the listed papers, once it was learnt from them.
    """
    known = state.thresholds.first_look()
    if known is None:
        listed = state.papers.find([entry.arxiv_id for entry in entries if entry.arxiv_id])
        days = [paper.submitted_at for paper in listed.values()]
        known = first_look(max(days, default=None), oldest=oldest)
    return max(known, oldest)
