"""The one place where config and environment become what the program works with.

Commands and jobs are given an `App`, and ask it for the list, arXiv, the forge and the state. What
stands behind these is decided here and nowhere else: another forge is another import. The libraries
that make a start slow are imported inside.
"""

from wsss_bot.app.app import CONFIG, App, load_config
from wsss_bot.app.given import Clock, SystemClock
from wsss_bot.app.with_sources import PATIENCE_SECONDS

__all__ = ["CONFIG", "PATIENCE_SECONDS", "App", "Clock", "SystemClock", "load_config"]
