"""How a pull request ends: only a person's decision is an answer. Real sockets, real git."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from tests.make import a_paper
from tests.realdata.where import DATA
from tests.standins.github import BOT, GitHubStandIn
from tests.standins.github.bot import LIST, NEAR, ONE, TWO, SimpleBot
from tests.standins.openapi import Referee
from wsss_bot.domain import Outcome
from wsss_bot.errors import ConfigError, ListError
from wsss_bot.pull_request.memory import PAPERS

BRANCH = "wsss-bot/candidates"
DESCRIPTION = DATA / "github-openapi-subset.json"
THREE = a_paper("2405.00003", title="Gamma: a third way to segment", abstract="We propose Gamma.")
BOTH = (ONE.arxiv_id, TWO.arxiv_id)


@cache
def referee() -> Referee:
    return Referee(DESCRIPTION)


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHubStandIn]:
    with GitHubStandIn(tmp_path).serving() as standin:
        standin.write(LIST)
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


def comment(github: GitHubStandIn, number: int = 1) -> str:
    [said] = github.pull(number).comments
    return str(said["body"])


def outcomes(bot: SimpleBot) -> dict[str, str]:
    return {key: outcome.value for key, outcome in bot.run().known.outcomes.items()}


def people_take_out(github: GitHubStandIn, name: str, *, branch: str = "") -> None:
    lines = github.text(branch).split("\n")
    kept = [line for line in lines if f"**{name}**" not in line]
    assert len(kept) == len(lines) - 1
    github.write("\n".join(kept), branch=branch)


# --- who ended it, and how ------------------------------------------------------------------


@pytest.mark.parametrize("by", ["stale[bot]", "github-actions[bot]", "k8s-ci-robot", "stale-bot"])
def test_what_a_program_closes_is_not_refused(
    bot: SimpleBot, github: GitHubStandIn, by: str
) -> None:
    bot.run()
    github.close(1, by=by)

    found = outcomes(bot)

    assert found == dict.fromkeys(BOTH, "ended")
    assert len(github.pulls) == 1
    assert "which is a program: nothing counts as refused. 2 (Alpha, Beta)" in comment(github)
    assert by.partition("[")[0] in comment(github).replace("\\", "")
    assert "- [ ]" not in comment(github)

    bot.run()

    assert github.pull(2).title == "2 papers for the list: Alpha, Beta"


def test_an_account_without_a_name_is_a_person(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.close(1, by="abbot")

    assert outcomes(bot) == dict.fromkeys(BOTH, "declined")


def test_a_branch_that_was_deleted_refuses_nothing(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.delete_branch(BRANCH, by="jane")

    assert outcomes(bot) == dict.fromkeys(BOTH, "ended")
    assert comment(github).startswith("Closed because jane deleted its branch: nothing counts as")
    bot.run()
    assert github.pull(2).title == "2 papers for the list: Alpha, Beta"


def test_who_closes_and_then_deletes_the_branch_refuses(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.close(1)
    github.delete_branch(BRANCH)

    assert outcomes(bot) == dict.fromkeys(BOTH, "declined")


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("Superseded by #12.", "ended"),
        ("Closing in favor of https://github.com/someone/a-list/pull/12", "ended"),
        ("This superseded nothing.", "declined"),
        ("See #12 for why I do not like these.", "declined"),
    ],
)
def test_what_another_pull_request_has_replaced_is_not_refused(
    bot: SimpleBot, github: GitHubStandIn, words: str, how: str
) -> None:
    bot.run()
    github.say_as("jane", 1, words)
    github.say_as("stranger", 1, "Superseded by #13")
    github.close(1, by="jane")

    assert outcomes(bot) == dict.fromkeys(BOTH, how)


def test_where_github_does_not_say_who_closed_it_nothing_is_refused(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.close(1, by=None)

    assert outcomes(bot) == dict.fromkeys(BOTH, "ended")
    assert "GitHub does not say by whom" in comment(github)


def test_what_is_merged_into_another_branch_stays_a_candidate(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    git = github.repository.git
    git.set_branch("dev", git.branch("main"))
    github.pull(1).base = "dev"
    github.merge(1)

    assert outcomes(bot) == dict.fromkeys(BOTH, "ended")
    assert comment(github).startswith("Merged into dev, and the list is on main: nothing counts")
    bot.run()
    assert github.pull(2).title == "2 papers for the list: Alpha, Beta"
    assert github.pull(2).base == "main"

    git.set_branch("main", git.branch("dev"))

    assert outcomes(bot) == dict.fromkeys(BOTH, "accepted")


def test_what_goes_to_another_branch_is_no_refusal_when_it_is_closed(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    git = github.repository.git
    git.set_branch("dev", git.branch("main"))
    github.pull(1).base = "dev"
    with pytest.raises(ConfigError, match=r"goes to dev and not to main; .* \(that refuses noth"):
        bot.run()
    github.close(1)

    assert outcomes(bot) == dict.fromkeys(BOTH, "ended")


def test_a_box_that_was_unticked_counts_whoever_closed_it(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.tick(1, ONE.arxiv_id, on=False)
    github.close(1, by="stale[bot]")

    found = outcomes(bot)
    bot.run()

    assert found == {ONE.arxiv_id: "removed", TWO.arxiv_id: "ended"}
    assert github.pull(2).title == "1 paper for the list: Beta"


def test_a_row_that_was_deleted_counts_whoever_closed_it(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    people_take_out(github, "Alpha", branch=BRANCH)
    github.close(1, by="stale[bot]")

    for _ in range(3):
        found = outcomes(bot)

    assert found == {ONE.arxiv_id: "removed", TWO.arxiv_id: "waiting"}
    assert github.pull(2).title == "1 paper for the list: Beta"


def test_a_near_miss_that_was_ticked_comes_although_a_program_closed_it(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.tick(1, NEAR.arxiv_id, on=True)
    github.close(1, by="stale[bot]")
    bot.run()

    bot.run()

    assert github.pull(2).title == "3 papers for the list: Nearly, Alpha, Beta"


def test_a_near_miss_that_was_ticked_comes_although_nothing_else_was_left(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.tick(1, NEAR.arxiv_id, on=True)
    for paper in BOTH:
        github.tick(1, paper, on=False)
    near, bot.near = bot.near, []  # as when arXiv is away
    bot.run()
    assert github.pull(1).state == "closed"
    bot.near = near

    bot.run()

    assert github.pull(2).title == "1 paper for the list: Nearly"


def test_what_a_person_closes_after_a_program_did_counts(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.close(1, by="stale[bot]")
    bot.run()
    github.reopen(1)
    github.close(1, by="jane")

    assert outcomes(bot) == dict.fromkeys(BOTH, "declined")
    assert comment(github).startswith("Closed by jane. Refused 2 (Alpha, Beta; will not return)")


def test_what_is_reopened_waits_for_an_answer_again(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.close(1, by="stale[bot]")
    bot.run()
    github.reopen(1)

    assert outcomes(bot) == dict.fromkeys(BOTH, "waiting")
    bot.run()
    assert len(github.pulls) == 1


def test_how_it_ended_is_read_once(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.papers = [ONE]
    bot.run()
    github.close(1)
    github.begin()
    bot.run()
    assert sum("/events" in exchange.path for exchange in github.exchanges) == 1
    bot.run()
    github.begin()

    bot.run()

    assert len(github.exchanges) <= 4 + 1
    assert {exchange.verb for exchange in github.exchanges} == {"GET"}


@pytest.mark.parametrize("by", ["jane", "stale[bot]"])
def test_a_run_that_reads_a_closing_costs_at_most_three_requests_more(
    bot: SimpleBot, github: GitHubStandIn, by: str
) -> None:
    bot.run()
    people_take_out(github, "Alpha", branch=BRANCH)
    github.close(1, by=by)
    github.begin()

    bot.run()

    assert len(github.exchanges) <= 10 + 3  # with one for what people pushed


# --- two lists in one repository ------------------------------------------------------------


def another(bot: SimpleBot, github: GitHubStandIn) -> SimpleBot:
    """The bot of another list in the same repository, which nobody gave a branch of its own."""
    github.write(LIST, path="docs/More Papers.md")
    return SimpleBot(
        api_url=bot.api_url,
        repository=bot.repository,
        papers=[ONE, TWO],
        path="docs/More Papers.md",
    )


def test_a_pull_request_of_another_list_is_not_touched(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    other = another(bot, github)
    bot.run()
    body, tip = github.pull(1).body, github.repository.git.branch(BRANCH)

    with pytest.raises(ListError) as refused:
        other.run()

    assert '= "wsss-bot/candidates-docs-more-papers"' in str(refused.value)
    assert (github.pull(1).body, github.pull(1).state) == (body, "open")
    assert github.repository.git.branch(BRANCH) == tip
    assert len(github.pulls) == 1


def test_what_was_refused_for_another_list_is_not_refused_for_this_one(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    other = another(bot, github)
    bot.run()
    github.close(1)
    bot.run()

    other.run()

    assert github.pull(2).title == "2 papers for the list: Alpha, Beta"
    assert len(github.pull(1).comments) == 1
    with pytest.raises(ListError, match=r"belongs to another list, docs/More Papers\.md"):
        bot.run()


def test_a_branch_that_another_list_left_behind_is_left_alone(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    other = another(bot, github)
    github.refuse("POST", r"/pulls$", 403)
    with pytest.raises(ConfigError):
        bot.run()
    github.refusals = []
    tip = github.repository.git.branch(BRANCH)

    with pytest.raises(ConfigError, match=r"the branch .* is that of another list, README\.md"):
        other.run()

    assert github.repository.git.branch(BRANCH) == tip


def rename_the_list(github: GitHubStandIn) -> None:
    """Give the list another name."""
    git = github.repository.git
    text = github.text()
    tree = git.tree(git.tree_of("main"), {"README.md": None, "papers.md": git.blob(text.encode())})
    git.set_branch("main", git.commit(tree, [git.branch("main") or ""], "Rename", "someone"))


def test_a_list_that_got_another_name_keeps_its_refusals(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.close(1)
    bot.run()
    rename_the_list(github)
    bot.path, bot.papers = "papers.md", [ONE, TWO, THREE]

    assert outcomes(bot) == dict.fromkeys(BOTH, "declined")
    assert github.pull(2).title == "1 paper for the list: Gamma"


def test_what_is_closed_because_the_list_got_another_name_is_not_refused(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    rename_the_list(github)
    bot.path = "papers.md"
    github.close(1)

    assert outcomes(bot) == dict.fromkeys(BOTH, "ended")
    assert comment(github).startswith("Closed by someone after the list had moved: nothing counts")
    bot.run()
    assert github.pull(2).title == "2 papers for the list: Alpha, Beta"


def test_old_memories_without_path_and_base_still_count(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    memory = PAPERS.read(github.pull(1).body)
    assert memory is not None
    assert (memory.path, memory.base) == ("README.md", "main")
    github.pull(1).body = github.pull(1).body.replace('"path":"README.md","base":"main"', '"x":0')

    assert outcomes(bot) == dict.fromkeys(BOTH, "waiting")


# --- accepted stays accepted ----------------------------------------------------------------


def test_a_row_that_a_person_takes_away_alone_is_refused(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.merge(1)
    bot.run()
    people_take_out(github, "Alpha")

    assert outcomes(bot) == {ONE.arxiv_id: "removed", TWO.arxiv_id: "accepted"}
    github.write(github.text().replace("**Older**", "**OLDER**"))
    assert outcomes(bot) == {ONE.arxiv_id: "removed", TWO.arxiv_id: "accepted"}


def test_a_row_that_is_taken_away_after_others_came_is_refused(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.merge(1)
    bot.papers.append(THREE)
    bot.run()
    github.merge(2)
    bot.run()
    people_take_out(github, "Alpha")

    assert outcomes(bot)[ONE.arxiv_id] == "removed"


@pytest.mark.parametrize("settled", [False, True])
def test_rows_that_move_to_another_file_stay_accepted(
    bot: SimpleBot, github: GitHubStandIn, settled: bool
) -> None:
    bot.run()
    github.merge(1)
    if settled:
        bot.run()
    people_take_out(github, "Alpha")
    people_take_out(github, "Beta")

    for _ in range(2):
        assert outcomes(bot) == dict.fromkeys(BOTH, "accepted")
    assert comment(github).startswith("Added 2 (Alpha, Beta).")


@pytest.mark.parametrize("path", ["ARCHIVE.md", "docs/archive/2024.md"])
def test_a_row_that_moves_alone_to_another_file_stays_accepted(
    bot: SimpleBot, github: GitHubStandIn, path: str
) -> None:
    bot.run()
    github.merge(1)
    bot.run()
    [row] = [line for line in github.text().split("\n") if "**Alpha**" in line]
    people_take_out(github, "Alpha")
    github.write(f"# Old papers\n\n{row}\n", path=path)

    for _ in range(2):
        assert outcomes(bot) == dict.fromkeys(BOTH, "accepted")
    github.begin()
    bot.run()
    assert len(github.exchanges) <= 5  # it was looked for once


def test_where_there_are_more_files_than_are_read_a_row_that_went_alone_teaches_nothing(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    for number in range(30):
        github.write("# Notes\n", path=f"docs/{number}.md")
    bot.run()
    github.merge(1)
    bot.run()
    [row] = [line for line in github.text().split("\n") if "**Alpha**" in line]
    people_take_out(github, "Alpha")
    github.write(f"# Old papers\n\n{row}\n", path="docs/99.md")

    assert outcomes(bot) == dict.fromkeys(BOTH, "accepted")


@pytest.mark.parametrize("settled", [False, True])
def test_a_row_that_is_reworded_stays_accepted(
    bot: SimpleBot, github: GitHubStandIn, settled: bool
) -> None:
    bot.run()
    github.merge(1)
    if settled:
        bot.run()
    reworded = (
        "| 2024/05 | **Alpha** | Segmenting at last | ICCV | [CVF](https://cvf.example) | - |"
    )
    lines = [reworded if "**Alpha**" in line else line for line in github.text().split("\n")]
    github.write("\n".join(lines))

    for _ in range(2):
        assert outcomes(bot)[ONE.arxiv_id] in {"accepted", "edited"}
    assert len(github.pulls) == 1


def test_rows_that_go_with_their_section_stay_accepted(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    _, head, rule, *_ = LIST[LIST.index("# A list") :].replace("\n\n", "\n").split("\n")
    link = "[x](https://arxiv.org/abs/2102.00001)"
    older = f"| 2021/02 | **Eldest** | Eldest: a method | - | {link} | - |"
    section = "\n".join(["", "## Before", "", head, rule, older, ""])
    github.write(LIST + section)
    bot.run()
    github.merge(1)
    bot.run()
    github.write(f"# A list\n{section}")

    assert outcomes(bot) == dict.fromkeys(BOTH, "accepted")


def test_a_row_that_was_deleted_on_the_branch_just_before_the_merge_is_refused(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    people_take_out(github, "Alpha", branch=BRANCH)
    github.merge(1)

    for _ in range(2):
        assert outcomes(bot) == {ONE.arxiv_id: "removed", TWO.arxiv_id: "accepted"}


# --- closing is not a treadmill -------------------------------------------------------------


def test_after_a_closing_the_bot_asks_and_waits_for_its_next_time(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.papers.append(THREE)
    bot.max_rows = 2
    bot.run()
    github.close(1)

    bot.run()

    assert len(github.pulls) == 1
    for box in ("too many", "wrong papers", "not now"):
        assert f"- [ ] **{box}**: " in comment(github)
    assert "a pull request holds at most 1 row from now on, instead of 2" in comment(github)

    bot.run()

    assert github.pull(2).title == "1 paper for the list: Gamma"


def test_wrong_papers_are_learnt_from_fully(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.close(1)
    assert outcomes(bot) == dict.fromkeys(BOTH, "declined")
    github.answer_why(1, "wrong papers")

    assert outcomes(bot) == dict.fromkeys(BOTH, "removed")
    assert "- [x] **wrong papers**" in comment(github)

    github.answer_why(1)

    assert outcomes(bot) == dict.fromkeys(BOTH, "declined")


def test_too_many_lowers_the_rows_until_the_operator_decides_otherwise(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.max_rows = 4
    bot.run()
    github.close(1)
    bot.run()
    github.answer_why(1, "too many")
    bot.papers += [
        a_paper(f"2406.0000{n}", title=f"Way{n}: a way", abstract=f"We propose Way{n}.")
        for n in range(1, 8)
    ]

    bot.run()

    assert github.pull(2).title == "2 papers for the list: Way1, Way2"
    assert "at most 2 rows from now on, instead of 4" in comment(github)
    memory = PAPERS.read(github.pull(1).body)
    assert memory is not None
    assert memory.rows == (4, 4, 2)

    github.merge(2)
    bot.max_rows = 3
    bot.run()

    assert github.pull(3).title == "3 papers for the list: Way3, Way4, Way5"


def test_too_many_twice_lowers_twice(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.max_rows, bot.papers = 2, [ONE, TWO, THREE]
    bot.run()
    github.close(1)
    bot.run()
    github.answer_why(1, "too many")
    bot.run()
    github.close(2)
    bot.run()

    assert "at most 1 row from now on, instead of 1" in comment(github, 2)


def test_not_now_brings_the_papers_back_after_a_month(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.close(1)
    bot.run()
    github.answer_why(1, "not now")
    bot.papers.append(THREE)

    for _ in range(3):
        assert outcomes(bot) == dict.fromkeys(BOTH, "ended")
    assert len(github.pulls) == 1
    assert comment(github).startswith("Closed by someone, not now: 2 (Alpha, Beta) come back after")

    bot.now += timedelta(days=31)
    bot.run()

    assert github.pull(2).title == "3 papers for the list: Alpha, Beta, Gamma"


def test_an_answer_outlives_the_comment_and_later_pull_requests(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.close(1)
    bot.run()
    github.answer_why(1, "wrong papers")
    bot.run()
    github.pull(1).comments = []
    bot.papers.append(THREE)

    for _ in range(2):
        found = outcomes(bot)

    assert {found[key] for key in BOTH} == {"removed"}


def test_a_stranger_answers_nothing_in_a_comment_of_his(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.close(1)
    bot.run()
    github.say_as("stranger", 1, github.pull(1).comments[0]["body"].replace("[ ]", "[x]"))

    assert outcomes(bot) == dict.fromkeys(BOTH, "declined")


# --- taking back ----------------------------------------------------------------------------


def test_a_refused_paper_that_is_ticked_is_proposed_again(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.close(1)
    bot.run()
    bot.papers.append(THREE)
    bot.run()
    assert "2 papers refused before: tick one to have it proposed again" in github.pull(2).body
    github.take_back(2, ONE.arxiv_id)

    bot.run()

    assert github.pull(2).title == "2 papers for the list: Gamma, Alpha"
    assert "1 paper refused before" in github.pull(2).body
    assert bot.run().known.outcomes == {
        ONE.arxiv_id: Outcome.WAITING,
        TWO.arxiv_id: Outcome.DECLINED,
        THREE.arxiv_id: Outcome.WAITING,
    }


def test_what_is_refused_again_after_it_was_taken_back_stays_refused(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.papers.append(THREE)
    bot.run()
    github.tick(1, ONE.arxiv_id, on=False)
    bot.run()
    github.take_back(1, ONE.arxiv_id)
    assert outcomes(bot)[TWO.arxiv_id] == "waiting"
    assert outcomes(bot)[ONE.arxiv_id] == "waiting"
    github.tick(1, ONE.arxiv_id, on=False)

    for _ in range(2):
        assert outcomes(bot)[ONE.arxiv_id] == "removed"
    assert "**Alpha**" not in github.text(BRANCH)
    github.take_back(1, ONE.arxiv_id)
    bot.run()
    assert "**Alpha**" in github.text(BRANCH)


def test_what_was_ticked_in_a_pull_request_that_ended_comes_back(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.tick(1, ONE.arxiv_id, on=False)
    bot.run()
    github.take_back(1, ONE.arxiv_id)
    github.merge(1)

    bot.run()

    assert github.pull(2).title == "1 paper for the list: Alpha"


def test_forgetting_survives_a_lost_state(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.close(1)
    bot.run()
    bot.forgotten = {ONE.arxiv_id: github.clock(1)}
    bot.run()
    bot.forgotten = {}

    bot.run()

    assert github.pull(2).title == "1 paper for the list: Alpha"
    assert outcomes(bot) == {ONE.arxiv_id: "waiting", TWO.arxiv_id: "declined"}


def test_what_is_refused_after_it_was_forgotten_stays_refused(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.papers.append(THREE)
    bot.run()
    github.tick(1, ONE.arxiv_id, on=False)
    bot.run()
    bot.forgotten = {ONE.arxiv_id: github.clock(5)}
    bot.run()
    bot.run()
    assert "**Alpha**" in github.text(BRANCH)
    github.tick(1, ONE.arxiv_id, on=False)
    bot.run()
    github.merge(1)

    for _ in range(2):
        assert outcomes(bot)[ONE.arxiv_id] == "removed"
    assert len(github.pulls) == 1


# --- approved means approved ----------------------------------------------------------------


@pytest.mark.parametrize("how", ["review", "auto-merge"])
def test_nothing_is_added_to_what_was_approved(
    bot: SimpleBot, github: GitHubStandIn, how: str
) -> None:
    bot.run()
    if how == "review":
        github.review(1)
    else:
        github.pull(1).merges_itself = True
    tip = github.repository.git.branch(BRANCH)
    bot.papers.append(THREE)
    github.tick(1, NEAR.arxiv_id, on=True)

    bot.run()

    assert github.repository.git.branch(BRANCH) == tip
    github.merge(1)
    bot.run()
    assert github.pull(2).title == "2 papers for the list: Nearly, Gamma"


@pytest.mark.parametrize(
    "reviews",
    [
        pytest.param([("jane", "COMMENTED", True)], id="a comment"),
        pytest.param([("jane", "APPROVED", True), ("jane", "CHANGES_REQUESTED", True)], id="no"),
        pytest.param([("jane", "DISMISSED", True)], id="dismissed"),
        pytest.param([("stranger", "APPROVED", False)], id="a stranger"),
    ],
)
def test_what_is_no_approval_keeps_nothing_out(
    bot: SimpleBot, github: GitHubStandIn, reviews: list[tuple[str, str, bool]]
) -> None:
    bot.run()
    for by, state, writes in reviews:
        github.review(1, by=by, state=state, writes=writes)
    bot.papers.append(THREE)

    bot.run()

    assert github.pull(1).title == "3 papers for the list: Alpha, Beta, Gamma"


def test_a_box_that_is_unticked_after_the_approval_still_counts(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.review(1)
    github.tick(1, ONE.arxiv_id, on=False)

    bot.run()

    assert "**Alpha**" not in github.text(BRANCH)


# --- rows -----------------------------------------------------------------------------------


def test_a_pull_request_holds_no_more_rows_with_a_ticked_near_miss(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.max_rows = 2
    bot.run()
    github.tick(1, NEAR.arxiv_id, on=True)
    bot.papers.append(THREE)

    bot.run()

    assert github.pull(1).title == "2 papers for the list: Alpha, Beta"
    github.merge(1)
    bot.run()
    assert github.pull(2).title == "2 papers for the list: Nearly, Gamma"


def test_what_the_bot_closes_itself_brings_nothing_back_although_it_signs_in_as_an_account(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    people_take_out(github, "Alpha", branch=BRANCH)
    github.tick(1, TWO.arxiv_id, on=False)
    bot.run()
    assert (github.pull(1).state, github.pull(1).closed_by) == ("closed", BOT)

    for _ in range(2):
        assert outcomes(bot) == dict.fromkeys(BOTH, "removed")
    assert len(github.pulls) == 1
