"""GitHub as the forge of a list: the calls of `pull_request.forge.Forge`, kept by GitHub's API.

Every write looks before or after: an answer that gets lost on the way is not asked for again
before it is known whether the first request arrived.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar
from urllib.parse import quote

from wsss_bot.awesome_list import Tree
from wsss_bot.domain import PullRequest
from wsss_bot.errors import ConfigError, GitHubError, ListError
from wsss_bot.github.access import record_of
from wsss_bot.github.client import Client
from wsss_bot.github.git_data import FileInTree, GitData
from wsss_bot.github.identity import Identity, who_signs_in
from wsss_bot.github.parsing import bytes_of, next_page, pull_request, text_of
from wsss_bot.github.refusals import Refused, explained
from wsss_bot.github.shapes import (
    Blob,
    ChangedFile,
    Comment,
    File,
    Pull,
    Repository,
    shaped,
)
from wsss_bot.github.shapes import Commit as CommitShape
from wsss_bot.github.tree import FilesAt
from wsss_bot.pull_request.forge import Commit, NewText, Record, TextFile, blob_sha

log = logging.getLogger(__name__)

T = TypeVar("T")

PAGE = 100
MOST_PAGES = 50
_COMMENT_MARK = "<!-- wsss-bot:answer -->"
_NOT_THERE = {404, 409, 410, 422}


class GitHubForge:
    """One repository. What it reads may be public; what it writes needs a token."""

    def __init__(self, client: Client, name: str) -> None:
        self.client = client
        self._name = name
        self._left_alone: set[int] = set()
        """The pull requests of others that were named in the log."""

    @property
    def name(self) -> str:
        """owner/name; as GitHub spells it once it was asked."""
        return self.record.name if "record" in self.__dict__ else self._name

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""
        return self.client.requests

    @cached_property
    def record(self) -> Record:
        """What GitHub says of the repository; raises as `record_of` does."""
        record = record_of(self.client, self._name)
        if record.name.casefold() != self._name.casefold():
            log.warning("%s is now called %s; say so in [list] repository", self._name, record.name)
        return record

    @cached_property
    def identity(self) -> Identity:
        """Who the bot is."""
        return who_signs_in(self.client)

    # --- reading ----------------------------------------------------------------------------

    def read_list(self, path: str, branch: str = "") -> str:
        """Return the text of the file `path` on `branch` (empty: the default branch).

        Raises ConfigError or ListError when repository, branch or file are not there, and
        GitHubError when a later run may succeed.
        """
        return self.read(path, branch or self.record.default_branch).text

    def read(self, path: str, at: str) -> TextFile:  # noqa: D102
        file = self._file(path, at)
        if file.encoding == "base64" and file.content:
            data = bytes_of(file.content, path)
        elif file.size == 0:
            data = b""
        else:
            # Above 1 MB the contents API names the blob and leaves out the text.
            data = self._blob(file.sha, path)
        return TextFile(text=text_of(data, path), sha=blob_sha(data))

    def _file(self, path: str, at: str) -> File:
        address = f"/repos/{self.record.name}/contents/{quote(path.strip('/'))}"
        try:
            answer = self.client.get(address, ref=at)
        except Refused as refused:
            if refused.status not in _NOT_THERE:
                raise ConfigError(refused.sentence(f"show {path!r} of {self.name}")) from refused
            return self._behind_links(path, at, refused)
        is_folder = isinstance(answer.json, list)
        file = File(type="dir") if is_folder else shaped(answer, File)
        if file.type == "symlink":
            return File(sha=self._upstream.find(at, path).sha)
        if file.type != "file":
            raise ListError(
                f"{path!r} in {self.name} is not a file; [list] path names the list itself"
            )
        return file

    def _behind_links(self, path: str, at: str, refused: Refused) -> File:
        """Return a file that GitHub does not find because a folder in its path is a link."""
        try:
            return File(sha=self._upstream.find(at, path).sha)
        except ConfigError:
            raise ListError(
                f"there is no {path!r} in {self.name} at {at} ({refused.reason}); check "
                "[list] path and branch"
            ) from refused

    def _blob(self, sha: str, path: str) -> bytes:
        with explained(f"show {path!r} of {self.name}"):
            answer = self.client.get(f"/repos/{self.name}/git/blobs/{sha}")
        return bytes_of(shaped(answer, Blob).content, path)

    def files(self, at: str) -> Tree:  # noqa: D102
        return FilesAt(lambda: self._upstream.paths(at), lambda path: self.read(path, at).text)

    def read_version(self, sha: str) -> str | None:  # noqa: D102
        try:
            answer = self.client.get(f"/repos/{self.name}/git/blobs/{quote(sha, safe='')}")
        except Refused as refused:
            if refused.status in _NOT_THERE:
                return None
            raise ConfigError(refused.sentence(f"show a file of {self.name}")) from refused
        return text_of(bytes_of(shaped(answer, Blob).content, sha), sha)

    def pull_requests(self, branch: str, base: str) -> tuple[PullRequest, ...]:  # noqa: D102
        owner = self._owner_of_branch
        pages = self._pages(
            f"/repos/{self.record.name}/pulls",
            Pull,
            "list the pull requests",
            state="all",
            head=f"{owner}:{branch}",
            sort="created",
            direction="desc",
        )
        return tuple(
            pull_request(pull)
            for pull in pages
            if pull.head.ref == branch and self._is_ours(pull, base)
        )

    def _is_ours(self, pull: Pull, base: str) -> bool:
        """Whether the bot opened a pull request from its branch.

        Raises ConfigError for an open one that goes to another branch than `base`.
        """
        home = pull.head.repo
        is_here = self._works_in_fork or not home or home.full_name == self.record.name
        is_ours = is_here and self.identity.wrote(pull)
        if is_ours and pull.state == "open" and pull.base.ref != base:
            # To begin the branch anew would close it, which would refuse what it proposes.
            raise ConfigError(
                f"pull request {pull.number} of the bot goes to {pull.base.ref} and not to {base}; "
                f"merge it, let it go to {base}, or close it (closing refuses what it proposes)"
            )
        if not is_ours and pull.state == "open" and pull.number not in self._left_alone:
            self._left_alone.add(pull.number)
            log.warning(
                "pull request %d from the bot's branch into %s, opened by %s, is not the bot's own "
                "and is left alone",
                pull.number,
                pull.base.ref,
                pull.user.login if pull.user else "somebody",
            )
        return is_ours

    def commits(self, pull: PullRequest) -> tuple[Commit, ...]:
        """Return the commits of a pull request, oldest first, 250 at most."""
        path = f"/repos/{self.name}/pulls/{pull.number}/commits"
        try:
            return tuple(
                Commit(sha=commit.sha, message=commit.commit.message)
                for commit in self._pages(path, CommitShape)
            )
        except Refused as refused:
            if refused.status in _NOT_THERE:  # of a branch that was deleted long ago
                return ()
            what = f"show the commits of pull request {pull.number}"
            raise ConfigError(refused.sentence(what)) from refused

    def changes_only(self, pull: PullRequest, path: str) -> bool:
        """Whether a pull request changes no other file (of its first 100) than the list."""
        address = f"/repos/{self.name}/pulls/{pull.number}/files"
        with explained(f"show the files of pull request {pull.number}"):
            answer = self.client.get(address, per_page=PAGE)
        changed = {file.filename for file in shaped(answer, list[ChangedFile])}
        others = changed - {path.strip("/")}
        return not others or others == {self._upstream.find(pull.head_sha, path).path}

    def _pages(
        self, path: str, shape: type[T], what: str = "", **parameters: str | int
    ) -> Iterator[T]:
        """Yield what a list holds, page by page; with `what` to do a refusal is explained."""
        page = 1
        for _ in range(MOST_PAGES):
            try:
                answer = self.client.get(path, **parameters, per_page=PAGE, page=page)
            except Refused as refused:
                if what:
                    raise ConfigError(refused.sentence(f"{what} of {self.name}")) from refused
                raise
            yield from shaped(answer, list[shape])  # type: ignore[valid-type]
            page = next_page(answer)
            if not page:
                return
        raise GitHubError(f"GitHub names more than {MOST_PAGES} pages of {path}", url=path)

    # --- writing to the branch --------------------------------------------------------------

    def create(  # noqa: D102
        self, branch: str, change: NewText, *, base: str, seen: str, check: Callable[[Commit], None]
    ) -> str:
        tip, found = self._found_on(base, change.path, seen)
        home = self._home
        sha = home.commit(change, found, parents=[tip])
        home.create_branch(branch, sha, check=check)
        return sha

    def extend(  # noqa: D102
        self, branch: str, change: NewText, *, after: str, base: str = "", seen: str = ""
    ) -> str:
        if base:
            tip, found = self._found_on(base, change.path, seen)
            parents = [after, tip]
        else:
            found, parents = self._upstream.find(after, change.path), [after]
        home = self._home
        sha = home.commit(change, found, parents=parents)
        home.move_branch(branch, sha, before=after)
        return sha

    def _found_on(self, base: str, path: str, seen: str) -> tuple[str, FileInTree]:
        """Return the newest commit of `base` and the list in it, which must be what was `seen`."""
        tip = self._upstream.tip(base)
        found = self._upstream.find(tip.commit.tree.sha, path)
        if found.sha != seen:
            raise GitHubError(
                f"somebody changed {path!r} on {base} just now; the next run goes on from there"
            )
        return tip.sha, found

    @cached_property
    def _upstream(self) -> GitData:
        return GitData(self.client, self.record.name, sleep=self.client.sleep)

    @property
    def _works_in_fork(self) -> bool:
        return not self.record.may_push and bool(self.identity.login)

    @property
    def _owner_of_branch(self) -> str:
        return self.identity.login if self._works_in_fork else self.record.name.partition("/")[0]

    @cached_property
    def _home(self) -> GitData:
        """The repository that the bot's branch is in; a fork is made if need be."""
        if not self._works_in_fork:
            return self._upstream
        with explained(f"make a fork of {self.name}"):
            path = f"/repos/{self.name}/forks"
            answer = self.client.write("POST", path, {}, repeatable=True)
        fork = shaped(answer, Repository)
        return GitData(self.client, fork.full_name, sleep=self.client.sleep, is_fork=True)

    def delete_branch(self, branch: str, at: str) -> None:  # noqa: D102
        if self._home.branch_at(branch) == at:
            self._home.delete_branch(branch)

    # --- pull requests ----------------------------------------------------------------------

    def open(
        self, branch: str, base: str, *, title: str, body: str, draft: bool = False
    ) -> PullRequest:
        """Open a pull request, or return the one that is open for `branch` already."""
        head = f"{self._owner_of_branch}:{branch}" if self._works_in_fork else branch
        document = {"title": title, "body": body, "head": head, "base": base, "draft": draft}
        try:
            opened = self.client.write("POST", f"/repos/{self.name}/pulls", document)
            return pull_request(shaped(opened, Pull))
        except (Refused, GitHubError) as error:
            for pull in self.pull_requests(branch, base):
                if pull.is_open:
                    return pull
            if isinstance(error, Refused):
                what = f"open a pull request in {self.name}"
                raise ConfigError(error.sentence(what)) from error
            raise

    def edit(self, number: int, *, title: str, body: str) -> None:  # noqa: D102
        with explained(f"edit pull request {number} of {self.name}"):
            path = f"/repos/{self.name}/pulls/{number}"
            self.client.write("PATCH", path, {"title": title, "body": body}, repeatable=True)

    def close(self, number: int) -> None:  # noqa: D102
        with explained(f"close pull request {number} of {self.name}"):
            path = f"/repos/{self.name}/pulls/{number}"
            self.client.write("PATCH", path, {"state": "closed"}, repeatable=True)

    def label(self, number: int, labels: Sequence[str]) -> None:  # noqa: D102
        with explained(f"label pull request {number} of {self.name}"):
            path = f"/repos/{self.name}/issues/{number}/labels"
            self.client.write("POST", path, {"labels": list(labels)}, repeatable=True)

    def ask_for_reviews(self, number: int, reviewers: Sequence[str]) -> None:  # noqa: D102
        with explained(f"ask {', '.join(reviewers)} for a review of pull request {number}"):
            path = f"/repos/{self.name}/pulls/{number}/requested_reviewers"
            self.client.write("POST", path, {"reviewers": list(reviewers)}, repeatable=True)

    def comment(self, number: int, text: str) -> None:  # noqa: D102
        with explained(f"comment on pull request {number} of {self.name}"):
            self._comment(number, f"{text}\n\n{_COMMENT_MARK}")

    def _comment(self, number: int, body: str) -> None:
        comment = self._own_comment(number)
        if comment is None:
            path = f"/repos/{self.name}/issues/{number}/comments"
            try:
                self.client.write("POST", path, {"body": body})
            except GitHubError:
                if self._own_comment(number) is None:
                    raise
        elif comment.body != body:
            path = f"/repos/{self.name}/issues/comments/{comment.id}"
            self.client.write("PATCH", path, {"body": body}, repeatable=True)

    def _own_comment(self, number: int) -> Comment | None:
        for comment in self._pages(f"/repos/{self.name}/issues/{number}/comments", Comment):
            if _COMMENT_MARK in (comment.body or "") and self.identity.wrote(comment):
                return comment
        return None
