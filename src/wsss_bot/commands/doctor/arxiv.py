"""Checks of arXiv: whether it answers, by both ways."""

from datetime import datetime
from typing import TYPE_CHECKING

from wsss_bot import app as wiring
from wsss_bot.config import Config
from wsss_bot.domain import ArxivId

if TYPE_CHECKING:
    from wsss_bot.sources.arxiv.arxiv import Arxiv

A_PAPER = ArxivId("1706.03762")
"""Any paper that arXiv will always have."""


TIMEOUTS = (5.0, 15.0)
"""Seconds to connect, and between two pieces of an answer."""


def api(config: Config) -> str:
    """Ask the query API for a paper."""
    papers = list(_ask_once(config).by_ids([A_PAPER]))
    return f"answers: {papers[0].title}" if papers else "answers, but does not know a paper of 2017"


def rss(config: Config) -> str:
    """Read the feed of each category."""
    rss = _ask_once(config).rss
    shown = {category: len(rss.fetch(category)) for category in config.arxiv.categories}
    return "shows " + ", ".join(f"{count} of {category}" for category, count in shown.items())


def its_time(config: Config) -> datetime | None:
    """Return what time it is for arXiv; None when it does not say."""
    arxiv = _ask_once(config)
    list(arxiv.by_ids([A_PAPER]))
    return arxiv.session.exchanges[-1].answered_at


def _ask_once(config: Config) -> "Arxiv":
    """Return arXiv without second tries: the doctor says how it is now."""
    return wiring.arxiv(config, patience_seconds=0.0, timeouts=TIMEOUTS)
