"""A source of papers that is told what to say, and a bot's job that works with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tests.make import a_poll
from wsss_bot.app import App
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.errors import ArxivError
from wsss_bot.jobs.job import ForgeJob
from wsss_bot.pull_request.code_checks import CodeLinks
from wsss_bot.pull_request.forge import Forge
from wsss_bot.sources.poll_state import PollState
from wsss_bot.sources.source import Poll, Progress, Window, show_no_progress
from wsss_bot.state import Store


@dataclass
class ToldSource:
    """Shows the same papers at each poll, and knows no others."""

    papers: Sequence[Paper] = field(default_factory=list)
    is_down: bool = False
    requests: int = 1

    def poll(
        self,
        state: PollState,
        *,
        categories: Sequence[str],
        first: date,
        overlap_days: int,
        now: datetime,
        on_progress: Progress = show_no_progress,
    ) -> Poll:
        del categories, first, overlap_days, on_progress
        if self.is_down:
            raise ArxivError("arXiv did not answer")
        known = state.papers.find([paper.arxiv_id for paper in self.papers])
        news = tuple(paper for paper in self.papers if paper.arxiv_id not in known)
        state.papers.keep(self.papers, at=now)
        return Poll(polled=a_poll(len(news)), news=news, errors=(), disagreements=())

    def by_ids(self, ids: Sequence[ArxivId]) -> Iterator[Paper]:
        return (paper for paper in self.papers if paper.arxiv_id in ids)

    def by_title(self, title: str) -> Iterator[Paper]:
        return (paper for paper in self.papers if paper.title == title)

    def by_orcid(self, orcid: str) -> frozenset[ArxivId]:
        del orcid
        return frozenset()

    def submitted(self, category: str, window: Window) -> Iterator[Paper]:
        del category, window
        return iter(())


def a_job(
    app: App,
    state: Store,
    forge: Forge,
    *,
    source: ToldSource | None = None,
    links: CodeLinks | None = None,
) -> ForgeJob:
    """What a job works with, as `begun_on_forge` would make it."""
    return ForgeJob(
        app=app,
        state=state,
        arxiv=source or ToldSource(),
        now=app.clock.now(),
        forge=forge,
        links=links or CodeLinks(ask_once=lambda _: None, ask_again=lambda _: None),
    )
