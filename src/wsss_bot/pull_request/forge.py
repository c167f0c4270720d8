"""The port to a forge such as GitHub: the calls that a rolling pull request needs, and no more.

Each call says what shall be true afterwards, so it may be repeated. An implementation raises
ConfigError where the operator must act, ListError where the list is not what it should be, and
GitHubError where a later run may do better; nothing else.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wsss_bot.awesome_list import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the forge says of the repository that holds the list."""

    name: str
    """owner/name, as it is spelled now."""
    default_branch: str
    is_archived: bool = False
    may_push: bool = True
    """Whether the bot may write to it; else the bot's branch is in a fork."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """A file as it stands in some commit."""

    text: str
    sha: str
    """The name that git gives to its content: its `blob_sha`."""


def blob_sha(data: bytes) -> str:
    """Return the name that git gives to a file that holds `data`."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit, and what its author said about it."""

    sha: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """A pull request that exists, as the forge last described it."""

    number: int
    url: str
    """Where people look at it."""
    title: str
    body: str
    is_open: bool
    merged: bool
    head_sha: str
    """The last commit of its branch."""
    base: str
    """The branch that it is to be merged into."""
    opened_at: datetime
    labels: tuple[str, ...] | None = None
    """None: that was not told."""
    ended_at: datetime | None = None
    """When it was closed or merged."""
    merge_sha: str = ""
    """The commit by which it was merged."""
    merges_itself: bool = False
    """Whether somebody switched auto-merge on."""
    by_another: bool = False
    """Whether another account opened it than the bot's of today, perhaps an earlier one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How a pull request was closed without being merged, as far as the forge tells."""

    by: str = ""
    """The name of the account that closed it; empty: not told."""
    by_program: bool = False
    """Whether that account belongs to a program."""
    branch_deleted: bool = False
    """Whether it was closed because its branch was deleted."""
    superseded: bool = False
    """Whether who closed it said that another pull request has taken its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText:
    """A text that the list shall have on the bot's branch."""

    path: str
    text: str
    message: str
    """Of the commit."""


class Forge(Protocol):
    """The forge, as seen by the bot; where its branch lives is known from the start."""

    @property
    def name(self) -> str:
        """owner/name of the repository, as it is spelled once it was asked."""

    @property
    def record(self) -> Record:
        """What is said of the repository; asked for once."""

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""

    def read(self, path: str, at: str) -> TextFile:
        """Return the file at a branch or commit; a link is followed."""

    def files(self, at: str) -> Tree:
        """Return the files of the repository at a branch or commit, each read when it is asked."""

    def read_version(self, sha: str) -> str | None:
        """Return the text that git calls by this name; None where it is not known."""

    def pull_requests(self, branch: str) -> tuple[PullRequest, ...]:
        """Return the bot's own pull requests from its branch, newest first.

        Those that others opened from there are not the bot's; before its first own one, those of
        whom the repository trusts may be of an earlier account of the bot.
        """

    def closing(self, pull: PullRequest) -> Closing:
        """Return who closed a pull request, and how."""

    def is_approved(self, pull: PullRequest) -> bool:
        """Whether somebody who may write to the repository approved a pull request."""

    def commits(self, pull: PullRequest) -> tuple[Commit, ...]:
        """Return the commits of a pull request, oldest first."""

    def changes_only(self, pull: PullRequest, path: str) -> bool:
        """Whether a pull request changes no other file than the list."""

    def create(
        self, branch: str, change: NewText, *, base: str, seen: str, check: Callable[[Commit], None]
    ) -> str:
        """Put `change` on a new branch that begins at the branch `base`; return the commit.

        `seen` is the file's name in git on `base`, as it was read; empty: there is none yet. A
        branch that exists is replaced, unless `check` raises ConfigError for its newest commit.
        """

    def extend(
        self, branch: str, change: NewText, *, after: str, base: str = "", seen: str = ""
    ) -> str:
        """Put `change` on the branch after the commit `after`; return the new commit.

        With `base` the commit also merges that branch, whose file was called `seen`. A branch
        that somebody else moved meanwhile is left alone, and GitHubError raised.
        """

    def open(
        self, branch: str, base: str, *, title: str, body: str, draft: bool = False
    ) -> PullRequest:
        """Have a pull request open, and return it."""

    def edit(self, number: int, *, title: str, body: str) -> None:
        """Give a pull request a title and a body."""

    def close(self, number: int, *, body: str) -> None:
        """Close a pull request without merging it, and give it its last body."""

    def comment(self, number: int, text: str) -> int:
        """Let the bot's one comment on a pull request say `text`; return its id."""

    def read_comment(self, comment: int) -> str | None:
        """Return what a comment of the bot says now; None where it is not there any more."""

    def label(self, number: int, labels: Sequence[str]) -> None:
        """Label a pull request."""

    def ask_for_reviews(self, number: int, reviewers: Sequence[str]) -> None:
        """Ask people to review a pull request."""

    def delete_branch(self, branch: str, at: str) -> None:
        """Delete the branch if its newest commit is still `at`."""
