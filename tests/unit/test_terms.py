"""The fast way from texts to scores, held to the plain one of scikit-learn."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from tests.make import a_paper, an_entry
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.score import Classifier, Floats, train, training_set
from wsss_bot.score.texts import fitted, rows, text_of, words

TOPICS = ("weakly supervised masks", "robot grasping", r"$\ell_1$ losses", "Segmentación débil")
LISTED = [f"Semantic segmentation from image tags, part {n}" for n in range(5)]
texts = st.text(
    alphabet=st.one_of(st.sampled_from("abs AS-_.,:\\{}$1ßÉé人\u00a0\x1c\n"), st.characters()),
    max_size=80,
)


def plain_words(text: str) -> list[str]:
    """Find the words by one expression, whatever the text, each looked at anew."""
    found = re.findall(r"\b\w\w+\b", re.sub(r"\\[a-zA-Z]+|[{}$]", " ", text).lower())
    return [singular(word) for word in found if word not in ENGLISH_STOP_WORDS]


def singular(word: str) -> str:
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def plain_scores(classifier: Classifier, papers: list[Paper]) -> Floats:
    """Score one paper after the other, each view by its own vectoriser."""
    near = classifier.neighbourhood
    scores = []
    for paper in papers:
        total = classifier.offset
        for view in classifier.views:
            total += (view.vectorizer.transform([text_of(paper, view.kind)]) @ view.weights)[0]
        if near.count:
            alike = (classifier.words.transform([text_of(paper, "words")]) @ near.texts.T).toarray()
            total += near.weight * np.sort(alike[0])[-near.count :].mean()
        scores.append(expit(total))
    return np.array(scores)


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
    assert words(text) == plain_words(text)


@pytest.mark.parametrize("kind", ["words", "phrases", "titles"])
def test_the_terms_of_papers_are_weighted_as_by_scikit_learn(kind: str) -> None:
    papers = [*corpus(40), a_paper(title="Nothing that is known"), a_paper(title="")]
    examples = list(training_set([an_entry(LISTED[0])], corpus(120)))
    vectorizer, _ = fitted(kind, examples)  # type: ignore[arg-type]  # one of the kinds

    fast = rows(vectorizer, kind, papers)  # type: ignore[arg-type]

    plain = vectorizer.transform(text_of(paper, kind) for paper in papers)  # type: ignore[arg-type]
    assert fast.shape == plain.shape
    assert abs(fast - plain).max() < 1e-12


@pytest.mark.parametrize("count", [40, 3_000], ids=["taste", "topic"])
def test_the_scores_are_those_of_the_plain_way(count: int) -> None:
    classifier = classifier_of(count)
    papers = [replace(paper, arxiv_id=ArxivId(f"22{paper.arxiv_id[2:]}")) for paper in corpus(60)]

    assert np.abs(classifier.score(papers) - plain_scores(classifier, papers)).max() < 1e-9
