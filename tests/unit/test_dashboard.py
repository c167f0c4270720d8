"""What the dashboard says to people, and what it never does."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.make import a_poll
from wsss_bot.jobs.dashboard_text import (
    Trouble,
    Vitals,
    dashboard_marker,
    dashboard_text,
    dashboard_title,
)

THREE = {"2405.00001": "A *starred* paper", "2405.00002": "Another", "2405.00003": ""}
VIENNA = ZoneInfo("Europe/Vienna")


def vitals(**changes: object) -> Vitals:
    quiet = Vitals(
        ran_at=datetime(2022, 5, 16, 7, 1, tzinfo=VIENNA),
        next_at=datetime(2022, 5, 17, 5, 30, tzinfo=VIENNA),
        due={
            "propose": datetime(2022, 5, 23, 7, 0, tzinfo=VIENNA),
            "poll": datetime(2022, 5, 17, 5, 30, tzinfo=VIENNA),
        },
        read=a_poll(712),
    )
    return replace(quiet, **changes)  # type: ignore[arg-type]


def visible(found: Vitals) -> str:
    return dashboard_text(found, path="README.md").partition("<!--")[0]


def test_it_says_that_the_bot_is_alive_and_by_when_to_worry() -> None:
    text = visible(vitals())

    assert text.startswith("The bot is alive. It last ran on **Mon 16 May 2022 at 07:01 CEST**.")
    assert "the next one before **Tue 17 May 2022 at 08:30 CEST**" in text
    assert "poll on Tue 17 May 2022 at 05:30 CEST, propose on Mon 23 May" in text
    assert "- Read in the last 7 days: 712 new cs.CV papers, none missing." in text
    assert "- No pull request is open." in text


def test_what_could_not_be_read_is_named_in_bold() -> None:
    text = visible(vitals(read=a_poll(1, missing="the days from 4 May on")))

    assert "1 new cs.CV paper, **not all of them: the days from 4 May on**." in text


def test_a_failed_job_is_said_first_and_once() -> None:
    text = visible(vitals(failed={"propose": "arXiv is down", "poll": "arXiv is down"}))

    assert text.startswith("The bot is alive, but when it last ran, on **Mon 16 May")
    assert text.count("arXiv is down") == 1


def test_an_older_error_is_said_with_its_time() -> None:
    trouble = Trouble(at=datetime(2022, 5, 13, 5, 40, tzinfo=UTC), sentence="GitHub slept")

    assert "- Last error, on Fri 13 May 2022 at 05:40 UTC: GitHub slept" in visible(
        vitals(trouble=trouble)
    )


def test_the_pull_request_is_reached_without_a_reference_to_it() -> None:
    text = visible(vitals(pull_request=(12, "https://github.com/a/b/pull/12"), waiting=THREE))

    assert (
        "[pull request 12](https://github.com/a/b/pulls) with 3 papers: "
        "[A \\*starred\\* paper](https://arxiv.org/abs/2405.00001), "
        "[Another](https://arxiv.org/abs/2405.00002), "
        "[2405\\.00003](https://arxiv.org/abs/2405.00003)." in text
    )
    assert "/pull/12" not in text
    assert "#12" not in text


def test_each_list_of_a_repository_has_its_own_marker_and_title() -> None:
    assert dashboard_marker("a -->b.md") == "<!-- wsss-bot:dashboard a%20--%3Eb.md -->"
    assert dashboard_title("docs/list.md") == "Dashboard of wsss-bot for docs/list.md"
