"""A bot that lives with the stand-in for arXiv: it polls, day after day, in no time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random

import requests

from tests.standins.arxiv import ArxivStandin
from tests.standins.arxiv_transports import StandinSession
from tests.standins.clock import Clock
from wsss_bot.domain import ArxivId
from wsss_bot.errors import ArxivError
from wsss_bot.sources.arxiv.api import PAGE_SIZE
from wsss_bot.sources.arxiv.arxiv import Arxiv
from wsss_bot.sources.arxiv.session import Exchange, PoliteSession
from wsss_bot.sources.source import Poll
from wsss_bot.state import Store

POLL_AT = time(5, 30, tzinfo=UTC)


@dataclass
class Life:
    """A bot with a state; `first` is the day that its first poll goes back to.

    With an `address` it asks the stand-in through a socket.
    """

    standin: ArxivStandin
    clock: Clock
    first: date
    address: str = ""
    page_size: int = PAGE_SIZE
    categories: Sequence[str] = ("cs.CV",)
    store: Store = field(default_factory=Store.in_memory)
    exchanges: list[Exchange] = field(default_factory=list)
    news: list[ArxivId] = field(default_factory=list)

    @cached_property
    def transport(self) -> requests.Session:
        if self.address:
            return requests.Session()
        return StandinSession(self.standin, took=self.clock.sleep)

    def poll(self) -> Poll | None:
        """Poll once; None if arXiv was out of reach."""
        http = PoliteSession(
            contact="someone@example.org",
            now=self.clock.now,
            sleep=self.clock.sleep,
            random=Random(len(self.exchanges)).random,  # noqa: S311  # nothing secret
            timeouts=(1.0, 0.1),
            gate=self.store.polls,
            transport=self.transport,
        )
        address = self.address or "https://export.arxiv.org"
        arxiv = Arxiv(
            http,
            api_url=f"{address}/api/query",
            rss_url=f"{address}/rss",
            page_size=self.page_size,
        )
        try:
            found = arxiv.poll(
                self.store,
                categories=self.categories,
                first=self.first,
                overlap_days=10,
                now=self.clock.now(),
            )
        except ArxivError:
            return None
        finally:
            self.exchanges += http.exchanges
        self.news += [paper.arxiv_id for paper in found.news]
        return found

    def live(
        self, until: date, *, away: Callable[[date], bool] = lambda _: False
    ) -> dict[date, Poll | None]:
        """Poll at 05:30 UTC on every working day until then, but not when the bot is away."""
        polls = {}
        day = self.clock.now().date()
        while day <= until:
            if day.weekday() < 5 and not away(day):
                self.clock.moment = max(self.clock.moment, datetime.combine(day, POLL_AT))
                polls[day] = self.poll()
            day += timedelta(days=1)
        return polls
