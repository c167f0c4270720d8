"""A bot that completes old rows from the records that it is told of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tests.standins.github.server import TOKEN
from wsss_bot import compose
from wsss_bot.domain import ArxivId, Entry, Paper
from wsss_bot.github import GitHubRepository, connect
from wsss_bot.github.code_links import Ask, CodeLinks
from wsss_bot.jobs.refresh import RefreshReport, complete_rows
from wsss_bot.jobs.rolling import Settings
from wsss_bot.old_rows.look_up import Records
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

    def connect(self) -> GitHubRepository:
        return connect(self.repository, token=TOKEN, api_url=self.api_url, sleep=lambda _: None)

    def run(self, *, github: GitHubRepository | None = None) -> RefreshReport:
        """Do one whole refresh."""

        def look_up(entries: Sequence[Entry]) -> Records:
            del entries
            return Records(papers=tuple(self.papers), missing=self.missing)

        with Store.in_memory() as store:
            for arxiv_id, at in self.forgotten.items():
                store.outcomes.forget(arxiv_id, at=at)
            return complete_rows(
                github or self.connect(),
                Settings(
                    path=self.path,
                    branch=BRANCH,
                    branch_key="[refresh] branch",
                    max_rows=self.max_rows,
                    labels=self.labels,
                    reviewers=self.reviewers,
                ),
                store,
                look_up=look_up,
                facts_of=compose.facts_of,
                links=CodeLinks(ask_once=self.ask, ask_again=self.ask),
                requests=dict,
                now=self.now,
            )
