"""Temporary, cache and state files: for their user alone, and never by way of a symbolic link."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wsss_bot.errors import ListError, StateError
from wsss_bot.files import make_private_folder, replace_file
from wsss_bot.list_file import write_list_file
from wsss_bot.state import Store
from wsss_bot.state.classifier_file import ClassifierCache

NOW = datetime(2026, 5, 14, tzinfo=UTC)


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    path = tmp_path / "precious"
    path.write_text("precious", encoding="utf-8")
    return path


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_list_is_written_beside_whatever_lies_in_wait_there(
    tmp_path: Path, precious: Path
) -> None:
    path = tmp_path / "list.md"
    path.write_text("before", encoding="utf-8")
    path.chmod(0o664)
    (tmp_path / ".list.md.new").symlink_to(precious)

    write_list_file(str(path), "after")

    assert path.read_text(encoding="utf-8") == "after"
    assert mode_of(path) == 0o664
    assert precious.read_text(encoding="utf-8") == "precious"
    assert sorted(p.name for p in tmp_path.iterdir()) == [".list.md.new", "list.md", "precious"]


def test_a_list_behind_a_link_is_written_where_it_is(tmp_path: Path, precious: Path) -> None:
    link = tmp_path / "list.md"
    link.symlink_to(precious)

    write_list_file(str(link), "after")

    assert link.is_symlink()
    assert precious.read_text(encoding="utf-8") == "after"


def test_a_list_that_is_gone_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(ListError, match=r"cannot write the list .*No such file"):
        write_list_file(str(tmp_path / "list.md"), "after")

    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)

    with pytest.raises(OSError, match="No space"):
        replace_file(tmp_path / "file", b"content")

    assert list(tmp_path.iterdir()) == []


def test_the_classifier_is_neither_read_nor_written_through_a_link(
    tmp_path: Path, precious: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "classifier.npz"
    path.symlink_to(precious)
    cache = ClassifierCache(path)

    assert cache.read() is None
    assert "cannot be read" in caplog.text

    cache.write(b"classifier")
    assert cache.read() == b"classifier"
    assert precious.read_text(encoding="utf-8") == "precious"


def test_a_new_state_is_for_its_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "bot" / "var"

    Store.open(folder / "wsss-bot.sqlite", now=NOW).close()

    assert (mode_of(folder), mode_of(folder.parent)) == (0o700, 0o700)


def test_a_folder_that_was_there_before_the_state_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    Store.open(tmp_path / "wsss-bot.sqlite", now=NOW).close()

    assert mode_of(tmp_path) == 0o755


def test_the_lock_of_a_state_is_no_link(tmp_path: Path, precious: Path) -> None:
    (tmp_path / "wsss-bot.sqlite.lock").symlink_to(precious)

    with pytest.raises(StateError, match="is a symbolic link, which is not followed; remove it"):
        Store.open(tmp_path / "wsss-bot.sqlite", now=NOW)

    assert precious.read_text(encoding="utf-8") == "precious"


def test_a_folder_of_somebody_else_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: tmp_path.stat().st_uid + 1)

    with pytest.raises(PermissionError, match="it belongs to somebody else"):
        make_private_folder(tmp_path)
