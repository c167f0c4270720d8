"""The listings of CVF open access and of ECVA: one flat form, `dt.ptitle` with `dd` behind it.

A page names each paper in a `dt` and says in the `dd` after it who wrote it and where it lies.
CVF has authors as hidden inputs of forms and `[arXiv]` links for about half of its papers; ECVA
has them as text, all years on one page, and addresses without quotes.
"""

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

from lxml import etree, html

from wsss_bot.domain import ArxivId, Venue
from wsss_bot.errors import SourceError
from wsss_bot.sources.proceedings.listing import Listing, ProceedingsPaper, web_address
from wsss_bot.text.arxiv_ids import parse_arxiv_id

_CONFERENCE = re.compile(
    r"/(?:content[/_])?(?P<name>[a-z]{4,5})_?(?P<year>20\d\d)"
    r"(?P<workshop>W|[/_]?workshops?)?(?:[/_]|$)",
    re.IGNORECASE,
)
"""In an address: 'content/WACV2025/', 'content_cvpr_2018/', 'eccv_2024/', 'content/CVPR2025W/'."""
_DAY = re.compile(r"[?&]day=\d{4}-\d\d-\d\d$")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s?#\"'<>]+")
_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)


def read_listing(body: bytes, *, url: str, conference: str, year: int, source: str) -> Listing:
    """Return the papers of `conference` in `year` that a page at `url` lists.

    Papers of other conferences or years on the same page are left out; workshop papers have their
    own kind of venue. Raises SourceError for a page without any paper, or with none of that year.
    """
    host = urlsplit(url).netloc
    named = list(
        _papers(_tree(body, url=url), url=url, conference=conference, year=year, source=source)
    )
    if not named:
        raise SourceError(f"{host} sent a page that lists no papers", url=url)
    papers = tuple(
        paper for paper in named if (paper.venue.name, paper.venue.year) == (conference, year)
    )
    if not papers:
        raise SourceError(f"{host} lists papers, but none of {conference} {year}", url=url)
    return Listing(conference=conference, year=year, papers=papers)


def days_of(body: bytes, *, url: str) -> tuple[str, ...]:
    """Return the addresses of the pages of single days that a page links to, each once.

    CVF parts the papers of 2018 to 2020 in this way; a page with papers gives none.
    """
    tree = _tree(body, url=url)
    if tree.xpath("//dt[contains(@class, 'ptitle')]"):
        return ()
    links = (web_address(link, on=url) for link in tree.xpath("//a/@href"))
    return tuple(dict.fromkeys(link for link in links if _DAY.search(link)))


def _tree(body: bytes, *, url: str) -> html.HtmlElement:
    try:
        return html.document_fromstring(body, parser=_PARSER)
    except (etree.LxmlError, ValueError) as error:
        host = urlsplit(url).netloc
        raise SourceError(f"{host} sent a page that cannot be read", url=url) from error


def _papers(
    tree: html.HtmlElement, *, url: str, conference: str, year: int, source: str
) -> Iterator[ProceedingsPaper]:
    for title in tree.xpath("//dt[contains(@class, 'ptitle')]"):
        details = []
        for behind in title.itersiblings():
            if behind.tag == "dt":
                break
            details.append(behind)
        text = _text(title)
        if not text:
            continue
        link = web_address(next(iter(title.xpath(".//a/@href")), ""), on=url)
        links = [
            (_text(a).casefold(), web_address(a.get("href"), on=url))
            for detail in details
            for a in detail.xpath(".//a[@href]")
        ]
        yield ProceedingsPaper(
            title=text,
            authors=_authors(details),
            venue=_venue(link, conference=conference, year=year),
            link=link,
            pdf=next((to for name, to in links if name == "pdf"), ""),
            arxiv_id=_arxiv_id(links),
            doi=next((found[0] for _, to in links if (found := _DOI.search(to))), ""),
            source=source,
        )


def _venue(link: str, *, conference: str, year: int) -> Venue:
    """Return what the address of a paper says of its conference, else what was asked for."""
    found = _CONFERENCE.search(urlsplit(link).path)
    if found is None:
        return Venue(name=conference, year=year)
    kind: Literal["main", "workshop"] = "workshop" if found["workshop"] else "main"
    return Venue(name=found["name"].upper(), year=int(found["year"]), kind=kind)


def _authors(details: list[html.HtmlElement]) -> tuple[str, ...]:
    in_forms = [
        name for detail in details for name in detail.xpath(".//input[@name='query_author']/@value")
    ]
    if not in_forms:
        as_text = next((d for d in details if not d.xpath(".//a[@href]")), None)
        in_forms = [] if as_text is None else _text(as_text).split(",")
    names = (" ".join(name.replace("*", " ").split()) for name in in_forms)
    return tuple(filter(None, names))


def _arxiv_id(links: list[tuple[str, str]]) -> ArxivId | None:
    for name, to in links:
        if name == "arxiv":
            try:
                return parse_arxiv_id(to)[0]
            except ValueError:
                continue
    return None


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
