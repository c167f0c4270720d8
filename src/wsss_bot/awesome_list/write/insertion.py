"""Put new lines between the lines of a file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from wsss_bot.awesome_list.layouts.blocks import Blocks
from wsss_bot.awesome_list.layouts.listing import Listing
from wsss_bot.awesome_list.understand.entries import ListedRow

NUMBER = "\0"
"""Stands in what opens a section for the number of its new rows."""
BELONGS = "below the last entry stands text that may belong to it"
_END = re.compile(r"\r\n?|\n")
_RULE = re.compile(r"\s*+(?:(?:[-*_] ?){3,}|<hr\s*/?>)\s*")
_NO_TEXT = re.compile(
    r"\s*+(?:</.*|<br\s*/?>|<!--.*-->|<a\b[^<>]*>(?:</a>)?|\[[^\[\]]+\]:.*"
    r"|.*(?:\]\(|href=[\"'])#.*)?\s*",
    re.IGNORECASE,
)
"""A line that says nothing of a paper: a closing tag, an anchor, a link to the top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place between two lines."""

    before: int
    """The index of the line that the new row goes before."""
    blank_above: int = 0
    blank_below: int = 0
    """How many blank lines go with it."""
    blank_between: int = 0
    """How many stand between two new rows at this place, beside those."""
    opening: str = ""
    closing: str = ""
    """What stands once before and after all new rows at this place."""


def find_spot(blocks: Blocks, listing: Listing, place: int, *, upwards: bool) -> Spot | None:
    """Return where a row stands that follows `place` rows.

    `upwards`: rather right above the entry below than right below the entry above; it matters
    where dividers, blank rows or blank lines stand between the two. None: the entry above is the
    last, and whether the text below it is its description cannot be told.
    """
    above = next((row for row in reversed(listing.rows[:place]) if row.entry), None)
    below = next((row for row in listing.rows[place:] if row.entry), None)
    touching = above and below and above.end == below.at.start
    gap = 0 if touching else listing.layout.gap(listing)
    described = above is not None and has_text_below(blocks, above, below)
    if below and (upwards or described or not above):
        return Spot(before=below.at.start, blank_below=gap)
    if above and described:
        return _below_the_text(blocks, listing, above)
    return Spot(before=above.end if above else _first_line(listing), blank_above=gap)


def has_text_below(blocks: Blocks, row: ListedRow, below: ListedRow | None = None) -> bool:
    """Say whether text that may belong to a paragraph stands between it and what follows.

    That is the entry `below`, a heading or a rule. An item ends where Markdown says that it ends.
    """
    return row.is_paragraph and bool(_text_below(blocks, row, below))


def _text_below(blocks: Blocks, row: ListedRow, below: ListedRow | None) -> list[int]:
    """Return the lines with text between a row and the entry below, a heading or a rule."""
    stop = below.at.start if below else len(blocks.lines)
    stop = next((line for line, _ in blocks.headings if row.end <= line < stop), stop)
    within = range(row.end, stop)
    stop = next((at for at in within if _RULE.fullmatch(blocks.lines[at])), stop)
    return [at for at in range(row.end, stop) if not _NO_TEXT.fullmatch(blocks.lines[at])]


def is_rule(line: str) -> bool:
    """Say whether a line is a rule across the page."""
    return bool(_RULE.fullmatch(line))


def says_something(line: str) -> bool:
    """Say whether a line is more than a closing tag, an anchor, a link to the top, or blank."""
    return not _NO_TEXT.fullmatch(line)


def _below_the_text(blocks: Blocks, listing: Listing, last: ListedRow) -> Spot | None:
    """Return the place below the text that follows the last entry, if most entries have such."""
    entries = [row for row in listing.rows if row.entry]
    described = sum(has_text_below(blocks, row, below) for row, below in pairwise(entries))
    if 2 * described <= len(entries) - 1:
        return None
    return Spot(before=_text_below(blocks, last, None)[-1] + 1, blank_above=1)


def _first_line(listing: Listing) -> int:
    return max(listing.header, listing.layout.header_lines(listing).stop)


def insert_rows(
    lines: Sequence[str], rows: Sequence[tuple[Spot, str]]
) -> tuple[str, tuple[int, ...]]:
    """Return the text with each row put in its spot, and its first line from 1.

    `rows` are in the order of the file. A new line ends as the line above it does, also inside a
    row of several; the last line of the file keeps its end, or the lack of one.
    """
    pieces: list[str] = []
    numbers: list[int] = []
    at = added = 0
    for spot, group in groupby(rows, key=lambda row: row[0]):
        pieces += lines[at : spot.before]
        at = spot.before
        blocks = [
            "\n" * spot.blank_above + _END.sub("\n", markdown) + "\n" * (1 + spot.blank_below)
            for _, markdown in group
        ]
        blocks[1:] = ["\n" * spot.blank_between + block for block in blocks[1:]]
        for number in range(len(blocks)):
            above_it = spot.blank_above + (spot.blank_between if number else 0)
            before = spot.opening + "".join(blocks[:number]) + "\n" * above_it
            numbers.append(1 + at + added + before.count("\n"))
        opening = spot.opening.replace(NUMBER, str(len(blocks)))
        text = "".join([opening, *blocks, spot.closing])
        added += text.count("\n")
        above = lines[at - 1] if at else ""
        end = _end(above) or _end(lines[0] if lines else "") or "\n"
        if above and not _end(above):
            text = "\n" + text.removesuffix("\n")
        pieces.append(text.replace("\n", end))
    return "".join([*pieces, *lines[at:]]), tuple(numbers)


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
