from dataclasses import replace

from tests.make import a_paper
from wsss_bot.ranking.near_misses import Shown, is_new_to_people
from wsss_bot.text.checksum import checksum

PAPER = a_paper(title="Scribbles for segmentation", abstract="We study scribbles.")
SHOWN = Shown(score=0.6, text=checksum(PAPER))


def test_a_paper_that_was_never_shown_is_new() -> None:
    assert is_new_to_people(PAPER, 0.1, None)


def test_a_near_miss_that_was_left_alone_is_not_shown_again() -> None:
    assert not is_new_to_people(PAPER, 0.6, SHOWN)
    assert not is_new_to_people(PAPER, 0.64, SHOWN)
    assert not is_new_to_people(PAPER, 0.2, SHOWN)


def test_a_near_miss_is_shown_again_when_its_score_rose() -> None:
    assert is_new_to_people(PAPER, 0.66, SHOWN)


def test_a_near_miss_is_shown_again_when_its_text_changed() -> None:
    assert is_new_to_people(replace(PAPER, abstract="We study points."), 0.6, SHOWN)
