from datetime import UTC, datetime, timedelta

import pytest

from wsss_bot.config import ScheduleSection
from wsss_bot.service.health import GRACE, LONGEST_SILENCE, judge
from wsss_bot.service.scheduler import JOBS, Attempt
from wsss_bot.state import Beat

FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SCHEDULE = ScheduleSection()
MONDAYS_POLL = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
MONDAYS_RUN = datetime(2026, 11, 23, 7, tzinfo=UTC)


def ended(code: int | None, at: datetime, failure: str = "") -> Attempt:
    return Attempt(started_at=at, ended_at=at, exit_code=code, failure=failure)


WELL = {job: [ended(0, FRIDAY)] for job in JOBS}


def beat(at: datetime, *, since: datetime = FRIDAY - 100 * DAY) -> Beat:
    return Beat(since_at=since, at=at)


def test_a_bot_that_beats_and_has_done_everything_is_well() -> None:
    health = judge(SCHEDULE, WELL, beat(FRIDAY), now=FRIDAY + MINUTE)

    assert health.ok
    assert "serve is up, propose ended well on 2026-11-20 at 12:00 UTC" in health.message


def test_a_silent_serve_is_named() -> None:
    now = FRIDAY + LONGEST_SILENCE + MINUTE

    health = judge(SCHEDULE, WELL, beat(FRIDAY), now=now)

    assert not health.ok
    assert "no sign of life since 2026-11-20 at 12:00 UTC; start it again" in health.message


@pytest.mark.parametrize(
    ("up", "late"),
    [
        (True, "poll was due on 2026-11-23 at 05:30"),
        (False, "propose was due on 2026-11-23 at 07:00"),
    ],
)
def test_a_job_that_is_late_is_named_only_after_some_grace(up: bool, late: str) -> None:
    due_at = MONDAYS_POLL if up else MONDAYS_RUN
    before, after = (
        judge(SCHEDULE, WELL, beat(now) if up else None, now=now)
        for now in (due_at + GRACE, due_at + GRACE + MINUTE)
    )

    assert before.ok
    assert not after.ok
    assert after.message == f"{late} UTC and has not ended well since"


def test_why_a_job_is_late_is_said() -> None:
    past = {"poll": [*WELL["poll"], ended(75, MONDAYS_POLL, "arXiv did not answer")]}

    health = judge(SCHEDULE, past, None, now=MONDAYS_POLL + DAY / 2)

    assert "has not ended well since: arXiv did not answer" in health.message


def test_what_only_the_operator_can_mend_is_said_at_once() -> None:
    past = WELL | {"propose": [*WELL["propose"], ended(1, FRIDAY, "the token has expired")]}

    health = judge(SCHEDULE, past, beat(FRIDAY), now=FRIDAY + MINUTE)

    assert not health.ok
    assert health.message == "propose failed on 2026-11-20 at 12:00 UTC: the token has expired"


def test_a_bot_that_has_just_been_started_after_months_has_time_to_catch_up() -> None:
    now = FRIDAY + 90 * DAY

    assert judge(SCHEDULE, WELL, beat(now, since=now), now=now).ok
    assert judge(SCHEDULE, {}, beat(now, since=now), now=now).ok
    assert not judge(SCHEDULE, {}, beat(now, since=now - GRACE - MINUTE), now=now).ok


def test_without_serve_only_the_jobs_count_that_something_does() -> None:
    assert judge(SCHEDULE, {"poll": WELL["poll"]}, None, now=FRIDAY + DAY).ok
    assert not judge(SCHEDULE, {}, None, now=FRIDAY).ok


def test_without_serve_a_whole_run_a_week_is_enough() -> None:
    weekly = {job: WELL[job] for job in ("poll", "propose")}
    tuesday = FRIDAY + 4 * DAY

    past = weekly | {"propose": [ended(0, MONDAYS_RUN)]}
    assert judge(SCHEDULE, past, None, now=tuesday).ok
    assert not judge(SCHEDULE, weekly, None, now=tuesday).ok


def test_a_job_that_failed_and_has_time_left_is_said_to_be_not_late() -> None:
    health = judge(SCHEDULE, {"poll": [ended(75, FRIDAY)]}, None, now=FRIDAY + MINUTE)

    assert (health.ok, health.message) == (True, "poll is not late yet")
