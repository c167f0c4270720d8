"""The one place where config and environment become what the program works with.

Commands and jobs are given an `App`, and ask it for the list, arXiv, the forge and the state. What
stands behind these is decided here and nowhere else: another forge is another import below. The
libraries that make a start slow are imported inside.
"""

import logging
import os
import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from wsss_bot.config import Config, read_config
from wsss_bot.domain import Facts, Paper
from wsss_bot.sources.pace import least_pause
from wsss_bot.state import Store
from wsss_bot.state.classifier_file import ClassifierCache

if TYPE_CHECKING:
    from wsss_bot.awesome_list import AwesomeList, Tree
    from wsss_bot.github import GitHubForge
    from wsss_bot.github.checks import GitHubChecks
    from wsss_bot.pull_request.code_checks import CodeLinks
    from wsss_bot.pull_request.issues import Issues
    from wsss_bot.sources.arxiv.arxiv import Arxiv
    from wsss_bot.sources.beside import Beside
    from wsss_bot.sources.gate import Gate, GateFile
    from wsss_bot.sources.visits import Visits

log = logging.getLogger(__name__)

CONFIG = "config.toml"

PATIENCE_SECONDS = 20.0
"""How long a command that somebody waits for goes on trying when arXiv does not answer."""


class Clock(Protocol):
    """What time it is, and how to wait."""

    def now(self) -> datetime:
        """Return the time, aware and in UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the time."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def load_config(path: str | None) -> Config:
    """Return the config at `path`; without one, config.toml of this folder, else the defaults."""
    if path is not None:
        return read_config(Path(path))
    return read_config(Path(CONFIG)) if Path(CONFIG).exists() else Config()


class App:
    """The program, composed: its config, its environment and its clock."""

    def __init__(
        self,
        config: Config,
        environment: Mapping[str, str],
        clock: Clock,
        *,
        is_named: bool = False,
    ) -> None:
        """Take a config, the variables that hold secrets, and a clock.

        `is_named` is whether the operator named the config; else it may be that of a folder of
        somebody else.
        """
        self.config = config
        self.clock = clock
        self._environment = environment
        self._is_named = is_named

    @classmethod
    def here(cls, config: Config, *, is_named: bool = False) -> "App":
        """Return the program with `config`, in this process's environment and on its clock."""
        return cls(config, os.environ, SystemClock(), is_named=is_named)

    # --- the list ---------------------------------------------------------------------------

    def read_list(
        self, text: str, *, path: str | None = None, beside: "Tree | None" = None
    ) -> "AwesomeList":
        """Read the text of the list at `path` (None: of the config) as the config says.

        The files `beside` it tell whether it is made from data. Raises ListError.
        """
        from wsss_bot.awesome_list import Overrides, read_any

        told = self.config.list
        how = Overrides(roles=told.columns, section=told.section, order=told.order or None)
        where = path or told.path
        return read_any(text, path=where, beside=beside, by_hand=told.by_hand, overrides=how)

    def open_list(self, path: str | None = None) -> "AwesomeList":
        """Read the list: the local file at `path`, else the one of the config, here or on GitHub.

        Raises ListError, ConfigError and GitHubError.
        """
        from wsss_bot.list_file import FilesBeside, read_list_file

        told = self.config.list
        if path or not told.repository:
            here = FilesBeside(path or told.path)
            return self.read_list(read_list_file(path or told.path), path=here.list, beside=here)
        forge = self.forge()
        text = forge.read_list(told.path, branch=told.branch)
        return self.read_list(text, beside=forge.files(told.branch or forge.record.default_branch))

    def facts_of(self) -> Callable[[Paper], Facts]:
        """Return what tells the facts of a paper, and asks nobody."""
        from wsss_bot import compose
        from wsss_bot.venues import KNOWN_VENUES, venues_in

        more = self.config.venues
        table = KNOWN_VENUES.extended(
            venues_in({"conferences": more.conferences, "journals": more.journals})
        )

        return partial(compose.facts_of, venues=table)

    # --- arXiv ------------------------------------------------------------------------------

    def arxiv(
        self,
        *,
        patience_seconds: float | None = None,
        gate: "Gate | None" = None,
        timeouts: tuple[float, float] | None = None,
    ) -> "Arxiv":
        """Return arXiv behind one polite session; `gate` shares its pause with other processes.

        `patience_seconds` is how long to go on trying; None: as long as somebody waits for it.
        `timeouts` are seconds to connect, and between two pieces of an answer; None: patient ones.
        """
        from wsss_bot.sources.arxiv.arxiv import Arxiv
        from wsss_bot.sources.arxiv.session import TIMEOUTS, PoliteSession

        told = self.config.arxiv
        self._check_network(told.api_url, told.rss_url)
        session = PoliteSession(
            contact=told.contact,
            now=self.clock.now,
            sleep=self.clock.sleep,
            random=random.random,
            pause_seconds=told.pause_seconds,
            patience_seconds=PATIENCE_SECONDS if patience_seconds is None else patience_seconds,
            timeouts=timeouts or TIMEOUTS,
            gate=gate,
            gate_file=self._gate_file(),
        )
        return Arxiv(session, api_url=told.api_url, rss_url=told.rss_url)

    def _check_network(self, *urls: str) -> None:
        """Raise ConfigError for an environment with which no request to `urls` can be made."""
        from wsss_bot import network

        network.check(self._environment, *urls)

    def _gate_file(self) -> "GateFile | None":
        """Return the gate that all commands of this user pass, where arXiv is owed a pause."""
        from wsss_bot.sources.gate import GateFile, cache_folder

        told = self.config.arxiv
        if max(told.pause_seconds, least_pause(told.api_url), least_pause(told.rss_url)) <= 0:
            return None
        try:
            return GateFile(cache_folder(self._environment) / "arxiv.gate")
        except (OSError, RuntimeError) as error:
            log.info("other commands cannot be made to wait for arXiv: %s", error)
            return None

    # --- the sources beside arXiv -----------------------------------------------------------

    def visits(self, *, timeouts: tuple[float, float] | None = None) -> "Visits":
        """Return what asks services beside arXiv; `timeouts` are as for arXiv."""
        from wsss_bot.sources.visits import TIMEOUTS, Visits

        return Visits(
            contact=self.config.arxiv.contact,
            now=self.clock.now,
            sleep=self.clock.sleep,
            timeouts=timeouts or TIMEOUTS,
        )

    def beside(self, state: Store, visits: "Visits", *, asks: bool = True) -> "Beside":
        """Return what asks Crossref and Semantic Scholar, as far as the config wants it.

        With `asks` false it only tells what they said before.
        """
        from wsss_bot.sources.beside import Beside

        return Beside(
            state.answers,
            visits,
            now=self.clock.now,
            use_crossref=asks and self.config.sources.crossref,
            scholar_key=self.scholar_key() if asks else "",
        )

    def scholar_key(self) -> str:
        """Return the key of Semantic Scholar; empty where it is not to be asked."""
        wanted = self.config.sources.semantic_scholar
        return self._environment.get("WSSS_BOT_S2_KEY", "").strip() if wanted else ""

    # --- the forge --------------------------------------------------------------------------

    def forge(self, *, tell: Callable[[str], None] | None = None) -> "GitHubForge":
        """Return the list's repository; with `tell` it is only said what would be written.

        Nothing is sent yet. Raises ConfigError.
        """
        from wsss_bot.github.dry_run import DryRunForge

        repository = self._connected()
        return DryRunForge(repository, tell) if tell else repository

    def issues(self, *, of: str = "", tell: Callable[[str], None] | None = None) -> "Issues":
        """Return the issues of the list's repository, or of the repository that it is called now.

        `tell` is as in `forge`. Raises ConfigError.
        """
        from wsss_bot import github
        from wsss_bot.github.dry_run import DryRunIssues

        repository = self._connected(with_issues=True)
        issues = github.GitHubIssues(repository.client, of or repository.name)
        return DryRunIssues(issues, tell) if tell else issues

    def _connected(self, *, with_issues: bool = False) -> "GitHubForge":
        """Return the list's repository, with the rights that the environment gives.

        An app is asked for its right to write issues only `with_issues`: one that was never given
        it would be refused altogether. Raises ConfigError.
        """
        from wsss_bot import github

        self._check_network(self.config.github.api_url)
        if self.credentials():
            self._check_destination(self.config.github.api_url)
        app = None
        if app_id := self._environment.get("WSSS_BOT_APP_ID", ""):
            app = github.AppCredentials(
                app_id=app_id,
                private_key=self._environment.get("WSSS_BOT_APP_KEY", ""),
                installation_id=self._environment.get("WSSS_BOT_INSTALLATION_ID", ""),
            )
        return github.connect(
            self.config.list.repository,
            token=self._environment.get("GITHUB_TOKEN", "").strip(),
            app=app,
            api_url=self.config.github.api_url,
            sleep=self.clock.sleep,
            with_issues=with_issues,
        )

    def _check_destination(self, url: str) -> None:
        """Raise ConfigError where nobody but a stranger's config may send the token to `url`.

        In a workflow the config is a file of the repository, and naming it does not say whose.
        """
        from wsss_bot import network

        is_workflow = self._environment.get("GITHUB_ACTIONS", "") == "true"
        if is_workflow or not self._is_named:
            workflow_runs_at = self._environment.get("GITHUB_API_URL", "")
            operator_says = self._environment.get("WSSS_BOT_API_URL", "")
            network.check_destination(url, known=(workflow_runs_at, operator_says))

    def code_links(self, forge: "GitHubForge", state: Store) -> "CodeLinks":
        """Return what asks where code is about it, and keeps the answers in the state."""
        from wsss_bot.github.code_links import code_links

        return code_links(forge.client, state.repositories, now=self.clock.now())

    def forge_checks(self) -> "GitHubChecks":
        """Return what `doctor` may ask of the forge."""
        from wsss_bot.github.checks import GitHubChecks

        config = self.config
        return GitHubChecks(
            self._connected,
            credentials=self.credentials(),
            base=config.list.branch,
            ours={
                "[pull_request] branch": config.pull_request.branch,
                "[refresh] branch": config.refresh.branch,
            },
            wants_issues=config.report.dashboard,
            now=self.clock.now,
        )

    def credentials(self) -> str:
        """Return in words what the environment holds to sign in to GitHub with; '' for nothing."""
        from wsss_bot import github

        if self._environment.get("WSSS_BOT_APP_ID", ""):
            return "a GitHub App"
        token = self._environment.get("GITHUB_TOKEN", "").strip()
        return github.kind_of(token) if token else ""

    def secrets(self) -> tuple[str, ...]:
        """Return what must never be shown to anybody."""
        return (
            self._environment.get("GITHUB_TOKEN", ""),
            self._environment.get("WSSS_BOT_APP_KEY", ""),
            self._environment.get("WSSS_BOT_S2_KEY", ""),
        )

    # --- the state --------------------------------------------------------------------------

    @property
    def state_path(self) -> Path:
        """Return where the state file is, or will be."""
        return Path(self.config.state.path)

    def state(self) -> Store:
        """Open or make the state, and keep other bots out until it is closed. Raises StateError."""
        return Store.open(self.state_path, now=self.clock.now())

    def state_to_read(self) -> Store:
        """Open the state to look at it, also while a bot is working with it. Raises StateError."""
        return Store.open_to_read(self.state_path, now=self.clock.now())

    def state_copy(self) -> Store:
        """Return a copy of the state that is gone when it is closed. Raises StateError."""
        return Store.copy(self.state_path, now=self.clock.now())

    def classifier_cache(self) -> ClassifierCache:
        """Return where the classifier of one run is kept for the next."""
        return ClassifierCache(self.state_path.with_name("classifier.npz"))
