"""What does not fit into memory, put aside on disk until it is wanted."""

import tempfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from wsss_bot.errors import PapersError


class Shelf:
    """Pieces of bytes in a temporary file that nobody else sees, by the order they came in.

    Eight bytes of memory for each piece.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._ends = array("Q", [0])

    def put(self, piece: bytes) -> None:
        """Put one more piece aside, before any is taken back. Raises PapersError on a full disk."""
        remaining = memoryview(piece)
        try:
            while remaining:
                remaining = remaining[self._file.write(remaining) :]
        except OSError as error:
            raise PapersError(
                f"cannot put papers aside in {tempfile.gettempdir()}: {error.strerror}; make room "
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
def shelf() -> Iterator[Shelf]:
    """Yield an empty shelf; what is on it is gone afterwards. Raises PapersError."""
    try:
        # Without a buffer: what does not fit on the disk is known when it is put there.
        file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  # closed below
    except OSError as error:
        raise PapersError(
            f"cannot put papers aside: {error.strerror}; name in TMPDIR a folder that can be "
            "written to"
        ) from error
    with file:
        yield Shelf(file)
