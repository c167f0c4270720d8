"""The words of the pull request that completes old rows."""

from collections.abc import Sequence

from wsss_bot import escape
from wsss_bot.awesome_list import Change, Flaw
from wsss_bot.domain import Completion, Notice
from wsss_bot.latex import to_unicode

TITLE = "{count} for old rows: {names}"
ROW = "- [x] **[{title}](https://arxiv.org/abs/{arxiv_id})**"
CELL = "  {role} `{before} → {after}` from {source}"
BLANK = "-"
LOOK = "<details><summary>{count} worth a look, not changed</summary>\n\n{lines}\n\n</details>"
LINE = "- line {line}, {title}: {message}"
ANSWERS = (
    "Not right? Untick the row, or take the change back: it will not be offered again. "
    "Then merge. Closing this refuses all of them."
)
ROLE_NAMES = {"venue": "where", "code": "code", "paper": "arXiv"}
TITLE_NAMES = 3
LONGEST_TITLE, LONGEST_NAME, LONGEST_LOOK = 200, 60, 50


def completions_text(
    made: Sequence[tuple[Completion, Change]],
    notices: Sequence[Notice],
    flaws: Sequence[Flaw],
) -> tuple[str, str]:
    """Return title and body of the pull request that makes these changes.

    `made` are completions with the change that each made in the list.
    """
    rows: dict[int, list[tuple[Completion, Change]]] = {}
    for completion, change in made:
        rows.setdefault(completion.entry.line, []).append((completion, change))
    parts = ["\n".join(_row(changes) for changes in rows.values())]
    look = [_notice(notice) for notice in notices]
    look += [LINE.format(line=f.line, title=f.kind, message=_said(f.message)) for f in flaws]
    if look:
        left_out = len(look) - LONGEST_LOOK
        shown = look[:LONGEST_LOOK] + ([f"- and {left_out} more"] if left_out > 0 else [])
        parts.append(LOOK.format(count=len(look), lines="\n".join(shown)))
    parts.append(ANSWERS)
    return _title(rows, len(made)), "\n\n".join(parts) + "\n"


def _title(rows: dict[int, list[tuple[Completion, Change]]], cells: int) -> str:
    entries = [changes[0][0].entry for changes in rows.values()]
    names = [
        escape.in_plain_text(escape.cut(entry.method or entry.title, LONGEST_NAME))
        for entry in entries
    ]
    more = len(names) - TITLE_NAMES
    shown = ", ".join(names[:TITLE_NAMES]) + (f" and {more} more" if more > 0 else "")
    return TITLE.format(count="1 cell" if cells == 1 else f"{cells} cells", names=shown)


def _row(changes: Sequence[tuple[Completion, Change]]) -> str:
    first = changes[0][0]
    title = escape.in_conversation(escape.cut(to_unicode(first.entry.title), LONGEST_TITLE))
    lines = [ROW.format(title=title, arxiv_id=first.facts.arxiv_id)]
    for completion, change in changes:
        lines.append(
            CELL.format(
                role=ROLE_NAMES[completion.role],
                before=escape.in_code(change.before) or BLANK,
                after=escape.in_code(escape.cut(change.after, LONGEST_TITLE)),
                source=_said(completion.source),
            )
        )
    return "\n".join(lines)


def _notice(notice: Notice) -> str:
    title = escape.in_conversation(escape.cut(notice.title, LONGEST_NAME))
    return LINE.format(line=notice.line, title=title, message=_said(notice.message))


def _said(text: str) -> str:
    return escape.in_conversation(escape.cut(text, LONGEST_TITLE))
