from dataclasses import replace
from datetime import date

import pytest

from tests.make import a_candidate, a_poll, an_entry
from wsss_bot.domain import Cell, Role
from wsss_bot.pull_request.circumstances import FirstRun
from wsss_bot.pull_request.paper_text import bar_of_ten
from wsss_bot.pull_request.reading import read_items
from wsss_bot.pull_request.text import pull_request_text

L2G = a_candidate(
    "2204.03206",
    title="L2G: A Simple Framework",
    value=0.93,
    terms=("attention maps", "image-level"),
    section="A list / 2022 / Images",
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


def test_a_paper_takes_three_lines_of_the_first_screen_and_a_fold() -> None:
    _, body = pull_request_text([L2G], polled=a_poll())

    assert body.splitlines()[:4] == [
        "- [x] **[L2G: A Simple Framework](https://arxiv.org/abs/2204.03206)** `●●●●●●●●●○`",
        "  like *EPS* (CVPR 2021) and *OAA* · attention maps, image-level",
        "  name `L2G` from the title · venue `CVPR 2022` from the authors' comment"
        " · **to check:** no code found",
        "  <details><summary>row below <i>2022 / Images</i></summary>"
        "<code>| L2G: A Simple Framework | https://arxiv.org/abs/2204.03206 |</code></details>",
    ]


def test_the_fold_holds_the_row_as_it_stands_and_what_the_abstract_says() -> None:
    candidate = a_candidate(
        abstract="Masks cost <time>. We use image-level tags. They are cheap! Attention maps help.",
        row="- **A paper**\n  - `code` | <b>5%</b>",
        terms=("attention map", "image level"),
    )

    _, body = pull_request_text([candidate], polled=a_poll())

    assert (
        "<summary>row · abstract</summary>"
        "<code>- **A paper**<br>  - `code` | &lt;b&gt;5%&lt;/b&gt;</code>"
        "<blockquote>We use image-level tags. … Attention maps help.</blockquote></details>"
    ) in body
    assert [item.key for item in read_items(body)] == ["2405.01234"]
    assert read_items(body)[0].markdown.endswith("</details>")


def test_a_term_is_said_as_the_paper_writes_it_and_authors_are_no_reason() -> None:
    candidate = a_candidate(
        title="Weakly-Supervised CAMs",
        abstract="With pseudo-labels of one level of supervision.",
        terms=("by ann ash", "weakly supervised", "cam", "level supervision", "pseudo label"),
    )

    _, body = pull_request_text([candidate], polled=a_poll())

    assert "\n  Weakly-Supervised, CAMs, level of supervision\n" in body
    assert "ash" not in body


def test_only_cells_that_the_list_has_are_said_and_checked() -> None:
    cells: dict[Role, Cell] = {
        "method": Cell(text="Alpha", source="the title"),
        "venue": Cell(text="CVPR 2022", source="the authors' comment"),
        "code": Cell(),
    }
    candidate = a_candidate(cells=cells)
    row = replace(candidate.row, roles=frozenset({"title", "venue"}), left_out=("authors",))

    _, body = pull_request_text([replace(candidate, row=row)], polled=a_poll())

    assert (
        "\n  venue `CVPR 2022` from the authors' comment · **to check:** no authors found\n" in body
    )


def test_an_endless_body_leaves_out_what_is_folded_before_it_leaves_out_a_near_miss() -> None:
    many = [a_candidate(f"2405.{n:05}", row="x" * 2000, title=f"Paper {n}") for n in range(18)]
    near = [a_candidate("2405.09999", title="Nearly")]

    _, body = pull_request_text(many, near, polled=a_poll())

    assert len(body) < 65_536
    assert "<code>" not in body
    assert "1 near miss" in body
    assert len(read_items(body)) == 19


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
    assert "12 older papers reach the threshold too; whoever runs the bot can let it look" in body
    assert "back to 1 May 2021" in body
    assert "7 more wait" in body
    assert "since 1 May 2021" in of_all
    assert "look back" not in of_all


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
