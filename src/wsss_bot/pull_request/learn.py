"""Learn: what the maintainers did with each paper, and what that teaches.

    waiting ── row merged as proposed ──────────────→ accepted
       │  ├─── row merged with changes ─────────────→ edited
       │  ├─── row deleted, or its box unticked ────→ removed
       │  ├─── a person closed its pull request ────→ declined
       │  └─── something else ended it ─────────────→ ended: it stays a candidate

Unticking and deleting count while the pull request is open. Afterwards the list is the truth: a
paper that stands in it was accepted, whatever the boxes say, and stays so wherever its row goes,
unless a person took that row alone away.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from wsss_bot.awesome_list.roles import ROLES
from wsss_bot.domain import ArxivId, Entry, Outcome, Role
from wsss_bot.pull_request.forge import PullRequest
from wsss_bot.pull_request.proposed import Proposed, ProposedCell

LEAST_TIMES = 3
"""So often a change must have been made before it is called a habit."""

Entries = Mapping[ArxivId, Entry]
"""Where each paper of a pull request stands in some text of the list."""


def outcomes(
    pull_request: PullRequest,
    papers: Sequence[Proposed],
    *,
    refused: Collection[str],
    on_branch: Entries,
    listed: Entries,
    gone: Mapping[str, Outcome] = MappingProxyType({}),
    end: Outcome | None = None,
) -> dict[str, Outcome]:
    """Return what became of each paper that a pull request proposed as a row.

    `refused` are the papers whose box is not ticked, now or in an earlier run; `on_branch` and
    `listed` say which papers stand in the list on its branch (as it is, or was at the end) and on
    the base branch. `gone` are those that stood in the list once; `end` is what the end of the pull
    request says of the rest, where it says anything else than that a person ended it.
    """
    end = end or (Outcome.REMOVED if pull_request.merged else Outcome.DECLINED)

    def outcome(paper: Proposed) -> Outcome:
        entry = listed.get(paper.arxiv_id)
        if entry is not None and not (pull_request.is_open and paper.arxiv_id in refused):
            # The row as it was proposed is not known where the marker was damaged.
            return Outcome.ACCEPTED if paper.row in {entry.raw, ""} else Outcome.EDITED
        if paper.arxiv_id in refused:
            return Outcome.REMOVED
        if paper.key in gone:
            return gone[paper.key]
        if paper.arxiv_id not in on_branch:
            return Outcome.REMOVED
        return Outcome.WAITING if pull_request.is_open else end

    return {paper.key: outcome(paper) for paper in papers}


def cell_outcomes(
    pull_request: PullRequest,
    cells: Sequence[ProposedCell],
    *,
    refused: Collection[str],
    on_branch: Mapping[str, str],
    listed: Mapping[str, str],
    end: Outcome | None = None,
) -> dict[str, Outcome]:
    """Return what became of each cell that a pull request proposed to fill, by key.

    `on_branch` and `listed` are what the cells say on its branch (as it is, or was at the end) and
    on the base branch; one whose row is gone is missing. `refused` and `end` are as in `outcomes`.
    """
    end = end or (Outcome.REMOVED if pull_request.merged else Outcome.DECLINED)

    def outcome(cell: ProposedCell) -> Outcome:
        now = listed.get(cell.key)
        if now is not None and now != cell.before:
            return Outcome.ACCEPTED if now == cell.after else Outcome.EDITED
        if now is None or cell.key in refused:
            return Outcome.REMOVED
        unknown = cell.before if pull_request.is_open else cell.after
        if not pull_request.merged and on_branch.get(cell.key, unknown) == cell.before:
            return Outcome.REMOVED
        return Outcome.WAITING if pull_request.is_open else end

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
