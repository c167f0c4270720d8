"""Rows that people move by a box: below each paper whose section is not sure stands the other."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.pull_request.kind import Remembered
from wsss_bot.pull_request.phrases import LONGEST_TITLE, Item
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.text import escape

MOVE = "- [ ] or below *{heading}*: tick this to move it there"
_BOX = re.compile(r"\n {2}- \[(?P<tick>[ xX])\] or below \*.*")
_BELOW = re.compile(r"(?<= below <i>)[^\n]*?(?=</i>)")
_HEADINGS = 2


def box_for(section: str) -> str:
    """Return the box that moves a row below these headings, empty where there are none."""
    return MOVE.format(heading=escape.in_conversation(_short(section))) if section else ""


def is_wished(items: Sequence[Item]) -> bool:
    """Say whether somebody ticked a box that moves a row."""
    return any(_is_ticked(item) for item in items)


def moved(text: str, ours: Remembered[Proposed], read: Callable[[str], AwesomeList]) -> str:
    """Return the list on the branch with the rows moved that people ticked a box for."""
    for paper in _wished(ours).values():
        listed = read(text)
        entry = listed.find(arxiv_id=paper.arxiv_id, title=paper.title)
        if entry is not None and entry.section != paper.other:
            text = listed.moved(entry.line, paper.other) or text
    return text


def settled(
    ours: Remembered[Proposed], text: str, read: Callable[[str], AwesomeList]
) -> Remembered[Proposed]:
    """Return what is remembered once the rows are moved: no box, and the new heading.

    `text` is the list on the branch then; a row that could not be moved keeps its heading.
    """
    wished = _wished(ours)
    if not wished:
        return ours
    listed = read(text)
    holds = (replace(one, other="") if one.key in wished else one for one in ours.memory.holds)
    items = (
        _without_box(item, _new_section(listed, wished[item.key])) if item.key in wished else item
        for item in ours.items
    )
    return replace(ours, memory=replace(ours.memory, holds=tuple(holds)), items=tuple(items))


def _wished(ours: Remembered[Proposed]) -> dict[str, Proposed]:
    proposed = ours.memory.proposed()
    ticked = [item.key for item in ours.items if _is_ticked(item)]
    return {key: proposed[key] for key in ticked if key in proposed and proposed[key].other}


def _is_ticked(item: Item) -> bool:
    found = _BOX.search(item.markdown)
    return item.ticked and found is not None and found["tick"] != " "


def _new_section(listed: AwesomeList, paper: Proposed) -> str:
    """Return the headings that a row was moved below; empty: it stands elsewhere."""
    entry = listed.find(arxiv_id=paper.arxiv_id, title=paper.title)
    return paper.other if entry is not None and entry.section.endswith(paper.other) else ""


def _without_box(item: Item, section: str) -> Item:
    markdown = _BOX.sub("", item.markdown)
    if section:
        heading = escape.in_html(_short(section))
        markdown = _BELOW.sub(lambda _: heading, markdown, count=1)
    return replace(item, markdown=markdown)


def _short(section: str) -> str:
    return escape.cut(" / ".join(section.split(" / ")[-_HEADINGS:]), LONGEST_TITLE)
