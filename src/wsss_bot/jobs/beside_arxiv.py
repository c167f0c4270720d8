"""The sources beside arXiv as a job uses them: read once a job, and whatever fails is only told."""

import logging
from collections.abc import Callable, Sequence

from wsss_bot import progress
from wsss_bot.app import App
from wsss_bot.awesome_list.understand.venue_text import only_preprint
from wsss_bot.domain import Entry, Facts, Paper
from wsss_bot.errors import StateError
from wsss_bot.sources.more_facts import MoreFacts
from wsss_bot.sources.proceedings.catch_up import Official, catch_up, known
from wsss_bot.sources.proceedings.editions import editions_of
from wsss_bot.sources.proceedings.kept import Edition
from wsss_bot.sources.proceedings.listing import ProceedingsPaper
from wsss_bot.sources.proceedings.match import Proceedings
from wsss_bot.state import Store, is_there

log = logging.getLogger(__name__)


class BesideArxiv:
    """What official listings, Crossref and Semantic Scholar say, as far as the config asks them."""

    def __init__(self, app: App, state: Store, *, asks: bool = True) -> None:
        """Take the program and where answers are kept; with `asks` false only those count."""
        self._app, self._state, self._asks = app, state, asks
        self._visits = app.visits()
        self._beside = app.beside(state, self._visits, asks=asks)
        self._official = Official(listings=())
        self._editions: tuple[Edition, ...] = ()
        self._more: MoreFacts | None = None

    def without_requests(self) -> "BesideArxiv":
        """Return the same sources, as far as they were read before."""
        return BesideArxiv(self._app, self._state, asks=False)

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""
        return self._visits.requests

    @property
    def errors(self) -> tuple[str, ...]:
        """What could not be read, each in a sentence with since when."""
        return (*self._official.errors, *self._beside.errors)

    @property
    def news(self) -> tuple[str, ...]:
        """The listings that were new: 'CVPR 2026'."""
        return tuple(f"{conference} {year}" for conference, year in self._official.news)

    def facts_for(
        self, entries: Sequence[Entry], facts_of: Callable[[Paper], Facts]
    ) -> Callable[[Paper], Facts]:
        """Return what tells the facts of a paper with what is known of it beside arXiv.

        At the first call what is due is asked for, for a list with these entries.
        """
        more = self._more = self._more or self._read(entries)
        return lambda paper: more(paper, facts_of(paper))

    def editions(self, entries: Sequence[Entry]) -> tuple[Edition, ...]:
        """Return the conferences and years whose listings count for a list with these entries.

        As with `facts_for`, what is due is asked for first.
        """
        self._more = self._more or self._read(entries)
        return self._editions

    def listed(self, entry: Entry) -> ProceedingsPaper | None:
        """Return the paper of a row without an arXiv id in listings that were read."""
        return self._more.listed(entry) if self._more else None

    def page(self, url: str) -> bytes:
        """Return the page of a paper, which is one request. Raises SourceError."""
        return self._visits.get(url)

    def _read(self, entries: Sequence[Entry]) -> MoreFacts:
        now, told = self._app.clock.now, self._app.config.sources
        editions = editions_of(entries, year=now().year, conferences=told.conferences)
        self._editions = editions
        if told.proceedings and self._asks:
            with progress.working("reading official listings"):
                self._official = catch_up(self._state.listings, self._visits.get, editions, now=now)
        elif told.proceedings:
            self._official = Official(listings=known(self._state.listings, editions))
        unfilled = [e.arxiv_id for e in entries if e.arxiv_id and _says_no_venue(e)]
        self._beside.ask_scholar(list(dict.fromkeys(unfilled)))
        return MoreFacts(Proceedings(self._official.listings), self._beside, entries)


def kept_facts_of(app: App, entries: Sequence[Entry]) -> Callable[[Paper], Facts]:
    """Return what tells the facts of a paper for a list with these entries, and asks nobody.

    Official listings count as far as a state is here that holds them.
    """
    facts_of, told = app.facts_of(), app.config.sources
    if not told.proceedings or not is_there(app.state_path):
        return facts_of
    editions = editions_of(entries, year=app.clock.now().year, conferences=told.conferences)
    try:
        with app.state_to_read() as state:
            listings = known(state.listings, editions)
            more = MoreFacts(Proceedings(listings), entries=entries)
    except StateError as error:  # a run says what is wrong with it
        log.info("official listings are left out: %s", error)
        return facts_of
    return lambda paper: more(paper, facts_of(paper))


def _says_no_venue(entry: Entry) -> bool:
    return entry.venue is None or only_preprint(entry.venue)
