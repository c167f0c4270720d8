"""Papers one by one: scores, rows with their cells, explanations."""

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
    from wsss_bot.commands.explain import Explanation, Stream
    from wsss_bot.papers_file.sift import Verdict


def verdict(what: Verdict, *, proposed: bool) -> str:
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


def row(what: Row, *, listed: bool, out: Console) -> None:
    """Print a new row, and under it each cell with its source."""
    print_text(what.markdown)
    if listed:
        out.print(Text("  already in the list, not added"))
    for role, cell in what.cells.items():
        if cell.text:
            out.print(Text(f"  {role:7} {cell.text}  (from {cell.source})"))
        else:
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


COUNTED_IN: dict[Stream, str] = {
    "papers": "as in the papers given",
    "state": "as the bot has read them",
    "arXiv": "by a sample of arXiv's days",
    "corpus": "as in the corpus, which may be a sample",
}


def explanation(found: Explanation, *, out: Console) -> None:
    """Print why a paper got its score."""
    score, point = found.score, found.ranking.point
    side = "at or above" if score.value >= point.threshold else "below"
    out.print(Text(found.paper.title, style="bold"))
    out.print(Text(f"relevance score {score.value:.2f}, {side} the line"))
    out.print(Text(f"the line: {point.in_full()}, {COUNTED_IN[found.counted_in]}"))
    for heading, pushes in (
        ("up", [term for term in score.terms if term.push > 0]),
        ("down", [term for term in score.terms if term.push < 0]),
    ):
        words = ", ".join(f"{term.text} {term.push:+.2f}" for term in pushes)
        out.print(Text(f"pushed {heading}: {words or 'nothing'}"))
    for neighbour in score.nearest:
        out.print(
            Text(
                f"like line {neighbour.entry.line}, {neighbour.similarity:.2f}: "
                f"{neighbour.entry.title}"
            )
        )
    out.print(Text(f"recipe {score.recipe}, trained on {score.trained_on}", style="dim"))


def explanation_json(found: Explanation) -> dict[str, Any]:
    """Return why a paper got its score."""
    score, point = found.score, found.ranking.point
    return {
        "arxiv_id": found.paper.arxiv_id,
        "title": found.paper.title,
        "score": score.value,
        "threshold": point.threshold,
        "line": str(point),
        "papers_per_week": point.papers_per_week,
        "counted_in": found.counted_in,
        **why_json(score),
        "recipe": score.recipe,
        "trained_on": score.trained_on,
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
