"""docs/troubleshooting.md knows the sentences that the program says to operators, and no others."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
DOCUMENTED = re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE)
"""The beginnings of messages, with '…' for what differs from case to case."""

MUST_ACT = {"ConfigError", "ListError", "PapersError", "StateError", "TrainingError"}
"""What ends with exit code 1."""
INNER = (
    "line … is an item; only",
    "line … is left without",
    "line … is an entry of a data file",
    "an entry of a data file is written",
    "line …: no row near it shows",
    "line … has no cell for",
    "line … says something about",
    "line … of the list is no row",
    "the state file … is closed",
    "GitHub does not show the rules of",
)
"""What whoever asked for takes for an answer, so that no operator reads it."""


NODES = [
    node
    for path in sorted((ROOT / "src").rglob("*.py"))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
]


def errors_made() -> Iterator[str]:
    """The texts of the errors that end with exit code 1, with '…' for what is filled in."""
    for node in NODES:
        match node:
            case ast.Call(func=ast.Name(id=name), args=[text, *_]) if name in MUST_ACT:
                yield from _texts(text)


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression can be; none where it is made elsewhere."""
    match node:
        case ast.Constant(value=str(text)):
            yield re.sub(r"%[\d.]*[sdf]", "…", text)
        case ast.JoinedStr(values=parts):
            texts = [str(p.value) if isinstance(p, ast.Constant) else "…" for p in parts]
            yield re.sub("…[…]+", "…", "".join(texts))
        case ast.BinOp(left=left):
            yield from _texts(left)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body)
            yield from _texts(orelse)


def is_about(message: str, sentence: str) -> bool:
    """Whether `message`, as the page has it, begins a sentence of the program."""
    return sentence.startswith(message.removesuffix("…"))


TO_ACT_ON = sorted(set(errors_made()) - {"…"})
EVERY = [text for node in NODES if isinstance(node, ast.expr) for text in _texts(node)]


@pytest.mark.parametrize("sentence", TO_ACT_ON)
def test_what_an_operator_must_act_on_is_explained(sentence: str) -> None:
    explained = any(is_about(message, sentence) for message in [*DOCUMENTED, *INNER])

    assert explained, f"docs/troubleshooting.md does not explain: {sentence}"


@pytest.mark.parametrize("message", [*DOCUMENTED, *INNER])
def test_a_message_on_the_page_is_one_of_the_program(message: str) -> None:
    said = any(is_about(message, sentence) for sentence in EVERY)

    assert said, f"the program says nothing that begins with: {message}"


def test_no_message_is_explained_twice() -> None:
    assert sorted(DOCUMENTED) == sorted(set(DOCUMENTED))
