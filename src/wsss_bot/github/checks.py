"""What `doctor` asks of GitHub: the token, what it may do, the rules for the bot's branches.

Each check answers in a sentence, or raises with what is wrong and what to do.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from wsss_bot.errors import ConfigError
from wsss_bot.github.access import OBSTACLES, Access, access, lacking, rules
from wsss_bot.github.forge import GitHubForge

SOON = timedelta(days=14)
"""A token that ends before that wants to be renewed."""


class Connect(Protocol):
    """Returns the list's repository, perhaps with an app's right to write issues."""

    def __call__(self, *, with_issues: bool = False) -> GitHubForge: ...  # noqa: D102


class GitHubChecks:
    """The checks of one repository; each call raises ConfigError or GitHubError."""

    def __init__(
        self,
        connect: Connect,
        *,
        credentials: str,
        base: str,
        ours: Mapping[str, str],
        wants_issues: bool,
        now: Callable[[], datetime],
    ) -> None:
        """Take what connects, and what the operator decided.

        `credentials` says in words what the bot signs in with, '' for nothing. `base` is the branch
        that pull requests go to, empty for the default one. `ours` are the bot's branches by their
        keys in the config. `wants_issues` is whether the bot keeps an issue.
        """
        self._connect, self._credentials, self._now = connect, credentials, now
        self._base, self._ours, self._wants_issues = base, ours, wants_issues

    def token(self) -> str:
        """Say of which kind the token is, and until when it holds."""
        kind = self._credentials
        if not kind:
            raise ConfigError(
                "there is none, so the bot may only read a public list; put one into GITHUB_TOKEN"
            )
        found = _access(self._connect())
        if found.scopes is not None and not {"repo", "public_repo"} & found.scopes:
            raise ConfigError(f"{kind} without the scope 'repo'; give it that scope")
        if found.ends_at is None:
            return f"{kind}; GitHub names no day on which it ends"
        left = found.ends_at - self._now()
        ends = f"{kind}, ends on {found.ends_at:%Y-%m-%d}"
        if left < SOON:
            raise ConfigError(f"{ends}, in {max(0, left.days)} days; make a new one before that")
        return f"{ends}, in {left.days} days"

    def rights(self) -> str:
        """Say whether the token may write what the bot writes; what is tried cannot succeed."""
        repository = self._connect()
        found = _access(repository)
        name = found.record.name  # one that was renamed answers no writes under its old name
        if found.record.is_archived:
            raise ConfigError(f"{name} is archived, nothing can be proposed; unarchive it")
        if self._wants_issues and not found.has_issues:
            raise ConfigError(f"{name} has no issues; switch them on, or [report] dashboard off")
        if not found.has_pull_requests:
            raise ConfigError(f"{name} has no pull requests; switch them on in its settings")
        wanted = ["contents", "pull requests"]
        missing = lacking(repository.client, name, wanted)
        if self._wants_issues:
            wanted.append("issues")
            missing += lacking(self._connect(with_issues=True).client, name, ["issues"])
        if "contents" in missing and not found.record.may_push:
            raise ConfigError(
                f"no right to push to {name}; the token needs {_listed(wanted)}, each read and "
                "write (without it the bot works in a fork)"
            )
        if missing:
            raise ConfigError(
                f"this token may not write {_listed(missing)} of {name}; give it that permission, "
                "read and write"
            )
        return f"may write {_listed(wanted)} of {name}"

    def branches(self) -> str:
        """Say which rules of the repository stand in the way of the bot's branches."""
        repository = self._connect()
        found = _access(repository)  # in any case: without a right to ask, no rules are shown
        client, name = repository.client, found.record.name
        base = self._base or found.record.default_branch
        try:
            for_base = rules(client, name, base)
            for_ours = {key: rules(client, name, branch) for key, branch in self._ours.items()}
        except ConfigError:
            return (
                "GitHub does not show the rules to this token; a run would say which one it meets"
            )
        for key, kinds in for_ours.items():
            if obstacles := [kind for kind in kinds if kind in OBSTACLES]:
                raise ConfigError(
                    f"rules of the repository may refuse the branch {self._ours[key]} "
                    f"({', '.join(obstacles)}); let the bot bypass them, or name a branch outside "
                    f"of them as {key}"
                )
        if "required_signatures" in for_base and not client.is_app:
            raise ConfigError(
                f"commits on {base} must be signed, and GitHub signs only those of an app; sign in "
                "as a GitHub App, or merge the bot's pull requests by squashing"
            )
        has_rules = f"has rules ({', '.join(for_base)}), the bot never writes to it"
        kept = has_rules if for_base else "free"
        return f"{_listed(list(self._ours.values()))} may be written; {base}: {kept}"

    def its_time(self) -> datetime | None:
        """Return what time it is for GitHub; None when it does not say."""
        return _access(self._connect()).at


def _access(repository: GitHubForge) -> Access:
    return access(repository.client, repository.name)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
