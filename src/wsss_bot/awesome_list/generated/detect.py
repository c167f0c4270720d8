"""Say whether a list is made from data, by which sign, and which files people edit instead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from wsss_bot.awesome_list.generated.makers import find_maker, writes, writes_data
from wsss_bot.awesome_list.generated.sentences import (
    Said,
    asks_for_readme,
    mentions_files,
    mentions_generation,
    names_sources,
    says_generated,
)
from wsss_bot.awesome_list.generated.tree import (
    NoTree,
    Tree,
    data_files,
    guides,
    is_workflow,
)
from wsss_bot.domain import Entry
from wsss_bot.errors import ListError
from wsss_bot.text.arxiv_ids import find_arxiv_ids

_SAMPLE = 150
"""So many entries show whether a data file holds the list."""
_ENOUGH = 0.5
"""A list whose entries stand in data files to this share shows what is in these."""
_PART = 0.02
"""A file with a smaller share of the entries is no source of the list."""
_MANY = 20
_TIMES = 5
"""A data file with so many papers, and so many times those of the README, holds the list."""
_MOST_FILES = 30
_MOST_GUIDES = 4
_SHORTEST = 18
"""A title with fewer letters may stand anywhere by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """A list that is made from data."""

    path: str
    sign: str
    """By what that shows, in words."""
    sources: tuple[str, ...]
    """The files that people edit, the one with most entries first; empty: not known."""

    @property
    def sentence(self) -> str:
        """What to tell the operator."""
        if not self.sources:
            where = "add papers to what it is made from, and name that file as [list] path"
        elif len(self.sources) == 1:
            where = f"people edit {self.sources[0]}; name that as [list] path"
        else:
            shown = ", ".join(self.sources[:3]) + (" and others" if len(self.sources) > 3 else "")
            where = f"people edit {shown}; name the one for new papers as [list] path"
        return f"{self.path} is made from data ({self.sign}), so no rows are put into it: {where}"


class PapersElsewhere(ListError):  # noqa: N818  # it says where they are
    """A file that is no list, where it is known which file holds the papers."""

    def __init__(self, generated: Generated) -> None:
        super().__init__(generated.sentence)
        self.generated = generated


def find_generated(
    path: str, text: str, entries: Sequence[Entry], tree: Tree | None = None
) -> Generated | None:
    """Return what the list at `path` is made from; None where people edit the file itself.

    `entries` are those that were read in `text`; `tree` holds the files of the same repository,
    with the list at `path` in it.
    """
    about = _About(path, text, entries, tree or NoTree())
    if said := says_generated(text, entries):
        sources = about.existing(said.files) or about.shown.sources or said.files
        return about.made(f"line {said.line} says {said.quote!r}", sources)
    if about.shown.share >= _ENOUGH:
        return _by_what_it_shows(about)
    return _kept_elsewhere(about)


class _About:
    """What is looked at to find out how a list is made."""

    def __init__(self, path: str, text: str, entries: Sequence[Entry], tree: Tree) -> None:
        self.path = path.removeprefix("./")
        self.text, self.entries, self.tree = text, entries, tree
        self.candidates = [one for one in data_files(tree.paths) if one != self.path]

    @cached_property
    def shown(self) -> "_Shown":
        return _Shown(self.entries, self.tree, self.candidates)

    def existing(self, names: Sequence[str]) -> tuple[str, ...]:
        return _existing(names, self.tree.paths)

    def made(self, sign: str, sources: Sequence[str]) -> Generated:
        return Generated(path=self.path, sign=sign, sources=tuple(sources))

    def guides(self) -> Iterator[tuple[str, str]]:
        """Yield the list and the files that say how to contribute, each with its text."""
        yield self.path, self.text
        for guide in guides(self.tree.paths)[:_MOST_GUIDES]:
            if guide != self.path:
                yield guide, self.tree.read(guide)

    def instructions(self, guide: str, text: str) -> Iterator[Said]:
        return names_sources(text, self.entries if guide == self.path else ())


def _by_what_it_shows(about: _About) -> Generated | None:
    """Return what shows that a list with the entries of data files is made from them."""
    name = PurePosixPath(about.path).name
    sources = about.shown.sources
    if maker := find_maker(about.path, about.tree):
        program = about.tree.read(maker)
        is_program = not is_workflow(maker)
        reads_it = is_program and any(_is_named(one, program) for one in sources)
        if reads_it or not any(
            writes_data(one, about.tree, reading=name) for one in sources[:_MOST_GUIDES]
        ):
            edited = [one for one in sources if not is_program or not writes(program, one)]
            edited.sort(key=lambda one: PurePosixPath(one).name not in program)
            return about.made(f"{maker} writes it", edited)
    if said := mentions_generation(about.text, about.entries):
        return about.made(f"line {said.line} says {said.quote!r}", sources)
    for guide, text in about.guides():
        if not asks_for_readme(text):
            for said in about.instructions(guide, text):
                if set(about.existing(said.files)) & set(sources):
                    return about.made(f"{guide} line {said.line} says {said.quote!r}", sources)
    return None


def _is_named(path: str, program: str) -> bool:
    """Say whether a program names a file, or the folder that it is in."""
    file = PurePosixPath(path)
    folder = file.parent.name
    named = {
        file.name,
        f"{file.stem}.",
        *({f"{folder}/", f'"{folder}"', f"'{folder}'"} if folder else ()),
    }
    return any(name in program for name in named)


def _kept_elsewhere(about: _About) -> Generated | None:
    """Return the data file that a guide names and that holds nearly all the papers."""
    if not about.candidates:
        return None
    here = sum(entry.arxiv_id is not None for entry in about.entries)
    for guide, text in about.guides():
        named = list(about.instructions(guide, text))
        if guide == about.path:
            named += mentions_files(text, about.entries)
        for said in named:
            for source in _existing(said.files, about.candidates):
                held = len(find_arxiv_ids(about.tree.read(source)))
                if held >= _MANY and held >= _TIMES * here:
                    return about.made(f"{guide} line {said.line} says {said.quote!r}", (source,))
    return None


def _existing(names: Sequence[str], paths: Sequence[str]) -> tuple[str, ...]:
    """Return the files that are meant by the names of files and folders."""
    found = []
    for name in names:
        if name.endswith("/"):
            found += [one for one in data_files(paths) if f"/{one}".find(f"/{name}") >= 0]
        else:
            found += [one for one in paths if one == name or one.endswith(f"/{name}")]
    return tuple(dict.fromkeys(found))


class _Shown:
    """Which data files hold the entries of the list."""

    def __init__(self, entries: Sequence[Entry], tree: Tree, candidates: Sequence[str]) -> None:
        sample = entries[:: max(1, len(entries) // _SAMPLE)]
        found: set[int] = set()
        shares = {}
        for path in candidates[:_MOST_FILES]:
            text = tree.read(path)
            ids, letters = set(find_arxiv_ids(text)), _letters(text)
            here = {
                number
                for number, entry in enumerate(sample)
                if entry.arxiv_id in ids
                or (len(title := _letters(entry.title)) >= _SHORTEST and title in letters)
            }
            found |= here
            shares[path] = len(here) / max(1, len(sample))
        self.share = len(found) / max(1, len(sample)) if len(sample) > 2 else 0.0
        best = sorted(shares, key=lambda path: (-shares[path], path))
        self.sources = tuple(path for path in best if shares[path] > _PART)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
