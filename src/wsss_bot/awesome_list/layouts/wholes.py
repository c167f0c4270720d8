"""Papers that take a block of lines each: under a heading of their own, folded away, in HTML."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from wsss_bot.awesome_list.layouts.blocks import Blocks
from wsss_bot.awesome_list.layouts.items import Items
from wsss_bot.awesome_list.layouts.listing import Listing
from wsss_bot.awesome_list.model import Overrides
from wsss_bot.awesome_list.understand.addresses import link_kind
from wsss_bot.awesome_list.understand.anatomy import is_long
from wsss_bot.awesome_list.understand.entries import ItemRow
from wsss_bot.awesome_list.understand.inline import Definitions, find_links, plain
from wsss_bot.text.arxiv_ids import find_arxiv_ids

_FEW = 2
"""So many blocks about papers make a list of papers."""
_TITLED = 3
"""So many headings that are titles make a list of papers."""
_LONGEST_BLOCK = 12
_NUMBERED = re.compile(r"[#\s]*\W{0,2}\d{1,4}[\]).]")
"""A heading with a running number, which a new one would have to continue."""
_HEADING = re.compile(r" {0,3}#{2,6}[ \t]")
_OPENS, _CLOSES = re.compile(r"<details\b", re.IGNORECASE), re.compile(r"</details", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary[^<>]*>((?:(?!</summary).){0,2000})", re.IGNORECASE | re.DOTALL)
_ROW, _ROW_ENDS = re.compile(r"\s*<tr\b", re.IGNORECASE), re.compile(r"</tr\s*>", re.IGNORECASE)
_ROWSPAN = re.compile(r"rowspan\s*=\s*[\"']?(\d)", re.IGNORECASE)
_STRONG = re.compile(r"<(strong|b|em|i)\b[^<>]*>((?:(?!</\1).){4,300})</\1>", re.DOTALL | re.I)
_BEHIND_TITLE = re.compile(r"[\s,.:;–-]*(?:[(\[]\s*(?:19|20)?\d*\s*[)\]]?)?[\s\[(,.:;|–-]*\Z")
_HTML_ITEM = re.compile(r"<li\b[^<>]*>(.{1,3000})</li>", re.IGNORECASE)
_AUTHOR = re.compile(r"[,.] [^,.]{1,40} et al\b\.?\s*\Z")
_BOLD_TAG = re.compile(r"<(b|strong)>\W{0,3}[^<>]{1,40}</\1>", re.IGNORECASE)
_LONGEST_FOLD = 400
_LONGEST_TITLE = 400

Heading = tuple[int, tuple[str, ...]]
Finder = Callable[[Blocks], Iterator[tuple[range, str]]]
"""Yields the lines of each paper, and its title."""


class Wholes(Items):
    """The layout of papers that take a block of lines each."""

    fewest: int = 2

    def __init__(self, find: Finder) -> None:
        self._find = find

    def read(
        self, blocks: Blocks, definitions: Definitions, overrides: Overrides
    ) -> Sequence[Listing]:
        """Return every run of such blocks below one heading."""
        papers = list(self._find(blocks))
        taken = {line for at, _ in papers for line in at}
        headings = [one for one in blocks.headings if one[0] not in taken]
        rows = []
        for at, title in papers:
            section = section_at(headings, at.start)
            rows.append((section, _row(blocks, at, title, section, definitions)))
        found = []
        for section, group in groupby(rows, key=lambda row: row[0]):
            of_section = tuple(row for _, row in group)
            if len(of_section) >= _FEW:
                found.append(
                    Listing(
                        layout=self,
                        columns=(),
                        header=of_section[0].at.start,
                        section=section,
                        rows=of_section,
                        overrides=overrides,
                    )
                )
        return found

    def holds_papers(self, listing: Listing) -> bool:
        """Say that its blocks are papers: nothing else was looked for."""
        return True


def section_at(headings: Sequence[Heading], line: int) -> tuple[str, ...]:
    """Return the headings above a line."""
    at = bisect_right(headings, line, key=itemgetter(0))
    return headings[at - 1][1] if at else ()


def _row(
    blocks: Blocks, at: range, title: str, section: tuple[str, ...], definitions: Definitions
) -> ItemRow:
    return ItemRow(
        at=at,
        end=at.stop,
        raw="".join(blocks.lines[at.start : at.stop]).rstrip("\r\n"),
        section=" / ".join(section),
        definitions=definitions,
        is_paragraph=True,
        heading=title,
    )


def under_headings(blocks: Blocks) -> Iterator[tuple[range, str]]:
    """Yield each heading that links to a paper, with the lines below it."""
    starts = [number for number, _ in blocks.headings] + [len(blocks.lines)]
    for number, following in pairwise(starts):
        line = blocks.lines[number]
        title = _linked_title(line) if _HEADING.match(line) else ""
        if title:
            yield range(number, _last(blocks, number, following)), title


def titled_by_headings(blocks: Blocks) -> Iterator[tuple[range, str]]:
    """Yield each heading that is the title of the one paper below it, where most beside it are."""
    stops = [number for number, _ in blocks.headings[1:]] + [len(blocks.lines)]
    found = [(*one, stop) for one, stop in zip(blocks.headings, stops, strict=False)]
    for _, beside in groupby(found, key=lambda one: one[1][:-1]):
        group = list(beside)
        papers = [
            (range(number, _last(blocks, number, stop)), path[-1])
            for number, path, stop in group
            if path
            and is_long(path[-1])
            and _HEADING.match(blocks.lines[number])
            and not _NUMBERED.match(blocks.lines[number])
            if _is_about_one(blocks.lines[number], blocks.lines[number + 1 : stop])
        ]
        if len(papers) >= _TITLED and 5 * len(papers) >= 4 * len(group):
            yield from papers


def _is_about_one(heading: str, lines: Sequence[str]) -> bool:
    """Say whether the lines below a heading link to just one paper, and none by its title."""
    text = "".join(lines)
    if find_links(heading) or sum(bool(line.strip()) for line in lines) > _LONGEST_BLOCK:
        return False
    papers = {link.url for link in find_links(text) if link_kind(link.url, link.text) == "paper"}
    return len(papers | {*find_arxiv_ids(text)}) in {1, 2} and (
        len(find_arxiv_ids(text) or papers) == 1 and not _linked_title(text) and "|--" not in text
    )


def _linked_title(text: str) -> str:
    for link in find_links(text):
        if link_kind(link.url, link.text) == "paper" and is_long(plain(link.text)):
            return plain(link.text)
    return ""


def _links_to_a_paper(text: str) -> bool:
    return any(link_kind(link.url, link.text) == "paper" for link in find_links(text))


def _last(blocks: Blocks, start: int, stop: int) -> int:
    """Return the line after the last that is not blank."""
    while stop > start + 1 and not blocks.lines[stop - 1].strip():
        stop -= 1
    return stop


def folded_away(blocks: Blocks) -> Iterator[tuple[range, str]]:
    """Yield each fold whose summary names a paper and links to it."""
    lines = blocks.lines
    depths = [len(_OPENS.findall(line)) - len(_CLOSES.findall(line)) for line in lines]
    number = 0
    while number < len(lines):
        if not lines[number].lstrip().lower().startswith("<details"):
            number += 1
            continue
        stop = _end_of_fold(depths, number)
        text = "".join(lines[number:stop]) if stop else ""
        summary = _SUMMARY.search(text)
        title = _title_of_summary(summary[1]) if summary else ""
        if title and summary and _links_to_a_paper(summary[1]):
            yield range(number, stop), title
            number = stop
        else:
            number += 1


def _end_of_fold(depths: Sequence[int], start: int) -> int:
    """Return the line after the end of a fold, 0 where it has none near."""
    depth = 0
    for number in range(start, min(len(depths), start + _LONGEST_FOLD)):
        depth += depths[number]
        if depth <= 0:
            return number + 1
    return 0


def _title_of_summary(summary: str) -> str:
    linked = _linked_title(summary)
    if linked:
        return linked
    links = find_links(summary)
    open_text = plain(summary[: links[0].start] if links else summary)[:_LONGEST_TITLE]
    title = _BEHIND_TITLE.sub("", open_text)
    return title if is_long(title) or len(title.split()) > 2 else ""


def rows_of_html(blocks: Blocks) -> Iterator[tuple[range, str]]:
    """Yield each row of an HTML table that links to a paper, with the rows that it spans."""
    lines = blocks.lines
    number = 0
    while number < len(lines):
        if not _ROW.match(lines[number]):
            number += 1
            continue
        stop = _end_of_row(lines, number)
        text = "".join(lines[number:stop])
        title = _title_in_html(text)
        if stop and title and _links_to_a_paper(text):
            yield range(number, stop), title
        number = max(stop, number + 1)


def items_of_html(blocks: Blocks) -> Iterator[tuple[range, str]]:
    """Yield each line that is an item of an HTML list and links to a paper."""
    for number, line in enumerate(blocks.lines):
        item = _HTML_ITEM.fullmatch(line.strip())
        if item and _links_to_a_paper(item[1]):
            linked = _linked_title(item[1])
            shown = plain(_BOLD_TAG.sub("", item[1]))
            title = linked or _BEHIND_TITLE.sub("", _AUTHOR.sub("", shown[:_LONGEST_TITLE]))
            if is_long(title):
                yield range(number, number + 1), title


def _end_of_row(lines: Sequence[str], start: int) -> int:
    left = 0
    for number in range(start, min(len(lines), start + 60)):
        if number == start:
            spans = [int(found) for found in _ROWSPAN.findall(lines[start])]
            left = max([1, *spans])
        left -= len(_ROW_ENDS.findall(lines[number]))
        if left <= 0:
            return number + 1
    return 0


def _title_in_html(text: str) -> str:
    linked = _linked_title(text)
    if linked:
        return linked
    strong = (plain(found[2]) for found in _STRONG.finditer(text))
    return next((title for title in strong if is_long(title)), "")
