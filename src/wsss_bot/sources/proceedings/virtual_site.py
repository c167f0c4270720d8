"""The programmes that conferences' virtual sites give as JSON: posters and talks with authors.

A paper stands there once for each event it has. Findings, position papers, demonstrations and
papers of journals hang beside the conference's own; they go by their own name.
"""

import html
import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from wsss_bot.domain import Venue
from wsss_bot.errors import NotPublished, SourceError
from wsss_bot.sources import bad_answers
from wsss_bot.sources.proceedings.listing import Listing, ProceedingsPaper, web_address
from wsss_bot.text.titles import title_key

_KEYS_OF_TRACK = ("eventtype", "event_type", "decision", "track", "sourceurl")
TRACKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("findings", re.compile(r"\bfindings\b", re.IGNORECASE)),
    ("position papers", re.compile(r"\bposition[\s_-]?(?:paper|track)", re.IGNORECASE)),
    ("demonstrations", re.compile(r"\b(?:(?:system[\s_-]?)?demo(?:nstration)?s?)\b", re.I)),
    ("journal track", re.compile(r"\bjournal|\b(?:tmlr|jmlr|tog)\b", re.IGNORECASE)),
    ("workshop", re.compile(r"\bworkshops?(?:[\s_/-]|$)", re.IGNORECASE)),
    ("other tracks", re.compile(r"\b(?:industry|tutorials?|blog[\s_-]?posts?|competition)", re.I)),
)
"""What a track is called, and how it is told from the conference's own papers."""
_UNDERLINES = str.maketrans("_", " ")


def track_of(said: str) -> str:
    """Return the track that a status, an event or a group names; empty: the conference itself."""
    plain = said.translate(_UNDERLINES)
    return next((name for name, sign in TRACKS if sign.search(plain)), "")


def venue_of(conference: str, year: int, track: str) -> Venue:
    """Return the venue of a paper of `track`."""
    kinds: Mapping[str, Literal["findings", "workshop"]] = {
        "findings": "findings",
        "workshop": "workshop",
    }
    return Venue(name=conference, year=year, kind=kinds.get(track, "main"))


def read_programme(body: bytes, *, url: str, conference: str, year: int, source: str) -> Listing:
    """Return the papers of a programme, each once.

    Raises NotPublished for a programme that is empty as yet, and SourceError for anything that is
    no programme or is shorter than it says itself.
    """
    host = urlsplit(url).netloc
    said = bad_answers.read_json(body, url=url)
    results = said.get("results") if isinstance(said, dict) else None
    if not isinstance(results, list):
        raise SourceError(f"{host} sent JSON that is no programme", url=url)
    count = said.get("count")
    if count != len(results):
        raise SourceError(
            f"{host} sent {len(results)} of the {count} papers that it says it has", url=url
        )
    if not results:
        raise NotPublished(f"{host} has no papers of {conference} {year} yet", url=url)
    papers: dict[tuple[str, frozenset[str]], ProceedingsPaper] = {}
    for event in results:
        paper = _paper(event, url=url, conference=conference, year=year, source=source)
        if paper is not None:
            key = title_key(paper.title), frozenset(map(str.casefold, paper.authors))
            known = papers.get(key)
            # Its talk may be in a session of other papers; what says more of its track counts.
            if known is None or (paper.track and not known.track):
                papers[key] = paper
    if not papers:
        raise SourceError(f"{host} sent a programme without titles", url=url)
    return Listing(conference=conference, year=year, papers=tuple(papers.values()))


def _paper(
    event: Any, *, url: str, conference: str, year: int, source: str
) -> ProceedingsPaper | None:
    title = _plain(event.get("name")) if isinstance(event, dict) else ""
    if not title:
        return None
    said = " · ".join(str(event.get(key) or "") for key in _KEYS_OF_TRACK)
    track = track_of(said) or _track_of_session(str(event.get("session") or ""))
    links = [_plain(event.get(key)) for key in ("paper_url", "virtualsite_url", "url")]
    listed = event.get("authors")
    names = [
        _plain(author.get("fullname")) if isinstance(author, dict) else _plain(author)
        for author in (listed if isinstance(listed, list) else [])
    ]
    return ProceedingsPaper(
        title=title,
        authors=tuple(filter(None, names)),
        venue=venue_of(conference, year, track),
        link=web_address(next(filter(None, links), ""), on=url),
        pdf=web_address(_plain(event.get("paper_pdf_url")), on=url),
        track=track,
        abstract=_plain(event.get("abstract")),
        source=source,
    )


def _track_of_session(session: str) -> str:
    """Return the track that only a session is named after; most are named after subjects."""
    track = track_of(session)
    return track if track in {"findings", "position papers"} else ""


def _plain(text: Any) -> str:
    """Return a text on one line without entities; whatever is no text is empty."""
    return " ".join(html.unescape(text).split()) if isinstance(text, str) else ""
