from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from wsss_bot.pipeline.texts import NOT_YET_BACKGROUND, SAMPLES, sample_windows

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("months", [1, 12, 60])
def test_the_sample_is_spread_over_the_months_and_holds_nothing_new(months: int) -> None:
    windows = sample_windows(now=NOW, months=months)

    assert len(windows) == SAMPLES
    assert windows == tuple(sorted(windows, key=lambda window: window.since))
    assert all(a.until <= b.since for a, b in pairwise(windows))
    assert windows[-1].until == NOW - NOT_YET_BACKGROUND
    assert windows[0].since >= NOW - timedelta(days=30 * months + 16)
