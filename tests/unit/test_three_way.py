import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.pull_request.three_way import merged, undone

lines = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True).map(
    lambda letters: "".join(f"{letter}\n" for letter in letters)
)


@pytest.mark.parametrize(
    ("before", "ours", "theirs", "both"),
    [
        pytest.param("a\nb\n", "a\nx\nb\n", "a\nb\ny\n", "a\nx\nb\ny\n", id="apart"),
        pytest.param("a\nb\n", "a\nx\nb\n", "a\ny\nb\n", "a\ny\nx\nb\n", id="at one place"),
        pytest.param("a\nb\n", "a\nx\nb\n", "a\nx\nb\n", "a\nx\nb\n", id="the same"),
        pytest.param("a\nb\n", "b\n", "a\nb\ny\n", "b\ny\n", id="a deletion"),
        pytest.param("a\nb\n", "A\nb\n", "a\nB\n", "A\nB\n", id="neighbouring edits"),
        pytest.param("a\nb\n", "A\nb\n", "X\nb\n", None, id="two edits of one line"),
        pytest.param("a\nb\n", "A\nb\n", "b\n", None, id="an edit and a deletion"),
        pytest.param("a", "a\nx", "a", "a\nx", id="no line end at the end"),
        pytest.param("a\r\nb\r\n", "a\r\nx\r\nb\r\n", "a\r\nb\r\n", "a\r\nx\r\nb\r\n", id="CRLF"),
        pytest.param("", "x\n", "y\n", "y\nx\n", id="from nothing"),
    ],
)
def test_both_sides_are_kept(before: str, ours: str, theirs: str, both: str | None) -> None:
    assert merged(before, ours, theirs) == both


@given(lines, lines)
def test_a_side_that_changed_nothing_leaves_the_other_as_it_is(before: str, other: str) -> None:
    assert merged(before, before, other) == other
    assert merged(before, other, before) == other


@given(lines, lines, lines)
def test_no_line_that_either_side_added_is_lost(before: str, ours: str, theirs: str) -> None:
    both = merged(before, ours, theirs)
    added = (set(ours.split()) | set(theirs.split())) - set(before.split())

    assert both is None or added <= set(both.split())


@given(
    st.lists(st.sampled_from("ab\n"), max_size=30), st.lists(st.sampled_from("ab\n"), max_size=8)
)
def test_what_is_put_in_between_equal_lines_comes_out_where_it_was_put(
    base: list[str], new: list[str]
) -> None:
    before = "".join(f"{line}\n" for line in base)
    middle = before[: len(before) // 2].rpartition("\n")[0] + "\n"
    ours = middle + "".join(f"{line}\n" for line in new) + before.removeprefix(middle)

    assert merged(before, ours, before) == ours


def test_lists_of_many_equal_lines_are_merged_in_a_time_that_grows_with_them() -> None:
    rows = [f"- row {number}\n\n" if number % 3 else "\n" for number in range(20_000)]
    before = "".join(rows)
    ours = "".join(["- new\n", *rows[:9_000], "- mine\n", *rows[9_000:]])
    theirs = "".join([*rows[5:15_000], "- theirs\n", *rows[15_001:], "- last\n"])

    both = merged(before, ours, theirs)

    assert both is not None
    assert {"- new", "- mine", "- theirs", "- last"} <= set(both.split("\n"))


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        pytest.param("| X | ICCV | - |", "| Y | - | - |", "| Y | ICCV | - |", id="one cell each"),
        pytest.param("| X | ICCV | - |", "| X | - | c |", "| X | ICCV | c |", id="two blanks"),
        pytest.param("| X | ICCV | - |", "| X | CVPR | - |", None, id="the same cell"),
        pytest.param("| X | ICCV | - |", "| X | - |", None, id="another number of cells"),
        pytest.param("| X | ICCV | - |", "| X \\| Y | - | - |", "| X \\| Y | ICCV | - |", id="bar"),
    ],
)
def test_within_a_line_both_sides_may_change_other_cells(
    ours: str, theirs: str, both: str | None
) -> None:
    before = "a\n| X | - | - |\nb\n"

    assert merged(before, f"a\n{ours}\nb\n", f"a\n{theirs}\nb\n", within_lines=True) == (
        both and f"a\n{both}\nb\n"
    )


def test_within_an_item_both_sides_may_change_other_words() -> None:
    before, ours = "- X, a paper\n", "- X, a paper [code](https://github.com/x/x)\n"

    both = merged(before, ours, "- X, A paper\n", within_lines=True)

    assert both == "- X, A paper [code](https://github.com/x/x)\n"


def test_each_difference_can_be_undone_alone_or_with_its_neighbours() -> None:
    assert list(undone("| X | - | - |", "| Y | ICCV 2021 | - |")) == [
        "| X | ICCV 2021 | - |",
        "| Y | - | - |",
        "| X | - | - |",
    ]
    assert list(undone("Old X of Y | -", "New X by Y | c")) == [
        "Old X of Y | c",
        "New X by Y | -",
        "Old X of Y | -",
    ]
    assert "- X, A paper" in list(undone("- X, a paper", "- X, A paper [code](u)"))


def test_of_two_facts_in_the_place_of_one_each_can_be_undone() -> None:
    attempts = list(undone("- X arXiv 2024", "- X [code](u) ECCV 2024"))

    assert {"- X [code](u) arXiv 2024", "- X ECCV 2024"} < set(attempts)


def test_an_item_that_was_written_anew_is_not_tried_word_by_word() -> None:
    assert len(list(undone("- X", "- Y " + "word " * 100))) < 10


@given(st.text(max_size=20), st.text(max_size=20))
def test_undoing_everything_gives_back_what_was(before: str, after: str) -> None:
    attempts = list(undone(before, after))

    assert attempts[-1:] == ([before] if before != after else [])
