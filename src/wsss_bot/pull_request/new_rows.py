"""The pull request that adds rows: what it holds, and what people did with each paper."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import ArxivId, Candidate, Entry, Outcome, Proposed
from wsss_bot.pull_request import learn, three_way
from wsss_bot.pull_request.memory import PAPERS, Memory
from wsss_bot.pull_request.phrases import Item, counted
from wsss_bot.pull_request.reading import read_items
from wsss_bot.pull_request.text import (
    Circumstances,
    body_of,
    items_of,
    plain_name,
    remember,
    title_of,
    unexplained_item,
)
from wsss_bot.pull_request.update import Content, Said, blob_sha
from wsss_bot.pull_request.world import GitHub, Kind, Remembered, Settings, Traces, World
from wsss_bot.ranking.ranking import Ranking

COMMIT_TITLE = "Add {papers}: {names}"
COMMIT_TIDY = "Bring the proposed papers up to date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a run would like to propose."""

    candidates: tuple[Candidate, ...]
    """Wanted near misses, then the best that there is room for, best first."""
    near_misses: tuple[Candidate, ...]
    said: Circumstances
    ranking: Ranking | None = None
    """What they were found by; None where nothing could be looked for."""
    since: datetime | None = None
    """From which submission on papers were looked at."""


# --- what people did with it ----------------------------------------------------------------


class Papers(Kind[Proposed]):
    """Pull requests that add papers, one row each."""

    marker = PAPERS
    trailer = "Proposes: arXiv:"

    def __init__(self, settings: Settings) -> None:
        self._read = settings.read

    def read_items(self, body: str) -> tuple[Item, ...]:  # noqa: D102
        return read_items(body)

    def recover(self, traces: Traces) -> tuple[Proposed, ...]:  # noqa: D102
        near_misses = [item.key for item in traces.items if item.near_miss]
        papers = {
            key: Proposed(
                arxiv_id=ArxivId(key), title="", name=key, near_miss=key not in traces.committed
            )
            for key in (*traces.committed, *near_misses)
        }
        for entry in traces.branch.entries if traces.branch else ():
            if entry.arxiv_id and not traces.listed.find(
                arxiv_id=entry.arxiv_id, title=entry.title
            ):
                papers[entry.arxiv_id] = Proposed(
                    arxiv_id=entry.arxiv_id,
                    title=entry.title,
                    name=entry.method or entry.title,
                    row=entry.raw,
                )
        return tuple(papers.values())

    def outcomes(  # noqa: D102
        self, world: World[Proposed], ours: Remembered[Proposed], proposed: Sequence[Proposed]
    ) -> Mapping[str, Outcome]:
        if world.on_branch is not None and ours.pull.is_open:
            on_branch = _entries(world.on_branch, proposed)
        else:
            on_branch = dict.fromkeys((p.arxiv_id for p in proposed), Entry(line=0, title=""))
        return learn.outcomes(
            ours.pull,
            proposed,
            refused=ours.unticked,
            on_branch=on_branch,
            listed=_entries(world.on_base, proposed),
        )

    def edits(  # noqa: D102
        self,
        world: World[Proposed],
        proposed: Sequence[Proposed],
        outcomes: Mapping[str, Outcome],
    ) -> Sequence[learn.Edit]:
        edits: list[learn.Edit] = []
        listed = world.on_base
        for paper in proposed:
            entry = listed.find(arxiv_id=paper.arxiv_id, title=paper.title)
            if outcomes[paper.key] is not Outcome.EDITED or entry is None or not paper.row:
                continue
            as_proposed = self._read(listed.text.replace(entry.raw, paper.row, 1))
            before = as_proposed.find(arxiv_id=paper.arxiv_id, title=paper.title)
            if before is not None:
                edits += learn.edits(before, entry)
        return edits

    def acknowledgement(  # noqa: D102
        self,
        ours: Remembered[Proposed],
        outcomes: Mapping[str, Outcome],
        edits: Sequence[learn.Edit],
    ) -> str:
        return learn.acknowledgement(
            ours.pull,
            {key: paper.name for key, paper in ours.memory.proposed().items()},
            outcomes,
            refused=ours.unticked,
            learnt=[habit.example for habit in learn.habits(edits)],
        )


def _entries(listed: AwesomeList, papers: Sequence[Proposed]) -> dict[ArxivId, Entry]:
    found = {p.arxiv_id: listed.find(arxiv_id=p.arxiv_id, title=p.title) for p in papers}
    return {arxiv_id: entry for arxiv_id, entry in found.items() if entry is not None}


# --- what it is to hold ---------------------------------------------------------------------


class NewRows(Content[Proposed]):
    """The rows of the papers that were found."""

    tidy = COMMIT_TIDY

    def __init__(self, settings: Settings, world: World[Proposed], found: Found) -> None:
        self._read, self._world, self._found = settings.read, world, found
        self._placed: tuple[Candidate, ...] = ()

    @property
    def is_news(self) -> bool:  # noqa: D102
        return bool(self._found.candidates)

    def write_into(self, text: str) -> tuple[str, tuple[Proposed, ...]]:
        """Return the list with the rows of those papers that have a safe place, and these."""
        listed = self._read(text)
        new = [
            candidate
            for candidate in self._found.candidates
            if not listed.find(arxiv_id=candidate.paper.arxiv_id, title=candidate.paper.title)
        ]
        addition = listed.add([candidate.facts for candidate in new])
        self._placed = tuple(
            replace(candidate, row=place.row)
            for candidate, place in zip(new, addition.placed, strict=True)
            if place.line is not None
        )
        return addition.text, remember(self._placed)

    def take_out(  # noqa: D102
        self, text: str, ours: Remembered[Proposed], refused: Collection[str]
    ) -> str:
        for key in refused:
            paper = ours.memory.proposed()[key]
            entry = self._read(text).find(arxiv_id=paper.arxiv_id, title=paper.title)
            on_base = self._world.on_base.find(arxiv_id=paper.arxiv_id, title=paper.title)
            if entry is not None and on_base is None:
                text = _without_lines(text, entry)
        return text

    def merged(  # noqa: D102
        self, github: GitHub, text: str, ours: Remembered[Proposed]
    ) -> str | None:
        rows = {paper.row for paper in ours.memory.proposed().values()}
        # Without our rows it is the list that the branch was built on, if nobody else touched it.
        before = "\n".join(line for line in text.split("\n") if line.rstrip("\r") not in rows)
        if blob_sha(before) != ours.memory.list_sha:
            before = github.read_blob(ours.memory.list_sha)
        return three_way.merged(before, text, self._world.listed.text)

    def commit_title(self, new: Sequence[Proposed]) -> str:  # noqa: D102
        return COMMIT_TITLE.format(
            papers=counted(len(new), "paper", "papers"),
            names=", ".join(plain_name(paper) for paper in new),
        )

    def say(  # noqa: D102
        self, ours: Remembered[Proposed] | None, refused: Collection[str]
    ) -> Said[Proposed]:
        old = {item.key: item for item in ours.items} if ours else {}
        near = [c for c in self._found.near_misses if c.paper.arxiv_id not in old]
        shown_already = sum(item.near_miss for item in old.values())
        near = near[: max(0, len(self._found.near_misses) - shown_already)]
        shown = {paper.key: paper for paper in ours.memory.holds} if ours else {}
        shown |= {paper.key: paper for paper in remember(self._placed, near)}
        items = {key: item for key, item in old.items() if key not in refused}
        items |= {item.key: item for item in items_of(self._placed, near)}
        for paper in shown.values():
            if paper.key not in items and paper.key not in refused:
                items[paper.key] = unexplained_item(paper)
        live = [p for p in shown.values() if not p.near_miss and p.key not in refused]

        def body(memory: Memory[Proposed], conflict: bool) -> str:
            return body_of(
                list(items.values()),
                memory,
                replace(self._found.said, conflict=conflict),
                people_wrote=self.people_wrote(ours, self._world.kind),
            )

        title = title_of(live) if live else ""
        return Said(holds=tuple(shown.values()), title=title, body=body)


def _without_lines(text: str, entry: Entry) -> str:
    lines = text.split("\n")
    first = entry.line - 1
    return "\n".join(lines[:first] + lines[first + entry.raw.count("\n") + 1 :])
