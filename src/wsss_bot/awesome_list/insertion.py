"""Put new lines between the lines of a file."""

from collections.abc import Sequence

from wsss_bot.awesome_list.entries import Listing, ListedRow


def insertion_line(
    listing: Listing, rows: Sequence[ListedRow], place: int, *, upwards: bool
) -> int:
    """Return the index of the line before which a row stands that follows `place` of `rows`.

    `upwards`: rather right above the row below than right below the row above; it matters where
    a divider or a blank line stands between the two.
    """
    if not rows:
        return listing.header + 2
    if place < len(rows) and (upwards or place == 0):
        return rows[place].at.start
    return rows[place - 1].at.stop


def insert_rows(
    lines: Sequence[str], rows: Sequence[tuple[int, str]]
) -> tuple[str, tuple[int, ...]]:
    """Return the text with each row put before the line of that index, and its line from 1.

    `rows` are in the order of the file. A new line ends as the line above it does; the last line
    of the file keeps its end, or the lack of one.
    """
    pieces: list[str] = []
    numbers: list[int] = []
    at = 0
    for before, markdown in rows:
        pieces += lines[at:before]
        at = before
        end = _end(lines[before - 1] if before else "") or _end(lines[0] if lines else "") or "\n"
        if before and not _end(lines[before - 1]):
            pieces.append(end + markdown.replace("\n", end))
        else:
            pieces.append(markdown.replace("\n", end) + end)
        numbers.append(1 + before + len(numbers))
    return "".join([*pieces, *lines[at:]]), tuple(numbers)


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
