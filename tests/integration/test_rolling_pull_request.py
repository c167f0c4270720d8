"""The rolling pull request, as its maintainers live with it: real sockets, real git."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from tests.make import a_paper
from tests.realdata.where import DATA
from tests.standins.github import Fault, GitHubStandIn
from tests.standins.github.bot import SimpleBot
from tests.standins.openapi import Referee
from wsss_bot.domain import Outcome
from wsss_bot.errors import ConfigError, GitHubError, ListError
from wsss_bot.pull_request.memory import PAPERS, Memory

LIST = """# A list

| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
| 2024/03 | **Old** | Old: an old method for weak supervision | CVPR 2024 | [2403.00001](https://arxiv.org/abs/2403.00001) | - |
| 2024/02 | **Older** | Older: an older method for weak labels | ICCV 2023 | [2402.00001](https://arxiv.org/abs/2402.00001) | - |
| 2024/01 | **Oldest** | Oldest: the oldest method of all | - | [2401.00001](https://arxiv.org/abs/2401.00001) | - |

The end.
"""  # noqa: E501
ONE = a_paper("2405.00001", title="Alpha: one way to segment", abstract="We propose Alpha.")
TWO = a_paper("2405.00002", title="Beta: another way to segment", abstract="We propose Beta.")
THREE = a_paper("2405.00003", title="Gamma: a third way to segment", abstract="We propose Gamma.")
NEAR = a_paper("2405.00009", title="Nearly: almost a way to segment", abstract="We propose Nearly.")
BRANCH = "wsss-bot/candidates"
DESCRIPTION = DATA / "github-openapi-subset.json"


@cache
def referee() -> Referee:
    return Referee(DESCRIPTION)


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHubStandIn]:
    with GitHubStandIn(tmp_path).serving() as standin:
        standin.write(LIST)
        standin.write("by hand\n", path="notes.txt")
        yield standin
        if DESCRIPTION.is_file():
            assert referee().complaints(standin.history + standin.exchanges) == []


@pytest.fixture
def bot(github: GitHubStandIn) -> SimpleBot:
    return SimpleBot(
        api_url=github.url,
        repository=github.repository.full_name,
        papers=[ONE, TWO],
        near=[NEAR],
    )


def added_lines(github: GitHubStandIn, branch: str = BRANCH) -> list[str]:
    """The lines that the branch adds to the list as it was; nothing else may differ."""
    before, after = LIST.split("\n"), github.text(branch).split("\n")
    rest = [line for line in after if line in before]

    assert rest == before
    return [line for line in after if line not in before]


@pytest.mark.parametrize("is_ticked", [False, True])
def test_a_near_miss_that_was_ticked_was_not_left_alone_although_all_was_closed(
    bot: SimpleBot, github: GitHubStandIn, is_ticked: bool
) -> None:
    bot.run()
    if is_ticked:
        pull = github.pull(1)
        pull.body = pull.body.replace("- [ ]", "- [x]")
    github.close(1)

    known = bot.run().known

    assert known.wanted == ()
    assert (NEAR.arxiv_id in known.left_alone) is not is_ticked


def test_a_pull_request_into_the_branch_that_the_list_had_before_is_not_closed(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    git = github.repository.git
    git.set_branch("next", git.branch("main"))
    bot.base = "next"

    with pytest.raises(ConfigError, match="pull request 1 of the bot goes to main and not to next"):
        bot.run()
    github.pull(1).base = "next"
    done = bot.run()

    assert [(pull.number, pull.state) for pull in github.pulls] == [(1, "open")]
    assert set(done.known.outcomes.values()) == {Outcome.WAITING}


def test_a_first_run_opens_one_pull_request_whose_diff_only_adds(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()

    [pull] = github.pulls
    assert pull.title == "2 papers for the list: Alpha, Beta"
    assert pull.labels == ["wsss-bot"]
    assert ["Alpha" in line or "Beta" in line for line in added_lines(github)] == [True, True]
    assert github.text() == LIST


def test_labels_and_reviews_that_a_killed_run_left_out_come_with_the_next(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.reviewers = ("ada",)
    kill(bot, github, 9, arrives=True)
    [pull] = github.pulls

    assert (pull.labels, pull.reviewers) == ([], [])

    bot.run()

    assert (pull.labels, pull.reviewers) == (["wsss-bot"], ["ada"])


def test_labels_of_people_are_no_sign_of_a_killed_run(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.labels = ("wsss-bot", "papers")
    bot.run()
    github.pull(1).labels = ["WSSS-bot", "mine"]

    bot.run()

    assert github.pull(1).labels == ["WSSS-bot", "mine"]


def test_labels_that_people_take_away_come_back_at_most_once(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.pull(1).labels = []
    bot.run()
    github.pull(1).labels = []

    bot.run()

    assert github.pull(1).labels == []


def test_opening_a_pull_request_costs_at_most_ten_requests(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()

    assert len(github.exchanges) <= 10


def test_a_run_with_nothing_to_propose_costs_at_most_three_requests(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.papers = []

    bot.run()

    assert len(github.exchanges) <= 3
    assert {exchange.verb for exchange in github.exchanges} == {"GET"}


def test_following_the_base_costs_at_most_eleven_requests(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.write(LIST.replace("The end.", "The very end."))
    github.begin()

    bot.run()

    assert len(github.exchanges) <= 11
    assert "The very end." in github.text(BRANCH)


def test_what_does_not_fit_waits_its_turn(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.max_rows = 2
    bot.papers.append(THREE)
    bot.run()

    assert "1 more waits for the next time" in github.pull(1).body

    github.merge(1)
    bot.run()

    assert github.pull(2).title == "1 paper for the list: Gamma"


def test_a_deleted_row_is_refused_for_good_and_the_rest_accepted(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    kept = [line for line in github.text(BRANCH).split("\n") if "Beta" not in line]
    github.write("\n".join(kept), branch=BRANCH)
    bot.run()
    github.merge(1)

    done = bot.run()

    assert done.known.outcomes == {
        ONE.arxiv_id: Outcome.ACCEPTED,
        TWO.arxiv_id: Outcome.REMOVED,
    }
    assert len(github.pulls) == 1
    assert [c["body"].partition("\n")[0] for c in github.pull(1).comments] == [
        "Added 1 (Alpha), refused 1 (Beta; will not return). "
        "To take a refusal back, tick the paper under *refused before* in a later pull request."
    ]


def test_a_ticked_near_miss_is_added_at_the_next_run(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.tick(1, NEAR.arxiv_id, on=True)

    bot.run()

    assert github.pull(1).title == "3 papers for the list: Alpha, Beta, Nearly"
    assert sum("Nearly" in line for line in added_lines(github)) == 1


def test_a_near_miss_ticked_just_before_the_merge_comes_in_the_next_pull_request(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.tick(1, NEAR.arxiv_id, on=True)
    github.merge(1)

    bot.run()

    assert github.pull(2).title == "1 paper for the list: Nearly"


def test_an_edited_row_stays_as_edited_and_is_remembered(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    edited = github.text(BRANCH).replace("**Alpha**", "**ALPHA**")
    github.write(edited, branch=BRANCH)
    bot.papers.append(THREE)
    bot.run()

    assert "**ALPHA**" in github.text(BRANCH)

    github.merge(1)
    done = bot.run()

    assert done.known.outcomes[ONE.arxiv_id] is Outcome.EDITED
    assert [(edit.role, edit.before, edit.after) for edit in done.known.edits] == [
        ("method", "Alpha", "ALPHA")
    ]


def test_a_branch_left_behind_is_used_again(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.merge(1, squash=True)
    bot.papers = [THREE]

    bot.run()

    assert github.pull(2).title == "1 paper for the list: Gamma"
    assert len(github.repository.git.commits_between("main", BRANCH)) == 1


def test_a_renamed_repository_is_followed(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.rename("someone/better-name")
    bot.papers.append(THREE)

    bot.run()

    assert github.pull(1).title == "3 papers for the list: Alpha, Beta, Gamma"


def test_a_default_branch_of_another_name_is_found(bot: SimpleBot, github: GitHubStandIn) -> None:
    git = github.repository.git
    git.set_branch("trunk/new", git.branch("main"))
    git.set_branch("main", None)
    github.repository.default_branch = "trunk/new"

    bot.run()

    assert github.pull(1).base == "trunk/new"


def test_a_list_above_one_megabyte_is_read_and_written_whole(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    filler = ("Words that nobody reads. " * 2_000 + "\n\n") * 25
    github.write(LIST + filler)

    bot.run()

    assert github.text(BRANCH).endswith(LIST[-40:] + filler)


def test_more_than_a_page_of_pull_requests_is_remembered(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.papers = []
    bot.run()
    first = a_paper("2401.99999", title="First: the very first of all")
    bot.papers = [first]
    bot.run()
    github.close(1)
    for number in range(2, 105):
        github.pulls.append(type(github.pulls[0])(**{**vars(github.pulls[0]), "number": number}))
        github.pulls[-1].body = PAPERS.write(Memory(settled=True))
    known = bot.run().known

    assert known.outcomes[first.arxiv_id] is Outcome.DECLINED


# --- when something goes wrong --------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("arrives", [True, False], ids=["the answer", "the request"])
@pytest.mark.parametrize("number", range(1, 11))
def test_whatever_is_lost_while_updating_the_branch_is_right_in_the_end(
    bot: SimpleBot, github: GitHubStandIn, number: int, arrives: bool
) -> None:
    bot.run()
    bot.papers.append(THREE)
    github.begin()
    github.faults = {number: Fault(arrives=arrives)}
    try:
        bot.run()
    except GitHubError:
        bot.run()

    [pull] = github.pulls
    assert pull.title == "3 papers for the list: Alpha, Beta, Gamma"
    assert len(added_lines(github)) == 3


def kill(bot: SimpleBot, github: GitHubStandIn, number: int, *, arrives: bool) -> None:
    """Run, and let nothing reach GitHub after that request, which arrives or not."""
    github.begin()
    github.faults = {number: Fault(arrives=arrives)}
    github.dead_from = number + 1
    with suppress(GitHubError):
        bot.run()
    github.begin()


@pytest.mark.parametrize("number", [1, 3, 6, 9])
@pytest.mark.parametrize(
    ("fault", "error", "said"),
    [
        (Fault(status=401, message="Bad credentials"), ConfigError, "GITHUB_TOKEN"),
        (
            Fault(status=403, headers={"Retry-After": "3600"}, message="Secondary"),
            GitHubError,
            "rate limit",
        ),
        (
            Fault(
                status=403,
                headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4102444800"},
                message="API rate limit exceeded",
            ),
            GitHubError,
            "rate limit is used up until 00:00 UTC",
        ),
        (Fault(status=502), GitHubError, "502"),
    ],
    ids=["401", "secondary limit", "primary limit", "502"],
)
def test_a_refusal_is_one_sentence_and_the_next_run_goes_on(
    bot: SimpleBot,
    github: GitHubStandIn,
    number: int,
    fault: Fault,
    error: type[Exception],
    said: str,
) -> None:
    github.faults = dict.fromkeys(range(number, number + 3), fault)
    with pytest.raises(error, match=said):
        bot.run()
    github.begin()

    bot.run()

    assert [pull.title for pull in github.pulls] == ["2 papers for the list: Alpha, Beta"]


def test_a_short_rate_limit_is_waited_for(bot: SimpleBot, github: GitHubStandIn) -> None:
    github.faults = {
        number: Fault(status=403, headers={"Retry-After": "7"}) for number in (1, 5, 12)
    }

    bot.run()

    assert len(github.pulls) == 1


def test_somebody_who_pushes_meanwhile_wins(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    bot.papers.append(THREE)
    github.begin()

    def push(number: int) -> None:
        if number == 9:
            github.write(github.text(BRANCH) + "Bye.\n", branch=BRANCH)

    github.on_request = push
    with pytest.raises(GitHubError, match="somebody else changed the branch"):
        bot.run()
    github.on_request = lambda _: None

    bot.run()

    assert github.text(BRANCH).endswith("The end.\nBye.\n")
    assert "**Gamma**" in github.text(BRANCH)


def test_a_protected_branch_is_said_in_a_sentence(bot: SimpleBot, github: GitHubStandIn) -> None:
    message = "Repository rule violations found"
    github.faults = {8: Fault(status=422, message=message)}

    with pytest.raises(ConfigError, match=f"create the branch.*{message}"):
        bot.run()


@pytest.mark.parametrize(
    ("path", "said"),
    [("MISSING.md", "there is no 'MISSING.md'"), ("docs", "is not a file")],
)
def test_a_list_that_is_not_there_is_said_in_a_sentence(
    github: GitHubStandIn, path: str, said: str
) -> None:
    from wsss_bot.github import connect

    github.write("x\n", path="docs/x.md")
    repository = connect(github.repository.full_name, api_url=github.url)

    with pytest.raises(ListError, match=said):
        repository.read_list(path)


def test_a_repository_that_is_not_there_is_said_in_a_sentence(github: GitHubStandIn) -> None:
    from wsss_bot.github import connect

    with pytest.raises(ConfigError, match="GitHub shows no repository no/where"):
        connect("no/where", api_url=github.url).read_list("README.md")
