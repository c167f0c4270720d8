"""Whether the bot can read and write what it needs, one check after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wsss_bot import wiring
from wsss_bot.config import Config
from wsss_bot.domain import ArxivId
from wsss_bot.errors import ConfigError, WsssBotError
from wsss_bot.status import due_times

_A_PAPER = ArxivId("1706.03762")
"""Any paper that arXiv will always have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    message: str
    """What was found, or what is wrong and what to do."""


def examine(config: Config) -> Iterator[Check]:
    """Yield each check as soon as it is done; nothing is written but an empty state file."""
    checks: dict[str, Callable[[Config], str]] = {
        "list": _list,
        "GitHub": _github,
        "arXiv API": _arxiv_api,
        "arXiv RSS": _arxiv_rss,
        "state": _state,
        "schedule": _schedule,
    }
    for name, check in checks.items():
        try:
            yield Check(name=name, ok=True, message=check(config))
        except WsssBotError as error:
            yield Check(name=name, ok=False, message=str(error))


def _list(config: Config) -> str:
    listed = wiring.open_list(config, wiring.Sources())
    known = sum(entry.arxiv_id is not None for entry in listed.entries)
    return f"{len(listed.entries)} entries, {known} with an arXiv id"


def _github(config: Config) -> str:
    if not config.list.repository:
        return "not needed: the list is a file on this machine"
    if not wiring.connect(config).may_push():
        raise ConfigError(
            f"no right to push to {config.list.repository}; the token needs contents and pull "
            "requests, both read and write (without it the bot works in a fork)"
        )
    return f"may push to {config.list.repository}"


def _arxiv_api(config: Config) -> str:
    _, api, _ = wiring.arxiv(config, patience_seconds=wiring.PATIENCE_SECONDS)
    papers = [paper for page in api.fetch_ids([_A_PAPER]) for paper in page.papers]
    return f"answers: {papers[0].title}" if papers else "answers, but does not know a paper of 2017"


def _arxiv_rss(config: Config) -> str:
    _, _, rss = wiring.arxiv(config, patience_seconds=wiring.PATIENCE_SECONDS)
    shown = {category: len(rss.fetch(category)) for category in config.arxiv.categories}
    return "shows " + ", ".join(f"{count} of {category}" for category, count in shown.items())


def _state(config: Config) -> str:
    from wsss_bot.edges.store import Store

    with Store.open(Path(config.state.path), now=wiring.now()) as store:
        known = len(store.papers.known_ids())
    return f"{config.state.path} can be written, {known} papers are known"


def _schedule(config: Config) -> str:
    due = due_times(config, now=wiring.now())
    return ", ".join(f"{job} on {due_at:%a %Y-%m-%d at %H:%M %Z}" for job, due_at in due.items())
