import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.text.titles import TitleIndex, same_title, title_key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(
            "Weakly-Supervised  Segmentation", "weakly supervised segmentation", id="case"
        ),
        pytest.param("U$^2$-Net: Going Deeper", "U²-Net: going deeper", id="LaTeX"),
        pytest.param(r"G\"odel and Poincar\'e", "Gödel and Poincaré", id="accents"),
        pytest.param("Seeds – Expand &amp; Constrain", "Seeds - expand and constrain", id="entity"),
        pytest.param(
            "Scaling Instruction-Tuned Large Multimodal Models",
            "Scaling Instruct-Tuned Large Multimodal Models",
            id="another form of a word",
        ),
        pytest.param(
            "Long-VITA: Short-Context Accuray at a Million Tokens",
            "Long-VITA: Short-Context Accuracy at a Million Tokens",
            id="a slip of the pen",
        ),
        pytest.param(
            "INST-IT: Boosting Multimodal Instance Understanding via Prompt Tuning",
            "Inst-IT: Boosting Instance Understanding via Explicit Prompt Tuning",
            id="a changed subtitle",
        ),
        pytest.param(
            "EVA: Exploring the Limits of Masked Representation Learning",
            "Exploring the Limits of Masked Representation Learning",
            id="only one has a name",
        ),
        pytest.param(
            "INST-IT：Boosting Multimodal Instance Understanding via Prompt Tuning",
            "Inst-IT：Boosting Instance Understanding via Explicit Prompt Tuning",
            id="a changed subtitle behind a wide colon",
        ),
        pytest.param(
            "Object Detectors in the Wild Today", "Object Detector in Wild, Today", id="s"
        ),
    ],
)
def test_the_same_paper_under_two_spellings(a: str, b: str) -> None:
    assert same_title(a, b)
    assert same_title(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("MCTformer: Token Transformer", "MCTformer+: Token Transformer", id="plus"),
        pytest.param("A Study of Masks, Part I", "A Study of Masks, Part II", id="parts"),
        pytest.param("SAM 2: Segment Anything", "SAM: Segment Anything", id="a version"),
        pytest.param(
            "Multi-class Token Transformer for Weak Segmentation",
            "MCTformer+: Multi-class Token Transformer for Weak Segmentation",
            id="an extended version has a name",
        ),
        pytest.param(
            "Frozen CLIP: A Strong Backbone for Segmentation",
            "Frozen CLIP-DINO: A Strong Backbone for Segmentation",
            id="two names",
        ),
        pytest.param(
            "Supervised Learning of Object Masks", "Unsupervised Learning of Object Masks", id="un-"
        ),
        pytest.param(
            "Deep Learning in Medical Image Registration: A Review",
            "Deep Learning in Medical Image Registration: A Survey",
            id="review and survey",
        ),
        pytest.param(
            "Active Adversarial Domain Adaptation",
            "Partial Adversarial Domain Adaptation",
            id="word",
        ),
        pytest.param("Flow: Dense Fields", "Flow: Sparse Graphs of Persons", id="a shared name"),
        pytest.param("", "", id="nothing"),
        pytest.param("???", "!!!", id="no letters"),
    ],
)
def test_different_papers_with_similar_titles(a: str, b: str) -> None:
    assert not same_title(a, b)
    assert not same_title(b, a)


LACO = "LaCo: Efficient Layer Pruning of Large Networks"
OTHER_LACO = "LaCo: Efficient Layer Compression of Networks"


@pytest.mark.parametrize(
    ("authors", "others", "same"),
    [
        (("Jane Doe",), ("Some One",), False),
        (("Jane Doe", "Li Wei"), ("Any Body", "L. Wei"), True),
        ((), ("Some One",), True),
        ((), (), True),
    ],
)
def test_one_acronym_is_one_paper_only_with_an_author_in_common(
    authors: tuple[str, ...], others: tuple[str, ...], same: bool
) -> None:
    assert same_title(LACO, OTHER_LACO, authors=authors, others=others) is same
    assert same_title(LACO, LACO.upper(), authors=authors, others=others)


def test_of_equal_titles_the_first_is_found() -> None:
    index = TitleIndex([("One Title", 1), ("One title", 2)])

    assert index.find("ONE TITLE") == 1
    assert index.find("Another") is None


@given(st.text(max_size=60))
def test_every_title_with_a_letter_is_itself(title: str) -> None:
    assert same_title(title, title) is bool(title_key(title))
