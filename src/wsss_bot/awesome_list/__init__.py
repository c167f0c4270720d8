"""The awesome list: read any, know what it holds, and add rows without disturbing a byte."""

from wsss_bot.awesome_list.any_list import read_any
from wsss_bot.awesome_list.awesome_list import AwesomeList, read_list
from wsss_bot.awesome_list.generated.detect import Generated, PapersElsewhere, find_generated
from wsss_bot.awesome_list.generated.tree import Tree
from wsss_bot.awesome_list.model import (
    Addition,
    Blank,
    Change,
    Column,
    Filling,
    Flaw,
    Order,
    Overrides,
    Placed,
    Table,
)
from wsss_bot.awesome_list.understand.decode import decode_list

__all__ = [
    "Addition",
    "AwesomeList",
    "Blank",
    "Change",
    "Column",
    "Filling",
    "Flaw",
    "Generated",
    "Order",
    "Overrides",
    "PapersElsewhere",
    "Placed",
    "Table",
    "Tree",
    "decode_list",
    "find_generated",
    "read_any",
    "read_list",
]
