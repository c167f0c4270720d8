"""How the bot talks to GitHub: credentials, limits, secrets, and what it says when it fails."""

import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.make import a_key
from tests.standins.github import TOKEN, Fault, GitHubStandIn
from wsss_bot.errors import ConfigError, GitHubError, ListError
from wsss_bot.github import AppCredentials, GitHubForge, connect
from wsss_bot.github.client import Response, seconds_to_wait
from wsss_bot.pull_request.forge import Commit, NewText

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHubStandIn]:
    with GitHubStandIn(tmp_path).serving() as standin:
        standin.write("| title |\n|---|\n")
        yield standin


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def repository(github: GitHubStandIn, slept: list[float]) -> GitHubForge:
    return connect(github.repository.full_name, token=TOKEN, api_url=github.url, sleep=slept.append)


def written(forge: GitHubForge) -> str:
    """Put the list on a new branch; return the commit."""

    def check(commit: Commit) -> None:
        raise AssertionError(commit)

    change = NewText(path="README.md", text="| title |\n|---|\n| x |\n", message="Add x")
    seen = forge.read("README.md", "main").sha
    return forge.create("new", change, base="main", seen=seen, check=check)


def test_a_github_app_reads_and_writes(github: GitHubStandIn) -> None:
    app = AppCredentials(app_id="12", private_key=a_key(), installation_id="34")
    repository = connect(github.repository.full_name, app=app, api_url=github.url)

    sha = written(repository)

    assert github.repository.git.branch("new") == sha


@pytest.mark.parametrize(
    ("app_id", "key", "installation"),
    [("", "x", "1"), ("1", "not a key", "1"), ("1", "", "1")],
)
def test_an_app_with_a_broken_key_is_said_in_a_sentence(
    app_id: str, key: str, installation: str
) -> None:
    app = AppCredentials(app_id=app_id, private_key=key, installation_id=installation)

    with pytest.raises(ConfigError, match="WSSS_BOT_APP_KEY must hold"):
        connect("a/b", app=app, api_url="http://127.0.0.1:1")


def test_an_app_that_is_not_installed_is_said_in_a_sentence(github: GitHubStandIn) -> None:
    app = AppCredentials(app_id="12", private_key=a_key(), installation_id="34")
    github.faults = {1: Fault(status=404, message="Not FileInTree")}

    with pytest.raises(ConfigError, match="WSSS_BOT_INSTALLATION_ID"):
        connect(github.repository.full_name, app=app, api_url=github.url).read_list("README.md")


def test_no_secret_is_ever_logged_or_shown(
    github: GitHubStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "ghp_averysecrettoken"
    repository = connect(github.repository.full_name, token=secret, api_url=github.url)

    with pytest.raises(ConfigError) as refused:
        repository.read_list("README.md")

    assert secret not in f"{refused.value!r} {repository!r} {caplog.text}"
    assert "KEY" not in repr(AppCredentials(app_id="1", private_key="KEY", installation_id="2"))


@pytest.mark.parametrize("token", ["a-secret\n", "a secret", "a-secret\u2026", "a-secr\u00e9t"])
def test_a_token_that_cannot_be_sent_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(ConfigError, match="GITHUB_TOKEN holds a blank") as refused:
        connect("someone/a-list", token=token, api_url="http://127.0.0.1:9")

    assert "secr" not in "".join(traceback.format_exception(refused.value))


def test_without_a_token_a_public_list_can_be_read(github: GitHubStandIn) -> None:
    assert connect(github.repository.full_name, api_url=github.url).read_list("README.md") == (
        "| title |\n|---|\n"
    )


def test_a_write_without_a_token_is_told_to_get_one(github: GitHubStandIn) -> None:
    repository = connect(github.repository.full_name, api_url=github.url)

    with pytest.raises(ConfigError, match=r"wants a token for POST .*, and there is none; put one"):
        written(repository)


def test_a_read_that_fails_is_tried_three_times(
    github: GitHubStandIn, repository: GitHubForge, slept: list[float]
) -> None:
    github.faults = {1: Fault(), 2: Fault(status=502)}

    repository.read_list("README.md")

    assert slept == [1.0, 4.0]


def test_a_write_that_fails_is_not_sent_again(
    github: GitHubStandIn, repository: GitHubForge
) -> None:
    github.faults = {7: Fault(status=502)}

    with pytest.raises(GitHubError, match="502"):
        written(repository)

    assert [exchange.verb for exchange in github.exchanges[-2:]] == ["POST", "GET"]


def test_a_long_rate_limit_is_left_to_the_next_run(
    github: GitHubStandIn, repository: GitHubForge, slept: list[float]
) -> None:
    github.faults = {1: Fault(status=429, headers={"Retry-After": "600"})}

    with pytest.raises(GitHubError, match=r"rate limit is used up.*; the next run catches up"):
        repository.read_list("README.md")

    assert slept == []


@pytest.mark.parametrize(
    ("status", "headers", "message", "seconds"),
    [
        (200, {}, "", None),
        (403, {}, "Resource not accessible by integration", None),
        (403, {"retry-after": "7"}, "", 7.0),
        (429, {"retry-after": "7"}, "", 7.0),
        (429, {}, "", 60.0),
        (403, {}, "You have exceeded a secondary rate limit", 60.0),
        (
            403,
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) + 30)},
            "API rate limit exceeded",
            31.0,
        ),
        (
            403,
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) - 30)},
            "API rate limit exceeded",
            1.0,
        ),
    ],
)
def test_how_long_to_wait_is_what_github_says(
    status: int, headers: dict[str, str], message: str, seconds: float | None
) -> None:
    answer = Response(status=status, headers=headers, json={"message": message})

    assert seconds_to_wait(answer, now=NOW) == seconds


def test_what_is_not_json_is_a_failure_of_the_other_side(
    github: GitHubStandIn, repository: GitHubForge
) -> None:
    github.write_raw = b"<html>a captive portal</html>"

    with pytest.raises(GitHubError, match="failed to answer"):
        repository.read_list("README.md")


def test_a_list_that_is_not_utf8_is_said_in_a_sentence(
    github: GitHubStandIn, repository: GitHubForge
) -> None:
    git = github.repository.git
    blob = git.blob("Lîst".encode("latin-1"))
    tree = git.tree(None, {"README.md": blob})
    git.set_branch("main", git.commit(tree, [], "Latin", "someone"))

    with pytest.raises(ListError, match="UTF-8"):
        repository.read_list("README.md")
