"""What a pull request remembers of itself, in a comment at its end that no reader sees.

GitHub alone can tell from it what was proposed, so the state file may vanish at any time.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wsss_bot.arxiv_ids import parse_arxiv_id
from wsss_bot.domain import ArxivId, Proposed

VERSION = 1
MARKER = re.compile(
    r"^<!-- wsss-bot:(?P<version>\d{1,9}) (?P<memory>\{.*?\}) -->", re.DOTALL | re.MULTILINE
)
_UNSAFE = re.compile(r"[^\w {}\[\]:,.\"\\]", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the bot knew when it last wrote to a pull request."""

    papers: tuple[Proposed, ...] = ()
    """Everything ever proposed in it, refused papers included, and the near misses shown."""
    refused: tuple[ArxivId, ...] = ()
    """Papers that people unticked or deleted, and that the bot has taken note of."""
    head: str = ""
    """The commit that the branch is at, or was about to be moved to."""
    head_before: str = ""
    """The commit that the branch was moved from, where that had not been confirmed yet."""
    pending: tuple[ArxivId, ...] = ()
    """Papers whose rows came with the move from `head_before` to `head`."""
    list_sha: str = ""
    """The blob of the list on the base branch that the branch was built on."""
    list_sha_before: str = ""
    """The same before the move to `head`."""
    title: str = ""
    """The title that the bot gave; another one is a person's, and stays."""
    settled: bool = False
    """Whether its end was acknowledged in a comment."""

    def proposed(self) -> Mapping[ArxivId, Proposed]:
        """Return the papers that stood in it as rows."""
        return {p.arxiv_id: p for p in self.papers if not p.near_miss}

    def without_the_move(self) -> "Memory":
        """Return what was known before the branch was to be moved to `head`."""
        return replace(
            self,
            papers=tuple(p for p in self.papers if p.arxiv_id not in self.pending),
            head=self.head_before,
            head_before="",
            pending=(),
            list_sha=self.list_sha_before,
            list_sha_before="",
        )


def marker(memory: Memory) -> str:
    """Return `memory` as an HTML comment.

    It is JSON in which whatever could end the comment, or could look like a mention, a reference
    or an address to something that scans the raw text, is written as an escape.
    """
    document = {
        "papers": [_paper(proposed) for proposed in memory.papers],
        "refused": list(memory.refused),
        "head": memory.head,
        "head_before": memory.head_before,
        "pending": list(memory.pending),
        "list": memory.list_sha,
        "list_before": memory.list_sha_before,
        "title": memory.title,
        "settled": memory.settled,
    }
    said = {key: value for key, value in document.items() if value or key == "papers"}
    text = json.dumps(said, separators=(",", ":"))
    harmless = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return f"<!-- wsss-bot:{VERSION} {harmless} -->"


def read_memory(body: str) -> Memory | None:
    """Return what the pull request with this body remembers; None when nothing can be read.

    A marker that is missing, cut, edited or of a later version counts as nothing.
    """
    found = MARKER.search(body)
    if found is None or int(found["version"]) > VERSION:
        return None
    try:
        said = json.loads(found["memory"])
        return Memory(
            papers=tuple(_proposed(paper) for paper in said["papers"]),
            refused=_ids(said.get("refused", ())),
            head=str(said.get("head", "")),
            head_before=str(said.get("head_before", "")),
            pending=_ids(said.get("pending", ())),
            list_sha=str(said.get("list", "")),
            list_sha_before=str(said.get("list_before", "")),
            title=str(said.get("title", "")),
            settled=bool(said.get("settled", False)),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _paper(proposed: Proposed) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": proposed.arxiv_id,
        "title": proposed.title,
        "name": proposed.name,
    }
    if proposed.near_miss:
        return said | {"near": True}
    return said | {"row": proposed.row}


def _proposed(said: Mapping[str, Any]) -> Proposed:
    return Proposed(
        arxiv_id=parse_arxiv_id(str(said["id"]))[0],
        title=str(said["title"]),
        name=str(said["name"]),
        row=str(said.get("row", "")),
        near_miss=bool(said.get("near", False)),
    )


def _ids(said: Any) -> tuple[ArxivId, ...]:
    return tuple(parse_arxiv_id(str(text))[0] for text in said)
