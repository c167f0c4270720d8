"""The ranking that the state gives: one classifier and one threshold, whoever asks.

A run, a look at what it would do, and an explanation of a score all come here, so they agree. Days
are cut at midnight, so that what is asked for an hour later is the same.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import overload

from wsss_bot.domain import ArxivId, Entry, Example, Outcome, Paper
from wsss_bot.evaluate import Answers, Budget, Earlier, within_reach
from wsss_bot.ranking.kept_scores import scores_of
from wsss_bot.ranking.ranking import Ranking, ranking_with
from wsss_bot.ranking.ranking_state import RankingState, Threshold
from wsss_bot.ranking.texts import (
    decided_examples,
    fetch_listed,
    kept_per_week,
    kept_texts,
    learnt_span,
)
from wsss_bot.ranking.trained import NO_CACHES, Cache, kept, trained
from wsss_bot.score import (
    NEWEST,
    Classifier,
    Floats,
    Names,
    ReadWords,
    as_paper,
    names_known,
    training_set,
)
from wsss_bot.sources.source import Progress, Source, Window, show_no_progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the operator decided about the ranking."""

    categories: tuple[str, ...]
    months: int
    """How far back to learn from what was polled."""
    budget: Budget


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What people decided, by arXiv id, as far as is known when the ranking is made."""

    outcomes: Mapping[str, Outcome]
    numbers: Mapping[str, int] = field(default_factory=dict)
    """The pull request in which each paper was proposed."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """The score of each when it was proposed."""


def decided_in(state: RankingState) -> Decided:
    """Return what the state knows to be decided."""
    known = state.outcomes.all()
    return Decided(
        outcomes={i: decision.outcome for i, decision in known.items()},
        numbers={i: d.pull_request for i, d in known.items() if d.pull_request is not None},
        scores={i: d.score for i, d in known.items() if d.score is not None},
    )


def rank_by_state(
    state: RankingState,
    source: Source,
    entries: Sequence[Entry],
    decided: Decided,
    *,
    wishes: Wishes,
    now: datetime,
    cache: Cache = NO_CACHES.classifier,  # frozen
    read: ReadWords | None = None,
) -> Ranking:
    """Learn from the list and the state, and set the threshold.

    What was `decided` has the last word; the state tells what the forge shows no more. A classifier
    is taken from the `cache` where little changed since, so that no text is read; `read`
    holds the words of texts that other lists learn from too. Raises RemoteError and TrainingError.
    """
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    fetch_listed(state, source, entries, now=today)
    known = decided_in(state)
    outcomes = {**known.outcomes, **decided.outcomes}
    numbers = {**known.numbers, **decided.numbers}
    examples = decided_examples(state, outcomes, numbers=numbers)
    span = learnt_span(now=today, months=wishes.months)
    classifier = kept(_names(state, entries, outcomes, span), cache=cache)
    if classifier is None:
        texts = kept_texts(state, entries, span)
        learnt_from = _untaught(training_set(entries, texts), outcomes)
        classifier = trained([*learnt_from, *examples], cache=cache, read=read)
    scores = {**decided.scores, **known.scores}
    return ranking_with(
        classifier,
        papers_per_week=kept_per_week(state, wishes.categories, now=today),
        budget=wishes.budget,
        answers=_answers(examples, entries, outcomes, scores, classifier),
        near=within_reach(_earlier(state, wishes.budget), budget=wishes.budget, now=now),
    )


def _untaught(examples: Iterable[Example], outcomes: Mapping[str, Outcome]) -> Iterator[Example]:
    """Yield the examples without the background that people did not refuse.

    What waits for an answer, was accepted and has moved to another file since, or is not refused
    for another reason, says nothing of what does not belong on the list.
    """
    spared = {i for i, outcome in outcomes.items() if not outcome.is_refusal}
    return (e for e in examples if e.origin != "background" or e.key not in spared)


def keep_threshold(state: RankingState, ranking: Ranking, *, budget: Budget, now: datetime) -> None:
    """Remember the threshold of a run."""
    state.thresholds.keep(Threshold(value=ranking.point.threshold, set_at=now, budget=repr(budget)))


def _names(
    state: RankingState, entries: Sequence[Entry], outcomes: Mapping[str, Outcome], span: Window
) -> Names:
    """Return the names of what there is to learn from; see `_untaught`."""
    newest = state.papers.newest_ids(NEWEST, since=span.since, until=span.until)
    refused = state.papers.known_of([ArxivId(i) for i, o in outcomes.items() if o.is_refusal])
    background = (i for i in newest if i not in outcomes or outcomes[i].is_refusal)
    return names_known(entries, refused=refused, background=background)


def _earlier(state: RankingState, budget: Budget) -> Earlier | None:
    last = state.thresholds.last()
    if last is None or last.budget != repr(budget):
        return None
    return Earlier(threshold=last.value, at=last.set_at, budget=budget)


def _answers(
    refused: Sequence[Example],
    entries: Sequence[Entry],
    outcomes: Mapping[str, Outcome],
    scores: Mapping[str, float],
    classifier: Classifier,
) -> Answers:
    """Return the answers about papers as new as those that the classifier was held out of.

    One whose score was never kept gets what the classifier gives it now.
    """
    since = classifier.held_out.since
    recent = [e for e in refused if since is None or (e.submitted_at and e.submitted_at >= since)]
    unknown = [as_paper(example) for example in recent if example.key not in scores]
    now = dict(zip((p.arxiv_id for p in unknown), classifier.score(unknown), strict=True))
    return Answers(
        refused={e.key: float({**now, **scores}[e.key]) for e in recent},
        accepted={i for i, outcome in outcomes.items() if outcome.is_acceptance},
        listed={entry.arxiv_id for entry in entries if entry.arxiv_id},
    )


# --- what may be proposed -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """The papers of the stream that nobody decided on, with their scores."""

    papers: Sequence[Paper]
    """Each is read from the state when it is wanted: there may be tens of thousands."""
    scores: Floats


def undecided(
    state: RankingState,
    classifier: Classifier,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    without: Collection[str] = (),
    cache: Cache = NO_CACHES.scores,  # frozen
    on_progress: Progress = show_no_progress,
) -> Undecided:
    """Score the papers submitted from `since` to before `until` that are not decided.

    `without` are others that are left out. Scores are kept in the `cache`.
    `on_progress` is told how many papers are scored.
    """
    decided = state.outcomes.all().items()
    out = {*without, *(i for i, d in decided if d.outcome is not Outcome.ENDED)}
    ids = [i for i in state.papers.ids_submitted(since=since, until=until) if i not in out]
    scores = scores_of(ids, state.papers, classifier, cache=cache, now=now, on_progress=on_progress)
    return Undecided(papers=Stored(state, ids), scores=scores)


class Stored(Sequence[Paper]):
    """Papers that are read from the state, each when it is wanted."""

    def __init__(self, state: RankingState, ids: Sequence[ArxivId]) -> None:
        self._state, self._ids = state, ids

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> Paper: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Paper]: ...
    def __getitem__(self, at: int | slice) -> Paper | Sequence[Paper]:
        if isinstance(at, slice):
            found = self._state.papers.find(self._ids[at])
            return [found[arxiv_id] for arxiv_id in self._ids[at]]
        [paper] = self._state.papers.find([self._ids[at]]).values()
        return paper
