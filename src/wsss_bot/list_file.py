"""The list as a file on this machine."""

import os
import stat
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from wsss_bot.awesome_list import decode_list
from wsss_bot.errors import ListError
from wsss_bot.files import replace_file
from wsss_bot.text.files_as_one import joined, matching, parts_of


def read_list_file(path: str) -> str:
    """Return the text of the list at `path`, every byte kept. Raises ListError."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ListError(
            f"cannot read the list {path}: {error.strerror}; "
            "name the file of your list on the command line or in [list] path"
        ) from error
    return decode_list(data, name=path)


def read_list_files(path: str, more: Sequence[str]) -> str:
    """Return the text of a list of several files: the one at `path`, and those that `more` names.

    Without `more` it is the text of the one. Raises ListError.
    """
    if not more:
        return read_list_file(path)
    here = Path()
    there = [file.as_posix() for file in here.rglob("*") if file.is_file()]
    names = matching(path.removeprefix("./"), more, there)
    if not names:
        raise ListError(f"there is no {path!r}, and no file that [list] paths names")
    try:
        return joined({name: read_list_file(name) for name in names})
    except ValueError as error:
        raise ListError(f"[list] paths names a file that cannot be read: {error}") from error


MOST_FILES = 5_000
"""Of a folder with more files beside the list only so many are looked at."""
LARGEST_READ = 8_000_000
_NEVER_ENTERED = {".git", "node_modules", "__pycache__", ".venv", "venv"}


class FilesBeside:
    """The files of the repository that a list on this machine stands in, or of its folder."""

    def __init__(self, path: str) -> None:
        """Take the path of the list."""
        here = Path(path).resolve()
        roots = (folder for folder in here.parents if (folder / ".git").exists())
        self.root = next(roots, here.parent)
        self.list = here.relative_to(self.root).as_posix()
        """The path of the list among them."""
        self.read = lru_cache(maxsize=None)(self._read)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The path of every file, from the root of the repository."""
        found: list[str] = []
        for folder, inside, files in os.walk(self.root):
            inside[:] = sorted(name for name in inside if name not in _NEVER_ENTERED)
            here = Path(folder).relative_to(self.root)
            found += ((here / name).as_posix() for name in sorted(files))
            if len(found) >= MOST_FILES:
                break
        return tuple(found[:MOST_FILES])

    def _read(self, path: str) -> str:
        file = self.root / path
        try:
            if file.is_symlink() or file.stat().st_size > LARGEST_READ:
                return ""
            return file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""


def write_list_file(path: str, text: str) -> tuple[str, ...]:
    """Replace the list at `path` by `text`; of one of several files, those that changed.

    Return what was written: of each file all, or nothing when that fails. Raises ListError. A link
    stays a link: what it leads to is replaced.
    """
    files = parts_of(text, path)
    if list(files) == [path]:
        changed = [path]
    else:
        changed = [
            name
            for name, new in files.items()
            if not Path(name).exists() or read_list_file(name) != new
        ]
    for name in changed:
        _replace(name, files[name], is_new=len(files) > 1 and not Path(name).exists())
    return tuple(changed)


def _replace(path: str, text: str, *, is_new: bool = False) -> None:
    try:
        target = Path(path).resolve(strict=not is_new)
        replace_file(
            target, text.encode(), mode=0o644 if is_new else stat.S_IMODE(target.stat().st_mode)
        )
    except OSError as error:
        raise ListError(f"cannot write the list {path}: {error.strerror}") from error
