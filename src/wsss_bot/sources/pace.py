"""How fast arXiv, and any other server, may be asked."""

from wsss_bot.text.loopback import is_loopback

PAUSE_SECONDS = 3.0
"""The least time between two requests: https://info.arxiv.org/help/api/tou.html."""


def least_pause(url: str) -> float:
    """Return the seconds between two requests to `url`: nobody is owed a pause on this machine."""
    return 0.0 if is_loopback(url) else PAUSE_SECONDS
