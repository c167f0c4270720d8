"""What GitHub shows at the beginning of a run, and which calls the rolling pull request needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from wsss_bot import propose
from wsss_bot.awesome_list import AwesomeList, read_list
from wsss_bot.domain import ArxivId, Proposed, PullRequest
from wsss_bot.edges.github import Commit, ListFile
from wsss_bot.propose import Item, Memory

PROPOSES = "Proposes: arXiv:"
BUILT_ON = "Built-on-list: "
"""What the last lines of our commit messages begin with."""


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
    read: Callable[[str], AwesomeList] = read_list
    """Reads the text of the list, as the operator says it is to be read."""


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
    read: Callable[[str], AwesomeList]
    """Reads the text of the list."""

    @property
    def open(self) -> Remembered | None:
        """Return the open pull request."""
        return next((pull for pull in self.pulls if pull.pull.is_open), None)


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
        recovered = memory or _recovered(github, settings, pull, items, listed.text, branch_text)
        pulls.append(
            Remembered(
                pull=pull,
                memory=_as_arrived(github, pull, recovered),
                items=items,
                damaged=memory is None,
            )
        )
    return World(
        base=base,
        listed=listed,
        pulls=tuple(pulls),
        branch_text=branch_text,
        read=settings.read,
    )


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
    settings: Settings,
    pull: PullRequest,
    items: Sequence[Item],
    listed: str,
    branch_text: str | None,
) -> Memory:
    """Put together what a damaged marker said: from the commits, the boxes and the rows."""
    messages = [read_message(message) for message in github.commits_of(pull.number).values()]
    committed = [arxiv_id for message in messages for arxiv_id in message.papers]
    near_misses = [item.arxiv_id for item in items if item.near_miss]
    papers = {
        arxiv_id: Proposed(
            arxiv_id=arxiv_id, title="", name=arxiv_id, near_miss=arxiv_id not in committed
        )
        for arxiv_id in (*committed, *near_misses)
    }
    if branch_text is not None:
        on_base = settings.read(listed)
        for entry in settings.read(branch_text).entries:
            if entry.arxiv_id and not on_base.find(arxiv_id=entry.arxiv_id, title=entry.title):
                papers[entry.arxiv_id] = Proposed(
                    arxiv_id=entry.arxiv_id,
                    title=entry.title,
                    name=entry.method or entry.title,
                    row=entry.raw,
                )
    # A refused paper loses its box with the run that notices it; a body that lost them all says
    # nothing.
    boxes = {item.arxiv_id for item in items}
    return Memory(
        papers=tuple(papers.values()),
        refused=tuple(i for i in committed if i not in boxes) if boxes else (),
        list_sha=next((m.list_sha for m in reversed(messages) if m.list_sha), ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a commit message of ours says at its end; nothing where it is a person's."""

    papers: tuple[ArxivId, ...]
    """The papers whose rows the commit adds."""
    list_sha: str
    """The blob of the list on the base branch that the commit was built on."""


def read_message(message: str) -> Message:
    """Return what a commit message says at its end."""
    lines = message.splitlines()
    shas = [line.removeprefix(BUILT_ON) for line in lines if line.startswith(BUILT_ON)]
    return Message(
        papers=tuple(ArxivId(li.removeprefix(PROPOSES)) for li in lines if li.startswith(PROPOSES)),
        list_sha=shas[-1] if shas else "",
    )
