"""The ranking that a state gives, without a network: everything asked for is in the state."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.make import a_paper, an_entry
from wsss_bot.domain import ArxivId, Decision, Entry, Example, Outcome, Paper
from wsss_bot.evaluate import Budget
from wsss_bot.ranking.from_state import (
    Decided,
    Wishes,
    decided_in,
    keep_threshold,
    rank_by_state,
    undecided,
)
from wsss_bot.ranking.kept_scores import scores_of
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.ranking.trained import NO_CACHES, Cache
from wsss_bot.score import Classifier, Floats, train
from wsss_bot.state import CategoryState, Store

NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
THINGS = ("cups", "plates", "tools", "toys", "boxes", "balls", "books", "pens")
ENTRIES = [
    an_entry(f"Weakly supervised segmentation of {thing}", line=n, arxiv_id=f"2401.{n:05}")
    for n, thing in enumerate(THINGS)
]


class NoSource:
    """A source that must not be asked for anything that the state holds."""

    def by_ids(self, ids: Sequence[ArxivId]) -> Iterator[Paper]:
        assert not ids
        return iter(())


def a_stream() -> list[Paper]:
    """Return two papers a day, of which every fifth is on the topic of the list."""
    return [
        a_paper(
            f"26{n:04}.00001",
            title=f"Weak segmentation {n} of {THINGS[n % 8]}"
            if n % 5 == 0
            else f"Robots grasp {THINGS[n % 8]}, part {n}",
            abstract=f"We study {THINGS[n % 7]} with image tags." if n % 5 == 0 else "Grasping.",
            submitted_at=NOW - timedelta(days=n / 2, hours=12),
        )
        for n in range(160)
    ]


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.in_memory() as store:
        listed = [
            a_paper(
                entry.arxiv_id or "",
                title=entry.title,
                abstract="We learn masks from image tags.",
                submitted_at=NOW - timedelta(days=700),
            )
            for entry in ENTRIES
        ]
        store.papers.keep([*listed, *a_stream()], at=NOW)
        covered = CategoryState(covered_since=NOW - timedelta(days=90), covered_until=NOW)
        store.polls.set_category("cs.CV", covered)
        yield store


def ranked(
    store: Store,
    *,
    entries: Sequence[Entry] = ENTRIES,
    now: datetime = NOW,
    noise: float = 2.0,
    decided: Decided | None = None,
    cache: Cache = NO_CACHES.classifier,
) -> Ranking:
    source: Any = NoSource()
    return rank_by_state(
        store,
        source,
        entries,
        decided or decided_in(store),
        wishes=Wishes(categories=("cs.CV",), months=3, budget=Budget(noise_per_week=noise)),
        now=now,
        cache=cache,
    )


def refuse(store: Store, arxiv_id: str, *, score: float | None) -> None:
    refused = Decision(outcome=Outcome.REMOVED, row="", pull_request=1, decided_at=NOW, score=score)
    store.outcomes.record(ArxivId(arxiv_id), refused)


def test_whoever_asks_on_one_day_gets_the_same(store: Store) -> None:
    morning, evening = ranked(store), ranked(store, now=NOW + timedelta(hours=9))

    assert morning.point == evening.point
    assert morning.classifier.trained_on == evening.classifier.trained_on


def test_a_threshold_moves_slowly_from_run_to_run(store: Store) -> None:
    free = ranked(store)
    far = replace(free.point, threshold=free.point.threshold + 0.3)
    keep_threshold(store, replace(free, point=far), budget=Budget(noise_per_week=2.0), now=NOW)

    at_once, a_week_later = ranked(store), ranked(store, now=NOW + timedelta(weeks=1))
    for_another_budget = ranked(store, noise=2.5)

    assert at_once.point.threshold == far.threshold
    assert a_week_later.point.threshold == pytest.approx(far.threshold - 0.05)
    assert for_another_budget.point.threshold <= free.point.threshold


def test_a_refused_paper_counts_with_the_score_that_it_had(store: Store) -> None:
    before = ranked(store)
    newest = a_stream()[0].arxiv_id
    refuse(store, newest, score=0.99)

    after = ranked(store)

    assert after.point.papers_per_week == before.point.papers_per_week
    assert newest not in after.classifier.held_out.by_id
    assert after.point.threshold >= before.point.threshold - 0.02


def test_a_refusal_that_the_forge_shows_no_more_teaches_a_run_what_it_teaches_a_preview(
    store: Store,
) -> None:
    refuse(store, a_stream()[0].arxiv_id, score=0.99)

    run, preview = ranked(store, decided=Decided(outcomes={})), ranked(store)

    assert run.classifier.trained_on == preview.classifier.trained_on
    assert run.point == preview.point


def test_what_people_did_not_refuse_is_no_background(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt: list[Example] = []

    def learn(examples: Sequence[Example], **_: Any) -> Classifier:
        learnt[:] = examples
        return train(examples)

    monkeypatch.setattr("wsss_bot.ranking.trained.train", learn)
    ids = [paper.arxiv_id for paper in a_stream()[60:64]]
    ends = (Outcome.ACCEPTED, Outcome.WAITING, Outcome.ENDED, Outcome.REMOVED)
    outcomes: dict[str, Outcome] = dict(zip(ids, ends, strict=True))

    ranked(store, decided=Decided(outcomes=outcomes))

    told = [(e.key, e.origin) for e in learnt if e.key in outcomes]
    assert {key for key, _ in told} == {ids[-1]}
    assert (ids[-1], "removed") in told


def test_a_refused_paper_without_a_kept_score_is_scored_anew(store: Store) -> None:
    refuse(store, a_stream()[0].arxiv_id, score=None)

    told = decided_in(store)
    from_the_pull_request = Decided(outcomes=told.outcomes, scores={a_stream()[0].arxiv_id: 0.99})

    assert ranked(store).point.threshold > 0
    assert ranked(store, decided=from_the_pull_request).point.noise_per_week > 0


def test_what_nobody_decided_on_is_scored_and_read_when_it_is_wanted(store: Store) -> None:
    refuse(store, a_stream()[0].arxiv_id, score=0.9)
    classifier = ranked(store).classifier
    since = NOW - timedelta(days=30)

    found = undecided(
        store,
        classifier,
        since=since,
        until=NOW,
        now=NOW,
        without={a_stream()[1].arxiv_id},
    )

    recent = [paper for paper in a_stream()[2:] if paper.submitted_at >= since]
    assert [paper.arxiv_id for paper in found.papers] == [p.arxiv_id for p in recent[::-1]]
    assert found.papers[0] == recent[-1]
    assert found.papers[-2:] == recent[1::-1]
    assert found.scores == pytest.approx(classifier.score(recent[::-1]))


def test_nothing_to_score_is_no_scores(store: Store) -> None:
    found = undecided(store, ranked(store).classifier, since=NOW, until=NOW, now=NOW)

    assert (len(found.papers), len(found.scores)) == (0, 0)


class InMemory:
    """A cache that counts how often it is written."""

    def __init__(self) -> None:
        self.data: bytes | None = None
        self.written = 0

    def read(self) -> bytes | None:
        return self.data

    def write(self, data: bytes) -> None:
        self.data, self.written = data, self.written + 1


def test_each_paper_is_scored_once_by_each_classifier(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    classifier, cache, scored = ranked(store).classifier, InMemory(), list[str]()
    give = Classifier.score

    def counted(self: Classifier, papers: Iterable[Paper]) -> Floats:
        kept = list(papers)
        scored.extend(paper.arxiv_id for paper in kept)
        return give(self, kept)

    monkeypatch.setattr(Classifier, "score", counted)
    ids = [paper.arxiv_id for paper in a_stream()[:9]]
    later = NOW + timedelta(days=1)

    first = scores_of(ids, store.papers, classifier, cache=cache, now=later)
    second = scores_of(ids, store.papers, classifier, cache=cache, now=later)
    changed = replace(a_stream()[3], title="Weakly supervised segmentation of forks", version=2)
    store.papers.keep([changed], at=later + timedelta(hours=1))
    third = scores_of(ids, store.papers, classifier, cache=cache, now=later + timedelta(hours=2))

    assert scored == [*ids, changed.arxiv_id]
    assert second.tolist() == first.tolist()
    assert third[3] > first[3]
    assert cache.written == 2


@pytest.mark.parametrize("data", [b"", b"damaged", b"PK" + bytes(99)])
def test_scores_that_cannot_be_read_are_given_anew(store: Store, data: bytes) -> None:
    classifier, cache = ranked(store).classifier, InMemory()
    cache.data = data
    ids = [paper.arxiv_id for paper in a_stream()[:3]]

    scores = scores_of(ids, store.papers, classifier, cache=cache, now=NOW)

    assert scores.tolist() == classifier.score(a_stream()[:3]).tolist()
    assert cache.written == 1


def test_a_run_after_a_quiet_day_reads_no_text_to_learn_from(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = InMemory()
    first = ranked(store, cache=cache)
    monkeypatch.setattr("wsss_bot.ranking.from_state.kept_texts", None)

    second = ranked(store, now=NOW + timedelta(days=1), cache=cache)

    assert second.classifier.trained_on == first.classifier.trained_on
    assert cache.written == 1
