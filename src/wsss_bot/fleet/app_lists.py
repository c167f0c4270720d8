"""The lists of a GitHub App: a folder of configs that is kept as its installations are.

What a repository's config says of other machines, of files and of who is told is not ours to
follow: only the operator decides that, and nobody is sent a notice about such a list.
"""

import json
import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from wsss_bot.config import Config, StateSection, parse_config, to_toml
from wsss_bot.errors import ConfigError, GitHubError, StateError
from wsss_bot.files import make_folder

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
INSTALLATIONS = "installations.json"
"""Beside the configs: with which number the app signs in for each."""


class Found(Protocol):
    """A repository in which the app was installed."""

    @property
    def repository(self) -> str:
        """Return 'owner/name'."""
        ...

    @property
    def installation(self) -> str:
        """Return the number of the installation."""
        ...

    @property
    def config(self) -> str | None:
        """Return the text of its config; None: it has none."""
        ...


def keep_current(folder: Path, found: Iterable[Found], *, ours: Config, now: datetime) -> None:
    """Let the `folder` hold the configs of what was `found`, once an hour.

    `ours` is what the operator decided. Where GitHub does not say it now, the folder stays as it
    is. Raises ConfigError, also where nothing is known yet, and StateError.
    """
    index = folder / INSTALLATIONS
    if _read_at(index, now=now):
        return
    try:
        lists = [one for one in found if one.config is not None]
    except GitHubError as error:
        if not index.exists():
            raise
        log.warning("the lists stay as they were last found: %s", error)
        return
    make_folder(folder)
    names = {one.repository.replace("/", "+"): one for one in lists}
    try:
        for name, one in names.items():
            (folder / f"{name}.toml").write_text(_allowed(one, ours), encoding="utf-8")
        for path in folder.glob("*.toml"):
            if path.stem not in names:
                path.unlink()
        numbers = {name: one.installation for name, one in names.items()}
        told = {"read_at": now.isoformat(), "installations": numbers}
        index.write_text(json.dumps(told), encoding="utf-8")
    except OSError as error:
        raise StateError(
            f"the folder {folder} cannot be written to: {error.strerror}; name another one with "
            "--states"
        ) from error


def installations_in(folder: Path) -> dict[str, str]:
    """Return the number of the installation of each list in a folder; none in an operator's own."""
    with suppress(OSError, ValueError, AttributeError):
        told = json.loads((folder / INSTALLATIONS).read_text(encoding="utf-8"))
        return {str(name): str(number) for name, number in told["installations"].items()}
    return {}


def _read_at(index: Path, *, now: datetime) -> bool:
    """Whether the folder was made so lately that it holds."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads(index.read_text(encoding="utf-8"))
        return abs(now - datetime.fromisoformat(told["read_at"])) < EVERY
    return False


def _allowed(one: Found, ours: Config) -> str:
    """Return a repository's config as far as it may decide; one with faults as it is."""
    try:
        config = parse_config(one.config or "", name=f"the config of {one.repository}")
    except ConfigError:
        return one.config or ""
    told, mine = config.arxiv, ours.arxiv
    return to_toml(
        replace(
            config,
            list=replace(config.list, repository=one.repository),
            arxiv=replace(
                mine,
                categories=told.categories,
                backfill_months=min(told.backfill_months, mine.backfill_months),
            ),
            state=StateSection(),
            github=ours.github,
            log=ours.log,
            report=replace(config.report, notify=()),
        )
    )
