import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import a_paper, an_entry
from wsss_bot.domain import ArxivId, Entry, Example
from wsss_bot.errors import PapersError, TrainingError
from wsss_bot.evaluate import (
    Answers,
    Budget,
    OperatingPoint,
    average_precision,
    backtest,
    figures,
    judged,
    operating_point,
    papers_per_week,
    parse_grades,
    read_for,
)
from wsss_bot.score import HeldOut, training_set

NOBODY_ANSWERED = Answers()


def a_held_out(relevant: Sequence[float], background: Sequence[float]) -> HeldOut:
    return HeldOut(
        relevant=np.array(relevant),
        background=np.array(background),
        ids=tuple(f"paper {n}" for n in range(len(background))),
    )


HELD_OUT = a_held_out([0.9, 0.8, 0.3], [0.85, 0.5, 0.2, *[0.1] * 97])


def test_the_average_precision_is_that_of_the_textbook() -> None:
    assert average_precision([True, False, True], np.array([0.9, 0.8, 0.7])) == pytest.approx(5 / 6)


def test_a_tie_is_broken_against_us() -> None:
    assert average_precision([True, False, False], np.zeros(3)) == pytest.approx(1 / 3)


def test_without_a_relevant_paper_there_is_no_average_precision() -> None:
    assert math.isnan(average_precision([False], np.array([0.5])))


def test_reading_ends_at_the_paper_that_completes_the_share() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6])

    assert read_for(0.95, [True, False, True, False], scores) == 3
    assert read_for(0.5, [True, False, True, False], scores) == 1


def point(budget: Budget, answers: Answers = NOBODY_ANSWERED) -> OperatingPoint:
    return operating_point(HELD_OUT, papers_per_week=200, budget=budget, answers=answers)


def test_the_lowest_threshold_within_the_noise_allowed_is_taken() -> None:
    strict = point(Budget(noise_per_week=1.9))
    usual = point(Budget(noise_per_week=2.0))
    loose = point(Budget(noise_per_week=4.0))

    assert strict.threshold > 0.85 > usual.threshold > 0.5 > loose.threshold > 0.2
    assert (strict.noise_per_week, usual.noise_per_week, loose.noise_per_week) == (0, 2, 4)
    assert (strict.missed, usual.missed, loose.missed) == (2, 1, 0)


def test_a_threshold_is_no_lower_than_what_finds_every_entry() -> None:
    assert point(Budget(noise_per_week=9.0)).threshold == pytest.approx(0.25)


def test_a_point_says_what_it_means() -> None:
    usual = point(Budget(threshold=0.65))

    assert str(usual) == "at 0.65 you read 2.0 rows a week and miss 1 of 3"


def test_a_threshold_of_ones_own_is_told_what_it_costs_and_misses() -> None:
    loose, strict = point(Budget(threshold=0.15)), point(Budget(threshold=0.88))

    assert (loose.threshold, loose.noise_per_week, loose.missed) == (0.15, 6.0, 0)
    assert (strict.threshold, strict.noise_per_week, strict.missed) == (0.88, 0.0, 2)


def test_rows_a_week_are_counted_good_or_not() -> None:
    new_and_listed = replace(HELD_OUT, others={"listed": 0.9, "overlooked": 0.7})

    def threshold(rows: float) -> float:
        budget = Budget(rows_per_week=rows, noise_per_week=99.0)
        return operating_point(new_and_listed, papers_per_week=102, budget=budget).threshold

    assert threshold(1.0) == pytest.approx(0.85)
    assert threshold(2.0) == pytest.approx(0.7)
    assert threshold(3.0) == pytest.approx(0.5)


def test_an_accepted_paper_is_no_noise() -> None:
    accepted = Answers(accepted={"paper 0"})

    before = point(Budget(noise_per_week=2.1))
    after = point(Budget(noise_per_week=2.1), accepted)

    assert after.threshold < before.threshold


def test_a_refused_paper_stays_in_the_count_with_the_score_it_had() -> None:
    budget = Budget(noise_per_week=2.1)

    known = point(budget, Answers(refused={"paper 0": 0.85}))
    too_new_for_the_background = point(budget, Answers(refused={"new": 0.88}))

    assert known == point(budget)
    assert too_new_for_the_background.threshold > point(budget).threshold


@given(
    background=st.lists(st.floats(0, 1), min_size=2, max_size=60),
    relevant=st.lists(st.floats(0, 1), min_size=1, max_size=9),
    noise=st.floats(0.01, 50),
    rows=st.just(0.0) | st.floats(0.01, 50),
    per_week=st.floats(1, 5_000),
    choice=st.integers(0, 200),
    new=st.floats(0, 1),
)
def test_a_refusal_never_lowers_the_next_threshold_under_the_same_classifier(
    background: list[float],
    relevant: list[float],
    noise: float,
    rows: float,
    per_week: float,
    choice: int,
    new: float,
) -> None:
    held_out = a_held_out(relevant, background)
    budget = Budget(noise_per_week=noise, rows_per_week=rows)
    refused: dict[str, float] = {}
    before = operating_point(held_out, papers_per_week=per_week, budget=budget).threshold
    for paper in range(len(background) + 1):
        key = f"paper {(paper + choice) % (len(background) + 1)}"
        score = held_out.by_arrival().get(key, new)
        if score < before:
            continue
        refused[key] = score

        after = operating_point(
            held_out, papers_per_week=per_week, budget=budget, answers=Answers(refused=refused)
        ).threshold

        assert after >= before
        before = after


def test_papers_a_week_follow_from_the_days_of_submission() -> None:
    papers = [a_paper(submitted_at=datetime(2026, 5, day, tzinfo=UTC)) for day in range(1, 15)]

    assert papers_per_week(papers) == 7
    assert papers_per_week(papers[:3]) == 3
    assert papers_per_week([]) == 0


def test_grades_are_read_by_id_without_their_reasons() -> None:
    text = "arxiv_id\tgrade\treason\n2503.00001v2\t2\tfits\n\n2503.00002\t0\n"

    assert parse_grades(text) == {"2503.00001": 2, "2503.00002": 0}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2503.00001\t3", "line 2 of the grades is .*a grade: 0, 1 or 2"),
        ("2503.00001 2", "line 2 of the grades is"),
        ("nonsense\t2", "line 2 of the grades: no arXiv id"),
    ],
)
def test_a_grade_that_is_none_is_refused_with_its_line(line: str, sentence: str) -> None:
    with pytest.raises(PapersError, match=sentence):
        parse_grades(f"arxiv_id\tgrade\n{line}\n")


def test_a_first_line_with_a_paper_on_it_is_no_line_of_column_names() -> None:
    with pytest.raises(PapersError, match="line 1 of the grades is"):
        parse_grades("2503.00001 2\n")


def test_borderline_papers_do_not_count_and_ungraded_ones_are_irrelevant() -> None:
    papers = [a_paper(f"2503.0000{n}") for n in range(4)]
    grades = {ArxivId("2503.00000"): 1, ArxivId("2503.00001"): 2, ArxivId("2503.00002"): 0}

    places, relevant = judged(papers, grades)

    assert places == [1, 2, 3]
    assert relevant.tolist() == [True, False, False]


def test_the_figures_of_a_ranking_say_what_its_threshold_does() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.1])

    found = figures([True, False, True, False], scores, threshold=0.8)

    assert (found.papers, found.relevant, found.proposed, found.found) == (4, 2, 2, 1)
    assert (found.precision, found.recall, found.read95) == (0.5, 0.5, 3)
    assert found.curve == ((1, 0.5, 1.0), (3, 1.0, 2 / 3))


def test_the_interval_of_the_average_precision_holds_it_and_is_the_same_each_time() -> None:
    truth = [n % 7 == 0 for n in range(70)]
    scores = np.array([0.2 * relevant + n % 5 / 10 for n, relevant in enumerate(truth)])

    found = figures(truth, scores, threshold=0.5)
    low, high = found.interval

    assert 0 < low < found.average_precision < high <= 1
    assert figures(truth, scores, threshold=0.5).interval == found.interval


def test_without_anything_relevant_or_proposed_the_figures_are_nan() -> None:
    found = figures([False, False], np.zeros(2), threshold=0.5)

    assert all(
        math.isnan(value)
        for value in (found.average_precision, *found.interval, found.precision, found.recall)
    )


def history(
    *, entries: int = 12, background: int = 120, by_title: Sequence[Entry] = ()
) -> tuple[Example, ...]:
    """A list that took one paper a month, in a field that brought ten."""
    began = datetime(2024, 1, 10, tzinfo=UTC)
    listed = [
        a_paper(
            f"24{n + 1:02}.00001",
            title=f"Weakly supervised segmentation, part {n}",
            abstract="Masks are learnt from image tags with class activation maps.",
            submitted_at=began + timedelta(days=30 * n),
        )
        for n in range(entries)
    ]
    others = [
        a_paper(
            f"24{n % 12 + 1:02}.1{n:04}",
            title=f"On {('grasping', 'rendering', 'tracking')[n % 3]} things, part {n}",
            abstract=f"We study {('robots', 'fields', 'boxes')[n % 3]} with a method of our own.",
            submitted_at=began + timedelta(days=3 * n),
        )
        for n in range(background)
    ]
    entries_of_papers = [
        an_entry(p.title, arxiv_id=p.arxiv_id, date=f"2024/{n + 2:02}" if n < 11 else None)
        for n, p in enumerate(listed)
    ]
    return training_set([*entries_of_papers, *by_title], [*listed, *others])


def test_a_backtest_finds_what_people_added_with_what_was_known_before() -> None:
    replayed = backtest(history(), budget=Budget())

    assert [step.trained_on for step in replayed.steps] == [6, 8, 10]
    assert (replayed.listed, replayed.found) == (6, 6)
    assert replayed.unlisted_per_week == 0
    assert replayed.steps[0].since == date(2024, 7, 8)
    assert replayed.steps[0].until == replayed.steps[1].since == date(2024, 9, 6)


def test_a_backtest_knows_an_entry_without_a_paper_from_its_month_on() -> None:
    entry = an_entry("Masks from image tags, by its title only", date="2024/08")

    replayed = backtest(history(by_title=[entry]), budget=Budget())

    assert [step.trained_on for step in replayed.steps] == [6, 9, 11]


def test_a_backtest_says_how_much_earlier_papers_were_there_than_on_the_list() -> None:
    early = backtest(history(), budget=Budget()).days_early

    assert early is not None
    assert 15 < early < 30


@pytest.mark.parametrize("entries", [3, 7])
def test_a_backtest_needs_some_history(entries: int) -> None:
    with pytest.raises(TrainingError, match=rf"texts of {entries} entries are known.* needs 8"):
        backtest(history(entries=entries), budget=Budget())


def test_a_backtest_of_the_least_history_is_possible() -> None:
    assert backtest(history(entries=8), budget=Budget()).listed == 4
