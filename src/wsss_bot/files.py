"""Files and folders that nobody else can have prepared: no guessable names, no links followed."""

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file anew: all of it, or nothing when that fails with OSError.

    A symbolic link at `path` is replaced, not followed.
    """
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), mode)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def read_own_file(path: Path) -> bytes:
    """Return what stands in a file. Raises OSError, also where it is a symbolic link."""
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(number, "rb") as file:
        return file.read()


def make_folder(folder: Path) -> None:
    """Make a folder and those above it as far as they are missing, for this user alone.

    Raises OSError; a folder that is there stays as it is.
    """
    for missing in [place for place in (folder, *folder.parents) if not place.exists()][::-1]:
        with suppress(FileExistsError):  # another process was faster
            missing.mkdir(mode=0o700)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def make_private_folder(folder: Path) -> None:
    """Make a folder, if there is none, that only this user can look into.

    Raises OSError if it is a symbolic link, no folder, or belongs to somebody else.
    """
    make_folder(folder)
    there = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        found = os.fstat(there)
        if found.st_uid != os.geteuid():
            raise PermissionError(errno.EPERM, "it belongs to somebody else", str(folder))
        if stat.S_IMODE(found.st_mode) & 0o077:
            os.fchmod(there, 0o700)
    finally:
        os.close(there)
