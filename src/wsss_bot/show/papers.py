"""Papers one by one: scores with their reasons, rows with their cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson
from rich.console import Console
from rich.text import Text

from wsss_bot.domain import CELL_ROLES, Cell, Paper, Role, Row, Score
from wsss_bot.show.lines import print_text
from wsss_bot.text.escape import one_line

if TYPE_CHECKING:
    from wsss_bot.papers_file.sift import Verdict


def verdict_line(what: Verdict, *, proposed: bool) -> str:
    """Return one line of `score`."""
    mark = " (listed)" if what.listed else " (proposed)" if proposed else ""
    return f"{one_paper(what.score, what)}{mark}"


def one_paper(score: float | None, paper: Verdict | Paper) -> str:
    """Return score, id and title of a paper on one line."""
    shown = "    -" if score is None else f"{score:.3f}"
    title = paper.title if paper.title.isprintable() else one_line(paper.title)
    return f"{shown}  {paper.arxiv_id:12} {title}"


def verdict_json(what: Verdict, *, proposed: bool) -> str:
    """Return one line of `score --json`."""
    line = {
        "arxiv_id": what.arxiv_id,
        "score": what.score,
        "proposed": proposed,
        "listed": what.listed,
    }
    return orjson.dumps(line).decode()


def print_row(what: Row, *, listed: bool, out: Console) -> None:
    """Print a new row, and under it each cell with its source."""
    if what.markdown:
        print_text(what.markdown)
    else:
        out.print(Text(f"no row for: {what.cells['title'].text}"))
    if listed:
        out.print(Text("  already in the list, not added"))
    for role, cell in what.cells.items():
        if cell.text:
            out.print(Text(f"  {role:7} {cell.text}  (from {cell.source})"))
        elif role != "authors" or "authors" in what.left_out:  # few lists have room for them
            out.print(Text(f"  {role:7} blank"))


def row_json(paper: Paper, what: Row, *, listed: bool) -> dict[str, Any]:
    """Return one line of `add --json`."""
    return {
        "arxiv_id": paper.arxiv_id,
        "row": what.markdown,
        "cells": cells_json(what.cells),
        "listed": listed,
    }


def cells_json(cells: Mapping[Role, Cell]) -> dict[str, Any]:
    """Return cells with their sources; a blank one has null for both."""
    return {
        role: {"text": cells[role].text, "source": cells[role].source}
        for role in CELL_ROLES
        if role in cells
    }


def why_json(score: Score) -> dict[str, Any]:
    """Return the terms that moved a score, and the entries that the paper resembles."""
    return {
        "why": [{"term": term.text, "push": term.push} for term in score.terms],
        "nearest": [
            {
                "line": neighbour.entry.line,
                "title": neighbour.entry.title,
                "method": neighbour.entry.method,
                "venue": neighbour.entry.venue,
                "similarity": neighbour.similarity,
            }
            for neighbour in score.nearest
        ],
    }
