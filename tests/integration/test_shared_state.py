"""Several lists share what is known of the world, and each keeps what it decided."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.make import a_paper
from wsss_bot.domain import ArxivId, Decision, Outcome
from wsss_bot.errors import StateError
from wsss_bot.state import Store
from wsss_bot.state.database import Database
from wsss_bot.state.migrations import OWN, SHARED

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
EVER = {"since": datetime(1990, 1, 1, tzinfo=UTC), "until": NOW + timedelta(days=9)}
VISION = a_paper("2601.00001", categories=("cs.CV", "cs.LG"))
LANGUAGE = a_paper("2601.00002", categories=("cs.CL",))
REFUSED = Decision(outcome=Outcome.REMOVED, row="| a |", pull_request=4, decided_at=NOW)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    path = tmp_path / "shared.sqlite"
    Store.open(path, now=NOW).close()
    return path


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as db:
        return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")}


def test_what_one_list_reads_all_know_each_as_far_as_its_categories_go(
    tmp_path: Path, shared: Path
) -> None:
    with Store.open(tmp_path / "a.sqlite", now=NOW, shared=shared, categories=["cs.CV"]) as a:
        a.papers.keep([VISION, LANGUAGE], at=NOW)
        assert a.papers.ids_submitted(**EVER) == ["2601.00001"]
        assert a.papers.count_seen_since(NOW) == 1

    path = tmp_path / "b.sqlite"
    with Store.open(path, now=NOW, shared=shared, categories=["cs.CL", "cs.LG"]) as b:
        assert b.papers.ids_submitted(**EVER) == ["2601.00001", "2601.00002"]
        assert {paper.arxiv_id for paper in b.papers.newest(5, **EVER)} == {
            "2601.00001",
            "2601.00002",
        }
        assert b.papers.count_submitted(**EVER)[0] == 2


def test_a_paper_that_changes_its_category_leaves_the_old_one(shared: Path) -> None:
    with Store.open(shared, now=NOW, categories=["cs.CL"]) as store:
        store.papers.keep([LANGUAGE], at=NOW)
        store.papers.keep([a_paper("2601.00002", categories=("cs.IR",))], at=NOW)

        assert store.papers.ids_submitted(**EVER) == []
        assert store.papers.ids_in("cs.IR", **EVER) == {"2601.00002"}


def test_a_refusal_in_one_list_says_nothing_to_another(tmp_path: Path, shared: Path) -> None:
    with Store.open(tmp_path / "a.sqlite", now=NOW, shared=shared) as a:
        a.outcomes.record(ArxivId("2601.00001"), REFUSED)

    with Store.open(tmp_path / "b.sqlite", now=NOW, shared=shared) as b:
        assert b.outcomes.all() == {}
    with Store.open(tmp_path / "a.sqlite", now=NOW, shared=shared) as a:
        assert list(a.outcomes.all()) == ["2601.00001"]
    with Store.open_to_read(shared, now=NOW) as everyone:
        assert everyone.outcomes.all() == {}


def test_a_file_that_held_everything_is_parted_and_loses_nothing(
    tmp_path: Path, shared: Path
) -> None:
    path = tmp_path / "a.sqlite"
    with Store.open(path, now=NOW) as whole:
        whole.papers.keep([VISION], at=NOW)
        whole.outcomes.record(ArxivId("2601.00001"), REFUSED)
        number = whole.polls.start(["cs.CV"], first_on=NOW.date(), last_on=NOW.date(), at=NOW)
    with Store.open(shared, now=NOW) as store:
        assert store.polls.start(["cs.CL"], first_on=NOW.date(), last_on=NOW.date(), at=NOW) == (
            number
        )

    for _ in range(2):
        with Store.open(path, now=NOW, shared=shared) as parted:
            assert parted.papers.find([VISION.arxiv_id]) == {VISION.arxiv_id: VISION}
            assert parted.outcomes.all() == {VISION.arxiv_id: REFUSED}
    assert tables(path) == set(OWN)
    with closing(sqlite3.connect(shared)) as db:
        assert db.execute("SELECT count(*) FROM polls").fetchone() == (2,)


def test_parting_keeps_what_was_read_later(tmp_path: Path, shared: Path) -> None:
    newer = a_paper("2601.00001", categories=("cs.CV",), version=2)
    with Store.open(shared, now=NOW) as store:
        store.papers.keep([newer], at=NOW)
    with Store.open(tmp_path / "a.sqlite", now=NOW) as whole:
        whole.papers.keep([VISION], at=NOW - timedelta(days=30))

    with Store.open(tmp_path / "a.sqlite", now=NOW, shared=shared) as parted:
        assert parted.papers.find([VISION.arxiv_id])[VISION.arxiv_id].version == 2


def test_a_dry_run_sees_both_files_and_changes_neither(tmp_path: Path, shared: Path) -> None:
    path = tmp_path / "a.sqlite"
    with Store.open(path, now=NOW, shared=shared) as store:
        store.papers.keep([VISION], at=NOW)
        store.outcomes.record(VISION.arxiv_id, REFUSED)
    with Store.open(shared, now=NOW) as everyone:
        everyone.outcomes.record(LANGUAGE.arxiv_id, REFUSED)

    with Store.copy(path, now=NOW, shared=shared) as copy:
        assert list(copy.outcomes.all()) == [VISION.arxiv_id]
        copy.papers.keep([LANGUAGE], at=NOW)
        copy.outcomes.record(LANGUAGE.arxiv_id, REFUSED)

    with Store.open_to_read(path, now=NOW, shared=shared) as store:
        assert list(store.outcomes.all()) == [VISION.arxiv_id]
        assert store.papers.known_ids() == {VISION.arxiv_id}


def test_without_the_shared_file_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StateError, match=r"there is no state file .*gone.sqlite yet"):
        Store.open(tmp_path / "a.sqlite", now=NOW, shared=tmp_path / "gone.sqlite")


def test_a_stranger_s_file_is_not_shared(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x" * 200)
    with pytest.raises(StateError, match="is not a state file of wsss-bot"):
        Store.open(tmp_path / "a.sqlite", now=NOW, shared=tmp_path / "notes.txt")


def test_a_folder_in_the_place_of_a_file_is_named_in_a_sentence(
    tmp_path: Path, shared: Path
) -> None:
    Store.open(tmp_path / "a.sqlite", now=NOW, shared=shared).close()
    with pytest.raises(StateError, match="cannot be used: Is a directory"):
        Store.open_to_read(tmp_path / "a.sqlite", now=NOW, shared=tmp_path)
    with Store.open(shared, now=NOW) as store:
        with pytest.raises(StateError, match="cannot be used: Is a directory"):
            store.take_in(tmp_path)
        with pytest.raises(StateError, match="cannot be used: Is a directory"):
            store.publish(tmp_path)


def test_every_table_is_shared_or_a_list_s_own(shared: Path) -> None:
    assert sorted(tables(shared)) == sorted((*SHARED, *OWN))


def test_two_lists_write_what_they_share_at_the_same_time(tmp_path: Path, shared: Path) -> None:
    first = Store.open(tmp_path / "a.sqlite", now=NOW, shared=shared)
    second = Store.open(tmp_path / "b.sqlite", now=NOW, shared=shared)
    with first, second:
        first.papers.keep([VISION], at=NOW)
        second.papers.keep([LANGUAGE], at=NOW)
        assert first.papers.known_ids() == second.papers.known_ids() == {"2601.00001", "2601.00002"}


def test_the_file_of_one_list_is_still_held_against_others(tmp_path: Path, shared: Path) -> None:
    with (
        Store.open(tmp_path / "a.sqlite", now=NOW, shared=shared),
        pytest.raises(StateError, match="another wsss-bot is working"),
    ):
        Database(tmp_path / "a.sqlite", now=NOW, shared=shared)
