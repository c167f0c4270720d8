"""`refresh` as an operator types it, against stand-ins of arXiv and GitHub."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.standins.arxiv import ArxivStandin, Event
from tests.standins.arxiv_transports import serve
from tests.standins.github import TOKEN, GitHubStandIn
from tests.working_folder import LIST, NOW, a_record, arxiv_events, write_lines
from wsss_bot.app import SystemClock
from wsss_bot.cli import run
from wsss_bot.jobs import job

BRANCH = "wsss-bot/completions"


def accepted(events: list[Event]) -> list[Event]:
    """The same, and that one of the listed papers was accepted in the meantime."""
    [old] = [event for event in events if event.paper.arxiv_id == "2112.05351"]
    paper = replace(old.paper, version=2, comment="Accepted to TIP 2023")
    return [*events, Event(at=old.at + timedelta(days=9), paper=paper)]


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHubStandIn]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    folder = tmp_path / "github"
    folder.mkdir()
    arxiv = ArxivStandin(accepted(arxiv_events(flow=0)), now=lambda: NOW)
    with serve(arxiv) as url, GitHubStandIn(folder).serving() as hub:
        hub.write(LIST)
        (tmp_path / "config.toml").write_text(
            f'[list]\nrepository = "{hub.repository.full_name}"\n'
            f'[arxiv]\napi_url = "{url}/api/query"\nrss_url = "{url}/rss"\npause_seconds = 0.0\n'
            f'[github]\napi_url = "{hub.url}"\n'
            "[sources]\nproceedings = false\ncrossref = false\n",
            encoding="utf-8",
        )
        yield hub


def refreshed(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["refresh", "--json", *words]) == 0
    shown: dict[str, Any] = json.loads(capsys.readouterr().out)
    return shown


def test_refresh_opens_a_pull_request_and_the_next_one_has_nothing_to_add(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    first = refreshed(capsys)
    second = refreshed(capsys)

    [change] = first["changes"]
    assert (change["line"], change["role"], change["after"]) == (7, "venue", "TIP 2023")
    assert second["changes"] == []
    assert first["pull_request"] == second["pull_request"]
    assert github.pull(1).head == BRANCH
    assert "| TIP 2023 | [2112.05351]" in github.text(BRANCH)
    assert (first["requests"]["arxiv"], second["requests"]["arxiv"]) == (1, 1)


def test_a_refresh_is_kept_among_the_runs_without_the_texts(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    refreshed(capsys)

    assert run(["status", "--json"]) == 0

    [kept] = json.loads(capsys.readouterr().out)["runs"]
    assert kept["job"] == "refresh"
    assert kept["finished_at"] is not None
    assert kept["report"]["pull_request"]["number"] == github.pull(1).number
    assert "body" not in kept["report"]


def test_a_dry_run_decides_the_same_and_writes_nothing(
    github: GitHubStandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dry = refreshed(capsys, "--dry-run")

    assert github.pulls == []
    assert not (tmp_path / "var").exists()

    wet = refreshed(capsys)

    assert [dry[key] for key in ("title", "diff", "changes")] == [
        wet[key] for key in ("title", "diff", "changes")
    ]
    assert run(["refresh", "--dry-run"]) == 0
    assert "pull request 1:" in capsys.readouterr().out


def test_records_in_a_file_stand_in_for_arxiv(
    github: GitHubStandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = write_lines(
        tmp_path / "records.jsonl",
        [a_record("2203.02909", "Prototypes", "Code: https://github.com/someone/SIPE.")],
    )

    report = refreshed(capsys, "--papers", records)

    # The stand-in has no such repository, and a link to nowhere is worth nothing.
    assert report["changes"] == []
    assert report["requests"]["arxiv"] == 0
    assert github.pulls == []


def test_without_arxiv_the_rest_is_done_and_the_exit_code_says_so(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshed(capsys)
    github.close(1)
    config = Path("config.toml").read_text(encoding="utf-8")
    elsewhere = re.sub(r"http://127\.0\.0\.1:\d+(?=/(?:api|rss))", "http://127.0.0.1:9", config)
    Path("config.toml").write_text(elsewhere, encoding="utf-8")
    monkeypatch.setattr(job, "UNATTENDED_SECONDS", 0.0)

    assert run(["refresh", "--json"]) == 75

    printed = capsys.readouterr()
    assert json.loads(printed.out)["outcomes"] == {"2112.05351:venue": "declined"}
    assert "the next run catches up" in printed.err
    assert len(github.pull(1).comments) == 1


def test_on_a_local_list_refresh_only_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(["refresh"]) == 1

    assert "--dry-run" in capsys.readouterr().err


def test_each_pull_request_needs_a_branch_of_its_own(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    del github
    with Path("config.toml").open("a", encoding="utf-8") as config:
        config.write('[refresh]\nbranch = "wsss-bot/candidates"\n')

    assert run(["refresh"]) == 1

    assert '[refresh] branch is "wsss-bot/candidates" for both pull requests; each needs' in (
        capsys.readouterr().err
    )


def test_the_dashboard_tells_of_the_refresh(github: GitHubStandIn) -> None:
    with Path("config.toml").open("a", encoding="utf-8") as config:
        config.write("[report]\ndashboard = true\n")

    assert run(["refresh"]) == 0

    [issue] = github.issues
    assert "refresh" in issue.body
