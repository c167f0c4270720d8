"""What people did with each paper, and the one comment that acknowledges it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from wsss_bot import learn, propose
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import ArxivId, Entry, Outcome, Proposed
from wsss_bot.pipeline.rolling.world import GitHub, Remembered, Settings, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What people did with each paper, as far as GitHub tells."""

    outcomes: Mapping[ArxivId, Outcome]
    proposed: Mapping[ArxivId, Proposed]
    """What was proposed of each of them, last."""
    numbers: Mapping[ArxivId, int]
    """The pull request that each was proposed in, last."""
    wanted: tuple[ArxivId, ...]
    """Near misses that people ticked and that are not proposed yet."""
    edits: tuple[learn.Edit, ...]
    """The cells that people changed before they merged a row."""
    first_run: bool
    """Whether the bot never proposed anything here before."""


def what_became(world: World, *, forgotten: Mapping[ArxivId, datetime]) -> Known:
    """Return what people did with each paper; the newest pull request has the last word.

    `forgotten` are papers that may be proposed again, each with the time when that was decided:
    what pull requests before it say about the paper no longer counts, once they are closed.
    """
    listed = world.read(world.listed.text)
    branch = None if world.branch_text is None else world.read(world.branch_text)
    outcomes: dict[ArxivId, Outcome] = {}
    proposed: dict[ArxivId, Proposed] = {}
    numbers: dict[ArxivId, int] = {}
    wanted: dict[ArxivId, None] = {}
    edits: list[learn.Edit] = []
    for ours in world.pulls:
        papers = [
            paper
            for paper in ours.memory.proposed().values()
            if ours.pull.is_open
            or paper.arxiv_id not in forgotten
            or ours.pull.opened_at > forgotten[paper.arxiv_id]
        ]
        found = _outcomes(ours, papers, listed, branch)
        outcomes |= found
        proposed |= {paper.arxiv_id: paper for paper in papers}
        numbers |= dict.fromkeys(found, ours.pull.number)
        if ours.pull.is_open or ours.pull.merged:
            wanted |= dict.fromkeys(sorted(ours.wanted))
        for arxiv_id in found:
            wanted.pop(arxiv_id, None)
        edits += _edits(world, papers, found, listed)
    still = [i for i in wanted if not listed.find(arxiv_id=i, title="")]
    return Known(
        outcomes=outcomes,
        proposed=proposed,
        numbers=numbers,
        wanted=tuple(still),
        edits=tuple(edits),
        first_run=not world.pulls,
    )


def _outcomes(
    ours: Remembered, papers: Sequence[Proposed], listed: AwesomeList, branch: AwesomeList | None
) -> dict[ArxivId, Outcome]:
    refused = ours.unticked
    if branch is not None and ours.pull.is_open:
        on_branch = _entries(branch, papers)
    else:
        on_branch = dict.fromkeys((p.arxiv_id for p in papers), Entry(line=0, title=""))
    return learn.outcomes(
        ours.pull,
        papers,
        refused=refused,
        on_branch=on_branch,
        listed=_entries(listed, papers),
    )


def _entries(listed: AwesomeList, papers: Sequence[Proposed]) -> dict[ArxivId, Entry]:
    found = {p.arxiv_id: listed.find(arxiv_id=p.arxiv_id, title=p.title) for p in papers}
    return {arxiv_id: entry for arxiv_id, entry in found.items() if entry is not None}


def _edits(
    world: World,
    papers: Sequence[Proposed],
    found: Mapping[ArxivId, Outcome],
    listed: AwesomeList,
) -> list[learn.Edit]:
    """Compare each row that people edited with what was proposed, cell by cell."""
    edits: list[learn.Edit] = []
    for paper in papers:
        entry = listed.find(arxiv_id=paper.arxiv_id, title=paper.title)
        if found[paper.arxiv_id] is not Outcome.EDITED or entry is None or not paper.row:
            continue
        as_proposed = world.read(listed.text.replace(entry.raw, paper.row, 1))
        before = as_proposed.find(arxiv_id=paper.arxiv_id, title=paper.title)
        if before is not None:
            edits += learn.edits(before, entry)
    return edits


def settle(github: GitHub, settings: Settings, world: World, known: Known) -> None:
    """Say once under each pull request that came to an end what its end means."""
    for ours in world.pulls:
        if ours.pull.is_open or ours.memory.settled:
            continue
        papers = ours.memory.proposed()
        if not papers:
            continue
        outcomes = {
            i: known.outcomes[i] for i in papers if known.numbers.get(i) == ours.pull.number
        }
        text = learn.acknowledgement(
            ours.pull,
            {i: p.name for i, p in papers.items()},
            outcomes,
            refused=ours.unticked,
            learnt=[habit.example for habit in learn.habits(known.edits)],
        )
        if text:
            github.say(ours.pull.number, text)
        if world.open is None and github.branch_at(settings.branch) == ours.pull.head_sha:
            github.delete_branch(settings.branch)
        body = propose.with_memory(ours.pull.body, replace(ours.memory, settled=True))
        github.edit_pull_request(ours.pull.number, title=ours.pull.title, body=body)
