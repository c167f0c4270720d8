"""What a row can say about a paper: every fact with where it was found, or nothing."""

import re

from wsss_bot.compose.code_links import code_label, find_code_link, is_usable
from wsss_bot.compose.methods import find_method
from wsss_bot.domain import CodeLink, Facts, Paper, Role
from wsss_bot.latex import to_unicode
from wsss_bot.venues import KNOWN_VENUES, VenueTable, find_venue

__all__ = ["code_label", "facts_of", "is_usable", "is_withdrawn"]

_WITHDRAWN = re.compile(
    r"\b(?:this|the|our) (?:\w+ ){0,3}?(?:has|have|is|was|were|had)(?: been)? (?:being )?(?:withdrawn|retracted)\b"
    r"|^\W*withdrawn\b|\bwithdrawn (?:by|from arxiv|due)\b|\b(?:we|authors?) (?:\w+ )?withdr[ae]w\b"
    r"|\bwithdrawal of (?:this|the) (?:paper|article|manuscript)\b",
    re.IGNORECASE,
)
_NOTE = 400
"""An abstract that is longer than this is an abstract, whatever it says about withdrawing."""


def facts_of(paper: Paper, *, venues: VenueTable = KNOWN_VENUES) -> Facts:
    """Return what is known of `paper`, with where each fact was found; the rest stays empty.

    The date is that of version 1. `venues` are the venues that can be recognised.
    """
    sources: dict[Role, str] = {"date": "version 1", "title": "arXiv", "paper": "arXiv"}
    title = to_unicode(paper.title)
    if method := find_method(title, to_unicode(paper.abstract)):
        sources["method"] = method.source
    if venue := find_venue(paper.comment, paper.journal_ref, venues=venues):
        sources["venue"] = venue.source
    if link := find_code_link(paper.abstract, paper.comment):
        sources["code"] = link.source
    return Facts(
        arxiv_id=paper.arxiv_id,
        title=title,
        submitted_on=paper.submitted_at.date(),
        method=method.name if method else None,
        venue=venue.venue if venue else None,
        code=(CodeLink(url=link.url),) if link else (),
        sources=sources,
    )


def is_withdrawn(paper: Paper) -> bool:
    """Whether the authors have withdrawn `paper`: a note in the comment, or instead of the abstract."""
    return any(
        _WITHDRAWN.search(note)
        for note in (paper.comment, paper.abstract)
        if note and (note is paper.comment or len(note) < _NOTE)
    )
