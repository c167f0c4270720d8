"""The files of a list, each read by itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from wsss_bot.awesome_list.awesome_list import AwesomeList
from wsss_bot.awesome_list.model import Flaw
from wsss_bot.domain import ArxivId, Entry
from wsss_bot.errors import ListError


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of the list."""

    path: str
    start: int
    """How many lines of the whole text stand before it."""
    listed: AwesomeList


def read_parts(texts: Mapping[str, str], read: Callable[[str, str], AwesomeList]) -> Iterable[Part]:
    """Yield the files that are lists; one that is none holds no papers."""
    for path, start in starts_of(texts).items():
        try:
            yield Part(path=path, start=start, listed=read(texts[path], path))
        except ListError:
            continue


def starts_of(texts: Mapping[str, str]) -> dict[str, int]:
    """Return after how many lines of the whole text each file begins."""
    starts, line = {}, 0
    for path, text in texts.items():
        starts[path] = line + 1  # the line with its path
        line += 1 + text.count("\n") + 1
    return starts


def listed_twice(parts: Sequence[Part]) -> Iterable[Flaw]:
    """Yield the papers that stand in two of the files."""
    first: dict[ArxivId, tuple[Part, Entry]] = {}
    for part in parts:
        for entry in part.listed.entries:
            if entry.arxiv_id is None:
                continue
            before, _ = first.setdefault(entry.arxiv_id, (part, entry))
            if before is not part:
                yield Flaw(
                    line=entry.line + part.start,
                    kind="duplicate",
                    message=f"{entry.title!r} is listed in {before.path} already",
                )
