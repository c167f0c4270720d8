"""What a row can say about a paper: every fact with where it was found, or nothing."""

import re
from collections.abc import Callable, Mapping
from functools import partial

from wsss_bot.compose.code_links import find_code_link, find_project_page
from wsss_bot.compose.methods import find_method
from wsss_bot.compose.repositories import code_label, is_usable
from wsss_bot.domain import CodeLink, Facts, Paper, Role
from wsss_bot.text.latex import to_unicode
from wsss_bot.text.paper_ids import address_of, is_on_arxiv
from wsss_bot.venues import KNOWN_VENUES, VenueTable, find_venue, venues_in

__all__ = ["code_label", "facts_of", "facts_with", "is_usable", "is_withdrawn"]

RIVAL = "the authors also give {rival}"

_WITHDRAWN = re.compile(r"\b(?:withdr[ae]w\w*|retract(?:ed|ing|ion))\b", re.IGNORECASE)
_FROM_A_CONFERENCE = re.compile(r"\bwithdr[ae]w\w* from (?!arxiv\b)\w", re.IGNORECASE)
_THE_PAPER = re.compile(
    r"\b(?:article|authors?|manuscript|paper|preprint|submission|we|work)\b", re.I
)
_LONGEST = 20_000
"""So many characters of an abstract are read; arXiv takes 1,920."""
_NOTE = 150
"""A withdrawal that stands instead of an abstract is told in its first characters."""


def facts_of(paper: Paper, *, venues: VenueTable = KNOWN_VENUES) -> Facts:
    """Return what is known of `paper`, with where each fact was found; the rest stays empty.

    The date is that of version 1. `venues` are the venues that can be recognised. Of a paper that
    is not on arXiv, the page in its proceedings is known instead of an id.
    """
    title, abstract = to_unicode(paper.title), paper.abstract[:_LONGEST]
    on_arxiv = is_on_arxiv(paper.arxiv_id)
    origin, date = ("arXiv", "version 1") if on_arxiv else ("its proceedings",) * 2
    sources: dict[Role, str] = {"date": date, "title": origin, "paper": origin}
    comment = (paper.comment or "")[:_LONGEST]
    link, page = find_code_link(abstract, comment), find_project_page(abstract, comment)
    if link:
        sources["code"] = link.source
    method = find_method(title, to_unicode(abstract), link.repository if link else None)
    if method:
        sources["method"] = method.source
    venue = find_venue(paper.comment, paper.journal_ref, venues=venues)
    if venue:
        sources["venue"] = venue.source
    rivals: dict[Role, str] = {
        "code": link.rival if link else "",
        "venue": venue.rival if venue else "",
    }
    return Facts(
        arxiv_id=paper.arxiv_id if on_arxiv else None,
        title=title,
        submitted_on=paper.submitted_at.date(),
        method=method.name if method else None,
        venue=venue.venue if venue else None,
        code=(CodeLink(url=link.url, label=link.host),) if link else (),
        authors=tuple(to_unicode(name) for name in paper.authors),
        abstract=abstract,
        project=page.url if page else None,
        sources=sources,
        doubts={role: RIVAL.format(rival=rival) for role, rival in rivals.items() if rival},
        proceedings=None if on_arxiv else address_of(paper.arxiv_id),
    )


def facts_with(more: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Callable[[Paper], Facts]:
    """Return `facts_of` that recognises more venues: their names, by kind and short form."""
    return partial(facts_of, venues=KNOWN_VENUES.extended(venues_in(more)))


def is_withdrawn(paper: Paper) -> bool:
    """Whether the authors have withdrawn `paper`.

    They say so in the comment, or instead of the abstract; to withdraw it from a conference is
    another matter.
    """
    comment, start = paper.comment or "", paper.abstract[:_NOTE]
    if _WITHDRAWN.search(comment) and not _FROM_A_CONFERENCE.search(comment):
        return True
    return bool(_WITHDRAWN.search(start) and _THE_PAPER.search(start))
