"""What moves in the scope of a list, and how much of it is found, as the state tells."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from wsss_bot.domain import Entry, Example, Paper
from wsss_bot.evaluate import (
    Recall,
    Said,
    new_terms,
    only_refused,
    recall,
    says_any,
    telling_terms,
)
from wsss_bot.evaluate.drift import LATEST
from wsss_bot.ranking.from_state import decided_in
from wsss_bot.ranking.ranking_state import RankingState
from wsss_bot.score import Classifier

NEW = '{by} of your last {of} additions say "{term}", which the bot does not look for'
REFUSED = 'what says "{term}" was refused {by} times and never accepted'

FOUND = "of the papers since {since} the bot and a search for the list's terms {recall}"

_BACKGROUND = 2_000
"""So many other papers tell which terms are the list's own."""
_MOST = 3
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallSince:
    """What was found of the papers since a day, and what was likely missed."""

    since: date
    recall: Recall

    def __str__(self) -> str:
        return FOUND.format(since=self.since, recall=self.recall)


def scope(
    state: RankingState,
    entries: Sequence[Entry],
    classifier: Classifier,
    *,
    since: datetime,
    now: datetime,
) -> tuple[str, ...]:
    """Return in sentences how the scope moves; `since` is from when on papers were proposed.

    The last additions are the listed papers that were submitted last.
    """
    listed, others = _known(state, entries, now=now)
    additions, background = _examples(listed, relevant=True), _examples(others, relevant=False)
    moved = new_terms(
        additions[:LATEST], additions[LATEST:], background, pushes_up=classifier.pushes_up
    )
    found = recall_since(since, _accepted(state), [*additions, *background], listed)
    return (
        *(_say(NEW, said) for said in moved[:_MOST]),
        *(_say(REFUSED, said) for said in _refused(state, classifier)[:_MOST]),
        *([str(found)] if found else []),
    )


def recall_since(
    since: datetime,
    accepted: Collection[str],
    examples: Sequence[Example],
    listed: Sequence[Paper],
) -> RecallSince | None:
    """Compare what was proposed and `accepted` with what a query of the list's terms finds.

    The terms are told by the `examples`; what counts are the listed papers since then.
    """
    terms = telling_terms(examples)
    recent = [paper for paper in listed if paper.submitted_at >= since]
    told = recall(
        {paper.arxiv_id for paper in recent if paper.arxiv_id in accepted},
        {paper.arxiv_id for paper in recent if says_any(paper, terms)},
    )
    return RecallSince(since=since.date(), recall=told) if told else None


def _known(
    state: RankingState, entries: Sequence[Entry], *, now: datetime
) -> tuple[list[Paper], list[Paper]]:
    """Return the listed papers whose text is known, latest first, and some of the others."""
    ids = {entry.arxiv_id for entry in entries if entry.arxiv_id}
    listed = sorted(state.papers.find(ids).values(), key=lambda p: p.submitted_at, reverse=True)
    newest = state.papers.newest(_BACKGROUND, since=_LONG_AGO, until=now)
    return listed, [paper for paper in newest if paper.arxiv_id not in ids]


def _accepted(state: RankingState) -> set[str]:
    return {i for i, outcome in decided_in(state).outcomes.items() if outcome.is_acceptance}


def _refused(state: RankingState, classifier: Classifier) -> tuple[Said, ...]:
    outcomes = decided_in(state).outcomes
    known = state.papers.find([*state.outcomes.all()])
    refused = [paper for i, paper in known.items() if outcomes[i].is_refusal]
    accepted = [paper for i, paper in known.items() if outcomes[i].is_acceptance]
    return only_refused(
        _examples(accepted, relevant=True),
        _examples(refused, relevant=False),
        pushes_up=classifier.pushes_up,
    )


def _say(sentence: str, said: Said) -> str:
    return sentence.format(by=said.by, of=said.of, term=said.term)


def _examples(papers: Iterable[Paper], *, relevant: bool) -> list[Example]:
    return [
        Example(
            title=paper.title,
            abstract=paper.abstract,
            relevant=relevant,
            origin="listed" if relevant else "background",
            key=paper.arxiv_id,
        )
        for paper in papers
    ]
