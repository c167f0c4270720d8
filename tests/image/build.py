"""The image built by hand, without an engine: each instruction of the Dockerfile carried out.

Nothing but the instructions is under test: the official image that they start from is not here,
and `root_folder` says what stands in for it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.image import root_folder
from tests.image.dockerfile import Instruction, Stage, context, parse

REGISTRY = ("PIP_CERT", "PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL", "PIP_TRUSTED_HOST")
"""How this machine reaches the package registry."""

ON_PAPER = {"ARG", "CMD", "ENTRYPOINT", "HEALTHCHECK", "LABEL", "USER", "VOLUME"}
"""What the image only says about itself."""


@dataclass(slots=True, kw_only=True)
class Image:
    """A stage under way, and in the end the image: a root folder and what holds in it."""

    root: Path
    stage: Stage
    env: dict[str, str]
    folder: str = "/"


def unmet(source: Path) -> str:
    """Say what is missing to build the Dockerfile of `source` here; empty when nothing is."""
    if missing := root_folder.unmet():
        return missing
    smallest = ("--requirement", str(source / "requirements" / "build.txt"))
    with TemporaryDirectory() as nowhere:
        ask = (sys.executable, "-m", "pip", "download", "--quiet", "--retries=0", "--no-deps")
        asked = subprocess.run([*ask, "--dest", nowhere, *smallest], check=False)  # noqa: S603
    return "the package registry is out of reach" if asked.returncode else ""


def build(source: Path, scratch: Path) -> Image:
    """Build the Dockerfile of the folder `source` in `scratch`; return its last stage."""
    images: dict[str, Image] = {}
    for number, stage in enumerate(parse((source / "Dockerfile").read_text(encoding="utf-8"))):
        image = Image(root=scratch / str(number), stage=stage, env={"PATH": root_folder.PATH})
        if stage.base in images:
            shutil.copytree(images[stage.base].root, image.root, symlinks=True)
        else:
            root_folder.lay_out(image.root)
        for instruction in stage.instructions:
            _carry_out(instruction, image, images, source)
        images[stage.name] = image
    return image


def _carry_out(
    instruction: Instruction, image: Image, images: Mapping[str, Image], source: Path
) -> None:
    match instruction.word:
        case "ENV":
            for name, value in instruction.pairs.items():
                image.env[name] = value.replace("$PATH", image.env["PATH"])
        case "WORKDIR":
            image.folder = instruction.rest
            (image.root / image.folder[1:]).mkdir(parents=True, exist_ok=True)
        case "COPY":
            _copy(instruction.words, image, images, source)
        case "RUN":
            registry = {name: os.environ[name] for name in REGISTRY if name in os.environ}
            env = {**image.env, **registry, "HOME": "/root"}
            command = ["/bin/sh", "-c", instruction.rest]
            line = root_folder.as_root(image.root, command, env=env, folder=image.folder)
            subprocess.run(line, check=True)  # noqa: S603  # that is what a Dockerfile is for
        case word if word not in ON_PAPER:
            raise ValueError(f"{word} of the Dockerfile is not known here")


def _copy(words: list[str], image: Image, images: Mapping[str, Image], source: Path) -> None:
    """Copy as COPY does: of a folder its content, and of the context only what is let in."""
    stages = [word.removeprefix("--from=") for word in words if word.startswith("--")]
    *names, to = (word for word in words if not word.startswith("--"))
    target = image.root / Path(image.folder, to).relative_to("/")
    for name in names:
        if stages:
            built = images[stages[0]].root / name[1:]
            shutil.copytree(built, target, symlinks=True, copy_function=os.link)
            continue
        for path in context(source, name):
            into = target / (path.relative_to(name) if path != Path(name) else path.name)
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / path, into)
