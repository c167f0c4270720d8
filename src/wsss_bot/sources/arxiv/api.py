"""arXiv's query API: the `arxiv` package, behind a polite session, with the checks it lacks.

The package builds the addresses and turns entries into results. Left alone it takes HTML, an empty
body or half a page for a short answer, and drops entries that it cannot read; so each page is
checked, and cleared of unreadable entries, before the package sees it.
User's manual: https://info.arxiv.org/help/api/user-manual.html
"""

import logging
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import arxiv
import requests

from wsss_bot.domain import ArxivId, Paper
from wsss_bot.errors import ArxivError
from wsss_bot.sources.arxiv.feed_xml import parse_xml
from wsss_bot.sources.arxiv.session import AnswerTooLarge, PoliteSession
from wsss_bot.sources.source import MOST_IDS
from wsss_bot.text.arxiv_ids import parse_arxiv_id

log = logging.getLogger(__name__)

PAGE_SIZE = 1500
"""Entries to ask for at once: ten days of cs.CV in one request. The manual allows 2,000."""

_MOST_PASSES = 3
_MOST_DIGITS = 9
"""arXiv has some three million papers."""
_ATOM = "{http://www.w3.org/2005/Atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of an answer."""

    papers: tuple[Paper, ...]
    unreadable: tuple[str, ...]
    """The entries that could not be read: their ids, or '' for one whose id is unreadable too."""


class ArxivApi:
    """Asks arXiv's query API; `api_url` is its address without a question."""

    def __init__(self, http: PoliteSession, *, api_url: str, page_size: int = PAGE_SIZE) -> None:
        self._http, self._pages = http, _CheckedPages(http)
        self._client = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
        self._client.query_url_format = api_url + "?{}"
        self._client._session = self._pages

    def fetch(self, query: str) -> Iterator[Page]:
        """Yield the papers that match `query` page by page, earliest submission first.

        The answer is whole when the iteration ends; it raises ArxivError when it cannot go on. If
        the answer changes while it is read, it is read again from the start: papers come twice.
        """
        yield from self._fetch(
            arxiv.Search(
                query,
                max_results=None,
                sort_by=arxiv.SortCriterion.SubmittedDate,
                sort_order=arxiv.SortOrder.Ascending,
            )
        )

    def fetch_ids(self, ids: Sequence[ArxivId]) -> Iterator[Page]:
        """Yield the papers with these ids, as `fetch` does; arXiv leaves out ids it has not."""
        for first in range(0, len(ids), MOST_IDS):
            batch = [str(arxiv_id) for arxiv_id in ids[first : first + MOST_IDS]]
            yield from self._fetch(arxiv.Search(id_list=batch, max_results=None))

    def _fetch(self, search: arxiv.Search) -> Iterator[Page]:
        for _ in range(_MOST_PASSES):
            if (yield from self._pass(search)):
                return
            log.info("arXiv's answer changed while it was read; reading it again")
        raise ArxivError(
            f"arXiv's answer changed each of the {_MOST_PASSES} times it was read"
            f"{self._http.afterwards}",
            url=self._client.query_url_format,
        )

    def _pass(self, search: arxiv.Search) -> Generator[Page, None, bool]:
        """Read all pages once; return False if the answer changed meanwhile.

        A paper that is inserted or taken out in the meantime shifts the pages behind it, which
        shows in the total, or in an entry that comes again on a later page.
        """
        seen: set[ArxivId] = set()
        total, start = None, 0
        while total is None or start < total:
            papers = self._page_from(search, start)
            page = self._pages.last
            yield Page(papers=papers, unreadable=page.unreadable)
            ids = {paper.arxiv_id for paper in papers}
            if total not in {None, page.total} or ids & seen:
                return False
            seen |= ids
            total, start = page.total, start + page.entries
        return True

    def _page_from(self, search: arxiv.Search, start: int) -> tuple[Paper, ...]:
        """Return the papers of one page; from now on ask for fewer at once if it is too large."""
        while True:
            try:
                return self._papers(search, start)
            except AnswerTooLarge:
                if self._client.page_size == 1:
                    raise
                self._client.page_size //= 2
                log.info("asking arXiv for %d papers at once", self._client.page_size)

    def _papers(self, search: arxiv.Search, start: int) -> tuple[Paper, ...]:
        papers = []
        for result in self._client.results(search, offset=start):
            papers.append(_paper(result))
            if len(papers) == self._pages.last.readable:
                break  # or the package would ask for the next page by itself
        if len(papers) < self._pages.last.readable:
            raise ArxivError(f"only {len(papers)} entries of arXiv's page could be taken in")
        return tuple(papers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _RawPage:
    """What a page says of itself, and itself without its unreadable entries."""

    total: int
    entries: int
    unreadable: tuple[str, ...]
    content: bytes

    @property
    def readable(self) -> int:
        return self.entries - len(self.unreadable)


class _CheckedPages(requests.Session):
    """The session of the `arxiv` package: only pages that pass every check come through."""

    def __init__(self, http: PoliteSession) -> None:
        super().__init__()
        self._http = http
        self.last = _RawPage(total=0, entries=0, unreadable=(), content=b"")

    def get(self, url: str | bytes, **_: Any) -> requests.Response:
        """Return the page at `url`; its own User-Agent is the polite session's affair."""
        address = str(url)
        asked = parse_qs(urlsplit(address).query)
        start, most = int(asked["start"][0]), int(asked["max_results"][0])
        self.last = self._http.fetch(address, lambda body: check_page(body, start=start, most=most))
        answer = requests.Response()
        answer.status_code = requests.codes.ok
        answer._content = self.last.content
        return answer


def check_page(content: bytes, *, start: int, most: int) -> _RawPage:
    """Return the page; raise ArxivError unless it answers a request for `most` from `start`."""
    root = parse_xml(content)
    if root.tag != f"{_ATOM}feed":
        raise ArxivError(f"arXiv answered with a <{root.tag.rpartition('}')[2]}>, not a feed")
    entries = root.findall(f"{_ATOM}entry")
    for entry in entries:
        if "/api/errors" in entry.findtext(f"{_ATOM}id", ""):
            why = " ".join(entry.findtext(f"{_ATOM}summary", "no reason given").split())
            raise ArxivError(f"arXiv refused the query: {why}", status=400)
    total, first = _number(root, "totalResults"), _number(root, "startIndex")
    expected = min(most, max(0, total - start))
    if first != start or len(entries) > expected or (expected and not entries):
        raise ArxivError(
            f"arXiv's page contradicts itself: {len(entries)} entries from {first} "
            f"where {expected} of {total} from {start} were expected"
        )
    unreadable = {entry: why for entry in entries if (why := _fault(entry))}
    for entry, why in unreadable.items():
        log.warning("arXiv's entry %r cannot be read: %s", _id(entry), why)
        root.remove(entry)
    return _RawPage(
        total=total,
        entries=len(entries),
        unreadable=tuple(_id(entry) for entry in unreadable),
        content=ET.tostring(root) if unreadable else content,
    )


def _number(root: ET.Element, name: str) -> int:
    text = root.findtext(f"{_OPENSEARCH}{name}", "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise ArxivError(f"arXiv's page has no {name} that can be, which every page of the API has")
    return int(text)


def _fault(entry: ET.Element) -> str:
    """Say why the entry cannot be read; '' if it can."""
    try:
        parse_arxiv_id(entry.findtext(f"{_ATOM}id", ""))
        for name in ("published", "updated"):
            moment = datetime.fromisoformat(entry.findtext(f"{_ATOM}{name}", "").strip())
            moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        return str(error)
    return "" if entry.findtext(f"{_ATOM}title", "").strip() else "it has no title"


def _id(entry: ET.Element) -> str:
    try:
        return parse_arxiv_id(entry.findtext(f"{_ATOM}id", ""))[0]
    except ValueError:
        return ""


def _paper(result: arxiv.Result) -> Paper:
    arxiv_id, version = parse_arxiv_id(result.entry_id)
    return Paper(
        arxiv_id=arxiv_id,
        version=version or 1,
        title=_line(result.title),
        abstract=_line(result.summary),
        authors=tuple(_line(author.name) for author in result.authors),
        primary_category=result.primary_category,
        categories=tuple(result.categories),
        submitted_at=result.published.astimezone(UTC),
        updated_at=result.updated.astimezone(UTC),
        comment=_line(result.comment or "") or None,
        journal_ref=_line(result.journal_ref or "") or None,
        doi=_line(result.doi or "") or None,
    )


def _line(text: str) -> str:
    return " ".join(text.split())
