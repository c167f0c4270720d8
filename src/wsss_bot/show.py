"""How results look: for people on a terminal or in a pipe, and as JSON for programs."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import orjson
from rich.console import Console
from rich.markdown import Markdown
from rich.progress import Progress
from rich.syntax import Syntax
from rich.text import Text

from wsss_bot import propose
from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import CELL_ROLES, Candidate, Cell, Paper, Polled, Role, Row, Score
from wsss_bot.pipeline.draft import Draft, Ranking
from wsss_bot.pipeline.introduce import Introduction
from wsss_bot.pipeline.refresh_rows import Refreshed

_HIDDEN = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_TAGS = re.compile(r"</?(?:details|summary|sub)>")


def as_json(value: Any, *, indent: bool = True) -> str:
    """Return `value` as JSON."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 if indent else None).decode()


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on a terminal what takes a while; nothing when standard error is piped."""
    with Console(stderr=True).status(f"{what}…"):
        yield


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on a terminal, and yield what moves it: (steps done, steps in all)."""
    terminal = Console(stderr=True)
    with Progress(console=terminal, transient=True, disable=not terminal.is_terminal) as bars:
        bar = bars.add_task(what, total=None)
        yield lambda done, total: bars.update(bar, completed=done, total=total)


# --- the pull request -----------------------------------------------------------------------


def draft(result: Draft, *, out: Console) -> None:
    """Print the pull request as a maintainer would see it: title, body, diff."""
    proposal = result.proposal
    for paper, reason in result.unplaced:
        out.print(Text(f"No safe place for {paper.arxiv_id} {paper.title!r}: {reason}"))
    if not proposal.candidates:
        out.print(Text(f"Nothing to propose: {polled(result.polled)}."))
        out.print(Text(f"The line: {result.ranking.point}."))
        return
    _pull_request(proposal.title, proposal.body, proposal.diff, out=out)


def _pull_request(title: str, body: str, diff: str, *, out: Console) -> None:
    """Print a pull request: in colour on a terminal, as it is in a pipe."""
    visible = _HIDDEN.sub("", body).strip()
    if out.is_terminal:
        out.rule(Text(title, style="bold"))
        out.print(Markdown(_as_github_reads_it(visible)))
        out.rule(style="dim")
        out.print(Syntax(diff, "diff", background_color="default", word_wrap=True))
    else:
        out.file.write(f"{title}\n\n{visible}\n\n{diff}\n")


def _as_github_reads_it(body: str) -> str:
    """Return the Markdown of a body so that a terminal shows it as GitHub does."""
    ticked = body.replace("- [x] ", "- ☑ ").replace("- [ ] ", "- ☐ ")
    # In a pull request a line break is a line break; in plain Markdown it takes two blanks.
    return re.sub(r"(?<!\n)\n(?! *(?:\n|- ))", "  \n", _TAGS.sub("", ticked))


def draft_json(result: Draft) -> dict[str, Any]:
    """Return the pull request in the shape that the contract fixes for `preview --json`."""
    proposal = result.proposal
    return {
        "title": proposal.title,
        "body": proposal.body,
        "diff": proposal.diff,
        "text": proposal.text,
        "candidates": [_candidate(candidate) for candidate in proposal.candidates],
        "near_misses": [_candidate(candidate) for candidate in result.near_misses],
        "waiting": result.waiting,
        "unplaced": [
            {"arxiv_id": paper.arxiv_id, "reason": reason} for paper, reason in result.unplaced
        ],
        "polled": {
            "papers": result.polled.papers,
            "first_on": _day(result.polled.first_on),
            "last_on": _day(result.polled.last_on),
            "categories": list(result.polled.categories),
            "missing": result.polled.missing,
        },
        "complete": result.polled.complete,
        "threshold": result.ranking.point.threshold,
        "recipe": result.ranking.classifier.recipe.name,
        "trained_on": result.ranking.classifier.trained_on,
    }


def polled(what: Polled) -> str:
    """Return in words what was read."""
    days = f" of {_day(what.first_on)} to {_day(what.last_on)}" if what.first_on else ""
    return f"read {what.papers} {'/'.join(what.categories)} papers{days}"


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "arxiv_id": candidate.paper.arxiv_id,
        "title": candidate.paper.title,
        "score": candidate.score.value,
        "row": candidate.row.markdown,
        "cells": cells_json(candidate.row.cells),
        **_why(candidate.score),
    }


def _why(score: Score) -> dict[str, Any]:
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


def cells_json(cells: Mapping[Role, Cell]) -> dict[str, Any]:
    """Return cells with their sources; a blank one has null for both."""
    return {
        role: {"text": cells[role].text, "source": cells[role].source}
        for role in CELL_ROLES
        if role in cells
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def score_json(paper: Paper, value: float, *, proposed: bool, listed: bool) -> dict[str, Any]:
    """Return one line of `score --json`."""
    return {
        "arxiv_id": paper.arxiv_id,
        "score": float(value),
        "proposed": bool(proposed),
        "listed": listed,
    }


def row_json(paper: Paper, what: Row, *, listed: bool) -> dict[str, Any]:
    """Return one line of `add --json`."""
    return {
        "arxiv_id": paper.arxiv_id,
        "row": what.markdown,
        "cells": cells_json(what.cells),
        "listed": listed,
    }


# --- one paper ------------------------------------------------------------------------------


def row(what: Row, *, listed: bool, out: Console) -> None:
    """Print a new row, and under it each cell with its source."""
    out.file.write(f"{what.markdown}\n")
    if listed:
        out.print(Text("  already in the list, not added"))
    for role, cell in what.cells.items():
        if cell.text:
            out.print(Text(f"  {role:7} {cell.text}  (from {cell.source})"))
        else:
            out.print(Text(f"  {role:7} blank"))


def explanation(paper: Paper, score: Score, ranking: Ranking, *, out: Console) -> None:
    """Print why a paper got its score."""
    threshold = ranking.point.threshold
    side = "at or above" if score.value >= threshold else "below"
    out.print(Text(paper.title, style="bold"))
    out.print(Text(f"relevance score {score.value:.2f}, {side} the line"))
    out.print(Text(f"the line: {ranking.point}"))
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


def explanation_json(paper: Paper, score: Score, ranking: Ranking) -> dict[str, Any]:
    """Return why a paper got its score."""
    return {
        "arxiv_id": paper.arxiv_id,
        "title": paper.title,
        "score": score.value,
        "threshold": ranking.point.threshold,
        "line": str(ranking.point),
        **_why(score),
        "recipe": score.recipe,
        "trained_on": score.trained_on,
    }


# --- the list -------------------------------------------------------------------------------


def understanding(listed: AwesomeList, *, out: Console) -> None:
    """Print what was understood of a list, table by table, and what is wrong with it."""
    for table in listed.tables:
        kind = "a table" if table.kind == "table" else "items"
        what = f"{kind} of {propose.counted(table.rows, 'paper', 'papers')}"
        if not table.papers:
            what = f"{kind}, {propose.counted(table.rows, 'row', 'rows')}, no papers: left alone"
        where = f" below {table.section!r}" if table.section else ""
        out.print(Text(f"line {table.line}{where}: {what}", "bold"))
        if table.papers:
            columns = ", ".join(f"{c.header or '(no header)'} = {c.role}" for c in table.columns)
            if columns:
                out.print(Text(f"  columns: {columns}"))
            by = f", by {table.ordered_by}" if table.ordered_by else ""
            out.print(Text(f"  order: {table.order}{by}"))
    known = sum(entry.arxiv_id is not None for entry in listed.entries)
    out.print(Text(f"{len(listed.entries)} entries, {known} with an arXiv id"))
    for flaw in listed.flaws:
        out.print(Text(f"line {flaw.line}: {flaw.kind}: {flaw.message}", "yellow"))


def understanding_json(listed: AwesomeList) -> dict[str, Any]:
    """Return what was understood in the shape that the contract fixes for `check --json`."""
    return {
        "tables": [
            {
                "kind": table.kind,
                "line": table.line,
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
                "line": entry.line,
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
        "warnings": [
            {"line": flaw.line, "kind": flaw.kind, "message": flaw.message} for flaw in listed.flaws
        ],
    }


# --- old rows -------------------------------------------------------------------------------


def refreshed(result: Refreshed, *, out: Console) -> None:
    """Print the pull request that would complete old rows."""
    if not result.made:
        out.print(Text("No blank cell of the list can be filled now."))
        for notice in result.notices:
            out.print(Text(f"line {notice.line}, {notice.title!r}: {notice.message}", "yellow"))
        return
    _pull_request(result.title, result.body, result.diff, out=out)


def refreshed_json(result: Refreshed) -> dict[str, Any]:
    """Return it in the shape that the contract fixes for `refresh --json`."""
    return {
        "title": result.title,
        "body": result.body,
        "diff": result.diff,
        "text": result.text,
        "changes": [
            {
                "line": change.line,
                "role": change.role,
                "before": change.before,
                "after": change.after,
                "source": completion.source,
            }
            for completion, change in result.made
        ],
        "notices": [
            {"line": notice.line, "title": notice.title, "message": notice.message}
            for notice in result.notices
        ],
    }


# --- the first config -----------------------------------------------------------------------


def introduction(found: Introduction, target: str, *, out: Console) -> None:
    """Print what a new config says, and what was not understood of the list."""
    out.print(Text(f"Wrote {target}."))
    if found.categories:
        out.print(Text(f"categories: {', '.join(found.categories)}"))
    if found.columns:
        columns = ", ".join(f"{header} = {role}" for header, role in found.columns.items())
        out.print(Text(f"columns: {columns}"))
    out.print(Text(f"order: {found.order}"))
    for sentence in found.not_understood:
        out.print(Text(f"not understood: {sentence}", "yellow"))


def introduction_json(found: Introduction, target: str) -> dict[str, Any]:
    """Return what was found."""
    return {
        "config": target,
        "categories": list(found.categories),
        "columns": found.columns,
        "order": found.order,
        "not_understood": list(found.not_understood),
    }
