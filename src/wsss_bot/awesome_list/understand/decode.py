"""Bytes to the text of a list, or a sentence about why not."""

from wsss_bot.errors import ListError

_LFS = b"version https://git-lfs.github.com/spec/"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BETWEEN_FILES = b"\x1e"
"""What a text begins with that is made of several files: no single one may pass for that."""
_START = 400


def decode_list(data: bytes, *, name: str) -> str:
    """Return the text of the list file `name`; line ends and a byte-order mark stay as they are.

    Raises ListError for a file that is empty, binary, or not UTF-8; a pointer into Git LFS and
    UTF-16 are called that.
    """
    if not data.strip():
        raise ListError(f"{name} is empty; expected a Markdown file with a list of papers")
    if data.startswith(_LFS):
        raise ListError(
            f"{name} is a Git LFS pointer, not the file itself: it stands in Git LFS; fetch it with"
            " `git lfs pull`, or take the list out of LFS"
        )
    if data.startswith(_BETWEEN_FILES):
        raise ListError(f"{name} begins with the sign U+001E, which no list holds; delete it there")
    if data.startswith(_UTF_16) or _is_wide(data):
        raise ListError(f"{name} is UTF-16; save the file as UTF-8")
    if b"\0" in data:
        at = data.index(b"\0")
        raise ListError(
            f"{name} is a binary file (a zero byte at position {at}); expected Markdown text"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ListError(
            f"{name} is not UTF-8: line {line} has the byte 0x{data[error.start]:02x}, which"
            " cannot stand there; save the file as UTF-8"
        ) from error


def _is_wide(data: bytes) -> bool:
    """Say whether nearly every other byte is zero, as in Latin text in UTF-16."""
    start = data[:_START]
    return any(10 * start[at::2].count(0) > 9 * len(start[at::2]) for at in (0, 1))
