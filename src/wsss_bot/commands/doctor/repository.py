"""Checks of the forge, which it knows itself, and of the clock beside the forge's."""

from datetime import timedelta

from wsss_bot.app import App
from wsss_bot.commands.doctor import arxiv
from wsss_bot.errors import ConfigError, WsssBotError

NOT_NEEDED = "not needed: the list is a file on this machine"
MOST_DRIFT = timedelta(minutes=1)


def token(app: App) -> str:
    """Say of which kind the token is, and until when it holds."""
    return app.forge_checks().token() if app.config.list.repository else NOT_NEEDED


def rights(app: App) -> str:
    """Say whether the token may write what the bot writes; what is tried cannot succeed."""
    return app.forge_checks().rights() if app.config.list.repository else NOT_NEEDED


def branches(app: App) -> str:
    """Say which rules of the repository stand in the way of the bot's branches."""
    return app.forge_checks().branches() if app.config.list.repository else NOT_NEEDED


def clock(app: App) -> str:
    """Compare our clock with that of GitHub, or of arXiv where GitHub is not needed or no help."""
    before = app.clock.now()
    try:
        whose = "GitHub"
        theirs = app.forge_checks().its_time() if app.config.list.repository else None
    except WsssBotError:  # other checks name it; a wrong clock may even be why an app is refused
        theirs = None
    if theirs is None:
        before = app.clock.now()
        whose, theirs = "arXiv", arxiv.its_time(app)
    ours = before + (app.clock.now() - before) / 2
    if theirs is None:
        return f"{whose} does not say what time it is"
    drift = ours - theirs
    if abs(drift) > MOST_DRIFT:
        side = "fast" if drift > timedelta() else "slow"
        raise ConfigError(
            f"this machine's clock is {_long(abs(drift))} {side} of {whose}'s; set it by NTP, else "
            "papers are polled for the wrong days"
        )
    return f"agrees with {whose}'s to {max(1.0, abs(drift.total_seconds())):.0f} s"


def _long(span: timedelta) -> str:
    seconds = span.total_seconds()
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
