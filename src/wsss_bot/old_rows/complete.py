"""From the records of listed papers to the cells of old rows that can be completed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wsss_bot import compose
from wsss_bot.awesome_list import AwesomeList, Change, read_list
from wsss_bot.domain import ArxivId, Entry, Facts, Notice, Paper, Role
from wsss_bot.old_rows.cells import Made, Offer, filled
from wsss_bot.old_rows.match import (
    WITHDRAWN,
    Completion,
    Match,
    completions,
    doubts_of,
    match,
    notice_of,
)
from wsss_bot.old_rows.official import Listed, gives_dois, no_listing, official_notices
from wsss_bot.old_rows.rows import Read, Rows, short_title
from wsss_bot.old_rows.text import LookedUp, body_of_cells, entry_name, title_of_cells
from wsss_bot.pull_request.learn import text_of_cell
from wsss_bot.pull_request.memory import Memory
from wsss_bot.pull_request.proposed import ProposedCell
from wsss_bot.text import escape
from wsss_bot.text.diff import unified_diff
from wsss_bot.text.paper_ids import page_id
from wsss_bot.text.titles import TitleIndex, title_key

LONGEST_SOURCE = 200

FactsOf = Callable[[Paper], Facts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completable:
    """What the records say of a list's old rows."""

    made: tuple[tuple[Offer, Change], ...]
    """The cells that can be filled, in the order of the list, and how it then reads there."""
    text: str
    """The list with all of them filled."""
    notices: tuple[Notice, ...]
    known: int
    """How many rows have a record."""

    def rows(self) -> list[list[Offer]]:
        """Return the cells row by row, without those that still read as blank once they are filled.

        Of these nobody could say later whether people emptied them again.
        """
        rows: dict[int, list[Offer]] = {}
        for offer, change in self.made:
            if offer.cell.after not in {"", offer.cell.before}:
                rows.setdefault(change.line, []).append(offer)
        return list(rows.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """The pull request that would complete old rows."""

    title: str
    body: str
    text: str
    """The whole list as it should read."""
    diff: str
    made: tuple[Made, ...]
    """Each cell that was filled, and how the list reads there."""
    notices: tuple[Notice, ...]


def refresh_rows(
    listed: AwesomeList,
    papers: Iterable[Paper],
    *,
    path: str,
    facts_of: FactsOf = compose.facts_of,
    read: Read = read_list,
) -> Refreshed:
    """Fill what can be filled of the list's rows from the newest records of `papers`.

    `read` reads the list as it was read.
    """
    found = completable(listed, papers, facts_of=facts_of, read=read)
    made = tuple(
        (replace(offer.cell, after=offer.cell.after or change.after), change)
        for offer, change in found.made
    )
    cells = [cell for cell, _ in made]
    title = title_of_cells(cells)
    about = LookedUp(
        rows=len(listed.entries),
        known=found.known,
        notices=found.notices,
        flaws=listed.flaws,
        text=listed.text,
    )
    return Refreshed(
        title=title,
        body=body_of_cells(cells, Memory(holds=tuple(cells), title=title), about),
        text=found.text,
        diff=unified_diff(listed.text, found.text, path=path),
        made=made,
        notices=found.notices,
    )


def changes_json(made: Iterable[Made]) -> list[dict[str, Any]]:
    """Return cells that were filled in the shape that the command line promises."""
    return [
        {
            "line": change.line,
            "role": change.role,
            "before": change.before,
            "after": change.after,
            "source": cell.source,
        }
        for cell, change in made
    ]


def notices_json(notices: Iterable[Notice]) -> list[dict[str, Any]]:
    """Return what a person should look at, in the shape that the command line promises."""
    return [
        {"line": notice.line, "title": notice.title, "message": notice.message}
        for notice in notices
    ]


def completable(
    listed: AwesomeList,
    papers: Iterable[Paper],
    *,
    facts_of: FactsOf,
    read: Read,
    official: Listed = no_listing,
) -> Completable:
    """Return what the newest records of `papers` can complete in the list's rows.

    `read` reads the list as it was read; `official` tells of papers that arXiv does not show.
    """
    by_id = {paper.arxiv_id: paper for paper in papers}
    by_title = _by_title(by_id.values())
    rows = Rows(listed)
    # Authors are named as in the rows whose records are known.
    listed = listed.with_records(by_id.values())
    names_authors = _names_authors(listed)
    with_doi = gives_dois(listed.entries)
    notices: list[Notice] = []
    offers: list[Offer] = []
    known = 0
    for entry in listed.entries:
        paper = _record(listed, entry, by_id, by_title, notices)
        if paper is None:
            notices += official_notices(entry, official, with_doi=with_doi)
            continue
        known += 1
        if compose.is_withdrawn(paper):
            message = WITHDRAWN
            notices.append(Notice(line=entry.line, title=entry.title, message=message))
            continue
        facts = facts_of(paper)
        notices += doubts_of(entry, facts)
        found = completions(entry, facts, names_authors=names_authors)
        offers += (_offer(rows, completion) for completion in found)
    text, made = filled(listed, offers)
    said = _as_said(made, Rows(read(text)))
    return Completable(made=said, text=text, notices=tuple(notices), known=known)


def _as_said(made: Sequence[tuple[Offer, Change]], rows: Rows) -> tuple[tuple[Offer, Change], ...]:
    """Return the offers with what their cells say in the filled list that `rows` are of."""
    now = rows.what_they_say(offer.cell for offer, _ in made)
    return tuple(
        (replace(offer, cell=replace(offer.cell, after=now.get(offer.cell.key, ""))), change)
        for offer, change in made
    )


def _names_authors(listed: AwesomeList) -> bool:
    columns = (column for table in listed.tables for column in table.columns)
    return any(column.role == "authors" for column in columns)


def cell_of(
    rows: Rows, entry: Entry, role: Role, *, arxiv_id: ArxivId, source: str
) -> ProposedCell:
    """Return a cell of the list that `rows` are of; what it is to say is not known yet."""
    same_paper = [row.line for row in rows.of(arxiv_id, short_title(entry))]
    return ProposedCell(
        arxiv_id=arxiv_id,
        role=role,
        title=short_title(entry),
        name=entry_name(entry),
        before=text_of_cell(entry, role),
        after="",
        source=escape.cut(source, LONGEST_SOURCE),
        row=same_paper.index(entry.line) + 1,
    )


def _offer(rows: Rows, completion: Completion) -> Offer:
    facts = completion.facts
    cell = cell_of(
        rows,
        completion.entry,
        completion.role,
        arxiv_id=facts.arxiv_id or page_id(facts.proceedings or "") or ArxivId(""),
        source=completion.source,
    )
    return Offer(cell=cell, facts=facts)


def _by_title(papers: Iterable[Paper]) -> TitleIndex[list[Paper]]:
    """Return the papers by title, with others of the same title beside them."""
    same: dict[str, list[Paper]] = {}
    for paper in papers:
        same.setdefault(title_key(paper.title), []).append(paper)
    return TitleIndex((namesakes[0].title, namesakes) for namesakes in same.values())


def _record(
    listed: AwesomeList,
    entry: Entry,
    by_id: Mapping[ArxivId, Paper],
    by_title: TitleIndex[list[Paper]],
    notices: list[Notice],
) -> Paper | None:
    """Return the paper of an entry; say in `notices` what may be it, and is not certain."""
    if entry.arxiv_id is not None:
        return by_id.get(entry.arxiv_id)
    papers = by_title.find(entry.title)
    found = match(entry, papers[0], namesakes=len(papers) - 1) if papers else None
    if found is None:
        return None
    if not found.doubt and listed.holds(arxiv_id=found.paper.arxiv_id, title=""):
        found = Match(paper=found.paper, doubt="the list has that id elsewhere")
    if found.doubt:
        notices.append(notice_of(entry, found))
        return None
    return found.paper
