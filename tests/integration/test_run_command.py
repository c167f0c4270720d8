"""`run`, `status` and `forget` as an operator types them, against stand-ins of arXiv and GitHub."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.make import a_key
from tests.standins.github import TOKEN, Fault, GitHubStandIn
from tests.working_folder import FITTING, NOW, WEAK, a_record
from wsss_bot.app import SystemClock
from wsss_bot.cli import run
from wsss_bot.domain import ArxivId
from wsss_bot.jobs import job
from wsss_bot.ranking.from_state import rank_by_state
from wsss_bot.ranking.ranking import Ranking
from wsss_bot.state import Store


def test_a_run_opens_a_pull_request_and_the_next_one_has_nothing_to_add(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["run", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert run(["run", "--json"]) == 0
    second = json.loads(capsys.readouterr().out)

    assert (first["proposed"], second["proposed"]) == (["2205.00002"], [])
    assert first["outcomes"] == {"2205.00002": "waiting"}
    assert first["complete"] is True
    assert first["pull_request"]["number"] == second["pull_request"]["number"] == 1
    assert github.pull(1).title == "1 paper for the list: SeedNet"
    assert TOKEN not in json.dumps([first, second])
    assert Path("var/classifier.npz").exists()
    assert all(TOKEN.encode() not in path.read_bytes() for path in Path("var").iterdir())


def test_explain_has_the_threshold_of_the_runs_and_asks_nothing_that_the_state_knows(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rankings: list[Ranking] = []

    def ranked(*given: Any, **named: Any) -> Any:
        rankings.append(rank_by_state(*given, **named))
        return rankings[-1]

    monkeypatch.setattr("wsss_bot.jobs.rank.rank_by_state", ranked)
    config = Path("config.toml")
    config.write_text(config.read_text(encoding="utf-8").replace("threshold = 0.5", ""))
    assert run(["run"]) == 0
    before, told = Path("var/wsss-bot.sqlite").read_bytes(), config.read_bytes()
    without_arxiv(monkeypatch)
    capsys.readouterr()
    assert run(["explain", "2205.00002", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert run(["explain", "2205.00002"]) == 0
    said, kept = capsys.readouterr().out, Path("var/wsss-bot.sqlite").read_bytes()
    config.write_bytes(told)
    assert run(["run"]) == 0

    assert len({ranking.point for ranking in rankings[1:]}) == 1
    assert found["threshold"] == rankings[-1].point.threshold
    assert found["papers_per_week"] == pytest.approx(10, abs=1)  # the stand-in's 1 in 0.7 days
    assert " papers a week, as the bot has read them\n" in said
    assert kept == before
    assert len(github.pulls) == 1


def test_what_names_no_paper_is_not_explained_and_nothing_is_learnt_for_it(
    github: GitHubStandIn,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run(["run"]) == 0
    sent = len(github.exchanges)
    monkeypatch.setattr("wsss_bot.jobs.rank.rank_by_state", None)

    assert run(["explain", "weak supervision"]) == 1

    assert "weak supervision" in capsys.readouterr().err
    assert len(github.exchanges) == sent


def test_run_preview_explain_and_score_have_one_threshold(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config = Path("config.toml")
    config.write_text(config.read_text(encoding="utf-8").replace("threshold = 0.5", ""))
    assert run(["run"]) == 0
    with Store.open_to_read(tmp_path / "var/wsss-bot.sqlite", now=NOW) as state:
        last = state.thresholds.last()
        kept = state.outcomes.all()
    capsys.readouterr()

    assert run(["preview", "--json"]) == 0
    previewed = json.loads(capsys.readouterr().out)
    assert run(["explain", "2205.00002", "--json"]) == 0
    explained = json.loads(capsys.readouterr().out)
    Path("one.jsonl").write_text(
        json.dumps(a_record("2205.00002", FITTING, WEAK)) + "\n", encoding="utf-8"
    )
    before = len(github.exchanges)
    assert run(["score", "--papers", "one.jsonl", "--json"]) == 0
    scored = json.loads(capsys.readouterr().out)

    assert ["/contents/" in e.path for e in github.exchanges[before:]].count(True) == 1
    assert last is not None
    assert previewed["threshold"] == explained["threshold"] == last.value
    assert previewed["trained_on"] == explained["trained_on"]
    assert (previewed["estimate"], explained["estimate"]) == (False, False)
    assert previewed["candidates"] == []  # it waits in the pull request
    assert kept[ArxivId("2205.00002")].score == pytest.approx(explained["score"], abs=0.02)
    assert scored["proposed"] is (scored["score"] >= last.value)


def test_a_bot_that_has_not_read_arxiv_yet_explains_by_a_sample(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    del github

    assert run(["explain", "2205.00002", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["counted_in"] == "arXiv"
    assert not Path("var").exists()


def test_a_poll_keeps_the_papers_for_the_next_run(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["poll", "--json"]) == 0
    polled = json.loads(capsys.readouterr().out)
    assert run(["run", "--json"]) == 0
    ran = json.loads(capsys.readouterr().out)

    assert polled["new"] == polled["polled"] > 100
    assert (ran["new"], ran["proposed"]) == (0, ["2205.00002"])
    assert len(github.pulls) == 1


def test_a_poll_without_arxiv_says_so_and_is_not_counted_as_done(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    del github
    without_arxiv(monkeypatch)

    assert run(["poll"]) == 75
    assert run(["healthcheck"]) == 0
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW + timedelta(days=1))
    assert run(["healthcheck"]) == 1

    said = capsys.readouterr().err
    assert "poll was due on 2022-05-12 at 12:00 UTC and has not ended well since: " in said


def test_a_whole_run_is_enough_to_be_healthy(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    del github

    assert run(["healthcheck"]) == 1
    assert run(["run"]) == 0
    capsys.readouterr()
    assert run(["healthcheck"]) == 0

    said = capsys.readouterr().out
    assert said == "propose ended well on 2022-05-12 at 12:00 UTC\n"


def test_a_job_logs_json_where_the_config_says_so(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("config.toml").open("a", encoding="utf-8") as config:
        config.write('[log]\nformat = "json"\n')
    github.dead_from = 1

    assert run(["run", "--verbose"]) == 75

    facts = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [fact["level"] for fact in facts] == ["info", "error"]
    assert "papers read on arXiv" in facts[0]["message"]


def without_arxiv(monkeypatch: pytest.MonkeyPatch) -> None:
    config = Path("config.toml").read_text(encoding="utf-8")
    elsewhere = re.sub(r"http://127\.0\.0\.1:\d+(?=/(?:api|rss))", "http://127.0.0.1:9", config)
    Path("config.toml").write_text(elsewhere, encoding="utf-8")
    monkeypatch.setattr(job, "UNATTENDED_SECONDS", 0.0)


def test_without_arxiv_the_rest_of_a_run_is_done_and_the_exit_code_says_so(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["run"]) == 0
    github.close(1)
    without_arxiv(monkeypatch)
    capsys.readouterr()

    assert run(["run", "--json"]) == 75

    printed = capsys.readouterr()
    assert json.loads(printed.out)["outcomes"] == {"2205.00002": "declined"}
    assert "the next run catches up" in printed.err
    assert len(github.pull(1).comments) == 1


@pytest.mark.parametrize(
    ("words", "shown"), [((), False), (("--verbose",), False), (("--debug",), True)]
)
def test_only_debug_shows_tracebacks_and_neither_shows_the_token(
    github: GitHubStandIn,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    shown: bool,
) -> None:
    github.dead_from = 1

    assert run(["run", *words]) == 75

    printed = capsys.readouterr()
    assert ("Traceback" in printed.err) is shown
    assert TOKEN not in printed.out + printed.err


def test_a_dry_run_says_what_it_would_do_and_does_nothing(
    github: GitHubStandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["run", "--dry-run"]) == 0

    printed = capsys.readouterr().out
    assert "would open a pull request to" in printed
    assert "\n+| 2022/05 | **SeedNet** | SeedNet" in printed
    assert "<!--" not in printed
    assert "pull request 0" not in printed
    assert github.pulls == []
    assert not (tmp_path / "var").exists()


def test_a_refused_paper_is_forgotten_and_proposed_again(
    github: GitHubStandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def decided() -> dict[str, int]:
        capsys.readouterr()
        assert run(["status", "--json"]) == 0
        counts: dict[str, int] = json.loads(capsys.readouterr().out)["decided"]
        return {outcome: count for outcome, count in counts.items() if count}

    assert run(["run"]) == 0
    assert decided() == {"waiting": 1}
    github.close(1)
    assert run(["run"]) == 0
    assert decided() == {"declined": 1}
    after_that = github.clock(1) + timedelta(days=1)  # GitHub's clock is not arXiv's here
    monkeypatch.setattr(SystemClock, "now", lambda _: after_that)
    assert run(["forget", "arXiv:2205.00002"]) == 0
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)
    assert run(["run"]) == 0

    assert decided() == {"waiting": 1}
    assert [pull.number for pull in github.pulls] == [1, 2]


def test_what_was_forgotten_comes_back_although_the_state_is_lost(
    github: GitHubStandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["run"]) == 0
    github.close(1)
    assert run(["run"]) == 0
    after_that = github.clock(1) + timedelta(days=1)  # GitHub's clock is not arXiv's here
    monkeypatch.setattr(SystemClock, "now", lambda _: after_that)
    assert run(["forget", "2205.00002"]) == 0
    assert capsys.readouterr().out.endswith("2205.00002 may be proposed again\n")
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)
    for file in Path("var").iterdir():
        file.unlink()

    assert run(["run"]) == 0

    assert [pull.number for pull in github.pulls] == [1, 2]


def test_forgetting_needs_no_github(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["run"]) == 0
    github.refuse("GET", r"/pulls$", 403)

    assert run(["forget", "2205.00002"]) == 0

    said = capsys.readouterr().out
    assert "2205.00002 may be proposed again; the pull request that refused it is told by" in said


def with_dashboard() -> None:
    """Ask for a dashboard in the config of this folder."""
    with Path("config.toml").open("a", encoding="utf-8") as config:
        config.write("[report]\ndashboard = true\n")


def test_a_run_keeps_the_dashboard(github: GitHubStandIn) -> None:
    with_dashboard()
    assert run(["run"]) == 0
    assert run(["run"]) == 0

    [issue] = github.issues
    assert issue.body.startswith("The bot is alive. It last ran on **Thu 12 May 2022 at 12:00 UTC")
    assert "new cs.CV papers, none missing." in issue.body
    assert "/pulls) with 1 paper: [SeedNet: Growing Seeds" in issue.body
    assert "- Best paper below the threshold: [On optical flow" in issue.body


def test_where_only_whole_runs_are_done_the_dashboard_promises_no_poll_of_tomorrow(
    github: GitHubStandIn,
) -> None:
    with_dashboard()

    assert run(["run"]) == 0

    assert "- Next: propose on Mon 16 May 2022 at 07:00 UTC.\n" in github.issue(501).body
    assert "the next one before **Mon 16 May 2022 at 10:00 UTC**" in github.issue(501).body


def test_a_run_that_failed_says_so_on_the_dashboard_and_a_failed_dashboard_fails_no_run(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    with_dashboard()
    assert run(["run"]) == 0
    github.begin()
    github.faults = {1: Fault(status=403, message="Not today")}
    assert run(["run"]) == 1
    assert "(403: Not today)" in github.issue(501).body
    github.issues.clear()
    github.has_issues = False
    capsys.readouterr()

    assert run(["run"]) == 0

    assert "the dashboard was not written: GitHub refuses to open" in capsys.readouterr().err


def test_after_an_interruption_nothing_more_is_asked_of_github(
    github: GitHubStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_dashboard()

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("wsss_bot.jobs.propose.read_world", interrupted)

    assert run(["run"]) == 130
    assert github.exchanges == []


def test_an_app_without_the_right_to_issues_still_does_its_run(
    github: GitHubStandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_dashboard()
    github.may_write.discard("issues")
    monkeypatch.setenv("WSSS_BOT_APP_ID", "12")
    monkeypatch.setenv("WSSS_BOT_APP_KEY", a_key())
    monkeypatch.setenv("WSSS_BOT_INSTALLATION_ID", "34")
    assert run(["run"]) == 0
    assert "the dashboard was not written: GitHub does not let" in capsys.readouterr().err
    assert run(["doctor"]) == 1
    assert "this token may not write issues of" in capsys.readouterr().out
    github.may_write.add("issues")

    assert run(["run"]) == 0

    assert [issue.user for issue in github.issues] == ["an-app[bot]"]


def test_a_poll_keeps_the_dashboard_too(github: GitHubStandIn) -> None:
    with_dashboard()

    assert run(["poll"]) == 0

    text = github.issue(501).body
    assert "new cs.CV papers, none missing." in text
    assert "pull request" not in text  # a poll does not know of one


def test_a_dry_run_says_what_the_dashboard_would_say(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    with_dashboard()

    assert run(["run", "--dry-run"]) == 0

    assert "would open an issue: Dashboard of wsss-bot for README.md" in capsys.readouterr().out
    assert github.issues == []


def test_status_says_how_jobs_pull_request_and_dashboard_are(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_dashboard()
    assert run(["run"]) == 0
    capsys.readouterr()

    assert run(["status", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["ok"], set(found["jobs"])) == (True, {"poll", "propose", "refresh"})
    assert found["jobs"]["poll"]["missed_at"] is None
    assert found["pull_requests"] == [
        {"number": 1, "url": f"https://github.example/{github.repository.full_name}/pull/1"}
    ]
    assert (found["dashboard"]["issue"], found["dashboard"]["is_open"]) == (501, True)
    assert {line["job"] for line in found["runs"]} == {"poll", "propose"}

    monkeypatch.setattr(SystemClock, "now", lambda _: NOW + timedelta(days=5))
    assert run(["status"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("NO  propose was due on 2022-05-16 at 07:00 UTC")
    assert "poll: nothing has run it since Thu 2022-05-12 at 12:00 UTC" in shown


def test_status_before_the_first_run_says_so(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    del github

    assert run(["status"]) == 1

    assert "there is no state file" in capsys.readouterr().err


def test_run_on_a_local_list_names_the_commands_that_work_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(["run"]) == 1

    message = capsys.readouterr().err
    assert "wsss-bot preview" in message
    assert "wsss-bot add --write" in message


def test_the_scoreboard_is_counted_on_github_and_outlives_the_state(
    github: GitHubStandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_dashboard()
    yesterday = int((NOW - timedelta(days=1)).timestamp())
    monkeypatch.setattr("tests.standins.github.shapes.EPOCH", yesterday)
    assert run(["run"]) == 0
    branch = "wsss-bot/candidates"
    github.write(github.text(branch).replace(" | - | [2205", " | ECCV 2022 | [2205"), branch=branch)
    github.merge(1)
    assert run(["run"]) == 0
    github.write(github.text().replace("**SeedNet**", "**Seeds**"))
    Path("var/wsss-bot.sqlite").unlink()
    assert run(["run"]) == 0
    capsys.readouterr()

    assert run(["status"]) == 0
    said = capsys.readouterr().out
    assert run(["status", "--json"]) == 0
    board = json.loads(capsys.readouterr().out)["scoreboard"]

    sentence = (
        "of 1 proposed 1 merged (1 edited), 0 refused: precision 1.00 (0.21 to 1.00); "
        "median 2 days from arXiv to the list; cells corrected: venue 1"
    )
    assert f"scoreboard: {sentence}" in said
    assert f"- So far: {sentence}" in github.issues[0].body
    assert board["corrected"] == {"venue": 1}
