"""What a pull request says: every word a maintainer reads, and how it is put together.

The words stand at the top. The rules they follow: the first screen of a phone holds the first
paper and its reasons; a cell says where it came from or is named as one to check; and every
answer is a tick, a deletion, an edit, a merge or a close.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wsss_bot.domain import Candidate, Neighbour, Polled, Role
from wsss_bot.pull_request.memory import PAPERS, Memory
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
from wsss_bot.pull_request.proposed import Proposed, ProposedCell
from wsss_bot.text import escape
from wsss_bot.text.checksum import checksum
from wsss_bot.text.latex import to_unicode

TITLE = "{count} for the list: {names}"

PAPER = "- [{tick}] **[{title}]({link})** `{bar}`"
NEAR_MISS = "- [{tick}] [{title}]({link}) `{bar}` {reasons}"
NEAR_MISSES = "{count}: tick one to add it"
UNEXPLAINED = "- [{tick}] **[{title}]({link})**"

LIKE = "like {entries}"
FILLED = "{role} `{text}` from {source}"
TO_CHECK = "**to check:** no {roles} found"
DOUBT = "{role} left blank: {why}"
CHECKED_ROLES: Mapping[Role, str] = {"method": "name", "venue": "venue", "code": "code"}
"""The cells worth a look; date, title and link come straight from arXiv."""

FIRST_RUN = "First run: of the papers since {since}, what fits the list best and is not on it."
OLDER = "{count} the threshold too: `wsss-bot run --since {day}` proposes them."
WAITING = "{count} for the next time, best first."
ANSWERS = (
    "Not wanted? Untick it or delete its line: it will not come back. "
    "Wrong cell? Edit it: the edit stays. Then merge. Closing this refuses all of them."
)
SMALL_PRINT = (
    "<sub>{polled}{noise} You decide every row. To stop the bot, take away its access in the "
    "settings of this repository, or ask whoever runs it to end its schedule.</sub>"
)
READ = "Read {papers}{days}, {completeness}."
COMPLETE = "all of them"
INCOMPLETE = "**not all of them: {missing}**"

REASON_ENTRIES = 2
REASON_TERMS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRun:
    """How far back the very first run looked."""

    since: date
    older: int = 0
    """How many papers from before reach the threshold and were left out."""
    oldest: date | None = None
    """From when on those are."""


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
    conflict: bool = False
    """Whether people have to resolve a conflict with the base branch."""


def pull_request_text(
    candidates: Sequence[Candidate],
    near_misses: Sequence[Candidate] = (),
    *,
    polled: Polled,
    noise: str = "",
    first_run: FirstRun | None = None,
    waiting: int = 0,
) -> tuple[str, str]:
    """Return the title and the Markdown body of a new pull request that adds `candidates`.

    Both sequences are best first; the rest is as in `Circumstances`.
    """
    papers = remember(candidates, near_misses)
    title = title_of([proposed for proposed in papers if not proposed.near_miss])
    body = body_of(
        items_of(candidates, near_misses),
        Memory(holds=papers, title=title),
        Circumstances(polled=polled, noise=noise, first_run=first_run, waiting=waiting),
    )
    return title, body


def remember(
    candidates: Sequence[Candidate], near_misses: Sequence[Candidate] = ()
) -> tuple[Proposed, ...]:
    """Return what a pull request with these papers has to remember of them."""
    kinds = [(candidate, False) for candidate in candidates]
    kinds += [(candidate, True) for candidate in near_misses]
    return tuple(
        Proposed(
            arxiv_id=candidate.paper.arxiv_id,
            title=title_text(candidate.paper.title),
            name=short_name(candidate),
            row="" if near_miss else candidate.row.markdown,
            near_miss=near_miss,
            score=candidate.score.value,
            text=checksum(candidate.paper),
        )
        for candidate, near_miss in kinds
    )


def title_of(papers: Sequence[Proposed]) -> str:
    """Return the title of a pull request that adds these papers."""
    names = first_names([plain_name(proposed) for proposed in papers])
    return TITLE.format(count=counted(len(papers), "paper", "papers"), names=names)


def items_of(
    candidates: Sequence[Candidate], near_misses: Sequence[Candidate] = ()
) -> tuple[Item, ...]:
    """Return the items of new papers: candidates ticked, near misses not."""
    shown = [
        Item(
            key=candidate.paper.arxiv_id,
            ticked=True,
            near_miss=False,
            markdown=_paper(candidate),
        )
        for candidate in candidates
    ]
    shown += [
        Item(
            key=candidate.paper.arxiv_id,
            ticked=False,
            near_miss=True,
            markdown=_near_miss(candidate),
        )
        for candidate in near_misses
    ]
    return tuple(shown)


def unexplained_item(proposed: Proposed) -> Item:
    """Return the item of a paper that is on the branch and whose own lines are lost."""
    title = escape.in_conversation(escape.cut(proposed.title or proposed.name, LONGEST_TITLE))
    markdown = UNEXPLAINED.format(tick="x", title=title, link=link_to(proposed.arxiv_id))
    return Item(key=proposed.key, ticked=True, near_miss=False, markdown=markdown)


def body_of(
    items: Sequence[Item],
    memory: Memory[Proposed],
    circumstances: Circumstances,
    *,
    people_wrote: str = "",
) -> str:
    """Return the whole body: the papers, the near misses, the answers, the marker.

    `people_wrote` is what people added below the bot's text, and stays there. GitHub shows a
    line break of the body as one. Near misses are left out where the body would grow too long.
    """
    papers = "\n".join(item.markdown for item in items if not item.near_miss)
    near = [item.markdown for item in items if item.near_miss]
    parts = [papers]
    if near:
        count = counted(len(near), "near miss", "near misses")
        parts.append(folded(NEAR_MISSES.format(count=count), near))
    parts += [
        _closing_words(memory, circumstances),
        _small_print(circumstances),
        PAPERS.write(memory),
    ]
    if people_wrote:
        parts.append(people_wrote)
    body = "\n\n".join(part for part in parts if part) + "\n"
    if len(body) > LONGEST_BODY and near:
        return body_of(
            [item for item in items if not item.near_miss],
            replace(memory, holds=tuple(memory.proposed().values())),
            circumstances,
            people_wrote=people_wrote,
        )
    return body


# --- one paper ------------------------------------------------------------------------------


def short_name(candidate: Candidate) -> str:
    """Return a paper's name in a few words: that of its method, else how its title begins."""
    method = candidate.row.cells.get("method")
    return escape.cut(
        method.text if method and method.text else to_unicode(candidate.paper.title), LONGEST_NAME
    )


def plain_name(proposed: Proposed | ProposedCell) -> str:
    """Return the name of what was proposed for a title or a commit message."""
    return escape.in_plain_text(proposed.name)


def _paper(candidate: Candidate) -> str:
    lines = [PAPER.format(tick="x", **_heading(candidate))]
    lines += [f"  {line}" for line in (_reasons(candidate), _cells(candidate)) if line]
    return "\n".join(lines)


def _near_miss(candidate: Candidate) -> str:
    line = NEAR_MISS.format(tick=" ", reasons=_reasons(candidate), **_heading(candidate))
    return line.rstrip()


def _heading(candidate: Candidate) -> dict[str, str]:
    return {
        "title": escape.in_conversation(title_text(candidate.paper.title)),
        "link": link_to(candidate.paper.arxiv_id),
        "bar": bar_of_ten(candidate.score.value),
    }


def bar_of_ten(value: float) -> str:
    """Return a score from 0 to 1 as ten dots."""
    full = min(10, max(0, round(value * 10)))
    return "●" * full + "○" * (10 - full)


def _reasons(candidate: Candidate) -> str:
    score = candidate.score
    entries = " and ".join(_entry(neighbour) for neighbour in score.nearest[:REASON_ENTRIES])
    raising = [term.text for term in score.terms if term.push > 0]
    terms = ", ".join(escape.in_conversation(text) for text in raising[:REASON_TERMS])
    return " · ".join(part for part in (entries and LIKE.format(entries=entries), terms) if part)


def _entry(neighbour: Neighbour) -> str:
    entry = neighbour.entry
    name = escape.in_conversation(escape.cut(entry.method or entry.title, LONGEST_NAME))
    venue = escape.in_conversation(escape.cut(entry.venue or "", LONGEST_NAME))
    return f"*{name}*" + (f" ({venue})" if any(c.isalnum() for c in venue) else "")


def _cells(candidate: Candidate) -> str:
    """Say in one line where each filled cell comes from, and what the row lacks."""
    filled, blank, given = [], [], set()
    for role, name in CHECKED_ROLES.items():
        cell = candidate.row.cells.get(role)
        if cell is None:
            continue
        if cell.text is None:
            blank.append(name)
            continue
        given.add(name)
        if cell.source is not None:
            text = escape.in_code(escape.cut(cell.text, LONGEST_TITLE))
            source = escape.in_conversation(cell.source)
            filled.append(FILLED.format(role=name, text=text, source=source))
    missing = (name for name in candidate.row.left_out if name not in {*blank, *given})
    blank += [escape.in_conversation(escape.cut(name, LONGEST_NAME)) for name in missing]
    if blank:
        roles = " or ".join(filter(None, [", ".join(blank[:-1]), blank[-1]]))
        filled.append(TO_CHECK.format(roles=roles))
        doubts = ((role, candidate.facts.doubts.get(role)) for role in CHECKED_ROLES)
        filled += (
            DOUBT.format(
                role=CHECKED_ROLES[role],
                why=escape.in_conversation(escape.cut(why, LONGEST_TITLE)),
            )
            for role, why in doubts
            if why and CHECKED_ROLES[role] in blank
        )
    return " · ".join(filled)


# --- the last lines -------------------------------------------------------------------------


def _closing_words(memory: Memory[Proposed], circumstances: Circumstances) -> str:
    words = [CONFLICT] if circumstances.conflict else []
    if circumstances.first_run is not None:
        words += _first_run_words(circumstances.first_run)
    if circumstances.waiting:
        words.append(
            WAITING.format(count=counted(circumstances.waiting, "more waits", "more wait"))
        )
    if memory.refused:
        names = {paper.key: paper.name for paper in memory.holds}
        refused = [names.get(key, key) for key in memory.refused]
        words.append(REFUSED.format(names=", ".join(map(escape.in_conversation, refused))))
    return " ".join([*words, ANSWERS])


def _first_run_words(first_run: FirstRun) -> list[str]:
    words = [FIRST_RUN.format(since=_day(first_run.since))]
    if first_run.older and first_run.oldest is not None:
        count = counted(first_run.older, "older paper reaches", "older papers reach")
        words.append(OLDER.format(count=count, day=first_run.oldest.isoformat()))
    return words


def _small_print(circumstances: Circumstances) -> str:
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
