"""Open the pull request, or bring the open one up to date."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic

from wsss_bot.domain import Outcome, PullRequest
from wsss_bot.errors import ConfigError
from wsss_bot.pull_request.answers import Known
from wsss_bot.pull_request.memory import Memory, P
from wsss_bot.pull_request.reading import read_what_people_wrote
from wsss_bot.pull_request.world import (
    BUILT_ON,
    GitHub,
    Kind,
    Remembered,
    Settings,
    World,
    read_branch,
    read_message,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands on GitHub after a run."""

    pull_request: PullRequest | None = None
    """The pull request that is open."""
    added: tuple[str, ...] = ()
    """The keys of what was added to it."""
    text: str | None = None
    """The list as it now reads on the branch, where it was written."""
    title: str = ""
    body: str = ""
    """What the pull request says now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Generic[P]):
    """What a pull request is to say."""

    holds: tuple[P, ...]
    title: str
    """Empty where nothing is left of what was proposed: then it keeps the one it has."""
    body: Callable[[Memory[P], bool], str]
    """Its body, given what it remembers and whether it conflicts with the base branch."""


class Content(ABC, Generic[P]):
    """What a pull request of one kind is to hold."""

    tidy: str
    """The title of a commit that brings nothing new."""

    @property
    @abstractmethod
    def is_news(self) -> bool:
        """Whether there is something new to propose."""

    @abstractmethod
    def write_into(self, text: str) -> tuple[str, tuple[P, ...]]:
        """Return the list with what is new and has its place in it, and what that is."""

    @abstractmethod
    def take_out(self, text: str, ours: Remembered[P], refused: Collection[str]) -> str:
        """Return the list on the branch without what people refused."""

    @abstractmethod
    def merged(self, github: GitHub, text: str, ours: Remembered[P]) -> str | None:
        """Return the branch's list with what happened to the list on the base branch since.

        None: the two contradict each other.
        """

    @abstractmethod
    def commit_title(self, new: Sequence[P]) -> str:
        """Return the title of the commit that brings these."""

    @abstractmethod
    def say(self, ours: Remembered[P] | None, refused: Collection[str]) -> Said[P]:
        """Return what the pull request is to say after `write_into`; None: it is a new one."""

    @staticmethod
    def people_wrote(ours: Remembered[P] | None, kind: Kind[P]) -> str:
        """Return what people added to the body."""
        if ours is None:
            return ""
        return read_what_people_wrote(ours.pull.body, kind.marker, ours.items)


def write(
    github: GitHub, settings: Settings, world: World[P], known: Known[P], content: Content[P]
) -> Written:
    """Open the pull request, or bring the open one up to date."""
    if world.open is not None:
        return _Update(github, settings, world, world.open, known, content).write()
    return _open(github, settings, world, content)


def _open(github: GitHub, settings: Settings, world: World[P], content: Content[P]) -> Written:
    text, new = content.write_into(world.listed.text) if content.is_news else ("", ())
    if not new:
        return Written()
    sha = github.commit(
        settings.path,
        text,
        message=_commit_message(world, content, new, world.listed.sha),
        parents=[world.base.sha],
        base_tree=world.base.tree,
    )
    _point_branch(github, settings, sha, world)
    said = content.say(None, ())
    memory = Memory(holds=said.holds, head=sha, list_sha=world.listed.sha, title=said.title)
    base = settings.base or github.default_branch
    body = said.body(memory, False)
    pull = github.open_pull_request(
        settings.branch, base, title=said.title, body=body, draft=settings.draft
    )
    _finish_opening(github, settings, pull)
    return Written(
        pull_request=pull,
        added=tuple(one.key for one in new),
        text=text,
        title=said.title,
        body=body,
    )


def _finish_opening(github: GitHub, settings: Settings, pull: PullRequest) -> None:
    if settings.labels:
        github.add_labels(pull.number, settings.labels)
    if settings.reviewers:
        github.request_reviews(pull.number, settings.reviewers)


def _was_cut_short(settings: Settings, ours: Remembered[P]) -> bool:
    """Whether a run opened the pull request and was killed before it could label it.

    Labels that are missing later were taken away by people.
    """
    if ours.memory.labelled or ours.pull.labels is None or not settings.labels:
        return False
    labels = {label.casefold() for label in settings.labels}
    return labels.isdisjoint(label.casefold() for label in ours.pull.labels)


def _point_branch(github: GitHub, settings: Settings, sha: str, world: World[P]) -> None:
    """Create the branch; take over what an earlier pull request or a killed run left behind."""
    branch = settings.branch
    found = github.create_branch(branch, sha)
    if found == sha:
        return
    left_behind = found in {ours.pull.head_sha for ours in world.pulls}
    message = "" if left_behind else github.message_of(found)
    if not left_behind and not read_message(message, world.kind.trailer).list_sha:
        raise ConfigError(
            f"the branch {branch} holds commits that belong to no pull request; merge them, delete "
            f"the branch, or give the bot another one in {settings.branch_key}"
        )
    github.move_branch(branch, sha, force=True)


def _commit_message(world: World[P], content: Content[P], new: Sequence[P], list_sha: str) -> str:
    title = content.commit_title(new) if new else content.tidy
    brings = [f"{world.kind.trailer}{one.key}" for one in new]
    return "\n".join([title, "", *brings, f"{BUILT_ON}{list_sha}"])


class _Update(Generic[P]):
    """One update of the open pull request."""

    def __init__(
        self,
        github: GitHub,
        settings: Settings,
        world: World[P],
        ours: Remembered[P],
        known: Known[P],
        content: Content[P],
    ) -> None:
        self._github = github
        self._settings = settings
        self._world = world
        self._ours = ours
        self._pull, self._memory = ours.pull, ours.memory
        self._content = content
        self._refused = tuple(
            key for key in self._memory.proposed() if known.outcomes.get(key) is Outcome.REMOVED
        )
        self._base_moved = self._memory.list_sha not in {world.listed.sha, ""}
        self._touched = self._memory.head != self._pull.head_sha
        self._cut_short = _was_cut_short(settings, ours)

    def write(self) -> Written:
        """Bring branch and body up to date, if there is anything to say."""
        if self._cut_short:
            _finish_opening(self._github, self._settings, self._pull)
        if not self._is_news():
            return Written(pull_request=self._pull, title=self._pull.title, body=self._pull.body)
        before = self._world.branch_text
        if before is None:
            before = read_branch(self._github, self._settings, self._pull)
        merged = self._merged(before) if self._base_moved else before
        kept = self._content.take_out(
            before if merged is None else merged, self._ours, self._refused
        )
        text, new = self._content.write_into(kept)
        if text == self._world.listed.text and not new:
            self._github.close_pull_request(self._pull.number)
            return Written()
        return self._rewritten(before, text, new, conflict=merged is None)

    def _is_news(self) -> bool:
        return bool(
            self._content.is_news
            or set(self._refused) - set(self._memory.refused)
            or self._base_moved
            or self._touched
            or self._ours.damaged
            or self._cut_short
            or self._memory.settled
        )

    def _rewritten(self, before: str, text: str, new: Sequence[P], *, conflict: bool) -> Written:
        """Commit what changed, say it, and move the branch, in this order."""
        sha = self._pull.head_sha
        list_sha = self._memory.list_sha if conflict else self._world.listed.sha
        if text != before:
            on_base = self._base_moved and not conflict
            sha = self._github.commit(
                self._settings.path,
                text,
                message=_commit_message(self._world, self._content, new, list_sha),
                parents=[sha, self._world.base.sha] if on_base else [sha],
                base_tree=self._world.base.tree if on_base else sha,
            )
        title, body = self._announce(sha, new, conflict=conflict, list_sha=list_sha)
        if sha != self._pull.head_sha:
            self._github.move_branch(self._settings.branch, sha)
        return Written(
            pull_request=self._pull,
            added=tuple(one.key for one in new),
            text=text,
            title=title,
            body=body,
        )

    def _merged(self, text: str) -> str | None:
        """Return the branch's list with the base branch's changes; None where people must look."""
        if self._touched and set(self._github.files_of(self._pull.number)) - {self._settings.path}:
            return None
        return self._content.merged(self._github, text, self._ours)

    def _announce(
        self, sha: str, new: Sequence[P], *, conflict: bool, list_sha: str
    ) -> tuple[str, str]:
        """Write title and body for a branch that is, or is about to be, at `sha`; return both."""
        said = self._content.say(self._ours, self._refused)
        memory = Memory(
            holds=said.holds,
            refused=self._refused,
            head=sha,
            head_before=self._pull.head_sha if sha != self._pull.head_sha else "",
            pending=tuple(one.key for one in new),
            list_sha=list_sha,
            list_sha_before=self._memory.list_sha,
            title=said.title or self._memory.title,
            labelled=True,
        )
        people_named_it = self._memory.title and self._pull.title != self._memory.title
        title = self._pull.title if people_named_it else said.title or self._pull.title
        body = said.body(memory, conflict)
        if (title, body.strip()) != (self._pull.title, self._pull.body.strip()):
            self._github.edit_pull_request(self._pull.number, title=title, body=body)
        return title, body


def blob_sha(text: str) -> str:
    """Return the name that git gives to a file with this text."""
    data = text.encode()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
