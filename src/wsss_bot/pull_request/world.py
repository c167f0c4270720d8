"""What the forge shows at the beginning of a run: the list, and what our pull requests say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import ArxivId
from wsss_bot.errors import ConfigError, ListError
from wsss_bot.pull_request.ended import ended, with_answers, without_moved
from wsss_bot.pull_request.forge import Commit, Forge, PullRequest, Record
from wsss_bot.pull_request.kind import F, Kind, Remembered, Settings, Traces, World
from wsss_bot.pull_request.lists import Lists
from wsss_bot.pull_request.memory import Memory, P
from wsss_bot.pull_request.phrases import Item
from wsss_bot.text.paper_ids import is_on_arxiv

BUILT_ON = "Built-on-list: "
"""What the last line of our commit messages begins with."""
LIST = "List: "
"""What the line before that begins with; the list's file follows."""


def read_world(forge: Forge, settings: Settings, kind: Kind[P, F], *, now: datetime) -> World[P, F]:
    """Read the list and everything that the bot's pull requests of one kind say.

    Raises ConfigError, ListError and GitHubError, as the forge does, and ListError while a pull
    request of another list is open on the bot's branch.
    """
    record = _record(forge)
    base = settings.base or record.default_branch
    newest_first = forge.pull_requests(settings.branch)
    listed = forge.read(settings.path, base)
    world: World[P, F] = World(
        settings=settings,
        kind=kind,
        record=record,
        listed=listed,
        pulls=(),
        branch_text=None,
        on_base=settings.read(listed.text),
        on_branch=None,
        now=now,
    )
    if world.on_base.generated is not None:
        raise ListError(world.on_base.generated.sentence)
    lists = Lists(forge, settings, base)
    for pull in reversed(newest_first):
        world = _with_pull(forge, world, lists, pull)
    return with_answers(forge, without_moved(forge, world))


def _with_pull(forge: Forge, world: World[P, F], lists: Lists, pull: PullRequest) -> World[P, F]:
    """Return the world with one more of our pull requests; without it if it is another list's."""
    settings, kind, on_base = world.settings, world.kind, world.on_base
    memory = kind.marker.read(pull.body)
    is_nobodys = pull.by_another and memory is None
    if is_nobodys or lists.is_of_another(pull, memory):
        return world
    if pull.is_open and (memory is None or memory.head != pull.head_sha):
        text = read_branch(forge, settings, pull)
        world = replace(world, branch_text=text, on_branch=settings.read(text))
    items = kind.read_items(pull.body)
    branch = world.on_branch if pull.is_open else None
    whole = _memory(forge, kind, pull, memory, items, listed=on_base, branch=branch)
    if memory is None and lists.is_of_another(pull, whole):
        return world
    ours = Remembered(pull=pull, memory=whole, items=items, damaged=memory is None)
    if not pull.is_open:
        ours = ended(forge, settings, ours, on_base, base=world.base)
    return replace(world, pulls=(*world.pulls, ours))


def _record(forge: Forge) -> Record:
    record = forge.record
    if record.is_archived:
        raise ConfigError(
            f"nothing can be proposed in {record.name}, which is archived; unarchive it, or end "
            "the bot's schedule"
        )
    return record


def read_branch(forge: Forge, settings: Settings, pull: PullRequest) -> str:
    """Return the list on the branch of an open pull request. Raises ListError."""
    try:
        return forge.read(settings.path, pull.head_sha).text
    except ListError as error:
        raise ListError(
            f"the branch {settings.branch} has no {settings.path!r}; if the list was renamed, "
            f"merge pull request {pull.number} first, or close it (that refuses nothing)"
        ) from error


def _memory(
    forge: Forge,
    kind: Kind[P, F],
    pull: PullRequest,
    memory: Memory[P] | None,
    items: tuple[Item, ...],
    *,
    listed: AwesomeList,
    branch: AwesomeList | None,
) -> Memory[P]:
    """Return what is to be remembered of a pull request: what its marker and its commits say."""
    if memory is not None and (memory.settled or memory.head in {pull.head_sha, ""}):
        return memory
    commits = forge.commits(pull)
    messages = [read_message(commit.message, kind.trailer) for commit in _after(memory, commits)]
    traces = Traces(
        committed=tuple(key for message in messages for key in message.brings),
        items=items,
        listed=listed,
        branch=branch,
        merged=pull.merged,
    )
    list_sha = next((m.list_sha for m in reversed(messages) if m.list_sha), "")
    path = next((m.path for m in reversed(messages) if m.path), "")
    if memory is None:
        return replace(_recovered(kind, traces, list_sha), path=path)
    return _with_unannounced(kind, memory, traces, list_sha)


def _after(memory: "Memory[P] | None", commits: Sequence[Commit]) -> Sequence[Commit]:
    """Return the commits that a marker does not know of; all of them where history was changed."""
    shas = [commit.sha for commit in commits]
    known = memory is not None and memory.head in shas
    return commits[shas.index(memory.head) + 1 :] if memory and known else commits


def _with_unannounced(
    kind: Kind[P, F], memory: Memory[P], traces: Traces, list_sha: str
) -> Memory[P]:
    """Add what the branch has and the body does not say, because a run was killed in between."""
    known = memory.proposed()
    unannounced = {
        one.key: one
        for one in kind.recover(traces)
        if one.key in traces.committed and one.key not in known
    }
    holds = {one.key: one for one in memory.holds} | unannounced
    return replace(memory, holds=tuple(holds.values()), list_sha=list_sha or memory.list_sha)


def _recovered(kind: Kind[P, F], traces: Traces, list_sha: str) -> Memory[P]:
    """Put together what a damaged marker said: from the commits, the boxes and the rows."""
    # What is refused loses its box with the run that notices it; a body that lost them all says
    # nothing.
    boxes = {item.key for item in traces.items}
    return Memory(
        holds=kind.recover(traces),
        refused=tuple(key for key in traces.committed if key not in boxes) if boxes else (),
        list_sha=list_sha,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a commit message of ours says at its end; nothing where it is a person's."""

    brings: tuple[str, ...]
    """The keys of what the commit brings."""
    list_sha: str
    """The blob of the list on the base branch that the commit was built on."""
    path: str = ""
    """The list's file."""


def read_message(message: str, trailer: str) -> Message:
    """Return what a commit message says at its end."""
    lines = message.splitlines()
    keys = (_key_in(line, trailer) for line in lines)
    shas = [line.removeprefix(BUILT_ON) for line in lines if line.startswith(BUILT_ON)]
    paths = [line.removeprefix(LIST) for line in lines if line.startswith(LIST)]
    return Message(
        brings=tuple(key for key in keys if key),
        list_sha=shas[-1] if shas else "",
        path=paths[-1] if paths else "",
    )


def line_for(key: str, trailer: str) -> str:
    """Return the line of a commit message that says that the commit brings the paper or cell."""
    if is_on_arxiv(ArxivId(key.partition(":")[0])):
        return f"{trailer}{key}"
    return f"{_page_trailer(trailer)}{key}"


def _key_in(line: str, trailer: str) -> str:
    for start in (trailer, _page_trailer(trailer)):
        if line.startswith(start):
            return line.removeprefix(start)
    return ""


def _page_trailer(trailer: str) -> str:
    """Return what a line begins with that names a paper by its page: 'Proposes: https://'."""
    return f"{trailer.partition(':')[0]}: https://"
