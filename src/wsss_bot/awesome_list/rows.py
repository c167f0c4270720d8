"""Compose the new row of a table, the way its neighbours are written."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from unicodedata import east_asian_width

from wsss_bot.awesome_list.anatomy import Anatomy, Meaning, says_nothing
from wsss_bot.awesome_list.cells import RawRow
from wsss_bot.awesome_list.entries import ListedRow, TableRow
from wsss_bot.awesome_list.listings import Listing, spread
from wsss_bot.awesome_list.template import cut, shared_words, with_glue_of
from wsss_bot.awesome_list.writing import Writer
from wsss_bot.domain import Facts, Role

_NEIGHBOURS = 16
"""So many entries show how rows are written at a place."""
_REACH = 40
"""So far from the place they are looked for."""
_MEANING: dict[Role, Meaning] = {
    "date": "date",
    "method": "method",
    "title": "title",
    "venue": "venue",
    "paper": "paper url",
    "code": "code url",
}


def nearest(rows: Sequence[ListedRow], place: int) -> list[ListedRow]:
    """Return the entries around a place, nearest first."""
    outwards = sorted(
        range(max(0, place - _REACH), min(len(rows), place + _REACH)),
        key=lambda number: abs(number + 0.5 - place),
    )
    return list(islice((rows[number] for number in outwards if rows[number].entry), _NEIGHBOURS))


def table_row(listing: Listing, neighbours: Sequence[ListedRow], writer: Writer) -> str:
    """Return the line of a new row, without its end."""
    texts = [
        _cell(number, column.role, listing, neighbours, writer)
        for number, column in enumerate(listing.columns)
    ]
    like = [row.cut for row in neighbours if isinstance(row, TableRow)]
    padded = [_padded(text, number, like) for number, text in enumerate(texts)]
    usual = [row for row in like if len(row.cells) == len(texts)] or like
    opened = not usual or 2 * sum(row.opened for row in usual) >= len(usual)
    closed = not usual or 2 * sum(row.closed for row in usual) >= len(usual)
    indent = usual[0].prefix.removesuffix("|") if usual else ""
    line = "|".join(padded)
    opened = opened or not texts[0] or not texts[0][0].isalnum()
    closed = closed or not texts[-1]
    return f"{indent}{'|' if opened else ''}{line}{'|' if closed else ''}"


def _cell(
    number: int, role: Role, listing: Listing, neighbours: Sequence[ListedRow], writer: Writer
) -> str:
    cells = [row.anatomies[number] for row in neighbours if len(row.anatomies) > number]
    blank = _blank(cells, listing, number)
    if role == "other" or (role == "venue" and writer.leaves_venue_blank(cells)):
        return blank
    said = [cell for cell in cells if not says_nothing(cell.raw)]
    needed = _needed(role, said, listing, writer.facts)
    if _MEANING[role] not in needed:
        return blank
    return _usual_text(said, needed, writer) or writer.alone(role) or blank


def _needed(
    role: Role, cells: Sequence[Anatomy], listing: Listing, facts: Facts
) -> frozenset[Meaning]:
    """Return the known facts that belong into the cell: its own, and those with no column."""
    columns = {column.role for column in listing.columns}
    return frozenset(
        meaning
        for other, meaning in _MEANING.items()
        if _known(other, facts)
        and (
            other == role
            or (other not in columns and 3 * sum(bool(c.all(meaning)) for c in cells) >= len(cells))
        )
    )


def _known(role: Role, facts: Facts) -> bool:
    if role == "method":
        return facts.method is not None
    return bool(facts.code) if role == "code" else True


def _usual_text(cells: Sequence[Anatomy], needed: frozenset[Meaning], writer: Writer) -> str | None:
    """Write the cell as each neighbour would, and return what most of them say.

    Those with a place for most of what is needed go first; on equal votes the nearest decides.
    """
    templates = [cut(cell) for cell in cells]
    shared = shared_words(templates)
    votes: Counter[tuple[int, str]] = Counter()
    for template in templates:
        held = sum(any(part.has(meaning) for part in template.parts) for meaning in needed)
        text = writer.like(with_glue_of(template, shared)).strip()
        if held and text:
            votes[held, text] += 1
    if not votes:
        return None
    most_held = max(held for held, _ in votes)
    return max(
        (found for found in votes.items() if found[0][0] == most_held), key=lambda found: found[1]
    )[0][1]


def _blank(cells: Sequence[Anatomy], listing: Listing, number: int) -> str:
    """Return what stands in this column, else in the table, where there is nothing."""
    empty = Counter(cell.raw.strip() for cell in cells if _is_mark(cell.raw))
    if empty:
        return empty.most_common(1)[0][0]
    anywhere = Counter(
        cell.raw.strip()
        for row in spread(listing.rows, _REACH)
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
    lengths = {len(cell.strip()) for cell in cells if _width(cell) == width}
    if len(lengths) > 1 and 2 * count > len(cells):
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
    return padded + " " * max(width - _width(padded), min(_right(cell) for cell in like), 0)


def _left(cell: str) -> int:
    return len(cell) - len(cell.lstrip())


def _right(cell: str) -> int:
    return len(cell) - len(cell.rstrip())


def _width(text: str) -> int:
    """Return how many columns of a fixed-width screen `text` takes."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
