"""What a page of the query API must be before it is believed."""

from datetime import UTC, datetime

import pytest

from tests.make import a_paper
from tests.standins import arxiv_documents as documents
from wsss_bot.domain import Paper
from wsss_bot.errors import ArxivError
from wsss_bot.sources.arxiv.api import check_page

PAPERS = [a_paper(f"2405.{n:05}", title=f"Paper {n}") for n in range(3)]
ASKED = {"search_query": "cat:cs.CV", "id_list": ""}


def a_page(
    papers: list[Paper] = PAPERS,
    *,
    total: int = 3,
    start: int = 0,
    instead: tuple[str, str] = ("", ""),
) -> bytes:
    page = documents.feed(
        ASKED, [documents.entry(p) for p in papers], total=total, start=start, most=3
    )
    before, after = instead
    assert before.encode() in page
    return page.replace(before.encode(), after.encode(), 1) if before else page


def test_a_sound_page_passes_as_it_is() -> None:
    page = check_page(a_page(), start=0, most=3)

    assert (page.total, page.entries, page.unreadable) == (3, 3, ())
    assert page.content == a_page()


TOTAL, START = "opensearch:totalResults>", "<opensearch:startIndex>0</opensearch:startIndex>"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "arXiv answered with nothing instead of a feed"),
        (b" \n", "arXiv answered with nothing instead of a feed"),
        (b"Rate exceeded.", "arXiv answered with 'Rate exceeded.' instead of a feed"),
        (b"<html><body>Sorry</body></html>", "arXiv answered with a <html>, not a feed"),
        (b"<!DOCTYPE html><html></html>", "instead of a feed"),
        (a_page()[:900], "broken or truncated XML"),
        (a_page() + b"<feed/>", "broken or truncated XML"),
        (b"\xff\xfe" + a_page(), "instead of a feed"),
        (a_page(instead=(f"{TOTAL}3", f"{TOTAL}many")), "no totalResults"),
        (a_page(instead=(f"{TOTAL}3", f"{TOTAL}{'3' * 5000}")), "no totalResults"),
        (a_page(instead=(f"{TOTAL}3", f"{TOTAL}²")), "no totalResults"),
        (a_page(instead=("<entry>", f"<entry>{'<b>' * 60}{'</b>' * 60}")), "instead of a feed"),
        (b"<a>" * 1_000_000, "instead of a feed"),
        (a_page(instead=(START, "")), "no startIndex"),
        (a_page(total=0), "contradicts itself: 3 entries from 0 where 0 of 0 from 0"),
        (a_page(start=3), "contradicts itself"),
        (a_page([]), "contradicts itself: 0 entries from 0 where 3 of 3 from 0"),
        (documents.error_feed("incorrect id format"), "refused the query: incorrect id format"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(ArxivError, match=sentence):
        check_page(content, start=0, most=3)


def test_an_error_entry_is_a_refusal_whatever_the_status() -> None:
    with pytest.raises(ArxivError) as caught:
        check_page(documents.error_feed("no"), start=0, most=3)

    assert caught.value.status == 400


def test_a_document_type_is_refused_before_its_entities_are_read() -> None:
    bomb = b'<!DOCTYPE feed [<!ENTITY a "boom"><!ENTITY b "&a;&a;">]><feed>&b;</feed>'

    with pytest.raises(ArxivError, match="instead of a feed"):
        check_page(bomb, start=0, most=3)


@pytest.mark.parametrize(
    ("instead", "name"),
    [
        (("<published>2024-05-02T00:00:00Z</published>", ""), "2405.00000"),
        (("<published>2024-05-02T00:00:00Z<", "<published>yesterday<"), "2405.00000"),
        (("<updated>2024-05-02T00:00:00Z</updated>", ""), "2405.00000"),
        (("<title>Paper 0</title>", "<title> </title>"), "2405.00000"),
        (("<id>http://arxiv.org/abs/2405.00000v1</id>", "<id>http://arxiv.org/abs/</id>"), ""),
    ],
)
def test_an_entry_that_cannot_be_read_is_named_and_taken_out(
    instead: tuple[str, str], name: str
) -> None:
    page = check_page(a_page(instead=instead), start=0, most=3)

    assert (page.entries, page.unreadable, page.readable) == (3, (name,), 2)
    assert b"Paper 0" not in page.content
    assert b"Paper 1" in page.content


def test_a_short_page_is_a_page() -> None:
    page = check_page(a_page(PAPERS[:2]), start=0, most=3)

    assert (page.total, page.entries) == (3, 2)


def test_no_results_are_an_answer() -> None:
    assert check_page(a_page([], total=0), start=0, most=3).entries == 0


def test_dates_may_have_a_zone() -> None:
    zone = ("<updated>2024-05-02T00:00:00Z", "<updated>2024-05-01T20:00:00-04:00")

    assert check_page(a_page(instead=zone), start=0, most=3).unreadable == ()


def test_the_stand_in_writes_the_dates_that_it_was_given() -> None:
    paper = a_paper(submitted_at=datetime(2024, 5, 2, 3, 4, 5, tzinfo=UTC))

    assert "2024-05-02T03:04:05Z" in documents.entry(paper)
