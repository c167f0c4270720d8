import math
from datetime import UTC, datetime

import numpy as np
import pytest

from tests.make import a_paper
from wsss_bot.evaluate import (
    average_precision,
    choose,
    operating_points,
    papers_per_week,
    read_for,
)
from wsss_bot.score import HeldOut

HELD_OUT = HeldOut(
    relevant=np.array([0.9, 0.8, 0.3]), background=np.array([0.85, 0.5, 0.2, *[0.1] * 97])
)


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


def test_a_point_counts_what_is_refused_a_week_and_what_is_missed() -> None:
    points = operating_points(HELD_OUT, papers_per_week=200)

    assert [(round(p.threshold, 3), p.noise_per_week, p.missed) for p in points] == [
        (0.875, 0.0, 2),
        (0.825, 2.0, 2),
        (0.65, 2.0, 1),
        (0.4, 4.0, 1),
        (0.25, 4.0, 0),
    ]


def test_the_lowest_point_within_the_noise_allowed_is_chosen() -> None:
    points = operating_points(HELD_OUT, papers_per_week=200)

    assert choose(points, noise_per_week=2.0).threshold == pytest.approx(0.65)
    assert choose(points, noise_per_week=9.0).threshold == 0.25
    assert choose(points[2:], noise_per_week=0.5).threshold == pytest.approx(0.65)


def test_a_point_says_what_it_means() -> None:
    point = operating_points(HELD_OUT, papers_per_week=200)[2]

    assert str(point) == "at 0.65 you read 2.0 rows a week and miss 1 of 3"


def test_papers_a_week_follow_from_the_days_of_submission() -> None:
    papers = [a_paper(submitted_at=datetime(2026, 5, day, tzinfo=UTC)) for day in range(1, 15)]

    assert papers_per_week(papers) == 7
    assert papers_per_week(papers[:3]) == 3
    assert papers_per_week([]) == 0
