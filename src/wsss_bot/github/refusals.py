"""What GitHub says when it refuses, as a sentence for the operator with the advice that fits."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from wsss_bot.errors import ConfigError
from wsss_bot.text import escape

PERMISSIONS = "Contents: read and write, Pull requests: read and write"
PERMISSION_FOR_ISSUES = "Issues: read and write"
LONGEST_REASON = 1000

_ADVICE: tuple[tuple[str, str], ...] = (
    # (what GitHub's words hold, what helps); the first that fits is given
    (r"archived", "unarchive the repository"),
    (r"SAML|single sign-on|SSO", "authorise the token for the organisation (Configure SSO)"),
    (r"IP allow list", "let the bot run from an address that is on that list"),
    (r"lifetime", "make a token that ends earlier"),
    (r"fork\w* (?:is |are )?(?:not|disabled)|(?:disabled|not allow\w*).*fork", "let the bot push"),
    (r"not permitted to create or approve", "allow it under Settings, Actions, General"),
    (r"collaborator|interaction", "make the bot's account a collaborator, or lift that limit"),
    (r"suspended", "let an owner of the account unsuspend the installation of the app"),
    (r"token.*\(classic\)|classic.*token", "use a fine-grained token or a GitHub App"),
    (r"issued at|'iat'|'exp'|expiration time", "set this machine's clock by NTP"),
    (r"signature|signed", "let the bot bypass that rule, or take the bot's branch out of it"),
    (r"rule violations|protected branch|rulesets?\b", "let the bot bypass that rule"),
    (r"workflow", "keep workflow files out of the bot's branch, or give the token that right"),
    (r"\blocked\b", "unlock the conversation"),
)


class Refused(Exception):  # noqa: N818
    """GitHub understood a request and said no (403, 404, 409, 422, ...): the caller knows why."""

    def __init__(self, status: int, reason: str, path: str = "") -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        """GitHub's own words."""
        self.path = path

    @property
    def advice(self) -> str:
        """What the operator can do; empty where GitHub's words are all that is known."""
        for words, advice in _ADVICE:
            if re.search(words, self.reason, re.IGNORECASE | re.DOTALL):
                return advice
        if self.status == 403 or "not accessible" in self.reason:
            return f"the token needs {needed(self.path)}"
        return ""

    def sentence(self, what: str) -> str:
        """Return a sentence that says that GitHub refuses to do `what`, why, and what helps."""
        advice = f"; {self.advice}" if self.advice else ""
        return f"GitHub refuses to {what} ({self.status}: {self.reason}){advice}"


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Turn what GitHub refuses inside into a ConfigError that says so of `what`."""
    try:
        yield
    except Refused as refused:
        raise ConfigError(refused.sentence(what)) from refused


def needed(path: str) -> str:
    """Return the permissions for `path`; labels and comments of a pull request are its own."""
    return PERMISSION_FOR_ISSUES if re.search(r"/issues(/\d+)?$", path) else PERMISSIONS


def reason_of(document: object) -> str:
    """Return in one line why GitHub refuses: its message, and what it adds to that."""
    if not isinstance(document, dict):
        return "no reason given"
    errors = document.get("errors")
    more = errors if isinstance(errors, list) else []
    words = [
        document.get("message"),
        *(e.get("message") if isinstance(e, dict) else e for e in more),
    ]
    texts = [word for word in words if isinstance(word, str) and word]
    return escape.cut(" ".join(texts), LONGEST_REASON) or "no reason given"
