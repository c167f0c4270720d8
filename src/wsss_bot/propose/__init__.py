"""Propose: the pull request that a maintainer reads, and what it remembers of itself."""

from wsss_bot.propose.completions import (
    CELLS,
    LookedUp,
    body_of_cells,
    cell_name,
    entry_name,
    fits,
    read_cells,
    title_of_cells,
)
from wsss_bot.propose.dashboard import (
    Below,
    Trouble,
    Vitals,
    dashboard_marker,
    dashboard_text,
    dashboard_title,
)
from wsss_bot.propose.memory import PAPERS, Marker, Memory, P
from wsss_bot.propose.phrases import Item, counted
from wsss_bot.propose.reading import read_items, read_what_people_wrote
from wsss_bot.propose.text import (
    Circumstances,
    bar_of_ten,
    body_of,
    items_of,
    plain_name,
    pull_request_text,
    remember,
    short_name,
    title_of,
    unexplained_item,
)
from wsss_bot.propose.three_way import merged, undone

__all__ = [
    "CELLS",
    "PAPERS",
    "Below",
    "Circumstances",
    "Item",
    "LookedUp",
    "Marker",
    "Memory",
    "P",
    "Trouble",
    "Vitals",
    "bar_of_ten",
    "body_of",
    "body_of_cells",
    "cell_name",
    "counted",
    "dashboard_marker",
    "dashboard_text",
    "dashboard_title",
    "entry_name",
    "fits",
    "items_of",
    "merged",
    "plain_name",
    "pull_request_text",
    "read_cells",
    "read_items",
    "read_what_people_wrote",
    "remember",
    "short_name",
    "title_of",
    "title_of_cells",
    "undone",
    "unexplained_item",
]
