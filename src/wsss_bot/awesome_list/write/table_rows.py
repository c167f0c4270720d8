"""Compose the new row of a table, the way its neighbours are written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from unicodedata import east_asian_width

from wsss_bot.awesome_list.layouts.listing import Listing, spread
from wsss_bot.awesome_list.roles import ROLES, Meaning
from wsss_bot.awesome_list.understand.anatomy import Anatomy, says_nothing
from wsss_bot.awesome_list.understand.cells import RawRow
from wsss_bot.awesome_list.understand.entries import ListedRow, TableRow
from wsss_bot.awesome_list.write.imitate import common_meanings, known_meanings, usual_text
from wsss_bot.awesome_list.write.template import cut
from wsss_bot.awesome_list.write.writing import Writer
from wsss_bot.domain import Facts, Role

_OFTEN = 1 / 3
"""From this share of a column on, what its cells say beside their own fact is expected."""
_SAMPLE = 40
"""So many rows of a table show what it writes where there is nothing."""


def table_row(listing: Listing, neighbours: Sequence[ListedRow], writer: Writer) -> str:
    """Return the line of a new row, without its end."""
    if listing.column("title") is None:
        # Where there is no title, the name stands for the paper.
        named = replace(writer.facts, method=writer.facts.method or writer.facts.title)
        writer = Writer(named, writer.dialect)
    texts = [
        cell_text(number, column.role, listing, neighbours, writer)
        for number, column in enumerate(listing.columns)
    ]
    return joined_cells(texts, neighbours)


def joined_cells(texts: Sequence[str], neighbours: Sequence[ListedRow]) -> str:
    """Return the line with these cells, padded and closed as those of the neighbours are."""
    like = [row.cut for row in neighbours if isinstance(row, TableRow)]
    padded = [_padded(text, number, like) for number, text in enumerate(texts)]
    usual = [row for row in like if len(row.cells) == len(texts)] or like
    opened = not usual or 2 * sum(row.opened for row in usual) >= len(usual)
    closed = not usual or 2 * sum(row.closed for row in usual) >= len(usual)
    indent = usual[0].prefix.removesuffix("|") if usual else ""
    line = "|".join(padded)
    opened = opened or not texts[0] or not texts[0][0].isalnum()
    closed = closed or not texts[-1]
    line = f"{indent}{'|' if opened else ''}{line}"
    return f"{line}|" if closed else line.rstrip()


def cell_text(
    number: int, role: Role, listing: Listing, neighbours: Sequence[ListedRow], writer: Writer
) -> str:
    """Return what the cell of a column says about the paper, without padding."""
    cells = [row.anatomies[number] for row in neighbours if len(row.anatomies) > number]
    blank = _blank(cells, listing)
    links = listing.column("paper") is None
    if role == "other" or (role == "venue" and writer.leaves_venue_blank(cells, links=links)):
        return blank
    said = [cell for cell in cells if not says_nothing(cell.raw)]
    needed = _needed(role, said, listing, writer.facts)
    if ROLES[role].meaning not in needed:
        return blank
    if role == "venue" and not links:
        # A venue that links to the proceedings shows nothing about a link to arXiv.
        said = [cell for cell in said if not cell.all("paper url")]
    if role == "code":
        return _code_cell(said, needed, writer) or blank
    return usual_text(said, needed, writer) or writer.alone(role) or blank


def _code_cell(cells: Sequence[Anatomy], needed: frozenset[Meaning], writer: Writer) -> str:
    """Return the cell with all code links, divided as where another row has two."""
    texts = []
    for code in writer.facts.code:
        alone = Writer(replace(writer.facts, code=(code,)), writer.dialect)
        texts.append(usual_text(cells, needed, alone) or alone.alone("code") or "")
    return code_divider(cells).join(texts)


def code_divider(cells: Sequence[Anatomy]) -> str:
    """Return what stands between two code links, where a cell has two."""
    between = (g for c in cells if len(c.urls("code")) > 1 for g in cut(c).glue[1:-1] if g)
    return next(between, " ")


def _needed(
    role: Role, cells: Sequence[Anatomy], listing: Listing, facts: Facts
) -> frozenset[Meaning]:
    """Return the known facts that belong into the cell: its own, and those with no column."""
    elsewhere = {ROLES[c.role].meaning for c in listing.columns if c.role != "other"} - {
        ROLES[role].meaning
    }
    here = common_meanings(cells, _OFTEN) | {ROLES[role].meaning}
    return (known_meanings(facts) & here) - elsewhere


def _blank(cells: Sequence[Anatomy], listing: Listing) -> str:
    """Return what stands in this column, else in the table, where there is nothing."""
    empty = Counter(cell.raw.strip() for cell in cells if _is_mark(cell.raw))
    if empty:
        return empty.most_common(1)[0][0]
    anywhere = Counter(
        cell.raw.strip()
        for row in spread(listing.rows, _SAMPLE)
        for cell in row.anatomies
        if _is_mark(cell.raw)
    )
    return anywhere.most_common(1)[0][0] if anywhere else ""


def _is_mark(raw: str) -> bool:
    return says_nothing(raw) and "](" not in raw and len(raw.strip()) <= 6


def _padded(text: str, number: int, like: Sequence[RawRow]) -> str:
    """Return the cell with the blanks around it that the neighbours have."""
    cells = [row.cells[number] for row in like if len(row.cells) > number]
    filled = [cell for cell in cells if cell.strip()] or cells
    if not filled:
        return f" {text} "
    before = Counter(cell[: len(cell) - len(cell.lstrip())] for cell in filled).most_common(1)[0][0]
    widths = Counter(_width(cell) for cell in cells)
    width, count = widths.most_common(1)[0]
    usual = [cell for cell in cells if _width(cell) == width]
    varied = len({len(cell.strip()) for cell in usual}) > 1
    if 2 * count > len(cells) and (varied or all(_right(cell) > 2 for cell in usual)):
        return _aligned(text, width, filled)
    after = Counter(cell[len(cell.rstrip()) :] for cell in filled).most_common(1)[0][0]
    padded = before[:2] + text + after[:2]
    # A backslash before the pipe would make the pipe part of the text.
    return f"{padded} " if padded.endswith("\\") else padded


def _aligned(text: str, width: int, like: Sequence[str]) -> str:
    centred = all(abs(_left(cell) - _right(cell)) <= 1 for cell in like)
    if centred and any(_left(cell) > 1 for cell in like):
        return f" {text} " if len(text) + 2 > width else text.center(width)
    lead = min(_left(cell) for cell in like)
    padded = " " * lead + text
    return padded + " " * max(width - _width(padded), min(1, *(_right(cell) for cell in like)))


def _left(cell: str) -> int:
    return len(cell) - len(cell.lstrip())


def _right(cell: str) -> int:
    return len(cell) - len(cell.rstrip())


def _width(text: str) -> int:
    """Return how many columns of a fixed-width screen `text` takes."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
