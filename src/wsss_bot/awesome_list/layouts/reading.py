"""Every listing of a file, of whatever layout."""

from collections.abc import Sequence

from wsss_bot.awesome_list.layouts.blocks import Blocks
from wsss_bot.awesome_list.layouts.items import Items
from wsss_bot.awesome_list.layouts.listing import Layout, Listing
from wsss_bot.awesome_list.layouts.tables import Tables
from wsss_bot.awesome_list.model import Overrides
from wsss_bot.awesome_list.understand.inline import Definitions

LAYOUTS: Sequence[Layout] = (Tables(), Items())
"""Every layout that is known; each finds its own listings."""


def read_listings(
    blocks: Blocks, definitions: Definitions, overrides: Overrides
) -> tuple[Listing, ...]:
    """Return every table, and every list with a paper among its items, in the order of the file."""
    found = [one for layout in LAYOUTS for one in layout.read(blocks, definitions, overrides)]
    return tuple(sorted(found, key=lambda listing: listing.header))
