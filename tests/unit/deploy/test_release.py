"""What a release needs: one version, one home, notes, and a workflow that checks what it says."""

import re
import tomllib

import pytest

from hatch_build import HOME, off_repository
from tests.unit.deploy.files import ROOT, documents
from wsss_bot import __version__
from wsss_bot.config.schema import SCHEMA_URL

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
[RELEASE] = documents(".github/workflows/release.yml")
TEXT = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")


def test_the_version_stands_in_one_place_and_has_notes() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    notes = changelog.partition(f"\n## {__version__}\n")[2].partition("\n## ")[0]

    [citation] = documents("CITATION.cff")

    assert citation["version"] == __version__
    assert "version" in PROJECT["dynamic"]
    assert notes.strip()


def test_every_address_of_the_project_names_the_same_home() -> None:
    assert {url.startswith(HOME) for url in PROJECT["urls"].values()} == {True}
    assert HOME.removeprefix("https://github.com/") in SCHEMA_URL


def test_a_release_is_tested_on_every_python_that_the_package_promises() -> None:
    tested = RELEASE["jobs"]["test"]["strategy"]["matrix"]
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))

    assert tested["python"] == promised
    assert {os.partition("-")[0] for os in tested["os"]} == {"ubuntu", "macos"}


def test_nothing_is_published_that_was_not_tested_and_no_password_is_kept() -> None:
    for name in ("publish", "image"):
        assert set(RELEASE["jobs"][name]["needs"]) == {"test", "build"}
    assert RELEASE["jobs"]["publish"]["permissions"] == {"id-token": "write"}
    assert "secrets." not in TEXT
    assert "--sbom=true --provenance=mode=max" in TEXT


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[a](docs/a.md#b)", f"[a]({HOME}/blob/v1.0.0/docs/a.md#b)"),
        ("[a](#b) [c](https://d.example)", "[a](#b) [c](https://d.example)"),
        (
            '<img src="docs/a.png">',
            '<img src="https://raw.githubusercontent.com/wsss-bot/wsss-bot/v1.0.0/docs/a.png">',
        ),
    ],
)
def test_off_the_repository_links_and_pictures_lead_to_the_release(written: str, read: str) -> None:
    assert off_repository(written, "v1.0.0") == read
