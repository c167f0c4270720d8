"""A list of several files on GitHub: what is read and written together.

What git calls such a list is made of what it calls each file: 'sha=path', with '+' between.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import quote, unquote

from wsss_bot.errors import GitHubError, ListError
from wsss_bot.github.git_data import FileChange, FileInTree, GitData
from wsss_bot.pull_request.forge import NewText, TextFile, blob_sha
from wsss_bot.text.files_as_one import joined, matching, parts_of


def read_together(
    path: str, more: Sequence[str], paths: Sequence[str], read: Callable[[str], TextFile]
) -> TextFile:
    """Return the files of a list among `paths` as one. Raises ListError where there is none."""
    names = matching(path.strip("/"), more, paths)
    if not names:
        raise ListError(f"there is no {path!r}, and no file that [list] paths names")
    files = {name: read(name) for name in names}
    try:
        text = joined({name: file.text for name, file in files.items()})
    except ValueError as error:
        raise ListError(f"[list] paths names a file that cannot be read: {error}") from error
    return TextFile(text=text, sha="+".join(f"{f.sha}={quote(n)}" for n, f in files.items()))


def version_together(sha: str, read: Callable[[str], str | None]) -> str | None:
    """Return the text of several files that git calls so; None where one of them is not known."""
    texts: dict[str, str] = {}
    for name, own in _shas_in(sha).items():
        text = read(own)
        if text is None:
            return None
        texts[name] = text
    return joined(texts)


def _shas_in(sha: str) -> dict[str, str]:
    """Return what git calls each of several files, by path."""
    pairs = (one.partition("=") for one in sha.split("+"))
    return {unquote(name): own for own, _, name in pairs}


def are_together(sha: str) -> bool:
    """Say whether this is what git calls several files."""
    return "=" in sha


def found_on(
    upstream: GitData, base: str, change: NewText, seen: str
) -> tuple[str, list[FileChange]]:
    """Return the newest commit of `base`, and the files in it that get another text.

    Raises GitHubError where one of these is not as it was `seen`.
    """
    tip = upstream.tip(base)
    if not seen:  # a file that is not there yet
        return tip.sha, [(FileInTree.new(tip.commit.tree.sha, change.path), change.text)]
    shas = _shas_in(seen) if are_together(seen) else {change.path: seen}
    found = []
    for path, text in parts_of(change.text, change.path).items():
        if blob_sha(text.encode()) == shas.get(path) and are_together(seen):
            continue
        find = _file if are_together(seen) else GitData.find
        file = find(upstream, tip.commit.tree.sha, path)
        if file.sha != shas.get(path, ""):
            raise GitHubError(
                f"somebody changed {path!r} on {base} just now; the next run goes on from there"
            )
        found.append((file, text))
    return tip.sha, found


def found_at(upstream: GitData, commit: str, change: NewText) -> list[FileChange]:
    """Return the files of a commit, each with the text that it shall have."""
    files = parts_of(change.text, change.path)
    if len(files) == 1:
        return [(upstream.find(commit, path), text) for path, text in files.items()]
    found = [(_file(upstream, commit, path), text) for path, text in files.items()]
    tree = next((file.tree for file, _ in found if file.sha), "")
    return [(replace(file, tree=tree), text) for file, text in found]


def _file(upstream: GitData, tree: str, path: str) -> FileInTree:
    """Return the file at `path` in a tree; one without a name in git where it is to be made."""
    try:
        return upstream.find(tree, path)
    except ListError:
        return FileInTree(tree=tree, path=path, mode="100644", sha="")
