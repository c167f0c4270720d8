"""The abstract of one paper, from its page at CVF or ECVA: their listings have none."""

from urllib.parse import urlsplit

from lxml import etree, html

from wsss_bot.errors import SourceError

HOSTS = frozenset({"openaccess.thecvf.com", "www.ecva.net"})
"""Whose pages are read; the programmes of other conferences hold the abstracts."""

_PARSER = html.HTMLParser(encoding="utf-8")
_QUOTES = '"“” '


def has_page(link: str) -> bool:
    """Whether the page of a paper is one that an abstract can be read from."""
    return urlsplit(link).netloc in HOSTS


def read_abstract(body: bytes, *, url: str) -> str:
    """Return the abstract on one line. Raises SourceError for a page without one."""
    host = urlsplit(url).netloc
    try:
        found = html.document_fromstring(body, parser=_PARSER).xpath("//*[@id='abstract']")
    except (etree.LxmlError, ValueError) as error:
        raise SourceError(f"{host} sent a page that cannot be read", url=url) from error
    text = " ".join(found[0].text_content().split()).strip(_QUOTES) if found else ""
    if not text:
        raise SourceError(f"{host} sent a page without an abstract", url=url)
    return text
