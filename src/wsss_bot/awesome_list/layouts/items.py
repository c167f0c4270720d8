"""Items of lists, and paragraphs that are entries."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from wsss_bot.awesome_list.layouts.blocks import Blocks, ItemBlock
from wsss_bot.awesome_list.layouts.listing import Kind, Listing
from wsss_bot.awesome_list.model import Overrides
from wsss_bot.awesome_list.understand.addresses import link_kind
from wsss_bot.awesome_list.understand.anatomy import is_long
from wsss_bot.awesome_list.understand.entries import MARKER, ItemRow, ListedRow, text_of_item
from wsss_bot.awesome_list.understand.inline import Definitions, find_links, plain
from wsss_bot.awesome_list.write.edits import filled_item
from wsss_bot.awesome_list.write.item_text import item_hang, item_marker, item_text
from wsss_bot.awesome_list.write.writing import Writer
from wsss_bot.domain import Role
from wsss_bot.text.arxiv_ids import find_arxiv_ids

_MOST_DETAILS = 40
"""An item with more items inside is no paper."""
_FEW = 3
"""So many paragraphs about papers make a list of papers."""
_ENUMERATION = re.compile(r"^[\[(]?\d+[\]).]*\s*")
_RST_LINK = re.compile(r">`_")


class Items:
    """The layout of items and paragraphs."""

    fewest: int = 3
    shown: Kind = "bullets"

    def read(
        self, blocks: Blocks, definitions: Definitions, overrides: Overrides
    ) -> Sequence[Listing]:
        """Return every list of the file with a paper among its items."""
        return list(self._listings(blocks, definitions, overrides))

    def holds_papers(self, listing: Listing) -> bool:
        """Say whether most items of a list are papers."""
        return _are_papers(listing.rows)

    def header_lines(self, listing: Listing) -> range:
        """Return no line: a list has no header."""
        return range(0)

    def gap(self, listing: Listing) -> int:
        """Return how many blank lines most items have between them."""
        gaps = Counter(
            below.at.start - above.end
            for above, below in pairwise(listing.rows)
            if below.at.start >= above.end
        )
        return gaps.most_common(1)[0][0] if gaps else 0

    def row(
        self, listing: Listing, near: Sequence[ListedRow], writer: Writer, *, after: int
    ) -> str:
        """Return the line or lines of a new item."""
        return item_text(near, writer, after=after)

    def cells(self, row: str) -> tuple[str, ...]:
        """Return the text of an item without its marker, and without its indentation."""
        return (text_of_item(row),)

    def joined(
        self, listing: Listing, near: Sequence[ListedRow], cells: Sequence[str], *, after: int
    ) -> str:
        """Return the line or lines of a new item with this text behind its marker."""
        marker = item_marker(near, after=after)
        indent = " " * item_hang(near, marker)
        first, *others = cells[0].split("\n")
        return "\n".join([marker + first, *(indent + line if line else "" for line in others)])

    def filled(
        self,
        row: ListedRow,
        raw: str,
        role: Role,
        listing: Listing,
        near: Sequence[ListedRow],
        writer: Writer,
    ) -> str:
        """Return the item with a code link added, or a venue for a preprint."""
        assert isinstance(row, ItemRow)  # noqa: S101 - this layout read it
        return filled_item(row, raw, role, near, writer)

    def _listings(
        self, blocks: Blocks, definitions: Definitions, overrides: Overrides
    ) -> Iterator[Listing]:
        groups: dict[tuple[int, tuple[str, ...]], list[ItemRow]] = {}
        for block in whole_items(blocks):
            row = _item(blocks, block, definitions)
            groups.setdefault((block.group, block.section), []).append(row)
        for (_, section), rows in groups.items():
            _name_after_heading(rows, section)
            if any(row.entry for row in rows):
                yield Listing(
                    layout=self,
                    columns=(),
                    header=rows[0].at.start,
                    section=section,
                    rows=tuple(rows),
                    overrides=overrides,
                )


def whole_items(blocks: Blocks) -> Iterator[ItemBlock]:
    """Yield the items; one whose nested items are details of the same paper is one with them."""
    done = 0
    for number, block in enumerate(blocks.items):
        if block.own.start < done:
            continue
        if block.lines.stop > block.own.stop:
            inner = _inside(blocks, number)
            if _is_one_paper(blocks, block, inner):
                done = block.lines.stop
                yield replace(block, own=block.lines)
                continue
        yield block


def _inside(blocks: Blocks, number: int) -> list[str]:
    """Return the texts of the items nested in an item."""
    found = []
    stop = blocks.items[number].lines.stop
    for block in islice(blocks.items, number + 1, number + _MOST_DETAILS):
        if block.own.start >= stop:
            break
        found.append(_text(blocks, block.own))
    return found


def _text(blocks: Blocks, lines: range) -> str:
    return "".join(blocks.lines[lines.start : lines.stop])


def _is_one_paper(blocks: Blocks, block: ItemBlock, inner: Sequence[str]) -> bool:
    """Say whether an item has the title of a paper and those nested in it have its details."""
    own = _text(blocks, block.own)
    links = {link.url for link in find_links(own) if link_kind(link.url, link.text) == "paper"}
    if not is_long(plain(MARKER.sub("", own, count=1))):
        return False
    papers = sum(_links_a_title(text) for text in inner)
    if len(inner) >= _MOST_DETAILS - 1 or 2 * papers >= len(inner):
        return False
    below = {url for text in inner for url in _paper_links(text)}
    return bool(links) or len(find_arxiv_ids(" ".join(below)) or below) == 1


def _paper_links(text: str) -> list[str]:
    return [link.url for link in find_links(text) if link_kind(link.url, link.text) == "paper"]


def _links_a_title(text: str) -> bool:
    return any(
        is_long(plain(link.text)) and link_kind(link.url, link.text) == "paper"
        for link in find_links(text)
    )


def _are_papers(items: Sequence[ListedRow]) -> bool:
    """Say whether most items of a list are papers.

    Of paragraphs at least a few must be. In reStructuredText, which is no Markdown, what looks
    like an item may be a row of one of its tables.
    """
    papers = sum(row.names_a_paper for row in items)
    if items[0].is_paragraph and papers < _FEW:
        return False
    return 2 * papers > len(items) and not any(_RST_LINK.search(row.raw) for row in items)


def _name_after_heading(rows: Sequence[ItemRow], section: tuple[str, ...]) -> None:
    """Give the paper its title where a list only holds the details of the heading above it."""
    linked = [row for row in rows if row.arxiv_ids]
    if len(linked) == 1 and len(rows) > 1 and section and not linked[0].names_a_paper:
        linked[0].heading = _ENUMERATION.sub("", section[-1])


def _item(blocks: Blocks, block: ItemBlock, definitions: Definitions) -> ItemRow:
    return ItemRow(
        at=block.own,
        end=block.lines.stop,
        raw="".join(blocks.lines[number] for number in block.own).rstrip("\r\n"),
        section=" / ".join(block.section),
        definitions=definitions,
        is_paragraph=not block.marker,
    )
