"""The list's repository, with the rights that the environment gives."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from wsss_bot import network
from wsss_bot.app.given import Given
from wsss_bot.state import Store

if TYPE_CHECKING:
    from wsss_bot.github import GitHubForge
    from wsss_bot.github.checks import GitHubChecks
    from wsss_bot.github.installations import Installed
    from wsss_bot.pull_request.code_checks import CodeLinks
    from wsss_bot.pull_request.issues import Issues


class WithForge(Given):
    """What reads and writes the list's repository."""

    def forge(self, *, tell: Callable[[str], None] | None = None) -> "GitHubForge":
        """Return the list's repository; with `tell` it is only said what would be written.

        Nothing is sent yet. Raises ConfigError.
        """
        from wsss_bot.github.dry_run import DryRunForge

        repository = self._connected(with_issues=self.config.pull_request.requests)
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
            more=self.config.list.paths,
        )

    def _check_destination(self, url: str) -> None:
        """Raise ConfigError where nobody but a stranger's config may send the token to `url`.

        In a workflow the config is a file of the repository, and naming it does not say whose.
        """
        is_workflow = self._environment.get("GITHUB_ACTIONS", "") == "true"
        if is_workflow or not self._is_named:
            workflow_runs_at = self._environment.get("GITHUB_API_URL", "")
            operator_says = self._environment.get("WSSS_BOT_API_URL", "")
            network.check_destination(url, known=(workflow_runs_at, operator_says))

    def installed(self) -> "Iterator[Installed]":
        """Yield the repositories in which the GitHub App was installed.

        Raises ConfigError and GitHubError.
        """
        from wsss_bot.github import APP_PERMISSIONS
        from wsss_bot.github.installations import installed

        self._check_network(self.config.github.api_url)
        yield from installed(
            self._environment.get("WSSS_BOT_APP_ID", ""),
            self._environment.get("WSSS_BOT_APP_KEY", ""),
            api_url=self.config.github.api_url,
            permissions=APP_PERMISSIONS,
            sleep=self.clock.sleep,
        )

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
            wants_issues=config.report.dashboard or config.pull_request.requests,
            now=self.clock.now,
        )

    def credentials(self) -> str:
        """Return in words what the environment holds to sign in to GitHub with; '' for nothing."""
        from wsss_bot import github

        if self._environment.get("WSSS_BOT_APP_ID", ""):
            return "a GitHub App"
        token = self._environment.get("GITHUB_TOKEN", "").strip()
        return github.kind_of(token) if token else ""
