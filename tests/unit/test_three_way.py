import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.propose import merged

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
