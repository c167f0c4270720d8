from datetime import UTC, datetime, timedelta

import numpy as np

from tests.make import a_paper
from tests.unit.test_score import examples
from wsss_bot.ranking.question import is_due, most_telling, near_threshold
from wsss_bot.score import train

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def test_the_question_is_about_what_many_others_resemble() -> None:
    odd = a_paper("2611.00001", title="Segmentation from scribbles and points")
    many = [
        a_paper(f"2611.0001{n}", title="Class activation maps as seeds by erasing")
        for n in range(4)
    ]

    assert most_telling(train(examples()), [odd, *many]) in many


def test_of_one_paper_or_none_nothing_is_asked() -> None:
    classifier = train(examples())

    assert most_telling(classifier, []) is None
    assert most_telling(classifier, [a_paper()]) is None


def test_near_the_threshold_are_the_best_below_it() -> None:
    assert near_threshold(np.array([0.2, 0.9, 0.5, 0.49, 0.1]), 0.5) == [3, 0, 4]


def test_a_question_is_asked_once_in_thirty_days() -> None:
    assert is_due(None, now=NOW)
    assert not is_due(NOW - timedelta(days=29), now=NOW)
    assert is_due(NOW - timedelta(days=30), now=NOW)
