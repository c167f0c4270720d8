"""The ranking on real papers; `python -m bench.ranking` compares it with others."""

import pytest

from tests.realdata.where import DATA, needs_data
from wsss_bot.awesome_list import read_list
from wsss_bot.evaluate import (
    Budget,
    Figures,
    figures,
    judged,
    operating_point,
    papers_per_week,
    parse_grades,
)
from wsss_bot.list_file import read_list_file
from wsss_bot.papers_file.records import read_papers
from wsss_bot.score import train, training_set

pytestmark = needs_data


@pytest.fixture(scope="module")
def found() -> Figures:
    """What a maintainer who allows one refused row a week would have got in 2025."""
    listed = read_list(read_list_file(str(DATA / "seed-list.md")))
    corpus = read_papers(str(DATA / "corpus.jsonl.gz"))
    classifier = train(training_set(listed.entries, corpus))
    papers = list(read_papers(str(DATA / "arxiv-2025.jsonl.gz")))
    grades = parse_grades((DATA / "arxiv-2025.grades.tsv").read_text(encoding="utf-8"))
    places, relevant = judged(papers, grades)
    point = operating_point(
        classifier.held_out, papers_per_week=papers_per_week(papers), budget=Budget()
    )
    return figures(
        relevant,
        classifier.score(papers)[places],
        threshold=point.threshold,
    )


def test_relevant_papers_come_first(found: Figures) -> None:
    assert found.average_precision > 0.83
    assert found.read95 <= 90


def test_the_promised_noise_is_kept_and_little_is_missed(found: Figures) -> None:
    weeks = 34

    assert found.found >= 18
    assert (found.proposed - found.found) / weeks <= 1.0
