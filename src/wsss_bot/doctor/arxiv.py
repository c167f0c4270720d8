"""Checks of arXiv: whether it answers, by both ways."""

from datetime import datetime

from wsss_bot import wiring
from wsss_bot.config import Config
from wsss_bot.domain import ArxivId

A_PAPER = ArxivId("1706.03762")
"""Any paper that arXiv will always have."""


def api(config: Config) -> str:
    """Ask the query API for a paper."""
    _, api, _ = wiring.arxiv(config, patience_seconds=wiring.PATIENCE_SECONDS)
    papers = [paper for page in api.fetch_ids([A_PAPER]) for paper in page.papers]
    return f"answers: {papers[0].title}" if papers else "answers, but does not know a paper of 2017"


def rss(config: Config) -> str:
    """Read the feed of each category."""
    _, _, rss = wiring.arxiv(config, patience_seconds=wiring.PATIENCE_SECONDS)
    shown = {category: len(rss.fetch(category)) for category in config.arxiv.categories}
    return "shows " + ", ".join(f"{count} of {category}" for category, count in shown.items())


def its_time(config: Config) -> datetime | None:
    """Return what time it is for arXiv; None when it does not say."""
    session, api, _ = wiring.arxiv(config, patience_seconds=wiring.PATIENCE_SECONDS)
    list(api.fetch_ids([A_PAPER]))
    return session.exchanges[-1].answered_at
