"""Compose the new item of a list, the way its neighbours are written."""

import re
from collections import Counter
from collections.abc import Sequence

from wsss_bot.awesome_list.understand.anatomy import Anatomy
from wsss_bot.awesome_list.understand.entries import ItemRow, ListedRow, hang_of_item
from wsss_bot.awesome_list.write.imitate import common_meanings, known_meanings, usual_text
from wsss_bot.awesome_list.write.writing import Writer
from wsss_bot.text.escape import in_list

_OFTEN = 0.15
"""From this share of the neighbours on, what they say is expected of a new item."""
_NUMBER = re.compile(r"(\s*)(\d+)([.)]\s+)\Z")


def item_text(neighbours: Sequence[ListedRow], writer: Writer, *, after: int) -> str:
    """Return the line or lines of a new item.

    In a numbered list its number comes so many `after` that of the nearest one.
    """
    items = [row for row in neighbours if isinstance(row, ItemRow)]
    anatomies: list[Anatomy] = [anatomy for item in items for anatomy in item.anatomies]
    titled = [anatomy for anatomy in anatomies if anatomy.all("title")]
    usual = common_meanings(titled, _OFTEN) | (common_meanings(titled, 0) & {"code url"})
    needed = usual & known_meanings(writer.facts)
    text = usual_text(titled, needed, writer) or in_list(writer.facts.title)
    return item_marker(items, after=after) + text


def item_hang(near: Sequence[ListedRow], marker: str) -> int:
    """Return how far the later lines of an item with that marker are indented, as nearby ones."""
    items = [row for row in near if isinstance(row, ItemRow) and "\n" in row.raw]
    hangs = [(hang_of_item(row.raw), len(row.marker)) for row in items]
    if not hangs:
        return len(marker)
    # From the margin, or from where the text begins: in '10. ' one further than in '9. '.
    fixed, less = Counter((not hang, width - hang) for hang, width in hangs).most_common(1)[0][0]
    return 0 if fixed else max(0, len(marker) - less)


def item_marker(near: Sequence[ListedRow], *, after: int) -> str:
    """Return what stands before the text: the neighbours' bullet, or a number.

    Where the neighbours all have one number, as in lists that count by themselves, so has it.
    """
    items = [row for row in near if isinstance(row, ItemRow)]
    if not items:
        return "- "
    if items[0].is_paragraph:
        return ""
    markers = Counter(item.marker for item in items)
    numbered = _NUMBER.fullmatch(items[0].marker)
    if numbered:
        same = len(items) > 1 and len({marker.strip() for marker in markers}) == 1
        return f"{numbered[1]}{int(numbered[2]) + (0 if same else after)}{numbered[3]}"
    return markers.most_common(1)[0][0].replace("[x]", "[ ]")
