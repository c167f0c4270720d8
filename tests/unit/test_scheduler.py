from datetime import UTC, datetime

import pytest

from wsss_bot.errors import ConfigError
from wsss_bot.scheduler import next_run_at

SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_job_for_working_days_waits_over_the_weekend() -> None:
    due_at = next_run_at("30 5 * * mon-fri", timezone="UTC", now=SATURDAY)

    assert due_at == datetime(2026, 11, 23, 5, 30, tzinfo=UTC)


def test_times_are_meant_in_the_time_zone_of_the_schedule() -> None:
    due_at = next_run_at("0 7 1 * *", timezone="Asia/Tokyo", now=SATURDAY)

    assert due_at.astimezone(UTC) == datetime(2026, 11, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("crontab", "sentence"),
    [
        ("61 5 * * mon", "is not a time to run at"),
        ("0 5 * * someday", "is not a time to run at"),
        ("0 0 31 feb *", "never comes"),
    ],
)
def test_a_time_that_is_none_is_refused(crontab: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        next_run_at(crontab, timezone="UTC", now=SATURDAY)
