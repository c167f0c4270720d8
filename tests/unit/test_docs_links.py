"""Every link in the project's own pages leads somewhere; other addresses are well-formed."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
FOREIGN = {"node_modules", "src"}
"""Folders with Markdown that is not documentation."""
PAGES = sorted(
    page
    for page in ROOT.rglob("*.md")
    if not any(part in FOREIGN or part.startswith(".") for part in page.relative_to(ROOT).parts)
)


def tokens(page: Path) -> Iterator[Token]:
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(page.read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


def links(page: Path) -> Iterator[str]:
    """The targets of links and pictures, those in HTML included."""
    for token in tokens(page):
        target = token.attrGet("href") or token.attrGet("src")
        if target is not None:
            yield str(target)
        if token.type.startswith("html"):
            yield from re.findall(r'(?:src|href)="([^"]*)"', token.content)


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    found: list[str] = []
    inside = False
    for token in tokens(page):
        if inside and token.type == "inline":
            words = "".join(child.content for child in token.children or ())
            anchor = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
            found.append(f"{anchor}-{found.count(anchor)}" if anchor in found else anchor)
        inside = token.type == "heading_open"
    return set(found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        address = urlsplit(link)
        if address.scheme:
            assert address.scheme in {"https", "http"}, link
            assert re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?", address.netloc), link
            continue
        target = (page.parent / unquote(address.path)).resolve() if address.path else page

        assert target.exists(), f"{link} leads nowhere"
        assert target.is_relative_to(ROOT), f"{link} leads out of the project"
        if address.fragment:
            assert address.fragment in anchors(target), f"{link} names no heading"


def test_every_page_of_the_documentation_can_be_reached_from_its_index() -> None:
    docs = ROOT / "docs"
    reached, waiting = set[Path](), {docs / "README.md"}
    while waiting:
        page = waiting.pop()
        reached.add(page)
        linked = {(page.parent / urlsplit(link).path).resolve() for link in links(page)}
        waiting |= linked & set(docs.glob("*.md")) - reached

    assert set(docs.glob("*.md")) == reached
