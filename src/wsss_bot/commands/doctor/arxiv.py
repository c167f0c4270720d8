"""Checks of arXiv: whether it answers, by both ways."""

from datetime import datetime
from typing import TYPE_CHECKING

from wsss_bot import app as wiring
from wsss_bot.config import Config
from wsss_bot.domain import ArxivId

if TYPE_CHECKING:
    from wsss_bot.sources.arxiv.api import ArxivApi
    from wsss_bot.sources.arxiv.rss import ArxivRss
    from wsss_bot.sources.arxiv.session import PoliteSession

A_PAPER = ArxivId("1706.03762")
"""Any paper that arXiv will always have."""


TIMEOUTS = (5.0, 15.0)
"""Seconds to connect, and between two pieces of an answer."""


def api(config: Config) -> str:
    """Ask the query API for a paper."""
    _, api, _ = _ask_once(config)
    papers = [paper for page in api.fetch_ids([A_PAPER]) for paper in page.papers]
    return f"answers: {papers[0].title}" if papers else "answers, but does not know a paper of 2017"


def rss(config: Config) -> str:
    """Read the feed of each category."""
    _, _, rss = _ask_once(config)
    shown = {category: len(rss.fetch(category)) for category in config.arxiv.categories}
    return "shows " + ", ".join(f"{count} of {category}" for category, count in shown.items())


def its_time(config: Config) -> datetime | None:
    """Return what time it is for arXiv; None when it does not say."""
    session, api, _ = _ask_once(config)
    list(api.fetch_ids([A_PAPER]))
    return session.exchanges[-1].answered_at


def _ask_once(config: Config) -> "tuple[PoliteSession, ArxivApi, ArxivRss]":
    """Return arXiv without second tries: the doctor says how it is now."""
    return wiring.arxiv(config, patience_seconds=0.0, timeouts=TIMEOUTS)
