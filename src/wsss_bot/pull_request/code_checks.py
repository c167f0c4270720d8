"""What is known of the repositories that code links lead to, and what that makes of the links."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from wsss_bot import compose
from wsss_bot.domain import CodeLink, Facts, Repository, Role

Ask = Callable[[str], Repository | None]
"""Given an address, what is known of the repository there; None: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLinks:
    """What asks about code."""

    ask_once: Ask
    """For links that are new."""
    ask_again: Ask
    """For those that stand in the list."""


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
    sources: dict[Role, str] = {
        role: source for role, source in facts.sources.items() if role != "code"
    }
    return replace(facts, code=(), sources=sources)
