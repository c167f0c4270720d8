"""Open the section of a new year in a list that has one for each year."""

from collections.abc import Sequence

from wsss_bot.awesome_list.layouts.blocks import Blocks
from wsss_bot.awesome_list.layouts.listing import Listing
from wsss_bot.awesome_list.write.insertion import Spot, has_text_below
from wsss_bot.awesome_list.write.place import section_year


def new_year_spot(
    blocks: Blocks, listings: Sequence[Listing], newest: Listing, year: int
) -> Spot | None:
    """Return where the section for `year` begins, with its heading and the header of its table.

    It looks like the section of the newest year so far, `newest`, and stands on the side of it
    that is away from the older years. None where that section has more than heading and rows.
    """
    heading = max((n for n, _ in blocks.headings if n < newest.header), default=None)
    old = section_year(newest)
    if heading is None or old is None or blocks.lines[heading].count(str(old)) != 1:
        return None
    first = next((row.at.start for row in newest.rows if row.entry), newest.header)
    between = blocks.lines[heading + 1 : first]
    header = newest.layout.header_lines(newest)
    if any(
        line.strip() and number not in header
        for number, line in enumerate(between, start=heading + 1)
    ):
        return None
    opening = "".join(_bare(line) + "\n" for line in (blocks.lines[heading], *between))
    opening = opening.replace(str(old), str(year), 1)
    if _upwards(listings, newest):
        return Spot(before=heading, opening=opening, closing="\n")
    last = next((row for row in reversed(newest.rows) if row.entry), None)
    if last and has_text_below(blocks, last):
        return None
    return Spot(before=last.end if last else first, opening=f"\n{opening}")


def _upwards(listings: Sequence[Listing], newest: Listing) -> bool:
    """Say whether older years stand below the newest."""
    others = [
        one
        for one in listings
        if section_year(one) and one is not newest and one.section[:-1] == newest.section[:-1]
    ]
    return any(
        one.header > newest.header for one in others if section_year(one) != section_year(newest)
    )


def _bare(line: str) -> str:
    return line.rstrip("\r\n")
