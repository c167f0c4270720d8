"""The listings of CVF open access and ECVA."""

import pytest

from wsss_bot.domain import Venue
from wsss_bot.errors import SourceError
from wsss_bot.sources.proceedings.listing import Listing, ProceedingsPaper, web_address
from wsss_bot.sources.proceedings.open_access import days_of, read_listing

CVF = "https://openaccess.thecvf.com"


def read(page: str, *, conference: str = "CVPR", year: int = 2025, url: str = "") -> Listing:
    return read_listing(
        page.encode(),
        url=url or f"{CVF}/{conference}{year}?day=all",
        conference=conference,
        year=year,
        source="CVF open access",
    )


def one(page: str, **asked: object) -> ProceedingsPaper:
    [paper] = read(page, **asked).papers  # type: ignore[arg-type]
    return paper


PAPER = """
<dt class="ptitle"><br><a href="/content/CVPR2025/html/Doe_Tags_CVPR_2025_paper.html">Tags &amp;
  Boxes</a></dt>
<dd><form class="authsearch"><input type="hidden" name="query_author" value="Jane van Doe">
<a href="#" onclick="submit();">Jane van Doe</a>,</form>
<form class="authsearch"><input type="hidden" name="query_author" value="Jörg Maß"></form></dd>
<dd>[<a href="/content/CVPR2025/papers/Doe_Tags_CVPR_2025_paper.pdf">pdf</a>]
[<a href="http://arxiv.org/abs/2501.00001v2">arXiv</a>]</dd>
"""


def test_a_paper_has_title_authors_links_and_arxiv_id() -> None:
    assert one(f"<dl>{PAPER}</dl>") == ProceedingsPaper(
        title="Tags & Boxes",
        authors=("Jane van Doe", "Jörg Maß"),
        venue=Venue(name="CVPR", year=2025),
        link=f"{CVF}/content/CVPR2025/html/Doe_Tags_CVPR_2025_paper.html",
        pdf=f"{CVF}/content/CVPR2025/papers/Doe_Tags_CVPR_2025_paper.pdf",
        arxiv_id="2501.00001",  # type: ignore[arg-type]
        source="CVF open access",
    )


def test_authors_as_text_lose_the_marks_behind_their_names() -> None:
    page = """
    <dt class="ptitle"><br><a href=papers/eccv_2024/papers_ECCV/html/4_ECCV_2024_paper.php>
    Is One Tag Enough?</a></dt><dd>Ann Bee*, Cee Dee, Eff Gee*</dd>
    <dd>[<a href='papers/eccv_2024/papers_ECCV/papers/00004.pdf'>pdf</a>]
    [<a href="https://link.springer.com/chapter/10.1007/978-3-031-72640-8_1">DOI</a>]</dd>
    """
    paper = one(page, conference="ECCV", year=2024, url="https://www.ecva.net/papers.php")

    assert paper.authors == ("Ann Bee", "Cee Dee", "Eff Gee")
    assert paper.link == (
        "https://www.ecva.net/papers/eccv_2024/papers_ECCV/html/4_ECCV_2024_paper.php"
    )
    assert paper.doi == "10.1007/978-3-031-72640-8_1"


def test_of_a_page_with_several_years_only_the_one_asked_for_counts() -> None:
    page = """
    <dt class="ptitle"><a href=papers/eccv_2024/papers_ECCV/html/4.php>New</a></dt><dd>A B</dd>
    <dt class="ptitle"><a href=papers/eccv_2022/papers_ECCV/html/9.php>Old</a></dt><dd>C D</dd>
    """
    url = "https://www.ecva.net/papers.php"

    assert one(page, conference="ECCV", year=2022, url=url).title == "Old"
    with pytest.raises(SourceError, match="none of ECCV 2020"):
        read(page, conference="ECCV", year=2020, url=url)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/content/CVPR2025/html/X_CVPR_2025_paper.html", "main"),
        ("/content_CVPR_2025/html/X_CVPR_2025_paper.html", "main"),
        ("/content_cvpr_2025/html/X_CVPR_2025_paper.html", "main"),
        ("/content/CVPR2025W/ABAW/html/X_CVPRW_2025_paper.html", "workshop"),
        ("/content_cvpr_2025_workshops/w1/html/X.html", "workshop"),
    ],
)
def test_the_address_says_whether_a_paper_is_of_a_workshop(address: str, kind: str) -> None:
    page = f'<dt class="ptitle"><a href="{address}">A Title</a></dt>'

    assert one(page).venue == Venue(name="CVPR", year=2025, kind=kind)  # type: ignore[arg-type]


def test_an_author_without_a_paper_of_his_own_is_nobodys() -> None:
    """What stands behind one paper ends where the next begins."""
    first = '<dt class="ptitle"><a href="/content/CVPR2025/html/A.html">Without Authors</a></dt>'

    papers = read(f"<dl>{first}{PAPER}</dl>").papers

    assert [paper.authors for paper in papers] == [(), ("Jane van Doe", "Jörg Maß")]


def test_only_addresses_of_the_web_are_links() -> None:
    page = PAPER.replace("/content/CVPR2025/html/Doe_Tags_CVPR_2025_paper.html", "javascript:x()")

    assert one(page).link == ""


def test_links_at_home_are_given_by_https() -> None:
    page = PAPER.replace("/content/CVPR2025/html", "http://openaccess.thecvf.com/content/CVPR2025")

    assert one(page).link.startswith("https://openaccess.thecvf.com/")


@pytest.mark.parametrize("address", ["http://[::1", "http://[x]/", "", "mailto:x@example.org"])
def test_what_is_no_address_is_no_link(address: str) -> None:
    assert web_address(address, on=CVF) == ""


def test_a_page_without_papers_is_a_failure_and_not_an_empty_listing() -> None:
    with pytest.raises(
        SourceError, match=r"openaccess.thecvf.com sent a page that lists no papers"
    ):
        read("<html><body><h1>Welcome</h1></body></html>")


def test_a_conference_of_several_days_links_to_the_page_of_each() -> None:
    page = '<a href="CVPR2018?day=2018-06-19">1</a> <a href="CVPR2018?day=2018-06-20">2</a>' * 2

    assert days_of(page.encode(), url=f"{CVF}/CVPR2018") == (
        f"{CVF}/CVPR2018?day=2018-06-19",
        f"{CVF}/CVPR2018?day=2018-06-20",
    )
    assert days_of(PAPER.encode(), url=f"{CVF}/CVPR2025") == ()
