"""Git's own objects in one repository on GitHub: trees, commits and branches.

Only this module knows of modes and links. A file keeps its mode, and a symbolic link is followed
to the file it leads to. https://docs.github.com/rest/git
"""

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from wsss_bot.errors import ConfigError, GitHubError, ListError
from wsss_bot.github.client import Client, Json, Response
from wsss_bot.github.parsing import bytes_of
from wsss_bot.github.refusals import Refused, explained
from wsss_bot.github.shapes import Blob, GitCommit, Reference, Sha, Tip, Tree, TreeEntry, shaped
from wsss_bot.pull_request.forge import Commit

LINK, FOLDER, SUBMODULE = "120000", "040000", "160000"
MOST_LINKS = 5
"""So many links are followed, one to the next."""
WAITS_FOR_A_FORK = (2.0, 4.0, 8.0, 16.0, 30.0, 60.0)
"""Seconds between attempts to write to a fork that GitHub is still making: two minutes in all."""
_NOT_READY = {404, 409}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInTree:
    """A file of a tree, where no link is left in its path."""

    tree: str
    """The tree of the whole repository that it is in."""
    path: str
    mode: str
    sha: str
    """Of its blob."""

    @classmethod
    def new(cls, tree: str, path: str) -> "FileInTree":
        """Return a file that is not there yet, and that nobody is to execute."""
        return cls(tree=tree, path=path, mode="100644", sha="")


FileChange = tuple[FileInTree, str]
"""A file and the text that it shall have."""


class GitData:
    """The objects of the repository `name`; `is_fork` where it may have been made just now."""

    def __init__(
        self, client: Client, name: str, *, sleep: Callable[[float], None], is_fork: bool = False
    ) -> None:
        self._client, self.name = client, name
        self._sleep, self._is_fork = sleep, is_fork

    # --- reading ----------------------------------------------------------------------------

    def tip(self, branch: str) -> Tip:
        """Return the newest commit of a branch as GitHub describes it."""
        with explained(f"show the branch {branch} of {self.name}"):
            answer = self._client.get(f"/repos/{self.name}/commits/{quote(branch)}")
        return shaped(answer, Tip)

    def branch_at(self, branch: str) -> str | None:
        """Return the commit that `branch` is at, None when there is no such branch."""
        try:
            path = f"/repos/{self.name}/git/ref/heads/{quote(branch)}"
            return shaped(self._client.get(path), Reference).object.sha
        except Refused as refused:
            if refused.status in _NOT_READY:
                return None
            raise ConfigError(refused.sentence(f"show the branch {branch}")) from refused

    def message_of(self, sha: str) -> str:
        """Return the message of a commit."""
        with explained(f"show the commit {sha} of {self.name}"):
            answer = self._client.get(f"/repos/{self.name}/git/commits/{sha}")
        return shaped(answer, GitCommit).message

    def paths(self, at: str) -> tuple[str, ...]:
        """Return the path of every file at a branch or commit; of very many only the first."""
        with explained(f"show the files of {self.name}"):
            answer = self._client.get(f"/repos/{self.name}/git/trees/{quote(at)}", recursive="1")
        inside = shaped(answer, Tree).tree
        return tuple(one.path for one in inside if one.mode not in {FOLDER, SUBMODULE, LINK})

    def find(self, tree: str, path: str) -> FileInTree:
        """Return the file at `path` in a tree, or in the tree of a commit, behind all links.

        Raises ListError where that is no file of the repository.
        """
        wanted = path.strip("/")
        for _ in range(MOST_LINKS + 1):
            found = self._follow(tree, wanted)
            if isinstance(found, FileInTree):
                return found
            wanted = found
        raise ListError(f"{path!r} in {self.name} is a symbolic link that leads in a circle")

    def _follow(self, tree: str, path: str) -> FileInTree | str:
        """Return the file at `path`; or, at the first link in it, the path that it leads to."""
        walked: list[str] = []
        entry: TreeEntry | None = None
        root = ""
        for part in path.split("/"):
            walked.append(part)
            inside = self._tree(tree)
            root = root or inside.sha
            entry = next((one for one in inside.tree if one.path == part), None)
            if entry is None:
                raise ListError(f"there is no {path!r} in {self.name}; check [list] path")
            if entry.mode == LINK:
                return self._target(entry.sha, walked, path)
            tree = entry.sha
        if entry is None or entry.mode in {FOLDER, SUBMODULE}:
            raise ListError(f"{path!r} in {self.name} is not a file; [list] path names the list")
        return FileInTree(tree=root, path=path, mode=entry.mode, sha=entry.sha)

    def _target(self, sha: str, walked: list[str], path: str) -> str:
        """Return where a path leads that has a link in it."""
        with explained(f"show {'/'.join(walked)!r} of {self.name}"):
            answer = self._client.get(f"/repos/{self.name}/git/blobs/{sha}")
        target = bytes_of(shaped(answer, Blob).content, path).decode(errors="replace")
        rest = path.split("/")[len(walked) :]
        leads_to = posixpath.normpath("/".join([*walked[:-1], target, *rest]))
        if target.startswith("/") or leads_to == ".." or leads_to.startswith("../"):
            raise ListError(
                f"{'/'.join(walked)!r} in {self.name} is a symbolic link to {target!r}, outside of "
                "the repository; [list] path names the list itself"
            )
        return leads_to

    def _tree(self, tree: str, **parameters: int) -> Tree:
        with explained(f"show the files of {self.name}"):
            answer = self._client.get(f"/repos/{self.name}/git/trees/{quote(tree)}", **parameters)
        return shaped(answer, Tree)

    # --- writing ----------------------------------------------------------------------------

    def commit(self, message: str, changes: Sequence[FileChange], *, parents: list[str]) -> str:
        """Make a commit on no branch yet, in which files of one tree get other texts."""
        entries = [
            {"path": found.path, "mode": found.mode, "type": "blob", "content": text}
            for found, text in changes
        ]
        tree = changes[0][0].tree
        with explained(f"write to {self.name}"):
            written = self._write("git/trees", {"base_tree": tree, "tree": entries})
            body = {"message": message, "tree": written, "parents": parents}
            return self._write("git/commits", body)

    def create_branch(self, branch: str, sha: str, *, check: Callable[[Commit], None]) -> None:
        """Let `branch` begin at the commit `sha`; one that exists is deleted if `check` lets it be.

        So whatever else was opened from that branch is closed by GitHub.
        """
        found = self._created(branch, sha)
        if found == sha:
            return
        check(Commit(sha=found, message=self.message_of(found)))
        self.delete_branch(branch)
        if self._created(branch, sha) != sha:
            raise GitHubError(f"somebody else made the branch {branch} just now; {_LATER}")

    def _created(self, branch: str, sha: str) -> str:
        """Create `branch` at the commit `sha`; return where it is, elsewhere if it existed."""
        try:
            self._post("git/refs", {"ref": f"refs/heads/{branch}", "sha": sha})
        except Refused as refused:
            if refused.status != 422 or (found := self.branch_at(branch)) is None:
                what = f"create the branch {branch} in {self.name}"
                raise ConfigError(refused.sentence(what)) from refused
            return found
        except GitHubError:
            if (found := self.branch_at(branch)) is None:
                raise
            return found
        return sha

    def move_branch(self, branch: str, sha: str, *, before: str) -> None:
        """Move `branch` forwards from the commit `before` to `sha`.

        Raises GitHubError when somebody else moved it meanwhile.
        """
        path = f"/repos/{self.name}/git/refs/heads/{quote(branch)}"
        try:
            self._client.write("PATCH", path, {"sha": sha, "force": False})
        except Refused as refused:
            at = self.branch_at(branch)
            if at == before:
                what = f"move the branch {branch} of {self.name}"
                raise ConfigError(refused.sentence(what)) from refused
            if at != sha:
                raise GitHubError(
                    f"somebody else changed the branch {branch} just now; {_LATER}",
                    status=refused.status,
                ) from refused
        except GitHubError:
            if self.branch_at(branch) != sha:
                raise

    def delete_branch(self, branch: str) -> None:
        """Delete `branch`; a branch that is gone already is fine."""
        try:
            path = f"/repos/{self.name}/git/refs/heads/{quote(branch)}"
            self._client.write("DELETE", path, None, repeatable=True)
        except Refused as refused:
            if self.branch_at(branch) is not None:
                what = f"delete the branch {branch} of {self.name}"
                raise ConfigError(refused.sentence(what)) from refused

    def _write(self, path: str, body: Json) -> str:
        """Make an object; return its name."""
        return shaped(self._post(path, body), Sha).sha

    def _post(self, path: str, body: Json) -> Response:
        """Write to the repository; to a fork that GitHub is still making, after a while."""
        address = f"/repos/{self.name}/{path}"
        for wait in WAITS_FOR_A_FORK if self._is_fork else ():
            try:
                return self._client.write("POST", address, body)
            except Refused as refused:
                if refused.status not in _NOT_READY:
                    raise
                self._sleep(wait)
        try:
            return self._client.write("POST", address, body)
        except Refused as refused:
            if self._is_fork and refused.status in _NOT_READY:
                raise GitHubError(
                    f"the fork {self.name} is not ready ({refused.status}: {refused.reason}); "
                    "the next run tries again",
                    status=refused.status,
                ) from refused
            raise


_LATER = "the next run goes on from there"
