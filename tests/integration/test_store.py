import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.make import a_paper
from wsss_bot.domain import ArxivId, Decision, Outcome, Polled, Repository
from wsss_bot.errors import ArxivError, ConfigError, StateError, StateInUse
from wsss_bot.state import CategoryState, Store, migrations
from wsss_bot.state.database import Database

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "bot.sqlite"


# --- the file ---------------------------------------------------------------------------------


def test_what_was_kept_survives_a_restart(path: Path) -> None:
    paper = a_paper("2405.01234", comment="Accepted to CVPR 2026")
    with Store.open(path, now=NOW) as store:
        store.papers.keep([paper], at=NOW)

    with Store.open(path, now=NOW) as store:
        assert store.papers.find([ArxivId("2405.01234"), ArxivId("2405.09999")]) == {
            "2405.01234": paper
        }


def test_two_bots_never_work_with_one_file(path: Path) -> None:
    with Store.open(path, now=NOW), pytest.raises(StateError, match="another wsss-bot is working"):
        Store.open(path, now=NOW)


def test_a_bot_in_another_process_is_noticed_until_it_is_gone(path: Path) -> None:
    code = (
        "from datetime import *; import sys, time; from pathlib import Path;"
        "from wsss_bot.state import Store;"
        "store = Store.open(Path(sys.argv[1]), now=datetime.now(UTC));"
        "print('open', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(  # noqa: S603  # our own interpreter and code
        [sys.executable, "-c", code, str(path)],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": "src"},
        cwd=Path(__file__).parents[2],
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StateError, match="another wsss-bot is working"):
            Store.open(path, now=NOW)
        other.kill()

    Store.open(path, now=NOW).close()


def test_a_file_can_be_looked_at_while_a_bot_works(path: Path) -> None:
    with Store.open(path, now=NOW) as store:
        store.papers.keep([a_paper()], at=NOW)

        with Store.open_to_read(path, now=NOW) as seen:
            assert len(seen.papers.known_ids()) == 1
            with pytest.raises(StateError, match="readonly"):
                seen.papers.keep([a_paper("2405.00002")], at=NOW)


def test_looking_at_a_file_that_is_not_there_makes_none(path: Path) -> None:
    with pytest.raises(StateError, match="there is no state file"):
        Store.open_to_read(path, now=NOW)

    assert not path.exists()


@pytest.mark.parametrize(
    "content", [b"# My list\n", b"\x00" * 5000, b"SQLite format 3\x00" + b"\x00" * 5000]
)
def test_a_file_that_is_not_ours_is_left_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(StateError, match="is not a state file of wsss-bot"):
        Store.open(path, now=NOW)

    assert path.read_bytes() == content
    assert sorted(p.name for p in path.parent.iterdir()) == ["bot.sqlite"]


def test_the_database_of_another_program_is_left_as_it_is(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE papers (arxiv_id TEXT)")
    db.close()
    before = path.read_bytes()

    with pytest.raises(StateError, match="is not a state file of wsss-bot"):
        Store.open(path, now=NOW)

    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["cut", "overwritten"])
def test_a_damaged_file_is_kept_aside_and_the_next_run_starts_anew(path: Path, damage: str) -> None:
    with Store.open(path, now=NOW) as store:
        store.papers.keep([a_paper(f"2405.{n:05}") for n in range(500)], at=NOW)
    content = path.read_bytes()
    half = len(content) // 2
    broken = content[:half] if damage == "cut" else content[:4096] + b"\x99" * (len(content) - 4096)
    path.write_bytes(broken)

    with pytest.raises(StateError, match="is damaged and is now kept as bot"):
        Store.open(path, now=NOW)

    assert path.with_name("bot.sqlite.damaged-20261122T120000Z").read_bytes() == broken
    with Store.open(path, now=NOW) as store:
        assert store.papers.known_ids() == set()


def test_a_sound_file_that_another_program_keeps_locked_is_not_taken_for_damaged(
    path: Path,
) -> None:
    with Store.open(path, now=NOW) as store:
        store.papers.keep([a_paper()], at=NOW)
    with closing(sqlite3.connect(path, isolation_level=None)) as another:
        another.execute("PRAGMA locking_mode = EXCLUSIVE")
        another.execute("UPDATE papers SET version = 2")

        with pytest.raises(StateInUse, match="cannot be used: database is locked"):
            Database(path, now=NOW, connect=partial(sqlite3.connect, timeout=0))

    with Store.open(path, now=NOW) as store:
        assert store.papers.known_ids() == {"2405.01234"}


def test_a_folder_that_may_not_be_looked_into_is_a_sentence(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: Path) -> bool:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "exists", forbidden)

    for look in (Store.open_to_read, Store.open_beside, Store.copy):
        with pytest.raises(StateError, match="cannot be used: Permission denied; name another"):
            look(path, now=NOW)


def test_the_file_of_a_newer_bot_is_refused(path: Path) -> None:
    Store.open(path, now=NOW).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()

    with pytest.raises(StateError, match="written by a newer wsss-bot"):
        Store.open(path, now=NOW)


def test_a_path_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StateError, match=r"cannot be used: .*; name another one as \[state\] path"):
        Store.open(tmp_path / "file" / "bot.sqlite", now=NOW)


def test_a_folder_is_not_a_state_file(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="cannot be used: Is a directory"):
        Store.open(tmp_path, now=NOW)


def test_a_step_that_fails_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(path, now=NOW).close()
    bad = migrations.Step(own=("CREATE TABLE extra (a)", "CREATE TABLE papers (twice)"))
    broken = (*migrations.STEPS, bad)
    monkeypatch.setattr(migrations, "STEPS", broken)
    with pytest.raises(StateError):
        Database(path, now=NOW)
    monkeypatch.setattr(migrations, "STEPS", broken[:-1])

    db = Database(path, now=NOW)

    assert db.execute("SELECT name FROM sqlite_master WHERE name = 'extra'") == []
    db.close()


def test_a_full_disk_is_a_sentence_and_loses_nothing_that_was_kept(path: Path) -> None:
    with Store.open(path, now=NOW) as store:
        store.papers.keep([a_paper()], at=NOW)
        store._db.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StateError, match="full"):
            store.papers.keep([a_paper(f"2405.{n:05}") for n in range(5000)], at=NOW)

        assert store.papers.known_ids() == {"2405.01234"}


def test_what_belongs_together_is_kept_together_or_not_at_all(path: Path) -> None:
    with Store.open(path, now=NOW) as store:
        with pytest.raises(ZeroDivisionError), store.transaction():  # noqa: PT012  # undone
            store.papers.keep([a_paper()], at=NOW)
            store.polls.await_papers(["2405.00002"], at=NOW)
            raise ZeroDivisionError

        assert store.papers.known_ids() == set()
        assert store.polls.awaited() == {}


# --- what stands in it --------------------------------------------------------------------------


def test_a_changed_paper_is_found_by_its_change_and_not_as_new() -> None:
    old = a_paper("2405.01234", title="Old title")
    new = a_paper("2405.01234", title="New title", comment="Accepted to CVPR 2026", version=2)
    with Store.in_memory() as store:
        store.papers.keep([old, a_paper("2405.00002")], at=NOW)
        store.papers.keep([new], at=NOW + DAY)

        assert store.papers.changed_since(NOW + DAY) == (new,)
        assert store.papers.count_seen_since(NOW + DAY) == 0
        assert store.papers.count_seen_since(NOW) == 2


def test_papers_are_found_by_category_and_submission() -> None:
    may = datetime(2024, 5, 2, tzinfo=UTC)
    with Store.in_memory() as store:
        store.papers.keep([a_paper("2405.01234", submitted_at=may)], at=NOW)

        assert store.papers.ids_in("cs.CV", since=may, until=may + DAY) == {"2405.01234"}
        assert store.papers.ids_in("cs.C", since=may, until=may + DAY) == set()
        assert store.papers.ids_in("cs.CV", since=may - DAY, until=may) == set()


def test_more_papers_than_one_statement_can_name_are_found() -> None:
    papers = [a_paper(f"2405.{n:05}") for n in range(1201)]
    with Store.in_memory() as store:
        store.papers.keep(papers, at=NOW)

        assert len(store.papers.find([paper.arxiv_id for paper in papers])) == 1201


def test_a_category_is_remembered_whole() -> None:
    state = CategoryState(
        covered_since=NOW - DAY,
        covered_until=NOW,
        rss_read_at=NOW,
        rss_ids=frozenset({ArxivId("2405.01234")}),
        news_by_day={date(2026, 11, 20): (3, 0)},
    )
    with Store.in_memory() as store:
        store.polls.set_category("cs.CV", state)

        assert store.polls.category("cs.CV") == state
        assert store.polls.category("cs.LG") == CategoryState()


def test_a_poll_counts_once_it_has_ended() -> None:
    polled = Polled(
        papers=3,
        first_on=date(2026, 11, 12),
        last_on=date(2026, 11, 22),
        categories=("cs.CV",),
        complete=False,
        missing="cs.CV from 2026-11-12 to 2026-11-13",
    )
    with Store.in_memory() as store:
        store.polls.start(["cs.CV"], first_on=date(2026, 11, 12), last_on=NOW.date(), at=NOW)
        number = store.polls.start(
            ["cs.CV"], first_on=date(2026, 11, 12), last_on=NOW.date(), at=NOW
        )
        store.polls.finish(number, polled, news=1, at=NOW)

        assert store.polls.since(NOW) == (polled,)
        assert store.polls.since(NOW + DAY) == ()


def test_the_last_run_of_a_job_is_the_last_that_ended() -> None:
    with Store.in_memory() as store:
        first = store.runs.start("poll", at=NOW)
        store.runs.finish(first, {"new": 3}, at=NOW + DAY)
        store.runs.start("poll", at=NOW + DAY)

        last = store.runs.last("poll")
        assert last is not None
        assert (last.finished_at, last.report) == (NOW + DAY, {"new": 3})
        assert store.runs.last("propose") is None
        assert [run.finished_at for run in store.runs.latest(5)] == [None, NOW + DAY]


def test_what_escapes_from_a_run_is_kept_as_its_failure() -> None:
    endings: list[BaseException] = [
        ArxivError("arXiv did not answer"),
        ConfigError("no token"),
        KeyboardInterrupt(),
        ZeroDivisionError("a secret"),
    ]
    with Store.in_memory() as store:
        for ending in endings:
            with (
                pytest.raises(type(ending)),
                store.runs.recorded("poll", now=lambda: NOW),
            ):
                raise ending
        runs = store.runs.since_last("poll")

        assert [(run.exit_code, run.failure) for run in runs] == [
            (75, "arXiv did not answer"),
            (1, "no token"),
            (130, "it was interrupted"),
            (3, "a bug in wsss-bot (ZeroDivisionError)"),
        ]
        assert store.runs.last("poll") is None


def test_the_runs_since_the_last_that_ended_well_begin_with_it() -> None:
    with Store.in_memory() as store:
        for failure in (None, ArxivError("1"), None, ArxivError("2"), ArxivError("3")):
            number = store.runs.start("poll", at=NOW)
            store.runs.finish(number, {}, at=NOW, failure=failure)
        store.runs.start("poll", at=NOW)
        store.runs.start("refresh", at=NOW)

        codes = [run.exit_code for run in store.runs.since_last("poll")]
        assert codes == [0, 75, 75, None]
        assert [run.exit_code for run in store.runs.since_last("refresh")] == [None]
        assert store.runs.since_last("propose") == ()


def test_a_whole_run_of_an_older_version_counts_as_both_of_its_jobs(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(migrations, "STEPS", migrations.STEPS[:3])
        Database(path, now=NOW).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(
            "INSERT INTO runs (job, started_at, finished_at, report) VALUES ('run', ?, ?, '{}')",
            (NOW.isoformat(), NOW.isoformat()),
        )
    with pytest.raises(StateError, match="written by an older wsss-bot; a run brings it up"):
        Store.open_to_read(path, now=NOW)

    with Store.open(path, now=NOW) as store:
        last = [store.runs.last(job) for job in ("poll", "propose")]

    assert [run and (run.started_at, run.exit_code) for run in last] == [(NOW, 0), (NOW, 0)]


def test_an_outcome_can_change_and_be_forgotten() -> None:
    waiting = Decision(outcome=Outcome.WAITING, row="| row |", pull_request=7, decided_at=NOW)
    declined = Decision(
        outcome=Outcome.DECLINED, row="| row |", pull_request=7, decided_at=NOW + DAY
    )
    paper = ArxivId("2405.01234")
    with Store.in_memory() as store:
        store.outcomes.record(paper, waiting)
        store.outcomes.record(paper, declined)

        assert store.outcomes.all() == {paper: declined}
        assert store.outcomes.forget(paper, at=NOW)
        assert not store.outcomes.forget(paper, at=NOW)
        assert store.outcomes.all() == {}


def test_titles_are_due_that_were_never_asked_for_then_those_without_a_paper(path: Path) -> None:
    with Store.open(path, now=NOW) as store:
        store.titles.keep("long ago", [], at=NOW - timedelta(days=60))
        store.titles.keep("longer ago", [], at=NOW - timedelta(days=90))
        store.titles.keep("just now", [], at=NOW)
        store.titles.keep(
            "found", [ArxivId("2405.00001"), ArxivId("2405.00002")], at=NOW - timedelta(days=90)
        )
        titles = ["long ago", "longer ago", "just now", "found", "new"]

        due = store.titles.due(titles, before=NOW - timedelta(days=25))
        found = store.titles.found(titles)

    assert due == ["new", "longer ago", "long ago"]
    assert found == {"2405.00001", "2405.00002"}


def test_a_repository_is_gone_since_the_first_of_the_failures_in_a_row(path: Path) -> None:
    url = "https://github.com/someone/SeedNet"
    there, gone = Repository(url=url), Repository(url=url, exists=False)
    days = [NOW + timedelta(days=n) for n in range(5)]
    with Store.open(path, now=NOW) as store:
        for day, answer in zip(days, (gone, there, gone, gone, gone), strict=True):
            store.repositories.keep(url, answer, at=day)

        assert store.repositories.gone() == {url: (days[2], days[4])}

        store.repositories.keep(url, there, at=days[4])

        assert store.repositories.gone() == {}
