"""The code links of old rows: repositories that have moved, and such as are gone."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from wsss_bot.awesome_list import AwesomeList
from wsss_bot.domain import Entry, Notice
from wsss_bot.old_rows.cells import Offer
from wsss_bot.old_rows.complete import cell_of
from wsss_bot.old_rows.rows import Rows
from wsss_bot.pull_request.code_checks import Ask, is_elsewhere
from wsss_bot.pull_request.proposed import ProposedCell

GONE_AFTER = timedelta(days=7)
"""A repository is gone if nothing was found there twice, at least so far apart."""

MOVED = "GitHub: the repository has moved"
GONE = "its code {url} is gone: nothing was there on {first:%Y-%m-%d} and on {last:%Y-%m-%d}"


class Missed(Protocol):
    """Where nothing was found so far."""

    def gone(self) -> Mapping[str, tuple[datetime, datetime]]:
        """Return the addresses where nothing was found, with the first and the last such time."""


def look_at_links(
    listed: AwesomeList, touched: Iterable[ProposedCell], ask: Ask, known: Missed
) -> tuple[list[Offer], list[Notice]]:
    """Return new addresses for the code links of touched rows, and notices of those that are gone.

    `ask` asks GitHub and has the answer kept in `known`. Asked about are the links of the rows that
    the `touched` cells are in, and those where nothing was found before.
    """
    rows = Rows(listed)
    offers = []
    asked: set[str] = set()
    seen: set[int] = set()
    for cell in touched:
        entry = rows.find(cell)
        if entry is None or entry.line in seen:
            continue
        seen.add(entry.line)
        asked.update(entry.code)
        answers = {url: ask(url) for url in entry.code}
        moved = {
            url: answer.url
            for url, answer in answers.items()
            if answer is not None and is_elsewhere(url, answer)
        }
        if moved:
            new = cell_of(rows, entry, "code", arxiv_id=cell.arxiv_id, source=MOVED)
            offers.append(Offer(cell=new, moved=moved))
    missed = known.gone()
    linked = dict.fromkeys(url for entry in listed.entries for url in entry.code)
    for url in linked:
        if url in missed and url not in asked:
            ask(url)
    gone = known.gone()
    return offers, [notice for entry in listed.entries for notice in _notices(entry, gone)]


def _notices(entry: Entry, gone: Mapping[str, tuple[datetime, datetime]]) -> Iterator[Notice]:
    for url in entry.code:
        first, last = gone.get(url, (None, None))
        if first is not None and last is not None and last - first >= GONE_AFTER:
            message = GONE.format(url=url, first=first, last=last)
            yield Notice(line=entry.line, title=entry.title, message=message)
