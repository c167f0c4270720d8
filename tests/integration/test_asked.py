"""People ask for papers in issues and comments, and whole runs answer them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import HOSTILE
from tests.realdata.where import DATA
from tests.standins.github import BOT, GitHubStandIn
from tests.standins.openapi import Referee
from tests.working_folder import NOW
from wsss_bot.app import SystemClock
from wsss_bot.cli import run

FLOW = "2109.00007"
FITTING_ID = "2205.00002"


DESCRIPTION = DATA / "github-openapi-subset.json"


@cache
def referee() -> Referee:
    return Referee(DESCRIPTION)


@pytest.fixture
def hub(github: GitHubStandIn) -> Iterator[GitHubStandIn]:
    """A bot that answers requests, after its first run."""
    config = Path("config.toml")
    config.write_text(
        config.read_text(encoding="utf-8") + "[pull_request]\nrequests = true\n", "utf-8"
    )
    github.writers.add("someone")
    assert run(["run"]) == 0
    yield github
    if DESCRIPTION.is_file():
        assert referee().complaints(github.history + github.exchanges) == []


def ask(hub: GitHubStandIn, arxiv_id: str, *, by: str = "someone", text: str = "Please") -> int:
    return hub.ask_as(by, "A paper", f"{text} https://arxiv.org/abs/{arxiv_id}").number


def answers(hub: GitHubStandIn, number: int) -> list[str]:
    return [c["body"] for c in hub.thread(number).comments if c["user"] == BOT]


def requests_of_a_run(hub: GitHubStandIn) -> int:
    hub.begin()
    assert run(["run"]) == 0
    return hub.count


def test_who_may_write_gets_a_row_and_an_answer_once(hub: GitHubStandIn) -> None:
    number = ask(hub, FLOW)

    assert run(["run"]) == 0
    assert run(["run"]) == 0

    [answer] = answers(hub, number)
    assert f"[On optical flow, part 7](https://arxiv.org/abs/{FLOW})" in answer
    assert "its row is in pull request 1 now" in answer
    assert f"[{FLOW}](https://arxiv.org/abs/{FLOW})" in hub.text("wsss-bot/candidates")
    assert hub.pull(1).title.startswith("2 papers for the list")
    assert hub.pull(1).body.count("\n- [x] **") + hub.pull(1).body.startswith("- [x] **") == 2


def test_others_wait_for_a_tick_of_who_may_write(hub: GitHubStandIn) -> None:
    number = ask(hub, FLOW, by="a-stranger")
    assert run(["run"]) == 0
    [offer] = answers(hub, number)
    before = hub.text("wsss-bot/candidates")
    hub.tick_answer(number, FLOW)

    assert run(["run"]) == 0
    assert run(["run"]) == 0

    [answer] = answers(hub, number)
    assert "- [ ] [On optical flow" in offer
    assert "whoever may write here adds it by ticking it" in offer
    assert FLOW not in before
    assert "its row is in pull request 1 now" in answer
    assert hub.text("wsss-bot/candidates").count(f"/abs/{FLOW}") == 1


def test_a_listed_one_and_one_that_waits_and_one_that_is_not_there_are_said(
    hub: GitHubStandIn,
) -> None:
    number = ask(hub, "2203.02909 arXiv:2205.00002 and arxiv.org/pdf/2412.99999v2")

    assert run(["run"]) == 0

    [answer] = answers(hub, number)
    assert "is already listed, in line 6." in answer
    assert "stands in pull request 1 already and waits there" in answer
    assert "arXiv has no paper 2412" in answer
    assert "- [ ]" not in answer


def test_a_refused_one_comes_back_when_it_is_ticked(
    hub: GitHubStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.tick(1, FITTING_ID, on=False)
    assert run(["run"]) == 0
    number = ask(hub, FITTING_ID)
    assert run(["run"]) == 0
    [refused] = answers(hub, number)
    yesterday = int((NOW - timedelta(days=1)).timestamp())
    monkeypatch.setattr("tests.standins.github.shapes.EPOCH", yesterday)
    hub.tick_answer(number, FITTING_ID)

    assert run(["run"]) == 0

    [answer] = answers(hub, number)
    assert "was refused on 12 May 2022. Whoever may write here has it proposed again" in refused
    assert "its row is in pull request" in answer
    assert f"/abs/{FITTING_ID}" in hub.text("wsss-bot/candidates")


def test_a_comment_on_the_pull_request_asks_too(hub: GitHubStandIn) -> None:
    hub.say_as("someone", 1, f"And arXiv:{FLOW}?\n> quoted https://arxiv.org/abs/2109.00008")

    assert run(["run"]) == 0
    after_first = requests_of_a_run(hub)
    quiet = requests_of_a_run(hub)

    [answer] = answers(hub, 1)
    assert "its row is in pull request 1 now" in answer
    assert "2109.00008" not in answer
    assert after_first <= quiet + 1


def test_programs_and_hidden_or_quoted_text_ask_for_nothing(hub: GitHubStandIn) -> None:
    silent = [
        hub.ask_as("another[bot]", "A paper", f"https://arxiv.org/abs/{FLOW}").number,
        hub.ask_as("someone", "A form", f"<!-- like https://arxiv.org/abs/{FLOW} -->").number,
        hub.ask_as("someone", "A reply", f"> https://arxiv.org/abs/{FLOW}\n\nThanks!").number,
        hub.ask_as("someone", "A bug", f"Row {FLOW} is odd, see #1").number,
    ]

    assert run(["run"]) == 0

    assert [answers(hub, number) for number in silent] == [[], [], [], []]


def test_one_account_gets_a_few_papers_a_day_and_one_word_about_that(hub: GitHubStandIn) -> None:
    numbers = [ask(hub, f"2109.{n:05}", by="a-stranger") for n in range(10, 20)]

    assert run(["run"]) == 0

    said = [answers(hub, number) for number in numbers]
    assert ["whoever may write" in text for [text] in said[:5]] == [True] * 5
    assert "at most 5 papers a day" in said[5][0]
    assert said[6:] == [[], [], [], []]


def test_without_the_key_nobody_is_answered(github: GitHubStandIn) -> None:
    number = ask(github, FLOW)

    assert run(["run"]) == 0

    assert answers(github, number) == []
    assert not any(e.path.endswith("/issues") for e in github.exchanges)


def test_a_quiet_run_costs_one_request_more(hub: GitHubStandIn) -> None:
    assert run(["run"]) == 0
    with_requests = requests_of_a_run(hub)
    config = Path("config.toml")
    config.write_text(config.read_text("utf-8").replace("requests = true", ""), "utf-8")

    assert with_requests - requests_of_a_run(hub) == 1


def test_an_answered_thread_is_read_once_more_and_then_costs_nothing(hub: GitHubStandIn) -> None:
    quiet = requests_of_a_run(hub)
    ask(hub, FLOW)
    assert run(["run"]) == 0

    assert requests_of_a_run(hub) <= quiet + 1
    assert requests_of_a_run(hub) == quiet


def test_where_a_run_is_killed_anywhere_one_row_and_one_answer_come_of_it(
    hub: GitHubStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ask(hub, FLOW)
    for dead_from in range(4, 22, 2):
        monkeypatch.setattr(SystemClock, "sleep", lambda _, __: None)
        hub.begin()
        hub.dead_from = dead_from
        run(["run"])
    hub.begin()

    assert run(["run"]) == 0
    assert run(["run"]) == 0

    assert len(answers(hub, number)) == 1
    assert hub.text("wsss-bot/candidates").count(f"/abs/{FLOW}") == 1


def test_where_the_state_is_lost_nothing_is_answered_twice(hub: GitHubStandIn) -> None:
    number = ask(hub, FLOW)
    assert run(["run"]) == 0
    Path("var/wsss-bot.sqlite").unlink()

    assert run(["run"]) == 0

    assert len(answers(hub, number)) == 1


def test_where_there_is_no_room_the_answer_says_so_and_the_row_comes_later(
    hub: GitHubStandIn,
) -> None:
    config = Path("config.toml")
    config.write_text(config.read_text("utf-8") + "max_rows = 1\n", "utf-8")
    number = ask(hub, FLOW)
    assert run(["run"]) == 0
    [waits] = answers(hub, number)
    hub.merge(1)

    assert run(["run"]) == 0

    [answer] = answers(hub, number)
    assert "its row comes as soon as there is room" in waits
    assert "its row is in pull request 2 now" in answer


def test_hostile_requests_are_not_repeated(hub: GitHubStandIn) -> None:
    number = ask(hub, FLOW, by="a-stranger", text="\n".join(HOSTILE))

    assert run(["run"]) == 0

    [answer] = answers(hub, number)
    assert "@" not in answer
    assert len(answer) < 3000


def test_where_issues_cannot_be_read_the_run_goes_on(
    hub: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.refuse("GET", r"/issues$", 403, "Resource not accessible by personal access token")
    ask(hub, FLOW)

    assert run(["run"]) == 0

    assert "what people ask for could not be read" in capsys.readouterr().err


def test_a_dry_run_says_what_it_would_answer(
    hub: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    number = ask(hub, "2203.02909")

    assert run(["run", "--dry-run"]) == 0

    assert f"would answer in issue {number}" in capsys.readouterr().out
    assert answers(hub, number) == []


def test_requests_are_counted(hub: GitHubStandIn, capsys: pytest.CaptureFixture[str]) -> None:
    ask(hub, "2203.02909")
    hub.begin()
    capsys.readouterr()

    assert run(["run", "--json"]) == 0

    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["requests"]["github"] == hub.count
    assert (report["asked"]["answered"], report["asked"]["open"]) == (1, 0)


def test_what_is_older_than_two_weeks_is_left_alone(
    hub: GitHubStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ask(hub, "2203.02909")
    Path("var/wsss-bot.sqlite").unlink()
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW + timedelta(days=15))

    assert run(["run"]) == 0

    assert answers(hub, number) == []
