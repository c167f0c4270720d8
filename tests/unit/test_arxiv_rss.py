from datetime import UTC, datetime

import pytest

from tests.make import a_paper
from tests.standins import arxiv_documents as documents
from wsss_bot.errors import ArxivError
from wsss_bot.sources.arxiv.rss import Announcement, parse_feed

NOW = datetime(2026, 5, 14, 4, 30, tzinfo=UTC)
HOSTILE = a_paper(
    "2605.00001",
    title="$n <m and k> 3$ & <script>alert(1)</script>",
    abstract="Abstract: p<0.05 and <b>bold</b>.",
    version=2,
    journal_ref="IJCV 2026",
)


def a_feed(*items: str) -> bytes:
    return documents.channel("cs.CV", list(items), built=NOW, midnight=NOW)


def an_item(kind: str = "new", arxiv_id: str = "2605.00002") -> str:
    return documents.item(kind, a_paper(arxiv_id), NOW)


def test_an_item_is_read_as_the_authors_wrote_it() -> None:
    assert parse_feed(a_feed(documents.item("replace", HOSTILE, NOW))) == (
        Announcement(
            arxiv_id=HOSTILE.arxiv_id,
            version=2,
            is_news=False,
            title=HOSTILE.title,
            abstract=HOSTILE.abstract,
            journal_ref="IJCV 2026",
        ),
    )


@pytest.mark.parametrize(
    ("kind", "is_news"),
    [("new", True), ("cross", True), ("replace", False), ("replace-cross", False)],
)
def test_only_new_papers_and_cross_lists_are_news(kind: str, is_news: bool) -> None:
    [item] = parse_feed(a_feed(an_item(kind)))

    assert item.is_news is is_news


def test_a_feed_without_items_is_a_quiet_day() -> None:
    assert parse_feed(a_feed()) == ()


def test_an_item_that_cannot_be_read_is_logged_and_the_others_are_kept(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = an_item().replace("oai:arXiv.org:2605.00002v1", "oai:arXiv.org:")

    items = parse_feed(a_feed(broken, an_item(arxiv_id="2605.00003")))

    assert [item.arxiv_id for item in items] == ["2605.00003"]
    assert "cannot be read: no arXiv id in ''" in caplog.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "answered with nothing"),
        (b"Rate exceeded.", "answered with 'Rate exceeded.'"),
        (b"<html><body>Sorry</body></html>", "XML that is not a feed"),
        (a_feed(an_item())[:-30], "broken or truncated XML"),
        (a_feed(an_item().replace("announce_type", "kind")), "no item of arXiv's feed"),
        (b"<rss>" * 100_000 + b"</rss>" * 100_000, "instead of a feed"),
        (documents.rss_error("cs.XX"), "refused the feed: Invalid archive 'cs.XX'"),
    ],
)
def test_anything_but_a_feed_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(ArxivError, match=sentence):
        parse_feed(content)


def test_an_abstract_without_its_word_is_kept_whole() -> None:
    item = documents.item("new", a_paper("2605.00001", abstract="What it is."), NOW)

    [read] = parse_feed(a_feed(item.replace("Abstract:", "Summary:")))

    assert read.abstract.endswith("What it is.")
