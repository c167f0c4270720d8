"""GitHub: read the list, propose on one branch in one pull request, read the answers.

A token needs two permissions on the repository, contents and pull requests, both read and write;
a GitHub App is given the same two. The dashboard takes a third one, issues.
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import github

from wsss_bot.errors import ConfigError
from wsss_bot.github.access import OBSTACLES, Access, access, kind_of, lacking, rules
from wsss_bot.github.client import Client
from wsss_bot.github.code import describe
from wsss_bot.github.forge import GitHubForge
from wsss_bot.github.identity import as_app
from wsss_bot.github.issues import GitHubIssues

__all__ = [
    "OBSTACLES",
    "Access",
    "AppCredentials",
    "Client",
    "GitHubForge",
    "GitHubIssues",
    "access",
    "connect",
    "describe",
    "kind_of",
    "lacking",
    "rules",
]

APP_PERMISSIONS = {"contents": "write", "pull_requests": "write"}
APP_PERMISSION_FOR_ISSUES = {"issues": "write"}

_TOKEN = re.compile(r"[!-~]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCredentials:
    """A GitHub App that was installed in the repository."""

    app_id: str
    private_key: str = field(repr=False)
    """The text of its PEM file."""
    installation_id: str


def connect(
    repository: str,
    *,
    token: str = "",
    app: AppCredentials | None = None,
    api_url: str,
    with_issues: bool = False,
    more: Sequence[str] = (),
    sleep: Callable[[float], None] = time.sleep,
) -> GitHubForge:
    """Return `repository` ('owner/name'), seen with the rights of an app, a token, or nobody.

    Nobody sees what is public. `with_issues` asks for an app's right to write issues too; `more`
    are the other files of the list, or patterns of such. Nothing is sent yet. Raises ConfigError
    for an app that cannot be, and for a token that cannot be sent.
    """
    if not _TOKEN.fullmatch(token):
        # Said here, because the library that would refuse it repeats it in its message.
        raise ConfigError(
            "GITHUB_TOKEN holds a blank, a line end or a sign that no token has; copy it again"
        )
    auth: github.Auth.Auth | None = github.Auth.Token(token) if token else None
    if app is not None:
        auth = _installation(app, with_issues=with_issues)
    return GitHubForge(Client(auth, api_url, sleep=sleep), repository, more)


def _installation(app: AppCredentials, *, with_issues: bool) -> github.Auth.Auth:
    with as_app("WSSS_BOT_APP_ID and WSSS_BOT_INSTALLATION_ID its numbers"):
        auth = github.Auth.AppAuth(app.app_id, app.private_key)
        auth.create_jwt()
        number = int(app.installation_id)
    permissions = APP_PERMISSIONS | (APP_PERMISSION_FOR_ISSUES if with_issues else {})
    return auth.get_installation_auth(number, permissions)
