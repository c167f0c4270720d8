"""GitHub's documents, as far as they are used; what has another shape is no answer.

The shapes are those of https://docs.github.com/rest. A field that GitHub may leave out has a
default here.
"""

from datetime import datetime
from typing import TypeVar

import msgspec

from wsss_bot.errors import GitHubError
from wsss_bot.github.client import Response

T = TypeVar("T")


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What all of them are: values that do not change, with fields that are not used left out."""


class User(Document, frozen=True, kw_only=True):
    """Who wrote something."""

    login: str
    type: str = ""


class Permissions(Document, frozen=True, kw_only=True):
    """What the token's owner may do."""

    push: bool = True


class Repository(Document, frozen=True, kw_only=True):
    """A repository."""

    full_name: str
    default_branch: str = ""
    html_url: str = ""
    language: str | None = None
    archived: bool = False
    has_issues: bool = True
    has_pull_requests: bool = True
    permissions: Permissions | None = None


class Named(Document, frozen=True, kw_only=True):
    """What is told by its name alone: a repository, a file of a folder."""

    full_name: str = ""
    name: str = ""


class End(Document, frozen=True, kw_only=True):
    """Where a pull request comes from, or goes to."""

    ref: str
    sha: str
    repo: Named | None = None


class Label(Document, frozen=True, kw_only=True):
    """A label of a pull request."""

    name: str


class Authored(Document, frozen=True, kw_only=True):
    """What somebody wrote: who that was, and what the repository is to them."""

    user: User | None = None
    author_association: str = ""


class Pull(Authored, frozen=True, kw_only=True):
    """A pull request."""

    number: int
    html_url: str
    title: str
    body: str | None = None
    state: str
    merged_at: str | None = None
    merge_commit_sha: str | None = None
    auto_merge: dict[str, object] | None = None
    created_at: datetime
    closed_at: datetime | None = None
    head: End
    base: End
    labels: list[Label] | None = None


class Comment(Authored, frozen=True, kw_only=True):
    """A comment on a pull request."""

    id: int
    body: str | None = None


class Review(Authored, frozen=True, kw_only=True):
    """What somebody says of a pull request as a whole."""

    state: str


class Event(Document, frozen=True, kw_only=True):
    """Something that happened to a pull request."""

    event: str = ""
    actor: User | None = None
    created_at: datetime | None = None


class Closed(Authored, frozen=True, kw_only=True):
    """A pull request as an issue: who opened it, and who closed it."""

    closed_by: User | None = None


class Issue(Authored, frozen=True, kw_only=True):
    """An issue; a pull request is one too."""

    number: int
    title: str
    body: str | None = None
    state: str
    repository_url: str = ""
    pull_request: dict[str, object] | None = None
    comments: int = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None


class TimedComment(Comment, frozen=True, kw_only=True):
    """A comment, and when it was made."""

    created_at: datetime


class Permission(Document, frozen=True, kw_only=True):
    """What an account may do with a repository."""

    permission: str
    role_name: str = ""


class Sha(Document, frozen=True, kw_only=True):
    """What git calls an object."""

    sha: str


class GitCommit(Document, frozen=True, kw_only=True):
    """A commit's message."""

    message: str


class TippedCommit(GitCommit, frozen=True, kw_only=True):
    """A commit's message and tree, where the tree is told."""

    tree: Sha


class Tip(Document, frozen=True, kw_only=True):
    """The newest commit of a branch."""

    sha: str
    commit: TippedCommit


class Commit(Document, frozen=True, kw_only=True):
    """A commit."""

    sha: str
    commit: GitCommit


class Reference(Document, frozen=True, kw_only=True):
    """A branch."""

    object: Sha


class TreeEntry(Document, frozen=True, kw_only=True):
    """A file or a folder in a tree."""

    path: str
    mode: str
    sha: str


class Tree(Document, frozen=True, kw_only=True):
    """A folder."""

    sha: str
    tree: list[TreeEntry]


class Blob(Document, frozen=True, kw_only=True):
    """What a file holds, in base64."""

    content: str


class File(Document, frozen=True, kw_only=True):
    """A file, or what stands in its place."""

    type: str = "file"
    sha: str = ""
    size: int = -1
    encoding: str | None = None
    content: str | None = None


class ChangedFile(Document, frozen=True, kw_only=True):
    """A file that a pull request changes."""

    filename: str


class Rule(Document, frozen=True, kw_only=True):
    """A rule for a branch."""

    type: str


def shaped(answer: Response, shape: type[T]) -> T:
    """Return an answer as what it should be. Raises GitHubError for what is something else."""
    try:
        return msgspec.convert(answer.json, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise GitHubError(
            f"GitHub's answer is not of the shape that it should have ({error}); the next run "
            "tries again"
        ) from error
