"""A whole run: real sockets to a GitHub, a real state, a real classifier; arXiv is told."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.make import a_paper
from tests.standins.clock import Clock
from tests.standins.github import TOKEN, GitHubStandIn
from tests.standins.told import ToldSource, a_job
from wsss_bot.app import App
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.config import ArxivSection, Config, ListSection, ScoreSection
from wsss_bot.config.sections import GitHubSection, PullRequestSection
from wsss_bot.domain import Example, Outcome
from wsss_bot.errors import ArxivError, ConfigError, GitHubError
from wsss_bot.evaluate import Budget
from wsss_bot.jobs.job import Job
from wsss_bot.jobs.propose import propose
from wsss_bot.jobs.reports import RunReport
from wsss_bot.ranking.ranking import Ranking, rank
from wsss_bot.state import Store

NOW = datetime(2024, 6, 3, 7, tzinfo=UTC)
TOPIC = "weakly supervised semantic segmentation"
HEAD = """| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
"""
ROWS = "".join(
    f"| 2024/0{month} | **Old{month}** | Old{month}: {TOPIC} | - "
    f"| [240{month}.00001](https://arxiv.org/abs/240{month}.00001) | - |\n"
    for month in (4, 3, 2, 1)
)
MAY = datetime(2024, 5, 20, tzinfo=UTC)
FITTING = [
    a_paper(f"2405.0000{n}", title=f"{name}: {TOPIC}", abstract=TOPIC, submitted_at=MAY)
    for n, name in enumerate(("Alpha", "Beta", "Gamma"), start=1)
]
FOREIGN = a_paper(
    "2405.00009", title="Delta: robots grasp cups", abstract="robots", submitted_at=MAY
)


def ranking_of(listed: AwesomeList) -> Ranking:
    listed_ones = [
        Example(
            title=entry.title,
            abstract=TOPIC,
            relevant=True,
            origin="listed",
            key=str(n),
            entry=entry,
        )
        for n, entry in enumerate(listed.entries)
    ]
    background = [
        Example(
            title=f"robots grasp {thing}",
            abstract=f"we let robots grasp {thing}",
            relevant=False,
            origin="background",
            key=thing,
        )
        for thing in ("cups", "plates", "tools", "toys", "boxes", "balls", "books", "pens")
    ]
    return rank([*listed_ones, *background], papers_per_week=10, budget=Budget(threshold=0.5))


class Bench:
    """One bot with its GitHub and its state, and an arXiv that says what it is told to."""

    def __init__(self, github: GitHubStandIn, folder: Path) -> None:
        self.github = github
        self.state = folder / "state.sqlite"
        self.arxiv_is_down = False
        self.texts_are_out_of_reach = False
        self.backfill_months = 12
        self.now = NOW
        self.told: list[str] = []

    def run(self, *, max_rows: int = 2, dry: bool = False) -> RunReport:
        self.now += timedelta(days=7)
        config = Config(
            list=ListSection(repository=self.github.repository.full_name),
            arxiv=ArxivSection(backfill_months=self.backfill_months),
            score=ScoreSection(near_misses=1),
            pull_request=PullRequestSection(max_rows=max_rows, labels=()),
            github=GitHubSection(api_url=self.github.url),
        )
        app = App(config, {"GITHUB_TOKEN": TOKEN}, Clock(self.now))
        forge = app.forge(tell=self.told.append if dry else None)
        source = ToldSource([*FITTING, FOREIGN], is_down=self.arxiv_is_down)
        with Store.open(self.state, now=self.now) as store:
            return propose(a_job(app, store, forge, source=source))

    def rank(self, _: Job, listed: AwesomeList, *__: object, **___: object) -> Ranking:
        if self.texts_are_out_of_reach:
            raise ArxivError("arXiv did not show the listed papers")
        return ranking_of(listed)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    with GitHubStandIn(tmp_path).serving() as github:
        github.write(HEAD + ROWS)
        bench = Bench(github, tmp_path)
        monkeypatch.setattr("wsss_bot.jobs.propose.rank", bench.rank)
        yield bench


def outcomes(bench: Bench) -> Mapping[str, Outcome]:
    with Store.open_to_read(bench.state, now=NOW) as store:
        return {i: decision.outcome for i, decision in store.outcomes.all().items()}


def first_look(bench: Bench) -> datetime | None:
    with Store.open_to_read(bench.state, now=NOW) as store:
        return store.thresholds.first_look()


def test_a_run_proposes_what_fits_best_and_reports_it(bench: Bench) -> None:
    report = bench.run().as_json()

    assert report == {
        "started_at": "2024-06-10T07:00:00+00:00",
        "polled": 4,
        "new": 4,
        "complete": True,
        "scope": [],
        "asked_at": None,
        "scope_at": "2024-06-10T07:00:00+00:00",
        "below": {
            "arxiv_id": "2405.00009",
            "title": "Delta: robots grasp cups",
            "score": pytest.approx(0.06, abs=0.01),
        },
        "proposed": report["proposed"],
        "outcomes": dict.fromkeys(report["proposed"], "waiting"),
        "titles": {p.arxiv_id: p.title for p in FITTING if p.arxiv_id in report["proposed"]},
        "opened": bench.github.pull(1).title,
        "scoreboard": report["scoreboard"],
        "pull_request": {
            "number": 1,
            "url": "https://github.example/someone/a-list/pull/1",
        },
        "requests": {"arxiv": 1, "github": 10},
        "errors": [],
        "learnt": [],
        "unplaced": [],
    }
    assert len(report["proposed"]) == 2
    assert "First run: of the papers since 10 June 2023," in bench.github.pull(1).body
    assert "1 more waits" in bench.github.pull(1).body


def test_week_after_week_everything_that_fits_is_proposed_once(bench: Bench) -> None:
    bench.run()
    bench.github.merge(1)
    bench.run()
    bench.github.merge(2)
    bench.run()

    assert len(bench.github.pulls) == 2
    assert all(paper.arxiv_id in bench.github.text() for paper in FITTING)
    assert FOREIGN.arxiv_id not in bench.github.text()
    assert set(outcomes(bench).values()) == {Outcome.ACCEPTED}


def test_without_its_state_the_bot_still_proposes_nothing_twice(bench: Bench) -> None:
    bench.run()
    bench.github.close(1)
    for _ in range(3):
        bench.state.unlink()
        bench.run(max_rows=1)

    assert [pull.title for pull in bench.github.pulls[1:]] == ["1 paper for the list: Gamma"]


def test_after_a_lost_state_it_is_said_how_far_back_was_looked(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.run()
    bench.github.close(1)
    for _ in range(2):  # after one that was closed, the first opens none
        bench.state.unlink()
        bench.run(max_rows=1)

    assert "What earlier runs kept is not there any more, so only papers since" in (
        bench.github.pull(2).body
    )
    assert caplog.text.count("`wsss-bot run --since DAY` looks further") == 2


def test_when_arxiv_is_down_people_are_answered_all_the_same(bench: Bench) -> None:
    bench.run()
    bench.github.close(1)
    bench.arxiv_is_down = True

    report = bench.run()

    assert isinstance(report.failure, ArxivError)
    assert report.errors == ("arXiv did not answer",)
    assert len(bench.github.pull(1).comments) == 1
    assert len(bench.github.pulls) == 1
    assert set(outcomes(bench).values()) == {Outcome.DECLINED}


def test_when_arxiv_fails_after_the_poll_people_are_answered_all_the_same(bench: Bench) -> None:
    bench.run()
    bench.github.close(1)
    bench.texts_are_out_of_reach = True

    report = bench.run()

    assert report.failure is not None
    assert report.failure.exit_code == 75
    assert report.as_json()["errors"] == ["arXiv did not show the listed papers"]
    assert len(bench.github.pull(1).comments) == 1
    assert set(outcomes(bench).values()) == {Outcome.DECLINED}


def test_papers_that_wait_longer_than_the_backfill_are_not_lost(bench: Bench) -> None:
    bench.backfill_months = 1
    for number in (1, 2, 3):
        bench.run(max_rows=1)
        bench.github.merge(number)

    assert all(paper.arxiv_id in bench.github.text() for paper in FITTING)


def test_when_github_is_down_the_papers_are_kept_for_the_next_run(bench: Bench) -> None:
    bench.github.dead_from = 1
    with pytest.raises(GitHubError):
        bench.run()
    bench.github.begin()

    report = bench.run()

    assert report.new == 0
    assert len(report.written.added) == 2


def test_a_first_run_that_github_stops_says_how_far_back_it_looked_when_it_is_repeated(
    bench: Bench,
) -> None:
    bench.github.refuse("POST", r"/git/trees$", 500)
    with pytest.raises(GitHubError):
        bench.run()
    assert first_look(bench) is None
    bench.github.refusals = []

    bench.run()

    assert "First run: of the papers since 17 June 2023," in bench.github.pull(1).body
    looked_from = first_look(bench)
    assert looked_from is not None
    assert looked_from.date() == date(2023, 6, 17)
    bench.run()
    assert first_look(bench) == looked_from


def test_a_dry_run_decides_the_same_and_writes_nothing(bench: Bench) -> None:
    report = bench.run(dry=True)

    assert len(report.written.added) == 2
    assert {exchange.verb for exchange in bench.github.exchanges} == {"GET"}
    assert bench.github.pulls == []
    assert bench.told[2].startswith("would open a pull request to main: 2 papers for the list")


def test_a_dry_run_is_stopped_by_a_branch_of_somebody_else_as_a_run_is(bench: Bench) -> None:
    git = bench.github.repository.git
    git.set_branch("wsss-bot/candidates", git.branch("main"))
    bench.github.write("Mine.", path="notes.txt", branch="wsss-bot/candidates")

    for dry in (True, False):
        with pytest.raises(ConfigError, match="holds commits that belong to no pull request"):
            bench.run(dry=dry)


@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_dry_run_would_delete_only_a_branch_that_is_there(bench: Bench, is_deleted: bool) -> None:
    bench.run()
    bench.github.merge(1)
    if is_deleted:
        bench.github.repository.git.set_branch("wsss-bot/candidates", None)

    bench.run(dry=True)

    told = any(sentence.startswith("would delete the branch") for sentence in bench.told)
    assert told is not is_deleted


def test_a_forgotten_paper_comes_back(bench: Bench) -> None:
    bench.run(max_rows=3)
    bench.github.close(1)
    bench.run()
    with Store.open(bench.state, now=bench.now) as store:
        store.outcomes.forget(FITTING[0].arxiv_id, at=bench.now)

    bench.run()

    assert bench.github.pull(2).title == "1 paper for the list: Alpha"
