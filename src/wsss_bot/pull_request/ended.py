"""What the forge tells of a pull request that came to its end, read once and then remembered."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.errors import ListError
from wsss_bot.pull_request.endings import (
    TOO_MANY,
    How,
    ending_of,
    fewer,
    read_answers,
    remembered_ending,
)
from wsss_bot.pull_request.forge import Forge
from wsss_bot.pull_request.kind import F, Remembered, Settings, World
from wsss_bot.pull_request.memory import Memory, P
from wsss_bot.pull_request.neighbours import UNKNOWN
from wsss_bot.text.arxiv_ids import find_arxiv_ids
from wsss_bot.text.paper_ids import find_pages

LIKE_A_LIST = {".bib", ".csv", ".htm", ".html", ".json", ".markdown", ".md", ".mdx", ".org", ".rst"}
LIKE_A_LIST |= {".tex", ".toml", ".tsv", ".txt", ".yaml", ".yml"}
"""How the names of files end in which people keep lists."""
MOST_OTHER_TEXTS = 10
"""So many other files are looked into, each with one request, when a row has gone."""


def ended(
    forge: Forge, settings: Settings, ours: Remembered[P], on_base: AwesomeList, *, base: str
) -> Remembered[P]:
    """Return one of our pull requests with how it ended, and with its last list where that tells.

    That takes no request once it is remembered, and three at most before. Raises as the forge does.
    """
    pull, memory = ours.pull, ours.memory
    if memory.ended_at not in {0, seconds(pull.ended_at)}:  # it was opened again meanwhile
        memory = again_open(memory)
        ours = replace(ours, memory=memory)
    if memory.settled or memory.ended or not memory.proposed():
        ending = remembered_ending(memory.ended, memory.ended_by, merged=pull.merged)
        return replace(ours, ending=ending, answers=memory.answers)
    closing = None if pull.merged else forge.closing(pull)
    moved = memory.path not in {"", settings.path}
    ending = ending_of(pull, closing, base=base, moved=moved)
    last = None
    if ending.how is How.MERGED and _are_missing(ours, on_base):
        last = _list_at(forge, settings, memory.path, pull.merge_sha)
    elif not pull.merged and memory.head not in {"", pull.head_sha}:
        last = _list_at(forge, settings, memory.path, pull.head_sha)
    return replace(ours, ending=ending, last=last)


def seconds(moment: datetime | None) -> int:
    """Return a time as memories hold it."""
    return int(moment.timestamp()) if moment else 0


def again_open(memory: Memory[P]) -> Memory[P]:
    """Return a memory without what it says of an end that did not last."""
    return replace(
        memory, settled=False, ended="", ended_by="", ended_at=0, answers=(), rows=(), comment=0
    )


def _are_missing(ours: Remembered[P], on_base: AwesomeList) -> bool:
    """Whether something that nobody refused by its box is not in the list."""
    return any(
        key not in ours.unticked and not on_base.find(arxiv_id=one.arxiv_id, title=one.title)
        for key, one in ours.memory.proposed().items()
    )


def _list_at(forge: Forge, settings: Settings, path: str, sha: str) -> AwesomeList | None:
    """Return the list in a commit; None where it cannot be read there any more."""
    try:
        return settings.read(forge.read(path or settings.path, sha).text) if sha else None
    except ListError:
        return None


def without_moved(forge: Forge, world: World[P, F]) -> World[P, F]:
    """Return the world in which rows that moved to another file of the repository stay accepted.

    It is looked for them once, where somebody seems to have taken them away. Where there are more
    files than are read, nobody knows what moved, and nothing is taught.
    """
    taken = {ours.pull.number: world.kind.taken_away(world, ours) for ours in world.pulls}
    lost = {key for keys in taken.values() for key in keys}
    paths, read = _other_texts(forge, world) if lost else ((), str)
    for path in paths[:MOST_OTHER_TEXTS]:
        text = read(path)
        ids = {*find_arxiv_ids(text), *find_pages(text)}
        lost -= {key for key in lost if key.partition(":")[0] in ids}
        if not lost:
            break
    if len(paths) > MOST_OTHER_TEXTS:
        lost = set()
    pulls = []
    for ours in world.pulls:
        moved = taken[ours.pull.number] - lost
        stood = {**ours.memory.stood, **dict.fromkeys(moved, UNKNOWN)}
        memory = replace(ours.memory, stood=stood) if moved else ours.memory
        pulls.append(replace(ours, memory=memory))
    return replace(world, pulls=tuple(pulls))


def _other_texts(forge: Forge, world: World[P, F]) -> tuple[Sequence[str], Callable[[str], str]]:
    """Return the other texts of the repository that may hold rows of the list, nearest first.

    With what reads one of them.
    """
    files, own = forge.files(world.base), PurePosixPath(world.settings.path)
    others = (PurePosixPath(path) for path in files.paths)
    texts = [path for path in others if path.suffix.casefold() in LIKE_A_LIST and path != own]
    nearest = sorted(texts, key=lambda path: path.parent != own.parent)
    return [str(path) for path in nearest], files.read


def with_answers(forge: Forge, world: World[P, F]) -> World[P, F]:
    """Return the world with what people tick now in the last comment that asks them something.

    That takes one request; what people ticked in older ones is remembered.
    """
    asked = [ours for ours in world.pulls if not ours.pull.is_open and ours.memory.comment]
    said = forge.read_comment(asked[-1].memory.comment) if asked else None
    if said is None:
        return world
    last, answers = asked[-1], read_answers(said)
    rows = last.memory.rows if TOO_MANY in answers else ()
    if TOO_MANY in answers and not rows:
        rows = (world.settings.max_rows, world.max_rows, fewer(world.max_rows))
    heard = replace(last, answers=answers, memory=replace(last.memory, rows=rows))
    return replace(world, pulls=tuple(heard if ours is last else ours for ours in world.pulls))
