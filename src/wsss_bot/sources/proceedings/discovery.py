"""Which papers of a new listing a list may want: unknown ones, ranked in two stages.

Nothing of the list, of arXiv or of what people decided is known here but what is handed in.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from wsss_bot.domain import ArxivId, Entry, Paper
from wsss_bot.sources.proceedings.kept import Edition
from wsss_bot.sources.proceedings.listing import Listing, ProceedingsPaper
from wsss_bot.sources.proceedings.match import ENOUGH_IN_COMMON
from wsss_bot.sources.proceedings.two_stages import Score, in_two_stages
from wsss_bot.text.authors import share_in_common
from wsss_bot.text.paper_ids import find_pages, is_on_arxiv, page_id
from wsss_bot.text.titles import TitleIndex, title_key

SUCH_ROWS = 3
"""A list with so many papers that have a page in proceedings and no arXiv id wants more of them."""

Titled = tuple[ArxivId, str, tuple[str, ...]]
"""What names a paper, its title, and its authors; without authors they are not known."""


def lists_such_papers(entries: Sequence[Entry]) -> bool:
    """Whether a list has papers of proceedings that are not on arXiv."""
    alike = [e for e in entries if e.arxiv_id is None and find_pages(e.raw)]
    return len(alike) >= SUCH_ROWS


def is_recent(edition: Edition, *, now: datetime) -> bool:
    """Whether the papers of a conference are news: of this year, or of one that has just ended."""
    year = edition[1]
    return year == now.year or (year == now.year - 1 and now.month == 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A paper of a listing that nobody here knows."""

    paper: Paper
    """With its abstract, where the listing has it."""
    link: str
    """Its page."""


def unknown_papers(
    listing: Listing,
    abstracts: Sequence[str],
    *,
    is_known: Callable[[Paper], bool],
    titles: Collection[str],
    seen_at: datetime,
) -> Iterator[Unknown]:
    """Yield the papers of a listing that are neither on arXiv nor known, as papers to be scored.

    `titles` are the title keys of known papers, and `abstracts` those of the listing, or none.
    """
    last = datetime(listing.year, 12, 31, tzinfo=UTC)
    for at, listed in enumerate(listing.papers):
        name = page_id(listed.link)
        if name is None or listed.arxiv_id or not _is_its_own(listed):
            continue
        paper = Paper(
            arxiv_id=name,
            title=listed.title,
            abstract=abstracts[at] if abstracts else "",
            authors=listed.authors,
            submitted_at=min(seen_at, last),
        )
        if title_key(listed.title) not in titles and not is_known(paper):
            yield Unknown(paper=paper, link=listed.link)


def _is_its_own(listed: ProceedingsPaper) -> bool:
    return listed.may_be_written and listed.venue.kind == "main"


def best_of(
    unknown: Sequence[Unknown],
    score: Score[Paper],
    with_abstract: Callable[[Unknown], Paper | None],
    *,
    most: int,
) -> list[Paper]:
    """Return the `most` papers that score best, best first.

    Where the listing has no abstracts, `with_abstract` fetches those of the best titles.
    """
    by_page = {one.paper.arxiv_id: one for one in unknown}
    papers = [one.paper for one in unknown]
    if papers and all(paper.abstract for paper in papers):
        scored = sorted(zip(score(papers), range(len(papers)), strict=True), reverse=True)
        return [papers[at] for _, at in scored[:most]]
    ranked = in_two_stages(papers, score, lambda paper: with_abstract(by_page[paper.arxiv_id]))
    return [paper for paper, _ in ranked[:most]]


def same_papers(
    pages: Sequence[Titled], others: Sequence[Titled]
) -> Iterator[tuple[ArxivId, ArxivId]]:
    """Yield which papers of proceedings came to arXiv: page and arXiv id.

    The titles must be the same, as `same_title` has it, and where the authors of both are known
    half of them.
    """
    index = TitleIndex((title, (page, authors)) for page, title, authors in pages)
    for arxiv_id, title, authors in others:
        if not is_on_arxiv(arxiv_id):
            continue
        found = index.find(title, by_the_same=partial(_has_authors, authors))
        if found and _has_authors(authors, found):
            yield found[0], arxiv_id


def _has_authors(authors: Sequence[str], page: tuple[ArxivId, tuple[str, ...]]) -> bool:
    """Whether a page is of these authors, as far as both are known."""
    known = bool(authors and page[1])
    return not known or share_in_common(authors, page[1]) >= ENOUGH_IN_COMMON
