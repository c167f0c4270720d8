from dataclasses import replace
from datetime import date

import pytest

from tests.make import a_candidate, a_poll, an_entry
from wsss_bot.domain import Cell, Role
from wsss_bot.pull_request.circumstances import FirstRun
from wsss_bot.pull_request.text import bar_of_ten, pull_request_text

L2G = a_candidate(
    "2204.03206",
    title="L2G: A Simple Framework",
    value=0.93,
    terms=("attention maps", "image-level"),
    nearest=(
        an_entry(method="EPS", venue="CVPR 2021"),
        an_entry("On Ablation", method="OAA", venue="-"),
    ),
    cells={
        "method": Cell(text="L2G", source="the title"),
        "venue": Cell(text="CVPR 2022", source="the authors' comment"),
        "code": Cell(),
    },
)


def test_a_paper_takes_three_lines_of_the_first_screen() -> None:
    _, body = pull_request_text([L2G], polled=a_poll())

    assert body.splitlines()[:3] == [
        "- [x] **[L2G: A Simple Framework](https://arxiv.org/abs/2204.03206)** `●●●●●●●●●○`",
        "  like *EPS* (CVPR 2021) and *OAA* · attention maps, image-level",
        "  name `L2G` from the title · venue `CVPR 2022` from the authors' comment"
        " · **to check:** no code found",
    ]


@pytest.mark.parametrize(
    ("names", "title"),
    [
        (["A"], "1 paper for the list: A"),
        (["A", "B"], "2 papers for the list: A, B"),
        (["A", "B", "C", "D", "E"], "5 papers for the list: A, B, C and 2 more"),
    ],
)
def test_the_title_says_all(names: list[str], title: str) -> None:
    assert pull_request_text([a_candidate(title=n) for n in names], polled=a_poll())[0] == title


def test_near_misses_are_folded_below_with_open_boxes() -> None:
    _, body = pull_request_text([L2G], [a_candidate(title="Nearly")], polled=a_poll())

    assert "<details><summary>1 near miss: tick one to add it</summary>\n\n- [ ] [Nearly](" in body


def test_a_poll_that_was_not_complete_says_so_in_bold() -> None:
    _, body = pull_request_text([L2G], polled=a_poll(missing="5 April is missing"))

    assert "**not all of them: 5 April is missing**" in body


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2022, 4, 4), date(2022, 4, 4), "of 4 April 2022,"),
        (date(2022, 4, 4), date(2022, 4, 11), "of 4 to 11 April 2022,"),
        (date(2022, 3, 28), date(2022, 4, 4), "of 28 March to 4 April 2022,"),
        (date(2021, 12, 28), date(2022, 1, 4), "of 28 December 2021 to 4 January 2022,"),
        (None, None, "712 cs.CV papers,"),
    ],
)
def test_the_days_are_said_as_people_say_them(
    first: date | None, last: date | None, said: str
) -> None:
    _, body = pull_request_text([L2G], polled=a_poll(first_on=first, last_on=last))

    assert said in body


def test_the_first_run_says_how_far_it_looked_and_what_waits() -> None:
    living = FirstRun(since=date(2022, 3, 1), older=12, oldest=date(2021, 5, 1))
    dormant = FirstRun(since=date(2021, 5, 1), oldest=date(2021, 5, 1))

    _, body = pull_request_text([L2G], polled=a_poll(), first_run=living, waiting=7)
    _, of_all = pull_request_text([L2G], polled=a_poll(), first_run=dormant)

    assert "First run: of the papers since 1 March 2022, what fits the list best" in body
    assert "12 older papers reach the threshold too: `wsss-bot run --since 2021-05-01`" in body
    assert "7 more wait" in body
    assert "since 1 May 2021" in of_all
    assert "--since" not in of_all


@pytest.mark.parametrize(
    ("value", "bar"), [(0.0, "○" * 10), (0.55, "●" * 6 + "○" * 4), (1.0, "●" * 10)]
)
def test_a_score_is_a_bar_of_ten(value: float, bar: str) -> None:
    assert bar_of_ten(value) == bar


@pytest.mark.parametrize(
    ("blank", "said"),
    [
        (["code"], "no code found"),
        (["venue", "code"], "no venue or code found"),
        (["method", "venue", "code"], "no name, venue or code found"),
    ],
)
def test_blank_cells_are_named_to_be_checked(blank: list[Role], said: str) -> None:
    candidate = a_candidate(cells=dict.fromkeys(blank, Cell()))

    assert f"  **to check:** {said}\n" in pull_request_text([candidate], polled=a_poll())[1]


def test_what_the_neighbours_have_and_the_row_lacks_is_named_to_be_checked_once() -> None:
    candidate = a_candidate(cells={"code": Cell(), "venue": Cell(text="CVPR 2026")})
    row = replace(candidate.row, left_out=("venue", "code", "authors", "Cool *stuff*"))

    _, body = pull_request_text([replace(candidate, row=row)], polled=a_poll())

    assert "**to check:** no code, authors or Cool \\*stuff\\* found\n" in body


def test_an_endless_body_leaves_out_the_near_misses() -> None:
    near = [a_candidate(f"2405.{n:05}", title="word " * 40) for n in range(200)]

    _, body = pull_request_text([L2G], near, polled=a_poll())

    assert len(body) < 65_536
    assert "near miss" not in body
