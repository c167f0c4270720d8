"""A bare git repository: objects as git writes them, and git itself where two texts are compared.

A process for each object would take most of the time of the tests, so objects are made here: each
is named and stored as git names and stores it, and so git can read them. Which commit a branch is
at stands in a dictionary, because it is asked for all the time.
"""

import hashlib
import os
import subprocess
import zlib
from collections.abc import Sequence
from copy import copy
from datetime import UTC, datetime
from pathlib import Path

EPOCH = 1_700_000_000
FOLDER = "40000"


class Conflict(Exception):  # noqa: N818
    """Two commits cannot be merged without a person."""


class Git:
    """Each commit is a second later than the one before, so that runs can be repeated."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seconds = EPOCH
        self._branches: dict[str, str] = {}
        self._objects: dict[str, tuple[str, bytes]] = {}
        for inner in ("objects", "refs"):
            (folder / inner).mkdir(parents=True)
        (folder / "HEAD").write_text("ref: refs/heads/main\n", encoding="ascii")

    def fork(self) -> "Git":
        """Return the same objects with branches of their own, as a fork on GitHub has them."""
        fork = copy(self)
        fork._branches = {}
        return fork

    # --- objects ----------------------------------------------------------------------------

    def blob(self, data: bytes) -> str:
        return self._put("blob", data)

    def read(self, sha: str) -> bytes:
        return self._get(sha)[1]

    def kind(self, sha: str) -> str | None:
        try:
            return self._get(sha)[0]
        except KeyError:
            return None

    def resolve(self, name: str) -> str | None:
        """Return the object that a branch or a revision names."""
        name, _, wanted = name.partition("^")
        sha = self._branches.get(name, name)
        if self.kind(sha) is None:
            return None
        if wanted == "{tree}" and self.kind(sha) == "commit":
            return self.tree_of(sha)
        return sha if wanted in {"", "{" + str(self.kind(sha)) + "}"} else None

    def branch(self, name: str) -> str | None:
        return self._branches.get(name)

    def set_branch(self, name: str, sha: str | None) -> None:
        if sha is None:
            self._branches.pop(name, None)
        else:
            self._branches[name] = sha

    # --- trees ------------------------------------------------------------------------------

    def tree_of(self, commit: str) -> str:
        return self._get(self._named(commit))[1][5:45].decode()

    def blob_at(self, commit: str, path: str) -> str | None:
        """Return what stands at a path: a blob, or the tree of a folder."""
        sha = self.resolve(f"{commit}^{{tree}}")
        for part in path.strip("/").split("/"):
            if sha is None or self.kind(sha) != "tree":
                return None
            sha = self._inside(sha).get(part, (None, None))[1]
        return sha

    def entries(self, tree: str, *, deep: bool = False) -> list[tuple[str, str, str, str]]:
        """Mode, type, sha and path of what a tree holds; `deep`: its folders' content, too."""
        found = []
        for name, (mode, sha) in self._inside(tree).items():
            found.append((mode.zfill(6), self.kind(sha) or "commit", sha, name))
            if deep and mode == FOLDER:
                inside = self.entries(sha, deep=True)
                found += [(m, kind, at, f"{name}/{path}") for m, kind, at, path in inside]
        return found

    def mode_at(self, commit: str, path: str) -> str:
        """The mode of a file."""
        folder, _, name = path.rpartition("/")
        root = self.resolve(f"{commit}^{{tree}}")
        tree = self.blob_at(commit, folder) if folder else root
        if tree is None or self.kind(tree) != "tree":
            return ""
        return self._inside(tree).get(name, ("", ""))[0].zfill(6).replace("000000", "")

    def tree(self, base: str | None, files: dict[str, str | None], *, mode: str = "100644") -> str:
        """Write the tree `base` with the blobs of some paths replaced; None deletes a path."""
        inside = dict(self._inside(base)) if base else {}
        folders: dict[str, dict[str, str | None]] = {}
        for path, sha in files.items():
            first, _, rest = path.partition("/")
            if rest:
                folders.setdefault(first, {})[rest] = sha
            elif sha is None:
                inside.pop(first, None)
            else:
                inside[first] = (mode, sha)
        for name, inner in folders.items():
            known = inside.get(name, ("", ""))
            before = known[1] if known[0] == FOLDER else None
            inside[name] = (FOLDER, self.tree(before, inner, mode=mode))
        ordered = sorted(
            inside.items(), key=lambda item: item[0] + ("/" if item[1][0] == FOLDER else "")
        )
        rows = (f"{m} {name}".encode() + b"\0" + bytes.fromhex(s) for name, (m, s) in ordered)
        return self._put("tree", b"".join(rows))

    def _inside(self, tree: str) -> dict[str, tuple[str, str]]:
        """Name, mode and sha of what a tree holds."""
        data, found = self._get(tree)[1], {}
        while data:
            head, _, rest = data.partition(b"\0")
            mode, _, name = head.decode().partition(" ")
            found[name] = (mode, rest[:20].hex())
            data = rest[20:]
        return found

    # --- commits ----------------------------------------------------------------------------

    def commit(self, tree: str, parents: Sequence[str], message: str, author: str) -> str:
        self._seconds += 1
        who = f"{author} <{author}@example.org> {self._seconds} +0000"
        lines = [
            f"tree {tree}",
            *(f"parent {parent}" for parent in parents),
            f"author {who}",
            f"committer {who}",
        ]
        return self._put("commit", "\n".join([*lines, "", message]).encode())

    def facts(self, commit: str) -> tuple[str, list[str], str, str, str]:
        """Tree, parents, author's name, date and message of a commit."""
        head, _, message = self._get(commit)[1].decode().partition("\n\n")
        fields = [line.partition(" ")[::2] for line in head.split("\n")]
        who = dict(fields)["author"]
        name, _, rest = who.partition(" <")
        date = datetime.fromtimestamp(int(rest.split()[1]), UTC)
        parents = [value for field, value in fields if field == "parent"]
        return dict(fields)["tree"], parents, name, date.isoformat(), message.rstrip("\n")

    def is_ancestor(self, old: str, new: str) -> bool:
        return self._named(old) in self._history(new)

    def merge_base(self, one: str, other: str) -> str | None:
        common = self._history(one).keys() & self._history(other).keys()
        return max(common, key=lambda sha: self.facts(sha)[3], default=None)

    def commits_between(self, base: str, head: str) -> list[str]:
        """Return the commits of `head` that `base` does not have, oldest first."""
        known = self._history(base)
        new = [sha for sha in self._history(head) if sha not in known]
        return sorted(new, key=lambda sha: self.facts(sha)[3])

    def messages_between(self, base: str, head: str) -> str:
        return "\n".join(self.facts(sha)[4] for sha in self.commits_between(base, head))

    def _history(self, name: str) -> dict[str, None]:
        """A commit and all before it."""
        seen: dict[str, None] = {}
        todo = [self._named(name)]
        while todo:
            sha = todo.pop()
            if sha not in seen and self.kind(sha) == "commit":
                seen[sha] = None
                todo += self.facts(sha)[1]
        return seen

    # --- what git itself compares -----------------------------------------------------------

    def changed(self, base: str, head: str) -> list[tuple[str, int, int]]:
        """Path, added lines and deleted lines from the merge base of both to `head`."""
        rows = self._git(
            "diff", "--numstat", f"{self._named(base)}...{self._named(head)}"
        ).splitlines()
        cells = [row.split("\t") for row in rows]
        return [(path, int(added), int(gone)) for added, gone, path in cells]

    def merged_tree(self, ours: str, theirs: str) -> str:
        try:
            return self._git("merge-tree", "--write-tree", ours, theirs).strip()
        except subprocess.CalledProcessError:
            raise Conflict from None

    def _git(self, *words: str) -> str:
        return subprocess.run(  # noqa: S603
            ["git", "--git-dir", str(self._folder), *words],  # noqa: S607
            capture_output=True,
            check=True,
            text=True,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self._folder),
                "GIT_CONFIG_NOSYSTEM": "1",
            },
        ).stdout

    # --- the store --------------------------------------------------------------------------

    def _named(self, name: str) -> str:
        return self._branches.get(name, name)

    def _put(self, kind: str, data: bytes) -> str:
        whole = f"{kind} {len(data)}".encode() + b"\0" + data
        sha = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
        if sha not in self._objects:
            self._objects[sha] = (kind, data)
            path = self._path(sha)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(zlib.compress(whole, 1))
        return sha

    def _get(self, sha: str) -> tuple[str, bytes]:
        """Return the kind of an object and what it holds. Raises KeyError."""
        if sha not in self._objects:
            path = self._path(sha)
            if len(sha) != 40 or not path.is_file():  # what git made is on the disk
                raise KeyError(sha)
            head, _, data = zlib.decompress(path.read_bytes()).partition(b"\0")
            self._objects[sha] = (head.decode().partition(" ")[0], data)
        return self._objects[sha]

    def _path(self, sha: str) -> Path:
        return self._folder / "objects" / sha[:2] / sha[2:]
