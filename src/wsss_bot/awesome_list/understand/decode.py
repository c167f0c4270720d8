"""Bytes to the text of a list, or a sentence about why not."""

from wsss_bot.errors import ListError


def decode_list(data: bytes, *, name: str) -> str:
    """Return the text of the list file `name`; line ends and a byte-order mark stay as they are.

    Raises ListError for a file that is empty, binary, or not UTF-8.
    """
    if not data.strip():
        raise ListError(f"{name} is empty; expected a Markdown file with a list of papers")
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
