"""A Dockerfile as stages of instructions, as far as ours goes.

What the words mean: https://docs.docker.com/reference/dockerfile/
"""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One instruction: its word in capitals, and all that follows, on one line."""

    word: str
    rest: str

    @property
    def words(self) -> list[str]:
        """What follows, split as a shell does."""
        return shlex.split(self.rest)

    @property
    def pairs(self) -> dict[str, str]:
        """What follows as names and values: NAME=value NAME=value."""
        return dict(word.split("=", 1) for word in self.words)

    @property
    def exec_form(self) -> list[str]:
        """The command at its end as a JSON list, which no shell stands before."""
        command: list[str] = json.loads(self.rest[self.rest.index("[") :])
        return command


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage: what it starts from, its name if it has one, its instructions in their order."""

    base: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)

    def last(self, word: str) -> Instruction:
        """Return the last instruction of a word, which is the one that counts."""
        return [one for one in self.instructions if one.word == word][-1]


def parse(text: str) -> list[Stage]:
    """Return the stages of a Dockerfile."""
    stages: list[Stage] = []
    for instruction in _instructions(text):
        if instruction.word == "FROM":
            base, *named = instruction.words
            stages.append(Stage(base=base, name=named[1] if named else ""))
        else:
            stages[-1].instructions.append(instruction)
    return stages


def _instructions(text: str) -> Iterator[Instruction]:
    whole = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in re.sub(r"\\\n\s*", " ", whole).splitlines():
        if line.strip():
            word, rest = line.split(maxsplit=1)
            yield Instruction(word=word.upper(), rest=rest)


def context(folder: Path, name: str) -> list[Path]:
    """Return what a build in `folder` sees of the file or folder `name`, relative to `folder`.

    Of .dockerignore three kinds of lines are known: `*`, `!name` and `**/pattern`. Raises
    FileNotFoundError when nothing is left.
    """
    lines = (folder / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    let_in = {rule[1:] for rule in rules if rule.startswith("!")}
    left_out = [rule.removeprefix("**/") for rule in rules if rule.startswith("**/")]
    files = [
        path.relative_to(folder)
        for path in (folder / name, *(folder / name).rglob("*"))
        if path.is_file()
    ]
    seen = [
        path
        for path in files
        if path.parts[0] in let_in
        and not any(fnmatch(part, rule) for part in path.parts for rule in left_out)
    ]
    if not seen:
        raise FileNotFoundError(f"{name} is not there, or .dockerignore does not let it in")
    return seen
