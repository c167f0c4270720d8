"""A bot whose taste is simple: it proposes the papers that it is told about, best first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.make import a_paper, a_poll
from tests.standins.github.server import TOKEN
from wsss_bot import compose
from wsss_bot.awesome_list import read_list
from wsss_bot.domain import ArxivId, Candidate, Paper, Score
from wsss_bot.github import connect
from wsss_bot.pull_request.answers import Known, room, what_became
from wsss_bot.pull_request.circumstances import Circumstances
from wsss_bot.pull_request.kind import Settings
from wsss_bot.pull_request.new_rows import FoundRows, NewRows
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.pull_request.settle import settle
from wsss_bot.pull_request.taking_back import take_back
from wsss_bot.pull_request.update import Standing, update
from wsss_bot.pull_request.world import read_world

LIST = """# A list

| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
| 2024/03 | **Old** | Old: an old one | CVPR | [2403.00001](https://arxiv.org/abs/2403.00001) | - |
| 2024/02 | **Older** | Older: a method | - | [2402.00001](https://arxiv.org/abs/2402.00001) | - |
"""
ONE = a_paper("2405.00001", title="Alpha: one way to segment", abstract="We propose Alpha.")
TWO = a_paper("2405.00002", title="Beta: another way to segment", abstract="We propose Beta.")
NEAR = a_paper("2405.00009", title="Nearly: almost a way to segment", abstract="We propose Nearly.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """What a run did on GitHub."""

    known: Known[Proposed]
    written: Standing[FoundRows]


@dataclass(kw_only=True)
class SimpleBot:
    """Each run starts with nothing but the token: everything else is read back from GitHub."""

    api_url: str
    repository: str
    token: str = TOKEN
    papers: list[Paper] = field(default_factory=list)
    """What it would like to propose, best first."""
    near: list[Paper] = field(default_factory=list)
    """What it shows as near misses."""
    max_rows: int = 3
    labels: tuple[str, ...] = ("wsss-bot",)
    reviewers: tuple[str, ...] = ()
    base: str = ""
    path: str = "README.md"
    forgotten: dict[ArxivId, datetime] = field(default_factory=dict)
    now: datetime = datetime(2023, 11, 20, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def run(self) -> Rolled:
        """Do one whole run."""
        forge = connect(
            self.repository, token=self.token, api_url=self.api_url, sleep=self.slept.append
        )
        settings = Settings(
            path=self.path,
            base=self.base,
            branch="wsss-bot/candidates",
            max_rows=self.max_rows,
            labels=self.labels,
            reviewers=self.reviewers,
        )
        world = read_world(forge, settings, NewRows(), now=self.now)
        world = take_back(forge, world, self.forgotten)
        known = what_became(world, self.forgotten)
        found = self.find(world.listed.text, known, room(world, known))
        world = settle(forge, world, known)
        return Rolled(known=known, written=update(forge, world, known, found))

    def find(self, text: str, known: Known[Proposed], room: int) -> FoundRows:
        """Return what is neither listed nor decided, as far as there is room."""
        listed = read_list(text)

        def fresh(papers: Sequence[Paper]) -> list[Paper]:
            return [
                paper
                for paper in papers
                if paper.arxiv_id not in known.decided
                and not listed.find(arxiv_id=paper.arxiv_id, title=paper.title)
            ]

        wanted = [paper for paper in self.near if paper.arxiv_id in known.wanted]
        best = [paper for paper in fresh(self.papers) if paper not in wanted]
        near = [paper for paper in fresh(self.near) if paper not in wanted and paper not in best]

        def candidate(paper: Paper) -> Candidate:
            return Candidate(
                paper=paper,
                score=Score(value=0.9, recipe="told", trained_on="nothing"),
                facts=compose.facts_of(paper),
                row=listed.row(compose.facts_of(paper)),
            )

        return FoundRows(
            candidates=tuple(candidate(paper) for paper in [*wanted, *best][:room]),
            near_misses=tuple(candidate(paper) for paper in near),
            circumstances=Circumstances(
                polled=a_poll(), waiting=max(0, len(wanted) + len(best) - room)
            ),
        )
