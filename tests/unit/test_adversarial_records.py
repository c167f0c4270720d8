"""Records that invite a wrong cell: they change nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import a_paper, an_entry
from wsss_bot.compose import facts_of, is_withdrawn
from wsss_bot.domain import Paper
from wsss_bot.old_rows.match import completions, doubts_of, match

TITLE = "Weakly Supervised Segmentation with Pixel Prototypes"
LISTED = an_entry(TITLE, arxiv_id="2110.07110", date="2021/10")
UNLINKED = an_entry(TITLE, date="2021/10")
IN_TIME = datetime(2021, 10, 14, tzinfo=UTC)


def a_record(
    *,
    title: str = TITLE,
    abstract: str = "We learn masks from tags.",
    comment: str | None = None,
    journal_ref: str | None = None,
) -> Paper:
    return a_paper(
        "2110.07110",
        title=title,
        abstract=abstract,
        comment=comment,
        journal_ref=journal_ref,
        submitted_at=IN_TIME,
    )


def filled_from(paper: Paper) -> list[str]:
    return [completion.role for completion in completions(LISTED, facts_of(paper))]


def test_a_plain_record_fills_venue_and_code() -> None:
    paper = a_record(
        abstract="Our code is available at https://github.com/me/proto.",
        comment="Accepted to CVPR 2022",
    )

    assert filled_from(paper) == ["venue", "code"]


@pytest.mark.parametrize(
    "comment",
    [
        "Submitted to CVPR 2022",
        "CVPR 2022 submission 1234",
        "Resubmitted to CVPR 2023",
        "To be submitted to NeurIPS 2022",
        "Preprint submitted to Pattern Recognition",
        "Under review at CVPR 2022",
        "CVPR 2022 under review",
        "In review, IEEE TMI",
        "Under major revision in IJCV",
        "Awaiting decision from ICCV 2023",
        "Considered for CVPR 2022",
        "Rejected from CVPR 2022",
        "Desk rejected by CVPR 2022",
        "Not accepted at CVPR 2022",
        "Conditionally accepted to CVPR 2022? no",
        "Withdrawn from CVPR 2022",
        "Extended version of our CVPR 2022 paper",
        "Journal version of a CVPR 2021 paper, under review",
        "A preliminary version was accepted to ICCV 2021",
        "A shorter version appeared in a CVPR 2022 workshop",
        "Supplementary material for our CVPR 2022 paper",
        "Builds on our ECCV 2020 work",
        "Our baseline was accepted to CVPR 2021",
        "Comparison with CVPR 2022 methods",
        "Results on the CVPR 2021 benchmark",
        "Does not include results of CVPR 2023 papers",
        "arXiv admin note: text overlap with a CVPR 2020 paper",
        "Response to the CVPR 2022 reviewers",
        "1st place in the CVPR 2022 LID challenge",
        "Technical report for the CVPR 2022 challenge",
        "Tutorial at CVPR 2022",
        "Keynote at CVPR 2022",
        "Doctoral consortium, CVPR 2022",
        "Formatted for TPAMI",
        "We use the CVPR 2022 template",
        "Draft for Nature",
    ],
)
def test_a_venue_that_has_not_taken_this_paper_fills_nothing(comment: str) -> None:
    assert filled_from(a_record(comment=comment)) == []


@pytest.mark.parametrize(
    "reference",
    [
        "Submitted to IEEE TPAMI",
        "IEEE TPAMI, under review",
        "Extended version of Proc. CVPR 2020, pp. 1-10",
        "arXiv preprint arXiv:2110.07110",
        "CoRR abs/2110.07110",
    ],
)
def test_a_journal_reference_to_no_print_of_this_paper_fills_nothing(reference: str) -> None:
    assert filled_from(a_record(journal_ref=reference)) == []


@pytest.mark.parametrize(
    "comment", ["Accepted to the CVPR 2022 workshop on learning with few labels", "CVPRW 2022"]
)
def test_a_workshop_is_never_filled_as_its_conference(comment: str) -> None:
    [completion] = completions(LISTED, facts_of(a_record(comment=comment)))

    assert completion.facts.venue is not None
    assert completion.facts.venue.kind == "workshop"


@pytest.mark.parametrize(
    ("comment", "reference"),
    [
        ("Accepted to CVPR 2022", "IEEE TPAMI 45 (2023) 1-10"),
        ("Accepted to TIP 2023", "IEEE Transactions on Image Processing, 2025"),
        ("Accepted to ICLR 2022 and TPAMI 2022", None),
    ],
)
def test_where_the_authors_name_two_venues_nothing_is_written_and_both_are_shown(
    comment: str, reference: str | None
) -> None:
    facts = facts_of(a_record(comment=comment, journal_ref=reference))

    [notice] = doubts_of(LISTED, facts)

    assert list(completions(LISTED, facts)) == []
    assert notice.message.startswith("its venue is left as it is: the authors also give ")


def test_where_abstract_and_comment_give_two_repositories_nothing_is_written() -> None:
    paper = a_record(
        abstract="Code: https://github.com/me/proto.",
        comment="Code: https://github.com/lab/prototypes",
    )

    assert filled_from(paper) == []
    assert len(list(doubts_of(LISTED, facts_of(paper)))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "We compare with SEAM (https://github.com/x/SEAM).",
        "Our method outperforms SEAM, whose code is at https://github.com/x/SEAM.",
        "Unlike SEAM (https://github.com/x/SEAM), we need no pairs.",
        "Following SEAM (https://github.com/x/SEAM), we train for ten epochs.",
        "For SEAM see https://github.com/x/SEAM.",
        "We build upon MMSegmentation: https://github.com/x/mmsegmentation",
        "Our code extends https://github.com/x/y",
        "The implementation is based on https://github.com/x/y",
        "We use the official code of SEAM at https://github.com/x/SEAM.",
        "The code of the baseline is available at https://github.com/x/SEAM.",
        "Baseline: https://github.com/x/SEAM",
        "Original implementation: https://github.com/x/y",
        "An unofficial implementation is available at https://github.com/x/y",
        "A third-party implementation is at https://github.com/x/y",
        "We thank the authors of https://github.com/x/y",
        "Experiments use the toolbox https://github.com/x/mmcv.",
        "Trained with https://github.com/pytorch/pytorch.",
        "The annotations are evaluated with https://github.com/x/cocoapi",
        "The dataset is from https://github.com/someone/data.",
        "Code will be available at https://github.com/.",
        "The project page is https://me.github.io/project",
        "A model is at https://huggingface.co/me/model",
    ],
)
def test_a_link_to_somebody_elses_code_or_to_none_fills_nothing(sentence: str) -> None:
    assert filled_from(a_record(abstract=f"We learn masks from tags. {sentence}")) == []


@pytest.mark.parametrize(
    "comment",
    ["This paper has been withdrawn by the authors", "Withdrawn. Accepted to CVPR 2022"],
)
def test_a_withdrawn_version_is_known_as_one(comment: str) -> None:
    assert is_withdrawn(a_record(comment=comment))


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE}+",
        f"{TITLE}++",
        f"{TITLE} v2",
        f"{TITLE} II",
        f"{TITLE} Revisited",
        f"{TITLE} for Videos",
        f"{TITLE}: A Survey",
        f"{TITLE} (Extended Version)",
        f"Towards {TITLE}",
        f"Comment on '{TITLE}'",
        f"Reply to: {TITLE}",
        f"Erratum: {TITLE}",
        f"Supplement to {TITLE}",
        f"Semi-{TITLE}",
        f"3D {TITLE}",
        f"ProtoNet: {TITLE}",
        TITLE.replace("Weakly", "Semi"),
        TITLE.replace("with", "without"),
        TITLE.replace("Pixel", "Image"),
        TITLE.replace("Prototypes", "Prototype"),
        TITLE.replace("Segmentation", "Detection"),
    ],
)
def test_a_paper_with_nearly_the_same_title_is_never_sure(title: str) -> None:
    found = match(UNLINKED, a_record(title=title))

    assert found is None or found.doubt


@pytest.mark.parametrize(
    "title",
    [
        TITLE.upper(),
        TITLE.replace(" ", "  "),
        TITLE.replace(" ", "-"),
        f"{{{TITLE}}}",
        TITLE.replace("Pixel", r"{\textit{Pixel}}"),
        TITLE.replace("o", "\\'{o}"),
        f"{TITLE}.",
    ],
)
def test_a_title_in_other_type_is_the_same_title(title: str) -> None:
    found = match(UNLINKED, a_record(title=title))

    assert found is not None
    assert found.doubt == ""


WORDS = st.sampled_from(
    "Weakly Supervised Segmentation with without Pixel Image Prototypes Prototype Labels of v2 II"
    " 3D Survey Net+ Transformer towards".split()
)


@given(st.lists(WORDS, min_size=1, max_size=8), st.lists(WORDS, min_size=1, max_size=8))
def test_only_the_same_words_in_the_same_order_are_surely_the_same_title(
    listed: list[str], on_arxiv: list[str]
) -> None:
    entry = an_entry(" ".join(listed), date="2021/10")

    found = match(entry, a_record(title=" ".join(on_arxiv)))

    if found is not None and not found.doubt:
        assert "".join(listed).casefold() == "".join(on_arxiv).casefold()
