"""Open the section of a year that a list has none for, in the form of the years beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from wsss_bot.awesome_list.layouts.blocks import Blocks
from wsss_bot.awesome_list.layouts.listing import Listing
from wsss_bot.awesome_list.sections.choice import for_time
from wsss_bot.awesome_list.sections.headings import Heading, month_in, read_heading
from wsss_bot.awesome_list.sections.sections import Section
from wsss_bot.awesome_list.write.insertion import NUMBER, Spot, is_rule, says_something

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_COUNT = re.compile(r"(?<=[(\[（])\s*\d+(?=\s*(?:papers?)?\s*[)\]）])")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")
_OPENS, _CLOSES = re.compile(r"<details\b", re.IGNORECASE), re.compile(r"</details", re.IGNORECASE)
_SUMMARY = re.compile(r"\s*<summary\b", re.IGNORECASE)
_MOST_BLANKS = 4
_LONGEST_HEADING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Year:
    """The heading of a year beside others."""

    line: int
    heading: Heading
    end: int
    """The line of the next heading that is not below it."""

    @property
    def key(self) -> int:
        """What sorts it."""
        last = self.heading.last
        year = last if last is not None else (self.heading.first or 0) + 1_000
        return 12 * year + (self.heading.month or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewYear:
    """Where the section of a new year begins, and how several at one place are sorted."""

    spot: Spot
    sign: int
    """1: years rise down the file, -1: they fall."""


def open_year(
    blocks: Blocks,
    listings: Sequence[Listing],
    model: Section,
    year: int,
    month: int | None = None,
) -> NewYear | None:
    """Return where the section for `year` begins, with its headings and the header of its table.

    For one month of it, where `month` is given.

    It looks like the section `model`, of another year. None where that has more than headings and
    rows, or where the order of the years does not tell the place.
    """
    years = _years_beside(blocks, model)
    chain = _chain(blocks, model)
    if not years or not chain or model.year is None:
        return None
    opening = _opening(blocks, model, chain, year, month)
    if opening is None:
        return None
    depth = len(_OPENS.findall(opening)) - len(_CLOSES.findall(opening))
    closing = "</details>\n" * depth
    key = 12 * year + (month or 0)
    empty = next((one for one in years if one.heading.year and one.key == key), None)
    gap = model.listing.layout.gap(model.listing)
    if empty is not None:
        return _below_empty(blocks, empty, opening, chain, gap)
    falls = _falls(years, model)
    later = [one for one in years if (one.key < key if falls else one.key > key)]
    if later:
        at = _frame(blocks, later[0].line)
        blanks = _blanks_above(blocks, at) if at else 1
        spot = Spot(before=at, opening=opening, closing=closing + "\n" * blanks)
    elif (last := _end(blocks, listings, years[-1])) is not None:
        blanks = _blanks_above(blocks, _frame(blocks, chain[0]))
        spot = Spot(before=last, opening="\n" * max(1, blanks) + opening, closing=closing)
    else:
        return None
    return NewYear(spot=replace(spot, blank_between=gap), sign=-1 if falls else 1)


def _years_beside(blocks: Blocks, model: Section) -> list[_Year]:
    """Return the headings of years below the same parent as the model's, in file order."""
    path, depth = model.path, model.time_at
    start = _line_of(blocks, path[: depth + 1], model.listing.header)
    if start is None or model.time is None:
        return []
    parent = path[:depth]
    found: list[_Year] = []
    lines = [*blocks.headings, (len(blocks.lines), ())]
    above = max(
        (line for line, its in blocks.headings if line < start and its[: len(parent)] != parent),
        default=-1,
    )
    for number, (line, its) in enumerate(blocks.headings):
        if line <= above or len(its) != depth + 1 or its[:depth] != parent:
            continue
        if any(its_[:depth] != parent for at, its_ in blocks.headings if start < at < line):
            break
        heading = read_heading(its[-1])
        theirs = (heading.topic, heading.venue, heading.kind)
        if heading.is_dated and theirs == (model.time.topic, model.time.venue, model.time.kind):
            end = next(at for at, one in lines[number + 1 :] if one[: depth + 1] != its)
            found.append(_Year(line=line, heading=heading, end=end))
    return found


def _line_of(blocks: Blocks, path: tuple[str, ...], before: int) -> int | None:
    """Return the line of the last heading with that path above a line."""
    lines = [line for line, its in blocks.headings if its == path and line <= before]
    return lines[-1] if lines else None


def _chain(blocks: Blocks, model: Section) -> list[int]:
    """Return the lines of the headings from that of the year down to the listing."""
    found = []
    for depth in range(model.time_at + 1, len(model.path) + 1):
        line = _line_of(blocks, model.path[:depth], model.listing.header)
        if line is None:
            return []
        found.append(line)
    return found


def _opening(
    blocks: Blocks, model: Section, chain: Sequence[int], year: int, month: int | None
) -> str | None:
    """Return the headings and the header of the table for another year; None: not simple."""
    listing = model.listing
    header = listing.layout.header_lines(listing)
    first = next((row.at.start for row in listing.rows if row.entry), listing.header)
    pieces = []
    for number, line in enumerate(chain):
        frame = _frame(blocks, line)
        stop = chain[number + 1] if number + 1 < len(chain) else first
        end = _last_line(blocks, line, model, stop) if number == 0 else line + 1
        if end < stop and blocks.lines[line].strip() and _UNDERLINE.fullmatch(blocks.lines[end]):
            end += 1
        text = [_bare(one) for one in blocks.lines[frame:end]]
        if number == 0:
            dated = _with_year(text, model, year, month)
            if dated is None:
                return None
            text = dated
        while end < stop and not blocks.lines[end].strip():
            text.append("")
            end += 1
        pieces += text
        between = range(end, stop)
        if number + 1 == len(chain) and any(
            says_something(blocks.lines[at]) and at not in header for at in between
        ):
            return None
        if number + 1 == len(chain):
            pieces += [_bare(blocks.lines[at]) for at in between if at in header or at < first]
    return "".join(f"{line}\n" for line in pieces)


def _last_line(blocks: Blocks, line: int, model: Section, stop: int) -> int:
    """Return the line after the one of a heading that says its year: HTML takes several."""
    for end in range(line, min(stop, line + _LONGEST_HEADING)):
        if str(model.year) in blocks.lines[end]:
            return end + 1
    return line + 1


def _with_year(
    lines: Sequence[str], model: Section, year: int, month: int | None
) -> list[str] | None:
    """Return the lines of a heading for another year; None: they say other numbers."""
    text = "\n".join(lines)
    counted = _COUNT.search(text)
    if counted and int(counted[0]) == len(model.listing.entries):
        text = text[: counted.start()] + NUMBER + text[counted.end() :]
    years = set(_YEAR.findall(text))
    if month:
        at = month_in(text)
        return for_time(text, year, month).split("\n") if at and len(years) == 1 else None
    rest = re.sub(r"</?h\d\b|\bh\d\b|[\w-]+=(?:\"[^\"]*\"|'[^']*')", " ", _YEAR.sub("", text))
    if years != {str(model.year)} or re.search(r"\d", rest):
        return None
    return _YEAR.sub(str(year), text).split("\n")


def _below_empty(
    blocks: Blocks, empty: _Year, opening: str, chain: Sequence[int], gap: int
) -> NewYear | None:
    """Return the place below a heading of that year which has nothing below it yet."""
    if any(blocks.lines[at].strip() for at in range(empty.line + 1, empty.end)):
        return None
    lines = opening.splitlines(keepends=True)
    skip = 1 + (chain[0] - _frame(blocks, chain[0]))
    stop = empty.line + 1
    while stop < empty.end and stop < empty.line + 2 and not blocks.lines[stop].strip():
        stop += 1
    rest = "".join(lines[skip:]).lstrip("\n")
    blank = "" if stop > empty.line + 1 else "\n"
    return NewYear(spot=Spot(before=stop, opening=blank + rest, blank_between=gap), sign=1)


def _falls(years: Sequence[_Year], model: Section) -> bool:
    """Say whether years fall down the file."""
    steps = [(b.key > a.key) - (b.key < a.key) for a, b in pairwise(years)]
    if sum(steps):
        return sum(steps) < 0
    return model.listing.sorting.order != "oldest first"


def _frame(blocks: Blocks, line: int) -> int:
    """Return where a heading begins: a summary with the fold that it opens."""
    if line and _SUMMARY.match(blocks.lines[line]) and _OPENS.search(blocks.lines[line - 1]):
        return line - 1
    return line


def _blanks_above(blocks: Blocks, line: int) -> int:
    count = 0
    while count < min(line, _MOST_BLANKS) and not blocks.lines[line - 1 - count].strip():
        count += 1
    return max(1, count)


def _end(blocks: Blocks, listings: Sequence[Listing], last: _Year) -> int | None:
    """Return the line after the section of the last year; None: text there may belong to it."""
    rows = [row.end for one in listings for row in one.rows if last.line < row.at.start < last.end]
    end = max(rows, default=last.line + 1)
    at = end
    while at < last.end and not is_rule(blocks.lines[at]):
        if says_something(blocks.lines[at]):
            return None
        if blocks.lines[at].strip():
            end = at + 1
        at += 1
    return end


def _bare(line: str) -> str:
    return line.rstrip("\r\n")
