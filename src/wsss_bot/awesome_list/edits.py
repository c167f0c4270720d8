"""The two small edits of a listed row: fill a blank cell, append a code link."""

from collections.abc import Sequence

from wsss_bot.awesome_list.anatomy import Anatomy, says_nothing
from wsss_bot.awesome_list.cells import RawRow, cut_row
from wsss_bot.awesome_list.entries import ItemRow, ListedRow, TableRow
from wsss_bot.awesome_list.listings import Listing
from wsss_bot.awesome_list.rows import cell_text, code_divider
from wsss_bot.awesome_list.template import Part, Template, cut
from wsss_bot.awesome_list.venue_text import read_venue
from wsss_bot.awesome_list.writing import Writer
from wsss_bot.domain import Role
from wsss_bot.errors import ListError


def filled_row(
    row: ListedRow,
    raw: str,
    role: Role,
    listing: Listing,
    near: Sequence[ListedRow],
    writer: Writer,
) -> str:
    """Return `raw`, the text of `row` as it now reads, with one more fact in it.

    Every other byte stays. Raises ListError where there is no such cell, or it says something
    already that is neither a preprint's venue nor a list of code links.
    """
    if isinstance(row, TableRow):
        return _filled_cell(row, cut_row(raw), role, listing, near, writer)
    if isinstance(row, ItemRow) and role == "code":
        return _with_code_link(row, raw, near, writer)
    raise ListError(f"line {row.at.start + 1} is an item; only a code link can be added to it")


def _filled_cell(
    row: TableRow,
    cells: RawRow,
    role: Role,
    listing: Listing,
    near: Sequence[ListedRow],
    writer: Writer,
) -> str:
    number = listing.column(role)
    if number is None or number >= len(cells.cells):
        raise ListError(f"line {row.at.start + 1} has no cell for the {role}")
    before = cells.cells[number]
    text = cell_text(number, role, listing, near, writer)
    anatomy = row.anatomies[number]
    if says_nothing(before):
        after = _in_padding(text, before, roomy=any(c.startswith(" ") for c in cells.cells))
    elif role == "code":
        divider = code_divider([r.anatomies[number] for r in near if len(r.anatomies) > number])
        after = f"{before.rstrip()}{divider}{text}{before[len(before.rstrip()) :]}"
    elif role == "venue" and (at := _preprint_at(anatomy)):
        venue = writer.dialect.venue(writer.facts, "") or ""
        after = before[: at[0]] + venue + before[at[1] :]
    else:
        raise ListError(f"line {row.at.start + 1} says something about the {role} already")
    changed = (*cells.cells[:number], after, *cells.cells[number + 1 :])
    return cells.prefix + "|".join(changed) + cells.suffix


def _in_padding(text: str, before: str, *, roomy: bool) -> str:
    """Return the text in the place of a blank mark, with the blanks that were around it."""
    mark = before.strip()
    if not mark:
        blanks = " " * roomy
        return f"{blanks}{text}".ljust(len(before) - roomy) + blanks
    lead, trail = before.split(mark, 1)
    spare = max(0, len(trail) - 1 - (len(text) - len(mark))) if len(trail) > 1 else 0
    return lead + text + (" " * (spare + 1) if len(trail) > 1 else trail)


def _preprint_at(anatomy: Anatomy) -> tuple[int, int] | None:
    for span in anatomy.spans:
        venue = read_venue(anatomy.raw[span.start : span.end])
        if span.meaning == "venue" and venue and venue.preprint:
            return span.start, span.end
    return None


def _with_code_link(row: ItemRow, raw: str, near: Sequence[ListedRow], writer: Writer) -> str:
    """Return the item with a code link behind its last link, as a neighbour has it."""
    for other in near:
        template = cut(other.anatomies[0])
        for number, part in enumerate(template.parts):
            if part.has("code url") and number:
                alone = Template(glue=("", ""), parts=(part,))
                link = template.glue[number] + writer.like(alone)
                return _behind_last_link(raw, cut(row.anatomies[0]).parts, link)
    return _behind_last_link(raw, cut(row.anatomies[0]).parts, f" {writer.alone('code')}")


def _behind_last_link(raw: str, parts: Sequence[Part], link: str) -> str:
    linked = [part.raw for part in parts if part.has("paper url") or part.has("code url")]
    at = raw.rindex(linked[-1]) + len(linked[-1]) if linked else len(raw.rstrip())
    return raw[:at] + link + raw[at:]
