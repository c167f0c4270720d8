"""arXiv's RSS: what was announced today, one category a request, read with feedparser.

It is made apart from the query API (https://github.com/arXiv/arxiv-feed), so each of the two shows
what the other lacks. It has no comments and no submission dates, and its own dates are of no use: a
feed can be a day old and say that it was built a minute ago.
"""

import logging
import re
from dataclasses import dataclass
from typing import Any

import feedparser

from wsss_bot.domain import ArxivId
from wsss_bot.errors import ArxivError
from wsss_bot.sources.arxiv.feed_xml import parse_xml
from wsss_bot.sources.arxiv.session import PoliteSession
from wsss_bot.text.arxiv_ids import parse_arxiv_id

log = logging.getLogger(__name__)

_NEWS = {"new", "cross"}
_ABSTRACT = re.compile(r"\bAbstract:\s*")
"""What stands before it is the id and the kind of announcement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One item of the feed."""

    arxiv_id: ArxivId
    version: int
    is_news: bool
    """Announced in this category for the first time, not replaced by a new version."""
    title: str
    abstract: str
    journal_ref: str | None = None
    doi: str | None = None


class ArxivRss:
    """Reads the feeds under `rss_url`, one category a request.

    arXiv cuts a feed at 2,000 items and drops the new papers first, so categories are not joined.
    """

    def __init__(self, http: PoliteSession, *, rss_url: str) -> None:
        self._http = http
        self._rss_url = rss_url.rstrip("/")

    def fetch(self, category: str) -> tuple[Announcement, ...]:
        """Return what the feed of `category` shows; nothing at weekends and on holidays.

        Raises ArxivError if no feed came.
        """
        return self._http.fetch(f"{self._rss_url}/{category}", parse_feed)


def parse_feed(content: bytes) -> tuple[Announcement, ...]:
    """Return the items of an RSS or Atom feed of arXiv, without those that cannot be read.

    Raises ArxivError if `content` is anything else, or cut off.
    """
    parse_xml(content)
    # Titles and abstracts are text, not HTML; they are escaped on their way out.
    feed = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    title = str(feed.get("feed", {}).get("title", ""))
    if feed.get("bozo") or feed.get("version") not in {"rss20", "atom10"} or not title:
        raise ArxivError("arXiv answered with XML that is not a feed")
    if title == "Feed error":
        why = _line(feed.feed.get("subtitle")) or "no reason given"
        raise ArxivError(f"arXiv refused the feed: {why}", status=400)
    items = []
    for entry in feed.entries:
        try:
            items.append(_announcement(entry))
        except (ValueError, KeyError) as error:
            log.warning("an item of arXiv's feed %r cannot be read: %s", title, error)
    if feed.entries and not items:
        raise ArxivError(f"no item of arXiv's feed {title!r} can be read")
    return tuple(items)


def _announcement(entry: dict[str, Any]) -> Announcement:
    # 'oai:arXiv.org:2508.13426v1' is the only place that names the version.
    arxiv_id, version = parse_arxiv_id(str(entry["id"]).removeprefix("oai:arXiv.org:"))
    return Announcement(
        arxiv_id=arxiv_id,
        version=version or 1,
        is_news=str(entry["arxiv_announce_type"]) in _NEWS,
        title=_line(entry.get("title")),
        abstract=_line(_ABSTRACT.split(str(entry.get("summary", "")), maxsplit=1)[-1]),
        journal_ref=_line(entry.get("arxiv_journal_reference")) or None,
        doi=_line(entry.get("arxiv_doi")) or None,
    )


def _line(text: object) -> str:
    return " ".join(str(text or "").split())
