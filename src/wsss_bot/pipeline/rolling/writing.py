"""Open the pull request, or bring the open one up to date."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from wsss_bot import propose
from wsss_bot.domain import ArxivId, Candidate, Entry, Outcome, PullRequest
from wsss_bot.errors import ConfigError
from wsss_bot.pipeline.rolling.answers import Known
from wsss_bot.pipeline.rolling.world import (
    BUILT_ON,
    PROPOSES,
    GitHub,
    Remembered,
    Settings,
    World,
    read_message,
)
from wsss_bot.propose import Circumstances, Memory

COMMIT_TITLE = "Add {papers}: {names}"
COMMIT_TIDY = "Bring the proposed papers up to date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a run would like to propose."""

    candidates: tuple[Candidate, ...]
    """Wanted near misses, then the best that there is room for, best first."""
    near_misses: tuple[Candidate, ...]
    said: Circumstances


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands on GitHub after a run."""

    pull_request: PullRequest | None = None
    """The pull request that is open."""
    added: tuple[ArxivId, ...] = ()
    """The papers that were added to it."""


def propose_papers(
    github: GitHub, settings: Settings, world: World, known: Known, found: Found
) -> Written:
    """Open the pull request for `found`, or bring the open one up to date."""
    if world.open is not None:
        return _Update(github, settings, world, world.open, known, found).write()
    return _open(github, settings, world, found)


def _open(github: GitHub, settings: Settings, world: World, found: Found) -> Written:
    text, candidates = _with_rows(settings, world.listed.text, found.candidates)
    if not candidates:
        return Written()
    sha = github.commit(
        settings.path,
        text,
        message=_commit_message(candidates, world.listed.sha),
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
    if not left_behind and not read_message(github.message_of(found)).list_sha:
        raise ConfigError(
            f"the branch {branch} holds commits that belong to no pull request; merge them, delete "
            "the branch, or give the bot another one in [pull_request] branch"
        )
    github.move_branch(branch, sha, force=True)


def _with_rows(
    settings: Settings, text: str, candidates: Sequence[Candidate]
) -> tuple[str, tuple[Candidate, ...]]:
    """Return the list with the rows of those candidates that have a safe place, and these."""
    listed = settings.read(text)
    new = [c for c in candidates if not listed.find(arxiv_id=c.paper.arxiv_id, title=c.paper.title)]
    addition = listed.add([candidate.facts for candidate in new])
    placed = [
        replace(candidate, row=place.row)
        for candidate, place in zip(new, addition.placed, strict=True)
        if place.line is not None
    ]
    return addition.text, tuple(placed)


def _commit_message(candidates: Sequence[Candidate], list_sha: str) -> str:
    papers = propose.remember(candidates)
    title = COMMIT_TIDY
    if papers:
        title = COMMIT_TITLE.format(
            papers=propose.counted(len(papers), "paper", "papers"),
            names=", ".join(propose.plain_name(paper) for paper in papers),
        )
    proposes = [f"{PROPOSES}{paper.arxiv_id}" for paper in papers]
    return "\n".join([title, "", *proposes, f"{BUILT_ON}{list_sha}"])


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
        text, new = _with_rows(self._settings, kept, self._found.candidates)
        if text == self._world.listed.text and not new:
            self._github.close_pull_request(self._pull.number)
            return Written()
        sha = self._pull.head_sha
        if text != before:
            on_base = self._base_moved and merged is not None
            sha = self._github.commit(
                self._settings.path,
                text,
                message=_commit_message(new, self._list_sha(merged)),
                parents=[sha, self._world.base.sha] if on_base else [sha],
                base_tree=self._world.base.tree if on_base else sha,
            )
        self._announce(sha, new, conflict=merged is None, list_sha=self._list_sha(merged))
        if sha != self._pull.head_sha:
            self._github.move_branch(self._settings.branch, sha)
        return Written(pull_request=self._pull, added=_ids(new))

    def _list_sha(self, merged: str | None) -> str:
        """Return the list of the base branch that the branch has taken in."""
        return self._memory.list_sha if merged is None else self._world.listed.sha

    def _merged(self, ours: str) -> str | None:
        """Return the branch's list with what happened to the list on the base branch since."""
        if self._touched and set(self._github.files_of(self._pull.number)) - {self._settings.path}:
            return None
        before = self._without_our_rows(ours)
        if blob_sha(before) != self._memory.list_sha:
            before = self._github.read_blob(self._memory.list_sha)
        return propose.merged(before, ours, self._world.listed.text)

    def _without_our_rows(self, text: str) -> str:
        """Return the list that the branch was built on, as long as nobody else touched it."""
        rows = {paper.row for paper in self._memory.proposed().values()}
        return "\n".join(line for line in text.split("\n") if line.rstrip("\r") not in rows)

    def _without_refused(self, text: str) -> str:
        """Take the rows of papers with an unticked box off the branch."""
        for arxiv_id in self._refused:
            paper = self._memory.proposed()[arxiv_id]
            entry = self._settings.read(text).find(arxiv_id=arxiv_id, title=paper.title)
            on_base = self._settings.read(self._world.listed.text)
            if entry is not None and not on_base.find(arxiv_id=arxiv_id, title=paper.title):
                text = _without_lines(text, entry)
        return text

    def _announce(
        self, sha: str, new: Sequence[Candidate], *, conflict: bool, list_sha: str
    ) -> None:
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
            list_sha=list_sha,
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


def blob_sha(text: str) -> str:
    """Return the name that git gives to a file with this text."""
    data = text.encode()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _without_lines(text: str, entry: Entry) -> str:
    lines = text.split("\n")
    first = entry.line - 1
    return "\n".join(lines[:first] + lines[first + entry.raw.count("\n") + 1 :])
