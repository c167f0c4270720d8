"""The link behind a venue: to the paper's page in the proceedings, where neighbours have one."""

import re
from collections.abc import Sequence

from wsss_bot.awesome_list.understand.entries import ListedRow
from wsss_bot.awesome_list.understand.inline import find_links
from wsss_bot.awesome_list.understand.venue_text import read_venue
from wsss_bot.awesome_list.write.writing import link_target
from wsss_bot.domain import Facts
from wsss_bot.text.arxiv_ids import find_arxiv_ids

UNLINKED = "it would have no link to the paper, which is not on arXiv"
MISCALLED = "it would call the link to its proceedings {label!r}"
OF_ANOTHER = "it would keep the link of another paper to {url}"
_ELSEWHERE = re.compile(r"\b(?:arxiv|doi)\b", re.IGNORECASE)
_NEAREST = 6
"""So many of the nearest venues show whether they are links."""


def link_fault(row: str, facts: Facts) -> str:
    """Return what is wrong with the links in the row of a paper that is not on arXiv, or ''."""
    if facts.arxiv_id is not None or not facts.proceedings:
        return ""
    page = link_target(facts.proceedings)
    if page not in row:
        return UNLINKED
    labels = [link.text for link in find_links(row) if link.url == page]
    miscalled = (label for label in labels if _ELSEWHERE.search(label.replace(facts.title, "")))
    return next((MISCALLED.format(label=label) for label in miscalled), "")


def foreign_link(row: str, near: Sequence[ListedRow], facts: Facts) -> str:
    """Return what is wrong with a row that leads where only the row it was copied from may, or ''.

    A picture, and a place in the list itself, may be the same in every row.
    """
    own = {link_target(code.url) for code in facts.code} | {link_target(facts.proceedings or "")}
    for link in find_links(row):
        mine = link.url in own or facts.arxiv_id in find_arxiv_ids(link.url)
        if link.image or mine or not link.url.startswith("http"):
            continue
        if any(link.url in anatomy.raw for one in near for anatomy in one.anatomies):
            return OF_ANOTHER.format(url=link.url)
    return ""


def linked_venue(cell: str, number: int, neighbours: Sequence[ListedRow], facts: Facts) -> str:
    """Return the cell of a venue as a link to the proceedings, where half of the nearest are.

    `number` is that of the column; neighbours are nearest first. A venue whose page nobody knows
    stays as it is.
    """
    text, links = cell.strip(), find_links(cell)
    if facts.venue is None or facts.proceedings is None or not text or len(links) > 1:
        return cell
    near = [row.anatomies[number] for row in neighbours if len(row.anatomies) > number]
    published = [
        anatomy
        for anatomy in near
        if any((venue := read_venue(text)) and venue.known and not venue.preprint
               for text in anatomy.all("venue"))
    ][:_NEAREST]  # fmt: skip
    linking = [a for a in published if find_links(a.raw) and not find_arxiv_ids(a.raw)]
    if not published or 2 * len(linking) < len(published):
        return cell
    page = link_target(facts.proceedings)
    if links:
        # Where every venue is a link, it was taken for the one to the paper, and leads to arXiv.
        return cell.replace(links[0].url, page) if find_arxiv_ids(links[0].url) else cell
    return cell.replace(text, f"[{text}]({page})")
