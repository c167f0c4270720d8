"""The files that people deploy with, as they stand in the repository."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.image.dockerfile import parse

ROOT = Path(__file__).parents[3]
STAGES = parse((ROOT / "Dockerfile").read_text(encoding="utf-8"))
IMAGE = STAGES[-1]
WORKFLOWS = [
    *sorted((ROOT / ".github" / "workflows").glob("*.yml")),
    *sorted((ROOT / "docs" / "examples").glob("*.yml")),
]


def documents(name: str) -> list[Any]:
    """Return the documents of the YAML file `name`."""
    return list(YAML(typ="safe").load_all((ROOT / name).read_text(encoding="utf-8")))


[ACTION] = documents("action.yml")
