"""Asking GitHub about the code that papers link to, no oftener than need be."""

import logging
from datetime import datetime
from typing import Protocol

from wsss_bot import compose
from wsss_bot.domain import Repository
from wsss_bot.errors import ConfigError, RemoteError
from wsss_bot.github.client import Client
from wsss_bot.github.code import describe
from wsss_bot.pull_request.code_checks import Ask, CodeLinks

log = logging.getLogger(__name__)


class KnownRepositories(Protocol):
    """What GitHub said before, and where that is kept."""

    def find(self, url: str) -> Repository | None:
        """Return what was said about the repository at `url`; None if nobody asked yet."""

    def keep(self, url: str, repository: Repository, *, at: datetime) -> None:
        """Remember what was said about the repository at `url`."""


def code_links(client: Client, known: KnownRepositories, *, now: datetime) -> CodeLinks:
    """Return what asks GitHub about code, and keeps the answers in `known`."""
    return CodeLinks(
        ask_once=ask_once(client, known, now=now), ask_again=ask_again(client, known, now=now)
    )


def ask_once(client: Client, known: KnownRepositories, *, now: datetime) -> Ask:
    """Return a way to ask GitHub about repositories that asks about each one once.

    One that is gone or empty is asked about again: authors announce their code before it is there.
    """
    ask_now = ask_again(client, known, now=now)

    def ask(url: str) -> Repository | None:
        before = known.find(url)
        if before is not None and compose.is_usable(before):
            return before
        return ask_now(url)

    return ask


def ask_again(client: Client, known: KnownRepositories, *, now: datetime) -> Ask:
    """Return a way to ask GitHub what is true of repositories today."""

    def ask(url: str) -> Repository | None:
        try:
            answer = describe(client, url)
        except (RemoteError, ConfigError) as error:
            # Organisations may forbid a token what everybody can see.
            log.info("%s is taken as it is: %s", url, error)
            return None
        if answer is not None:
            known.keep(url, answer, at=now)
        return answer

    return ask
