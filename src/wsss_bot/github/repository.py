"""The list's repository on GitHub, in the few calls that the bot makes.

Every write looks before or after: an answer that gets lost on the way is not asked for again
before it is known whether the first request arrived.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import quote

from wsss_bot.domain import PullRequest
from wsss_bot.errors import ConfigError, GitHubError, ListError
from wsss_bot.github.client import Client, Json, Refused
from wsss_bot.github.parsing import branch_of, decoded, next_page, path_below, pull_request

PAGE = 100
_COMMENT_MARK = "<!-- wsss-bot:answer -->"


class NoPushRight(Exception):  # noqa: N818
    """The token may read the repository but not write to it: a fork can help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit and the tree that it holds."""

    sha: str
    tree: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile:
    """The list as it stands in some commit."""

    text: str
    sha: str
    """Of its blob."""


class GitHubRepository:
    """One repository. What it reads may be public; what it writes needs a token."""

    def __init__(self, client: Client, name: str) -> None:
        self.client = client
        self.name = name
        """owner/name; as GitHub spells it once it was asked."""
        self.default_branch = ""
        """Known once a file of it or a pull request was read."""
        self._home = ""
        """The repository that the bot's branch is in, where that is a fork."""

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""
        return self.client.requests

    # --- reading ----------------------------------------------------------------------------

    def read_list(self, path: str, branch: str = "") -> str:
        """Return the text of the file `path` on `branch` (empty: the default branch).

        Raises ConfigError or ListError when repository, branch or file are not there, and
        GitHubError when a later run may succeed.
        """
        return self.read_file(path, branch).text

    def read_file(self, path: str, ref: str = "") -> ListFile:
        """Return the file `path` at a branch or commit (empty: the default branch).

        Raises as `read_list` does.
        """
        file = self._file(path, ref)
        if file.get("encoding") == "base64" and file.get("content"):
            encoded = file["content"]
        elif file.get("size") == 0:
            encoded = ""
        else:
            # Above 1 MB the contents API names the blob and leaves out the text.
            encoded = self._get(f"git/blobs/{file['sha']}")["content"]
        if not ref:
            self.default_branch = branch_of(file, path) or self.default_branch
        return ListFile(text=decoded(encoded, path), sha=file["sha"])

    def read_blob(self, sha: str) -> str:
        """Return the text of a blob. Raises GitHubError when it is not there any more."""
        try:
            return decoded(self._get(f"git/blobs/{sha}")["content"], sha)
        except Refused as refused:
            raise GitHubError(f"GitHub has lost the blob {sha}", status=refused.status) from refused

    def head(self, branch: str = "") -> Commit:
        """Return the newest commit of `branch` (empty: the default branch).

        Also finds out what the repository is called now, if it was renamed or moved: PyGithub
        follows GitHub's redirects, but loses the query of a request on the way.
        """
        try:
            commit = self._get(f"commits/{quote(branch) or 'HEAD'}")
        except Refused as refused:
            self._explain_missing(refused, f"branch {branch!r}" if branch else "commit")
        self.name = "/".join(path_below(commit["url"], "/repos/").split("/")[:2]) or self.name
        return Commit(sha=commit["sha"], tree=commit["commit"]["tree"]["sha"])

    def pull_requests(self, branch: str) -> tuple[PullRequest, ...]:
        """Return the pull requests that ever came from `branch`, newest first."""
        owner = (self._home or self.name).partition("/")[0]
        found: list[PullRequest] = []
        page = 1
        while page:
            answer = self.client.get(
                f"/repos/{self.name}/pulls",
                state="all",
                head=f"{owner}:{branch}",
                sort="created",
                direction="desc",
                per_page=PAGE,
                page=page,
            )
            for pull in answer.json:
                if pull["head"]["ref"] == branch:
                    found.append(pull_request(pull))
                    self.default_branch = pull["base"]["repo"]["default_branch"]
            page = next_page(answer)
        return tuple(found)

    def commits_of(self, number: int) -> dict[str, str]:
        """Return the commits of a pull request and their messages, oldest first, 250 at most."""
        messages: dict[str, str] = {}
        page = 1
        while page:
            answer = self.client.get(
                f"/repos/{self.name}/pulls/{number}/commits", per_page=PAGE, page=page
            )
            messages |= {commit["sha"]: commit["commit"]["message"] for commit in answer.json}
            page = next_page(answer)
        return messages

    def files_of(self, number: int) -> tuple[str, ...]:
        """Return the paths that a pull request changes (the first 100)."""
        answer = self.client.get(f"/repos/{self.name}/pulls/{number}/files", per_page=PAGE)
        return tuple(file["filename"] for file in answer.json)

    # --- writing ----------------------------------------------------------------------------

    def commit(
        self, path: str, text: str, *, message: str, parents: Sequence[str], base_tree: str
    ) -> str:
        """Make a commit in which `path` reads `text`, on no branch yet; return its sha.

        `base_tree` is the tree, or a commit whose tree it is, that everything else comes from.
        Raises NoPushRight.
        """
        entry = {"path": path, "mode": "100644", "type": "blob", "content": text}
        try:
            tree = self._write("POST", "git/trees", {"base_tree": base_tree, "tree": [entry]})
        except (ConfigError, Refused) as error:
            if not self._home and not self.may_push():
                raise NoPushRight from error
            raise
        body = {"message": message, "tree": tree["sha"], "parents": list(parents)}
        return str(self._write("POST", "git/commits", body)["sha"])

    def create_branch(self, branch: str, sha: str) -> str:
        """Create `branch` at the commit `sha`; return where it is, elsewhere if it existed."""
        try:
            self._write("POST", "git/refs", {"ref": f"refs/heads/{branch}", "sha": sha})
        except Refused as refused:
            if refused.status != 422 or (found := self.branch_at(branch)) is None:
                self._explain(refused, f"create the branch {branch}")
            return found
        except GitHubError:
            if (found := self.branch_at(branch)) is None:
                raise
            return found
        return sha

    def branch_at(self, branch: str) -> str | None:
        """Return the commit that `branch` is at, None when there is no such branch."""
        try:
            path = f"/repos/{self._home or self.name}/git/ref/heads/{quote(branch)}"
            return str(self.client.get(path).json["object"]["sha"])
        except Refused as refused:
            if refused.status == 404:
                return None
            raise

    def message_of(self, sha: str) -> str:
        """Return the message of a commit."""
        path = f"/repos/{self._home or self.name}/git/commits/{sha}"
        return str(self.client.get(path).json["message"])

    def move_branch(self, branch: str, sha: str, *, force: bool = False) -> None:
        """Move `branch` to `sha`, forwards only unless `force`d.

        Raises GitHubError when somebody else moved it meanwhile.
        """
        path = f"git/refs/heads/{quote(branch)}"
        try:
            self._write("PATCH", path, {"sha": sha, "force": force})
        except Refused as refused:
            if refused.status == 422:
                raise GitHubError(
                    f"somebody else changed the branch {branch} just now; the next run goes on "
                    "from there",
                    status=422,
                ) from refused
            self._explain(refused, f"move the branch {branch}")
        except GitHubError:
            if self.branch_at(branch) != sha:
                raise

    def delete_branch(self, branch: str) -> None:
        """Delete `branch`; a branch that is gone already is fine."""
        try:
            self._write("DELETE", f"git/refs/heads/{quote(branch)}", None)
        except Refused as refused:
            if refused.status not in {404, 422}:
                self._explain(refused, f"delete the branch {branch}")

    def open_pull_request(
        self, branch: str, base: str, *, title: str, body: str, draft: bool = False
    ) -> PullRequest:
        """Open a pull request, or return the one that is open for `branch` already."""
        head = f"{self._home.partition('/')[0]}:{branch}" if self._home else branch
        document = {"title": title, "body": body, "head": head, "base": base, "draft": draft}
        try:
            opened = self.client.write("POST", f"/repos/{self.name}/pulls", document)
            return pull_request(opened.json)
        except (Refused, GitHubError) as error:
            for pull in self.pull_requests(branch):
                if pull.is_open:
                    return pull
            if isinstance(error, Refused):
                self._explain(error, "open a pull request")
            raise

    def edit_pull_request(self, number: int, *, title: str, body: str) -> None:
        """Give a pull request a title and a body."""
        path = f"/repos/{self.name}/pulls/{number}"
        self.client.write("PATCH", path, {"title": title, "body": body}, repeatable=True)

    def close_pull_request(self, number: int) -> None:
        """Close a pull request without merging it."""
        path = f"/repos/{self.name}/pulls/{number}"
        self.client.write("PATCH", path, {"state": "closed"}, repeatable=True)

    def add_labels(self, number: int, labels: Sequence[str]) -> None:
        """Label a pull request; GitHub creates labels that it does not know."""
        path = f"/repos/{self.name}/issues/{number}/labels"
        self.client.write("POST", path, {"labels": list(labels)}, repeatable=True)

    def request_reviews(self, number: int, reviewers: Sequence[str]) -> None:
        """Ask people to review a pull request."""
        path = f"/repos/{self.name}/pulls/{number}/requested_reviewers"
        try:
            self.client.write("POST", path, {"reviewers": list(reviewers)}, repeatable=True)
        except Refused as refused:
            self._explain(refused, f"ask {', '.join(reviewers)} for a review")

    def say(self, number: int, text: str) -> None:
        """Put `text` into the bot's one comment on a pull request, and make it if need be."""
        body = f"{text}\n\n{_COMMENT_MARK}"
        comment = self._own_comment(number)
        if comment is None:
            path = f"/repos/{self.name}/issues/{number}/comments"
            try:
                self.client.write("POST", path, {"body": body})
            except GitHubError:
                if self._own_comment(number) is None:
                    raise
        elif comment["body"] != body:
            path = f"/repos/{self.name}/issues/comments/{comment['id']}"
            self.client.write("PATCH", path, {"body": body}, repeatable=True)

    def _own_comment(self, number: int) -> Json:
        page = 1
        while page:
            answer = self.client.get(
                f"/repos/{self.name}/issues/{number}/comments", per_page=PAGE, page=page
            )
            for comment in answer.json:
                if _COMMENT_MARK in (comment.get("body") or ""):
                    return comment
            page = next_page(answer)
        return None

    # --- without a right to push ------------------------------------------------------------

    def use_fork(self) -> None:
        """Keep the bot's branch in the token owner's fork from now on; make it if need be."""
        fork = self.client.write("POST", f"/repos/{self.name}/forks", {}, repeatable=True).json
        self._home = fork["full_name"]

    def may_push(self) -> bool:
        """Whether the token may write to the repository, as far as GitHub says."""
        permissions = self.client.get(f"/repos/{self.name}").json.get("permissions") or {}
        return bool(permissions.get("push", False))

    # --- the rest ---------------------------------------------------------------------------

    def _get(self, path: str, **parameters: str | int) -> Json:
        return self.client.get(f"/repos/{self.name}/{path}", **parameters).json

    def _write(self, verb: str, path: str, body: Json) -> Json:
        """Write to the repository that the bot's branch is in."""
        return self.client.write(verb, f"/repos/{self._home or self.name}/{path}", body).json

    def _file(self, path: str, ref: str) -> Json:
        parameters = {"ref": ref} if ref else {}
        try:
            file = self._get(f"contents/{quote(path.strip('/'))}", **parameters)
        except Refused as refused:
            at = f" at {ref}" if ref else ""
            self._explain_missing(refused, f"file {path!r}{at}")
        if not isinstance(file, dict) or file.get("type") != "file":
            raise ListError(
                f"{path!r} in {self.name} is not a file; [list] path names the list itself"
            )
        return file

    def _explain_missing(self, refused: Refused, what: str) -> NoReturn:
        """Say whether the repository is missing, or only something in it."""
        try:
            self.client.get(f"/repos/{self.name}")
        except Refused:
            raise ConfigError(
                f"GitHub shows no repository {self.name} ({refused.status}: {refused.message}); "
                "check [list] repository, and that the token may see it if it is private"
            ) from refused
        raise ListError(
            f"there is no {what} in {self.name} ({refused.message}); check [list] path and branch"
        ) from refused

    def _explain(self, refused: Refused, what: str) -> NoReturn:
        raise ConfigError(
            f"GitHub refuses to {what} in {self.name} ({refused.status}: {refused.message})"
        ) from refused
