"""How the scope of a list moves, as a state tells it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tests.make import a_paper, an_entry
from wsss_bot.domain import Decision, Outcome, Paper
from wsss_bot.ranking.scope import scope
from wsss_bot.score import train, training_set
from wsss_bot.state import Store

NOW = datetime(2026, 11, 30, tzinfo=UTC)
WORDS = ("boxes", "points", "scribbles", "captions", "crops", "clicks")


def papers(month: str, titles: Sequence[str], *, days_ago: int) -> list[Paper]:
    return [
        a_paper(
            f"{month}.{n:05}", title=title, submitted_at=NOW - timedelta(days=days_ago, hours=n)
        )
        for n, title in enumerate(titles)
    ]


def test_what_the_last_additions_say_and_how_many_were_found_is_told() -> None:
    old = papers("2401", [f"Image tags for masks {n}" for n in range(20)], days_ago=600)
    latest = papers("2611", [f"Image tags, {word} SAM" for word in WORDS], days_ago=2)
    refused = papers("2610", [f"Image tags of organs {n}" for n in range(4)], days_ago=30)
    others = papers("2609", [f"Robot grasping {n}" for n in range(200)], days_ago=60)
    entries = [an_entry(p.title, line=n, arxiv_id=p.arxiv_id) for n, p in enumerate(old + latest)]
    classifier = train(training_set(entries[:20], [*old, *others]))
    decided = {p.arxiv_id: Outcome.REMOVED for p in refused}
    decided |= {p.arxiv_id: Outcome.ACCEPTED for p in latest[:5]}

    with Store.in_memory() as store:
        store.papers.keep([*old, *latest, *refused, *others], at=NOW)
        for arxiv_id, outcome in decided.items():
            decision = Decision(outcome=outcome, row="", pull_request=1, decided_at=NOW)
            store.outcomes.record(arxiv_id, decision)
        told = scope(store, entries, classifier, since=NOW - timedelta(days=42), now=NOW)

    assert told == (
        '6 of your last 6 additions say "sam", which the bot does not look for',
        "of the papers since 2026-10-19 the bot and a search for the list's terms found 6; "
        "likely none is missing, and at most 3",
    )


def test_a_state_without_answers_tells_nothing() -> None:
    listed = papers("2401", [f"Image tags {n}" for n in range(5)], days_ago=600)
    others = papers("2402", [f"Grasping {n}" for n in range(9)], days_ago=500)
    entries = [an_entry(p.title, arxiv_id=p.arxiv_id) for p in listed]
    classifier = train(training_set(entries, [*listed, *others]))

    with Store.in_memory() as store:
        assert scope(store, entries, classifier, since=NOW, now=NOW) == ()
