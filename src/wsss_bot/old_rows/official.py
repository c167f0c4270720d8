"""What an official listing says of a row whose paper arXiv does not show: shown, never written."""

from collections.abc import Callable, Iterator, Sequence

from wsss_bot.domain import Entry, Notice
from wsss_bot.old_rows.match import contradicted
from wsss_bot.sources.proceedings.listing import ProceedingsPaper

PERHAPS_ARXIV = "perhaps arXiv {arxiv_id}, by {source}"
DOI = "its DOI is {doi}, by {source}"
_HALF = 0.5

Listed = Callable[[Entry], ProceedingsPaper | None]
"""Returns the paper of an entry in official listings, where it is certain."""


def gives_dois(entries: Sequence[Entry]) -> bool:
    """Whether at least half of the rows name a DOI, so that one is missed where it is not."""
    return sum("doi.org/" in entry.raw for entry in entries) >= _HALF * max(1, len(entries))


def no_listing(_: Entry) -> None:
    """Return the paper where there are no listings."""


def official_notices(entry: Entry, official: Listed, *, with_doi: bool) -> Iterator[Notice]:
    """Yield what to say of a row without an arXiv id: its id, its DOI, and another venue.

    The DOI only where rows have one, `with_doi`.
    """
    paper = official(entry) if entry.arxiv_id is None else None
    if paper is None:
        return
    messages = list(contradicted(entry, paper.venue, paper.link))
    if paper.arxiv_id:
        messages.append(PERHAPS_ARXIV.format(arxiv_id=paper.arxiv_id, source=paper.source))
    if with_doi and paper.doi and paper.doi not in entry.raw:
        messages.append(DOI.format(doi=paper.doi, source=paper.source))
    for message in messages:
        yield Notice(line=entry.line, title=entry.title, message=message)
