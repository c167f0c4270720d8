"""The fast way from texts to scores, held to the plain one of scikit-learn."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.measuring import plain
from tests.make import a_paper, an_entry
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.score import Classifier, train, training_set
from wsss_bot.score.texts import words, words_and_pairs
from wsss_bot.score.transformed import transformed

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


@pytest.mark.parametrize("norm", ["l2", None])
@pytest.mark.parametrize("analyzer", [words, words_and_pairs])
def test_texts_are_weighted_as_by_scikit_learn(
    analyzer: Callable[[str], list[str]], norm: str | None
) -> None:
    known = [f"{paper.title} {paper.abstract}" for paper in corpus(120)]
    new = [*known[::3], "Image image tags, tags and tags", "Nothing of it occurs", ""]
    vectorizer = TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, norm=norm).fit(known)

    fast = transformed(vectorizer, new)

    expected = vectorizer.transform(new)
    assert fast.shape == expected.shape
    assert abs(fast - expected).max() < 1e-12


@pytest.mark.parametrize("count", [40, 3_000], ids=["taste", "topic"])
def test_the_scores_are_those_of_the_plain_way(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    classifier = classifier_of(count)
    papers = [replace(paper, arxiv_id=ArxivId(f"22{paper.arxiv_id[2:]}")) for paper in corpus(60)]

    fast = classifier.score(papers)

    monkeypatch.setattr(
        "wsss_bot.score.texts.transformed", lambda vectorizer, texts: vectorizer.transform(texts)
    )
    assert np.abs(fast - classifier.score(papers)).max() < 1e-9
