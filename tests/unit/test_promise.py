from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from wsss_bot.domain import Decision, Outcome
from wsss_bot.evaluate import Budget, OperatingPoint
from wsss_bot.ranking.promise import promise

NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)


def decisions(outcomes: Sequence[Outcome], *, weeks_ago: float, number: int = 1) -> list[Decision]:
    at = NOW - timedelta(weeks=weeks_ago)
    return [Decision(outcome=o, row="", pull_request=number, decided_at=at) for o in outcomes]


def said(
    past: Sequence[Decision],
    *,
    noise: float = 1.2,
    budget: Budget = Budget(),  # noqa: B008  # frozen
    before: float | None = 0.7,
) -> str:
    point = OperatingPoint(
        threshold=0.71, noise_per_week=noise, papers_per_week=700.0, missed=1, listed=20
    )
    return promise(point, past, budget=budget, before=before, max_rows=2, now=NOW)


@pytest.mark.parametrize(
    ("noise", "words"),
    [
        (0.2, "less than 1 row a week is"),
        (1.2, "about 1 row a week is"),
        (2.6, "about 3 rows a week are"),
    ],
)
def test_in_the_first_weeks_an_estimate_is_called_one(noise: float, words: str) -> None:
    young = decisions([Outcome.REMOVED], weeks_ago=7)

    assert said(young, noise=noise) == f"A first estimate: at this threshold {words} not for you."
    assert said([], noise=noise) == said(young, noise=noise)


def test_after_eight_weeks_it_says_what_was() -> None:
    long_ago = decisions([Outcome.REMOVED] * 5, weeks_ago=20)
    lately = decisions([Outcome.ACCEPTED, Outcome.EDITED, Outcome.DECLINED], weeks_ago=5)
    waiting = decisions([Outcome.WAITING], weeks_ago=1)

    assert said([*long_ago, *lately, *waiting]) == (
        "In the last 8 weeks you refused 1 of 3 rows: 0.1 a week, asked for 1. "
        "The threshold is 0.71 (last time 0.70)."
    )


def test_who_asked_for_rows_is_not_told_of_refusals_asked_for() -> None:
    past = decisions([Outcome.ACCEPTED], weeks_ago=9)

    text = said(past, budget=Budget(rows_per_week=4.0), before=None)

    assert text.endswith("0.0 a week. The threshold is 0.71.")


def test_three_full_requests_with_little_in_them_name_the_key() -> None:
    poor = [Outcome.REMOVED, Outcome.DECLINED]
    good = [Outcome.ACCEPTED, Outcome.REMOVED]
    full = [d for n in (1, 2, 3) for d in decisions(poor, weeks_ago=12 - n, number=n)]
    mixed = [*full, *decisions(good, weeks_ago=1, number=4)]
    short = [*full, *decisions(poor[:1], weeks_ago=1, number=4)]

    assert "`[score] noise_per_week`" in said(full)
    assert "`[score] rows_per_week`" in said(full, budget=Budget(rows_per_week=2))
    assert "were full" not in said(mixed)
    assert "were full" not in said(short)
