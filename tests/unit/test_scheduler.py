from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from wsss_bot.config import ScheduleSection
from wsss_bot.service.scheduler import (
    CLOCK_ERROR,
    JOBS,
    LONGEST_BACK_OFF,
    Attempt,
    back_off,
    due_jobs,
    next_run_at,
    starts,
)

SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
SCHEDULE = ScheduleSection()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONG_AGO = SATURDAY - 1000 * DAY

zones = st.sampled_from(["Europe/Vienna", "America/New_York"])
moments = st.integers(0, 3 * 365 * 24 * 60).map(  # each change of the clocks three times
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
hours, minutes = st.integers(0, 23), st.integers(0, 59)


def ended(
    code: int | None, at: datetime, *, minutes: float = 1, failure: str = "why not"
) -> Attempt:
    return Attempt(
        started_at=at,
        ended_at=None if code is None else at + minutes * MINUTE,
        exit_code=code,
        failure="" if code == 0 else failure,
    )


def all_well(at: datetime) -> dict[str, list[Attempt]]:
    return {job: [ended(0, at)] for job in JOBS}


# --- cron lines ---------------------------------------------------------------------------------


def test_a_line_that_names_no_day_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"'0 0 \*/31 \* mon#2' never comes"):
        next_run_at("0 0 */31 * mon#2", timezone="UTC", now=SATURDAY)


def test_a_job_for_working_days_waits_over_the_weekend() -> None:
    due_at = next_run_at("30 5 * * mon-fri", timezone="UTC", now=SATURDAY)

    assert due_at == datetime(2026, 11, 23, 5, 30, tzinfo=UTC)


def test_times_are_meant_in_the_time_zone_of_the_schedule() -> None:
    due_at = next_run_at("0 7 1 * *", timezone="Asia/Tokyo", now=SATURDAY)

    assert due_at.astimezone(UTC) == datetime(2026, 11, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("crontab", "days"),
    [
        ("0 5 * * mon-sun", "Sun Mon Tue"),
        ("0 5 * * Sat-Sun", "Sun Sat Sun"),
        ("0 5 * * sun-sun", "Sun Sun Sun"),
        ("0 5 * * sun", "Sun Sun Sun"),
        ("0 5 * * 0", "Sun Sun Sun"),
        ("0 5 * * 7", "Sun Sun Sun"),
        ("0 5 * * 1-5", "Mon Tue Wed"),
        ("0 5 24 nov fri", "Tue Fri Fri"),  # the 24th is a Tuesday
    ],
)
def test_days_mean_what_they_mean_to_cron(crontab: str, days: str) -> None:
    now, found = SATURDAY, []
    for _ in range(3):
        now = next_run_at(crontab, timezone="UTC", now=now)
        found.append(f"{now:%a}")

    assert found == days.split()


@settings(max_examples=20, deadline=None)
@given(zones, hours, minutes)
def test_a_daily_time_comes_once_on_every_day_of_a_year_with_two_changes_of_the_clocks(
    zone: str, hour: int, minute: int
) -> None:
    fires = []
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(366):
        now = next_run_at(f"{minute} {hour} * * *", timezone=zone, now=now)
        fires.append(now)

    days = [fires_at.date() for fires_at in fires]
    assert all(later - earlier == DAY for earlier, later in pairwise(days))
    skipped = [at for at in fires if (at.hour, at.minute) != (hour, minute)]
    assert [(at.hour, at.minute) for at in skipped] in ([], [(3, minute)])


@pytest.mark.parametrize(
    ("zone", "day", "crontab", "expected"),
    [
        ("America/New_York", date(2026, 3, 8), "30 2 * * *", "03:30 EDT"),  # skipped
        ("America/New_York", date(2026, 11, 1), "30 1 * * *", "01:30 EDT"),  # comes twice
        ("Europe/Vienna", date(2026, 3, 29), "30 2 * * *", "03:30 CEST"),
        ("Europe/Vienna", date(2026, 10, 25), "30 2 * * *", "02:30 CEST"),
    ],
)
def test_a_time_that_is_skipped_or_comes_twice_counts_once(
    zone: str, day: date, crontab: str, expected: str
) -> None:
    midnight = datetime.combine(day, time(), tzinfo=ZoneInfo(zone))

    first = next_run_at(crontab, timezone=zone, now=midnight)
    second = next_run_at(crontab, timezone=zone, now=first)

    assert f"{first:%H:%M %Z}" == expected
    assert second.date() == first.date() + DAY


# --- what is due --------------------------------------------------------------------------------


def test_what_never_ran_is_due_at_once_the_whole_run_first() -> None:
    assert due_jobs(SCHEDULE, {}, up_since=SATURDAY, now=SATURDAY) == (
        "propose",
        "poll",
        "refresh",
    )


def test_a_job_that_was_missed_three_times_is_due_once() -> None:
    past = all_well(SATURDAY) | {"poll": [ended(0, SATURDAY - 4 * DAY)]}
    assert due_jobs(SCHEDULE, past, up_since=SATURDAY, now=SATURDAY) == ("poll",)

    past["poll"].append(ended(0, SATURDAY))
    assert due_jobs(SCHEDULE, past, up_since=SATURDAY, now=SATURDAY + MINUTE) == ()


def test_a_refresh_is_due_once_a_listing_has_news_that_none_has_seen() -> None:
    past = all_well(SATURDAY - HOUR)

    def due(news_at: datetime | None) -> tuple[str, ...]:
        return due_jobs(SCHEDULE, past, up_since=SATURDAY, now=SATURDAY, news_at=news_at)

    assert due(None) == ()
    assert due(SATURDAY - MINUTE) == ("refresh",)
    assert due(SATURDAY - 2 * HOUR) == ()
    assert due(SATURDAY - HOUR) == ()  # the refresh that read it was under way
    assert due(SATURDAY + DAY) == ()


def test_news_of_a_listing_wait_as_long_as_a_refresh_that_fails() -> None:
    past = all_well(SATURDAY - DAY)
    past["refresh"].append(ended(75, SATURDAY - MINUTE, minutes=0))

    news_at = SATURDAY - HOUR
    assert due_jobs(SCHEDULE, past, up_since=LONG_AGO, now=SATURDAY, news_at=news_at) == ()
    later = SATURDAY + 5 * MINUTE
    assert due_jobs(SCHEDULE, past, up_since=LONG_AGO, now=later, news_at=news_at) == ("refresh",)


@given(zones, hours, minutes, moments, st.integers(0, 60), st.integers(0, 24 * 60))
def test_a_job_is_due_exactly_when_its_time_has_come_since_it_last_ended_well(
    zone: str, hour: int, minute: int, succeeded_at: datetime, days: int, more: int
) -> None:
    crontab = f"{minute} {hour} * * *"
    schedule = structs.replace(SCHEDULE, poll=crontab, timezone=zone)
    now = succeeded_at + days * DAY + more * MINUTE
    past = {"poll": [ended(0, succeeded_at)]}

    due = "poll" in due_jobs(schedule, past, up_since=LONG_AGO, now=now)

    assert due == (next_run_at(crontab, timezone=zone, now=succeeded_at) <= now)


@given(zones, hours, minutes, moments, st.lists(st.integers(1, 5000), min_size=1, max_size=30))
def test_however_often_the_bot_is_restarted_each_due_time_is_done_once(
    zone: str, hour: int, minute: int, start: datetime, waits: list[int]
) -> None:
    crontab = f"{minute} {hour} * * *"
    schedule = structs.replace(SCHEDULE, poll=crontab, timezone=zone)
    runs, now = [ended(0, start)], start
    for wait in waits:
        now += wait * MINUTE
        past = {"poll": runs[-1:]}
        if "poll" in due_jobs(schedule, past, up_since=now, now=now):
            runs.append(ended(0, now))
        assert "poll" not in due_jobs(schedule, {"poll": runs[-1:]}, up_since=now, now=now)

    for earlier, later in pairwise(runs):
        due_at = next_run_at(crontab, timezone=zone, now=earlier.started_at)
        assert earlier.started_at < due_at <= later.started_at


def start_of_poll(
    attempts: list[Attempt], *, now: datetime = SATURDAY, up_since: datetime = LONG_AGO
) -> datetime:
    return starts(SCHEDULE, {"poll": attempts}, up_since=up_since, now=now)["poll"]


def test_what_failed_for_a_passing_reason_is_tried_again_with_growing_pauses() -> None:
    friday = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
    attempts = [ended(0, friday - DAY)]
    pauses = []
    at = friday
    for _ in range(8):
        attempts.append(ended(75, at, minutes=10))
        again = start_of_poll(attempts)
        pauses.append((again - at) / MINUTE - 10)
        at = again

    assert pauses == [5, 10, 20, 40, 80, 160, 240, 240]


def test_a_pause_never_grows_beyond_the_longest() -> None:
    assert back_off(10_000) == LONGEST_BACK_OFF


def test_what_only_the_operator_can_mend_waits_for_its_next_time() -> None:
    friday = datetime(2026, 11, 20, 5, 31, tzinfo=UTC)
    attempts = [ended(0, friday - DAY), ended(1, friday)]

    assert start_of_poll(attempts) == datetime(2026, 11, 23, 5, 30, tzinfo=UTC)


def test_after_a_restart_it_is_tried_again_soon_but_not_for_ever() -> None:
    friday = datetime(2026, 11, 20, 5, 31, tzinfo=UTC)
    attempts = [ended(0, friday - DAY)]
    tries = 0
    at = friday
    while at < friday + DAY:  # an orchestrator that starts it again each minute
        if start_of_poll(attempts, now=at, up_since=at) <= at:
            attempts.append(ended(1, at))
            tries += 1
        at += MINUTE

    assert tries <= 12


def test_a_job_that_was_interrupted_is_due_after_the_restart() -> None:
    friday = datetime(2026, 11, 20, 5, 31, tzinfo=UTC)
    attempts = [ended(0, friday - DAY), ended(130, friday)]

    assert start_of_poll(attempts) <= friday


def test_a_job_that_was_killed_is_tried_again_after_a_pause() -> None:
    friday = datetime(2026, 11, 20, 5, 31, tzinfo=UTC)
    attempts = [ended(0, friday - DAY), ended(None, friday)]

    assert start_of_poll(attempts) == friday + 5 * MINUTE


def test_a_run_that_a_wrong_clock_recorded_far_in_the_future_does_not_count() -> None:
    past = all_well(SATURDAY) | {"poll": [ended(0, SATURDAY + 400 * DAY)]}

    assert due_jobs(SCHEDULE, past, up_since=SATURDAY, now=SATURDAY) == ("poll",)


@given(st.timedeltas(timedelta(), CLOCK_ERROR))
def test_a_clock_that_is_set_back_a_little_repeats_nothing(back: timedelta) -> None:
    past = all_well(SATURDAY)

    assert due_jobs(SCHEDULE, past, up_since=SATURDAY, now=SATURDAY - back) == ()


def test_a_delay_is_added_to_each_due_time() -> None:
    past = all_well(SATURDAY)
    due_at: Callable[[timedelta], dict[str, datetime]] = lambda delay: starts(  # noqa: E731
        SCHEDULE, past, up_since=SATURDAY, now=SATURDAY, delay=delay
    )

    assert {due_at(MINUTE)[job] - due_at(timedelta())[job] for job in JOBS} == {MINUTE}
