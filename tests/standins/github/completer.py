"""A bot that completes old rows from the records that it is told of."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.standins.clock import Clock
from tests.standins.github.server import TOKEN
from tests.standins.told import a_job
from wsss_bot.app import App
from wsss_bot.config import Config, ListSection
from wsss_bot.config.sections import GitHubSection, PullRequestSection
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.jobs.refresh import refresh
from wsss_bot.jobs.reports import RefreshReport
from wsss_bot.old_rows.look_up import Records
from wsss_bot.pull_request.code_checks import Ask, CodeLinks
from wsss_bot.pull_request.forge import Forge
from wsss_bot.state import Store

BRANCH = "wsss-bot/completions"


@dataclass(kw_only=True)
class Completer:
    """Each run starts with nothing but the token, as if its state had been lost."""

    api_url: str
    repository: str
    now: datetime
    papers: list[Paper] = field(default_factory=list)
    """What arXiv says of the listed papers."""
    missing: str = ""
    path: str = "README.md"
    max_rows: int = 3
    labels: tuple[str, ...] = ("wsss-bot",)
    reviewers: tuple[str, ...] = ()
    ask: Ask = lambda _: None
    """What GitHub says of code repositories."""
    forgotten: dict[ArxivId, datetime] = field(default_factory=dict)

    def app(self) -> App:
        config = Config(
            list=ListSection(repository=self.repository, path=self.path),
            pull_request=PullRequestSection(
                max_rows=self.max_rows, labels=self.labels, reviewers=self.reviewers
            ),
            github=GitHubSection(api_url=self.api_url),
        )
        return App(config, {"GITHUB_TOKEN": TOKEN}, Clock(self.now))

    def run(self, *, github: Forge | None = None) -> RefreshReport:
        """Do one whole refresh."""
        app, links = self.app(), CodeLinks(ask_once=self.ask, ask_again=self.ask)
        records = Records(papers=tuple(self.papers), missing=self.missing)
        with Store.in_memory() as store:
            for arxiv_id, at in self.forgotten.items():
                store.outcomes.forget(arxiv_id, at=at)
            job = a_job(app, store, github or app.forge(), links=links)
            return refresh(job, records)
