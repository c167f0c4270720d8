"""`doctor` against stand-ins: each line is ok, or says what to do."""

import json
import re
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest

from tests.standins.github import TOKEN, Fault, GitHubStandIn
from tests.working_folder import NOW
from wsss_bot.cli import run
from wsss_bot.commands import doctor

NAMES = [
    *("config", "token", "list", "GitHub", "branches"),
    *("arXiv API", "arXiv RSS", "clock", "disk", "state", "schedule"),
]


def examined(capsys: pytest.CaptureFixture[str], *, code: int) -> dict[str, str]:
    """What the doctor says, ill first with a '!'."""
    capsys.readouterr()
    assert run(["doctor", "--json"]) == code
    shown = capsys.readouterr()
    assert TOKEN not in shown.out + shown.err
    checks = json.loads(shown.out)
    return {c["name"]: ("" if c["ok"] else "! ") + c["message"] for c in checks}


def ill(checks: dict[str, str]) -> list[str]:
    return [name for name, message in checks.items() if message.startswith("!")]


def change(before: str, after: str) -> None:
    """Change the config of this folder."""
    path = Path("config.toml")
    path.write_text(re.sub(before, after, path.read_text(encoding="utf-8")), encoding="utf-8")


def test_everything_in_order_is_said_line_by_line_and_nothing_is_written(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(Path().iterdir())

    checks = examined(capsys, code=0)

    assert list(checks) == NAMES
    assert ill(checks) == []
    assert checks["config"] == "config.toml is sound"
    assert checks["list"].startswith("5 entries, 5 with an arXiv id")
    assert checks["GitHub"] == "may write contents and pull requests of someone/a-list"
    assert checks["clock"] == "agrees with GitHub's to 1 s"
    assert checks["state"] == "there is no var/wsss-bot.sqlite yet; the first run makes it"
    assert checks["schedule"].startswith(
        "propose on Mon 2022-05-16 07:00, Mon 2022-05-23 07:00, Mon 2022-05-30 07:00; poll on Fri"
    )
    assert sorted(Path().iterdir()) == before
    assert (github.pulls, github.issues) == ([], [])


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ({"contents"}, "may not write contents of someone/a-list"),
        ({"contents", "pull requests"}, "may not write contents and pull requests of"),
        ({"issues"}, "may not write issues of"),
    ],
)
def test_a_missing_permission_is_named(
    github: GitHubStandIn,
    capsys: pytest.CaptureFixture[str],
    lacking: set[str],
    sentence: str,
) -> None:
    change(r"\[github\]", "[report]\ndashboard = true\n[github]")
    github.may_write -= lacking

    checks = examined(capsys, code=1)

    assert ill(checks) == ["GitHub"]
    assert sentence in checks["GitHub"]


def test_a_missing_right_to_push_is_said_and_counted(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    github.may_push = False

    assert run(["doctor"]) == 1

    shown = capsys.readouterr()
    assert "NO  GitHub: no right to push" in shown.out
    assert "contents and pull requests, each read and write" in shown.out
    assert "1 of 11 checks failed" in shown.err


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        (
            {"GitHub-Authentication-Token-Expiration": "2022-08-20 00:00:00 UTC"},
            "a token, ends on 2022-08-20, in 99 days",
        ),
        (
            {"GitHub-Authentication-Token-Expiration": "2022-05-15 10:00:00 -0700"},
            "! a token, ends on 2022-05-15, in 3 days; make a new one",
        ),
        ({"X-OAuth-Scopes": "gist, repo"}, "a token; GitHub names no day on which it ends"),
        ({"X-OAuth-Scopes": "gist"}, "! a token without the scope 'repo'"),
        ({}, "a token; GitHub names no day on which it ends"),
    ],
)
def test_the_end_and_the_scopes_of_a_token_are_read(
    github: GitHubStandIn,
    capsys: pytest.CaptureFixture[str],
    headers: dict[str, str],
    sentence: str,
) -> None:
    github.token_headers = headers

    assert examined(capsys, code=int(sentence.startswith("!")))["token"].startswith(sentence)


def test_without_a_token_the_doctor_says_where_to_put_one(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    del github
    monkeypatch.delenv("GITHUB_TOKEN")

    assert "put one into GITHUB_TOKEN" in examined(capsys, code=1)["token"]


def test_rules_of_the_base_branch_stand_in_nobodys_way(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    github.rules = {"main": ["pull_request"]}
    assert examined(capsys, code=0)["branches"] == (
        "wsss-bot/candidates and wsss-bot/completions may be written; main: has rules "
        "(pull_request), the bot never writes to it"
    )


@pytest.mark.parametrize(
    ("branch", "key"),
    [
        ("wsss-bot/candidates", "[pull_request] branch"),
        ("wsss-bot/completions", "[refresh] branch"),
    ],
)
def test_rules_that_refuse_one_of_its_branches_are_named(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], branch: str, key: str
) -> None:
    github.rules = {branch: ["creation", "deletion"]}

    checks = examined(capsys, code=1)

    assert ill(checks) == ["branches"]
    assert f"may refuse the branch {branch} (creation)" in checks["branches"]
    assert checks["branches"].endswith(f"as {key}")


@pytest.mark.parametrize(("minutes", "side"), [(-90, "90 minutes fast"), (3000, "2 days slow")])
def test_a_clock_that_is_wrong_is_said(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], minutes: int, side: str
) -> None:
    github.now = lambda: NOW + timedelta(minutes=minutes)

    checks = examined(capsys, code=1)

    assert ill(checks) == ["clock"]
    assert f"this machine's clock is {side} of GitHub's" in checks["clock"]


def test_for_a_local_list_github_is_not_needed_and_arxiv_tells_the_time(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("list.md").write_text(github.text(), encoding="utf-8")
    change('repository = "[^"]*"', 'path = "list.md"')
    github.begin()

    checks = examined(capsys, code=0)

    assert checks["token"].startswith("not needed")
    assert checks["clock"] == "agrees with arXiv's to 1 s"
    assert github.exchanges == []


def test_one_that_fails_hides_no_other(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    github.dead_from = 1
    change(r"http://127\.0\.0\.1:\d+(?=/rss)", "http://127.0.0.1:9")
    monkeypatch.setattr("wsss_bot.github.client.ATTEMPTS", 1)

    checks = examined(capsys, code=1)

    assert list(checks) == NAMES
    assert ill(checks) == ["token", "list", "GitHub", "branches", "arXiv RSS"]
    assert checks["clock"] == "agrees with arXiv's to 1 s"


@pytest.mark.parametrize(
    ("token", "cause"),
    [
        ("ghp_wrong", "GitHub does not accept the token (401)"),
        ("a b", "GITHUB_TOKEN holds a blank"),
    ],
)
@pytest.mark.parametrize("branch", ["", '\nbranch = "main"'])
def test_a_wrong_token_is_said_once_and_what_needs_it_could_not_be_looked_at(
    github: GitHubStandIn,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    token: str,
    cause: str,
    branch: str,
) -> None:
    change(r"(repository = .*)", rf"\1{branch}")
    github.now = lambda: NOW + timedelta(days=2)  # nobody can see that
    monkeypatch.setenv("GITHUB_TOKEN", token)

    checks = examined(capsys, code=1)
    assert run(["doctor"]) == 1

    assert checks["token"].startswith(f"! {cause}")
    because = "! could not be looked at because of what is said of token"
    assert [checks[name] for name in ("list", "GitHub", "branches")] == [because] * 3
    assert ill(checks) == ["token", "list", "GitHub", "branches"]
    shown = capsys.readouterr()
    assert shown.out.count(cause) == 1
    assert "1 of 11 checks failed, and because of that 3 more" in shown.err


def test_a_wrong_token_hides_no_wrong_clock(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    del github
    monkeypatch.setenv("GITHUB_TOKEN", "ghp_wrong")
    monkeypatch.setattr(
        "wsss_bot.commands.doctor.arxiv.its_time", lambda _: NOW - timedelta(hours=3)
    )

    assert "clock is 3 hours fast of arXiv's" in examined(capsys, code=1)["clock"]


def test_a_wrong_config_is_the_only_check(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    del github
    change("threshold", "treshold")

    checks = examined(capsys, code=1)

    assert list(checks) == ["config"]
    assert "did you mean 'threshold'?" in checks["config"]


def test_a_full_disk_is_said(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    del github
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10**9, 10**9, 10**6))

    assert "only 1 MB are free in" in examined(capsys, code=1)["disk"]


def test_a_folder_that_cannot_be_written_is_said(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    del github
    change(r"\[github\]", '[state]\npath = "/proc/1/wsss-bot.sqlite"\n[github]')

    assert "! nothing can be written in /proc" in examined(capsys, code=1)["disk"]


def test_a_state_that_another_bot_is_using_is_said(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    from wsss_bot.state import Store

    assert run(["run"]) == 0
    with Store.open(Path("var/wsss-bot.sqlite"), now=NOW):
        assert "another wsss-bot is working with" in examined(capsys, code=1)["state"]

    assert "is sound and not in use" in examined(capsys, code=0)["state"]
    assert len(github.pulls) == 1


def test_a_request_that_github_refuses_for_a_moment_is_no_missing_permission(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    names = list(doctor.CHECKS)
    assert names.index("GitHub") == 2
    github.begin()
    github.faults = {6: Fault(status=502)}  # list, files, token and repository were asked before

    checks = examined(capsys, code=1)

    assert checks["GitHub"].endswith(f"(502); {doctor.REMEDY}")


def test_a_renamed_repository_is_looked_at_under_its_new_name(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    github.rename("someone/new-name")

    checks = examined(capsys, code=0)

    assert checks["GitHub"] == "may write contents and pull requests of someone/new-name"


def test_a_repository_that_moved_to_another_owner_is_named(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    github.rename("somebody/a-list")

    assert "somebody else now, as somebody/a-list" in examined(capsys, code=1)["token"]


def test_commits_that_must_be_signed_are_mentioned(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    github.rules["main"] = ["required_signatures"]

    assert "commits on main must be signed" in examined(capsys, code=1)["branches"]


def test_pull_requests_that_are_switched_off_are_mentioned(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    github.more_of_the_repository = {"has_pull_requests": False}

    assert "someone/a-list has no pull requests" in examined(capsys, code=1)["GitHub"]


def test_a_workflow_that_may_not_open_pull_requests_is_told_where_to_allow_it(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "GitHub Actions is not permitted to create or approve pull requests."
    github.refuse("POST", r"/pulls$", 403, words)

    found = examined(capsys, code=1)["GitHub"]

    assert words in found
    assert "allow it under Settings, Actions, General" in found
