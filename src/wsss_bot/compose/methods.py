"""The name of a method: in the title, in the abstract, in the name of the repository.

Every name that turns up is a candidate and collects points for the ways in which it does. The
points are the coefficients of a logistic regression on some 2,000 papers whose method people had
named by hand, doubled and rounded; one word before the colon of the title is right so often (97 %)
that it decides alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from wsss_bot.compose.abbreviations import (
    abbreviates_part,
    abbreviates_start,
    abbreviates_whole,
    words_in,
)
from wsss_bot.compose.cues import Cue, Sighting, in_abstract, in_title
from wsss_bot.compose.generic_terms import is_generic, is_version
from wsss_bot.compose.names import (
    is_coined,
    is_plain_word,
    may_name_a_method,
    sounds_like_data,
    stands_only_inside,
)

POINTS: Mapping[Cue, int] = {
    Cue.TITLE_START: 20,
    Cue.TITLE_PHRASE: 4,
    Cue.REPOSITORY: 4,
    Cue.AGREEING_REPOSITORY: 4,
    Cue.FIRST: 3,
    Cue.TITLE_END: 3,
    Cue.TITLE_PLAIN_PHRASE: 3,
    Cue.CALLED_METHOD: 2,
    Cue.SUBJECT: 2,
    Cue.TITLE_INITIALS: 2,
    Cue.BRACKETED: 1,
    Cue.OFTEN: 1,
    Cue.CALLED_TASK: -1,
    Cue.PLAIN_WORD: -1,
    Cue.EXPANDED: -2,
    Cue.TITLE_WORD: -2,
    Cue.BACKGROUND: -3,
    Cue.EXPANDED_ELSEWHERE: -3,
}
ENOUGH = 3
"""With fewer points the cell stays blank; docs/cells.md shows what other values would give."""

_INTRODUCING = frozenset({Cue.NAMED, Cue.EXPANDED})
_AT_THE_START = frozenset({Cue.TITLE_START, Cue.TITLE_PHRASE, Cue.TITLE_PLAIN_PHRASE})
_SAYS_MORE = frozenset(
    {
        Cue.AGREEING_REPOSITORY,
        Cue.BACKGROUND,
        Cue.CALLED_DATA,
        Cue.CALLED_METHOD,
        Cue.CALLED_TASK,
    }
)
"""These say more about a candidate but make none."""
_PLACES = {
    Cue.TITLE_START: "title before the colon",
    Cue.TITLE_PHRASE: "title before the colon",
    Cue.TITLE_PLAIN_PHRASE: "title before the colon",
    Cue.TITLE_END: "the end of the title",
    Cue.NAMED: "the abstract",
    Cue.EXPANDED: "the abstract",
    Cue.SUBJECT: "the abstract",
    Cue.REPOSITORY: "the name of the repository",
}
"""Where a maintainer finds the name, the place that shows it best first."""
_OF_REPOSITORY = frozenset({Cue.REPOSITORY, Cue.AGREEING_REPOSITORY})
_NOT_A_LETTER = re.compile(r"[\W_]+")
_HOLDS_NO_METHOD = re.compile(
    r"awesome|survey|review|reading|papers?(?![a-z])|(?<![a-z])lists?(?![a-z])|resources?|(?:19|20)\d\d",
    re.I,
)
"""'Awesome-LLM-3D' and 'AAAI2022-Foo' name what is collected there, or for what."""
_SURVEYS = re.compile(
    r"\b(?:survey|(?:literature|systematic|comprehensive|critical|brief|short) review"
    r"|review of|overview of)\b",
    re.IGNORECASE,
)
_NAMES_ITSELF = _AT_THE_START | {Cue.TITLE_END, Cue.NAMED}
"""How a survey gives a name of its own; what it abbreviates is what others do."""
_OFTEN = 3
_LONGEST_TITLE = 1000
_LONGEST = 20_000
"""So many characters of a title and of an abstract are read; those on arXiv have far fewer."""
_NO_WORD = re.compile(r"\S{80,}")
"""Nobody's method has so long a name."""
_SHORT_NAME = re.compile(r"[A-Za-z\d+-]{3,14}")
_ADDRESS = re.compile(r"(?:https?://|www\.|\b(?:github|gitlab)\.com/)\S+")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n", "^")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMethod:
    """The name of a method, and where the authors give it."""

    name: str
    source: str
    cues: frozenset[Cue]

    @property
    def points(self) -> int:
        """How much speaks for the name."""
        return sum(POINTS.get(cue, 0) for cue in self.cues)


def find_method(title: str, abstract: str, repository: str | None = None) -> FoundMethod | None:
    """Return what the authors call their method, or None if no name stands out.

    `title` and `abstract` are plain text, without LaTeX; `repository` is the name of the authors'
    repository. Superscripts come back as plain digits ('S3LAM'), as people type them. Two parts
    that the title names side by side give both names: 'BAP/NAL'.
    """
    title = " ".join(title[:_LONGEST_TITLE].translate(_SUPERSCRIPTS).split())
    abstract = abstract[:_LONGEST].translate(_SUPERSCRIPTS)
    found = sorted(candidates(title, abstract, repository), key=lambda each: -each.points)
    if not found or found[0].points < ENOUGH:
        return None
    best = found[0]
    partner = next((other for other in found[1:] if _side_by_side(title, best, other)), None)
    return replace(best, name=f"{best.name}/{partner.name}") if partner else best


def _side_by_side(title: str, one: FoundMethod, other: FoundMethod) -> bool:
    """Whether `title` begins with what `one` is short for, 'and', and what `other` is short for."""
    if Cue.EXPANDED not in one.cues & other.cues:
        return False
    first, _, second = title.partition(" and ")
    return abbreviates_whole(one.name, words_in(first)) and abbreviates_start(
        other.name, words_in(second)
    )


def candidates(title: str, abstract: str, repository: str | None) -> Iterator[FoundMethod]:
    """Every name that might be the method's, with its points."""
    abstract = " ".join(_NO_WORD.sub(" ", _ADDRESS.sub(" ", abstract)).split())
    title = _NO_WORD.sub(" ", title)
    sightings = _by_name([*_sightings(title, abstract), *_repository_seen(repository, title)])
    cues = {key: {seen.cue for seen in seen_here} for key, seen_here in sightings.items()}
    if first := _first_introduced(sightings, cues):
        cues[first].add(Cue.FIRST)
    for key, seen_here in sightings.items():
        name = seen_here[0].name
        if stands_only_inside(name, title):
            continue
        cues[key].update(_properties(name, title, abstract))
        if not is_coined(name) and not cues[key] & _AT_THE_START:
            cues[key].add(Cue.PLAIN_WORD)
        if _SURVEYS.search(title) and not cues[key] & _NAMES_ITSELF:
            continue
        yield FoundMethod(name=name, source=_source(seen_here), cues=frozenset(cues[key]))


def _sightings(title: str, abstract: str) -> Iterator[Sighting]:
    """Every sighting of a name that may be a method's."""
    ordinary = frozenset(word for word in words_in(f"{title} {abstract}") if word.islower())
    for seen in (*in_title(title), *in_abstract(abstract)):
        match seen.cue:
            case Cue.TITLE_START if is_plain_word(seen.name, abstract, ordinary):
                counts = False
            case Cue.TITLE_START | Cue.TITLE_PHRASE:
                counts = is_version(seen.name) or not is_generic(seen.name)
            case Cue.TITLE_PLAIN_PHRASE:  # a slogan, unless the abstract speaks of it too
                counts = seen.name in abstract
            case _:
                counts = may_name_a_method(seen.name, ordinary)
        if counts:
            yield seen


def _repository_seen(repository: str | None, title: str) -> Iterator[Sighting]:
    """See the repository's name: it counts by itself only if it may be short for the title."""
    if repository is None or _HOLDS_NO_METHOD.search(repository):
        return
    initials = {word[0].casefold() for word in words_in(title)}
    short = (
        _SHORT_NAME.fullmatch(repository)
        and is_coined(repository)
        and may_name_a_method(repository, frozenset())
        and repository[0].casefold() in initials
    )
    yield Sighting(name=repository, cue=Cue.REPOSITORY if short else Cue.AGREEING_REPOSITORY)


def _by_name(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    """Group `sightings` by name, and drop the names that nothing makes a candidate."""
    grouped: dict[str, list[Sighting]] = {}
    for seen in sightings:
        grouped.setdefault(_key(seen, grouped), []).append(seen)
    return {key: of_it for key, of_it in grouped.items() if any(map(_makes_a_candidate, of_it))}


def _key(seen: Sighting, grouped: Iterable[str]) -> str:
    """Return what is the same for all spellings of a name; a repository's may lack the dashes."""
    key = seen.name.casefold()
    if seen.cue not in _OF_REPOSITORY:
        return key
    letters = _NOT_A_LETTER.sub("", key)
    return next((other for other in grouped if _NOT_A_LETTER.sub("", other) == letters), key)


def _makes_a_candidate(seen: Sighting) -> bool:
    if seen.cue is Cue.SUBJECT:
        return is_coined(seen.name)
    return seen.cue not in _SAYS_MORE


def _first_introduced(
    sightings: Mapping[str, list[Sighting]], cues: Mapping[str, set[Cue]]
) -> str | None:
    """Return the first name introduced, leaving out data sets and tasks if there are others."""
    introduced = {
        key: min(seen.at for seen in seen_here if seen.cue in _INTRODUCING)
        for key, seen_here in sightings.items()
        if cues[key] & _INTRODUCING and Cue.BACKGROUND not in cues[key]
    }
    methods = {
        key: at
        for key, at in introduced.items()
        if not cues[key] & {Cue.CALLED_DATA, Cue.CALLED_TASK} and not sounds_like_data(key)
    }
    among = methods or introduced
    return min(among, key=among.__getitem__, default=None)


def _properties(name: str, title: str, abstract: str) -> Iterator[Cue]:
    if abbreviates_part(name, words_in(title)):
        yield Cue.TITLE_INITIALS
    alone = rf"(?<![\w-]){re.escape(name)}(?![\w-])"
    often = abstract.casefold().count(name.casefold()) >= _OFTEN  # much faster than a pattern
    if often and len(re.findall(alone, abstract, re.IGNORECASE)) >= _OFTEN:
        yield Cue.OFTEN


def _source(seen_here: Iterable[Sighting]) -> str:
    """Return in words where the name stands: the best place first."""
    at = {seen.cue: seen.words for seen in reversed(list(seen_here))}
    for cue, place in _PLACES.items():
        if cue in at:
            return f"{place}: '{at[cue]}'" if at[cue] else place
    return "the abstract"
