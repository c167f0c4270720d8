"""The words of the pull request that completes old rows."""

from collections.abc import Iterable, Sequence

from wsss_bot import escape
from wsss_bot.awesome_list import Change, Flaw
from wsss_bot.domain import Completion, Notice, Role
from wsss_bot.propose.phrases import (
    LONGEST_NAME,
    LONGEST_TITLE,
    counted,
    first_names,
    folded,
    link_to,
    title_text,
)

TITLE = "{count} for old rows: {names}"
ROW = "- [x] **[{title}]({link})**"
CELL = "  {role} `{before} → {after}` from {source}"
BLANK = "-"
LOOK = "{count} worth a look, not changed"
LINE = "- line {line}, {title}: {message}"
REST = "- and {count} more"
ANSWERS = (
    "Not right? Untick the row, or take the change back: it will not be offered again. "
    "Then merge. Closing this refuses all of them."
)
ROLE_NAMES: dict[Role, str] = {"venue": "venue", "code": "code", "paper": "arXiv"}
MOST_TO_LOOK_AT = 50

_Made = tuple[Completion, Change]


def completions_text(
    made: Sequence[_Made], notices: Sequence[Notice], flaws: Sequence[Flaw]
) -> tuple[str, str]:
    """Return title and body of the pull request that makes these changes.

    `made` are completions with the change that each made in the list.
    """
    rows: dict[int, list[_Made]] = {}
    for completion, change in made:
        rows.setdefault(completion.entry.line, []).append((completion, change))
    parts = ["\n".join(_row(changes) for changes in rows.values())]
    look = [_line(notice.line, notice.title, notice.message) for notice in notices]
    look += [_line(flaw.line, flaw.kind, flaw.message) for flaw in flaws]
    if look:
        rest = len(look) - MOST_TO_LOOK_AT
        shown = look[:MOST_TO_LOOK_AT] + ([REST.format(count=rest)] if rest > 0 else [])
        parts.append(folded(LOOK.format(count=len(look)), shown))
    parts.append(ANSWERS)
    return _title(rows.values(), len(made)), "\n\n".join(parts) + "\n"


def _title(rows: Iterable[Sequence[_Made]], cells: int) -> str:
    entries = [changes[0][0].entry for changes in rows]
    names = [
        escape.in_plain_text(escape.cut(entry.method or entry.title, LONGEST_NAME))
        for entry in entries
    ]
    return TITLE.format(count=counted(cells, "cell", "cells"), names=first_names(names))


def _row(changes: Sequence[_Made]) -> str:
    completion, _ = changes[0]
    title = escape.in_conversation(title_text(completion.entry.title))
    heading = ROW.format(title=title, link=link_to(completion.facts.arxiv_id))
    return "\n".join([heading, *(_cell(completion, change) for completion, change in changes)])


def _cell(completion: Completion, change: Change) -> str:
    return CELL.format(
        role=ROLE_NAMES[completion.role],
        before=_code(change.before) or BLANK,
        after=_code(change.after),
        source=_said(completion.source),
    )


def _line(line: int, title: str, message: str) -> str:
    shown = escape.in_conversation(escape.cut(title, LONGEST_NAME))
    return LINE.format(line=line, title=shown, message=_said(message))


def _code(text: str) -> str:
    return escape.in_code(escape.cut(text, LONGEST_TITLE))


def _said(text: str) -> str:
    return escape.in_conversation(escape.cut(text, LONGEST_TITLE))
