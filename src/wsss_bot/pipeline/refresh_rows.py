"""From the records of listed papers to the pull request that completes their rows."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wsss_bot import compose, refresh
from wsss_bot.awesome_list import AwesomeList, Blank, Change
from wsss_bot.domain import ArxivId, Completion, Entry, Facts, Notice, Paper
from wsss_bot.edges.arxiv_api import ArxivApi
from wsss_bot.errors import ListError
from wsss_bot.pipeline.draft import unified_diff
from wsss_bot.propose import completions_text
from wsss_bot.titles import TitleIndex

log = logging.getLogger(__name__)

_WORD = re.compile(r"[^\W_]+")
"""What arXiv's search takes of a title; signs would be read as operators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """The pull request that would complete old rows."""

    title: str
    body: str
    text: str
    """The whole list as it should read."""
    diff: str
    made: tuple[tuple[Completion, Change], ...]
    """Each cell that was filled: why, and how the list reads there."""
    notices: tuple[Notice, ...]


def refresh_rows(
    listed: AwesomeList,
    papers: Iterable[Paper],
    *,
    path: str,
    facts_of: Callable[[Paper], Facts] = compose.facts_of,
) -> Refreshed:
    """Fill what can be filled of the list's rows from the newest records of `papers`."""
    by_id = {paper.arxiv_id: paper for paper in papers}
    by_title = TitleIndex((paper.title, paper) for paper in by_id.values())
    notices: list[Notice] = []
    wanted: list[Completion] = []
    for entry in listed.entries:
        paper = _record(listed, entry, by_id, by_title, notices)
        if paper is None:
            continue
        if compose.is_withdrawn(paper):
            message = refresh.WITHDRAWN
            notices.append(Notice(line=entry.line, title=entry.title, message=message))
            continue
        wanted += refresh.completions(entry, facts_of(paper))
    made = tuple(_fillable(listed, wanted))
    text = listed.fill([_blank(completion) for completion, _ in made]).text
    title, body = completions_text(made, notices, listed.flaws)
    return Refreshed(
        title=title,
        body=body,
        text=text,
        diff=unified_diff(listed.text, text, path=path),
        made=made,
        notices=tuple(notices),
    )


def _record(
    listed: AwesomeList,
    entry: Entry,
    by_id: Mapping[ArxivId, Paper],
    by_title: TitleIndex[Paper],
    notices: list[Notice],
) -> Paper | None:
    """Return the paper of an entry; say in `notices` what may be it, and is not certain."""
    if entry.arxiv_id is not None:
        return by_id.get(entry.arxiv_id)
    paper = by_title.find(entry.title)
    found = refresh.match(entry, paper) if paper else None
    if found is None:
        return None
    if not found.doubt and listed.holds(arxiv_id=found.paper.arxiv_id, title=""):
        found = refresh.Match(paper=found.paper, doubt="the list has that id elsewhere")
    if found.doubt:
        notices.append(refresh.notice_of(entry, found))
        return None
    return found.paper


def _fillable(
    listed: AwesomeList, wanted: Sequence[Completion]
) -> Iterator[tuple[Completion, Change]]:
    """Yield those completions that the list has a blank for."""
    for completion in wanted:
        try:
            [change] = listed.fill([_blank(completion)]).changes
        except ListError as error:
            log.info("line %d is left as it is: %s", completion.entry.line, error)
        else:
            if change.before != change.after:
                yield completion, change


def _blank(completion: Completion) -> Blank:
    return Blank(line=completion.entry.line, role=completion.role, facts=completion.facts)


def fetch_records(
    arxiv: ArxivApi, entries: Sequence[Entry], *, on_progress: Callable[[int, int], None]
) -> Iterator[Paper]:
    """Yield what arXiv says now of the listed papers: by id, and by title where there is no id.

    `on_progress` is told how many of the requests are done. Raises ArxivError.
    """
    ids = [entry.arxiv_id for entry in entries if entry.arxiv_id]
    untold = [entry for entry in entries if entry.arxiv_id is None]
    for page in arxiv.fetch_ids(ids):
        yield from page.papers
    for done, entry in enumerate(untold, start=1):
        on_progress(done, len(untold))
        if words := " ".join(_WORD.findall(entry.title)):
            for page in arxiv.fetch(f'ti:"{words}"'):
                yield from page.papers
