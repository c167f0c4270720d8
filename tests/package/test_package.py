"""The package as a release has it: what its metadata says, and its wheel where nothing else is.

Run by `make package-check`, which builds it first: the wheel is installed from the registry's
pins, which takes a network and a minute.
"""

import json
import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from tests.working_folder import fill

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"

pytestmark = pytest.mark.skipif(
    "PACKAGE_CHECK" not in os.environ, reason="make package-check builds the package first"
)


@pytest.fixture(scope="module")
def wheel() -> Path:
    [wheel] = DIST.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program in an environment with its wheel and what that requires."""
    bare = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)  # noqa: S603
    pip = (sys.executable, "-m", "pip", "--python", bare, "install", "--quiet", "--no-compile")
    pins = ROOT / "requirements" / "run.txt"
    subprocess.run([*pip, "--require-hashes", "--requirement", pins], check=True)  # noqa: S603
    subprocess.run([*pip, "--no-deps", wheel], check=True)  # noqa: S603
    return bare / "bin" / "wsss-bot"


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (["--version"], "1."),
        (["demo"], "for the list: "),
        (["init", "list.md", "--corpus", "corpus.jsonl"], "categories: cs.CV"),
        (["check", "list.md"], "a table of 5 papers"),
        (["preview", "--papers", "new.jsonl", "--corpus", "corpus.jsonl"], "SeedNet"),
        (["schema"], '"$schema"'),
        (["export", "list.md"], "2204.03206"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_the_wheel_works_where_nothing_else_is(
    program: Path, command: list[str], shown: str, tmp_path: Path
) -> None:
    fill(tmp_path)
    if command[0] == "preview":
        config = '[list]\npath = "list.md"\n[score]\nthreshold = 0.5\n'
        (tmp_path / "config.toml").write_text(config, encoding="utf-8")
    done = subprocess.run(  # noqa: S603
        [program, *command],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, shown in done.stdout) == (0, True), done.stderr


def test_the_schema_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        schema = json.loads(packed.read("wsss_bot/config/config.schema.json"))

    assert schema["title"] == "The config.toml of wsss-bot"


def test_the_readme_leads_to_the_repository_wherever_it_is_read(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        [name] = [name for name in packed.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = Parser().parsestr(packed.read(name).decode())
    readme = str(metadata.get_payload())
    release = f"/v{metadata['Version']}/"

    assert "](docs/" not in readme
    assert 'src="docs/' not in readme
    assert release in readme
    assert {"Homepage", "Changelog", "Issues"} <= {
        url.partition(",")[0] for url in metadata.get_all("Project-URL", [])
    }
