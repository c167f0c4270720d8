"""Propose: the pull request that a maintainer reads, and what it remembers of itself."""

from wsss_bot.propose.completions import completions_text
from wsss_bot.propose.dashboard import (
    Below,
    Trouble,
    Vitals,
    dashboard_marker,
    dashboard_text,
    dashboard_title,
)
from wsss_bot.propose.memory import Memory, marker, read_memory
from wsss_bot.propose.phrases import counted
from wsss_bot.propose.reading import read_items, read_what_people_wrote, with_memory
from wsss_bot.propose.text import (
    Circumstances,
    Item,
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
from wsss_bot.propose.three_way import merged

__all__ = [
    "Below",
    "Circumstances",
    "Item",
    "Memory",
    "Trouble",
    "Vitals",
    "bar_of_ten",
    "body_of",
    "completions_text",
    "counted",
    "dashboard_marker",
    "dashboard_text",
    "dashboard_title",
    "items_of",
    "marker",
    "merged",
    "plain_name",
    "pull_request_text",
    "read_items",
    "read_memory",
    "read_what_people_wrote",
    "remember",
    "short_name",
    "title_of",
    "unexplained_item",
    "with_memory",
]
