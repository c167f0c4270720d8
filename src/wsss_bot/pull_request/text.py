"""What a pull request says: every word a maintainer reads, and how it is put together.

The words stand at the top. The rules they follow: the first screen of a phone holds the first
paper and its reasons; a cell says where it came from or is named as one to check; and every
answer is a tick, a deletion, an edit, a merge or a close.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from wsss_bot.domain import Candidate, Polled
from wsss_bot.pull_request.circumstances import (
    Circumstances,
    FirstRun,
    closing_words,
    refused_before,
    small_print,
)
from wsss_bot.pull_request.memory import PAPERS, Memory
from wsss_bot.pull_request.paper_text import near_miss_text, paper_text, short_name
from wsss_bot.pull_request.phrases import (
    LONGEST_BODY,
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

TITLE = "{count} for the list: {names}"

NEAR_MISSES = "{count}: tick one to add it"
UNEXPLAINED = "- [{tick}] **[{title}]({link})**"
FOLD = re.compile(r"\n {2}<details>.*</details>$")
"""What is folded below a paper, at the end of its item."""


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
            other="" if near_miss else candidate.other_section,
            near_miss=near_miss,
            score=candidate.score.value,
            text=checksum(candidate.paper),
            submitted=candidate.paper.submitted_at.date(),
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
            markdown=paper_text(candidate),
        )
        for candidate in candidates
    ]
    shown += [
        Item(
            key=candidate.paper.arxiv_id,
            ticked=False,
            near_miss=True,
            markdown=near_miss_text(candidate),
        )
        for candidate in near_misses
    ]
    return tuple(shown)


def that_join(near_misses: Sequence[Candidate], shown: Mapping[str, Item]) -> list[Candidate]:
    """Return the near misses that join the items that are shown already, as far as there is room.

    Those that are always shown need none.
    """
    near = [c for c in near_misses if c.paper.arxiv_id not in shown]
    always = [c for c in near if c.shown_for]
    by_score = [c for c in near if not c.shown_for]
    shown_already = sum(item.near_miss for item in shown.values())
    room = len(near_misses) - shown_already - len(always)
    return [*by_score[: max(0, room)], *always]


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
    line break of the body as one. Where the body would grow too long, what was refused before
    is left out, then what is folded below the papers, and then the near misses.
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
    if len(body) > LONGEST_BODY and circumstances.refusals:
        fewer = replace(circumstances, refusals=())
        return body_of(items, memory, fewer, people_wrote=people_wrote)
    shorter = _shorter(items, memory) if len(body) > LONGEST_BODY else None
    return body_of(*shorter, circumstances, people_wrote=people_wrote) if shorter else body


def _shorter(
    items: Sequence[Item], memory: Memory[Proposed]
) -> tuple[Sequence[Item], Memory[Proposed]] | None:
    """Return what a shorter body holds; None: it cannot be shorter."""
    bare = [replace(item, markdown=FOLD.sub("", item.markdown)) for item in items]
    if bare != list(items):
        return bare, memory
    if any(item.near_miss for item in items):
        papers = [item for item in items if not item.near_miss]
        return papers, replace(memory, holds=tuple(memory.proposed().values()))
    return None


def plain_name(proposed: Proposed | ProposedCell) -> str:
    """Return the name of what was proposed for a title or a commit message."""
    return escape.in_plain_text(proposed.name)
