"""A first config for a list: what can be read off the list and its papers."""

import logging
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec import structs

from wsss_bot.app import App
from wsss_bot.awesome_list import AwesomeList, PapersElsewhere, Table
from wsss_bot.config import ListSection
from wsss_bot.domain import ArxivId, Paper, Role
from wsss_bot.errors import ArxivError, ListError
from wsss_bot.list_file import FilesBeside

log = logging.getLogger(__name__)

MOST_LOOKED_UP = 100
"""How many of a list's papers are looked up to learn their categories: one request."""
QUICK = (4.0, 10.0)
"""Seconds to wait for arXiv where a first config can also be written without it."""

WORTH_READING = 0.1
"""A category that holds at least this share of the list's papers is worth polling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What a config for the list should say, and what remains to be looked at."""

    categories: tuple[str, ...]
    """The arXiv categories of the list's papers, commonest first; empty when not known."""
    columns: dict[str, Role]
    """The columns of the table with most papers, as understood."""
    order: str
    not_understood: tuple[str, ...]
    """Sentences for the operator."""
    path: str = ""
    """The file that people edit, where the one that was named is made from it."""
    threshold: str = ""
    """What the threshold comes to on this list; empty when nothing was there to learn from."""
    topic: str = ""
    """How many papers a week its topic has, and which key fits that; empty as above."""

    def notes(self) -> dict[str, str]:
        """Return what a config says beside its keys, as only this list makes it worth saying."""
        unknown = "`wsss-bot backtest` says what that comes to on this list"
        threshold = f"On this list: {self.threshold}" if self.threshold else unknown
        notes = {"list.order": f"Understood: {self.order}", "score.noise_per_week": threshold}
        if self.topic:
            notes["score.rows_per_week"] = f"On this list {self.topic}"
        if not self.categories:
            notes["arxiv.categories"] = "NOT FOUND OUT, this is the default: name those of the list"
        return notes


def what_people_edit(app: App) -> tuple[AwesomeList, ListSection]:
    """Return the list and where it is; of one that is made from data, the file that people edit.

    Raises ListError, also where entries cannot be added to such a file.
    """
    where = app.config.list
    try:
        listed = app.open_list()
        generated = listed.generated
    except PapersElsewhere as error:
        generated = error.generated
    if generated is None:
        return listed, where
    here = None if where.repository else FilesBeside(where.path)
    for source in generated.sources:
        path = source if here is None else os.path.relpath(here.root / source)
        there = structs.replace(where, path=path)
        try:
            return app.with_config(structs.replace(app.config, list=there)).open_list(), there
        except ListError as error:
            log.info("%s", error)
    raise ListError(generated.sentence)


def look_up(app: App, ids: Sequence[ArxivId]) -> tuple[list[Paper], str]:
    """Return those of the papers that arXiv knows, and why there are none if there are none."""
    if not ids:
        return [], "none of them has an arXiv id"
    arxiv = app.arxiv(patience_seconds=0.0, timeouts=QUICK)
    try:
        return list(arxiv.by_ids(ids[:MOST_LOOKED_UP])), "unknown to arXiv"
    except ArxivError as error:
        log.info("%s", error)
        return [], f"arXiv did not answer: {str(error).partition(' (')[0]}"


def introduce(
    listed: AwesomeList, papers: Iterable[Paper], *, unread: str = "none of them has an arXiv id"
) -> Introduction:
    """Return what a config should say for `listed`.

    `papers` are those of its papers that could be looked up, and `unread` says why none could.
    """
    primary = Counter(paper.primary_category for paper in papers if paper.primary_category)
    enough = WORTH_READING * sum(primary.values())
    categories = tuple(name for name, count in primary.most_common() if count >= enough)
    tables = [table for table in listed.tables if table.papers]
    main = max(tables, key=lambda table: table.rows, default=None)
    return Introduction(
        categories=categories,
        columns={c.header: c.role for c in main.columns if c.header} if main else {},
        order=main.order if main else "none",
        not_understood=tuple(_not_understood(listed, main, categories, unread)),
    )


def _not_understood(
    listed: AwesomeList, main: Table | None, categories: tuple[str, ...], unread: str
) -> Iterable[str]:
    if not categories:
        yield (
            "which arXiv categories the list is about: its papers could not be looked up "
            f"({unread}), and the config names the default; set [arxiv] categories yourself"
        )
    if main is None:
        yield "where a new row could go: no table and no items were understood as papers"
    if main is not None and main.columns:
        other = [column.header for column in main.columns if column.role == "other"]
        if other:
            yield f"what stands under {', '.join(other)}; new rows leave that blank"
        if not any(column.role == "title" for column in main.columns):
            yield "which column holds the titles; set [list] columns"
    if main is not None and main.order == "none":
        yield "the order of the rows; new ones go beside the entries they resemble"
    without = sum(entry.arxiv_id is None for entry in listed.entries)
    if without:
        yield f"{without} of {len(listed.entries)} entries have no arXiv id and train on titles"
