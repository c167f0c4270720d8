"""The pinned requirements: what pip must find so that it can install them in years to come."""

import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests.unit.deploy.files import ROOT


def pinned(name: str) -> dict[str, Requirement]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    found = [Requirement(line.rstrip(" \\")) for line in re.findall(r"^[a-z].*==.*$", text, re.M)]
    return {each.name.lower(): each for each in found}


def asked_for(requirements: dict[str, Requirement]) -> list[Requirement]:
    """Return what the pinned packages that are installed here ask for in their turn."""
    texts = [text for name in requirements for text in _requires(name)]
    every = [Requirement(text) for text in texts]
    return [each for each in every if not each.marker or each.marker.evaluate({"extra": ""})]


def _requires(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # for another Python or system than this
        return []


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_what_is_needed_with_an_extra_is_pinned_with_it(name: str) -> None:
    """Else some pip look for a newer one without a hash, as soon as there is one."""
    pins = pinned(name)
    with_extras = [each for each in asked_for(pins) if each.extras and each.name.lower() in pins]

    assert with_extras
    assert all(each.extras <= pins[each.name.lower()].extras for each in with_extras)


@pytest.mark.parametrize("name", ["build.txt", "run.txt", "dev.txt"])
def test_every_pin_has_hashes(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=\S)", text, flags=re.M)[1:]

    assert all("--hash=sha256:" in block for block in blocks)
