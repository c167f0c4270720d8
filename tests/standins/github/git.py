"""A bare git repository, driven through git's own plumbing.

Objects, trees and merges are git's; which commit a branch is at stands in a dictionary, because
it is asked for all the time.
"""

import hashlib
import os
import re
import subprocess
import zlib
from collections.abc import Sequence
from copy import copy
from functools import cache
from pathlib import Path

EPOCH = 1_700_000_000
_OBJECT = re.compile(r"[0-9a-f]{40}(?:\^\{tree\}|:.*)?")


class Conflict(Exception):  # noqa: N818
    """Two commits cannot be merged without a person."""


class Git:
    """Each commit is a second later than the one before, so that runs can be repeated."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seconds = EPOCH
        self._blobs: dict[str, bytes] = {}
        """What git would read back, so that it is not asked."""
        self._told: dict[tuple[str, ...], bytes] = {}
        """What git said of objects, which never change."""
        self._branches: dict[str, str] = {}
        self._run("init", "--bare", "--quiet", "--initial-branch=main", str(folder))

    def fork(self) -> "Git":
        """Return the same objects with branches of their own, as a fork on GitHub has them."""
        fork = copy(self)
        fork._branches = {}
        return fork

    def blob(self, data: bytes) -> str:
        """Write the object that `git hash-object -w` writes."""
        whole = b"blob %d\0%b" % (len(data), data)
        sha = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
        if sha not in self._blobs:
            path = self._folder / "objects" / sha[:2] / sha[2:]
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(zlib.compress(whole, 1))
            self._blobs[sha] = data
        return sha

    def read(self, sha: str) -> bytes:
        if sha not in self._blobs:
            self._blobs[sha] = self._raw("cat-file", "blob", sha)
        return self._blobs[sha]

    def kind(self, sha: str) -> str | None:
        return "blob" if sha in self._blobs else self._try("cat-file", "-t", sha)

    def resolve(self, name: str) -> str | None:
        """Return the object that a branch or a revision names."""
        known = self._branches.get(name)
        return known or self._try("rev-parse", "--verify", "--quiet", "--end-of-options", name)

    def branch(self, name: str) -> str | None:
        return self._branches.get(name)

    def tree_of(self, commit: str) -> str:
        return self._run("rev-parse", f"{commit}^{{tree}}")

    def blob_at(self, commit: str, path: str) -> str | None:
        return self._try("rev-parse", "--verify", "--quiet", f"{commit}:{path}")

    def entries(self, tree: str) -> list[tuple[str, str, str, str]]:
        """Mode, type, sha and name of what a tree holds."""
        rows = self._raw("ls-tree", "-z", tree).decode().split("\0")
        heads = [row.partition("\t") for row in rows if row]
        return [(*head.split(" "), name) for head, _, name in heads]  # type: ignore[misc]

    def mode_at(self, commit: str, path: str) -> str:
        """The mode of a file."""
        folder, _, name = path.rpartition("/")
        try:
            entries = self.entries(f"{self._named(commit)}:{folder}")
        except subprocess.CalledProcessError:
            return ""
        return next((mode for mode, _, _, found in entries if found == name), "")

    def tree(self, base: str | None, files: dict[str, str | None], *, mode: str = "100644") -> str:
        """Write the tree `base` with the blobs of some paths replaced; None deletes a path."""
        index = {"GIT_INDEX_FILE": str(self._folder / "index.tmp")}
        self._run("read-tree", *([base] if base else ["--empty"]), env=index)
        lines = [
            f"0 {'0' * 40}\t{path}" if sha is None else f"{mode} {sha}\t{path}"
            for path, sha in files.items()
        ]
        self._run("update-index", "--index-info", given="\n".join(lines).encode(), env=index)
        return self._run("write-tree", env=index)

    def commit(self, tree: str, parents: Sequence[str], message: str, author: str) -> str:
        self._seconds += 1
        who = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (
                ("NAME", author),
                ("EMAIL", f"{author}@example.org"),
                ("DATE", f"{self._seconds} +0000"),
            )
        }
        flags = [flag for parent in parents for flag in ("-p", parent)]
        return self._run("commit-tree", tree, *flags, given=message.encode(), env=who)

    def set_branch(self, name: str, sha: str | None) -> None:
        if sha is None:
            self._branches.pop(name, None)
        else:
            self._branches[name] = sha

    def is_ancestor(self, old: str, new: str) -> bool:
        return self._try("merge-base", "--is-ancestor", old, new) is not None

    def merge_base(self, one: str, other: str) -> str | None:
        return self._try("merge-base", one, other)

    def commits_between(self, base: str, head: str) -> list[str]:
        return self._run(
            "rev-list", "--reverse", "--topo-order", f"{self._named(base)}..{self._named(head)}"
        ).split()

    def messages_between(self, base: str, head: str) -> str:
        return self._raw("log", "--format=%B", f"{self._named(base)}..{self._named(head)}").decode()

    def changed(self, base: str, head: str) -> list[tuple[str, int, int]]:
        """Path, added lines and deleted lines from the merge base of both to `head`."""
        rows = self._run(
            "diff", "--numstat", f"{self._named(base)}...{self._named(head)}"
        ).splitlines()
        cells = [row.split("\t") for row in rows]
        return [(path, int(added), int(gone)) for added, gone, path in cells]

    def merged_tree(self, ours: str, theirs: str) -> str:
        tree = self._try("merge-tree", "--write-tree", ours, theirs)
        if tree is None:
            raise Conflict
        return tree

    @cache  # noqa: B019 -- lives as long as its test
    def facts(self, commit: str) -> tuple[str, list[str], str, str, str]:
        """Tree, parents, author's name, date and message of a commit."""
        shown = self._raw("show", "-s", "--format=%T%n%P%n%an%n%aI%n%B", commit).decode()
        tree, parents, author, date, message = shown.split("\n", 4)
        return tree, parents.split(), author, date, message.rstrip("\n")

    def _named(self, name: str) -> str:
        return self._branches.get(name, name)

    def _run(self, *words: str, given: bytes = b"", env: dict[str, str] | None = None) -> str:
        return self._raw(*words, given=given, env=env).decode().strip()

    def _try(self, *words: str) -> str | None:
        try:
            return self._run(*words)
        except subprocess.CalledProcessError:
            return None

    def _raw(self, *words: str, given: bytes = b"", env: dict[str, str] | None = None) -> bytes:
        lasts = words[0] in {"rev-parse", "ls-tree"} and _OBJECT.fullmatch(words[-1])
        if lasts and words in self._told:
            return self._told[words]
        told = self._asked(*words, given=given, env=env)
        if lasts:
            self._told[words] = told
        return told

    def _asked(self, *words: str, given: bytes, env: dict[str, str] | None) -> bytes:
        return subprocess.run(  # noqa: S603
            ["git", "--git-dir", str(self._folder), *words],  # noqa: S607
            input=given,
            capture_output=True,
            check=True,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self._folder),
                "GIT_CONFIG_NOSYSTEM": "1",
                **(env or {}),
            },
        ).stdout
