"""What a pull request says below its papers: why there are no others, and how to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wsss_bot.domain import ArxivId, Polled
from wsss_bot.pull_request.memory import Memory
from wsss_bot.pull_request.phrases import (
    AGAIN,
    CONFLICT,
    LONGEST_TITLE,
    MOST_REFUSED,
    REFUSED,
    REFUSED_BEFORE,
    REFUSED_PAPER,
    counted,
    folded,
    link_to,
    title_text,
)
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.text import escape

FIRST_RUN = "First run: of the papers since {since}, what fits the list best and is not on it."
STATE_LOST = (
    "What earlier runs kept is not there any more, so only papers since {since} were looked at."
)
OLDER = "{count} the threshold too; whoever runs the bot can let it look back to {day}."
WAITING = "{count} for the next time, best first."
LEFT = "Left to you: {notes}."
NO_PLACE = "No place in the list for {papers}."
ANSWERS = (
    "Not wanted? Untick it or delete its line: it will not come back. "
    "Wrong cell? Edit it: the edit stays. Then merge. Closing this refuses all of them."
)
SMALL_PRINT = (
    "<sub>{polled}{noise} You decide every row. To stop the bot, take away its access in the "
    "settings of this repository, or ask whoever runs it to end its schedule.</sub>"
)
_NAMED = 3
"""So many papers without a place are named for each reason."""
READ = "Read {papers}{days}, {completeness}."
COMPLETE = "all of them"
INCOMPLETE = "**not all of them: {missing}**"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRun:
    """How far back a first run looked: the very first, or the first after the state was lost."""

    since: date
    older: int = 0
    """How many papers from before reach the threshold and were left out."""
    oldest: date | None = None
    """From when on those are."""
    state_lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A paper that reaches the threshold and has no place in the list."""

    arxiv_id: ArxivId
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the body says beside the papers."""

    polled: Polled
    noise: str = ""
    """A sentence about the threshold."""
    first_run: FirstRun | None = None
    """None on later runs."""
    waiting: int = 0
    """How many candidates did not fit."""
    unplaced: tuple[Unplaced, ...] = ()
    """Papers that would have been proposed, had the list a place for them."""
    notes: tuple[str, ...] = ()
    """What people have to do beside the list, in sentences: a table of contents, a translation."""
    conflict: bool = False
    """Whether people have to resolve a conflict with the base branch."""
    refusals: tuple[Proposed, ...] = ()
    """Papers that people refused, the newest first; each may be taken back."""


def closing_words(memory: Memory[Proposed], circumstances: Circumstances) -> str:
    """Return what is said below the papers, and which answers there are."""
    words = [CONFLICT] if circumstances.conflict else []
    if circumstances.first_run is not None:
        words += _first_run_words(circumstances.first_run)
    if circumstances.waiting:
        words.append(
            WAITING.format(count=counted(circumstances.waiting, "more waits", "more wait"))
        )
    if circumstances.unplaced:
        words.append(NO_PLACE.format(papers=no_place(circumstances.unplaced)))
    if circumstances.notes:
        notes = "; ".join(map(escape.in_conversation, circumstances.notes))
        words.append(LEFT.format(notes=notes))
    if memory.refused:
        names = {paper.key: paper.name for paper in memory.holds}
        refused = [names.get(key, key) for key in memory.refused]
        words.append(REFUSED.format(names=", ".join(map(escape.in_conversation, refused))))
    return " ".join([*words, ANSWERS])


def no_place(unplaced: Sequence[Unplaced]) -> str:
    """Return the papers without a place, those of one reason together, in Markdown."""
    by_reason: dict[str, list[str]] = {}
    for paper in unplaced:
        by_reason.setdefault(paper.reason, []).append(title_text(paper.title))
    said = []
    for reason, titles in by_reason.items():
        named = [f"“{escape.in_conversation(title)}”" for title in titles[:_NAMED]]
        if len(titles) > _NAMED:
            named.append(f"{len(titles) - _NAMED} more")
        said.append(f"{', '.join(named)} ({escape.in_conversation(reason)})")
    return "; ".join(said)


def refused_before(refusals: Sequence[Proposed]) -> str:
    """Return the papers that people refused, folded, each with a box; empty: there are none."""
    lines = [
        REFUSED_PAPER.format(
            again=AGAIN,
            title=escape.in_conversation(escape.cut(paper.title or paper.name, LONGEST_TITLE)),
            link=link_to(paper.arxiv_id),
        )
        for paper in refusals[:MOST_REFUSED]
    ]
    count = counted(len(lines), "paper", "papers")
    return folded(REFUSED_BEFORE.format(count=count), lines) if lines else ""


def _first_run_words(first_run: FirstRun) -> list[str]:
    opening = STATE_LOST if first_run.state_lost else FIRST_RUN
    words = [opening.format(since=_day(first_run.since))]
    if first_run.older and first_run.oldest is not None:
        count = counted(first_run.older, "older paper reaches", "older papers reach")
        words.append(OLDER.format(count=count, day=_day(first_run.oldest)))
    return words


def small_print(circumstances: Circumstances) -> str:
    """Return what was read, and what the threshold is expected to cost."""
    polled = circumstances.polled
    kind = escape.in_conversation(" and ".join(polled.categories))
    completeness = COMPLETE
    if not polled.complete:
        missing = escape.in_conversation(polled.missing or "some days could not be read")
        completeness = INCOMPLETE.format(missing=missing)
    read = READ.format(
        papers=counted(polled.papers, f"{kind} paper".lstrip(), f"{kind} papers".lstrip()),
        days=_days(polled.first_on, polled.last_on),
        completeness=completeness,
    )
    return SMALL_PRINT.format(
        polled=read, noise=f" {circumstances.noise}" if circumstances.noise else ""
    )


def _days(first: date | None, last: date | None) -> str:
    """Return ' of 4 to 11 April 2022', with month and year said once where they are the same."""
    if first is None or last is None:
        return ""
    if first == last:
        return f" of {_day(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return f" of {first.day} to {_day(last)}"
    if first.year == last.year:
        return f" of {first.day} {first:%B} to {_day(last)}"
    return f" of {_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
