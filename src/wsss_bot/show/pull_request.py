"""Pull requests as a maintainer would see them."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markdown import Markdown
from rich.syntax import Syntax
from rich.text import Text

from wsss_bot.domain import Candidate
from wsss_bot.old_rows.complete import changes_json, notices_json
from wsss_bot.show.papers import cells_json, one_paper, why_json
from wsss_bot.show.runs import polled
from wsss_bot.text.files_as_one import place_of
from wsss_bot.text.printable import printable, printable_lines

if TYPE_CHECKING:
    from wsss_bot.old_rows.complete import Refreshed
    from wsss_bot.pull_request.draft import Draft

_HIDDEN = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_TAGS = re.compile(r"</?(?:details|summary|sub|i)>")
_FOLD = re.compile(
    r"^  <details><summary>(?P<what>.*?)</summary><code>(?P<row>.*?)</code>"
    r"(?:<blockquote>(?P<says>.*?)</blockquote>)?</details>$",
    re.MULTILINE,
)


def print_draft(result: Draft, *, out: Console) -> None:
    """Print the pull request as a maintainer would see it: title, body, diff."""
    proposal = result.proposal
    for paper, reason in result.unplaced:
        out.print(Text(f"No safe place for {paper.arxiv_id} {paper.title!r}: {reason}"))
    if not proposal.candidates:
        out.print(Text(f"Nothing to propose: {polled(result.polled)}."))
        if result.polled.papers:
            out.print(Text(f"The threshold: {result.ranking.point}."))
        for miss in result.near_misses:
            out.print(Text(f"below it: {one_paper(miss.score.value, miss.paper)}"))
        return
    _pull_request(proposal.title, proposal.body, proposal.diff, out=out)


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


def print_refreshed(result: Refreshed, *, out: Console) -> None:
    """Print the pull request that would complete old rows."""
    if not result.made:
        out.print(Text("No blank cell of the list can be filled now."))
        for notice in result.notices:
            place = place_of(result.text, notice.line)
            out.print(Text(f"{place}, {notice.title!r}: {notice.message}", "yellow"))
        return
    _pull_request(result.title, result.body, result.diff, out=out)


def refreshed_json(result: Refreshed) -> dict[str, Any]:
    """Return it in the shape that the contract fixes for `refresh --json`."""
    return {
        "title": result.title,
        "body": result.body,
        "diff": result.diff,
        "text": result.text,
        "changes": changes_json(result.made),
        "notices": notices_json(result.notices),
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "arxiv_id": candidate.paper.arxiv_id,
        "title": candidate.paper.title,
        "score": candidate.score.value,
        "row": candidate.row.markdown,
        "section": candidate.section,
        "cells": cells_json(candidate.row.cells),
        **why_json(candidate.score),
    }


def _pull_request(title: str, body: str, diff: str, *, out: Console) -> None:
    """Print a pull request: in colour on a terminal, as it is in a pipe."""
    visible = _FOLD.sub(_unfolded, _HIDDEN.sub("", body)).strip()
    if out.is_terminal:
        out.rule(Text(printable(title), style="bold"))
        out.print(Markdown(_as_github_reads_it(printable_lines(visible))))
        out.rule(style="dim")
        shown = printable_lines(diff)
        out.print(Syntax(shown, "diff", background_color="default", word_wrap=True))
    else:
        out.file.write(f"{title}\n\n{visible}\n\n{diff}\n")


def _unfolded(fold: re.Match[str]) -> str:
    """Return what is folded below a paper as lines of text."""
    rows = fold["row"].split("<br>")
    lines = [f"{fold['what']}:", *rows, *filter(None, [fold["says"]])]
    return "\n".join(f"  {html.unescape(_TAGS.sub('', line))}" for line in lines)


def _as_github_reads_it(body: str) -> str:
    """Return the Markdown of a body so that a terminal shows it as GitHub does."""
    ticked = body.replace("- [x] ", "- ☑ ").replace("- [ ] ", "- ☐ ")
    # In a pull request a line break is a line break; in plain Markdown it takes two blanks.
    return re.sub(r"(?<!\n)\n(?! *(?:\n|- ))", "  \n", _TAGS.sub("", ticked))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
