"""What names a paper: its arXiv id or, where it is not on arXiv, the address of its proceedings.

The address stands without 'https://', as in 'openaccess.thecvf.com/content/WACV2022/html/….html'.
Which of the two an id is, and where it leads, is decided here and nowhere else.
"""

import re
from urllib.parse import quote, urlsplit

from wsss_bot.domain import ArxivId
from wsss_bot.text.arxiv_ids import parse_arxiv_id

PROCEEDINGS = frozenset(
    {
        "cvpr.thecvf.com",
        "doi.org",
        "eccv.ecva.net",
        "iccv.thecvf.com",
        "iclr.cc",
        "icml.cc",
        "mlsys.org",
        "neurips.cc",
        "openaccess.thecvf.com",
        "openreview.net",
        "proceedings.mlr.press",
        "www.ecva.net",
    }
)
"""The hosts on which a paper has a page that lasts."""

_UNSAFE = re.compile(r"[^\w./?=&%~+-]", re.ASCII)
PAGE = "(?:" + "|".join(map(re.escape, sorted(PROCEEDINGS))) + r")/[\w./?=&%~+-]+"
"""What the id of a paper looks like that is not on arXiv."""
_PAGE = re.compile(PAGE, re.ASCII)
_LINK = re.compile(rf"https?://{PAGE}", re.ASCII | re.IGNORECASE)


def page_id(address: str) -> ArxivId | None:
    """Return what names the paper whose page in proceedings this is; None: it is no such page."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # urllib's word for an address that cannot be parted
        return None
    query = f"?{parts.query}" if parts.query else ""
    name = parts.netloc.lower() + quote(f"{parts.path}{query}", safe="/?=&%~+-._")
    is_page = parts.scheme in {"http", "https"} and _PAGE.fullmatch(name)
    return ArxivId(name) if is_page else None


def find_pages(text: str) -> tuple[ArxivId, ...]:
    """Every page in proceedings that `text` links to, in order, each once."""
    found = (page_id(link[0]) for link in _LINK.finditer(text))
    return tuple(dict.fromkeys(page for page in found if page))


def is_on_arxiv(paper_id: ArxivId) -> bool:
    """Whether it is an arXiv id, and not the address of a page."""
    host, slash, _ = paper_id.partition("/")
    return not (slash and "." in host)


def address_of(paper_id: ArxivId) -> str:
    """Return where the paper is, which cannot end the Markdown link that it stands in."""
    site = "https://arxiv.org/abs/" if is_on_arxiv(paper_id) else "https://"
    return site + _UNSAFE.sub("", paper_id)


def parse_paper_id(text: str) -> ArxivId:
    """Return what names the paper that `text` names or links to.

    `text` is what `parse_arxiv_id` reads, or the address of a page in proceedings, with 'https://'
    or without. Raises ValueError when it is none of these.
    """
    try:
        return parse_arxiv_id(text)[0]
    except ValueError:
        stripped = text.strip()
        found = page_id(stripped if "://" in stripped else f"https://{stripped}")
        if found is None:
            raise
        return found
