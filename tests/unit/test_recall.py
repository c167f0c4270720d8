import numpy as np
import pytest

from wsss_bot.domain import Example
from wsss_bot.evaluate.recall import recall, says_any, telling_terms


def names(first: int, last: int) -> set[str]:
    return {str(n) for n in range(first, last)}


def an_example(title: str, *, relevant: bool = True) -> Example:
    origin = "listed" if relevant else "background"
    return Example(title=title, abstract="", relevant=relevant, origin=origin)  # type: ignore[arg-type]


def test_what_two_finders_both_found_tells_what_both_missed() -> None:
    found = recall(names(0, 16), names(6, 18))

    assert found is not None
    assert found.found == 18
    assert found.missing == pytest.approx(17 * 13 / 11 - 1 - 18)
    assert found.low < found.missing < found.high


def test_finders_that_agree_in_all_leave_nothing_to_find() -> None:
    found = recall(names(0, 9), names(0, 9))

    assert str(found) == "found 9; likely none is missing, and at most 1"


def test_finders_with_nothing_in_common_tell_nothing() -> None:
    assert recall(names(0, 3), names(3, 6)) is None


def test_the_interval_holds_the_truth_most_of_the_time() -> None:
    generator = np.random.default_rng(0)
    held = estimated = 0
    for _ in range(400):
        one, other = ({str(n) for n in range(60) if generator.random() < p} for p in (0.7, 0.5))
        found = recall(one, other)
        assert found is not None
        estimated += 1
        held += found.low <= 60 - found.found <= found.high

    assert held / estimated > 0.94


def test_a_query_holds_what_the_entries_say_and_others_do_not() -> None:
    listed = [an_example(f"Deepfake detection by method{n}") for n in range(9)]
    listed += [an_example(f"Face forgery in region{n}") for n in range(4)]
    others = [an_example(f"Detection of objects {n}", relevant=False) for n in range(500)]

    terms = telling_terms([*listed, *others])

    assert len(terms) == 2
    assert all(says_any(entry, terms) for entry in listed)
    assert not any(says_any(paper, terms) for paper in others)


def test_entries_that_say_nothing_of_their_own_make_no_query() -> None:
    listed = [an_example("Object detection")] * 5
    others = [an_example("Object detection", relevant=False)] * 50

    assert telling_terms([*listed, *others]) == ()
