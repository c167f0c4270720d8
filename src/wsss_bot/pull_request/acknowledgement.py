"""What the one comment at the end of a pull request says: what was decided, by whom, and why.

Where a person closed it, it asks why, with boxes: the answer is read from the comment.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from wsss_bot.domain import Outcome
from wsss_bot.pull_request.endings import NOT_NOW, TOO_MANY, WRONG, Ending, How, back_at, fewer
from wsss_bot.pull_request.forge import PullRequest
from wsss_bot.pull_request.kind import F, Remembered, World
from wsss_bot.pull_request.learn import Edit
from wsss_bot.pull_request.memory import P
from wsss_bot.pull_request.phrases import counted, day
from wsss_bot.text import escape

ADDED = "{done} {count} ({names})"
REFUSED = "refused {count} ({names}; will not return)"
CLOSED = "Closed by {by}"
LATER = (
    "{closed}, not now: {count} ({names}) come back after {day}, and nothing is proposed before."
)
ENDED = "{why}: nothing counts as refused. {count} ({names}) may come with a later pull request."
REASONS: Mapping[How, str] = {
    How.PROGRAM: "Closed by {by}, which is a program",
    How.BRANCH: "Closed because {by} deleted its branch",
    How.SUPERSEDED: "Closed by {by}, because another pull request has taken its place",
    How.MOVED: "Closed by {by} after the list had moved",
    How.UNKNOWN: "Closed, and GitHub does not say by whom",
    How.OURSELVES: "Closed by this bot, because nothing was left to answer",
}
MERGED_ELSEWHERE = "Merged into {base}, and the list is on {list_base}"
CLOSED_ELSEWHERE = "Closed by {by} while it went to {base}, and the list is on {list_base}"
HOW_TO_UNDO = (
    "To take a refusal back, tick the paper under *refused before* in a later pull request."
)
UNTICKED_BUT_MERGED = (
    "{names} was unticked, but its {part} was merged with the rest; delete it from the list if you "
    "do not want it."
)
LEARNT = "Learnt: {habits}."
WHY = "Why? Tick what is true; the next run reads it:"
BOXES: Mapping[str, str] = {
    TOO_MANY: "a pull request holds at most {rows} from now on, instead of {before}",
    WRONG: "each of them is learnt from as not fit for this list",
    NOT_NOW: "they come back after {day}, and nothing is proposed before",
}
WHO_ANSWERS = (
    "<sub>Only who may write to this repository can tick these: GitHub lets nobody else edit this "
    "comment.</sub>"
)
SOMEBODY = "somebody"

K = TypeVar("K", bound=str)
"""The key of what was proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What people are asked who closed a pull request, and what they answered so far."""

    boxes: tuple[str, ...]
    answers: tuple[str, ...]
    rows: tuple[int, int]
    """How many rows a pull request holds, and would hold if these were too many."""
    back_on: datetime
    """When the papers come back if it is not now."""

    def text(self) -> str:
        """Return the question with its boxes."""
        before, rows = self.rows
        lines = [
            f"- [{'x' if box in self.answers else ' '}] **{box}**: "
            + BOXES[box].format(
                rows=counted(rows, "row", "rows"), before=before, day=day(self.back_on)
            )
            for box in self.boxes
        ]
        return "\n".join([WHY, *lines, "", WHO_ANSWERS])


def acknowledgement(
    pull_request: PullRequest,
    names: Mapping[K, str],
    found: Mapping[K, Outcome],
    *,
    ending: Ending,
    list_base: str,
    question: Question | None = None,
    refused: Collection[str] = (),
    learnt: Sequence[Edit] = (),
    done: str = "added",
    part: str = "row",
) -> str:
    """Return what the one comment at the end of a pull request says.

    `names` is what to call each proposal by its key, which begins with the id of its paper; a merge
    has `done` it, a `part` of the list, which is on the branch `list_base`. `question` is asked
    where a person closed it. Empty where there is nothing to say.
    """
    added = [i for i, o in found.items() if o.is_acceptance]
    out = [i for i, o in found.items() if o.is_refusal]
    stay = [i for i, o in found.items() if o is Outcome.ENDED]

    def listed(keys: Sequence[K]) -> str:
        return ", ".join(escape.in_conversation(names[key]) for key in keys)

    sentences = []
    if ending.how is not How.MERGED and not (added and not stay):
        back_on = question.back_on if question else None
        sentences.append(_ended(pull_request, ending, listed(stay), len(stay), list_base, back_on))
    parts = [ADDED.format(done=done, count=len(added), names=listed(added))] if added else []
    parts += [REFUSED.format(count=len(out), names=listed(out))] if out else []
    sentences.append(_sentence(", ".join(parts)))
    if unticked := [key for key in added if key in refused]:
        sentences.append(UNTICKED_BUT_MERGED.format(names=listed(unticked), part=part))
    if out and part == "row":
        sentences.append(HOW_TO_UNDO)
    sentences.append(_learnt(learnt))
    said = " ".join(filter(None, sentences))
    return "\n\n".join(filter(None, [said, question.text() if question else ""]))


def _ended(
    pull: PullRequest,
    ending: Ending,
    names: str,
    count: int,
    list_base: str,
    back_on: datetime | None,
) -> str:
    """Return who ended a pull request, and what becomes of the `names` that nobody refused."""
    if ending.how is not How.PERSON:
        why = _why(pull, ending, list_base)
        return ENDED.format(why=why, count=count, names=names) if names else f"{why}."
    closed = CLOSED.format(by=_account(ending))
    if names and back_on is not None:
        return LATER.format(closed=closed, count=count, names=names, day=day(back_on))
    return f"{closed}."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _learnt(edits: Sequence[Edit]) -> str:
    written = [escape.in_conversation(edit.after) for edit in edits if edit.after]
    shown = ", ".join(f'you write "{text}"' for text in written)
    return LEARNT.format(habits=shown) if shown else ""


def _account(ending: Ending) -> str:
    return escape.in_conversation(ending.by) or SOMEBODY


def _why(pull: PullRequest, ending: Ending, list_base: str) -> str:
    """Return why an end refuses nothing."""
    base, list_base = escape.in_conversation(pull.base), escape.in_conversation(list_base)
    if ending.how is How.RETARGETED:
        reason = MERGED_ELSEWHERE if pull.merged else CLOSED_ELSEWHERE
        return reason.format(by=_account(ending), base=base, list_base=list_base)
    return REASONS[ending.how].format(by=_account(ending))


def acknowledged(
    world: World[P, F],
    ours: Remembered[P],
    names: Mapping[str, str],
    found: Mapping[str, Outcome],
    *,
    boxes: tuple[str, ...],
    learnt: Sequence[Edit] = (),
    done: str = "added",
    part: str = "row",
) -> str:
    """Return what the one comment at the end of one of our pull requests says.

    `boxes` are what people are asked who closed it; the rest is as in `acknowledgement`.
    """
    ending, question = ours.ending or Ending(how=How.UNKNOWN), None
    is_refused = any(outcome.is_refusal or outcome is Outcome.ENDED for outcome in found.values())
    if ending.how is How.PERSON and is_refused:
        _, before, rows = ours.memory.rows or (0, world.max_rows, fewer(world.max_rows))
        question = Question(
            boxes=boxes,
            answers=ours.answers,
            rows=(before, rows),
            back_on=back_at(ours.pull.ended_at or world.now),
        )
    return acknowledgement(
        ours.pull,
        names,
        found,
        ending=ending,
        list_base=world.base,
        question=question,
        refused=ours.unticked,
        learnt=learnt,
        done=done,
        part=part,
    )
