"""What people did with all that was proposed, in figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from wsss_bot.pull_request.scoreboard import Scoreboard, wilson


def test_the_scoreboard_is_one_sentence() -> None:
    board = Scoreboard(
        merged=27,
        edited=1,
        refused=3,
        waiting=1,
        days=(1, 3, 9),
        corrected={"venue": 2, "name": 1},
    )

    assert board.sentence() == (
        "of 31 proposed 27 merged (1 edited), 3 refused, 1 not decided: precision 0.90 (0.74 to "
        "0.97); median 3 days from arXiv to the list; cells corrected: venue 2, name 1"
    )
    assert board.as_json()["precision"] == 0.9


def test_what_is_not_known_yet_is_not_said() -> None:
    assert Scoreboard().sentence() == ""
    assert Scoreboard(waiting=2).sentence() == "of 2 proposed 0 merged, 0 refused, 2 not decided"
    assert Scoreboard(waiting=2).as_json()["precision"] is None
    assert (
        Scoreboard(merged=1, days=(1,)).sentence().endswith("; median 1 day from arXiv to the list")
    )


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_that_of_wilson(counts: tuple[int, int]) -> None:
    theirs = binomtest(*counts).proportion_ci(method="wilson")

    assert wilson(*counts) == pytest.approx((theirs.low, theirs.high), abs=1e-6)


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
