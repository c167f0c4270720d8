"""GitHub on this machine: its API over a real git repository, and the people who use it."""

from tests.standins.github.git import Conflict
from tests.standins.github.server import APP_TOKEN, BOT, TOKEN, Exchange, Fault, GitHubStandIn

__all__ = ["APP_TOKEN", "BOT", "TOKEN", "Conflict", "Exchange", "Fault", "GitHubStandIn"]
