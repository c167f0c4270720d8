"""The pull request that adds rows: what it holds, and what people did with each paper."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import ArxivId, Candidate, Entry, Outcome
from wsss_bot.pull_request import learn, moves, three_way
from wsss_bot.pull_request.acknowledgement import acknowledged
from wsss_bot.pull_request.circumstances import Circumstances
from wsss_bot.pull_request.draft import at_its_place
from wsss_bot.pull_request.endings import NOT_NOW, TOO_MANY, WRONG
from wsss_bot.pull_request.kind import Insertion, Kind, Remembered, Traces, Wording, World
from wsss_bot.pull_request.memory import PAPERS, Memory
from wsss_bot.pull_request.neighbours import neighbours, was_taken_away
from wsss_bot.pull_request.phrases import LONGEST_BODY, Item, counted
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.pull_request.reading import read_items, read_taken_back, read_what_people_wrote
from wsss_bot.pull_request.text import (
    body_of,
    items_of,
    plain_name,
    remember,
    that_join,
    title_of,
    unexplained_item,
)

COMMIT_TITLE = "Add {papers}: {names}"
COMMIT_TIDY = "Bring the proposed papers up to date"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRows:
    """What a run would like to propose."""

    candidates: tuple[Candidate, ...]
    """Wanted near misses, then the best that there is room for, best first."""
    near_misses: tuple[Candidate, ...]
    circumstances: Circumstances


class NewRows(Kind[Proposed, FoundRows]):
    """The pull request that adds papers, one row each."""

    marker = PAPERS
    trailer = "Proposes: arXiv:"
    tidy = COMMIT_TIDY

    # --- what people did with it ------------------------------------------------------------

    def read_items(self, body: str) -> tuple[Item, ...]:  # noqa: D102
        return read_items(body)

    def read_taken_back(self, body: str) -> frozenset[str]:  # noqa: D102
        return read_taken_back(body)

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
        self,
        world: World[Proposed, FoundRows],
        ours: Remembered[Proposed],
        proposed: Sequence[Proposed],
    ) -> Mapping[str, Outcome]:
        branch = world.on_branch if ours.pull.is_open else ours.last
        if branch is not None and not ours.pull.merged:
            on_branch = _entries(branch, proposed)
        else:
            on_branch = dict.fromkeys((p.arxiv_id for p in proposed), Entry(line=0, title=""))
        listed = _entries(world.on_base, proposed)
        return learn.outcomes(
            ours.pull,
            proposed,
            refused=ours.unticked,
            on_branch=on_branch,
            listed=listed,
            gone=_gone(world, ours, [p for p in proposed if p.arxiv_id not in listed]),
            end=ours.ending.outcome(ours.answers) if ours.ending else None,
        )

    def taken_away(  # noqa: D102
        self, world: World[Proposed, FoundRows], ours: Remembered[Proposed]
    ) -> frozenset[str]:
        listed = _entries(world.on_base, tuple(ours.memory.proposed().values()))
        missing = [
            paper
            for key, paper in ours.memory.proposed().items()
            if paper.arxiv_id not in listed and key not in ours.unticked
        ]
        gone = _gone(world, ours, missing) if missing and not ours.pull.is_open else {}
        return frozenset(key for key, outcome in gone.items() if outcome is Outcome.REMOVED)

    def stood(  # noqa: D102
        self, world: World[Proposed, FoundRows], ours: Remembered[Proposed]
    ) -> Mapping[str, tuple[int, int]]:
        stood = dict(ours.memory.stood)
        new = [p for p in ours.memory.proposed().values() if p.key not in stood]
        for paper in new:
            for listed in filter(None, (world.on_base, ours.last if ours.pull.merged else None)):
                entry = listed.find(arxiv_id=paper.arxiv_id, title=paper.title)
                if entry is not None:
                    stood[paper.key] = neighbours(listed, entry)
                    break
        return stood

    def edits(  # noqa: D102
        self,
        world: World[Proposed, FoundRows],
        proposed: Sequence[Proposed],
        outcomes: Mapping[str, Outcome],
    ) -> Sequence[learn.Edit]:
        edits: list[learn.Edit] = []
        listed = world.on_base
        for paper in proposed:
            entry = listed.find(arxiv_id=paper.arxiv_id, title=paper.title)
            if outcomes[paper.key] is not Outcome.EDITED or entry is None or not paper.row:
                continue
            as_proposed = world.settings.read(listed.text.replace(entry.raw, paper.row, 1))
            before = as_proposed.find(arxiv_id=paper.arxiv_id, title=paper.title)
            if before is not None:
                edits += learn.edits(before, entry)
        return edits

    def acknowledgement(  # noqa: D102
        self,
        world: World[Proposed, FoundRows],
        ours: Remembered[Proposed],
        outcomes: Mapping[str, Outcome],
        edits: Sequence[learn.Edit],
    ) -> str:
        return acknowledged(
            world,
            ours,
            {key: paper.name for key, paper in ours.memory.proposed().items()},
            outcomes,
            boxes=(TOO_MANY, WRONG, NOT_NOW),
            learnt=[habit.example for habit in learn.habits(edits)],
        )

    # --- what it is to hold -----------------------------------------------------------------

    def has_news(self, found: FoundRows) -> bool:  # noqa: D102
        return bool(found.candidates)

    def without_news(self, found: FoundRows) -> FoundRows:  # noqa: D102
        return _best(found, 0)

    def insert(
        self,
        text: str,
        found: FoundRows,
        world: World[Proposed, FoundRows],
        waiting: Sequence[Proposed],
    ) -> Insertion[Proposed, FoundRows]:
        """Put the rows into the list that have a safe place in it and room in the body."""
        inserted = _inserted(text, found, world)
        while inserted.new and not self._fits(inserted, len(inserted.new), world, waiting):
            sizes = range(1, len(inserted.new) + 1)
            most = bisect_left(
                sizes, True, key=lambda n: not self._fits(inserted, n, world, waiting)
            )
            inserted = _inserted(text, _best(inserted.found, most), world)
        return inserted

    def _fits(
        self,
        inserted: Insertion[Proposed, FoundRows],
        number: int,
        world: World[Proposed, FoundRows],
        waiting: Sequence[Proposed],
    ) -> bool:
        """Whether a body can hold the first so many of the new rows."""
        first = replace(inserted, new=inserted.new[:number], found=_best(inserted.found, number))
        wording = self.wording(first, world, waiting, ())
        refused = tuple(world.open.memory.proposed()) if world.open else ()
        sha = world.listed.sha
        longest = Memory.longest(wording.holds, wording.title, refused, list_sha=sha)
        return len(wording.body(longest, True)) <= LONGEST_BODY

    def take_out(  # noqa: D102
        self,
        text: str,
        world: World[Proposed, FoundRows],
        ours: Remembered[Proposed],
        refused: Collection[str],
    ) -> str:
        text = moves.moved(text, ours, world.settings.read)
        for key in refused:
            paper = ours.memory.proposed()[key]
            listed = world.settings.read(text)
            entry = listed.find(arxiv_id=paper.arxiv_id, title=paper.title)
            on_base = world.on_base.find(arxiv_id=paper.arxiv_id, title=paper.title)
            if entry is not None and on_base is None:
                text = listed.without(entry)
        return text

    def built_on(self, text: str, ours: Remembered[Proposed]) -> str:  # noqa: D102
        rows = {paper.row for paper in ours.memory.proposed().values()}
        return "\n".join(line for line in text.split("\n") if line.rstrip("\r") not in rows)

    def merged(  # noqa: D102
        self,
        before: str,
        text: str,
        world: World[Proposed, FoundRows],
        ours: Remembered[Proposed],
    ) -> str | None:
        del ours
        base = world.settings.read(before)
        now = base.counted_as_here(world.listed.text)
        merged = three_way.merged(before, base.counted_as_here(text), now)
        return merged if merged is None else world.on_base.recounted(merged)

    def commit_title(self, new: Sequence[Proposed]) -> str:  # noqa: D102
        return COMMIT_TITLE.format(
            papers=counted(len(new), "paper", "papers"),
            names=", ".join(plain_name(paper) for paper in new),
        )

    def wording(  # noqa: D102
        self,
        inserted: Insertion[Proposed, FoundRows],
        world: World[Proposed, FoundRows],
        waiting: Sequence[Proposed],
        refused: Collection[str],
    ) -> Wording[Proposed]:
        del waiting
        read, ours = world.settings.read, world.open
        ours = moves.settled(ours, inserted.text, read) if ours else None
        found = inserted.found
        shown = {item.key: item for item in ours.items} if ours else {}
        near = that_join(found.near_misses, shown)
        papers = {paper.key: paper for paper in ours.memory.holds} if ours else {}
        papers |= {paper.key: paper for paper in remember(found.candidates, near)}
        items = {key: item for key, item in shown.items() if key not in refused}
        items |= {item.key: item for item in items_of(found.candidates, near)}
        for paper in papers.values():
            item = items.get(paper.key)
            is_missing = item is None or (item.near_miss and not paper.near_miss)
            if is_missing and paper.key not in refused:
                items[paper.key] = unexplained_item(paper)
        live = [p for p in papers.values() if not p.near_miss and p.key not in refused]
        refusals = tuple(paper for paper in world.refusals if paper not in live)
        theirs = ""
        if ours:
            theirs = read_what_people_wrote(ours.pull.body, self.marker, ours.items)

        def body(memory: Memory[Proposed], conflict: bool) -> str:
            return body_of(
                list(items.values()),
                memory,
                replace(found.circumstances, conflict=conflict, refusals=refusals),
                people_wrote=theirs,
            )

        title = title_of(live) if live else ""
        return Wording(holds=tuple(papers.values()), title=title, body=body)


def _inserted(
    text: str, found: FoundRows, world: World[Proposed, FoundRows]
) -> Insertion[Proposed, FoundRows]:
    """Put the rows into the list that have a safe place in it."""
    listed = world.settings.read(text)
    new = [
        candidate
        for candidate in found.candidates
        if not listed.find(arxiv_id=candidate.paper.arxiv_id, title=candidate.paper.title)
    ]
    addition = listed.add([candidate.facts for candidate in new])
    placed = tuple(
        at_its_place(candidate, place)
        for candidate, place in zip(new, addition.placed, strict=True)
        if place.line is not None
    )
    return Insertion(
        text=world.on_base.recounted(addition.text),
        new=remember(placed),
        found=replace(
            found,
            candidates=placed,
            circumstances=replace(found.circumstances, notes=listed.left_to_people(addition)),
        ),
    )


def _best(found: FoundRows, number: int) -> FoundRows:
    """Return what was found with the first so many candidates; the others wait."""
    dropped = len(found.candidates) - number
    waiting = found.circumstances.waiting + dropped
    return replace(
        found,
        candidates=found.candidates[:number],
        circumstances=replace(found.circumstances, waiting=waiting),
    )


def _gone(
    world: World[Proposed, FoundRows],
    ours: Remembered[Proposed],
    missing: Sequence[Proposed],
) -> dict[str, Outcome]:
    """Return what became of papers that stood in the list once and are `missing` there now.

    They were accepted and stay so, unless a person took the row alone away.
    """
    stood = NewRows().stood(world, ours) if missing else {}
    found = {
        paper.key: Outcome.REMOVED
        if was_taken_away(world.on_base, stood[paper.key], title=paper.title, name=paper.name)
        else Outcome.ACCEPTED
        for paper in missing
        if paper.key in stood
    }
    if ours.pull.merged and ours.memory.settled and not ours.memory.ended:
        # A merge from before it was remembered what stood: what was deleted before is `refused`.
        found |= {p.key: Outcome.ACCEPTED for p in missing if p.key not in found}
    return found


def _entries(listed: AwesomeList, papers: Sequence[Proposed]) -> dict[ArxivId, Entry]:
    found = {p.arxiv_id: listed.find(arxiv_id=p.arxiv_id, title=p.title) for p in papers}
    return {arxiv_id: entry for arxiv_id, entry in found.items() if entry is not None}
