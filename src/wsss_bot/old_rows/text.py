"""What the pull request that completes old rows says: its words, and what it remembers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from wsss_bot.awesome_list import Flaw
from wsss_bot.domain import Entry, Notice, Role
from wsss_bot.pull_request.memory import Marker, Memory
from wsss_bot.pull_request.phrases import (
    CONFLICT,
    LONGEST_BODY,
    LONGEST_NAME,
    LONGEST_TITLE,
    REFUSED,
    Item,
    counted,
    first_names,
    folded,
    link_to,
    title_text,
)
from wsss_bot.pull_request.proposed import ProposedCell
from wsss_bot.text import escape
from wsss_bot.text.files_as_one import place_of
from wsss_bot.text.paper_ids import parse_paper_id

TITLE = "{count} for old rows: {names}"
CELL = "- [x] **[{title}]({link})**\n  {role}: `{before} → {after}` from {source}"
BLANK = "-"
ROLE_NAMES: dict[Role, str] = {
    "venue": "where",
    "code": "code",
    "paper": "arXiv",
    "authors": "authors",
}

LOOK = "{count} worth a look, not changed"
LINE = "- {place}, {title}: {message}"
REST = "- and {count} more"
MOST_TO_LOOK_AT = 50
TOLD_FLAWS = {"duplicate", "broken row"}

WAITING = "{count} for the next time."
ANSWERS = (
    "Not right? Untick it, or take the change back: it will not be offered again. "
    "Wrong cell? Edit it: the edit stays. Then merge. Closing this refuses all of them."
)
SMALL_PRINT = (
    "<sub>Compared {known} of {rows} with what arXiv says of their papers now{missing}. "
    "You decide every cell. To stop the bot, take away its access in the settings of this "
    "repository, or ask whoever runs it to end its schedule.</sub>"
)
MISSING = ", **not all of them: {what}**"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """What the body says beside the cells."""

    rows: int
    """How many rows the list has."""
    known: int
    """Of how many of them it was known what arXiv says of their paper."""
    missing: str = ""
    """In words what could not be looked up; empty: nothing."""
    waiting: int = 0
    """How many more rows can be completed."""
    notices: tuple[Notice, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    text: str = ""
    """Of the list, which may be several files: then a line is one of one of them."""


# --- what it remembers ----------------------------------------------------------------------


def _cell(cell: ProposedCell) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": cell.arxiv_id,
        "role": cell.role,
        "title": cell.title,
        "name": cell.name,
        "before": cell.before,
        "after": cell.after,
        "source": cell.source,
    }
    return document | ({"row": cell.row} if cell.row > 1 else {})


def _proposed(document: Mapping[str, Any]) -> ProposedCell:
    role: Role = document["role"]
    if role not in get_args(Role):
        raise ValueError(f"{role!r} is no role")
    return ProposedCell(
        arxiv_id=parse_paper_id(str(document["id"])),
        role=role,
        title=str(document["title"]),
        name=str(document["name"]),
        before=str(document["before"]),
        after=str(document["after"]),
        source=str(document["source"]),
        row=int(document.get("row", 1)),
    )


CELLS = Marker("wsss-bot-cells", 1, holds="cells", write=_cell, read=_proposed)
"""Of the pull request that fills cells of old rows."""

_ROLES = {name: role for role, name in ROLE_NAMES.items()}
_ITEM = re.compile(
    r"^- \[(?P<tick>[ xX])\] \*\*\[(?:[^\]\\\n]|\\.)*\]"
    r"\(https://arxiv\.org/abs/(?P<id>[\w./-]+)(?:#(?P<row>\d{1,4}))?\)\*\*[^\S\n]*\n"
    rf" +(?P<role>{'|'.join(_ROLES)}): .*$",
    re.MULTILINE,
)


def read_cells(body: str) -> tuple[Item, ...]:
    """Return the cells of a body with the ticks that people set, in their order."""
    return tuple(
        Item(
            key=":".join(filter(None, (found["id"], _ROLES[found["role"]], found["row"]))),
            ticked=found["tick"] != " ",
            near_miss=False,
            markdown=found[0],
        )
        for found in _ITEM.finditer(body.replace("\r\n", "\n"))
    )


# --- what it says ---------------------------------------------------------------------------


def title_of_cells(cells: Sequence[ProposedCell]) -> str:
    """Return the title of a pull request that fills these cells."""
    names = dict.fromkeys(escape.in_plain_text(cell.name) for cell in cells)
    return TITLE.format(count=counted(len(cells), "cell", "cells"), names=first_names(tuple(names)))


def entry_name(entry: Entry) -> str:
    """Return an entry in a few words: its method's name, else how its title begins."""
    return escape.cut(entry.method or entry.title, LONGEST_NAME)


def cell_name(cell: ProposedCell) -> str:
    """Return a cell in a few words: 'L2G: where'."""
    return f"{cell.name}: {ROLE_NAMES.get(cell.role, cell.role)}"


def body_of_cells(
    cells: Sequence[ProposedCell],
    memory: Memory[ProposedCell],
    looked_up: LookedUp,
    *,
    conflict: bool = False,
    people_wrote: str = "",
) -> str:
    """Return the whole body: the cells, what is worth a look, the answers, the marker.

    `cells` are those that wait for an answer. What is worth a look is left out where the body
    would grow too long; `fits` says whether it is too long even then.
    """
    look = [
        _line(place_of(looked_up.text, notice.line), notice.title, notice.message)
        for notice in looked_up.notices
    ]
    look += [
        _line(place_of(looked_up.text, flaw.line), flaw.kind, flaw.message)
        for flaw in looked_up.flaws
        if flaw.kind in TOLD_FLAWS
    ]
    folds = []
    if look:
        rest = len(look) - MOST_TO_LOOK_AT
        shown = look[:MOST_TO_LOOK_AT] + ([REST.format(count=rest)] if rest > 0 else [])
        folds.append(folded(LOOK.format(count=len(look)), shown))
    first = ["\n".join(map(_item, cells))] if cells else []
    last = [
        _closing_words(memory, looked_up, conflict),
        _small_print(looked_up),
        CELLS.write(memory),
    ]
    last += [people_wrote] if people_wrote else []
    body = "\n\n".join([*first, *folds, *last]) + "\n"
    return body if fits(body) else "\n\n".join([*first, *last]) + "\n"


def fits(body: str) -> bool:
    """Whether GitHub takes a body of that length."""
    return len(body) <= LONGEST_BODY


def _item(cell: ProposedCell) -> str:
    link = link_to(cell.arxiv_id)
    return CELL.format(
        title=escape.in_conversation(title_text(cell.title)),
        link=f"{link}#{cell.row}" if cell.row > 1 else link,
        role=ROLE_NAMES.get(cell.role, cell.role),
        before=_code(cell.before) or BLANK,
        after=_code(cell.after) or BLANK,
        source=_shown(cell.source) or "a run before",
    )


def _closing_words(memory: Memory[ProposedCell], looked_up: LookedUp, conflict: bool) -> str:
    words = [CONFLICT] if conflict else []
    if looked_up.waiting:
        count = counted(looked_up.waiting, "more row waits", "more rows wait")
        words.append(WAITING.format(count=count))
    if memory.refused:
        names = {cell.key: cell_name(cell) for cell in memory.holds}
        refused = [escape.in_conversation(names.get(key, key)) for key in memory.refused]
        words.append(REFUSED.format(names=", ".join(refused)))
    return " ".join([*words, ANSWERS])


def _small_print(looked_up: LookedUp) -> str:
    return SMALL_PRINT.format(
        known=f"{looked_up.known:,}",
        rows=counted(looked_up.rows, "row", "rows"),
        missing=MISSING.format(what=_shown(looked_up.missing)) if looked_up.missing else "",
    )


def _line(place: str, title: str, message: str) -> str:
    shown = escape.in_conversation(escape.cut(title, LONGEST_NAME))
    return LINE.format(place=_shown(place), title=shown, message=_shown(message))


def _code(text: str) -> str:
    return escape.in_code(escape.cut(text, LONGEST_TITLE))


def _shown(text: str) -> str:
    return escape.in_conversation(escape.cut(text, LONGEST_TITLE))
