"""GitHub: read the list, propose on one branch in one pull request, read the answers."""

import github

from wsss_bot.edges.github.client import Client
from wsss_bot.edges.github.repository import GitHubRepository

__all__ = ["Client", "GitHubRepository", "connect"]


def connect(repository: str, *, token: str = "", api_url: str) -> GitHubRepository:
    """Return `repository` ('owner/name'); without a token only what is public can be read."""
    auth = github.Auth.Token(token) if token else None
    return GitHubRepository(Client(auth, api_url), repository)
