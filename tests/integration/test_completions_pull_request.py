"""The pull request that completes old rows, as its maintainers live with it: real sockets and git."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from tests.make import a_paper
from tests.realdata.where import DATA
from tests.standins.github import GitHubStandIn
from tests.standins.github.bot import SimpleBot
from tests.standins.github.completer import BRANCH, Completer
from tests.standins.openapi import Referee
from wsss_bot.awesome_list import AwesomeList, Blank, Filling
from wsss_bot.domain import Repository
from wsss_bot.errors import ListError

# ruff: noqa: E501  # rows are long

LIST = """# A list

| when | what | title | where | arxiv | code |
|:----:|:----:|:----- |:-----:|:-----:|:----:|
| 2024/03 | **Old** | Old: an old method for weak supervision | CVPR 2024 | [2403.00001](https://arxiv.org/abs/2403.00001) | [pytorch](https://github.com/someone/Old) |
| 2024/02 | **Older** | Older: an older method for weak labels | - | [2402.00001](https://arxiv.org/abs/2402.00001) | - |
| 2024/01 | **Oldest** | Oldest: the oldest method of all | arXiv 2024 | [2401.00001](https://arxiv.org/abs/2401.00001) | [tensorflow](https://github.com/someone/Oldest) |
| 2023/12 | **Nameless** | Nameless: a method that the list has no id of | ICCV 2023 | - | - |

The end.
"""
OLDER = a_paper(
    "2402.00001",
    title="Older: an older method for weak labels",
    comment="Accepted to ECCV 2024. Code: https://github.com/someone/Older",
    submitted_at=datetime(2024, 2, 1, tzinfo=UTC),
)
OLDEST = a_paper(
    "2401.00001",
    title="Oldest: the oldest method of all",
    comment="Accepted by CVPR 2024",
    submitted_at=datetime(2024, 1, 1, tzinfo=UTC),
)
NAMELESS = a_paper(
    "2312.00001",
    title="Nameless: a method that the list has no id of",
    submitted_at=datetime(2023, 12, 1, tzinfo=UTC),
)
NOW = datetime(2024, 12, 1, 7, tzinfo=UTC)
DESCRIPTION = DATA / "github-openapi-subset.json"
VENUE, CODE, LATER, ID = (
    "2402.00001:venue",
    "2402.00001:code",
    "2401.00001:venue",
    "2312.00001:paper",
)


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
def bot(github: GitHubStandIn) -> Completer:
    return Completer(
        api_url=github.url,
        repository=github.repository.full_name,
        now=NOW,
        papers=[OLDER, OLDEST, NAMELESS],
    )


def changed_lines(github: GitHubStandIn, branch: str = BRANCH) -> dict[int, str]:
    """The lines that read differently on the branch; there are as many as before."""
    before, after = github.text().split("\n"), github.text(branch).split("\n")
    return {
        number: new
        for number, (old, new) in enumerate(zip(before, after, strict=True), start=1)
        if old != new
    }


def untick(github: GitHubStandIn, number: int, arxiv_id: str, role: str) -> None:
    pull = github.pull(number)
    box = re.compile(rf"- \[x\](?= [^\n]*/abs/{re.escape(arxiv_id)}\)\*\*\n +{role}: )")

    assert box.search(pull.body)
    pull.body = box.sub("- [ ]", pull.body)


def outcomes(bot: Completer) -> dict[str, str]:
    found: dict[str, str] = bot.run().as_json()["outcomes"]
    return found


def test_each_blank_cell_is_filled_on_its_line_and_nothing_else_changes(
    bot: Completer, github: GitHubStandIn
) -> None:
    bot.run()

    [pull] = github.pulls
    rows = LIST.split("\n")
    assert pull.title == "4 cells for old rows: Older, Oldest, Nameless"
    assert pull.labels == ["wsss-bot"]
    assert changed_lines(github) == {
        6: rows[5]
        .replace("| - | [2402", "| ECCV 2024 | [2402")
        .replace(" - |", " [code](https://github.com/someone/Older) |"),
        7: rows[6].replace("arXiv 2024", "CVPR 2024"),
        8: rows[7].replace("| - | - |", "| [2312.00001](https://arxiv.org/abs/2312.00001) | - |"),
    }
    assert github.text() == LIST


def test_each_cell_has_a_box_and_says_where_it_comes_from(
    bot: Completer, github: GitHubStandIn
) -> None:
    bot.run()

    body = github.pull(1).body
    assert body.startswith(
        "- [x] **[Older: an older method for weak labels](https://arxiv.org/abs/2402.00001)**\n"
        "  where: `- → ECCV 2024` from "
    )
    assert "  code: `- → https://github.com/someone/Older` from " in body
    assert "  where: `arXiv 2024 → CVPR 2024` from " in body
    assert "  arXiv: `- → 2312.00001` from the same title on arXiv" in body
    assert "Compared 3 of 4 rows with what arXiv says of their papers now." in body


def test_the_report_has_the_shape_of_the_contract(bot: Completer) -> None:
    report = bot.run().as_json()

    assert {"title", "body", "diff", "text", "changes"} <= report.keys()
    assert [(c["line"], c["role"], c["before"], c["after"]) for c in report["changes"]] == [
        (6, "venue", "-", "ECCV 2024"),
        (6, "code", "-", "code"),
        (7, "venue", "arXiv 2024", "CVPR 2024"),
        (8, "paper", "-", "2312.00001"),
    ]
    assert report["pull_request"]["number"] == 1
    assert report["outcomes"] == dict.fromkeys((VENUE, CODE, LATER, ID), "waiting")


def test_with_nothing_to_complete_there_is_silence(bot: Completer, github: GitHubStandIn) -> None:
    bot.papers = []

    report = bot.run()

    assert github.pulls == []
    assert {exchange.verb for exchange in github.exchanges} == {"GET"}
    assert report.as_json()["changes"] == []


def test_a_second_run_changes_nothing(bot: Completer, github: GitHubStandIn) -> None:
    bot.run()
    github.begin()

    report = bot.run().as_json()

    assert {exchange.verb for exchange in github.exchanges} == {"GET"}
    assert len(github.exchanges) <= 4
    assert report["title"] == github.pull(1).title
    assert report["changes"] == []


def test_rows_without_room_wait_for_the_next_time(bot: Completer, github: GitHubStandIn) -> None:
    bot.max_rows = 1
    bot.run()

    assert github.pull(1).title == "2 cells for old rows: Older"
    assert "2 more rows wait for the next time." in github.pull(1).body

    github.merge(1)
    bot.run()

    assert github.pull(2).title == "1 cell for old rows: Oldest"


# --- what people do -------------------------------------------------------------------------


def test_a_cell_that_people_took_back_is_refused(bot: Completer, github: GitHubStandIn) -> None:
    bot.run()
    github.write(
        github.text(BRANCH).replace("CVPR 2024 | [2401", "arXiv 2024 | [2401"), branch=BRANCH
    )

    bot.run()

    assert outcomes(bot)[LATER] == "removed"
    assert "arXiv 2024 | [2401" in github.text(BRANCH)
    assert "Oldest" not in github.pull(1).title


def test_who_refuses_the_id_refuses_what_else_that_paper_says(
    bot: Completer, github: GitHubStandIn
) -> None:
    bot.run()
    untick(github, 1, "2312.00001", "arXiv")
    bot.run()
    bot.papers[2] = a_paper(
        "2312.00001",
        title=NAMELESS.title,
        comment="Code: https://github.com/someone/Nameless",
        submitted_at=NAMELESS.submitted_at,
    )

    bot.run()

    assert list(changed_lines(github)) == [6, 7]


def test_where_only_an_edit_of_people_is_left_the_pull_request_keeps_its_title(
    bot: Completer, github: GitHubStandIn
) -> None:
    bot.run()
    github.write(github.text(BRANCH).replace("The end.", "Their end."), branch=BRANCH)
    github.pull(1).body = github.pull(1).body.replace("- [x]", "- [ ]")

    bot.run()

    assert github.text(BRANCH) == LIST.replace("The end.", "Their end.")
    assert github.pull(1).title == "4 cells for old rows: Older, Oldest, Nameless"
    assert github.pull(1).body.startswith("Refused, will not come back: Older: where,")
    assert set(outcomes(bot).values()) == {"removed"}


@pytest.mark.parametrize(
    ("role", "left"),
    [("where", " arXiv 2024 [code](https://github.com/someone/Older)"), ("code", " ECCV 2024")],
)
def test_of_two_facts_of_an_item_one_can_be_refused(
    bot: Completer, github: GitHubStandIn, role: str, left: str
) -> None:
    item = "* [Older: an older method for weak labels](https://arxiv.org/abs/2402.00001)"
    other = "* [Old: an old method](https://arxiv.org/abs/2403.00001) CVPR 2024"
    github.write(f"# A list\n\n{item} arXiv 2024\n{other} [code](https://github.com/someone/Old)\n")
    bot.run()
    untick(github, 1, "2402.00001", role)

    bot.run()

    assert github.pull(1).state == "open"
    assert sorted(changed_lines(github)[3].removeprefix(item).split()) == sorted(left.split())
    assert sorted(outcomes(bot).values()) == ["removed", "waiting"]


def test_an_edited_cell_stays_even_if_its_box_is_unticked(
    bot: Completer, github: GitHubStandIn
) -> None:
    bot.run()
    github.write(github.text(BRANCH).replace("ECCV 2024", "ECCV'24"), branch=BRANCH)
    untick(github, 1, "2402.00001", "where")

    bot.run()

    assert "| ECCV'24 | [2402" in github.text(BRANCH)


@pytest.mark.parametrize("theirs", ["arXiv preprint", "Arxiv'24"])
def test_a_venue_that_people_write_as_a_preprint_again_is_not_offered_once_more(
    bot: Completer, github: GitHubStandIn, theirs: str
) -> None:
    bot.run()
    github.write(
        github.text(BRANCH).replace("CVPR 2024 | [2401", f"{theirs} | [2401"), branch=BRANCH
    )
    github.merge(1)

    assert outcomes(bot)[LATER] == "edited"
    assert len(github.pulls) == 1


def test_a_refused_cell_stays_refused_when_its_paper_gets_another_row_above(
    bot: Completer, github: GitHubStandIn
) -> None:
    bot.run()
    untick(github, 1, "2402.00001", "where")
    bot.run()
    github.merge(1)
    header, dashes, row = (github.text().split("\n")[number] for number in (2, 3, 5))
    best = "\n".join(["## The best", "", header, dashes, row, "", "## All"])
    github.write(github.text().replace("# A list\n", f"# A list\n\n{best}\n"))

    bot.run()

    assert len(github.pulls) == 1


# --- when the list moves --------------------------------------------------------------------


def test_a_cell_that_people_fill_on_the_base_branch_is_theirs(
    bot: Completer, github: GitHubStandIn
) -> None:
    bot.run()
    github.write(github.text().replace("| - | [2402", "| ECCVW 2024 | [2402"))

    bot.run()
    github.merge(1)

    text = github.text()
    assert "| ECCVW 2024 | [2402" in text
    assert "https://github.com/someone/Older" in text
    assert outcomes(bot)[VENUE] == "edited"


def test_a_row_that_people_delete_is_gone(bot: Completer, github: GitHubStandIn) -> None:
    bot.run()
    lines = github.text().split("\n")
    github.write("\n".join(line for line in lines if "**Older**" not in line))

    bot.run()

    assert "**Older**" not in github.text(BRANCH)
    assert github.pull(1).title == "2 cells for old rows: Oldest, Nameless"


def test_when_the_list_is_renamed_it_is_said_which_pull_request_is_in_the_way(
    bot: Completer, github: GitHubStandIn
) -> None:
    bot.run()
    github.write(github.text(), path="LIST.md")
    bot.path = "LIST.md"
    untick(github, 1, "2402.00001", "where")

    with pytest.raises(ListError, match="merge pull request 1 first"):
        bot.run()


def test_two_different_edits_of_one_cell_are_left_to_people(
    bot: Completer, github: GitHubStandIn
) -> None:
    bot.run()
    github.write(github.text(BRANCH).replace("ECCV 2024", "ECCV'24"), branch=BRANCH)
    github.write(github.text().replace("| - | [2402", "| ECCVW 2024 | [2402"))

    bot.run()

    assert "| ECCV'24 | [2402" in github.text(BRANCH)
    assert "please resolve the conflict" in github.pull(1).body


def test_both_pull_requests_are_open_side_by_side_and_merge_one_after_the_other(
    bot: Completer, github: GitHubStandIn
) -> None:
    new = a_paper("2405.00001", title="Alpha: one way to segment", abstract="We propose Alpha.")
    adder = SimpleBot(api_url=github.url, repository=github.repository.full_name, papers=[new])
    adder.run()
    bot.run()
    adder.run()
    bot.run()

    assert [pull.head for pull in github.pulls] == ["wsss-bot/candidates", BRANCH]
    assert all(pull.state == "open" for pull in github.pulls)

    github.merge(1)
    bot.run()
    adder.run()
    github.merge(2)
    adder.run()
    bot.run()

    assert len(github.pulls) == 2
    assert "**Alpha**" in github.text()
    assert "| ECCV 2024 | [2402" in github.text()
    assert [len(pull.comments) for pull in github.pulls] == [1, 1]


# --- links ----------------------------------------------------------------------------------


def test_a_repository_that_moved_gets_its_new_address_where_a_row_is_touched(
    bot: Completer, github: GitHubStandIn
) -> None:
    bot.ask = lambda url: Repository(url=url.replace("someone/Old", "lab/Old"))

    bot.run()

    text = github.text(BRANCH)
    assert "[tensorflow](https://github.com/lab/Oldest)" in text
    assert "[pytorch](https://github.com/someone/Old)" in text
    assert (
        "`https://github.com/someone/Oldest → https://github.com/lab/Oldest`" in github.pull(1).body
    )


def test_code_that_is_not_there_is_not_offered(bot: Completer, github: GitHubStandIn) -> None:
    bot.ask = lambda url: Repository(url=url, exists=False)

    bot.run()

    assert "  code: " not in github.pull(1).body
    assert "ECCV 2024" in github.text(BRANCH)


# --- when something goes wrong --------------------------------------------------------------


def test_a_dry_run_decides_the_same_and_writes_nothing(
    bot: Completer, github: GitHubStandIn
) -> None:
    told: list[str] = []

    dry = bot.run(github=bot.app().forge(tell=told.append)).as_json()

    assert {exchange.verb for exchange in github.exchanges} == {"GET"}
    assert github.pulls == []
    wet = bot.run().as_json()
    same = ("title", "diff", "text", "changes", "notices", "outcomes")
    assert [dry[key] for key in same] == [wet[key] for key in same]
    assert told[2].startswith("would open a pull request to main: 4 cells for old rows")


# --- strangers ------------------------------------------------------------------------------

HOSTILE = (
    "@everyone ](https://evil.example) `x` <img src=x> #1 --> | **bold** https://evil.example/a "
    "<!-- wsss-bot-cells:1 {} -->"
)


def test_no_outside_text_gets_out_of_its_place(bot: Completer, github: GitHubStandIn) -> None:
    title = f"Hostile {HOSTILE}".replace("|", "\\|")
    row = f"| 2023/11 | **@name** | {title} | - | [2311.00001](https://arxiv.org/abs/2311.00001) | - |\n"
    github.write(LIST.replace("| 2023/12 |", f"{row}| 2023/12 |"))
    hostile = a_paper("2311.00001", title=HOSTILE, comment=f"Accepted to ICCV 2023 {HOSTILE}")
    bot.papers = [hostile]

    bot.run()
    bot.run()

    [pull] = github.pulls
    visible = pull.body.replace("\u2060", "").partition("\n\n<!--")[0]
    assert outcomes(bot) == {"2311.00001:venue": "waiting"}
    assert "- [x] **[Hostile " in pull.body
    assert "@everyone" not in pull.body
    assert "](https://evil" not in visible.replace("\\]", "")
    assert "<img" not in visible.replace("\\<", "")


def test_a_body_never_grows_beyond_what_github_takes(bot: Completer, github: GitHubStandIn) -> None:
    rows = "".join(
        f"| 2023/11 | - | {'A very long title ' * 10}{n} | - "
        f"| [2311.{n:05}](https://arxiv.org/abs/2311.{n:05}) | - |\n"
        for n in range(1, 101)
    )
    github.write(LIST.replace("| 2023/12 |", f"{rows}| 2023/12 |"))
    bot.max_rows = 100
    bot.papers = [
        a_paper(f"2311.{n:05}", title="T", comment="Accepted to ICCV 2023") for n in range(1, 101)
    ]

    report = bot.run()

    [pull] = github.pulls
    assert 20_000 < len(pull.body) <= 65_536
    assert 0 < len(report.written.added) < 100


def test_what_a_body_has_no_room_for_is_not_tried_one_by_one(
    bot: Completer, github: GitHubStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(
        f"| 2023/11 | - | {'A very long title ' * 20}{n} | - "
        f"| [2311.{n:05}](https://arxiv.org/abs/2311.{n:05}) | - |\n"
        for n in range(1, 101)
    )
    github.write(LIST.replace("| 2023/12 |", f"{rows}| 2023/12 |"))
    bot.max_rows = 100
    bot.papers = [
        a_paper(f"2311.{n:05}", title="T", comment="Accepted to ICCV 2023") for n in range(1, 101)
    ]
    fill, fills = AwesomeList.fill, []

    def counted(listed: AwesomeList, blanks: Sequence[Blank]) -> Filling:
        fills.append(len(blanks))
        return fill(listed, blanks)

    monkeypatch.setattr(AwesomeList, "fill", counted)

    bot.run()

    assert 0 < len(changed_lines(github)) < 80
    assert len(fills) <= 3 * 101


def test_rows_that_cannot_be_filled_take_no_room(bot: Completer, github: GitHubStandIn) -> None:
    item = "* [Item: a paper that is no row of a table](https://arxiv.org/abs/2311.00001)\n"
    github.write(f"{item}\n{LIST}")
    paper = a_paper("2311.00001", title="Item: a paper that is no row of a table")
    bot.papers = [replace(paper, comment="Accepted to ICCV 2023"), OLDER]
    bot.max_rows = 1

    bot.run()
    github.begin()
    bot.run()

    assert github.pull(1).title == "2 cells for old rows: Older"
    assert {exchange.verb for exchange in github.exchanges} == {"GET"}
