"""The fast way from texts to scores, held to the plain one of scikit-learn."""

import pickle
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import plain_terms as plain
from tests.make import a_paper, an_entry
from tests.unit.test_score import examples
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.score import Classifier, ReadWords, train, training_set
from wsss_bot.score.recipe import Kind
from wsss_bot.score.space import Space, fitted
from wsss_bot.score.texts import MadeOnce, stop_words, text_of, words
from wsss_bot.score.texts import learnt as learnt_of
from wsss_bot.score.vocabulary import Tokens, learn_words

TOPICS = ("weakly supervised masks", "robot grasping", r"$\ell_1$ losses", "Segmentación débil")
LISTED = [f"Semantic segmentation from image tags, part {n}" for n in range(5)]
texts = st.text(
    alphabet=st.one_of(st.sampled_from("abs AS-_.,:\\{}$1ßÉé人\u00a0\x1c\n"), st.characters()),
    max_size=80,
)


def corpus(count: int = 300) -> list[Paper]:
    """Return papers on several topics, the listed ones among them."""
    others = [
        a_paper(
            f"2101.{n:05}", title=f"On {TOPICS[n % 4]}, part {n}", abstract=f"We study {n % 7}."
        )
        for n in range(count)
    ]
    listed = [
        a_paper(f"2001.{n:05}", title=title, abstract="Class activation maps and image tags.")
        for n, title in enumerate(LISTED)
    ]
    return [*listed, *others]


def classifier_of(count: int) -> Classifier:
    listed = [an_entry(title, arxiv_id=f"2001.{n:05}") for n, title in enumerate(LISTED)]
    return train(training_set(listed, corpus(count)))


@given(texts)
def test_the_words_of_a_text_are_those_of_the_plain_expression(text: str) -> None:
    assert words(text) == plain.words(text)


@pytest.mark.parametrize("count", [40, 3_000], ids=["few texts", "many texts"])
@pytest.mark.parametrize("kind", ["words", "phrases", "titles"])
def test_terms_are_learnt_and_weighted_as_by_scikit_learn(kind: Kind, count: int) -> None:
    examples = training_set((), corpus(count))

    space, learnt = fitted(kind, examples)

    vectorizer = plain.vectoriser(kind, min_df=2 if count > 100 else 1)
    expected = vectorizer.fit_transform(text_of(example, kind) for example in examples)
    places = [vectorizer.vocabulary_[term] for term in space.terms]
    assert len(places) == len(set(places)) == len(vectorizer.vocabulary_)
    assert abs(learnt - expected[:, places]).max() < 1e-6
    assert np.abs(space.idf - vectorizer.idf_[places]).max() < 1e-12


@pytest.mark.parametrize("kind", ["words", "phrases", "titles"])
def test_new_texts_are_weighted_as_by_scikit_learn(kind: Kind) -> None:
    known = corpus(120)
    space, _ = fitted(kind, training_set((), known))
    new = [
        *known[::3],
        *(
            a_paper(f"2201.{n:05}", title=text, abstract=text)
            for n, text in enumerate(("Image image tags, tags and tags", "Unknown", "?"))
        ),
    ]

    fast = space.rows(new)

    expected = plain.rows(space, new)
    assert fast.shape == expected.shape
    assert abs(fast - expected).max() < 1e-6


def test_a_space_sent_to_another_process_gives_the_same_rows() -> None:
    papers = corpus(120)
    space, learnt = fitted("words", training_set((), papers[:60]))

    sent = pickle.loads(pickle.dumps(space))  # noqa: S301  # our own bytes

    assert abs(sent.rows(papers) - space.rows(papers)).max() == 0
    assert learnt.shape == (60, len(sent.terms))


@pytest.mark.parametrize("kind", ["words", "phrases"])
def test_more_words_than_are_remembered_are_known_all_the_same(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = corpus(120)
    space, learnt = fitted(kind, training_set((), papers))
    monkeypatch.setattr("wsss_bot.score.texts._REMEMBERED", 3)
    monkeypatch.setattr(
        "wsss_bot.score.texts._LEARNT", MadeOnce(lambda raw: learnt_of(raw, stop_words()))
    )

    forgetful, again = fitted(kind, training_set((), papers))

    assert forgetful.terms == space.terms
    assert abs(again - learnt).max() == 0


@pytest.mark.parametrize("count", [40, 3_000], ids=["taste", "topic"])
def test_the_scores_are_those_of_the_plain_way(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    classifier = classifier_of(count)
    papers = [replace(paper, arxiv_id=ArxivId(f"22{paper.arxiv_id[2:]}")) for paper in corpus(60)]

    fast = classifier.score(papers)

    rows = Space.rows

    def plainly(self: Space, of: Sequence[Paper], _: Tokens) -> Any:
        return (rows if self.kind == "authors" else plain.rows)(self, of)

    monkeypatch.setattr(Space, "rows", plainly)
    assert np.abs(fast - classifier.score(papers)).max() < 1e-5


def test_words_that_other_lists_read_before_are_learnt_as_if_they_were_read_now() -> None:
    read, learnt_from = ReadWords(), examples()
    read.learn(learnt_from[::-2])

    vocabulary, tokens = read.learn(learnt_from)

    expected_vocabulary, expected = learn_words(learnt_from)
    assert vocabulary.words == expected_vocabulary.words
    assert tokens.numbers.tolist() == expected.numbers.tolist()
    assert tokens.begins.tolist() == expected.begins.tolist()
    assert tokens.title_ends.tolist() == expected.title_ends.tolist()


def test_a_text_that_was_read_is_not_read_again_unless_it_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, learnt_from = ReadWords(), list(examples())
    train(learnt_from, read=read)
    seen: list[str] = []

    def raw_words(text: str) -> list[bytes]:
        seen.append(text)
        return []

    monkeypatch.setattr("wsss_bot.score.vocabulary.raw_words", raw_words)

    train(learnt_from, read=read)
    read.learn([replace(learnt_from[0], abstract="It changed.")])

    assert seen == [learnt_from[0].title, "It changed."]
