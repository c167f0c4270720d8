"""Learn: what the maintainers did with each paper, and what that teaches.

    waiting ── row merged as proposed ──────────────→ accepted
       │  ├─── row merged with changes ─────────────→ edited
       │  ├─── row deleted, or its box unticked ────→ removed
       │  └─── pull request closed without merging ─→ declined

Unticking and deleting count while the pull request is open. Afterwards the list is the truth: a
paper that stands in it was accepted, whatever the boxes say.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from wsss_bot.awesome_list.roles import ROLES
from wsss_bot.domain import ArxivId, Entry, Outcome, PullRequest, Role
from wsss_bot.pull_request.proposed import Proposed, ProposedCell
from wsss_bot.text import escape

ADDED = "{done} {count} ({names})"
REFUSED = "refused {count} ({names}; will not return)"
NOTHING_REFUSED = "Closed without merging; nothing was refused."
DECLINED = "Closed without merging: refused {count} ({names}). They will not return."
HOW_TO_UNDO = "To have one proposed again, its operator runs {commands}."
UNTICKED_BUT_MERGED = (
    "{names} was unticked, but its {part} was merged with the rest; delete it from the list if you "
    "do not want it."
)
LEARNT = "Learnt: {habits}."
LEAST_TIMES = 3
"""So often a change must have been made before it is called a habit."""

K = TypeVar("K", bound=str)
"""The key of what was proposed."""

Entries = Mapping[ArxivId, Entry]
"""Where each paper of a pull request stands in some text of the list."""


def outcomes(
    pull_request: PullRequest,
    papers: Sequence[Proposed],
    *,
    refused: Collection[str],
    on_branch: Entries,
    listed: Entries,
) -> dict[str, Outcome]:
    """Return what became of each paper that a pull request proposed as a row.

    `refused` are the papers whose box is not ticked, now or in an earlier run; `on_branch` and
    `listed` say which papers stand in the list on its branch (as long as it is open) and on the
    base branch.
    """

    def outcome(paper: Proposed) -> Outcome:
        entry = listed.get(paper.arxiv_id)
        if entry is not None and not (pull_request.is_open and paper.arxiv_id in refused):
            # The row as it was proposed is not known where the marker was damaged.
            return Outcome.ACCEPTED if paper.row in {entry.raw, ""} else Outcome.EDITED
        if paper.arxiv_id in refused:
            return Outcome.REMOVED
        if pull_request.is_open:
            return Outcome.WAITING if paper.arxiv_id in on_branch else Outcome.REMOVED
        return Outcome.REMOVED if pull_request.merged else Outcome.DECLINED

    return {paper.key: outcome(paper) for paper in papers}


def cell_outcomes(
    pull_request: PullRequest,
    cells: Sequence[ProposedCell],
    *,
    refused: Collection[str],
    on_branch: Mapping[str, str],
    listed: Mapping[str, str],
) -> dict[str, Outcome]:
    """Return what became of each cell that a pull request proposed to fill, by key.

    `on_branch` and `listed` are what the cells say on its branch (as long as it is open) and on
    the base branch; one whose row is gone is missing. `refused` is as in `outcomes`.
    """

    def outcome(cell: ProposedCell) -> Outcome:
        now = listed.get(cell.key)
        if now is not None and now != cell.before:
            return Outcome.ACCEPTED if now == cell.after else Outcome.EDITED
        if now is None or cell.key in refused:
            return Outcome.REMOVED
        if pull_request.is_open:
            taken_back = on_branch.get(cell.key, cell.before) == cell.before
            return Outcome.REMOVED if taken_back else Outcome.WAITING
        return Outcome.REMOVED if pull_request.merged else Outcome.DECLINED

    return {cell.key: outcome(cell) for cell in cells}


def text_of_cell(entry: Entry, role: Role) -> str:
    """Return what an entry says in one of its cells; empty: nothing."""
    return (ROLES[role].said(entry) if role in ROLES else None) or ""


# --- what they changed ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A cell that people changed in a row before they merged it."""

    role: Role
    before: str
    after: str


def edits(proposed: Entry, final: Entry) -> tuple[Edit, ...]:
    """Return the cells that differ between a row as proposed and as it stands in the list."""
    pairs = {
        role: (text_of_cell(proposed, role), text_of_cell(final, role))
        for role in ROLES
        if ROLES[role].editable
    }
    return tuple(
        Edit(role=role, before=before, after=after)
        for role, (before, after) in pairs.items()
        if before != after
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """A change that people make again and again, in the same direction."""

    role: Role
    example: Edit
    times: int


def habits(made: Sequence[Edit]) -> tuple[Habit, ...]:
    """Return the changes that were made in the same way three times, commonest first.

    `made` are the edits, oldest first. Two changes are the same when they do the same to the text
    around what was kept: 'CVPR' to 'CVPR 2025' and 'ICCV' to 'ICCV 2023' both add a year. A change
    in the other direction begins the count anew. Filling blanks and rewriting a cell from scratch
    are not a way of writing, except where both texts are the same each time.
    """
    alike: dict[tuple[Role, tuple[str, str]], list[Edit]] = {}
    for edit in made:
        before, after = _kind(edit)
        alike.pop((edit.role, (after, before)), None)
        alike.setdefault((edit.role, (before, after)), []).append(edit)
    found = [
        Habit(role=role, example=edits[-1], times=len(edits))
        for (role, _), edits in alike.items()
        if len(edits) >= LEAST_TIMES
    ]
    return tuple(sorted(found, key=lambda habit: -habit.times))


def _kind(edit: Edit) -> tuple[str, str]:
    kept = min(edit.before, edit.after, key=len)
    longer = max(edit.before, edit.after, key=len)
    if not kept or kept not in longer:
        return edit.before, edit.after
    around = re.sub(r"\d", "0", longer.replace(kept, "…", 1))
    return ("…", around) if kept == edit.before else (around, "…")


# --- what is said about it ------------------------------------------------------------------


def acknowledgement(
    pull_request: PullRequest,
    names: Mapping[K, str],
    found: Mapping[K, Outcome],
    *,
    refused: Collection[str] = (),
    learnt: Sequence[Edit] = (),
    done: str = "added",
    part: str = "row",
) -> str:
    """Return what the one comment at the end of a pull request says.

    `names` is what to call each proposal by its key, which begins with the id of its paper; a merge
    has `done` it, a `part` of the list. Empty where there is nothing to say.
    """
    added = [i for i, o in found.items() if o.is_acceptance]
    out = [i for i, o in found.items() if o.is_refusal]

    def listed(keys: Sequence[K]) -> str:
        return ", ".join(escape.in_conversation(names[key]) for key in keys)

    sentences = []
    if pull_request.merged or added:
        parts = [ADDED.format(done=done, count=len(added), names=listed(added))] if added else []
        parts += [REFUSED.format(count=len(out), names=listed(out))] if out else []
        sentence = ", ".join(parts)
        sentences.append(sentence[:1].upper() + sentence[1:] + "." if parts else "")
    else:
        declined = DECLINED.format(count=len(out), names=listed(out))
        sentences.append(declined if out else NOTHING_REFUSED)
    if unticked := [key for key in added if key in refused]:
        sentences.append(UNTICKED_BUT_MERGED.format(names=listed(unticked), part=part))
    if out:
        papers = dict.fromkeys(key.partition(":")[0] for key in out)
        commands = ", ".join(f"`wsss-bot forget {arxiv_id}`" for arxiv_id in papers)
        sentences.append(HOW_TO_UNDO.format(commands=commands))
    if written := [escape.in_conversation(edit.after) for edit in learnt if edit.after]:
        shown = ", ".join(f'you write "{text}"' for text in written)
        sentences.append(LEARNT.format(habits=shown))
    return " ".join(part for part in sentences if part)
