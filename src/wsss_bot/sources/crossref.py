"""Crossref: where a paper with a DOI was published, asked by DOI only.

A search by title finds other papers. What a record says of its deposit is no date of publication.
"""

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from wsss_bot.domain import Venue
from wsss_bot.errors import SourceError
from wsss_bot.sources import bad_answers
from wsss_bot.text.titles import title_key
from wsss_bot.venues import KNOWN_VENUES, VenueTable
from wsss_bot.venues.years import attached_year, year_in

WORKS = "https://api.crossref.org/works/"

_TAG = re.compile(r"<[^<>]*>")
_SERIES = re.compile(
    r"lecture notes|communications in computer|advances in intelligent|ifip advances", re.IGNORECASE
)
"""What a book of proceedings is bound in, and no conference."""
_RETRACTED = re.compile(r"^\W*retract(?:ed|ion)\b", re.IGNORECASE)
_WORKSHOP = re.compile(r"\bworkshops?\b", re.IGNORECASE)
_DATES = ("published-print", "published-online", "issued")
"""The first that is there counts: print, then online, then what was first of both."""


_TOLD = ("DOI", "type", "title", "subtitle", "author", "container-title", "event", "updated-by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What Crossref says of one DOI."""

    doi: str
    titles: tuple[str, ...]
    """The title with its subtitle and, where there is one, without."""
    authors: tuple[str, ...] = ()
    venue: Venue | None = None
    """None: a preprint, a data set, or a book that is no conference we know."""
    retracted: bool = False

    def has_title(self, title: str) -> bool:
        """Whether this is the title, with or without the subtitle."""
        return title_key(title) in set(map(title_key, self.titles)) - {""}


def address_of(doi: str) -> str:
    """Return where Crossref tells of a DOI."""
    return WORKS + quote(doi.strip(), safe="/")


def in_short(body: bytes, *, url: str) -> str:
    """Return the JSON of an answer without what is not read of it: references are long.

    Raises SourceError for an answer that is no work.
    """
    message = _message(body, url=url)
    return json.dumps({"message": {k: message[k] for k in (*_TOLD, *_DATES) if k in message}})


def read_work(body: bytes, *, url: str, venues: VenueTable = KNOWN_VENUES) -> Work:
    """Return the work of an answer to a question for one DOI. Raises SourceError for another."""
    return work_of(_message(body, url=url), venues=venues)


def _message(body: bytes, *, url: str) -> dict[str, Any]:
    said = bad_answers.read_json(body, url=url)
    message = said.get("message") if isinstance(said, dict) else None
    if not isinstance(message, dict) or not isinstance(message.get("DOI"), str):
        raise SourceError(f"{urlsplit(url).netloc} sent JSON that is no work", url=url)
    return message


def work_of(message: dict[str, Any], *, venues: VenueTable = KNOWN_VENUES) -> Work:
    """Return a work from its record; what is missing there stays empty."""
    title = next(iter(_texts(message.get("title"))), "")
    subtitle = next(iter(_texts(message.get("subtitle"))), "")
    titles = (f"{title}: {subtitle}", title) if subtitle else (title,)
    authors = [a for a in _list(message.get("author")) if isinstance(a, dict)]
    named = (
        " ".join(filter(None, (_text(a.get("given")), _text(a.get("family"))))) for a in authors
    )
    updates = [u for u in _list(message.get("updated-by")) if isinstance(u, dict)]
    return Work(
        doi=_text(message.get("DOI")).casefold(),
        titles=tuple(filter(None, titles)),
        authors=tuple(filter(None, named)),
        venue=_venue(message, venues),
        retracted=bool(_RETRACTED.search(title))
        or any(update.get("type") == "retraction" for update in updates),
    )


def _venue(message: dict[str, Any], venues: VenueTable) -> Venue | None:
    containers = _texts(message.get("container-title"))
    if message.get("type") == "journal-article":
        return _journal(containers, year_of(message), venues)
    if message.get("type") not in {"proceedings-article", "book-chapter"}:
        return None
    event = message.get("event")
    names = [*containers, _text(event.get("name")) if isinstance(event, dict) else ""]
    for name in names:
        if _SERIES.search(name):
            continue
        mention = next((m for m in venues.mentions(name) if m.venue.kind == "main"), None)
        if mention is not None:
            beside = attached_year(name[: mention.start], name[mention.end :])
            return Venue(
                name=mention.venue.name,
                year=beside or year_in(name) or year_of(message),
                kind="workshop" if _WORKSHOP.search(name) else "main",
            )
    return None


def _journal(containers: Iterable[str], year: int | None, venues: VenueTable) -> Venue | None:
    name = next(iter(containers), "")
    if not name:
        return None
    known = next(
        (m.venue for m in venues.mentions(name) if m.venue.kind == "journal" and _is_all(m, name)),
        None,
    )
    return Venue(name=known.name if known else name, year=year, kind="journal")


def _is_all(mention: Any, name: str) -> bool:
    """Whether a mention is the whole name, but for a publisher before it."""
    rest = name[: mention.start] + name[mention.end :]
    return not re.sub(r"\b(?:IEEE|ACM|the)\b|\W", "", rest, flags=re.IGNORECASE)


def year_of(message: dict[str, Any]) -> int | None:
    """Return the year of publication: of print, else online, else as issued; never the deposit."""
    for key in _DATES:
        said = message.get(key)
        parts = said.get("date-parts") if isinstance(said, dict) else None
        try:
            return int(parts[0][0])  # type: ignore[index]  # whatever it is, it has a year or not
        except (TypeError, ValueError, LookupError):
            continue
    return None


def _texts(value: Any) -> list[str]:
    return [text for each in _list(value) if (text := _text(each))]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    """Return a text on one line, without mark-up and entities; whatever is no text is empty."""
    if not isinstance(value, str):
        return ""
    return " ".join(html.unescape(_TAG.sub("", html.unescape(value))).split())
