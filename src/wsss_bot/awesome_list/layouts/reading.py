"""Every listing of a file, of whatever layout."""

from collections.abc import Sequence

from wsss_bot.awesome_list.layouts.blocks import Blocks
from wsss_bot.awesome_list.layouts.items import Items
from wsss_bot.awesome_list.layouts.listing import Layout, Listing
from wsss_bot.awesome_list.layouts.tables import Tables
from wsss_bot.awesome_list.layouts.wholes import (
    Wholes,
    folded_away,
    items_of_html,
    rows_of_html,
    titled_by_headings,
    under_headings,
)
from wsss_bot.awesome_list.model import Overrides
from wsss_bot.awesome_list.understand.inline import Definitions

LAYOUTS: Sequence[Layout] = (
    *(
        Wholes(find)
        for find in (folded_away, under_headings, titled_by_headings, rows_of_html, items_of_html)
    ),
    Tables(),
    Items(),
)
"""Every layout that is known; each takes its lines from those that follow."""


def read_listings(
    blocks: Blocks, definitions: Definitions, overrides: Overrides
) -> tuple[Listing, ...]:
    """Return every table, and every list with a paper among its items, in the order of the file."""
    found: list[Listing] = []
    for layout in LAYOUTS:
        here = layout.read(blocks, definitions, overrides)
        found += here
        if isinstance(layout, Wholes):
            blocks = blocks.outside([row.at for one in here for row in one.rows])
    return tuple(sorted(found, key=lambda listing: listing.header))
