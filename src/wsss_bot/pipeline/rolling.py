"""The life of the one rolling pull request: what GitHub shows, and what to write next.

    read_world    what the list, the branch and the pull requests say now
    what_became   what people did with each paper that was ever proposed
    settle        acknowledge pull requests that came to an end
    propose       open the pull request, or bring the open one up to date

Everything is read back from GitHub each time, so no state file is needed. Writes come in an order
in which a run that dies after any of them is simply continued by the next one: the body says what
is about to be on the branch before the branch is moved, and a branch is always moved forwards.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from wsss_bot import compose, learn, propose
from wsss_bot.awesome_list import AwesomeList, read_list
from wsss_bot.domain import ArxivId, Candidate, Entry, Outcome, Proposed, PullRequest
from wsss_bot.edges.github import Commit, ListFile, NoPushRight
from wsss_bot.errors import ConfigError
from wsss_bot.propose import Circumstances, Item, Memory

log = logging.getLogger(__name__)

COMMIT_TITLE = "Add {papers}: {names}"
COMMIT_TIDY = "Bring the proposed papers up to date"
TRAILER = "Proposes: arXiv:"


class GitHub(Protocol):
    """The calls that a rolling pull request needs; `edges.github` says what each one does."""

    @property
    def default_branch(self) -> str: ...  # noqa: D102

    def head(self, branch: str = "") -> Commit: ...  # noqa: D102
    def read_file(self, path: str, ref: str = "") -> ListFile: ...  # noqa: D102
    def read_blob(self, sha: str) -> str: ...  # noqa: D102
    def pull_requests(self, branch: str) -> tuple[PullRequest, ...]: ...  # noqa: D102
    def commits_of(self, number: int) -> Mapping[str, str]: ...  # noqa: D102
    def files_of(self, number: int) -> tuple[str, ...]: ...  # noqa: D102
    def branch_at(self, branch: str) -> str | None: ...  # noqa: D102
    def message_of(self, sha: str) -> str: ...  # noqa: D102
    def commit(  # noqa: D102
        self, path: str, text: str, *, message: str, parents: Sequence[str], base_tree: str
    ) -> str: ...
    def create_branch(self, branch: str, sha: str) -> str: ...  # noqa: D102
    def move_branch(self, branch: str, sha: str, *, force: bool = False) -> None: ...  # noqa: D102
    def delete_branch(self, branch: str) -> None: ...  # noqa: D102
    def open_pull_request(  # noqa: D102
        self, branch: str, base: str, *, title: str, body: str, draft: bool = False
    ) -> PullRequest: ...
    def edit_pull_request(self, number: int, *, title: str, body: str) -> None: ...  # noqa: D102
    def close_pull_request(self, number: int) -> None: ...  # noqa: D102
    def add_labels(self, number: int, labels: Sequence[str]) -> None: ...  # noqa: D102
    def request_reviews(self, number: int, reviewers: Sequence[str]) -> None: ...  # noqa: D102
    def say(self, number: int, text: str) -> None: ...  # noqa: D102
    def use_fork(self) -> None: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator decided about the pull request."""

    path: str
    """The list's file."""
    base: str = ""
    """The branch that the pull request goes to; empty: the default branch."""
    branch: str
    """The branch that the bot writes to."""
    max_rows: int
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """One pull request of ours, and what it remembers."""

    pull: PullRequest
    memory: Memory
    items: tuple[Item, ...]
    damaged: bool
    """Whether its marker could not be read, and its memory was put together from the rest."""

    @property
    def unticked(self) -> frozenset[ArxivId]:
        """Papers that people refused by their checkbox, now or before."""
        boxes = {item.arxiv_id for item in self.items if not item.ticked and not item.near_miss}
        return frozenset(boxes | set(self.memory.refused))

    @property
    def wanted(self) -> frozenset[ArxivId]:
        """Near misses that people ticked."""
        return frozenset(item.arxiv_id for item in self.items if item.ticked and item.near_miss)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What GitHub shows at the beginning of a run."""

    base: Commit
    listed: ListFile
    pulls: tuple[Remembered, ...]
    """Oldest first; the last one may be open."""
    branch_text: str | None
    """The list on the branch of the open pull request, where people may have changed it."""

    @property
    def open(self) -> Remembered | None:
        """Return the open pull request."""
        return next((pull for pull in self.pulls if pull.pull.is_open), None)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a run would like to propose."""

    candidates: tuple[Candidate, ...]
    """Wanted near misses, then the best that there is room for, best first."""
    near_misses: tuple[Candidate, ...]
    said: Circumstances


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """What a run did on GitHub."""

    known: Known
    found: Found
    written: "Written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands on GitHub after a run."""

    pull_request: PullRequest | None = None
    """The pull request that is open."""
    added: tuple[ArxivId, ...] = ()
    """The papers that were added to it."""


Find = Callable[[str, Known, int], Found]
"""Given the text of the list, what is known, and for how many rows there is room: what fits."""


def roll(
    github: GitHub,
    settings: Settings,
    *,
    find: Find,
    forgotten: Mapping[ArxivId, datetime] | None = None,
) -> Rolled:
    """Read GitHub, learn from it, and bring the pull request up to date."""
    world = read_world(github, settings)
    known = what_became(world, forgotten=forgotten or {})
    waiting = 0
    if world.open is not None:
        ids = world.open.memory.proposed()
        waiting = sum(known.outcomes.get(i) is Outcome.WAITING for i in ids)
    found = find(world.listed.text, known, max(0, settings.max_rows - waiting))
    settle(github, settings, world, known)
    try:
        written = propose_papers(github, settings, world, known, found)
    except NoPushRight:
        log.info("no right to push to the repository: working in a fork")
        github.use_fork()
        return roll(github, settings, find=find, forgotten=forgotten)
    return Rolled(known=known, found=found, written=written)


# --- read -----------------------------------------------------------------------------------


def read_world(github: GitHub, settings: Settings) -> World:
    """Read the list and everything that the bot's pull requests say."""
    base = github.head(settings.base)
    newest_first = github.pull_requests(settings.branch)
    known_branch = settings.base or github.default_branch
    listed = github.read_file(settings.path, base.sha if known_branch else "")
    pulls: list[Remembered] = []
    branch_text = None
    for pull in reversed(newest_first):
        memory = propose.read_memory(pull.body)
        if pull.is_open and (memory is None or memory.head != pull.head_sha):
            branch_text = github.read_file(settings.path, pull.head_sha).text
        items = propose.read_items(pull.body)
        recovered = memory or _recovered(github, pull, items, listed.text, branch_text)
        pulls.append(
            Remembered(
                pull=pull,
                memory=_as_arrived(github, pull, recovered),
                items=items,
                damaged=memory is None,
            )
        )
    return World(base=base, listed=listed, pulls=tuple(pulls), branch_text=branch_text)


def _as_arrived(github: GitHub, pull: PullRequest, memory: Memory) -> Memory:
    """Leave out what the body announced and the branch never saw, because a run was killed."""
    if not memory.head_before or pull.head_sha == memory.head:
        return memory
    people_went_on = pull.head_sha != memory.head_before
    if people_went_on and memory.head in github.commits_of(pull.number):
        return memory
    return memory.without_the_move()


def _recovered(
    github: GitHub,
    pull: PullRequest,
    items: Sequence[Item],
    listed: str,
    branch_text: str | None,
) -> Memory:
    """Put together what a damaged marker said: from the boxes, the rows and the commits."""
    papers = {
        item.arxiv_id: Proposed(
            arxiv_id=item.arxiv_id, title="", name=item.arxiv_id, near_miss=item.near_miss
        )
        for item in items
    }
    if branch_text is not None:
        on_base = read_list(listed)
        for entry in read_list(branch_text).entries:
            if entry.arxiv_id and not on_base.find(arxiv_id=entry.arxiv_id, title=entry.title):
                papers[entry.arxiv_id] = Proposed(
                    arxiv_id=entry.arxiv_id,
                    title=entry.title,
                    name=entry.method or entry.title,
                    row=entry.raw,
                )
    if not papers:
        for message in github.commits_of(pull.number).values():
            for arxiv_id in _trailers(message):
                papers[arxiv_id] = Proposed(arxiv_id=arxiv_id, title="", name=arxiv_id)
    return Memory(papers=tuple(papers.values()), settled=not pull.is_open)


def _trailers(message: str) -> tuple[ArxivId, ...]:
    lines = message.splitlines()
    return tuple(ArxivId(li.removeprefix(TRAILER)) for li in lines if li.startswith(TRAILER))


# --- learn ----------------------------------------------------------------------------------


def what_became(world: World, *, forgotten: Mapping[ArxivId, datetime]) -> Known:
    """Return what people did with each paper; the newest pull request has the last word.

    `forgotten` are papers that may be proposed again, each with the time when that was decided:
    what pull requests before it say about the paper no longer counts, once they are closed.
    """
    listed = read_list(world.listed.text)
    branch = None if world.branch_text is None else read_list(world.branch_text)
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
        edits += _edits(papers, found, listed)
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
    papers: Sequence[Proposed], found: Mapping[ArxivId, Outcome], listed: AwesomeList
) -> list[learn.Edit]:
    """Compare each row that people edited with what was proposed, cell by cell."""
    edits: list[learn.Edit] = []
    for paper in papers:
        entry = listed.find(arxiv_id=paper.arxiv_id, title=paper.title)
        if found[paper.arxiv_id] is not Outcome.EDITED or entry is None or not paper.row:
            continue
        as_proposed = read_list(listed.text.replace(entry.raw, paper.row, 1))
        before = as_proposed.find(arxiv_id=paper.arxiv_id, title=paper.title)
        if before is not None:
            edits += learn.edits(before, entry)
    return edits


# --- acknowledge ----------------------------------------------------------------------------


def settle(github: GitHub, settings: Settings, world: World, known: Known) -> None:
    """Say once under each pull request that came to an end what its end means."""
    for ours in world.pulls:
        if ours.pull.is_open or ours.memory.settled:
            continue
        papers = ours.memory.proposed()
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


# --- propose --------------------------------------------------------------------------------


def propose_papers(
    github: GitHub, settings: Settings, world: World, known: Known, found: Found
) -> Written:
    """Open the pull request for `found`, or bring the open one up to date."""
    if world.open is not None:
        return _Update(github, settings, world, world.open, known, found).write()
    return _open(github, settings, world, found)


def _open(github: GitHub, settings: Settings, world: World, found: Found) -> Written:
    text, candidates = _with_rows(world.listed.text, found.candidates)
    if not candidates:
        return Written()
    sha = github.commit(
        settings.path,
        text,
        message=_commit_message(candidates),
        parents=[world.base.sha],
        base_tree=world.base.tree,
    )
    _point_branch(github, settings.branch, sha, world)
    papers = propose.remember(candidates, found.near_misses)
    title = propose.title_of([paper for paper in papers if not paper.near_miss])
    memory = Memory(papers=papers, head=sha, list_sha=world.listed.sha, title=title)
    body = propose.body_of(propose.items_of(candidates, found.near_misses), memory, found.said)
    base = settings.base or github.default_branch
    pull = github.open_pull_request(
        settings.branch, base, title=title, body=body, draft=settings.draft
    )
    if settings.labels:
        github.add_labels(pull.number, settings.labels)
    if settings.reviewers:
        github.request_reviews(pull.number, settings.reviewers)
    return Written(pull_request=pull, added=_ids(candidates))


def _ids(candidates: Sequence[Candidate]) -> tuple[ArxivId, ...]:
    return tuple(candidate.paper.arxiv_id for candidate in candidates)


def _point_branch(github: GitHub, branch: str, sha: str, world: World) -> None:
    """Create the branch; take over what an earlier pull request or a killed run left behind."""
    found = github.create_branch(branch, sha)
    if found == sha:
        return
    left_behind = found in {ours.pull.head_sha for ours in world.pulls}
    if not left_behind and not _trailers(github.message_of(found)):
        raise ConfigError(
            f"the branch {branch} holds commits that belong to no pull request; merge them, delete "
            "the branch, or give the bot another one in [pull_request] branch"
        )
    github.move_branch(branch, sha, force=True)


def _with_rows(text: str, candidates: Sequence[Candidate]) -> tuple[str, tuple[Candidate, ...]]:
    """Return the list with the rows of those candidates that have a safe place, and these."""
    listed = read_list(text)
    new = [c for c in candidates if not listed.find(arxiv_id=c.paper.arxiv_id, title=c.paper.title)]
    addition = listed.add([compose.facts_of(candidate.paper) for candidate in new])
    placed = [
        replace(candidate, row=place.row)
        for candidate, place in zip(new, addition.placed, strict=True)
        if place.line is not None
    ]
    return addition.text, tuple(placed)


def _commit_message(candidates: Sequence[Candidate]) -> str:
    if not candidates:
        return COMMIT_TIDY
    papers = propose.remember(candidates)
    title = COMMIT_TITLE.format(
        papers=propose.counted(len(papers), "paper", "papers"),
        names=", ".join(propose.plain_name(paper) for paper in papers),
    )
    return "\n".join([title, "", *(f"{TRAILER}{paper.arxiv_id}" for paper in papers)])


class _Update:
    """One update of the open pull request."""

    def __init__(
        self,
        github: GitHub,
        settings: Settings,
        world: World,
        ours: Remembered,
        known: Known,
        found: Found,
    ) -> None:
        self._github = github
        self._settings = settings
        self._world = world
        self._pull, self._memory = ours.pull, ours.memory
        self._items = {item.arxiv_id: item for item in ours.items}
        self._damaged = ours.damaged
        self._found = found
        self._refused = tuple(
            i for i in self._memory.proposed() if known.outcomes.get(i) is Outcome.REMOVED
        )
        self._base_moved = self._memory.list_sha not in {world.listed.sha, ""}
        self._touched = self._memory.head != self._pull.head_sha

    def write(self) -> Written:
        """Bring branch and body up to date, if there is anything to say."""
        refused = set(self._refused) - set(self._memory.refused)
        news = (
            self._found.candidates or refused or self._base_moved or self._touched or self._damaged
        )
        if not (news or self._memory.settled):
            return Written(pull_request=self._pull)
        before = self._world.branch_text
        if before is None:
            before = self._github.read_file(self._settings.path, self._pull.head_sha).text
        merged = self._merged(before) if self._base_moved else before
        kept = self._without_refused(before if merged is None else merged)
        text, new = _with_rows(kept, self._found.candidates)
        if text == self._world.listed.text and not new:
            self._github.close_pull_request(self._pull.number)
            return Written()
        sha = self._pull.head_sha
        if text != before:
            on_base = self._base_moved and merged is not None
            sha = self._github.commit(
                self._settings.path,
                text,
                message=_commit_message(new),
                parents=[sha, self._world.base.sha] if on_base else [sha],
                base_tree=self._world.base.tree if on_base else sha,
            )
        self._announce(sha, new, conflict=merged is None)
        if sha != self._pull.head_sha:
            self._github.move_branch(self._settings.branch, sha)
        return Written(pull_request=self._pull, added=_ids(new))

    def _merged(self, ours: str) -> str | None:
        """Return the branch's list with what happened to the list on the base branch since."""
        if self._touched and set(self._github.files_of(self._pull.number)) - {self._settings.path}:
            return None
        before = self._github.read_blob(self._memory.list_sha)
        return propose.merged(before, ours, self._world.listed.text)

    def _without_refused(self, text: str) -> str:
        """Take the rows of papers with an unticked box off the branch."""
        for arxiv_id in self._refused:
            paper = self._memory.proposed()[arxiv_id]
            entry = read_list(text).find(arxiv_id=arxiv_id, title=paper.title)
            on_base = read_list(self._world.listed.text)
            if entry is not None and not on_base.find(arxiv_id=arxiv_id, title=paper.title):
                text = _without_lines(text, entry)
        return text

    def _announce(self, sha: str, new: Sequence[Candidate], *, conflict: bool) -> None:
        """Write title and body for a branch that is, or is about to be, at `sha`."""
        added = propose.remember(new)
        near = [c for c in self._found.near_misses if c.paper.arxiv_id not in self._items]
        near = near[: max(0, len(self._found.near_misses) - self._near_misses_shown())]
        shown = {paper.arxiv_id: paper for paper in self._memory.papers}
        shown |= {paper.arxiv_id: paper for paper in (*propose.remember((), near), *added)}
        items = {i: item for i, item in self._items.items() if i not in self._refused}
        items |= {item.arxiv_id: item for item in propose.items_of(new, near)}
        for paper in shown.values():
            if paper.arxiv_id not in items and paper.arxiv_id not in self._refused:
                items[paper.arxiv_id] = propose.unexplained_item(paper)
        live = [p for p in shown.values() if not p.near_miss and p.arxiv_id not in self._refused]
        title = propose.title_of(live)
        memory = Memory(
            papers=tuple(shown.values()),
            refused=self._refused,
            head=sha,
            head_before=self._pull.head_sha if sha != self._pull.head_sha else "",
            pending=tuple(paper.arxiv_id for paper in added),
            list_sha=self._memory.list_sha if conflict else self._world.listed.sha,
            list_sha_before=self._memory.list_sha,
            title=title,
        )
        body = propose.body_of(
            list(items.values()),
            memory,
            replace(self._found.said, conflict=conflict),
            people_wrote=propose.read_what_people_wrote(self._pull.body),
        )
        people_named_it = self._memory.title and self._pull.title != self._memory.title
        self._github.edit_pull_request(
            self._pull.number, title=self._pull.title if people_named_it else title, body=body
        )

    def _near_misses_shown(self) -> int:
        return sum(item.near_miss for item in self._items.values())


def _without_lines(text: str, entry: Entry) -> str:
    lines = text.split("\n")
    first = entry.line - 1
    return "\n".join(lines[:first] + lines[first + entry.raw.count("\n") + 1 :])
