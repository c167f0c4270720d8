"""Lists: what was understood of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from wsss_bot.pull_request.phrases import counted

if TYPE_CHECKING:
    from wsss_bot.awesome_list import AwesomeList, Generated, Table


def print_understanding(listed: AwesomeList, *, out: Console) -> None:
    """Print what was understood of a list, table by table, and what is wrong with it."""
    if listed.generated is not None:
        out.print(Text(listed.generated.sentence, "yellow"))
    for table in listed.tables:
        kind = {"table": "a table", "records": "entries of data"}.get(table.kind, "items")
        what = f"{kind} of {counted(_papers_in(table, listed), 'paper', 'papers')}"
        if not table.papers:
            what = f"{kind}, {counted(table.rows, 'row', 'rows')}, not taken for papers"
        where = f" below {table.section!r}" if table.section else ""
        out.print(Text(f"{_place(listed, table.line)}{where}: {what}", "bold"))
        if table.papers:
            columns = ", ".join(f"{c.header or '(no header)'} = {c.role}" for c in table.columns)
            if columns:
                out.print(Text(f"  columns: {columns}"))
            by = f", by {table.ordered_by}" if table.ordered_by else ""
            out.print(Text(f"  order: {table.order}{by}"))
    if not any(table.papers for table in listed.tables):
        out.print(Text("no place for new rows: neither a table nor items hold papers", "yellow"))
    known = sum(entry.arxiv_id is not None for entry in listed.entries)
    entries = counted(len(listed.entries), "entry", "entries")
    out.print(Text(f"{entries}, {known} with an arXiv id"))
    for sentence in listed.unheeded:
        out.print(Text(sentence, "yellow"))
    for flaw in listed.flaws:
        out.print(Text(f"{_place(listed, flaw.line)}: {flaw.kind}: {flaw.message}", "yellow"))


def _place(listed: AwesomeList, line: int) -> str:
    """Return in which line something stands, and in which file where there are several."""
    path, number = listed.where(line)
    return f"{path} line {number}" if path else f"line {number}"


def _place_json(listed: AwesomeList, line: int) -> dict[str, Any]:
    path, number = listed.where(line)
    return {"line": number} | ({"file": path} if path else {})


def _papers_in(table: Table, listed: AwesomeList) -> int:
    """Return how many papers a table or list of items holds; prose between them is none."""
    at = (one for one in listed.listings if one.header + 1 == table.line)
    return sum(len(tuple(listing.entries)) for listing in at) or table.rows


def understanding_json(listed: AwesomeList) -> dict[str, Any]:
    """Return what was understood in the shape that the contract fixes for `check --json`."""
    return {
        "tables": [
            {
                "kind": table.kind,
                **_place_json(listed, table.line),
                "section": table.section,
                "columns": [{"header": c.header, "role": c.role} for c in table.columns],
                "order": table.order,
                "rows": table.rows,
                "papers": table.papers,
            }
            for table in listed.tables
        ],
        "entries": [
            {
                **_place_json(listed, entry.line),
                "title": entry.title,
                "arxiv_id": entry.arxiv_id,
                "method": entry.method,
                "venue": entry.venue,
                "date": entry.date,
                "code": list(entry.code),
                "paper_url": entry.paper_url,
            }
            for entry in listed.entries
        ],
        "generated": _generated(listed.generated),
        "unheeded": list(listed.unheeded),
        "warnings": [
            _place_json(listed, flaw.line) | {"kind": flaw.kind, "message": flaw.message}
            for flaw in listed.flaws
        ],
    }


def _generated(found: Generated | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"sign": found.sign, "sources": list(found.sources), "message": found.sentence}
