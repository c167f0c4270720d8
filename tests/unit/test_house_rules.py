"""The promises that ARCHITECTURE.md makes, checked."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from wsss_bot.config import Config, to_toml
from wsss_bot.state import Store

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "wsss_bot"
MODULES = sorted(PACKAGE.rglob("*.py"))

TOUCHES_THE_WORLD = {"sources", "github", "network", "state", "papers_file", "service", "list_file"}
"""Rooms that may import what touches the world."""
ROOMS: dict[str, set[str]] = {
    # who may import whom; a name stands for a module or a folder of modules
    "domain": set(),
    "errors": set(),
    "files": set(),
    "network": {"errors", "text"},
    "notices": {"errors"},
    "progress": set(),
    "demo": set(),
    "__init__": set(),
    "text": {"domain"},
    "logs": {"text"},
    "venues": {"domain"},
    "compose": {"domain", "text", "venues"},
    "awesome_list": {"domain", "errors", "text", "venues"},
    "list_file": {"awesome_list", "errors", "files", "text"},
    "score": {"domain", "errors", "text"},
    "evaluate": {"domain", "errors", "score", "text"},
    "config": {"domain", "errors", "sources", "text"},
    "state": {"domain", "errors", "files", "ranking", "sources"},
    "sources": {"domain", "errors", "files", "text", "venues"},
    "ranking": {"domain", "evaluate", "score", "sources", "text"},
    "papers_file": {"awesome_list", "domain", "errors", "evaluate", "progress", "score", "text"},
    "pull_request": {"awesome_list", "compose", "domain", "errors", "ranking", "score", "text"},
    "old_rows": {"awesome_list", "compose", "domain", "errors", "pull_request", "sources", "text"}
    | {"venues"},
    "github": {"awesome_list", "compose", "domain", "errors", "pull_request", "text"},
    "app": {"awesome_list", "compose", "config", "domain", "github", "list_file", "network"}
    | {"notices", "pull_request", "sources", "state", "venues"},
    "service": {"config", "domain", "errors", "state"},
    "jobs": {"app", "awesome_list", "config", "domain", "errors", "evaluate", "list_file"}
    | {"old_rows"}
    | {"progress", "pull_request", "ranking", "score", "service", "sources", "state", "text"},
    "fleet": {"app", "config", "domain", "errors", "files", "jobs", "ranking", "score", "service"}
    | {"sources", "state"},
    "show": {
        "awesome_list",
        "domain",
        "errors",
        "evaluate",
        "fleet",
        "jobs",
        "old_rows",
        "papers_file",
    }
    | {"pull_request", "service", "sources", "text", "venues"},
    "commands": {"app", "awesome_list", "config", "domain", "errors", "evaluate", "fleet"}
    | {
        "files",
        "jobs",
        "list_file",
        "old_rows",
        "papers_file",
        "progress",
        "pull_request",
        "ranking",
        "score",
    }
    | {"service", "show", "sources", "state", "text"},
    "cli": {"app", "commands", "config", "errors", "logs"},
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
MOST_LINES_OF_A_FILE = 350
MOST_IMPORTS_INSIDE_FUNCTIONS = 50
"""One a command, two where it also serves many lists, and those of `app`."""
MOST_FILES_AT_THE_TOP = 10
SLOW = (
    *("sklearn", "scipy", "numpy", "github", "arxiv", "feedparser", "requests", "jinja2"),
    *("rich", "orjson", "lxml", "apscheduler", "asyncio", "difflib"),
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
def test_only_some_rooms_import_what_touches_the_world(path: Path) -> None:
    touched = {
        name for name in imports(path) if name.startswith(tuple(f"{world}." for world in WORLD))
    }

    assert room_of(path) in TOUCHES_THE_WORLD or not touched


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


@pytest.mark.parametrize(("folder", "other"), [("tests", "bench"), ("bench", "tests")])
def test_tests_and_benchmarks_stand_alone(folder: str, other: str) -> None:
    modules = sorted((ROOT / folder).rglob("*.py"))

    crossing = [
        path.name for path in modules if any(name.startswith(f"{other}.") for name in imports(path))
    ]

    assert len(modules) > 10
    assert crossing == []


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


def test_few_imports_hide_inside_functions() -> None:
    hidden = {
        f"{path.relative_to(PACKAGE)}:{inside.lineno}"
        for path in MODULES
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for inside in ast.walk(function)
        if isinstance(inside, ast.Import | ast.ImportFrom)
    }

    assert len(hidden) <= MOST_IMPORTS_INSIDE_FUNCTIONS, sorted(hidden)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES_OF_A_FILE


def test_a_name_of_a_file_stands_in_two_rooms_at_most() -> None:
    places: dict[str, list[str]] = {}
    for path in MODULES:
        if path.name != "__init__.py":
            places.setdefault(path.name, []).append(str(path.parent.relative_to(PACKAGE)))

    assert {name: rooms for name, rooms in places.items() if len(rooms) > 2} == {}


def test_few_files_stand_alone_at_the_top() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= MOST_FILES_AT_THE_TOP


def test_every_file_that_the_architecture_names_is_there() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:\w+/)+(?:\w+\.\w+)?|\w+\.py)`", page)
    places = [PACKAGE, ROOT, *(path for path in PACKAGE.rglob("*") if path.is_dir())]

    assert len(named) > 30
    assert [name for name in named if not any((place / name).exists() for place in places)] == []


def test_only_the_composition_root_reads_the_environment() -> None:
    readers = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if re.search(r"\bos\.(?:environ|getenv)", path.read_text(encoding="utf-8"))
    }

    assert readers == {"app/app.py", "show/lines.py"}  # the latter: whether colours are wanted
