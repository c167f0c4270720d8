"""What `status` says of each job and of the dashboard, in one sentence each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from wsss_bot.errors import DONE, TEMPORARY
from wsss_bot.service.scheduler import Attempt
from wsss_bot.service.status import Dashboard, JobStatus, job_status
from wsss_bot.show.runs import dashboard_sentence, job_sentence

NOW = datetime(2022, 5, 18, 12, tzinfo=UTC)  # a Wednesday
DAILY = "30 5 * * mon-fri"


def after(*hours_ago_and_exit_codes: tuple[float, int | None], failure: str = "") -> JobStatus:
    attempts = [
        Attempt(
            started_at=NOW - timedelta(hours=hours),
            ended_at=NOW - timedelta(hours=hours),
            exit_code=code,
            failure="" if code == DONE else failure,
        )
        for hours, code in hours_ago_and_exit_codes
    ]
    return job_status(DAILY, attempts, timezone="Europe/Vienna", now=NOW)


def test_a_job_that_ran_when_it_was_due_is_said_in_its_own_zone() -> None:
    assert job_sentence("poll", after((8, DONE))) == (
        "poll: last ended well on Wed 2022-05-18 at 06:00 CEST; "
        "next due on Thu 2022-05-19 at 05:30 CEST"
    )


def test_a_job_that_nothing_runs_is_said_plainly() -> None:
    assert job_sentence("poll", after((56, DONE))) == (
        "poll: nothing has run it since Mon 2022-05-16 at 06:00 CEST, and it was due on "
        "Tue 2022-05-17 at 05:30 CEST; is `wsss-bot serve` up, or cron? "
        "next due on Thu 2022-05-19 at 05:30 CEST"
    )


def test_a_job_that_is_only_a_little_late_is_not_missed() -> None:
    late = NOW.replace(hour=5, minute=0)  # 07:00 in Vienna, due at 05:30
    attempt = Attempt(started_at=late - timedelta(days=1), ended_at=late, exit_code=DONE)

    assert job_status(DAILY, [attempt], timezone="Europe/Vienna", now=late).missed_at is None


def test_a_job_that_fails_says_since_when_and_why() -> None:
    sentence = job_sentence("poll", after((56, DONE), (1, TEMPORARY), failure="arXiv is down"))

    assert sentence.startswith(
        "poll: has not ended well since Mon 2022-05-16 at 06:00 CEST; "
        "tried on Wed 2022-05-18 at 13:00 CEST: arXiv is down; next due"
    )


def test_a_job_that_was_never_done_is_said_to_be_one() -> None:
    assert job_sentence("refresh", after()).startswith("refresh: it was never done; next due")


def test_the_dashboard_is_said_in_a_sentence() -> None:
    kept = Dashboard(wanted=True, issue=5, written_at=NOW)

    assert [
        dashboard_sentence(what)
        for what in (
            replace(kept, wanted=False),
            Dashboard(wanted=True),
            kept,
            replace(kept, is_open=False),
            replace(kept, failure="GitHub slept"),
        )
    ] == [
        "dashboard: none is kept; [report] dashboard = true opens one",
        "dashboard: the next run opens it",
        "dashboard: issue 5, written on Wed 2022-05-18 at 12:00 UTC",
        "dashboard: issue 5 was closed, and is written again once it is reopened",
        "dashboard: could not be written: GitHub slept",
    ]
