"""Who the bot is on GitHub, and so which pull requests, comments and issues are its own.

Anybody may open a pull request between two branches that exist, and copy whatever the bot wrote;
who opened it cannot be copied.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import jwt

from wsss_bot.errors import ConfigError
from wsss_bot.github.client import Client
from wsss_bot.github.refusals import Refused
from wsss_bot.github.shapes import Authored, User, shaped

MAY_WRITE = {"OWNER", "MEMBER", "COLLABORATOR"}
"""How GitHub associates whoever may write with a repository:
https://docs.github.com/graphql/reference/enums#commentauthorassociation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who signs in."""

    login: str = ""
    """Empty where GitHub does not say: for apps, and for who does not sign in."""
    is_app: bool = False

    def wrote(self, document: Authored) -> bool:
        """Whether a pull request, an issue or a comment is the bot's own.

        An app that is not told its own name takes those of any app of the repository for its own;
        who does not sign in, and so writes nothing, those of anybody who may write.
        """
        author = document.user
        if self.login:
            return author is not None and author.login.casefold() == self.login.casefold()
        is_app = author is not None and author.type == "Bot"
        return is_app or (not self.is_app and document.author_association in MAY_WRITE)


def may_be_earlier(document: Authored) -> bool:
    """Whether an earlier account of the bot may have opened a pull request.

    That takes somebody who may write to the repository anyhow, or an app that was installed in it:
    a stranger can be neither.
    """
    author = document.user
    is_app = author is not None and author.type == "Bot"
    return is_app or document.author_association in MAY_WRITE


def who_signs_in(client: Client) -> Identity:
    """Return who signs in, with one request at most. Raises ConfigError and GitHubError."""
    if not client.is_authenticated:
        return Identity()
    if client.is_app:
        return Identity(is_app=True)
    try:
        return Identity(login=shaped(client.get("/user"), User).login)
    except Refused as refused:
        if refused.status == 403 and "integration" in refused.reason:  # GitHub's word for apps
            return Identity(is_app=True)
        raise ConfigError(refused.sentence("say whose token this is")) from refused


@contextmanager
def as_app(numbers: str) -> Iterator[None]:
    """Turn what makes it impossible to sign in as an app into a ConfigError.

    `numbers` names the variables that hold its numbers.
    """
    try:
        yield
    except (AssertionError, ValueError, jwt.PyJWTError):
        raise ConfigError(
            "the GitHub App cannot sign in: WSSS_BOT_APP_KEY must hold the text of its private "
            f"key (PEM), {numbers}"
        ) from None  # the reason may repeat a key that stands in the wrong variable
