"""The program, composed."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wsss_bot import notices
from wsss_bot.app.given import SystemClock
from wsss_bot.app.with_forge import WithForge
from wsss_bot.app.with_sources import WithSources
from wsss_bot.config import Config, read_config
from wsss_bot.domain import Facts, Paper
from wsss_bot.state import Store
from wsss_bot.state.classifier_file import ClassifierCache

if TYPE_CHECKING:
    from wsss_bot.awesome_list import AwesomeList, Tree

CONFIG = "config.toml"


def load_config(path: str | None) -> Config:
    """Return the config at `path`; without one, config.toml of this folder, else the defaults."""
    if path is not None:
        return read_config(Path(path))
    return read_config(Path(CONFIG)) if Path(CONFIG).exists() else Config()


class App(WithSources, WithForge):
    """The program, composed: its config, its environment and its clock."""

    @classmethod
    def here(cls, config: Config, *, is_named: bool = False) -> "App":
        """Return the program with `config`, in this process's environment and on its clock."""
        return cls(config, os.environ, SystemClock(), is_named=is_named)

    @classmethod
    def undecided(cls) -> "App":
        """Return the program with nothing decided: many lists bring a config each."""
        return cls(Config(), os.environ, SystemClock(), is_named=True)

    def composed(
        self, config: Config, shared_state: Path | None, *, installation: str = ""
    ) -> "App":
        """Return the program with another config, in the same environment and on the same clock.

        `installation` is the number with which a GitHub App signs in; empty: as before.
        """
        other = {"WSSS_BOT_INSTALLATION_ID": installation} if installation else {}
        return type(self)(
            config,
            {**self._environment, **other},
            self.clock,
            is_named=self._is_named,
            shared_state=shared_state,
        )

    def with_config(self, config: Config) -> "App":
        """Return the same program with another config."""
        return self.composed(config, self.shared_state)

    # --- the list ---------------------------------------------------------------------------

    def read_list(
        self, text: str, *, path: str | None = None, beside: "Tree | None" = None
    ) -> "AwesomeList":
        """Read the text of the list at `path` (None: of the config) as the config says.

        The files `beside` it tell whether it is made from data. Raises ListError.
        """
        from wsss_bot.awesome_list import Overrides, read_any

        told = self.config.list
        how = Overrides(
            roles=told.columns,
            section=told.section,
            order=told.order or None,
            counts=told.counts,
            new_files=told.new_files,
        )
        where = path or told.path
        return read_any(text, path=where, beside=beside, by_hand=told.by_hand, overrides=how)

    def open_list(self, path: str | None = None) -> "AwesomeList":
        """Read the list: the local file at `path`, else the one of the config, here or on GitHub.

        Raises ListError, ConfigError and GitHubError.
        """
        from wsss_bot.list_file import FilesBeside, read_list_files

        told = self.config.list
        if path or not told.repository:
            here = FilesBeside(path or told.path)
            text = read_list_files(path or told.path, () if path else told.paths)
            return self.read_list(text, path=here.list, beside=here)
        forge = self.forge()
        text = forge.read_list(told.path, branch=told.branch)
        return self.read_list(text, beside=forge.files(told.branch or forge.record.default_branch))

    def facts_of(self) -> Callable[[Paper], Facts]:
        """Return what tells the facts of a paper, and asks nobody."""
        from wsss_bot.compose import facts_with

        more = self.config.venues
        return facts_with({"conferences": more.conferences, "journals": more.journals})

    # --- the state --------------------------------------------------------------------------

    @property
    def state_path(self) -> Path:
        """Return where the state file is, or will be."""
        return Path(self.config.state.path)

    def state(self) -> Store:
        """Open or make the state, and keep other bots out until it is closed. Raises StateError."""
        return Store.open(self.state_path, **self._opened())

    def state_to_read(self) -> Store:
        """Open the state to look at it, also while a bot is working with it. Raises StateError."""
        return Store.open_to_read(self.state_path, **self._opened())

    def state_copy(self) -> Store:
        """Return a copy of the state that is gone when it is closed. Raises StateError."""
        return Store.copy(self.state_path, **self._opened())

    def _opened(self) -> dict[str, Any]:
        """Return how the state is opened."""
        return {
            "now": self.clock.now(),
            "shared": self.shared_state,
            "categories": self.config.arxiv.categories,
        }

    def classifier_cache(self) -> ClassifierCache:
        """Return where the classifier of one run is kept for the next."""
        name = f"{self.state_path.stem}.npz" if self.shared_state else "classifier.npz"
        return ClassifierCache(self.state_path.with_name(name))

    def score_cache(self) -> ClassifierCache:
        """Return where the scores that it gave are kept."""
        name = f"{self.state_path.stem}.scores.npz" if self.shared_state else "scores.npz"
        return ClassifierCache(self.state_path.with_name(name))

    def secrets(self) -> tuple[str, ...]:
        """Return what must never be shown to anybody."""
        return (
            self._environment.get("GITHUB_TOKEN", ""),
            self._environment.get("WSSS_BOT_APP_KEY", ""),
            self._environment.get("WSSS_BOT_S2_KEY", ""),
            *self.config.report.notify,
            *self._addresses(),
        )

    def send_notice(self, *, title: str, body: str) -> int:
        """Send a message to the addresses of the config; return how many took it."""
        return notices.send(self._addresses(), title=title, body=body)

    def check_notices(self) -> str:
        """Return in a sentence where messages go; nothing is sent. Raises ConfigError."""
        return notices.check(self.config.report.notify, self._environment)

    def _addresses(self) -> tuple[str, ...]:
        """Return where messages go."""
        return notices.addresses_of(self.config.report.notify, self._environment)
