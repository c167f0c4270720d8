import pytest

from wsss_bot.compose.abbreviations import (
    abbreviates_end,
    abbreviates_part,
    abbreviates_start,
    words_in,
)


@pytest.mark.parametrize(
    ("short", "text"),
    [
        ("SEAM", "a self-supervised equivariant attention mechanism"),
        ("SeeNet", "an effective self-erasing network"),
        ("CCNN", "constrained CNN"),
        ("RCA", "we propose regional semantic contrast and aggregation"),
        ("ICD", "an efficient end-to-end Intra-Class Discriminator"),
    ],
)
def test_initials_and_more_letters_stand_for_the_last_words(short: str, text: str) -> None:
    words = [word for word in words_in(text) if word != "semantic"]

    assert abbreviates_end(short, words)


def test_a_word_that_gives_no_letter_breaks_the_short_form() -> None:
    assert not abbreviates_end("SM", words_in("self-supervised attention mechanism"))


def test_the_explanation_may_go_on_after_the_short_form_is_spelled() -> None:
    assert abbreviates_start("MARS", words_in("model-agnostic removal of shadows in images"))


def test_a_short_form_may_stand_for_the_middle_of_a_title() -> None:
    assert abbreviates_part("RSCA", words_in("With Regional Semantic Contrast and Attention now"))


@pytest.mark.parametrize("short", ["", "-", "a" * 500])
def test_what_has_no_letters_or_too_many_is_no_short_form(short: str) -> None:
    assert not abbreviates_part(short, ["a"] * 50)
