"""Put new lines between the lines of a file."""

from collections.abc import Sequence

from wsss_bot.awesome_list.listings import Listing


def insertion_line(listing: Listing, place: int, *, upwards: bool) -> int:
    """Return the index of the line before which a row stands that follows `place` rows.

    `upwards`: rather right above the entry below than right below the entry above; it matters
    where dividers, blank rows or blank lines stand between the two.
    """
    above = next((row for row in reversed(listing.rows[:place]) if row.entry), None)
    below = next((row for row in listing.rows[place:] if row.entry), None)
    if below and (upwards or not above):
        return below.at.start
    return above.end if above else listing.header + 2


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
