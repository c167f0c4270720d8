"""Whether the bot can read and write what it needs, one check after the other.

    here       config, disk, state and schedule: this machine
    github     the token, its rights and end, the rules for branches, the clock
    arxiv      the query API, RSS

Each check answers in a sentence, and is given up after a while, so that one that fails or hangs
hides no other.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wsss_bot.config import Config
from wsss_bot.doctor import arxiv, github, here
from wsss_bot.errors import RemoteError, WsssBotError

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


CHECKS: dict[str, Callable[[Config], str]] = {
    "list": here.the_list,
    "token": github.token,
    "GitHub": github.rights,
    "branches": github.branches,
    "arXiv API": arxiv.api,
    "arXiv RSS": arxiv.rss,
    "clock": github.clock,
    "disk": here.disk,
    "state": here.state,
    "schedule": here.schedule,
}
"""Each says in a sentence what it found, or raises WsssBotError with what is wrong."""


def examine(config_path: str | None) -> Iterator[Check]:
    """Yield each check as soon as it is done; with a config that is wrong, that is the only one."""
    config: Config | None = None

    def read() -> str:
        nonlocal config
        config, sentence = here.config(config_path)
        return sentence

    yield look("config", read)
    if config is None:
        return
    known = config
    for name, check in CHECKS.items():
        yield look(name, lambda check=check: check(known))  # type: ignore[misc]


def look(name: str, check: Callable[[], str], *, limit_seconds: float = LIMIT_SECONDS) -> Check:
    """Return what `check` says, or why it said nothing in `limit_seconds`."""
    said: list[Check] = []

    def ask() -> None:
        try:
            said.append(Check(name=name, ok=True, message=check()))
        except RemoteError as error:
            # The rest of its sentence comforts somebody whose run will be repeated.
            what = str(error).partition("; ")[0]
            said.append(Check(name=name, ok=False, message=f"{what}; {REMEDY}"))
        except WsssBotError as error:
            said.append(Check(name=name, ok=False, message=str(error)))
        except Exception as error:  # noqa: BLE001  # a bug in one check must not hide the others
            # Not what the error says: nobody has looked whether that holds a secret.
            bug = f"this is a bug in wsss-bot ({type(error).__name__}); please report it"
            said.append(Check(name=name, ok=False, message=bug))

    # A daemon: a check that hangs does not keep the program from ending.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(limit_seconds)
    if said:
        return said[0]
    message = f"no answer in {limit_seconds:g} s; {REMEDY}"
    return Check(name=name, ok=False, message=message)
