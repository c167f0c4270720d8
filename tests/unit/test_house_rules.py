"""The promises that ARCHITECTURE.md makes, checked."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from wsss_bot.cli import cli
from wsss_bot.config import Config, to_toml
from wsss_bot.state import Store

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "wsss_bot"
MODULES = sorted(PACKAGE.rglob("*.py"))

PURE = {"domain", "errors", "text", "venues", "compose", "awesome_list", "score", "evaluate"}
"""Rooms in which nothing touches the world."""
EDGES = {"sources", "github", "network", "state", "papers_file", "service", "list_file"}
"""Rooms that may import what touches the world."""
ROOMS: dict[str, set[str]] = {
    # who may import whom; a name stands for a module or a folder of modules
    "domain": set(),
    "errors": set(),
    "files": set(),
    "network": {"errors"},
    "progress": set(),
    "demo": set(),
    "__init__": set(),
    "text": {"domain"},
    "venues": {"domain", "text"},
    "compose": {"domain", "text", "venues"},
    "awesome_list": {"domain", "errors", "text", "venues"},
    "list_file": {"awesome_list", "errors", "files"},
    "score": {"domain", "errors", "text"},
    "evaluate": {"domain", "errors", "score", "text"},
    "logs": {"text"},
    "config": {"domain", "errors", "sources", "text"},
    "state": {"domain", "errors", "files", "sources", "text"},
    "sources": {"domain", "errors", "files", "text"},
    "ranking": {"domain", "errors", "evaluate", "score", "sources", "state", "text"},
    "pull_request": PURE | {"github", "ranking"},
    "old_rows": PURE | {"github", "jobs", "pull_request", "sources", "state"},
    "github": PURE | {"pull_request", "state"},
    "papers_file": PURE | {"app", "config", "progress", "ranking"},
    "app": PURE
    | {
        "config",
        "github",
        "list_file",
        "network",
        "papers_file",
        "progress",
        "ranking",
        "sources",
        "state",
    },
    "service": {"app", "config", "errors", "state"},
    "jobs": PURE
    | {"app", "config", "github", "old_rows", "progress", "pull_request", "ranking", "service"}
    | {"sources", "state"},
    "show": PURE
    | {"commands", "jobs", "old_rows", "papers_file", "pull_request", "ranking", "sources"},
    "commands": PURE
    | {"app", "config", "github", "jobs", "list_file", "old_rows", "papers_file", "progress"}
    | {"pull_request", "ranking", "service", "show", "sources", "state"},
    "cli": {"app", "commands", "config", "errors", "jobs", "list_file", "logs", "papers_file"}
    | {"pull_request", "service", "show", "text"},
    "__main__": {"cli"},
}
WORLD = {
    "arxiv",
    "feedparser",
    "github",
    "requests",
    "socket",
    "sqlite3",
    "subprocess",
    "urllib.request",
}
MOST_LINES = 40
"""Of a function: it fits on a screen."""
SLOW = (
    *("sklearn", "scipy", "numpy", "github", "arxiv", "feedparser", "requests", "jinja2"),
    *("rich", "orjson", "apscheduler", "asyncio", "difflib"),
    "wsss_bot.awesome_list",
)


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """Every import, those inside functions included: 'module.' or 'module.name'."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (f"{alias.name}." for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield f"{node.module}.{alias.name}"


def rooms_imported(path: Path) -> set[str]:
    inner = [name.split(".")[1:] for name in imports(path) if name.startswith("wsss_bot.")]
    return {parts[0] for parts in inner if parts} - {"__version__", room_of(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_the_rooms_it_may(path: Path) -> None:
    assert rooms_imported(path) <= ROOMS[room_of(path)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_edges_import_what_touches_the_world(path: Path) -> None:
    touched = {
        name for name in imports(path) if name.startswith(tuple(f"{world}." for world in WORLD))
    }

    assert room_of(path) in EDGES or not touched


def test_no_module_imports_itself_through_others() -> None:
    names = {name_of(path): path for path in MODULES}
    graph = {
        name: {
            module
            for imported in imports(path)
            if (module := imported if imported in names else imported.rpartition(".")[0]) in names
            if module != name
        }
        for name, path in names.items()
    }

    assert len(list(TopologicalSorter(graph).static_order())) == len(names)


@pytest.mark.parametrize("command", cli.commands)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`wsss-bot {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["--help", "healthcheck", "status"])
def test_what_must_start_fast_imports_nothing_slow(command: str, tmp_path: Path) -> None:
    Store.open(tmp_path / Config().state.path, now=datetime.now(UTC)).close()
    (tmp_path / "config.toml").write_text(to_toml(Config()), encoding="utf-8")
    code = (
        f"import sys; from wsss_bot.cli import run; run([{command!r}]);"
        f"print('SLOW', sorted(set({SLOW!r}) & set(sys.modules)))"
    )

    printed = subprocess.run(  # noqa: S603  # our own interpreter and code
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    ).stdout

    assert "SLOW []" in printed


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_room_is_a_lumber_room(path: Path) -> None:
    assert not {"utils", "helpers", "common", "core", "manager", "base"} & set(
        path.relative_to(PACKAGE).with_suffix("").parts
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_function_fits_on_a_screen(path: Path) -> None:
    long = [
        f"{node.name}: {length}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES
    ]

    assert long == []
