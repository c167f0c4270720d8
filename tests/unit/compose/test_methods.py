import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.compose.methods import find_method


def name(title: str, abstract: str = "", repository: str | None = None) -> str | None:
    found = find_method(title, abstract, repository)
    return found.name if found else None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("L2G: Local to Global Knowledge", "L2G"),
        ("W-OoD: Learning from Other Scenes", "W-OoD"),
        ("MCTformer+: Tokens for Every Class", "MCTformer+"),
        ("SAM 3: Segment with Concepts", "SAM 3"),
        ("Vireo: Birds in the Wild", "Vireo"),
        ("SAM2: Segment Images and Videos", "SAM2"),
        ("Foo-4B Technical Report", "Foo-4B"),
        ("FooNet Technical Report", "FooNet"),
        ("ToolAgent (ToAg): Choosing Tools", "ToAg"),
        ("S³LAM: Surfels for Mapping", "S3LAM"),
        ("Gaussian YOLOv9: Boxes with Doubt", "Gaussian YOLOv9"),
        ("Understanding Foo Datasets (UFD)", "UFD"),
    ],
)
def test_a_name_in_the_title_is_found(title: str, expected: str | None) -> None:
    assert name(title) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Simpler Does It: Labels with Guidance",
        "Seed, Expand and Constrain: Three Principles",
        "Beyond Masks: Rethinking Guidance",
        "WSSS: Where Are We Now",
        "CAM: A Survey",
        "Learning Affinity from Attention",
    ],
)
def test_a_phrase_or_a_generic_term_in_the_title_is_no_name(title: str) -> None:
    assert name(title) is None


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("Masks are dear. We propose FooSeg, a network that needs none.", "FooSeg"),
        ("Masks are dear. In this paper, we introduce Vireo, a model without.", "Vireo"),
        ("Masks are dear. We present a framework, dubbed FooSeg, to draw them.", "FooSeg"),
        ("Masks are dear. We call this method URN, as it scales responses.", "URN"),
        (
            "We propose a self-taught region mechanism (STRM) framework. STRM finds masks.",
            "STRM",
        ),
        ("We introduce FooSeg (Fast object-oriented Segmentation), a network.", "FooSeg"),
        ("We publish a dataset named FooData10K. We propose BarNet, a network.", "BarNet"),
    ],
)
def test_a_name_that_the_abstract_gives_is_found(abstract: str, expected: str) -> None:
    assert name("Weakly supervised segmentation", abstract) == expected


@pytest.mark.parametrize(
    "abstract",
    [
        "Class activation maps (CAM) are coarse. We propose to refine CAM with SAM.",
        "We build on ViT and test on COCO and PASCAL VOC, where DeepLab is a baseline.",
        "BarNet is a baseline that fails. We show why, and how often.",
        "We refine masks. Our VLM-guided way needs 11M images.",
        "We propose (a way) to see, and 3D and 4D too.",
    ],
)
def test_terms_of_the_field_and_baselines_are_no_names(abstract: str) -> None:
    assert name("Weakly supervised segmentation", abstract) is None


def test_a_full_stop_without_a_space_begins_a_sentence() -> None:
    abstract = "We refine masks by a VLM.Our method is good. VLM.Our masks win."

    assert name("Weakly supervised segmentation", abstract) is None
    assert name("SAM.MD: Masks for Doctors") == "SAM.MD"


def test_a_part_of_a_longer_name_of_the_title_is_no_name() -> None:
    abstract = "We propose YOLO-FOODER FusionNet. FOODER is a network. FOODER wins."

    assert name("YOLO-FOODER FusionNet: A Network", abstract) != "FOODER"
    assert name("Masks from FooCAM-based Labels", "We propose FooCAM, a method.") == "FooCAM"


def test_one_word_before_the_colon_beats_all_names_in_the_abstract() -> None:
    abstract = "We propose StepFoo, a method. StepFoo trains FooVL. StepFoo is new."

    assert name("FooVL: Learning by Steps", abstract, "StepFoo") == "FooVL"


def test_the_repository_names_a_method_that_begins_like_a_word_of_the_title() -> None:
    assert name("Pseudo-Mask Matters in Segmentation", "We clean masks.", "PMM") == "PMM"


@pytest.mark.parametrize("repository", ["code-release", "XYZNet", "segmentation", "SAM"])
def test_another_name_of_a_repository_says_nothing(repository: str) -> None:
    assert name("Pseudo-Mask Matters in Segmentation", "We clean.", repository) is None


def test_two_parts_side_by_side_give_both_names() -> None:
    title = "Background-Aware Pooling and Noise-Aware Loss for Segmentation"
    abstract = (
        "We propose a background-aware pooling (BAP) of features. "
        "We also introduce a noise-aware loss (NAL) for labels."
    )

    assert name(title, abstract) == "BAP/NAL"


def test_the_source_says_where_the_name_stands() -> None:
    found = find_method("Segmentation", "Here we present a method, termed FooSeg, for masks.")

    assert found is not None
    assert found.source == "the abstract: 'termed FooSeg'"


def test_stray_white_space_in_a_title_is_no_part_of_the_name() -> None:
    assert name(" Foo\rSeg4 : Masks", "") == "Foo Seg4"


@given(st.text(max_size=80), st.text(max_size=200), st.none() | st.text(max_size=20))
def test_no_text_breaks_it(title: str, abstract: str, repository: str | None) -> None:
    found = name(title, abstract, repository)

    assert found is None or found.strip() == found


@pytest.mark.parametrize(
    "repository",
    ["Awesome-Foo-3D", "awesomeFoo", "Foo-Survey", "FooPapers", "CVPR2025-FooBar", "foo_list"],
)
def test_a_collection_s_name_is_no_method_s(repository: str) -> None:
    assert (
        find_method("Foundations of Foo in 3D: What We Know", "We look back.", repository) is None
    )


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("A Survey of Foo-Bar Models", "Foo-bar models (FBMs) have become large."),
        ("Foo Bar Making: A Systematic Review", "Foo bar making (FooBM) is hard."),
    ],
)
def test_what_a_survey_abbreviates_is_not_its_name(title: str, abstract: str) -> None:
    assert find_method(title, abstract) is None


def test_a_survey_may_have_a_name_of_its_own() -> None:
    found = find_method("FooSurvey: A Survey of Foo", "We look back.")

    assert found is not None
    assert found.name == "FooSurvey"


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Position: Foo Must Be Measured", "We argue."),
        ("Re: Foo Is Not Bar", "We argue."),
        ("Localization: What Foo Forgot", "Foo needs localization, and localization needs foo."),
    ],
)
def test_what_kind_of_paper_or_task_it_is_is_no_name(title: str, abstract: str) -> None:
    assert find_method(title, abstract) is None


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Tracer: Following Foo", "A tracer follows. Tracer does it better."),
        ("Dolphin: Following Foo", "We follow foo."),
        ("deCode: Following Foo", "We follow code by decode."),
    ],
)
def test_a_word_that_is_also_a_name_is_one(title: str, abstract: str) -> None:
    found = find_method(title, abstract)

    assert found is not None
    assert found.name == title.partition(":")[0]
