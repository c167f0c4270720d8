"""The state file: opened by one bot at a time, checked, migrated, written in transactions."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from wsss_bot.errors import StateError, StateInUse
from wsss_bot.files import make_folder
from wsss_bot.state.migrations import OWN, SHARED, STEPS, TAKE_IN, migrate

OURS = 0x57535353
"""The application id ('WSSS') in the header of our files: https://sqlite.org/fileformat2.html."""

_MAGIC = b"SQLite format 3\x00"
_APPLICATION_ID = slice(68, 72)
_PRIMARY = 0xFF
"""The bits of an error code that say its kind: https://sqlite.org/rescode.html."""

Connect = Callable[..., sqlite3.Connection]


class Database:
    """An open state file.

    It is locked against other bots until it is closed, however this process ends. To `read` or to
    `share` it is neither locked nor migrated. With `shared`, a state file that several lists share,
    it holds only what is the list's own; what else it held before goes there. Raises StateError for
    a file that is damaged (kept aside under another name) or not ours, and StateInUse while another
    holds it.
    """

    def __init__(
        self,
        path: Path,
        *,
        now: datetime,
        access: Literal["own", "share", "read"] = "own",
        shared: Path | None = None,
        connect: Connect = sqlite3.connect,
    ) -> None:
        self._path, self._shared = path, shared
        self._lock: sqlite3.Connection | None = None
        self._connection: sqlite3.Connection | None = None
        try:
            if access == "own":
                self._open_to_write(connect, now)
            else:
                self._open_beside(connect, mode="ro" if access == "read" else "rw")
        except BaseException:
            self.close()
            raise

    @classmethod
    def in_memory(cls, *, like: "Database | None" = None) -> "Database":
        """Return a database that is gone when it is closed; with `like`, a copy of another."""
        self = cls.__new__(cls)
        self._path, self._shared, self._lock = Path(":memory:"), None, None
        self._connection = db = sqlite3.connect(":memory:", isolation_level=None)
        if like is not None:
            like._open.backup(db, name="shared" if like._shared else "main")
        migrate(db, self.transaction, own_only=False)
        if like is not None and like._shared:
            self._take_own_of(like)
        return self

    def _take_own_of(self, other: "Database") -> None:
        """Hold what is a list's own in another file, instead of what is here."""
        db = self._open
        db.execute("ATTACH ? AS other", (str(other._path),))
        for table in OWN:
            db.execute(f"DELETE FROM main.{table}")  # noqa: S608  # our own names
            db.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")  # noqa: S608
        db.execute("DETACH other")

    def close(self) -> None:
        """Close the file and let other bots have it."""
        for connection in (self._connection, self._lock):
            if connection is not None:
                connection.close()
        self._connection = self._lock = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that is done inside happen together or not at all; may be nested."""
        db = self._open
        if db.in_transaction:
            yield
            return
        with self._in_words():
            db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                db.rollback()
                raise
            db.execute("COMMIT")

    def publish(self, path: Path) -> None:
        """Write a copy to `path`, whole or not at all; whoever reads the old one keeps it."""
        beside = path.with_name(f"{path.name}.new")
        with _folder_in_words(path):
            beside.unlink(missing_ok=True)
            self.execute("VACUUM INTO ?", (str(beside),))
            beside.replace(path)

    def take_in(self, path: Path) -> None:
        """Add what a published copy knows of the world; of each paper the newer record stays."""
        if not is_there(path):
            raise StateError(f"there is no state file {path} yet; the poll that publishes makes it")
        _refuse_foreign(path)
        with self._in_words():
            self._open.execute("ATTACH ? AS published", (f"{path.resolve().as_uri()}?mode=ro",))
        try:
            [(steps,)] = self.execute("PRAGMA published.user_version")
            if steps != len(STEPS):
                raise StateError(
                    f"the state file {path} was published by another version of wsss-bot; "
                    "run the same one everywhere"
                )
            with self.transaction():
                for statement in TAKE_IN:
                    self.execute(statement)
        finally:
            self.execute("DETACH published")

    def execute(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        with self._in_words():
            return self._open.execute(statement, values).fetchall()

    def execute_many(self, statement: str, rows: Iterator[Sequence[Any]]) -> None:
        """Run one statement for each of `rows`, in one transaction."""
        with self.transaction(), self._in_words():
            self._open.executemany(statement, rows)

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StateError(f"the state file {self._path} is closed")
        return self._connection

    def _open_beside(self, connect: Connect, *, mode: str) -> None:
        if not is_there(self._path):
            raise StateError(f"there is no state file {self._path} yet; a run makes it")
        _refuse_foreign(self._path)
        with self._in_words():
            address = f"{self._path.resolve().as_uri()}?mode={mode}"
            self._connection = connect(address, uri=True, isolation_level=None)
            self._refuse_newer()
            if self._shared is not None:
                self._attach(self._shared, mode=mode)

    def _open_to_write(self, connect: Connect, now: datetime) -> None:
        with _folder_in_words(self._path):
            make_folder(self._path.parent)
            _refuse_foreign(self._path)
        self._take_lock()
        with self._in_words(), _folder_in_words(self._path):
            self._connection = db = connect(
                self._path.resolve().as_uri(), uri=True, isolation_level=None
            )
            if self._is_damaged():
                raise StateError(self._keep_aside(now))
            db.execute(f"PRAGMA application_id = {OURS}")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            self._refuse_newer()
            if self._shared is None:
                migrate(db, self.transaction, own_only=False)
                return
            is_whole = self._holds("papers")
            migrate(db, self.transaction, own_only=not is_whole)
            self._attach(self._shared, mode="rw")
            if is_whole:
                self._part()

    def _attach(self, shared: Path, *, mode: str) -> None:
        """Let the tables of the file that lists share stand beside the list's own."""
        if not is_there(shared):
            raise StateError(f"there is no state file {shared} yet; the first poll makes it")
        _refuse_foreign(shared)
        self._open.execute("ATTACH ? AS shared", (f"{shared.resolve().as_uri()}?mode={mode}",))
        self._refuse_newer()
        self.refuse_older()

    def _holds(self, table: str) -> bool:
        """Whether the file itself has a table."""
        return bool(self.execute("SELECT 1 FROM main.sqlite_master WHERE name = ?", (table,)))

    def _part(self) -> None:
        """Move what lists share from a file that held everything; what is known there stays."""
        with self.transaction():
            for table in SHARED:
                columns = [name for _, name, *_ in self.execute(f"PRAGMA main.table_info({table})")]
                if table == "polls":  # numbered by each file
                    columns.remove("id")
                names = ", ".join(columns)
                self.execute(
                    f"INSERT OR IGNORE INTO shared.{table} ({names}) "  # noqa: S608  # our own names
                    f"SELECT {names} FROM main.{table}"
                )
                self.execute(f"DROP TABLE main.{table}")
        self.execute("VACUUM main")

    def _take_lock(self) -> None:
        """Hold a lock that the operating system takes back when this process ends."""
        lock = self._path.with_name(f"{self._path.name}.lock")
        if lock.is_symlink():
            raise StateError(
                f"the lock {lock} is a symbolic link, which is not followed; remove it"
            )
        try:
            self._lock = sqlite3.connect(lock, timeout=0, isolation_level=None)
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise StateInUse(
                    f"another wsss-bot is working with the state file {self._path}; "
                    "wait until it is done, or stop it"
                ) from error
            raise StateError(
                f"the lock {lock} cannot be taken: {error}; see that its "
                "folder can be written to, or name another one with [state] path"
            ) from error

    def _refuse_newer(self) -> None:
        for file, steps in self._versions():
            if steps > len(STEPS):
                raise StateError(
                    f"the state file {file} was written by a newer wsss-bot; "
                    "use that one, or name another file as [state] path"
                )

    def refuse_older(self) -> None:
        """Raise StateError for a file that lacks what this version keeps in it."""
        for file, steps in self._versions():
            if steps < len(STEPS):
                raise StateError(
                    f"the state file {file} was written by an older wsss-bot; "
                    "a run brings it up to date"
                )

    def _versions(self) -> Iterator[tuple[Path, int]]:
        """Yield each file that is open, and how many steps it has had."""
        files = {"main": self._path, "shared": self._shared}
        for _, schema, _ in self.execute("PRAGMA database_list"):
            if file := files.get(schema):
                [(steps,)] = self.execute(f"PRAGMA {schema}.user_version")
                yield file, steps

    def _is_damaged(self) -> bool:
        try:
            return self._open.execute("PRAGMA quick_check").fetchall() != [("ok",)]
        except sqlite3.DatabaseError as error:
            if _kind(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
                return True
            raise  # locked, read-only, an error of the disk: the file may be as sound as ever

    def _keep_aside(self, now: datetime) -> str:
        """Give the damaged file another name; say what was done."""
        self._open.close()
        self._connection = None
        aside = self._path.with_name(f"{self._path.name}.damaged-{now:%Y%m%dT%H%M%SZ}")
        for ending in ("", "-wal", "-shm"):
            file = self._path.with_name(f"{self._path.name}{ending}")
            if file.exists():
                file.rename(aside.with_name(f"{aside.name}{ending}"))
        return (
            f"the state file {self._path} is damaged and is now kept as {aside.name}; run again: "
            "the bot starts a new one and learns from its pull requests what it proposed"
        )

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            kind = StateInUse if _kind(error) == sqlite3.SQLITE_BUSY else StateError
            raise kind(f"the state file {self._path} cannot be used: {error}") from error


def is_there(path: Path) -> bool:
    """Whether there is a state file. Raises StateError where its folder may not be looked into."""
    with _folder_in_words(path):
        return path.exists()


def _refuse_foreign(path: Path) -> None:
    if not is_there(path):
        return
    with _folder_in_words(path), path.open("rb") as file:
        header = file.read(100)
    ours = header[:16] == _MAGIC and header[_APPLICATION_ID] == OURS.to_bytes(4, "big")
    if header and not ours:
        raise StateError(
            f"{path} is not a state file of wsss-bot and was left as it is; "
            "move it away, or name another file as [state] path"
        )


def _kind(error: sqlite3.Error) -> int | None:
    """Return SQLite's code of an error; None for one that Python itself raises."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY


@contextmanager
def _folder_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StateError(
            f"the state file {path} cannot be used: {error.strerror}; "
            "name another one as [state] path"
        ) from error


def as_text(moment: datetime) -> str:
    """Return a time as the state file writes it; texts sort as their times do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def as_time(text: str) -> datetime:
    """Return the time that `as_text` wrote."""
    return datetime.fromisoformat(text)


def as_time_or_none(text: str | None) -> datetime | None:
    """Return the time that `as_text` wrote, or None for NULL."""
    return None if text is None else as_time(text)


def as_json(value: object) -> str:
    """Return `value` as JSON text, on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
