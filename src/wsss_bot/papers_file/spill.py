"""Temporary files for what does not fit into memory, and for what other processes read."""

import tempfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from wsss_bot.errors import PapersError, WsssBotError


class SpillFile:
    """Pieces of bytes in a temporary file that nobody else sees, by the order they came in.

    Eight bytes of memory for each piece.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._ends = array("Q", [0])

    def append(self, piece: bytes) -> None:
        """Write one more piece, before any is read back. Raises PapersError on a full disk."""
        try:
            _write(self._file, piece)
        except OSError as error:
            raise PapersError(
                f"cannot write papers to {tempfile.gettempdir()}: {error.strerror}; make room "
                "there, or name another folder in TMPDIR"
            ) from error
        self._ends.append(self._ends[-1] + len(piece))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, at: int) -> bytes:
        self._file.seek(self._ends[at])
        return self._file.read(self._ends[at + 1] - self._ends[at])

    def __iter__(self) -> Iterator[bytes]:
        return (self[at] for at in range(len(self)))


@contextmanager
def spill_file() -> Iterator[SpillFile]:
    """Yield an empty spill file, which is gone afterwards. Raises PapersError."""
    try:
        # Without a buffer: what does not fit on the disk is known when it is written.
        file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  # closed below
    except OSError as error:
        raise PapersError(
            f"cannot make a temporary file: {error.strerror}; name in TMPDIR a folder that can be "
            "written to"
        ) from error
    with file:
        yield SpillFile(file)


@contextmanager
def temporary_file(content: bytes) -> Iterator[str]:
    """Yield the path of a file that holds `content`, for other processes to read.

    It is gone afterwards. Raises WsssBotError on a full disk.
    """
    with tempfile.NamedTemporaryFile(prefix="wsss-bot-", buffering=0) as file:
        try:
            _write(file, content)
        except OSError as error:
            raise WsssBotError(
                f"cannot write to {tempfile.gettempdir()} what other processes work with: "
                f"{error.strerror}; make room there, or name another folder in TMPDIR"
            ) from error
        yield file.name


def _write(file: IO[bytes], piece: bytes) -> None:
    """Write all of a piece; a file without a buffer may take only some of it at a time."""
    remaining = memoryview(piece)
    while remaining:
        remaining = remaining[file.write(remaining) :]
