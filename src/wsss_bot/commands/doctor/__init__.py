"""Whether the bot can read and write what it needs, one check after the other.

    here          config, disk, state and schedule: this machine
    repository    the token, its rights and end, the rules for branches, the clock
    arxiv         the query API, RSS
    beside        official listings, Crossref, Semantic Scholar

Each check answers in a sentence, and is given up after a while, so that one that fails or hangs
hides no other. What several of them fail for is said once.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from wsss_bot import show
from wsss_bot.app import App, load_config
from wsss_bot.commands.doctor import arxiv, beside, here, repository
from wsss_bot.errors import ConfigError, RemoteError, WsssBotError
from wsss_bot.show.lines import print_lines, verdict

LIMIT_SECONDS = 40.0
"""The longest that one check may take."""
REMEDY = "check network, proxy and the address in the config, or try again later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    message: str
    """What was found, or what is wrong and what to do."""
    cause: str = ""
    """What is wrong, where the program knows it: checks with the same cause fail for one reason."""
    is_repeated: bool = False
    """Whether a check before this one names the same cause."""


CHECKS: dict[str, Callable[[App], str]] = {
    "token": repository.token,  # before what needs it
    "list": here.the_list,
    "GitHub": repository.rights,
    "branches": repository.branches,
    "arXiv API": arxiv.api,
    "arXiv RSS": arxiv.rss,
    "clock": repository.clock,
    "disk": here.disk,
    "state": here.state,
    "schedule": here.schedule,
}
"""Each says in a sentence what it found, or raises WsssBotError with what is wrong."""


def doctor(config_path: str | None, *, as_json: bool) -> None:
    """Print each check as soon as it is done. Raises ConfigError when one of them failed."""
    checks = []
    for check in examine(config_path):
        checks.append(check)
        if not as_json:
            print_lines([verdict(f"{check.name}: {check.message}", ok=check.ok)])
    if as_json:
        show.print_json([{"name": c.name, "ok": c.ok, "message": c.message} for c in checks])
    failed = [check for check in checks if not check.ok]
    if wrong := sum(not check.is_repeated for check in failed):
        rest = f", and because of that {left} more" if (left := len(failed) - wrong) else ""
        raise ConfigError(f"{wrong} of {len(checks)} checks failed{rest}")


def examine(config_path: str | None, *, limit_seconds: float = LIMIT_SECONDS) -> Iterator[Check]:
    """Yield each check as soon as it is done; with a config that is wrong, that is the only one."""
    found = look("config", partial(here.config, config_path))
    yield found
    if not found.ok:
        return
    app = App.here(load_config(config_path), is_named=config_path is not None)
    wanted = {**CHECKS, **beside.checks(app.config.sources)}
    if app.config.report.notify:
        wanted["notices"] = here.notices
    named_by: dict[str, str] = {}
    for name, check in wanted.items():
        found = look(name, partial(check, app), limit_seconds=limit_seconds)
        first = named_by.setdefault(found.cause, name) if found.cause else name
        if first != name:
            sentence = f"could not be looked at because of what is said of {first}"
            found = replace(found, message=sentence, is_repeated=True)
        yield found


def look(name: str, check: Callable[[], str], *, limit_seconds: float = LIMIT_SECONDS) -> Check:
    """Return what `check` says, or that it gave no answer in `limit_seconds`."""
    answers: list[Check] = []

    def ask() -> None:
        try:
            answers.append(Check(name=name, ok=True, message=check()))
        except WsssBotError as error:
            what = str(error)
            if isinstance(error, RemoteError):
                # The rest of its sentence comforts somebody whose run will be repeated.
                what = f"{what.partition('; ')[0]}; {REMEDY}"
            answers.append(Check(name=name, ok=False, message=what, cause=what))
        except Exception as error:  # noqa: BLE001  # a bug in one check must not hide the others
            # Not what the error says: nobody has looked whether that holds a secret.
            bug = f"this is a bug in wsss-bot ({type(error).__name__}); please report it"
            answers.append(Check(name=name, ok=False, message=bug))

    # A daemon: a check that hangs does not keep the program from ending.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(limit_seconds)
    if answers:
        return answers[0]
    message = f"no answer in {limit_seconds:g} s; {REMEDY}"
    return Check(name=name, ok=False, message=message)
