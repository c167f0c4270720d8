"""Move a row to another section of the list, as it stands."""

from collections.abc import Sequence
from datetime import date

from wsss_bot.awesome_list.layouts.blocks import Blocks
from wsss_bot.awesome_list.layouts.listing import Listing
from wsss_bot.awesome_list.understand.order import id_key, place_among
from wsss_bot.awesome_list.write.insertion import find_spot, insert_rows
from wsss_bot.domain import Facts

_NO_DAY = date(2000, 1, 1)


def move_row(
    blocks: Blocks, listings: Sequence[Listing], listing: Listing, number: int, section: str
) -> str | None:
    """Return the list with that row of `listing` below the headings `section`, every byte of it.

    None where no listing of the same form stands there, or where it has no safe place.
    """
    there = [one for one in listings if one.papers and " / ".join(one.section) == section]
    targets = [one for one in there if one.is_like(listing)]
    row = listing.rows[number]
    if not targets or listing in targets:
        return None
    target = max(targets, key=lambda one: len(one.rows))
    key = id_key(row.arxiv_ids)
    facts = Facts(
        arxiv_id=row.arxiv_ids[0] if row.arxiv_ids else None,
        title=row.title or "",
        submitted_on=date(key[0], key[1], 1) if key else _NO_DAY,
    )
    place = place_among(target.rows, facts, target.sorting)
    upwards = target.sorting.order == "newest first"
    spot = find_spot(blocks, target, place, upwards=upwards)
    if spot is None:
        return None
    lines = list(blocks.lines)
    text = "".join(lines[row.at.start : row.end]).rstrip("\r\n")
    stop = row.end
    if listing.layout.gap(listing) and stop < len(lines) and not lines[stop].strip():
        stop += 1
    lines[row.at.start : stop] = [""] * (stop - row.at.start)
    return insert_rows(lines, [(spot, text)])[0]
