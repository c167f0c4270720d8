"""Where a GitHub App was installed, and which of those repositories hold a config."""

import base64
import binascii
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import github
import msgspec

from wsss_bot.errors import ConfigError
from wsss_bot.github.client import Client
from wsss_bot.github.identity import as_app
from wsss_bot.github.refusals import Refused
from wsss_bot.github.shapes import Document, Repository, shaped

CONFIG_PATH = ".github/wsss-bot.toml"
PAGE = 100
MOST_PAGES = 100

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A repository in which the app was installed."""

    repository: str
    installation: str
    """The number of the installation, with which the app signs in there."""
    config: str | None
    """The text of its config; None: it has none."""


class _Installation(Document, frozen=True, kw_only=True):
    id: int
    suspended_at: str | None = None


class _Repositories(Document, frozen=True, kw_only=True):
    repositories: list[Repository]


class _File(Document, frozen=True, kw_only=True):
    content: str = ""
    encoding: str = "base64"


def installed(
    app_id: str,
    private_key: str,
    *,
    api_url: str,
    permissions: dict[str, str],
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Installed]:
    """Yield the repositories in which the app was installed, those that are archived left out.

    One request for each installation and each repository, and one for each hundred of them. Raises
    ConfigError and GitHubError.
    """
    with as_app("WSSS_BOT_APP_ID its number"):
        auth = github.Auth.AppAuth(app_id, private_key)
        auth.create_jwt()
    everywhere = Client(auth, api_url, sleep=sleep)
    for one in _pages(everywhere, "/app/installations", list[_Installation], lambda page: page):
        if one.suspended_at is None:
            here = Client(auth.get_installation_auth(one.id, permissions), api_url, sleep=sleep)
            yield from _repositories(here, str(one.id))


def _repositories(client: Client, installation: str) -> Iterator[Installed]:
    pages = _pages(
        client, "/installation/repositories", _Repositories, lambda page: page.repositories
    )
    for repository in pages:
        if not repository.archived:
            yield Installed(
                repository=repository.full_name,
                installation=installation,
                config=_config(client, repository.full_name),
            )


def _config(client: Client, repository: str) -> str | None:
    """Return the text of the config in a repository; None where there is none."""
    try:
        answer = client.get(f"/repos/{repository}/contents/{CONFIG_PATH}")
    except Refused as refused:
        if refused.status == 404:
            return None
        log.warning("%s", refused.sentence(f"show {CONFIG_PATH} of {repository}"))
        return f"GitHub did not show this ({refused.status})"  # no config, and harms no other
    try:
        data = base64.b64decode(msgspec.convert(answer.json, _File).content)
        return data.decode("utf-8-sig")
    except (binascii.Error, UnicodeDecodeError, msgspec.ValidationError):
        return "this is not UTF-8 text"  # which is no config, and is said to be none


def _pages(
    client: Client, path: str, kind: type[T], items: Callable[[T], list[Any]]
) -> Iterator[Any]:
    for number in range(1, MOST_PAGES + 1):
        try:
            found = items(shaped(client.get(path, per_page=PAGE, page=number), kind))
        except Refused as refused:
            raise ConfigError(refused.sentence("say where this app is installed")) from refused
        yield from found
        if len(found) < PAGE:
            return
