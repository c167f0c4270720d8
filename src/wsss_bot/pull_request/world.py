"""What GitHub shows at the beginning of a run, and which calls the rolling pull request needs."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol

from wsss_bot.awesome_list import AwesomeList, read_list
from wsss_bot.domain import Outcome, PullRequest
from wsss_bot.errors import ListError
from wsss_bot.github import Commit, ListFile
from wsss_bot.pull_request.learn import Edit
from wsss_bot.pull_request.memory import Marker, Memory, P
from wsss_bot.pull_request.phrases import Item

BUILT_ON = "Built-on-list: "
"""What the last line of our commit messages begins with."""


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
    branch_key: str = "[pull_request] branch"
    """Where the operator can give it another one."""
    max_rows: int
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    draft: bool = False
    read: Callable[[str], AwesomeList] = read_list
    """Reads the text of the list, as the operator says it is to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What tells of a pull request whose marker people damaged."""

    committed: tuple[str, ...]
    """The keys that the messages of its commits name."""
    items: tuple[Item, ...]
    listed: AwesomeList
    """The list on the base branch."""
    branch: AwesomeList | None
    """The list on its branch, as long as it is open."""
    merged: bool


class Kind(ABC, Generic[P]):
    """One kind of rolling pull request: how GitHub shows it, and what people's answers mean."""

    marker: Marker[P]
    trailer: str
    """What a line of a commit message begins with that names what the commit brings."""

    @abstractmethod
    def read_items(self, body: str) -> tuple[Item, ...]:
        """Return the checkboxes of a body."""

    @abstractmethod
    def recover(self, traces: Traces) -> tuple[P, ...]:
        """Put together what a damaged marker held."""

    @abstractmethod
    def outcomes(
        self, world: "World[P]", ours: "Remembered[P]", proposed: Sequence[P]
    ) -> Mapping[str, Outcome]:
        """Return what became of what one pull request proposed."""

    @abstractmethod
    def acknowledgement(
        self, ours: "Remembered[P]", outcomes: Mapping[str, Outcome], edits: Sequence[Edit]
    ) -> str:
        """Return what the one comment at its end says; empty: nothing."""

    def edits(
        self, world: "World[P]", proposed: Sequence[P], outcomes: Mapping[str, Outcome]
    ) -> Sequence[Edit]:
        """Return what people changed before they merged, where something can be learnt from it."""
        del world, proposed, outcomes
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered(Generic[P]):
    """One pull request of ours, and what it remembers."""

    pull: PullRequest
    memory: Memory[P]
    items: tuple[Item, ...]
    damaged: bool
    """Whether its marker could not be read, and its memory was put together from the rest."""

    @property
    def unticked(self) -> frozenset[str]:
        """The keys of what people refused by its checkbox, now or before."""
        boxes = {item.key for item in self.items if not item.ticked and not item.near_miss}
        return frozenset(boxes | set(self.memory.refused))

    @property
    def wanted(self) -> frozenset[str]:
        """The keys of near misses that people ticked."""
        return frozenset(item.key for item in self.items if item.ticked and item.near_miss)


@dataclass(frozen=True, slots=True, kw_only=True)
class World(Generic[P]):
    """What GitHub shows at the beginning of a run."""

    kind: Kind[P]
    base: Commit
    listed: ListFile
    pulls: tuple[Remembered[P], ...]
    """Oldest first; the last one may be open."""
    branch_text: str | None
    """The list on the branch of the open pull request, where people may have changed it."""
    on_base: AwesomeList
    """The list on the base branch, understood."""
    on_branch: AwesomeList | None
    """That on the branch, where it was read."""

    @property
    def open(self) -> Remembered[P] | None:
        """Return the open pull request."""
        return next((pull for pull in self.pulls if pull.pull.is_open), None)


def read_world(github: GitHub, settings: Settings, kind: Kind[P]) -> World[P]:
    """Read the list and everything that the bot's pull requests of one kind say."""
    base = github.head(settings.base)
    newest_first = github.pull_requests(settings.branch)
    known_branch = settings.base or github.default_branch
    listed = github.read_file(settings.path, base.sha if known_branch else "")
    on_base, on_branch = settings.read(listed.text), None
    pulls: list[Remembered[P]] = []
    branch_text = None
    for pull in reversed(newest_first):
        memory = kind.marker.read(pull.body)
        if pull.is_open and (memory is None or memory.head != pull.head_sha):
            branch_text = read_branch(github, settings, pull)
            on_branch = settings.read(branch_text)
        items = kind.read_items(pull.body)
        recovered = memory or _recovered(
            kind,
            [read_message(text, kind.trailer) for text in github.commits_of(pull.number).values()],
            items,
            listed=on_base,
            branch=on_branch if pull.is_open else None,
            merged=pull.merged,
        )
        pulls.append(
            Remembered(
                pull=pull,
                memory=_as_arrived(github, pull, recovered),
                items=items,
                damaged=memory is None,
            )
        )
    return World(
        kind=kind,
        base=base,
        listed=listed,
        pulls=tuple(pulls),
        branch_text=branch_text,
        on_base=on_base,
        on_branch=on_branch,
    )


def read_branch(github: GitHub, settings: Settings, pull: PullRequest) -> str:
    """Return the list on the branch of an open pull request. Raises ListError."""
    try:
        return github.read_file(settings.path, pull.head_sha).text
    except ListError as error:
        raise ListError(
            f"the branch {settings.branch} has no {settings.path!r}; if the list was renamed, "
            f"merge pull request {pull.number} first (closing it refuses what it proposes)"
        ) from error


def _as_arrived(github: GitHub, pull: PullRequest, memory: Memory[P]) -> Memory[P]:
    """Leave out what the body announced and the branch never saw, because a run was killed."""
    if not memory.head_before or pull.head_sha == memory.head:
        return memory
    people_went_on = pull.head_sha != memory.head_before
    if people_went_on and memory.head in github.commits_of(pull.number):
        return memory
    return memory.without_the_move()


def _recovered(
    kind: Kind[P],
    messages: Sequence["Message"],
    items: tuple[Item, ...],
    *,
    listed: AwesomeList,
    branch: AwesomeList | None,
    merged: bool,
) -> Memory[P]:
    """Put together what a damaged marker said: from the commits, the boxes and the rows."""
    committed = tuple(key for message in messages for key in message.brings)
    traces = Traces(committed=committed, items=items, listed=listed, branch=branch, merged=merged)
    # What is refused loses its box with the run that notices it; a body that lost them all says
    # nothing.
    boxes = {item.key for item in items}
    return Memory(
        holds=kind.recover(traces),
        refused=tuple(key for key in committed if key not in boxes) if boxes else (),
        list_sha=next((m.list_sha for m in reversed(messages) if m.list_sha), ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a commit message of ours says at its end; nothing where it is a person's."""

    brings: tuple[str, ...]
    """The keys of what the commit brings."""
    list_sha: str
    """The blob of the list on the base branch that the commit was built on."""


def read_message(message: str, trailer: str) -> Message:
    """Return what a commit message says at its end."""
    lines = message.splitlines()
    shas = [line.removeprefix(BUILT_ON) for line in lines if line.startswith(BUILT_ON)]
    return Message(
        brings=tuple(line.removeprefix(trailer) for line in lines if line.startswith(trailer)),
        list_sha=shas[-1] if shas else "",
    )
