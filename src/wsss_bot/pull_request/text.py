"""What a pull request says: every word a maintainer reads, and how it is put together.

The words stand at the top. The rules they follow: the first screen of a phone holds the first
paper and its reasons; a cell says where it came from or is named as one to check; and every
answer is a tick, a deletion, an edit, a merge or a close.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wsss_bot.domain import Candidate, Neighbour, Polled, Role
from wsss_bot.pull_request.circumstances import (
    Circumstances,
    FirstRun,
    closing_words,
    refused_before,
    small_print,
)
from wsss_bot.pull_request.memory import PAPERS, Memory
from wsss_bot.pull_request.phrases import (
    LONGEST_BODY,
    LONGEST_NAME,
    LONGEST_TITLE,
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

REASON_ENTRIES = 2
REASON_TERMS = 3


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
    line break of the body as one. Near misses, and what was refused before, are left
    out where the body would grow too long.
    """
    papers = "\n".join(item.markdown for item in items if not item.near_miss)
    near = [item.markdown for item in items if item.near_miss]
    parts = [papers]
    if near:
        count = counted(len(near), "near miss", "near misses")
        parts.append(folded(NEAR_MISSES.format(count=count), near))
    parts += [
        refused_before(circumstances.refusals),
        closing_words(memory, circumstances),
        small_print(circumstances),
        PAPERS.write(memory),
    ]
    if people_wrote:
        parts.append(people_wrote)
    body = "\n\n".join(part for part in parts if part) + "\n"
    if len(body) > LONGEST_BODY and (near or circumstances.refusals):
        return body_of(
            [item for item in items if not item.near_miss],
            replace(memory, holds=tuple(memory.proposed().values())),
            replace(circumstances, refusals=()),
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
