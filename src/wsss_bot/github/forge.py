"""GitHub as the forge of a list: the calls of `pull_request.forge.Forge`, kept by GitHub's API.

Every write looks before or after: an answer that gets lost on the way is not asked for again
before it is known whether the first request arrived.
"""

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from urllib.parse import quote

from wsss_bot.awesome_list import Tree
from wsss_bot.errors import ConfigError, GitHubError, ListError
from wsss_bot.github import several
from wsss_bot.github.access import record_of
from wsss_bot.github.client import Client
from wsss_bot.github.conversation import Conversation
from wsss_bot.github.git_data import GitData
from wsss_bot.github.identity import Identity, may_be_earlier, who_signs_in
from wsss_bot.github.pages import PAGE, pages
from wsss_bot.github.parsing import bytes_of, pull_request, text_of
from wsss_bot.github.refusals import Refused, explained
from wsss_bot.github.shapes import (
    Blob,
    ChangedFile,
    File,
    Pull,
    Repository,
    shaped,
)
from wsss_bot.github.shapes import Commit as CommitShape
from wsss_bot.github.threads import GitHubThreads
from wsss_bot.github.tree import FilesAt
from wsss_bot.pull_request.forge import (
    Closing,
    Commit,
    NewText,
    PullRequest,
    Record,
    TextFile,
    blob_sha,
)
from wsss_bot.text.files_as_one import matching

log = logging.getLogger(__name__)

_NOT_THERE = {404, 409, 410, 422}


class GitHubForge:
    """One repository. What it reads may be public; what it writes needs a token."""

    def __init__(self, client: Client, name: str, more: Sequence[str] = ()) -> None:
        self.client, self.more = client, more
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
        if not self.more:
            return self._read(path, at)
        paths = self._upstream.paths(at)
        return several.read_together(path, self.more, paths, lambda one: self._read(one, at))

    def _read(self, path: str, at: str) -> TextFile:
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
        return FilesAt(lambda: self._upstream.paths(at), lambda path: self._read(path, at).text)

    def read_version(self, sha: str) -> str | None:  # noqa: D102
        if several.are_together(sha):
            return several.version_together(sha, self.read_version)
        try:
            answer = self.client.get(f"/repos/{self.name}/git/blobs/{quote(sha, safe='')}")
        except Refused as refused:
            if refused.status in _NOT_THERE:
                return None
            raise ConfigError(refused.sentence(f"show a file of {self.name}")) from refused
        return text_of(bytes_of(shaped(answer, Blob).content, sha), sha)

    def pull_requests(self, branch: str) -> tuple[PullRequest, ...]:  # noqa: D102
        path = f"/repos/{self.record.name}/pulls"
        with explained(f"list the pull requests of {self.name}"):
            found = pages(
                self.client,
                path,
                Pull,
                state="all",
                head=f"{self._owner_of_branch}:{branch}",
                sort="created",
                direction="desc",
            )
            here = [pull for pull in found if pull.head.ref == branch and self._is_here(pull)]
        first = min((p.number for p in here if self.identity.wrote(p)), default=math.inf)
        return tuple(
            replace(pull_request(p), by_another=not self.identity.wrote(p))
            for p in here
            if self._is_ours(p, before=first)
        )

    def bodies_from(self, branch: str) -> tuple[str, ...]:
        """Return the bodies of all pull requests from a branch, whoever opened them."""
        owner = self.record.name.partition("/")[0]
        with explained(f"list the pull requests of {self.name}"):
            path = f"/repos/{self.name}/pulls"
            found = pages(self.client, path, Pull, state="all", head=f"{owner}:{branch}")
            return tuple(pull.body or "" for pull in found)

    def _is_here(self, pull: Pull) -> bool:
        """Whether a pull request comes from the repository that the bot's branch is in."""
        home = pull.head.repo
        return self._works_in_fork or not home or home.full_name == self.record.name

    def _is_ours(self, pull: Pull, *, before: float) -> bool:
        """Whether the bot opened a pull request, or an earlier account of it, `before` its first.

        Later ones of others are copies that people made.
        """
        is_earlier = pull.number < before and may_be_earlier(pull) and not self._works_in_fork
        is_ours = self.identity.wrote(pull) or is_earlier
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
                for commit in pages(self.client, path, CommitShape)
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
        others = changed - {path.strip("/"), *matching(path, self.more, tuple(changed))}
        return not others or others == {self._upstream.find(pull.head_sha, path).path}

    # --- writing to the branch --------------------------------------------------------------

    def create(  # noqa: D102
        self, branch: str, change: NewText, *, base: str, seen: str, check: Callable[[Commit], None]
    ) -> str:
        tip, found = several.found_on(self._upstream, base, change, seen)
        home = self._home
        sha = home.commit(change.message, found, parents=[tip])
        home.create_branch(branch, sha, check=check)
        return sha

    def extend(  # noqa: D102
        self, branch: str, change: NewText, *, after: str, base: str = "", seen: str = ""
    ) -> str:
        if base:
            tip, found = several.found_on(self._upstream, base, change, seen)
            parents = [after, tip]
        else:
            parents, found = [after], several.found_at(self._upstream, after, change)
        home = self._home
        sha = home.commit(change.message, found, parents=parents)
        home.move_branch(branch, sha, before=after)
        return sha

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
            for pull in self.pull_requests(branch):
                if pull.is_open and pull.base == base:
                    return pull
            if isinstance(error, Refused):
                what = f"open a pull request in {self.name}"
                raise ConfigError(error.sentence(what)) from error
            raise

    def edit(self, number: int, *, title: str, body: str) -> None:  # noqa: D102
        with explained(f"edit pull request {number} of {self.name}"):
            path = f"/repos/{self.name}/pulls/{number}"
            self.client.write("PATCH", path, {"title": title, "body": body}, repeatable=True)

    def close(self, number: int, *, body: str) -> None:  # noqa: D102
        with explained(f"close pull request {number} of {self.name}"):
            path = f"/repos/{self.name}/pulls/{number}"
            document = {"state": "closed", "body": body}
            self.client.write("PATCH", path, document, repeatable=True)

    def label(self, number: int, labels: Sequence[str]) -> None:  # noqa: D102
        with explained(f"label pull request {number} of {self.name}"):
            path = f"/repos/{self.name}/issues/{number}/labels"
            self.client.write("POST", path, {"labels": list(labels)}, repeatable=True)

    def ask_for_reviews(self, number: int, reviewers: Sequence[str]) -> None:  # noqa: D102
        with explained(f"ask {', '.join(reviewers)} for a review of pull request {number}"):
            path = f"/repos/{self.name}/pulls/{number}/requested_reviewers"
            self.client.write("POST", path, {"reviewers": list(reviewers)}, repeatable=True)

    def threads(self) -> GitHubThreads:
        """Return where people ask for papers."""
        return GitHubThreads(self.client, self.name, lambda: self.identity)

    # --- what is said and done under them ---------------------------------------------------

    @cached_property
    def _conversation(self) -> Conversation:
        return Conversation(self.client, self.record.name, self.identity.wrote)

    def comment(self, number: int, text: str) -> int:  # noqa: D102
        with explained(f"comment on pull request {number} of {self.name}"):
            return self._conversation.comment(number, text)

    def read_comment(self, comment: int) -> str | None:  # noqa: D102
        return self._conversation.read_comment(comment)

    def closing(self, pull: PullRequest) -> Closing:  # noqa: D102
        return self._conversation.closing(pull.number)

    def is_approved(self, pull: PullRequest) -> bool:  # noqa: D102
        return self._conversation.is_approved(pull.number)
