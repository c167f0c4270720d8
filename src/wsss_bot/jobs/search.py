"""What a run would like to propose: the best of the stream, by the list and the answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from wsss_bot import compose
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import Facts, Paper, Polled, Proposed
from wsss_bot.evaluate import Budget
from wsss_bot.jobs.polling import MONTH
from wsss_bot.jobs.rolling import Found, Known
from wsss_bot.pull_request.draft import Draft, draft, noise
from wsss_bot.pull_request.text import Circumstances
from wsss_bot.ranking.first_run import look_from
from wsss_bot.ranking.from_state import Decided, undecided
from wsss_bot.ranking.near_misses import Shown
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.score import Floats
from wsss_bot.state import Store

LEAST_MONTHS = 3
"""So far back papers are scored in any case: they wait for their turn, and moderators hold some."""

Rank = Callable[[AwesomeList, Decided], Ranking]
"""Given the list and what people decided: a classifier and its threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """What the operator decided about the papers."""

    backfill_months: int
    near_misses: int
    budget: Budget = field(default_factory=Budget)
    """What the threshold is set for."""
    exclude: tuple[str, ...] = ()
    facts_of: Callable[[Paper], Facts] = compose.facts_of
    """Tells what a row can say of a paper."""


def oldest_of(now: datetime, *, months: int) -> datetime:
    """Return from which submission on papers may be proposed at all: what waited, too."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return today - max(months, LEAST_MONTHS) * MONTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What papers are looked for in, and what decides which of them are found."""

    read: Callable[[str], AwesomeList]
    store: Store
    rank: Rank
    taste: Taste
    polled: Polled
    now: datetime

    def nothing(self) -> Found:
        """Return what is found where arXiv could not be asked."""
        said = Circumstances(polled=self.polled)
        return Found(candidates=(), near_misses=(), said=said)

    def find(self, text: str, known: Known[Proposed], room: int) -> Found:
        """Draft the rows of what people ticked, and of what fits best in the stream."""
        listed, state = self.read(text), self.store
        ranking = self.rank(listed, decided_by(known))
        oldest = oldest_of(self.now, months=self.taste.backfill_months)
        since = look_from(state, listed.entries, oldest=oldest)
        stream = undecided(
            state,
            ranking.classifier,
            since=since,
            until=self.now,
            without={*known.outcomes, *known.wanted},
        )
        ticked = list(state.papers.find(known.wanted).values())
        anything = replace(ranking, point=replace(ranking.point, threshold=0.0))
        wanted = self._draft(listed, ticked, anything, most=len(ticked), near=0)
        best = self._draft(
            listed,
            stream.papers,
            ranking,
            most=room,
            near=self.taste.near_misses,
            scores=stream.scores,
            left_alone=shown_before(known),
        )
        return Found(
            candidates=(*wanted.proposal.candidates, *best.proposal.candidates),
            near_misses=best.near_misses,
            said=Circumstances(
                polled=self.polled,
                noise=noise(ranking.point),
                first_run_months=self.taste.backfill_months if known.first_run else None,
                waiting=best.waiting,
            ),
            ranking=ranking,
            since=since,
        )

    def _draft(
        self,
        listed: AwesomeList,
        papers: Sequence[Paper],
        ranking: Ranking,
        *,
        most: int,
        near: int,
        scores: Floats | None = None,
        left_alone: Mapping[str, Shown] = MappingProxyType({}),
    ) -> Draft:
        return draft(
            listed,
            papers,
            ranking=ranking,
            polled=self.polled,
            max_rows=most,
            near_misses=near,
            exclude=self.taste.exclude,
            facts_of=self.taste.facts_of,
            scores=scores,
            left_alone=left_alone,
        )


def decided_by(known: Known[Proposed]) -> Decided:
    """Return what people decided on the forge."""
    scores = {key: paper.score for key, paper in known.proposed.items()}
    return Decided(
        outcomes=known.outcomes,
        numbers=known.numbers,
        scores={key: score for key, score in scores.items() if score is not None},
    )


def shown_before(known: Known[Proposed]) -> dict[str, Shown]:
    """Return the near misses that people saw and left alone, by arXiv id."""
    return {
        key: Shown(score=paper.score, text=paper.text)
        for key, paper in known.left_alone.items()
        if paper.score is not None
    }
