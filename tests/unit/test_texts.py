from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.make import a_paper
from wsss_bot.ranking.texts import NOT_YET_BACKGROUND, SAMPLES, sample_windows, sampled_per_week

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("months", [1, 12, 60])
def test_the_sample_is_spread_over_the_months_and_holds_nothing_new(months: int) -> None:
    windows = sample_windows(now=NOW, months=months)

    assert len(windows) == SAMPLES
    assert windows == tuple(sorted(windows, key=lambda window: window.since))
    assert all(a.until <= b.since for a, b in pairwise(windows))
    assert windows[-1].until == NOW - NOT_YET_BACKGROUND
    assert windows[0].since >= NOW - timedelta(days=30 * months + 16)


def test_a_sample_tells_how_much_comes_by_its_own_days_and_not_by_those_between() -> None:
    listed_long_ago = a_paper("1406.00001", submitted_at=NOW - timedelta(days=4500))
    ten_a_day = [
        a_paper(f"2611.{number:05}", submitted_at=NOW - timedelta(days=number / 10))
        for number in range(4000)
    ]
    windows = sample_windows(now=NOW, months=12)
    sample = [p for p in ten_a_day if any(w.since <= p.submitted_at < w.until for w in windows)]

    per_week = sampled_per_week([listed_long_ago, *sample, sample[0]], now=NOW, months=12)

    assert per_week == pytest.approx(70, rel=0.05)
