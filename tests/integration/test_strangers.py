"""Whom the bot believes: what a stranger opens, forges or says changes and stops nothing."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.make import a_key, a_paper
from tests.standins.github import APP_TOKEN, BOT, TOKEN, GitHubStandIn
from tests.standins.github.bot import LIST, NEAR, ONE, TWO, SimpleBot
from tests.standins.github.completer import BRANCH as COMPLETIONS
from tests.standins.github.completer import Completer
from tests.standins.github.shapes import Pull
from wsss_bot.domain import ArxivId, Outcome
from wsss_bot.errors import GitHubError
from wsss_bot.github import AppCredentials, connect
from wsss_bot.pull_request.forge import PullRequest
from wsss_bot.pull_request.memory import PAPERS, Memory
from wsss_bot.pull_request.proposed import Proposed

BRANCH = "wsss-bot/candidates"
MARK = "<!-- wsss-bot:answer -->"


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHubStandIn]:
    with GitHubStandIn(tmp_path).serving() as standin:
        standin.write(LIST)
        yield standin


@pytest.fixture
def bot(github: GitHubStandIn) -> SimpleBot:
    return SimpleBot(
        api_url=github.url,
        repository=github.repository.full_name,
        papers=[ONE, TWO],
        near=[NEAR],
    )


def forged(pull: Pull) -> str:
    """The body of the bot's own pull request, with other answers."""
    return pull.body.replace("- [x]", "- [?]").replace("- [ ]", "- [x]").replace("- [?]", "- [ ]")


def rows(github: GitHubStandIn) -> list[bool]:
    text = github.text(BRANCH)
    return [f"**{name}**" in text for name in ("Alpha", "Beta", "Nearly")]


def test_a_second_pull_request_from_the_bots_branch_decides_nothing(
    bot: SimpleBot, github: GitHubStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    bot.run()
    git = github.repository.git
    git.set_branch("other", git.branch("main"))
    github.open_as("stranger", head=BRANCH, base="other", body=forged(github.pull(1)))

    done = bot.run()
    bot.run()

    assert done.known.outcomes == dict.fromkeys((ONE.arxiv_id, TWO.arxiv_id), Outcome.WAITING)
    assert rows(github) == [True, True, False]
    assert github.pull(2).title == "Mine"
    assert "pull request 2 from the bot's branch into other, opened by stranger" in caplog.text


@pytest.mark.parametrize("settled", [False, True])
def test_a_closed_pull_request_that_a_stranger_opens_again_as_his_own_stays_closed(
    bot: SimpleBot, github: GitHubStandIn, settled: bool
) -> None:
    bot.run()
    github.close(1)
    if settled:
        bot.run()
        git = github.repository.git
        git.set_branch(BRANCH, github.pull(1).head_sha)
    github.open_as("stranger", head=BRANCH, body=forged(github.pull(1)))

    done = bot.run()
    bot.run()

    assert set(done.known.outcomes.values()) == {Outcome.DECLINED}
    assert NEAR.arxiv_id not in done.known.wanted
    assert github.pull(2).title == "Mine"
    assert len(github.pulls) == 2


def test_a_stranger_does_not_keep_the_bot_from_opening_its_own(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    github.refuse("POST", r"/pulls$", 500)
    with pytest.raises(GitHubError):
        bot.run()
    github.refusals = []
    github.open_as("stranger", head=BRANCH, body="Mine, and the bot's commits with it")

    bot.run()
    done = bot.run()

    assert [(pull.user, pull.state) for pull in github.pulls] == [
        ("stranger", "closed"),
        (BOT, "open"),
    ]
    assert done.known.outcomes == dict.fromkeys((ONE.arxiv_id, TWO.arxiv_id), Outcome.WAITING)


def test_a_forged_memory_of_a_stranger_refuses_nothing(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    git = github.repository.git
    git.set_branch(BRANCH, git.branch("main"))
    github.write(LIST + "\nBye.\n", branch=BRANCH)
    lies = Proposed(arxiv_id=ArxivId(ONE.arxiv_id), title=ONE.title, name="Alpha", row="| x |")
    github.open_as("stranger", head=BRANCH, body=PAPERS.write(Memory(holds=(lies,))))
    github.close(1)
    git.set_branch(BRANCH, None)

    done = bot.run()

    assert done.known.outcomes == {}
    assert github.pull(2).title == "2 papers for the list: Alpha, Beta"


def test_a_pull_request_for_old_rows_is_believed_by_its_author_too(github: GitHubStandIn) -> None:
    from tests.integration.test_completions_pull_request import NOW, OLDER

    completer = Completer(
        api_url=github.url, repository=github.repository.full_name, now=NOW, papers=[OLDER]
    )
    completer.run()
    git = github.repository.git
    git.set_branch("other", git.branch("main"))
    body = github.pull(1).body.replace("- [x]", "- [ ]")
    github.open_as("stranger", head=COMPLETIONS, base="other", body=body)

    found = completer.run().as_json()["outcomes"]

    assert set(found.values()) == {"waiting"}


def test_a_comment_of_a_stranger_is_not_taken_for_the_bots_own(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    theirs = github.say_as("stranger", 1, f"Mine.\n\n{MARK}")
    github.merge(1)

    for _ in range(3):
        bot.run()

    assert theirs["body"] == f"Mine.\n\n{MARK}"
    assert [c["user"] for c in github.pull(1).comments] == ["stranger", BOT]
    assert github.pull(1).comments[1]["body"].startswith("Added 2 (Alpha, Beta).")


def test_failing_to_acknowledge_ends_no_run(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.merge(1)
    bot.papers = [a_paper("2405.00003", title="Gamma: a third way", abstract="We.")]
    github.refuse("GET", r"/issues/1/comments$", 500)
    github.refuse("PATCH", r"/pulls/1$", 403)

    bot.run()

    assert github.pull(2).title == "1 paper for the list: Gamma"


@pytest.mark.parametrize("then", ["an app", "a person"])
def test_what_an_earlier_account_of_the_bot_opened_is_still_the_bots(
    bot: SimpleBot, github: GitHubStandIn, then: str
) -> None:
    before, after = (TOKEN, APP_TOKEN) if then == "an app" else (APP_TOKEN, TOKEN)
    github.writers.add(BOT)
    bot.token = before
    bot.run()
    github.tick(1, ONE.arxiv_id, on=False)
    bot.token = after

    bot.run()
    found = bot.run().known.outcomes

    assert found == {ONE.arxiv_id: Outcome.REMOVED, TWO.arxiv_id: Outcome.WAITING}
    assert len(github.pulls) == 1
    assert rows(github) == [False, True, False]


def test_what_was_copied_after_the_bots_first_pull_request_is_nobodys_answer(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.merge(1)
    git = github.repository.git
    git.set_branch(BRANCH, github.pull(1).head_sha)
    github.writers.add("jane")
    github.open_as("jane", head=BRANCH, base="main", body=forged(github.pull(1)))
    github.close(2)

    assert set(bot.run().known.outcomes.values()) == {Outcome.ACCEPTED}


def test_an_app_takes_only_what_an_app_opened_for_its_own(github: GitHubStandIn) -> None:
    app = AppCredentials(app_id="12", private_key=a_key(), installation_id="34")
    forge = connect(github.repository.full_name, app=app, api_url=github.url)
    git = github.repository.git
    git.set_branch(BRANCH, git.branch("main"))
    github.open_as("stranger", head=BRANCH)
    github.open_as("an-app[bot]", head=BRANCH)

    found: list[PullRequest] = list(forge.pull_requests(BRANCH))

    assert [pull.number for pull in found] == [2]
