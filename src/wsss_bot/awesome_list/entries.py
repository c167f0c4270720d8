"""The entries of a list, and the tables and lists of items that they stand in."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wsss_bot.arxiv_ids import parse_arxiv_id
from wsss_bot.awesome_list.anatomy import Anatomy, read_cell, read_line, says_nothing
from wsss_bot.awesome_list.cells import RawRow, cut_row
from wsss_bot.awesome_list.inline import Definitions, plain
from wsss_bot.awesome_list.layout import ItemBlock, Layout, TableBlock
from wsss_bot.awesome_list.model import Column, Overrides
from wsss_bot.awesome_list.roles import column_roles
from wsss_bot.domain import ArxivId, Entry, Role

_MARKER = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """One row of a table or one item, understood."""

    at: range
    """Its lines, as indices."""
    entry: Entry | None
    """None for a row that is no paper (a divider, a blank one)."""
    row: RawRow | None = None
    """The cells, for a row of a table."""
    anatomies: tuple[Anatomy, ...] = ()
    """Of each cell, or of the whole item."""
    marker: str = ""
    """What stands before the text of an item: indentation, bullet or number, check box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table, or the items of one list, with everything that was read from it."""

    columns: tuple[Column, ...]
    """Empty for items."""
    header: int
    """The line index of the header, or of the first item."""
    section: tuple[str, ...]
    rows: tuple[ListedRow, ...]
    papers: bool

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The papers in it."""
        return tuple(row.entry for row in self.rows if row.entry)

    def column(self, role: Role) -> int | None:
        """Return the index of the column with that role."""
        return next((i for i, column in enumerate(self.columns) if column.role == role), None)


def read_listings(
    layout: Layout, definitions: Definitions, overrides: Overrides
) -> tuple[Listing, ...]:
    """Read every table, and every list whose items are papers, in the order of the file."""
    tables = [_table(layout, block, definitions, overrides) for block in layout.tables]
    return tuple(
        sorted([*tables, *_item_listings(layout, definitions)], key=lambda listing: listing.header)
    )


def _table(
    layout: Layout, block: TableBlock, definitions: Definitions, overrides: Overrides
) -> Listing:
    headers = cut_row(layout.lines[block.header]).cells
    cut = [(number, cut_row(layout.lines[number])) for number in block.rows]
    roles = column_roles(headers, [row.cells for _, row in cut], definitions, overrides.roles)
    columns = tuple(
        Column(header=plain(header, definitions), role=role)
        for header, role in zip(headers, roles, strict=True)
    )
    section = " / ".join(block.section)
    rows = tuple(
        _table_row(layout, number, row, roles, section, definitions) for number, row in cut
    )
    return Listing(
        columns=columns,
        header=block.header,
        section=block.section,
        rows=rows,
        papers=_holds_papers(rows, roles),
    )


def _holds_papers(rows: Sequence[ListedRow], roles: Sequence[Role]) -> bool:
    """Say whether the rows are papers: most have a title, and a link, venue or date beside it."""
    if "title" not in roles or len(set(roles) & {"venue", "paper", "date", "code"}) < 1:
        linked = sum(bool(row.entry and row.entry.arxiv_id) for row in rows)
        return "paper" in roles and "title" in roles and linked * 2 >= len(rows) > 0
    titled = sum(bool(row.entry) for row in rows)
    return titled * 2 >= len(rows)


def _table_row(
    layout: Layout,
    number: int,
    row: RawRow,
    roles: Sequence[Role],
    section: str,
    definitions: Definitions,
) -> ListedRow:
    anatomies = tuple(
        read_cell(cell, role, definitions) for cell, role in zip(row.cells, roles, strict=False)
    )
    by_role = {role: cell for role, cell in zip(roles, anatomies, strict=False) if role != "other"}
    raw = layout.lines[number].rstrip("\r\n")
    entry = _entry(anatomies, by_role, definitions, line=number + 1, section=section, raw=raw)
    return ListedRow(at=range(number, number + 1), entry=entry, row=row, anatomies=anatomies)


def _entry(
    anatomies: Sequence[Anatomy],
    by_role: Mapping[Role, Anatomy],
    definitions: Definitions,
    *,
    line: int,
    section: str,
    raw: str,
) -> Entry | None:
    arxiv_id = _arxiv_id(anatomies, by_role)
    title = _said(by_role.get("title"), "title", definitions)
    if arxiv_id is None and (title is None or says_nothing(title)):
        return None
    paper_urls = [url for anatomy in anatomies for url in anatomy.urls("paper")]
    code = [url for anatomy in anatomies for url in anatomy.urls("code")]
    return Entry(
        line=line,
        title=title or _any_title(anatomies, by_role, definitions),
        arxiv_id=arxiv_id,
        method=_shown(by_role.get("method"), definitions),
        venue=_said(by_role.get("venue"), "venue", definitions)
        or _first(anatomies, "venue", definitions),
        date=_said(by_role.get("date"), "date", definitions),
        code=tuple(dict.fromkeys(code)),
        paper_url=paper_urls[0] if paper_urls else None,
        section=section,
        raw=raw,
    )


def _arxiv_id(anatomies: Iterable[Anatomy], by_role: Mapping[Role, Anatomy]) -> ArxivId | None:
    paper = by_role.get("paper")
    ordered = [*([paper] if paper else []), *anatomies]
    found = next((anatomy.arxiv_id for anatomy in ordered if anatomy.arxiv_id), None)
    if found is None and paper is not None:
        try:
            found, _ = parse_arxiv_id(paper.raw)
        except ValueError:
            return None
    return found


def _shown(cell: Anatomy | None, definitions: Definitions) -> str | None:
    """Return all that a cell says, as when two names share it."""
    shown = plain(cell.raw, definitions) if cell else ""
    return None if says_nothing(shown) else shown


def _said(anatomy: Anatomy | None, meaning: str, definitions: Definitions) -> str | None:
    if anatomy is None:
        return None
    texts = [s for s in anatomy.spans if s.meaning == meaning]
    if not texts:
        return None
    shown = plain(anatomy.raw[texts[0].start : texts[0].end], definitions)
    return None if says_nothing(shown) else shown


def _first(anatomies: Iterable[Anatomy], meaning: str, definitions: Definitions) -> str | None:
    return next(
        (text for anatomy in anatomies if (text := _said(anatomy, meaning, definitions))), None
    )


def _any_title(
    anatomies: Sequence[Anatomy], by_role: Mapping[Role, Anatomy], definitions: Definitions
) -> str:
    """Return the best name for a paper whose row has no title: a linked text, or the method."""
    linked = _first(anatomies, "title", definitions)
    named = _said(by_role.get("method"), "method", definitions)
    longest = max((plain(anatomy.raw, definitions) for anatomy in anatomies), key=len, default="")
    return linked or named or longest


def _item_listings(layout: Layout, definitions: Definitions) -> Iterator[Listing]:
    """Yield the lists of which at least one item is a paper."""
    groups: dict[tuple[int, tuple[str, ...]], list[ListedRow]] = {}
    for block in layout.items:
        row = _item(layout, block, definitions)
        if row is not None:
            groups.setdefault((block.group, block.section), []).append(row)
    for (_, section), rows in groups.items():
        if any(row.entry for row in rows):
            yield Listing(
                columns=(), header=rows[0].at.start, section=section, rows=tuple(rows), papers=True
            )


def _item(layout: Layout, block: ItemBlock, definitions: Definitions) -> ListedRow | None:
    raw = "".join(layout.lines[number] for number in block.own).rstrip("\r\n")
    found = _MARKER.match(raw) if block.marker else None
    marker = found[0] if found else ""
    anatomy = read_line(raw[len(marker) :], definitions)
    section = " / ".join(block.section)
    entry = _item_entry(anatomy, definitions, line=block.own.start + 1, section=section, raw=raw)
    return ListedRow(at=block.own, entry=entry, anatomies=(anatomy,), marker=marker)


def _item_entry(
    anatomy: Anatomy, definitions: Definitions, *, line: int, section: str, raw: str
) -> Entry | None:
    title = _said(anatomy, "title", definitions)
    papers = anatomy.urls("paper")
    if anatomy.arxiv_id is None and not (title and (papers or anatomy.all("venue"))):
        return None
    return Entry(
        line=line,
        title=title or plain(anatomy.raw, definitions),
        arxiv_id=anatomy.arxiv_id,
        method=_said(anatomy, "method", definitions),
        venue=_said(anatomy, "venue", definitions),
        date=_said(anatomy, "date", definitions),
        code=anatomy.urls("code"),
        paper_url=papers[0] if papers else None,
        section=section,
        raw=raw,
    )
