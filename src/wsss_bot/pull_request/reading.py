"""Reading the body of a pull request back, after people have worked on it."""

import re
from collections.abc import Sequence

from wsss_bot.pull_request.memory import Marker, P
from wsss_bot.pull_request.phrases import AGAIN, Item
from wsss_bot.text.paper_ids import PAGE

_ITEM = re.compile(
    r"^- \[(?P<tick>[ xX])\] (?P<bold>\*\*)?\[(?:[^\]\\\n]|\\.)*\]"
    rf"\(https://(?:arxiv\.org/abs/(?P<id>[\w./-]+)|(?P<page>{PAGE}))\).*(?:\n  +\S.*)*",
    re.MULTILINE,
)
_AGAIN = re.compile(
    rf"^- \[(?P<tick>[ xX])\] {AGAIN} \[(?:[^\]\\\n]|\\.)*\]"
    rf"\(https://(?:arxiv\.org/abs/(?P<id>[\w./-]+)|(?P<page>{PAGE}))\)",
    re.MULTILINE,
)
_LAST_LINE = re.compile(r"^<sub>.*</sub>$(?:\s*<!-- wsss-bot[\w-]*:.*?(?:-->|$))?", re.MULTILINE)


def read_items(body: str) -> tuple[Item, ...]:
    """Return the papers of a body with the ticks that people set, in their order."""
    return tuple(
        Item(
            key=found["id"] or found["page"],
            ticked=found["tick"] != " ",
            near_miss=found["bold"] is None,
            markdown=found[0].rstrip("\r"),
        )
        for found in _ITEM.finditer(body.replace("\r\n", "\n"))
    )


def read_ticked(text: str) -> frozenset[str]:
    """Return the papers whose box in a text is ticked."""
    return frozenset(item.key for item in read_items(text) if item.ticked)


def read_taken_back(body: str) -> frozenset[str]:
    """Return the refused papers of a body whose box people ticked."""
    ticked = (found for found in _AGAIN.finditer(body) if found["tick"] != " ")
    return frozenset(found["id"] or found["page"] for found in ticked)


def read_what_people_wrote(body: str, marker: Marker[P], items: Sequence[Item]) -> str:
    """Return what people added below the bot's own text, or all of it where nothing is ours.

    `items` are those that were found in the body.
    """
    found = marker.pattern.search(body) or _LAST_LINE.search(body)
    if found is None:
        return "" if items else body.strip()
    return body[found.end() :].strip()
