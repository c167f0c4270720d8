"""Official listings kept up to date, whatever the services answer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from wsss_bot.errors import NotPublished, SourceError
from wsss_bot.sources.proceedings.catch_up import Official, catch_up
from wsss_bot.state import Store

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
CVF = "https://openaccess.thecvf.com/CVPR2026?day=all"
SITE = "https://cvpr.thecvf.com/static/virtual/data/cvpr-2026-orals-posters.json"


def page(count: int, conference: str = "CVPR", year: int = 2026) -> bytes:
    papers = (
        f'<dt class="ptitle"><a href="/content/{conference}{year}/P{n}.html">Paper {n}</a></dt>'
        f'<dd><form><input name="query_author" value="A{n} B{n}"></form></dd>'
        for n in range(count)
    )
    return "".join(papers).encode()


class Web:
    """Pages by address; whatever is no page is raised."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Exception] = {}
        self.asked: list[str] = []

    def get(self, url: str) -> bytes:
        self.asked.append(url)
        found = self.pages.get(url, NotPublished(f"nothing at {url}"))
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.in_memory() as store:
        yield store


@pytest.fixture
def web() -> Web:
    return Web()


def look(store: Store, web: Web, at: datetime, *editions: tuple[str, int]) -> Official:
    return catch_up(store.listings, web.get, editions or [("CVPR", 2026)], now=lambda: at)


def test_a_listing_is_read_once_a_week_while_its_year_lasts(store: Store, web: Web) -> None:
    web.pages[CVF] = page(3)

    first = look(store, web, NOW)
    again = look(store, web, NOW + timedelta(days=2))
    later = look(store, web, NOW + WEEK)

    assert web.asked == [CVF, CVF]
    assert [len(listing.papers) for listing in first.listings] == [3]
    assert (first.news, again.news, later.news) == ((("CVPR", 2026),), (), ())
    assert again.listings == later.listings == first.listings


def test_what_was_read_after_its_year_is_final(store: Store, web: Web) -> None:
    web.pages[CVF] = page(3)
    january = datetime(2027, 1, 5, tzinfo=UTC)

    look(store, web, january)
    for week in range(60):
        look(store, web, january + week * WEEK)

    assert web.asked == [CVF]


def test_more_papers_are_news(store: Store, web: Web) -> None:
    web.pages[CVF] = page(3)
    look(store, web, NOW)
    web.pages[CVF] = page(4)

    assert look(store, web, NOW + WEEK).news == (("CVPR", 2026),)


def test_before_the_proceedings_the_programme_is_asked_the_week_after(
    store: Store, web: Web
) -> None:
    for week in range(4):
        official = look(store, web, NOW + week * WEEK)
        assert official.errors == ()

    assert web.asked == [CVF, SITE, CVF, SITE]


def test_once_the_proceedings_are_there_the_programme_is_not_asked(store: Store, web: Web) -> None:
    web.pages[CVF] = page(3)
    for week in range(4):
        look(store, web, NOW + week * WEEK)

    assert set(web.asked) == {CVF}


BAD = {
    "a bot check": SourceError("openaccess.thecvf.com answered with a bot check"),
    "no papers": b"<html>Welcome</html>",
    "shorter": page(70),
    "of another year": page(100, year=2024),
    "gone": NotPublished("openaccess.thecvf.com has nothing there (HTTP 404)"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=list(BAD))
def test_no_bad_answer_replaces_a_stored_listing(
    store: Store, web: Web, bad: bytes | Exception
) -> None:
    web.pages[CVF] = page(100)
    before = look(store, web, NOW)
    web.pages[CVF] = bad

    for week in range(1, 5):
        official = look(store, web, NOW + week * WEEK)
        assert official.listings == before.listings
        assert official.news == ()
        [error] = official.errors
        assert "; not read since 2026-06-08: CVPR 2026" in error


def test_what_failed_for_weeks_is_forgotten_once_it_answers(store: Store, web: Web) -> None:
    web.pages[CVF] = SourceError("openaccess.thecvf.com stopped answering")
    web.pages[SITE] = SourceError("cvpr.thecvf.com stopped answering")
    assert [len(look(store, web, NOW + n * WEEK).errors) for n in range(3)] == [1, 2, 2]

    web.pages[CVF] = page(3)
    look(store, web, NOW + 3 * WEEK)
    official = look(store, web, NOW + 4 * WEEK)

    assert [len(listing.papers) for listing in official.listings] == [3]
    assert not any("openaccess" in error for error in official.errors)


def test_a_failure_of_many_listings_is_told_once(store: Store, web: Web) -> None:
    editions = [("CVPR", year) for year in range(2021, 2027)]
    for year in range(2021, 2027):
        url = f"https://openaccess.thecvf.com/CVPR{year}?day=all"
        web.pages[url] = SourceError("openaccess.thecvf.com stopped answering")

    assert look(store, web, NOW, *editions).errors == (
        "openaccess.thecvf.com stopped answering; not read since 2026-06-01: "
        "CVPR 2026, CVPR 2025, CVPR 2024, CVPR 2023 and 2 more",
    )


def test_a_source_without_the_papers_of_an_old_year_is_left_alone(store: Store, web: Web) -> None:
    for week in range(10):
        look(store, web, NOW + week * WEEK, ("CVPR", 2025))

    assert len(web.asked) == 2


def test_a_conference_of_several_days_is_read_day_by_day(store: Store, web: Web) -> None:
    index = "https://openaccess.thecvf.com/CVPR2018"
    web.pages[index] = b'<a href="CVPR2018?day=2018-06-19">1</a><a href="?day=2018-06-20">2</a>'
    web.pages[f"{index}?day=2018-06-19"] = page(2, year=2018)
    web.pages[f"{index}?day=2018-06-20"] = page(3, year=2018)

    [listing] = look(store, web, NOW, ("CVPR", 2018)).listings

    assert len(listing.papers) == 5


def test_the_page_of_all_years_of_eccv_is_asked_for_once(store: Store, web: Web) -> None:
    url = "https://www.ecva.net/papers.php"
    web.pages[url] = b"".join(
        f'<dt class="ptitle"><a href=papers/eccv_{year}/P.php>Paper {year}</a></dt>'.encode()
        for year in (2018, 2020, 2022)
    )
    editions = [("ECCV", year) for year in (2018, 2020, 2022)]

    assert len(look(store, web, NOW, *editions).listings) == 3
    assert web.asked == [url]


def test_of_very_many_listings_the_newest_come_first_and_the_rest_later(
    store: Store, web: Web
) -> None:
    editions = [("CVPR", year) for year in range(2013, 2027)]
    for year in range(2013, 2027):
        days = "?day=all" if year > 2020 else ""
        web.pages[f"https://openaccess.thecvf.com/CVPR{year}{days}"] = page(2, year=year)

    def run(at: datetime) -> int:
        found = catch_up(store.listings, web.get, editions, now=lambda: at, most=6)
        return len(found.listings)

    assert [run(NOW), run(NOW + timedelta(hours=1)), run(NOW + timedelta(hours=2))] == [6, 12, 14]
    assert "CVPR2026" in web.asked[0]


def test_a_kept_listing_comes_back_as_it_was_but_for_abstracts(store: Store, web: Web) -> None:
    web.pages[CVF] = (
        '<dt class="ptitle"><a href="/content/CVPR2026W/html/P.html">Ünicode &amp; more</a></dt>'
        '<dd>[<a href="/p.pdf">pdf</a>][<a href="http://arxiv.org/abs/2601.00001">arXiv</a>]</dd>'
    ).encode()

    [listing] = look(store, web, NOW).listings
    [paper] = listing.papers

    assert paper.title == "Ünicode & more"
    assert paper.venue.kind == "workshop"
    assert (paper.arxiv_id, paper.source) == ("2601.00001", "CVF open access")
