"""What a token may do in a repository, as far as GitHub tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from wsss_bot.errors import ConfigError
from wsss_bot.github.client import Client, Json
from wsss_bot.github.refusals import Refused, needed
from wsss_bot.github.shapes import Repository, Rule, shaped
from wsss_bot.pull_request.forge import Record

OBSTACLES = frozenset(
    {
        "creation",
        "update",
        "pull_request",
        "required_signatures",
        "required_status_checks",
        "commit_message_pattern",
        "commit_author_email_pattern",
        "committer_email_pattern",
        "branch_name_pattern",
    }
)
"""Rules that may keep somebody from pushing to a branch: the `type` in GitHub's rulesets,
https://docs.github.com/rest/repos/rules#get-rules-for-a-branch."""

NOTHING = "0" * 40
"""The sha of no object."""
_ATTEMPTS: dict[str, tuple[str, Json]] = {
    "contents": ("git/refs", {"ref": "refs/heads/wsss-bot/doctor", "sha": NOTHING}),
    "pull requests": ("pulls", {"title": "?", "head": NOTHING, "base": NOTHING}),
    "issues": ("issues", {"title": ""}),
}
"""Requests that GitHub answers with 403 without the permission, and else with 422: they are
never carried out."""
_KINDS = {
    "github_pat_": "a fine-grained token",
    "ghp_": "a classic token",
    "gho_": "the token of an OAuth app",
    "ghu_": "a user's token for a GitHub App",
    "ghs_": "the token of a GitHub App, as in a workflow",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What GitHub says of a repository and of who asks."""

    record: Record
    has_issues: bool
    has_pull_requests: bool
    scopes: frozenset[str] | None
    """Of a classic token; None for other kinds."""
    ends_at: datetime | None
    """When the token ends; None when that is not told."""
    at: datetime | None
    """What time it was for GitHub."""


def kind_of(token: str) -> str:
    """Return in words what kind of token this is, by how GitHub lets each kind begin."""
    return next((kind for start, kind in _KINDS.items() if token.startswith(start)), "a token")


def record_of(client: Client, name: str) -> Record:
    """Return what GitHub says of the repository `name`, with one request.

    Raises ConfigError when there is none, when it belongs to another owner now, or when GitHub
    does not accept the token.
    """
    return access(client, name).record


def access(client: Client, name: str) -> Access:
    """Return what GitHub says of the repository `name` and of who asks, with one request.

    Raises as `record_of` does.
    """
    try:
        answer = client.get(f"/repos/{name}")
    except Refused as refused:
        raise ConfigError(
            f"GitHub shows no repository {name} ({refused.status}: {refused.reason}); check "
            "[list] repository, and that the token may see it if it is private"
        ) from refused
    about, headers = shaped(answer, Repository), answer.headers
    _check_owner(name, about.full_name)
    scopes = headers.get("x-oauth-scopes")
    return Access(
        record=Record(
            name=about.full_name,
            default_branch=about.default_branch,
            is_archived=about.archived,
            # Of an app GitHub tells no rights here; where that is not told, a write will tell.
            may_push=client.is_app or about.permissions is None or about.permissions.push,
        ),
        has_issues=about.has_issues,
        has_pull_requests=about.has_pull_requests,
        scopes=None if scopes is None else frozenset(scopes.replace(",", " ").split()),
        ends_at=_end(headers.get("github-authentication-token-expiration", "")),
        at=_time(headers.get("date", "")),
    )


def _check_owner(asked: str, found: str) -> None:
    """Follow a repository that was renamed, but not to somebody else. Raises ConfigError."""
    if asked.partition("/")[0].casefold() != found.partition("/")[0].casefold():
        raise ConfigError(
            f"{asked} belongs to somebody else now, as {found}; if that is right, name it so in "
            "[list] repository"
        )


def lacking(client: Client, name: str, wanted: Iterable[str]) -> list[str]:
    """Return which of the `wanted` permissions to write the token lacks; nothing is written.

    Raises ConfigError where GitHub refuses for another reason than that.
    """
    missing = []
    for permission in wanted:
        path, body = _ATTEMPTS[permission]
        address = f"/repos/{name}/{path}"
        try:
            client.write("POST", address, body)
        except ConfigError:
            missing.append(permission)
        except Refused as refused:
            if refused.status not in {403, 404}:  # 404: what the token may not even see
                continue
            if refused.status == 403 and needed(address) not in refused.advice:
                what = f"let the bot write {permission} of {name}"
                raise ConfigError(refused.sentence(what)) from refused
            missing.append(permission)
    return missing


def rules(client: Client, name: str, branch: str) -> list[str]:
    """Return the kinds of rules that hold for a branch, also for one that does not exist yet.

    Raises ConfigError when the token may not see them.
    """
    try:
        path = f"/repos/{name}/rules/branches/{quote(branch, safe='')}"
        return sorted({rule.type for rule in shaped(client.get(path), list[Rule])})
    except Refused as refused:
        raise ConfigError(f"GitHub does not show the rules of {name}") from refused


def _end(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.replace("UTC", "+0000"), "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return None


def _time(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
