"""The files that a list stands among, and which of them are data, programs or instructions."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Protocol

DATA = {".yaml", ".yml", ".json", ".jsonl", ".bib", ".csv", ".tsv", ".toml", ".tex"}
"""What entries are kept in, beside Markdown."""
_PROGRAMS = {".py", ".js", ".mjs", ".cjs", ".ts", ".sh", ".rb", ".go", ".r", ".pl", ".php", ".rs"}
_MAKING = re.compile(r"readme|generat|build|make|render|convert|compile|update|to_?md|2md|markdown")
_SETTINGS = re.compile(
    r"(?:^|/)(?:\.|_config|mkdocs|package|composer|tsconfig|jsconfig|pyproject|setup|codecov|manifest"
    r"|netlify|vercel|renovate|dependabot|environment|docker-compose|citation|cargo|poetry|uv|schema"
    r"|pnpm|lerna|babel|eslint|jest|vite|tox|dictionary|labels?\.|config)[^/]*$"
    r"|(?:^|/)(?:node_modules|\.[^/]+|tests?|fixtures|vendor|i18n|locales)/",
    re.IGNORECASE,
)
_GUIDES = re.compile(
    r"(?:^|/)(?:contributing[^/]*|how[-_]to[^/]*|pull_request_template[^/]*|readme)\.(?:md|rst|txt)$",
    re.IGNORECASE,
)
_WORKFLOW = re.compile(r"(?:^|/)\.github/workflows/[^/]+\.ya?ml$")
_MAKEFILE = re.compile(
    r"(?:^|/)(?:makefile|justfile|package\.json|taskfile\.ya?ml)$", re.IGNORECASE
)


class Tree(Protocol):
    """The files beside a list."""

    @property
    def paths(self) -> Sequence[str]:
        """The path of every file, from the root of the repository, with '/'."""

    def read(self, path: str) -> str:
        """Return the text of a file; empty where it cannot be read as text."""


class NoTree:
    """What is known of the files beside a list of which nothing but the text is at hand."""

    paths: Sequence[str] = ()

    def read(self, path: str) -> str:  # noqa: ARG002, D102
        return ""


def data_files(paths: Sequence[str]) -> Iterator[str]:
    """Yield the files that may hold entries; what configures programs is none of them."""
    for path in paths:
        if PurePosixPath(path).suffix.lower() in DATA and not _SETTINGS.search(path):
            yield path


def programs(paths: Sequence[str]) -> list[str]:
    """Return the files that say what programs do, those that sound like making lists first."""
    found = [
        path
        for path in paths
        if _WORKFLOW.search(path)
        or _MAKEFILE.search(path)
        or (PurePosixPath(path).suffix.lower() in _PROGRAMS and "node_modules/" not in path)
    ]
    return sorted(found, key=lambda path: (not _MAKING.search(path.lower()), path.count("/"), path))


def is_workflow(path: str) -> bool:
    """Say whether a file is a workflow of GitHub Actions."""
    return bool(_WORKFLOW.search(path))


def guides(paths: Sequence[str]) -> list[str]:
    """Return the files that say how to contribute, nearest to the root first."""
    return sorted(filter(_GUIDES.search, paths), key=lambda path: path.count("/"))
