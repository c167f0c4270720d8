"""`init` chooses branches that no other list of the repository uses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.standins.github import TOKEN, GitHubStandIn
from tests.standins.github.bot import LIST, ONE, SimpleBot
from wsss_bot.commands.own_branches import with_own_branches
from wsss_bot.config import Config, ListSection
from wsss_bot.config.sections import GitHubSection


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHubStandIn]:
    with GitHubStandIn(tmp_path).serving() as standin:
        standin.write(LIST)
        yield standin


def branches(github: GitHubStandIn, path: str) -> list[str]:
    config = with_own_branches(
        Config(
            list=ListSection(repository=github.repository.full_name, path=path),
            github=GitHubSection(api_url=github.url),
        )
    )
    return [config.pull_request.branch, config.refresh.branch]


@pytest.mark.parametrize("token", ["", TOKEN])
def test_branches_that_the_bot_of_another_list_uses_are_not_chosen(
    github: GitHubStandIn, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", token)
    SimpleBot(api_url=github.url, repository=github.repository.full_name, papers=[ONE]).run()
    github.write(LIST, path="docs/videos.md")

    assert branches(github, "README.md") == ["wsss-bot/candidates", "wsss-bot/completions"]
    assert branches(github, "docs/videos.md") == [
        "wsss-bot/candidates-docs-videos",
        "wsss-bot/completions-docs-videos",
    ]


def test_where_github_does_not_tell_the_usual_ones_are_chosen(github: GitHubStandIn) -> None:
    github.refuse("GET", r"/pulls$", 403)

    assert branches(github, "a.md") == ["wsss-bot/candidates", "wsss-bot/completions"]
