"""Reading the body of a pull request back, after people have worked on it."""

import re

from wsss_bot.domain import ArxivId
from wsss_bot.propose.memory import MARKER, Memory, marker
from wsss_bot.propose.text import Item

_ITEM = re.compile(
    r"^- \[(?P<tick>[ xX])\] (?P<bold>\*\*)?\[(?:[^\]\\\n]|\\.)*\]"
    r"\(https://arxiv\.org/abs/(?P<id>[\w./-]+)\).*(?:\n  +\S.*)*",
    re.MULTILINE,
)
_LAST_LINE = re.compile(r"^<sub>.*</sub>$(?:\s*<!-- wsss-bot:.*?(?:-->|$))?", re.MULTILINE)


def read_items(body: str) -> tuple[Item, ...]:
    """Return the papers of a body with the ticks that people set, in their order."""
    return tuple(
        Item(
            arxiv_id=ArxivId(found["id"]),
            ticked=found["tick"] != " ",
            near_miss=found["bold"] is None,
            markdown=found[0].rstrip("\r"),
        )
        for found in _ITEM.finditer(body.replace("\r\n", "\n"))
    )


def read_what_people_wrote(body: str) -> str:
    """Return what people added below the bot's own text, or all of it where nothing is ours."""
    found = MARKER.search(body) or _LAST_LINE.search(body)
    if found is None:
        return "" if read_items(body) else body.strip()
    return body[found.end() :].strip()


def with_memory(body: str, memory: Memory) -> str:
    """Return a body with nothing changed but what it remembers."""
    if MARKER.search(body):
        return MARKER.sub(lambda _: marker(memory), body, count=1)
    return f"{body.rstrip()}\n\n{marker(memory)}\n".lstrip()
