"""arXiv as a source of papers: its query API and its RSS, behind one polite session."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from urllib.parse import urlsplit

from wsss_bot.domain import ArxivId, Paper, Polled
from wsss_bot.sources.arxiv import poll, windows
from wsss_bot.sources.arxiv.api import PAGE_SIZE, ArxivApi, Page
from wsss_bot.sources.arxiv.feed_xml import parse_xml
from wsss_bot.sources.arxiv.rss import ArxivRss
from wsss_bot.sources.arxiv.session import TIMEOUTS, PoliteSession
from wsss_bot.sources.poll_state import PollState
from wsss_bot.sources.source import Poll, Progress, Window, show_no_progress
from wsss_bot.text.arxiv_ids import find_arxiv_ids
from wsss_bot.text.loopback import is_loopback

__all__ = ["TIMEOUTS", "Arxiv", "PoliteSession"]

_SITE = "https://arxiv.org"
_ATOM = "{http://www.w3.org/2005/Atom}"
_WORD = re.compile(r"[^\W_]+")
"""What arXiv's search takes of a title; signs would be read as operators."""


class Arxiv:
    """A `Source`; `api_url` is the address of the query API, `rss_url` that of the feeds' folder.

    Every call raises ArxivError where arXiv cannot be read.
    """

    def __init__(
        self, session: PoliteSession, *, api_url: str, rss_url: str, page_size: int = PAGE_SIZE
    ) -> None:
        self.session = session
        at = urlsplit(api_url)
        self._site = f"{at.scheme}://{at.netloc}" if is_loopback(api_url) else _SITE
        self.api = ArxivApi(session, api_url=api_url, page_size=page_size)
        self.rss = ArxivRss(session, rss_url=rss_url)

    @property
    def requests(self) -> int:
        """How many requests were sent so far, retries and redirects included."""
        return len(self.session.exchanges)

    def poll(
        self,
        state: PollState,
        *,
        categories: Sequence[str],
        first: date,
        overlap_days: int,
        now: datetime,
        on_progress: Progress = show_no_progress,
    ) -> Poll:
        """Keep in `state` what arXiv has shown since the last complete poll; see `Source`.

        Raises ArxivError when nothing could be read; else `Poll` says what is missing.
        """
        return poll.catch_up(
            state,
            self.api,
            self.rss,
            categories=categories,
            first=first,
            overlap_days=overlap_days,
            now=now,
            on_progress=on_progress,
        )

    def poll_days(
        self,
        state: PollState,
        *,
        categories: Sequence[str],
        overlap_days: int,
        now: datetime,
        since: date | None = None,
        until: date | None = None,
        on_progress: Progress = show_no_progress,
    ) -> tuple[tuple[Paper, ...], Polled]:
        """Read the papers submitted from `since` to `until` (both included) into an empty `state`.

        Without `since` these are the last `overlap_days`, without `until` they end now. Raises
        ArxivError when nothing could be read, PapersError when the days are still to come; when a
        part is missing, `Polled` says which.
        """
        return poll.read_days(
            state,
            self.api,
            self.rss,
            categories=categories,
            overlap_days=overlap_days,
            now=now,
            since=since,
            until=until,
            on_progress=on_progress,
        )

    def by_ids(self, ids: Sequence[ArxivId]) -> Iterator[Paper]:
        """Yield the papers with these ids; arXiv leaves out ids that it has not."""
        return _papers(self.api.fetch_ids(ids))

    def by_title(self, title: str) -> Iterator[Paper]:
        """Yield the papers whose title has the words of `title`, with one request at most."""
        if words := " ".join(_WORD.findall(title)):
            yield from _papers(islice(self.api.fetch(f'ti:"{words}"'), 1))

    def by_orcid(self, orcid: str) -> frozenset[ArxivId]:
        """Return the papers that the person with this ORCID claimed as their own.

        arXiv has a feed of them: https://info.arxiv.org/help/author_identifiers.html.
        """
        return self.session.fetch(f"{self._site}/a/{orcid}.atom2", _ids_in)

    def submitted(self, category: str, window: Window) -> Iterator[Paper]:
        """Yield all papers of a category submitted in `window`, earliest first."""
        return _papers(self.api.fetch(windows.query(category, window)))


def _ids_in(feed: bytes) -> frozenset[ArxivId]:
    """Return the papers of a feed, and none of those that their abstracts name."""
    entries = parse_xml(feed).iter(f"{_ATOM}entry")
    ids = (entry.findtext(f"{_ATOM}id", "") for entry in entries)
    return frozenset(found for one in ids for found in find_arxiv_ids(one))


def _papers(pages: Iterator[Page]) -> Iterator[Paper]:
    for page in pages:
        yield from page.papers
