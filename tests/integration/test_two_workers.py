"""A worker that was started twice: whatever comes in between, there is one pull request."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from email.message import Message
from pathlib import Path

import pytest

from tests.standins.github import GitHubStandIn
from tests.standins.github.bot import LIST, ONE, TWO, SimpleBot
from tests.standins.github.server import Answer
from wsss_bot.errors import ConfigError, GitHubError

MOST_REQUESTS = 10


class Interrupted(GitHubStandIn):
    """A GitHub where something happens just before one request."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.before: tuple[int, Callable[[], object]] | None = None
        self.happened = False
        self._seen = 0

    def answer(self, verb: str, target: str, headers: Message, data: bytes) -> Answer | None:
        """Carry out one request."""
        self._seen += 1
        if self.before is not None and self._seen == self.before[0]:
            _, act = self.before
            self.before, self.happened = None, True
            act()
        return super().answer(verb, target, headers, data)


@pytest.fixture
def github(tmp_path: Path) -> Iterator[Interrupted]:
    github = Interrupted(tmp_path)
    with github.serving():
        github.write(LIST)
        yield github


@pytest.mark.parametrize("number", range(1, MOST_REQUESTS + 1))
def test_a_second_worker_at_any_moment_changes_nothing(github: Interrupted, number: int) -> None:
    def worker() -> SimpleBot:
        name = github.repository.full_name
        return SimpleBot(api_url=github.url, repository=name, papers=[ONE, TWO])

    github.before = (number, worker().run)
    with suppress(GitHubError, ConfigError):  # who comes too late may say so
        worker().run()
    assert github.happened
    worker().run()

    assert [pull.state for pull in github.pulls] == ["open"]
    text = github.text(github.pull(1).head)
    assert [text.count(paper.arxiv_id) for paper in (ONE, TWO)] == [2, 2]  # text and address
    assert github.pull(1).body.count("- [x]") == 2
