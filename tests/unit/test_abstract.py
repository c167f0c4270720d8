"""What a paper says of itself, taken as it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import a_candidate
from wsss_bot.pull_request.abstract import deciding_sentences, sentences_of
from wsss_bot.score.texts import spelled, words
from wsss_bot.text.escape import one_line


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ("One.", "Two!", "Three?", "Four")),
        (
            "By 3.5, e.g. CAM et al. Then more.",
            ("By 3.5, e.g. CAM et al. Then more.",),
        ),
        ("See Fig. 2 of J. Doe. It works.", ("See Fig. 2 of J. Doe.", "It works.")),
        ('He said "yes." (We did.) So.', ('He said "yes."', "(We did.)", "So.")),
        ("code is at example.com. and more", ("code is at example.com. and more",)),
        ("", ()),
    ],
)
def test_a_text_is_parted_where_sentences_end(text: str, sentences: tuple[str, ...]) -> None:
    assert sentences_of(text) == sentences


@given(st.text(alphabet='aB. !?"(1\n'))
def test_no_word_is_lost_between_sentences(text: str) -> None:
    assert " ".join(sentences_of(text)) == one_line(text)


def test_the_second_sentence_is_the_one_that_adds_most() -> None:
    candidate = a_candidate(
        abstract=(
            "Pseudo labels and masks matter. Pseudo labels and masks again. "
            "Nothing here. Tags come last."
        ),
        terms=("pseudo label", "mask", "tag"),
    )

    assert deciding_sentences(candidate.paper, candidate.score) == (
        "Pseudo labels and masks matter.",
        "Tags come last.",
    )


def test_an_abstract_without_a_deciding_term_says_nothing() -> None:
    candidate = a_candidate(abstract="Nothing here. By Ann Ash.", terms=("by ann ash", "mask"))

    assert deciding_sentences(candidate.paper, candidate.score) == ()


def test_a_long_sentence_is_cut() -> None:
    candidate = a_candidate(abstract="Masks " + "and more " * 100, terms=("mask",))

    [sentence] = deciding_sentences(candidate.paper, candidate.score)

    assert sentence.endswith("…")
    assert len(sentence) <= 300


@pytest.mark.parametrize(
    ("term", "text", "stretch"),
    [
        ("weakly supervised", "A Weakly-Supervised way", "Weakly-Supervised"),
        ("level supervision", "levels of supervision", "levels of supervision"),
        ("study", "Two Studies", "Studies"),
        ("mask", "Unmasked", None),
        ("", "anything", None),
        ("mask", "", None),
    ],
)
def test_a_term_is_found_as_it_is_spelled(term: str, text: str, stretch: str | None) -> None:
    assert spelled(term, text) == stretch


@given(st.text(alphabet="abIİsS -.é"))
def test_every_word_that_is_learnt_from_plain_text_is_found_in_it(text: str) -> None:
    for word in words(text):
        found = spelled(word, text)
        assert found is None or (found in text and words(found) == [word])
