"""What the pull request for new rows and the one for old rows have in common: real sockets, git."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.integration import test_completions_pull_request as old
from tests.integration import test_rolling_pull_request as new
from tests.realdata.where import DATA
from tests.standins.github import BOT, Conflict, Fault, GitHubStandIn
from tests.standins.github.bot import SimpleBot
from tests.standins.github.completer import BRANCH as COMPLETIONS
from tests.standins.github.completer import Completer
from tests.standins.openapi import Referee
from wsss_bot.errors import ConfigError, GitHubError

DESCRIPTION = DATA / "github-openapi-subset.json"


@dataclass(kw_only=True)
class Life:
    """One kind of pull request, and what people do to it."""

    github: GitHubStandIn
    bot: Any
    branch: str
    text: str
    """The list at the beginning."""
    signs: dict[str, str]
    """The key of each proposal, and what the list says once it holds it; the last comes later."""
    title: str
    title_later: str
    edit: tuple[str, str]
    """What people change on the branch in the first proposal."""
    marker: str
    untick: Callable[[GitHubStandIn, str], None]
    one_more: Callable[[Any], None]

    @property
    def keys(self) -> list[str]:
        return list(self.signs)[:-1]

    def run(self) -> dict[str, str]:
        """Run the bot; return what became of each proposal."""
        done = self.bot.run()
        return {key: outcome.value for key, outcome in done.known.outcomes.items()}

    def on(self, branch: str) -> set[str]:
        """The proposals that the list on a branch holds."""
        text = self.github.text(branch)
        return {key for key, sign in self.signs.items() if sign in text}

    def more(self) -> str:
        """Let the bot find one more; return its key."""
        self.one_more(self.bot)
        return list(self.signs)[-1]

    def kill(self, number: int, *, arrives: bool) -> None:
        """Run, and let nothing reach GitHub after that request, which arrives or not."""
        self.github.begin()
        self.github.faults = {number: Fault(arrives=arrives)}
        self.github.dead_from = number + 1
        with suppress(GitHubError):
            self.bot.run()
        self.github.begin()


def new_rows(github: GitHubStandIn) -> Life:
    return Life(
        github=github,
        bot=SimpleBot(api_url=github.url, repository="someone/a-list", papers=[new.ONE, new.TWO]),
        branch=new.BRANCH,
        text=new.LIST,
        signs={
            new.ONE.arxiv_id: f"abs/{new.ONE.arxiv_id}",
            new.TWO.arxiv_id: f"abs/{new.TWO.arxiv_id}",
            new.THREE.arxiv_id: f"abs/{new.THREE.arxiv_id}",
        },
        title="2 papers for the list: Alpha, Beta",
        title_later="3 papers for the list: Alpha, Beta, Gamma",
        edit=("**Alpha**", "**ALPHA**"),
        marker="wsss-bot",
        untick=lambda github, key: github.tick(1, key, on=False),
        one_more=lambda bot: bot.papers.append(new.THREE),
    )


def old_rows(github: GitHubStandIn) -> Life:
    roles = {"venue": "where", "code": "code", "paper": "arXiv"}

    def untick(github: GitHubStandIn, key: str) -> None:
        arxiv_id, _, role = key.partition(":")
        old.untick(github, 1, arxiv_id, roles[role])

    return Life(
        github=github,
        bot=Completer(
            api_url=github.url,
            repository="someone/a-list",
            now=old.NOW,
            papers=[old.OLDER, old.NAMELESS],
        ),
        branch=COMPLETIONS,
        text=old.LIST,
        signs={
            old.VENUE: "ECCV 2024 | [2402",
            old.CODE: "(https://github.com/someone/Older)",
            old.ID: "abs/2312.00001",
            old.LATER: "CVPR 2024 | [2401",
        },
        title="3 cells for old rows: Older, Nameless",
        title_later="4 cells for old rows: Older, Nameless, Oldest",
        edit=("ECCV 2024", "ECCV'24"),
        marker="wsss-bot-cells",
        untick=untick,
        one_more=lambda bot: bot.papers.append(old.OLDEST),
    )


@cache
def referee() -> Referee:
    return Referee(DESCRIPTION)


@pytest.fixture(params=[new_rows, old_rows], ids=["new rows", "old rows"])
def life(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Life]:
    with GitHubStandIn(tmp_path).serving() as github:
        life: Life = request.param(github)
        github.write(life.text)
        yield life
        if DESCRIPTION.is_file():
            assert referee().complaints(github.history + github.exchanges) == []


def test_a_quiet_run_costs_at_most_four_requests_and_writes_nothing(life: Life) -> None:
    life.run()
    life.github.begin()

    found = life.run()

    assert len(life.github.exchanges) <= 4
    assert {exchange.verb for exchange in life.github.exchanges} == {"GET"}
    assert found == dict.fromkeys(life.keys, "waiting")


def test_something_new_joins_the_open_pull_request_with_at_most_eleven_requests(life: Life) -> None:
    life.run()
    key = life.more()
    life.github.begin()

    life.run()

    [pull] = life.github.pulls
    assert len(life.github.exchanges) <= 11
    assert pull.title == life.title_later
    assert life.on(life.branch) == {*life.keys, key}


def test_what_is_unticked_leaves_the_branch_and_does_not_come_back(life: Life) -> None:
    life.run()
    first, *others = life.keys
    life.untick(life.github, first)

    life.run()
    found = life.run()

    assert life.on(life.branch) == set(others)
    assert found == {first: "removed"} | dict.fromkeys(others, "waiting")
    assert "Refused, will not come back: " in life.github.pull(1).body

    life.github.merge(1)

    assert life.run() == {first: "removed"} | dict.fromkeys(others, "accepted")
    assert len(life.github.pulls) == 1


def test_what_people_edit_stays_as_edited(life: Life) -> None:
    life.run()
    before, after = life.edit
    theirs = life.github.write(
        life.github.text(life.branch).replace(before, after), branch=life.branch
    )
    life.more()
    life.run()

    git = life.github.repository.git
    assert after in life.github.text(life.branch)
    assert git.is_ancestor(theirs, git.branch(life.branch) or "")

    life.github.merge(1)

    assert life.run()[life.keys[0]] == "edited"


def test_commits_of_people_stay_in_the_history(life: Life) -> None:
    life.run()
    theirs = life.github.write("mine\n", branch=life.branch, path="notes.txt")
    life.more()

    life.run()

    git = life.github.repository.git
    assert git.is_ancestor(theirs, git.branch(life.branch) or "")
    assert life.github.text(life.branch, "notes.txt") == "mine\n"


def test_merging_is_acknowledged_once(life: Life) -> None:
    life.run()
    life.github.merge(1)

    for _ in range(3):
        found = life.run()

    assert set(found.values()) == {"accepted"}
    assert len(life.github.pulls) == len(life.github.pull(1).comments) == 1


def test_closing_refuses_all_and_is_acknowledged_once(life: Life) -> None:
    life.run()
    life.github.close(1)

    for _ in range(3):
        found = life.run()

    assert set(found.values()) == {"declined"}
    assert len(life.github.pulls) == 1
    [comment] = life.github.pull(1).comments
    assert comment["body"].startswith(f"Closed by someone. Refused {len(life.keys)} (")
    assert "- [ ] **not now**: they come back after" in comment["body"]


def test_what_is_forgotten_is_proposed_again(life: Life) -> None:
    life.run()
    life.github.close(1)
    life.run()
    arxiv_id = life.keys[0].partition(":")[0]
    life.bot.forgotten = {arxiv_id: life.github.clock(1)}

    life.run()
    life.run()

    assert len(life.github.pulls) == 2
    assert life.on(life.branch) == {key for key in life.keys if key.startswith(arxiv_id)}


def test_unticking_everything_closes_the_pull_request(life: Life) -> None:
    life.run()
    life.github.pull(1).body = life.github.pull(1).body.replace("- [x]", "- [ ]")

    life.run()

    assert life.github.pull(1).state == "closed"
    assert set(life.run().values()) == {"removed"}


def test_a_title_and_words_that_people_wrote_stay(life: Life) -> None:
    life.run()
    life.github.pull(1).title = "My own title"
    life.github.pull(1).body += "\nLet us talk about this one.\n"
    life.more()

    life.run()

    assert life.github.pull(1).title == "My own title"
    assert life.github.pull(1).body.endswith("\nLet us talk about this one.\n")


@pytest.mark.parametrize("body", ["", "Thanks!", '<!-- {}:1 {{"pa":', "<!-- {}:99 {{}} -->"])
def test_a_damaged_body_is_survived(life: Life, body: str) -> None:
    life.run()
    life.github.pull(1).body = body.format(life.marker)

    life.run()

    assert life.run() == dict.fromkeys(life.keys, "waiting")
    assert len(life.github.pulls) == 1
    assert f"abs/{life.keys[0].partition(':')[0]}" in life.github.pull(1).body


@pytest.mark.parametrize("merged", [True, False])
def test_a_damaged_body_of_an_old_pull_request_brings_nothing_back(
    life: Life, merged: bool
) -> None:
    life.run()
    life.github.pull(1).body = ""
    if merged:
        life.github.merge(1)
    else:
        life.github.close(1)

    life.run()

    assert len(life.github.pulls) == 1


@pytest.mark.parametrize("touched", [False, True], ids=["untouched", "with people's commits"])
def test_the_branch_follows_the_list_and_nothing_is_lost(life: Life, touched: bool) -> None:
    life.run()
    if touched:
        edited = life.github.text(life.branch).replace(*life.edit)
        life.github.write(edited, branch=life.branch)
    row = "| 2024/05 | **New** | New | - | [2405.7](https://arxiv.org/abs/2405.77777) | - |\n"
    moved = life.text.replace("| 2024/03 |", f"{row}| 2024/03 |", 1)
    life.github.write(moved.replace("| **Older** |", "| **OLDER** |"))
    with pytest.raises(Conflict):
        life.github.merge(1)

    life.run()
    life.github.merge(1)

    text = life.github.text()
    assert row in text
    assert "| **OLDER** |" in text
    assert touched is (life.edit[1] in text)
    assert {*life.keys[1:]} <= life.on("main")


def test_a_branch_with_foreign_commits_is_left_alone(life: Life) -> None:
    git = life.github.repository.git
    git.set_branch(life.branch, git.branch("main"))
    theirs = life.github.write("mine\n", branch=life.branch, path="notes.txt")

    with pytest.raises(ConfigError, match=r"belong to no pull request.*another one in \[\w+\] br"):
        life.run()

    assert git.branch(life.branch) == theirs


def test_without_a_right_to_push_the_branch_is_in_a_fork(life: Life) -> None:
    life.github.may_push = False

    life.run()
    life.run()

    [pull] = life.github.pulls
    assert pull.home.full_name == f"{BOT}/a-list"


# --- when something goes wrong --------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("dies", [True, False], ids=["and the run dies", "and no more"])
@pytest.mark.parametrize("arrives", [True, False], ids=["the answer", "the request"])
@pytest.mark.parametrize("number", range(1, 11))
def test_whatever_is_lost_while_opening_one_pull_request_is_open_in_the_end(
    life: Life, number: int, arrives: bool, dies: bool
) -> None:
    if dies:
        life.kill(number, arrives=arrives)
    else:
        life.github.faults = {number: Fault(arrives=arrives)}

    for _ in range(2):
        with suppress(GitHubError):
            life.run()

    [pull] = life.github.pulls
    assert pull.title == life.title
    assert pull.labels == ["wsss-bot"]
    assert life.on(life.branch) == set(life.keys)


@pytest.mark.long
@pytest.mark.parametrize("arrives", [True, False], ids=["after", "before"])
@pytest.mark.parametrize("number", range(2, 11))
@pytest.mark.parametrize("then", ["nothing", "a commit", "a base move"])
def test_a_run_that_is_killed_while_updating_is_continued(
    life: Life, number: int, arrives: bool, then: str
) -> None:
    life.run()
    first, *others = life.keys
    life.untick(life.github, first)
    key = life.more()
    life.kill(number, arrives=arrives)
    if then == "a commit":
        life.github.write("mine\n", branch=life.branch, path="notes.txt")
    if then == "a base move":
        life.github.write(life.text.replace("The end.", "The very end."))

    life.run()
    found = life.run()

    assert len(life.github.pulls) == 1
    assert life.on(life.branch) == {*others, key}
    assert ("The very end." in life.github.text(life.branch)) is (then == "a base move")
    assert found == {first: "removed"} | dict.fromkeys([*others, key], "waiting")


@pytest.mark.long
@pytest.mark.parametrize("arrives", [True, False], ids=["after", "before"])
@pytest.mark.parametrize("number", range(2, 11))
def test_a_run_that_is_killed_while_settling_is_continued(
    life: Life, number: int, arrives: bool
) -> None:
    life.run()
    life.github.close(1)
    life.kill(number, arrives=arrives)

    life.run()
    life.run()

    assert len(life.github.pulls) == 1
    assert len(life.github.pull(1).comments) == 1
