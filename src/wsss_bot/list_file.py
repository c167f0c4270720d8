"""The list as a file on this machine."""

import stat
from pathlib import Path

from wsss_bot.awesome_list import decode_list
from wsss_bot.errors import ListError
from wsss_bot.files import replace_file


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


def write_list_file(path: str, text: str) -> None:
    """Replace the list at `path` by `text`: all of it, or nothing when that fails.

    Raises ListError. A link stays a link: what it leads to is replaced.
    """
    try:
        target = Path(path).resolve(strict=True)
        replace_file(target, text.encode(), mode=stat.S_IMODE(target.stat().st_mode))
    except OSError as error:
        raise ListError(f"cannot write the list {path}: {error.strerror}") from error
