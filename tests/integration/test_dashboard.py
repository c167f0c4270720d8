"""The dashboard against a GitHub on loopback: one issue, found again, never a second."""

import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from tests.make import a_paper, a_poll
from tests.realdata.where import DATA
from tests.standins.github import APP_TOKEN, BOT, TOKEN, Fault, GitHubStandIn
from tests.standins.openapi import Referee
from wsss_bot.domain import ArxivId, Decision, Outcome
from wsss_bot.errors import GitHubError
from wsss_bot.github import GitHubIssues, connect
from wsss_bot.github.dry_run import DryRunIssues
from wsss_bot.jobs.dashboard import Plans, keep_dashboard, vitals_of
from wsss_bot.jobs.dashboard_text import dashboard_marker, dashboard_title
from wsss_bot.state import DASHBOARD, Store

NOW = datetime(2022, 5, 16, 7, 1, tzinfo=UTC)
PLANS = Plans(
    path="README.md",
    categories=("cs.CV",),
    due={
        "poll": datetime(2022, 5, 17, 5, 30, tzinfo=UTC),
        "propose": datetime(2022, 5, 23, 7, 0, tzinfo=UTC),
        "refresh": datetime(2022, 5, 16, 8, 0, tzinfo=UTC),
    },
)
TITLE, MARKER = dashboard_title("README.md"), dashboard_marker("README.md")
DESCRIPTION = DATA / "github-openapi-subset.json"


@cache
def referee() -> Referee:
    return Referee(DESCRIPTION)


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHubStandIn]:
    with GitHubStandIn(tmp_path).serving() as standin:
        standin.write("| title |\n|---|\n")
        yield standin
        if DESCRIPTION.is_file():
            assert referee().complaints(standin.history + standin.exchanges) == []


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.in_memory() as kept:
        yield kept


def issues_of(github: GitHubStandIn, token: str = TOKEN, name: str = "") -> GitHubIssues:
    """The issues as a bot with this token sees them."""
    seen = connect(
        name or github.repository.full_name,
        token=token,
        api_url=github.url,
        sleep=lambda _: None,
    )
    return GitHubIssues(seen.client, seen.name)


def keep(
    github: GitHubStandIn, store: Store, *, token: str = TOKEN, hours: float = 0, name: str = ""
) -> None:
    """Write the dashboard so many hours later; requests are counted from here."""
    github.begin()
    keep_dashboard(
        lambda: issues_of(github, token, name),
        store,
        lambda: PLANS,
        now=NOW + timedelta(hours=hours),
    )


def done(
    store: Store,
    job: str,
    report: Mapping[str, object] | None = None,
    *,
    days_ago: float = 0,
    failure: BaseException | None = None,
) -> None:
    """Record a run."""
    at = NOW - timedelta(days=days_ago)
    store.runs.finish(store.runs.start(job, at=at), report or {}, at=at, failure=failure)


def test_it_is_opened_once_and_rewritten_in_place_with_two_requests(
    github: GitHubStandIn, store: Store
) -> None:
    keep(github, store)
    first = github.issue(501).body
    keep(github, store, hours=24)

    [issue] = github.issues
    assert (issue.title, issue.user, issue.edits) == (TITLE, BOT, 1)
    assert "Mon 16 May 2022 at 07:01" in first
    assert "Tue 17 May 2022 at 07:01" in issue.body
    assert [exchange.verb for exchange in github.exchanges] == ["GET", "PATCH"]


def test_without_the_state_it_is_found_again(github: GitHubStandIn, store: Store) -> None:
    keep(github, store)
    for number in range(150):
        github.report(f"Something else {number}", "please add my paper", user=BOT)
    with Store.in_memory() as fresh:
        keep(github, fresh, hours=1)

    assert github.issue(501).edits == 1
    assert len(github.issues) == 151


@pytest.mark.parametrize("lost", [False, True])
def test_one_that_people_closed_is_left_alone_until_they_reopen_it(
    github: GitHubStandIn, store: Store, *, lost: bool
) -> None:
    keep(github, store)
    github.issue(501).state = "closed"
    with Store.in_memory() as fresh:
        state = fresh if lost else store
        keep(github, state, hours=1)
        assert github.issue(501).edits == 0
        github.issue(501).state = "open"
        keep(github, state, hours=2)

    assert [issue.edits for issue in github.issues] == [1]


def test_a_refused_paper_that_is_ticked_in_it_may_be_proposed_again(
    github: GitHubStandIn, store: Store
) -> None:
    one = ArxivId("2205.00002")
    refused = Decision(outcome=Outcome.REMOVED, row="", pull_request=1, decided_at=NOW)
    store.outcomes.record(one, refused)
    keep(github, store)
    issue = github.issue(501)
    assert "1 paper refused before: tick one to have it proposed again" in issue.body
    issue.body = issue.body.replace("- [ ] again:", "- [x] again:")

    keep(github, store, hours=1)

    assert store.outcomes.forgotten() == {one: NOW + timedelta(hours=1)}
    assert store.outcomes.all() == {}
    assert "refused before" not in issue.body


def test_people_who_write_into_it_or_rename_it_do_not_make_a_second_one(
    github: GitHubStandIn, store: Store
) -> None:
    keep(github, store)
    github.issue(501).body = "I do not like markers"
    with Store.in_memory() as fresh:
        keep(github, fresh, hours=1)
    assert MARKER in github.issue(501).body
    github.issue(501).title = "The bot"
    with Store.in_memory() as fresh:
        keep(github, fresh, hours=2)

    assert [(issue.title, issue.edits) for issue in github.issues] == [("The bot", 2)]


@pytest.mark.parametrize("token", [TOKEN, APP_TOKEN])
def test_an_issue_that_somebody_else_made_to_look_like_it_is_not_touched(
    github: GitHubStandIn, store: Store, token: str
) -> None:
    github.report(TITLE, f"gotcha\n\n{MARKER}", user="a-stranger")
    keep(github, store, token=token)
    with Store.in_memory() as fresh:
        keep(github, fresh, token=token, hours=1)

    assert [issue.edits for issue in github.issues] == [0, 1]
    assert github.issue(501).body.startswith("gotcha")


def test_one_that_was_moved_to_another_repository_is_no_reason_to_write_into_a_strangers_issue(
    github: GitHubStandIn, store: Store
) -> None:
    keep(github, store)
    report = github.report("A typo", "in line 3")
    github.transfer(501, to=report.number)

    keep(github, store, hours=1)

    assert (report.body, report.edits) == ("in line 3", 0)
    assert [issue.title for issue in github.issues] == ["A typo", TITLE]


def test_an_answer_that_got_lost_does_not_make_a_second_one(
    github: GitHubStandIn, store: Store
) -> None:
    github.begin()
    opening = 4  # after the repository, the owner of the token, and the list of issues
    github.faults = {opening: Fault(arrives=True)}
    keep_dashboard(lambda: issues_of(github), store, lambda: PLANS, now=NOW)
    keep(github, store, hours=1)

    assert [issue.edits for issue in github.issues] == [1]


def test_a_repository_that_was_renamed_keeps_its_closed_one(
    github: GitHubStandIn, store: Store
) -> None:
    old = github.repository.full_name
    keep(github, store)
    github.issue(501).state = "closed"
    github.rename("someone/another-name")
    with Store.in_memory() as fresh:
        keep(github, fresh, name=old)

    assert len(github.issues) == 1


@pytest.mark.parametrize("fault", ["disabled", "forbidden", "down"])
def test_what_goes_wrong_is_logged_and_remembered_and_never_raised(
    github: GitHubStandIn, store: Store, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    github.has_issues = fault != "disabled"
    github.begin()
    if fault == "forbidden":
        github.faults = {4: Fault(status=403, message="Resource not accessible")}
    if fault == "down":
        github.dead_from = 1
    caplog.set_level(logging.WARNING)
    keep_dashboard(lambda: issues_of(github), store, lambda: PLANS, now=NOW)

    sentence = {
        "disabled": "switch issues on in its settings",
        "forbidden": "the token needs Issues: read and write",
        "down": "GitHub did not answer",
    }[fault]
    assert sentence in caplog.text
    assert sentence in store.runs.latest(1)[0].failure
    assert github.issues == []


def test_a_dry_run_finds_it_and_tells_what_it_would_say(
    github: GitHubStandIn, store: Store
) -> None:
    keep(github, store)
    told: list[str] = []
    keep_dashboard(
        lambda: DryRunIssues(issues_of(github), told.append),
        store,
        lambda: PLANS,
        now=NOW + timedelta(hours=1),
    )

    [line] = told
    assert line.startswith("would rewrite issue 501:\n\nThe bot is alive.")
    assert github.issue(501).edits == 0


def test_the_state_tells_of_the_week(store: Store) -> None:
    store.papers.keep([a_paper("2001.00001")], at=NOW - timedelta(days=30))
    store.papers.keep([a_paper("2205.00001"), a_paper("2205.00002")], at=NOW - timedelta(days=1))
    number = store.polls.start(("cs.CV",), first_on=NOW.date(), last_on=NOW.date(), at=NOW)
    store.polls.finish(number, a_poll(900, missing="4 May"), news=2, at=NOW)
    done(store, "poll", days_ago=9, failure=GitHubError("too old to matter"))
    done(store, "poll", {"errors": ["arXiv dozed"]}, days_ago=3)
    report = {
        "below": {"arxiv_id": "2205.00002", "title": "Nearly", "score": 0.31},
        "pull_request": {"number": 3, "url": "https://github.com/a/b/pull/3"},
    }
    done(store, "propose", report, days_ago=2)
    done(store, "poll", failure=GitHubError("GitHub slept"))
    done(store, DASHBOARD)

    found = vitals_of(store, PLANS, now=NOW)

    assert found.read is not None
    assert (found.read.papers, found.read.complete, found.read.missing) == (2, False, "4 May")
    assert found.below is not None
    assert (found.below.title, found.below.score) == ("Nearly", 0.31)
    assert found.pull_request == (3, "https://github.com/a/b/pull/3")
    assert found.failed == {"poll": "GitHub slept"}
    assert found.trouble is not None
    assert found.trouble.sentence == "arXiv dozed"
    assert found.next_at == PLANS.due["refresh"]


def test_the_pull_request_is_known_after_a_bad_week_too(store: Store) -> None:
    report = {"pull_request": {"number": 3, "url": "https://github.com/a/b/pull/3"}}
    done(store, "propose", report, days_ago=6)
    for hours in range(120):
        done(store, "propose", days_ago=5 - hours / 24, failure=GitHubError("GitHub slept"))

    assert vitals_of(store, PLANS, now=NOW).pull_request == (3, "https://github.com/a/b/pull/3")


def test_a_refresh_whose_state_is_thrown_away_says_nothing_of_what_it_cannot_know(
    github: GitHubStandIn, store: Store
) -> None:
    done(store, "refresh")
    keep(github, store)

    text = github.issue(501).body
    assert text.startswith("The bot is alive.")
    assert "Read in the last 7 days" not in text
    assert "pull request" not in text


def test_a_week_without_an_answer_of_arxiv_is_said_to_be_one(store: Store) -> None:
    done(store, "poll", failure=GitHubError("arXiv slept"))

    found = vitals_of(store, PLANS, now=NOW)

    assert found.read is not None
    assert (found.read.papers, found.read.missing) == (0, "arXiv could not be read")
