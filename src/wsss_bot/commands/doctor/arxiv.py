"""Checks of arXiv: whether it answers, by both ways."""

from datetime import datetime

from wsss_bot.app import App
from wsss_bot.domain import ArxivId
from wsss_bot.sources.arxiv.arxiv import Arxiv

A_PAPER = ArxivId("1706.03762")
"""Any paper that arXiv will always have."""

ONE_TRY = (5.0, 15.0)
"""Seconds to connect, and between two pieces of an answer."""


def api(app: App) -> str:
    """Ask the query API for a paper."""
    papers = list(_ask_once(app).by_ids([A_PAPER]))
    return f"answers: {papers[0].title}" if papers else "answers, but does not know a paper of 2017"


def rss(app: App) -> str:
    """Read the feed of each category."""
    feeds = _ask_once(app).rss
    shown = {category: len(feeds.fetch(category)) for category in app.config.arxiv.categories}
    return "shows " + ", ".join(f"{count} of {category}" for category, count in shown.items())


def its_time(app: App) -> datetime | None:
    """Return what time it is for arXiv; None when it does not say."""
    asked = _ask_once(app)
    list(asked.by_ids([A_PAPER]))
    return asked.session.exchanges[-1].answered_at


def _ask_once(app: App) -> Arxiv:
    """Return arXiv without second tries: the doctor says how it is now."""
    return app.arxiv(patience_seconds=0.0, timeouts=ONE_TRY)
