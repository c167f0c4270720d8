"""The code links of a paper, checked and labelled by what GitHub says about them."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from wsss_bot import compose
from wsss_bot.domain import CodeLink, Facts, Repository, Role
from wsss_bot.errors import ConfigError, RemoteError
from wsss_bot.github import Client, describe
from wsss_bot.state import Store

log = logging.getLogger(__name__)

Ask = Callable[[str], Repository | None]
"""Given an address, what is known of the repository there; None: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLinks:
    """What asks GitHub about code."""

    ask_once: Ask
    """For links that are new."""
    ask_again: Ask
    """For those that stand in the list."""


def code_links(client: Client, store: Store, *, now: datetime) -> CodeLinks:
    """Return what asks GitHub about code, and keeps the answers in the store."""
    return CodeLinks(
        ask_once=ask_once(client, store, now=now), ask_again=ask_again(client, store, now=now)
    )


def ask_once(client: Client, store: Store, *, now: datetime) -> Ask:
    """Return a way to ask GitHub about repositories that asks about each one once.

    One that is gone or empty is asked about again: authors announce their code before it is there.
    """
    ask_now = ask_again(client, store, now=now)

    def ask(url: str) -> Repository | None:
        known = store.repositories.find(url)
        if known is not None and compose.is_usable(known):
            return known
        return ask_now(url)

    return ask


def ask_again(client: Client, store: Store, *, now: datetime) -> Ask:
    """Return a way to ask GitHub what is true of repositories today."""

    def ask(url: str) -> Repository | None:
        try:
            answer = describe(client, url)
        except (RemoteError, ConfigError) as error:
            # Organisations may forbid a token what everybody can see.
            log.info("%s is taken as it is: %s", url, error)
            return None
        if answer is not None:
            store.repositories.keep(url, answer, at=now)
        return answer

    return ask


def is_elsewhere(url: str, repository: Repository) -> bool:
    """Whether a repository answers under another address than `url`."""
    return repository.exists and _plain(repository.url) != _plain(url)


def _plain(url: str) -> str:
    """Return an address without what makes no difference to GitHub."""
    bare = re.sub(r"^https?://(?:www\.)?", "", url.casefold())
    return bare.rstrip("/").removesuffix(".git")


def checked(facts: Facts, ask: Ask) -> Facts:
    """Return `facts` with labels on its code links, and without those that lead nowhere."""
    links = []
    for link in facts.code:
        repository = ask(link.url)
        if repository is None:
            links.append(link)
        elif compose.is_usable(repository):
            label = compose.code_label(repository)
            links.append(CodeLink(url=repository.url, label=label or link.label))
    if links:
        return replace(facts, code=tuple(links))
    sources: dict[Role, str] = {r: said for r, said in facts.sources.items() if r != "code"}
    return replace(facts, code=(), sources=sources)
