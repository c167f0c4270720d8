"""GitHub: read the list, propose on one branch in one pull request, read the answers."""

import time
from collections.abc import Callable

import github

from wsss_bot.edges.github.client import Client
from wsss_bot.edges.github.repository import Commit, GitHubRepository, ListFile, NoPushRight

__all__ = ["Client", "Commit", "GitHubRepository", "ListFile", "NoPushRight", "connect"]


def connect(
    repository: str,
    *,
    token: str = "",
    api_url: str,
    sleep: Callable[[float], None] = time.sleep,
) -> GitHubRepository:
    """Return `repository` ('owner/name'); without a token only what is public can be read."""
    auth = github.Auth.Token(token) if token else None
    return GitHubRepository(Client(auth, api_url, sleep=sleep), repository)
