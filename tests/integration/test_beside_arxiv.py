"""The sources beside arXiv as an operator meets them: in runs, refreshes and the doctor."""

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.standins.arxiv import ArxivStandin
from tests.standins.arxiv_transports import serve
from tests.standins.github import TOKEN, GitHubStandIn
from tests.standins.sources import BOT_CHECK, Answer, SourcesStandin, work
from tests.working_folder import (
    FITTING,
    LIST,
    LISTED,
    NOW,
    WEAK,
    a_record,
    arxiv_events,
    config_for,
)
from wsss_bot.app import SystemClock
from wsss_bot.cli import run

ADA = "Ada Lovelace"
"""Who wrote all papers of the stand-in of arXiv."""
UNFILLED = "2112.05351"
"""A listed paper whose venue the list leaves blank."""


class Today:
    """What time it is for the bot."""

    def __init__(self) -> None:
        self.at = NOW

    def pass_days(self, days: int) -> None:
        self.at += timedelta(days=days)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Today:
    today = Today()
    monkeypatch.setattr(SystemClock, "now", lambda _: today.at)
    monkeypatch.setattr(SystemClock, "sleep", lambda _, __: None)
    return today


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> Iterator[SourcesStandin]:
    with SourcesStandin().serving() as standin:
        standin.stands_in(monkeypatch)
        yield standin


@pytest.fixture
def github(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: Today, sources: SourcesStandin
) -> Iterator[GitHubStandIn]:
    del sources
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    folder = tmp_path / "github"
    folder.mkdir()
    arxiv = ArxivStandin(arxiv_events(flow=200), now=lambda: today.at)
    with serve(arxiv) as url, GitHubStandIn(folder).serving() as hub:
        hub.now = lambda: today.at
        hub.write(LIST)
        text = config_for(url, hub).replace("= false", "= true")
        (tmp_path / "config.toml").write_text(text, encoding="utf-8")
        yield hub


def done(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run([*words, "--json"]) == 0
    shown: dict[str, Any] = json.loads(capsys.readouterr().out)
    return shown


def test_a_new_row_has_the_venue_that_only_the_proceedings_name(
    github: GitHubStandIn, sources: SourcesStandin, capsys: pytest.CaptureFixture[str]
) -> None:
    sources.lists("CVPR", 2022, (FITTING, ADA, ""))

    report = done(capsys, "run")

    assert report["proposed"] == ["2205.00002"]
    [row] = [line for line in github.text("wsss-bot/candidates").splitlines() if FITTING in line]
    assert "| CVPR 2022 |" in row
    assert "CVF open access" in github.pull(1).body
    assert "source_errors" not in report


def test_what_may_be_the_venue_of_a_new_paper_is_shown_with_both_sources(
    github: GitHubStandIn, sources: SourcesStandin, capsys: pytest.CaptureFixture[str]
) -> None:
    sources.lists("CVPR", 2022, (f"{FITTING}, Revisited", ADA, "2205.00002"))

    done(capsys, "run")

    [row] = [line for line in github.text("wsss-bot/candidates").splitlines() if FITTING in line]
    assert "CVPR" not in row
    body = github.pull(1).body
    assert "venue left blank: perhaps CVPR 2022 by CVF open access" in body
    assert "another title" in body


def test_a_refresh_fills_the_venue_of_an_old_row(
    github: GitHubStandIn, sources: SourcesStandin, capsys: pytest.CaptureFixture[str]
) -> None:
    sources.lists("CVPR", 2022, (LISTED[UNFILLED], ADA, UNFILLED))

    report = done(capsys, "refresh")

    [change] = report["changes"]
    assert (change["line"], change["role"], change["source"]) == (7, "venue", "CVF open access")
    assert "CVPR 2022" in change["after"]
    assert change["after"] in github.text("wsss-bot/completions")


@pytest.mark.parametrize(
    ("title", "authors"),
    [
        (LISTED[UNFILLED], "Some One, Any Body"),
        (f"PixelNet: {LISTED[UNFILLED]}", ADA),
    ],
)
def test_what_is_not_certain_changes_nothing(
    github: GitHubStandIn,
    sources: SourcesStandin,
    capsys: pytest.CaptureFixture[str],
    title: str,
    authors: str,
) -> None:
    del github
    sources.lists("CVPR", 2022, (title, authors, ""))

    assert done(capsys, "refresh")["changes"] == []


def test_a_cell_that_the_proceedings_contradict_is_a_notice(
    github: GitHubStandIn, sources: SourcesStandin, capsys: pytest.CaptureFixture[str]
) -> None:
    del github
    sources.lists("CVPR", 2021, (LISTED["2110.06530"], ADA, "2110.06530"))

    report = done(capsys, "refresh")

    assert report["changes"] == []
    [message] = [notice["message"] for notice in report["notices"]]
    assert message.startswith("the row says NIPS 2021, its proceedings CVPR 2021: http://127.0.0.1")


FAULTS: dict[str, Answer] = {
    "bot check": (200, {}, BOT_CHECK),
    "web page": (200, {}, b"<!doctype html><html>Welcome</html>"),
    "empty": (200, {}, b""),
    "403": (403, {}, b"no"),
    "429": (429, {}, b"{}"),
    "500": (500, {}, b"oops"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
def test_sources_that_fail_for_weeks_spoil_no_run_and_lose_nothing(
    github: GitHubStandIn,
    sources: SourcesStandin,
    today: Today,
    capsys: pytest.CaptureFixture[str],
    fault: Answer,
) -> None:
    sources.lists("CVPR", 2022, (LISTED[UNFILLED], ADA, UNFILLED))
    assert len(done(capsys, "refresh", "--dry-run")["changes"]) == 1
    assert done(capsys, "run")["proposed"] == ["2205.00002"]
    sources.fault = fault
    for _ in range(3):
        today.pass_days(7)
        report = done(capsys, "run")
        assert not any("127.0.0.1" in error for error in report["errors"])
        assert any("not read since 2022-05-19" in error for error in report["source_errors"])

    assert len(done(capsys, "refresh")["changes"]) == 1
    assert len(github.pulls) == 2


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_weeks_with_sources_that_fail_at_random(
    github: GitHubStandIn,
    sources: SourcesStandin,
    today: Today,
    capsys: pytest.CaptureFixture[str],
    seed: int,
) -> None:
    """Nothing is lost and nothing comes twice; a conference of the year costs a request a week."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    proposed: list[str] = []
    filled: list[str] = []
    sources.lists("CVPR", 2022, (LISTED[UNFILLED], ADA, UNFILLED))
    for week in range(8):
        sources.fault = chance.choice([None, *FAULTS.values()])
        sources.asked.clear()
        proposed += done(capsys, "run")["proposed"]
        if week % 4 == 0:
            filled += [change["role"] for change in done(capsys, "refresh")["changes"]]
        of_this_year = [path for path in sources.paths if str(today.at.year) in path]
        assert len(of_this_year) <= 1
        today.pass_days(7)
    sources.fault = None
    today.pass_days(7)
    filled += [change["role"] for change in done(capsys, "refresh")["changes"]]

    assert proposed == ["2205.00002"]
    assert filled == ["venue"]
    assert len(github.pulls) == 2


def test_a_preview_knows_what_runs_have_read_and_asks_nobody(
    github: GitHubStandIn, sources: SourcesStandin, capsys: pytest.CaptureFixture[str]
) -> None:
    sources.lists("CVPR", 2022, (FITTING, ADA, ""))
    done(capsys, "run")
    sources.asked.clear()
    Path("list.md").write_text(LIST, encoding="utf-8")
    Path("new.jsonl").write_text(
        json.dumps(
            a_record("2205.00002", FITTING, WEAK) | {"authors": ADA, "update_date": "2022-05-09"}
        ),
        encoding="utf-8",
    )
    capsys.readouterr()

    assert run(["add", "--papers", "new.jsonl", "--list", "list.md", "--json"]) == 0

    row = json.loads(capsys.readouterr().out.splitlines()[0])
    assert row["cells"]["venue"]["source"] == "CVF open access"
    assert sources.asked == []
    assert github.pulls


def test_in_a_quiet_week_a_conference_of_the_year_costs_one_request(
    github: GitHubStandIn, sources: SourcesStandin, today: Today, capsys: pytest.CaptureFixture[str]
) -> None:
    del github
    sources.lists("CVPR", 2022, (LISTED[UNFILLED], ADA, ""))
    done(capsys, "run")
    for _ in range(4):
        sources.asked.clear()
        today.pass_days(7)
        for job in ("run", "refresh", "run"):
            done(capsys, job)
        this_year = [path for path in sources.paths if "2022" in path]
        assert len(this_year) <= 1


def test_sources_that_are_off_are_not_asked(
    github: GitHubStandIn, sources: SourcesStandin, capsys: pytest.CaptureFixture[str]
) -> None:
    del github
    config = Path("config.toml")
    config.write_text(config.read_text().replace("= true", "= false"), encoding="utf-8")

    done(capsys, "run")
    done(capsys, "refresh")

    assert sources.asked == []


def test_a_dry_run_keeps_nothing(
    github: GitHubStandIn, sources: SourcesStandin, capsys: pytest.CaptureFixture[str]
) -> None:
    del github
    sources.lists("CVPR", 2022, (LISTED[UNFILLED], ADA, UNFILLED))
    for _ in range(2):
        sources.asked.clear()
        assert len(done(capsys, "refresh", "--dry-run")["changes"]) == 1
        assert sources.asked != []


def test_the_doctor_asks_each_source_once(
    github: GitHubStandIn, sources: SourcesStandin, capsys: pytest.CaptureFixture[str]
) -> None:
    del github
    sources.lists("CVPR", 2022, (LISTED[UNFILLED], ADA, ""))
    sources.answers["/works/10.1109/5.771073"] = work("10.1109/5.771073", "Old", "Proc. IEEE", 1999)
    capsys.readouterr()

    assert run(["doctor", "--json"]) == 0

    said = {c["name"]: c["message"] for c in json.loads(capsys.readouterr().out)}
    assert "lists 1 papers of CVPR 2022" in said["proceedings"]
    assert said["Crossref"] == "answers: Old"
    assert len(sources.asked) == 2


def test_a_source_that_is_down_is_no_fault_of_the_bot_s(
    github: GitHubStandIn, sources: SourcesStandin, capsys: pytest.CaptureFixture[str]
) -> None:
    del github
    sources.fault = (200, {}, BOT_CHECK)
    capsys.readouterr()

    assert run(["doctor", "--json"]) == 0

    said = {c["name"]: c["message"] for c in json.loads(capsys.readouterr().out)}
    assert said["proceedings"].endswith("answered with a bot check; runs go on without it")
    assert said["Crossref"].endswith("answered with a bot check; runs go on without it")


def test_a_key_that_is_wanted_and_missing_is_said(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    del github
    config = Path("config.toml")
    text = config.read_text().replace("[sources]", "[sources]\nsemantic_scholar = true")
    config.write_text(text, encoding="utf-8")
    capsys.readouterr()

    assert run(["doctor", "--json"]) == 1

    said = {c["name"]: c for c in json.loads(capsys.readouterr().out)}
    assert not said["Semantic Scholar"]["ok"]
    assert "WSSS_BOT_S2_KEY" in said["Semantic Scholar"]["message"]
