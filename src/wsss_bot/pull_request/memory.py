"""What a pull request remembers of itself, in a comment at its end that no reader sees.

GitHub alone can tell from it what was proposed, so the state file may vanish at any time.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from wsss_bot.awesome_list.roles import ROLES
from wsss_bot.pull_request.proposed import Proposed, ProposedCell
from wsss_bot.text.paper_ids import parse_paper_id

P = TypeVar("P", bound=Proposed | ProposedCell)
"""What a pull request is about: papers to add, or cells to fill."""

_UNREADABLE = (ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError)
_UNSAFE = re.compile(r"[^\w {}\[\]:,.\"\\]", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory(Generic[P]):
    """What the bot knew when it last wrote to a pull request."""

    holds: tuple[P, ...] = ()
    """Everything ever proposed in it, what was refused included, and the near misses shown."""
    refused: tuple[str, ...] = ()
    """The keys of what people unticked or deleted, and the bot has taken note of."""
    head: str = ""
    """The commit that the branch was at."""
    list_sha: str = ""
    """The blob of the list on the base branch that the branch was built on."""
    title: str = ""
    """The title that the bot gave; another one is a person's, and stays."""
    labelled: bool = False
    """Whether it was seen with its labels after it was opened."""
    path: str = ""
    """The list's file that it adds to; empty: of before that was remembered."""
    base: str = ""
    """The branch that the list is on."""
    settled: bool = False
    """Whether its end was acknowledged in a comment."""
    ended: str = ""
    """How it ended (an `endings.How`), where that is known."""
    ended_by: str = ""
    """The account that ended it."""
    ended_at: int = 0
    """When that was, in seconds since 1970: it may be opened again, and end otherwise."""
    comment: int = 0
    """The id of that comment, where it asks something."""
    answers: tuple[str, ...] = ()
    """The boxes of that comment that people ticked, as far as the bot has taken note of them."""
    rows: tuple[int, ...] = ()
    """`[pull_request] max_rows`, how many rows a pull request held, and how many it holds since
    people said "too many"."""
    stood: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """What was accepted, each with its `neighbours` in the list."""
    edited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of what people changed before they merged it, the roles of the cells that they changed."""
    taken_back: tuple[str, ...] = ()
    """Which of people's decisions to let papers come back were carried out."""

    def proposed(self) -> Mapping[str, P]:
        """Return what it proposed, near misses left out, by key."""
        return {p.key: p for p in self.holds if not p.near_miss}

    @staticmethod
    def longest(
        holds: "Sequence[P]", title: str, refused: Sequence[str], *, list_sha: str
    ) -> "Memory[P]":
        """Return a memory that takes at least as much room as any that holds the same.

        `list_sha` is that of now: of a list of many files it is long.
        """
        sha = "0" * 40
        number = 2**32
        return Memory(
            holds=tuple(holds),
            refused=tuple(refused),
            head=sha,
            list_sha=list_sha,
            title=title,
            labelled=True,
            path="x" * 250,
            base="x" * 250,
            settled=True,
            ended="x" * 20,
            ended_by="x" * 50,
            ended_at=number,
            comment=number,
            answers=("x" * 20,) * 3,
            rows=(number,) * 3,
            stood={one.key: (number, number) for one in holds if not one.near_miss},
            edited={one.key: tuple(ROLES) for one in holds if not one.near_miss},
        )


class Marker(Generic[P]):
    """How one kind of pull request writes its memory down: a versioned HTML comment."""

    def __init__(
        self,
        name: str,
        version: int,
        *,
        holds: str,
        write: Callable[[P], Mapping[str, Any]],
        read: Callable[[Mapping[str, Any]], P],
    ) -> None:
        """Take the name and version, what the things are called in it, and how one is put down."""
        self._name, self._version, self._holds = name, version, holds
        self._write, self._read = write, read
        self.pattern = re.compile(
            rf"^<!-- {name}:(?P<version>\d{{1,9}}) (?P<memory>\{{[^\n<>]*\}}) -->", re.MULTILINE
        )

    def write(self, memory: Memory[P]) -> str:
        """Return `memory` as an HTML comment.

        It is JSON in which whatever could end the comment, or could look like a mention, a
        reference or an address to something that scans the raw text, is written as an escape.
        """
        document = {
            self._holds: [self._write(one) for one in memory.holds],
            "refused": list(memory.refused),
            "head": memory.head,
            "list": memory.list_sha,
            "title": memory.title,
            "labelled": memory.labelled,
            "path": memory.path,
            "base": memory.base,
            "settled": memory.settled,
            "ended": memory.ended,
            "by": memory.ended_by,
            "at": memory.ended_at,
            "comment": memory.comment,
            "answers": list(memory.answers),
            "rows": list(memory.rows),
            "stood": {key: list(neighbours) for key, neighbours in memory.stood.items()},
            "edited": {key: list(roles) for key, roles in memory.edited.items()},
            "back": list(memory.taken_back),
        }
        told = {key: value for key, value in document.items() if value or key == self._holds}
        text = json.dumps(told, separators=(",", ":"))
        harmless = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
        return f"<!-- {self._name}:{self._version} {harmless} -->"

    def read(self, body: str) -> Memory[P] | None:
        """Return what the pull request with this body remembers; None when nothing can be read.

        A marker that is missing, cut, edited or of a later version counts as nothing.
        """
        found = self.pattern.search(body)
        if found is None or int(found["version"]) > self._version:
            return None
        try:
            document = json.loads(found["memory"])
            return Memory(
                holds=tuple(self._read(one) for one in document[self._holds]),
                refused=_keys(document.get("refused", ())),
                head=str(document.get("head", "")),
                list_sha=str(document.get("list", "")),
                title=str(document.get("title", "")),
                labelled=bool(document.get("labelled", False)),
                path=str(document.get("path", "")),
                base=str(document.get("base", "")),
                settled=bool(document.get("settled", False)),
                ended=str(document.get("ended", "")),
                ended_by=str(document.get("by", "")),
                ended_at=int(document.get("at", 0)),
                comment=int(document.get("comment", 0)),
                answers=tuple(map(str, document.get("answers", ()))),
                rows=_rows(document.get("rows", ())),
                stood=_stood(document.get("stood", {})),
                edited=_edited(document.get("edited", {})),
                taken_back=_keys(document.get("back", ())),
            )
        except _UNREADABLE:
            return None

    def rewrite(self, body: str, memory: Memory[P]) -> str:
        """Return a body with nothing changed but what it remembers."""
        if self.pattern.search(body):
            return self.pattern.sub(lambda _: self.write(memory), body, count=1)
        return f"{body.rstrip()}\n\n{self.write(memory)}\n".lstrip()


def _paper(proposed: Proposed) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": proposed.arxiv_id,
        "title": proposed.title,
        "name": proposed.name,
    }
    if proposed.score is not None:
        document |= {"score": round(proposed.score, 4), "text": proposed.text}
    if proposed.submitted is not None:
        document["on"] = proposed.submitted.isoformat()
    if proposed.near_miss:
        return document | {"near": True}
    return document | {"row": proposed.row} | ({"other": proposed.other} if proposed.other else {})


def _proposed(document: Mapping[str, Any]) -> Proposed:
    return Proposed(
        arxiv_id=parse_paper_id(str(document["id"])),
        title=str(document["title"]),
        name=str(document["name"]),
        row=str(document.get("row", "")),
        other=str(document.get("other", "")),
        near_miss=bool(document.get("near", False)),
        score=float(document["score"]) if "score" in document else None,
        text=int(document.get("text", 0)),
        submitted=date.fromisoformat(document["on"]) if "on" in document else None,
    )


def _keys(texts: Any) -> tuple[str, ...]:
    """Return keys as they are compared: each begins with what names a paper."""
    pairs = (str(text).partition(":") for text in texts)
    return tuple(f"{parse_paper_id(first)}{colon}{rest}" for first, colon, rest in pairs)


def _rows(document: Any) -> tuple[int, ...]:
    """Return the three numbers of `Memory.rows`, or none."""
    numbers = tuple(map(int, document))
    if numbers and (len(numbers) != 3 or min(numbers) < 1):
        raise ValueError(f"{numbers} are no three numbers of rows")
    return numbers


def _stood(document: Any) -> dict[str, tuple[int, int]]:
    """Return by key the numbers of the rows beside each that was accepted."""
    pairs = {key: (int(above), int(below)) for key, (above, below) in document.items()}
    return dict(zip(_keys(pairs), pairs.values(), strict=True))


def _edited(document: Any) -> dict[str, tuple[str, ...]]:
    """Return by key the roles of the cells that were changed."""
    roles = [tuple(map(str, changed)) for changed in document.values()]
    return dict(zip(_keys(document), roles, strict=True))


PAPERS = Marker("wsss-bot", 1, holds="papers", write=_paper, read=_proposed)
"""Of the pull request that adds papers."""
