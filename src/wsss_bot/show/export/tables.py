"""A list as CSV, and as JSON."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from wsss_bot.show.export.listed import ListedPaper

_COLUMNS = (
    *("title", "arxiv_id", "method", "authors", "venue", "year", "date", "added_at"),
    *("code", "url", "section"),
)


def as_csv(papers: Iterable[ListedPaper]) -> str:
    """Return a line for each paper below the names of the columns; several values share a cell."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(_COLUMNS)
    for paper in papers:
        lines.writerow([_cell(value) for value in as_json(paper).values()])
    return text.getvalue().rstrip("\n")


def as_json(paper: ListedPaper) -> dict[str, Any]:
    """Return one paper as programs read it."""
    values = {name: getattr(paper, name) for name in _COLUMNS}
    return values | {
        "authors": list(paper.authors),
        "date": paper.date.isoformat() if paper.date else None,
        "added_at": paper.added_at.isoformat() if paper.added_at else None,
        "code": list(paper.code),
    }


def _cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    # A spreadsheet takes a cell that begins so for a formula.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
