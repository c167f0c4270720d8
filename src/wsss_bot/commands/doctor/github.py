"""Checks of GitHub: the token, what it may do, the rules for the bot's branch, and the clock."""

from collections.abc import Sequence
from datetime import timedelta

from wsss_bot.app import App
from wsss_bot.commands.doctor import arxiv
from wsss_bot.errors import ConfigError, WsssBotError
from wsss_bot.github import OBSTACLES, Access, GitHubForge, access, lacking
from wsss_bot.github import rules as rules_of

NOT_NEEDED = "not needed: the list is a file on this machine"
SOON = timedelta(days=14)
"""A token that ends before that wants to be renewed."""
MOST_DRIFT = timedelta(minutes=1)


def token(app: App) -> str:
    """Say of which kind the token is, and until when it holds."""
    if not app.config.list.repository:
        return NOT_NEEDED
    kind = app.credentials()
    if not kind:
        raise ConfigError(
            "there is none, so the bot may only read a public list; put one into GITHUB_TOKEN"
        )
    found = _access(app)
    if found.scopes is not None and not {"repo", "public_repo"} & found.scopes:
        raise ConfigError(f"{kind} without the scope 'repo'; give it that scope")
    if found.ends_at is None:
        return f"{kind}; GitHub names no day on which it ends"
    left = found.ends_at - app.clock.now()
    ends = f"{kind}, ends on {found.ends_at:%Y-%m-%d}"
    if left < SOON:
        raise ConfigError(f"{ends}, in {max(0, left.days)} days; make a new one before that")
    return f"{ends}, in {left.days} days"


def rights(app: App) -> str:
    """Say whether the token may write what the bot writes; what is tried cannot succeed."""
    if not app.config.list.repository:
        return NOT_NEEDED
    repository = app.forge()
    found = _access(app, repository)
    name = found.record.name  # a repository that was renamed answers no writes under its old name
    if found.record.is_archived:
        raise ConfigError(f"{name} is archived, nothing can be proposed; unarchive it")
    if app.config.report.dashboard and not found.has_issues:
        raise ConfigError(f"{name} has no issues; switch them on, or [report] dashboard off")
    if not found.has_pull_requests:
        raise ConfigError(f"{name} has no pull requests; switch them on in its settings")
    wanted = ["contents", "pull requests"]
    missing = lacking(repository.client, name, wanted)
    if app.config.report.dashboard:
        wanted.append("issues")
        missing += lacking(app.forge(with_issues=True).client, name, ["issues"])
    if "contents" in missing and not found.record.may_push:
        raise ConfigError(
            f"no right to push to {name}; the token needs {_listed(wanted)}, each read and write "
            "(without it the bot works in a fork)"
        )
    if missing:
        raise ConfigError(
            f"this token may not write {_listed(missing)} of {name}; give it that permission, read "
            "and write"
        )
    return f"may write {_listed(wanted)} of {name}"


def branches(app: App) -> str:
    """Say which rules of the repository stand in the way of the bot's branches."""
    if not app.config.list.repository:
        return NOT_NEEDED
    repository = app.forge()
    found = _access(app, repository)  # in any case: without a right to ask, no rules are shown
    name = found.record.name
    base = app.config.list.branch or found.record.default_branch
    ours = {
        "[pull_request] branch": app.config.pull_request.branch,
        "[refresh] branch": app.config.refresh.branch,
    }
    try:
        for_base = rules_of(repository.client, name, base)
        for_ours = {key: rules_of(repository.client, name, ours[key]) for key in ours}
    except ConfigError:
        return "GitHub does not show the rules to this token; a run would say which one it meets"
    for key, kinds in for_ours.items():
        if obstacles := [kind for kind in kinds if kind in OBSTACLES]:
            raise ConfigError(
                f"rules of the repository may refuse the branch {ours[key]} "
                f"({', '.join(obstacles)}); let the bot bypass them, or name a branch outside of "
                f"them as {key}"
            )
    if "required_signatures" in for_base and not repository.client.is_app:
        raise ConfigError(
            f"commits on {base} must be signed, and GitHub signs only those of an app; sign in as "
            "a GitHub App, or merge the bot's pull requests by squashing"
        )
    kept = f"has rules ({', '.join(for_base)}), the bot never writes to it" if for_base else "free"
    return f"{_listed(list(ours.values()))} may be written; {base}: {kept}"


def clock(app: App) -> str:
    """Compare our clock with that of GitHub, or of arXiv where GitHub is not needed or no help."""
    before = app.clock.now()
    try:
        whose, theirs = "GitHub", _access(app).at if app.config.list.repository else None
    except WsssBotError:  # said by other checks; a wrong clock may even be why an app is refused
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


def _access(app: App, repository: GitHubForge | None = None) -> Access:
    seen = repository or app.forge()
    return access(seen.client, seen.name)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _long(span: timedelta) -> str:
    seconds = span.total_seconds()
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
