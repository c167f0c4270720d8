"""Which paper of official listings a paper is: what may be written, and what only shown.

The rules hold together; each alone is necessary for 99 % (measured in bench/proceedings.py):
the same arXiv id counts with the same title only, a title only where it is long enough to tell,
with common authors and in a plausible year, and two listings only where they agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wsss_bot.domain import ArxivId
from wsss_bot.sources.proceedings.listing import Listing, ProceedingsPaper
from wsss_bot.text.authors import share_in_common
from wsss_bot.text.titles import TitleIndex, is_telling, title_key
from wsss_bot.venues import spelled

ENOUGH_IN_COMMON = 0.5
"""The share of surnames that two records of one paper have in common at least."""
YEARS_BEFORE, YEARS_AFTER = 1, 3
"""A conference is at most so many years before, or after, arXiv's first version."""

RENAMED = "its listing has the same arXiv id and another title, {title!r}"
SHORT = "so short a title may be another paper's too"
OTHER_YEAR = "the paper came to arXiv in {year}"
NOT_ALONE = "other papers of that title are listed, and its authors are not known"
SIMILAR = "the title there differs a little, {title!r}"
BESIDE = "it is listed under {track}"
SEVERAL = "{count} listings have it: {venues}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A paper that is looked for in the listings, as far as it is known."""

    title: str
    arxiv_id: ArxivId | None = None
    authors: tuple[str, ...] = ()
    """Empty: they are not known."""
    year: int | None = None
    """Of arXiv's first version, or of the row; None: not known."""
    other_titles: tuple[str, ...] = ()
    """As a row has it, which may be from before it was renamed: 'Foo: a title' for 'a title'."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the titles that it may be listed under, each once."""
        keys = map(title_key, (self.title, *self.other_titles))
        return tuple(dict.fromkeys(key for key in keys if key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Perhaps:
    """A listed paper that may be the one asked for."""

    paper: ProceedingsPaper
    why: str
    """Why it may be another one, or its venue is not to be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What official listings say of one paper."""

    paper: ProceedingsPaper | None = None
    """The paper, for certain."""
    shown: tuple[Perhaps, ...] = ()
    """What a person may want to look at, where nothing is certain."""


class Proceedings:
    """The papers of many listings, found by arXiv id and by title."""

    def __init__(self, listings: Iterable[Listing]) -> None:
        """Take the listings in the order in which their links are preferred."""
        papers = [paper for listing in listings for paper in listing.papers]
        self._by_id: dict[ArxivId, list[ProceedingsPaper]] = defaultdict(list)
        self._by_key: dict[str, list[ProceedingsPaper]] = defaultdict(list)
        for paper in papers:
            if paper.arxiv_id:
                self._by_id[paper.arxiv_id].append(paper)
            if key := title_key(paper.title):
                self._by_key[key].append(paper)
        self._similar = TitleIndex((paper.title, paper) for paper in papers)

    def find(self, asked: Asked) -> Found:
        """Return what the listings say of a paper."""
        same_title = [paper for key in asked.keys for paper in self._by_key.get(key, [])]
        same_id = self._by_id.get(asked.arxiv_id, []) if asked.arxiv_id else []
        both = [paper for paper in same_title if paper in same_id]
        by_title = [paper for paper in same_title if paper not in both]
        doubts = {id(paper): _doubt(asked, paper, same_title) for paper in by_title}
        sure = both + [paper for paper in by_title if doubts[id(paper)] == ""]
        if sure:
            return _agreed(sure)
        shown = [Perhaps(paper=paper, why=why) for paper in by_title if (why := doubts[id(paper)])]
        shown += [
            Perhaps(paper=paper, why=RENAMED.format(title=paper.title))
            for paper in same_id
            if _has_common_authors(asked, paper)
        ]
        if not shown and not same_title:
            shown += self._similarly_titled(asked)
        return Found(shown=tuple(shown))

    def _similarly_titled(self, asked: Asked) -> list[Perhaps]:
        paper = self._similar.find_similar(asked.title)
        if paper is None or (asked.authors and not _has_common_authors(asked, paper)):
            return []
        return [Perhaps(paper=paper, why=SIMILAR.format(title=paper.title))]


def _has_common_authors(asked: Asked, paper: ProceedingsPaper) -> bool:
    return share_in_common(asked.authors, paper.authors) >= ENOUGH_IN_COMMON


def _doubt(
    asked: Asked, paper: ProceedingsPaper, namesakes: Sequence[ProceedingsPaper]
) -> str | None:
    """Say why a paper with the same title may be another one; '' if not, None: it is another."""
    known = bool(asked.authors and paper.authors)
    in_common = share_in_common(asked.authors, paper.authors)
    if known and in_common < ENOUGH_IN_COMMON:
        return None
    if in_common < 1 and not is_telling(paper.title):
        return SHORT
    held = paper.venue.year
    if asked.year and held and not asked.year - YEARS_BEFORE <= held <= asked.year + YEARS_AFTER:
        return OTHER_YEAR.format(year=asked.year)
    if not known and not all(_is_one_paper(paper, other) for other in namesakes):
        return NOT_ALONE
    return ""


def _is_one_paper(some: ProceedingsPaper, other: ProceedingsPaper) -> bool:
    """Whether two sources list one paper of one conference."""
    return (some.venue.name, some.venue.year) == (other.venue.name, other.venue.year) and (
        not (some.authors and other.authors)
        or share_in_common(some.authors, other.authors) >= ENOUGH_IN_COMMON
    )


def _agreed(sure: Sequence[ProceedingsPaper]) -> Found:
    """Return the one that several listings agree on: the main conference before its workshop."""
    years = {(paper.venue.name, paper.venue.year) for paper in sure}
    main = [paper for paper in sure if paper.venue.kind == "main" and not paper.track]
    best = (main or list(sure))[0]
    if len(years) > 1:
        # A conference and a workshop of another one may have two papers of one title.
        venues = ", ".join(dict.fromkeys(spelled(paper.venue) for paper in sure))
        why = SEVERAL.format(count=len(years), venues=venues)
        return Found(shown=tuple(Perhaps(paper=paper, why=why) for paper in sure))
    if not best.may_be_written:
        return Found(shown=(Perhaps(paper=best, why=BESIDE.format(track=best.track)),))
    return Found(paper=best)
