"""Real documents of arXiv are read whole, or refused for a reason."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.realdata.where import DATA, needs_data
from tests.standins.arxiv import ArxivStandin, Reply
from tests.standins.arxiv_transports import StandinSession
from tests.standins.clock import Clock
from wsss_bot.domain import Paper
from wsss_bot.errors import ArxivError
from wsss_bot.sources.arxiv.api import ArxivApi, check_page
from wsss_bot.sources.arxiv.rss import parse_feed
from wsss_bot.sources.arxiv.session import PoliteSession
from wsss_bot.sources.gate import GateInMemory

FEEDS = sorted((DATA / "feeds").glob("*.xml"))

pytestmark = needs_data


def is_api(content: bytes) -> bool:
    return b"totalResults" in content


def is_whole(content: bytes) -> bool:
    """One document, with its end, and no error report."""
    ends = re.search(rb"</(feed|rss)>\s*\Z", content)
    one = len(re.findall(rb"<(?:feed|rss)\b", content)) == 1
    return bool(ends) and one and b"/api/errors" not in content


def number(content: bytes, name: str) -> int:
    found = re.search(rf"<opensearch:{name}[^>]*>(\d+)<".encode(), content)
    assert found is not None
    return int(found[1])


def first_page(content: bytes) -> tuple[Paper, ...]:
    """Read a document as the answer to the first request for its query."""
    clock = Clock(datetime(2026, 5, 14, tzinfo=UTC))
    standin = ArxivStandin(now=clock.now)
    standin.answer = lambda *_, **__: Reply(body=content)  # type: ignore[method-assign]
    http = PoliteSession(
        contact="",
        now=clock.now,
        sleep=clock.sleep,
        random=lambda: 0.5,
        gate=GateInMemory(),
        patience_seconds=0,
        transport=StandinSession(standin, took=clock.sleep),
    )
    size = number(content, "itemsPerPage")
    api = ArxivApi(http, api_url="https://export.arxiv.org/api/query", page_size=size)
    return next(api.fetch("all:testing")).papers


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: str(path.name))
def test_a_document_is_read_whole_or_refused_as_it_deserves(path: Path) -> None:
    content = path.read_bytes()
    try:
        if is_api(content):
            start, most = number(content, "startIndex"), number(content, "itemsPerPage")
            page = check_page(content, start=start, most=most)
            read = page.readable
        else:
            read = len(parse_feed(content))
    except ArxivError:
        assert not is_whole(content)
    else:
        assert is_whole(content)
        assert read == content.count(b"<entry>") + content.count(b"<item>")


def is_first_page(content: bytes) -> bool:
    return is_api(content) and is_whole(content) and number(content, "startIndex") == 0


FIRST_PAGES = [path for path in FEEDS if is_first_page(path.read_bytes())]


@pytest.mark.parametrize("path", FIRST_PAGES, ids=lambda path: str(path.name))
def test_every_paper_of_a_page_has_what_a_row_needs(path: Path) -> None:
    content = path.read_bytes()

    papers = first_page(content)

    assert len(papers) == content.count(b"<entry>")
    for paper in papers:
        assert paper.title == " ".join(paper.title.split()) != ""
        assert paper.abstract
        assert paper.authors
        assert paper.primary_category in paper.categories
        assert paper.submitted_at.tzinfo is UTC
        assert paper.updated_at is not None
        assert paper.submitted_at <= paper.updated_at
        assert f"{paper.arxiv_id}v{paper.version}".encode() in content
    comments = content.count(b"<arxiv:comment")
    assert sum(paper.comment is not None for paper in papers) == comments


def test_an_announcement_is_read_with_its_kind() -> None:
    [path] = [path for path in FEEDS if path.name.endswith("__c73af2f.xml")]
    content = path.read_bytes()

    items = parse_feed(content)

    assert [item.is_news for item in items] == [
        kind in {b"new", b"cross"}
        for kind in re.findall(rb"<arxiv:announce_type>([a-z-]+)<", content)
    ]
    assert all(item.title and item.abstract and item.version for item in items)
    assert not any("Announce Type" in item.abstract for item in items)
