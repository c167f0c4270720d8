import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.venues import find_venue, spelled


def where(comment: str | None, journal_ref: str | None = None) -> str | None:
    found = find_venue(comment, journal_ref)
    return spelled(found.venue) if found else None


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("Accepted to CVPR26", "CVPR 2026"),
        ("accepted by cvpr 2026", "CVPR 2026"),
        ("AAAI-26", "AAAI 2026"),
        ("ICCV, 2025", "ICCV 2025"),
        ("Appeared in NeurIPS'21", "NeurIPS 2021"),
        ("Published as a conference paper at NIPS 2015", "NIPS 2015"),
        ("2026 CVPR, 8 pages", "CVPR 2026"),
        ("The Thirty-Ninth AAAI Conference on Artificial Intelligence", "AAAI 2025"),
        ("Accepted at the 42nd International Conference on Machine Learning", "ICML 2025"),
        ("To appear in the IEEE/CVF Conference on Computer Vision and Pattern Recognition", "CVPR"),
        ("ACM International Conference on Multimedia (MM) 2023, accepted", "ACM MM 2023"),
        ("Accepted to MM '24 (oral)", "ACM MM 2024"),
        ("9 pages. Project page: https://cvpr2020.example.org/ Accepted by ECCV 2022", "ECCV 2022"),
        ("Oral at ICML 2025, best paper at a CVPR Workshop", "ICML 2025"),
        ("Accepted to ICRA 2024. Earlier submitted to CVPR 2023", "ICRA 2024"),
        ("Accepted by NeurIPS 25", "NeurIPS 2025"),
        ("British Machine Vision\n Conference", "BMVC"),
        ("Submitted to CVPR 2023, later accepted to ICRA 2024", "ICRA 2024"),
    ],
)
def test_a_conference_that_took_the_paper_is_found(comment: str, venue: str) -> None:
    assert where(comment) == venue


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("Accepted to the CVPR 2024 Workshop on Masks", "CVPRW 2024"),
        ("CVPRW 2024", "CVPRW 2024"),
        ("Accepted to VisionDocs @ ICCV 2025", "ICCVW 2025"),
        ("BrainLes Workshop - MICCAI 2019", "MICCAIW 2019"),
        ("neurips workshop", "NeurIPSW"),
        ("Presented at MLINI-2015 workshop, 2015", "MLINI 2015"),
        ("Accepted to CVPR 2026 (Findings)", "CVPR 2026 Findings"),
        ("Findings of EMNLP 2025, accepted", "EMNLP 2025 Findings"),
    ],
)
def test_workshops_and_findings_are_named_as_such(comment: str, venue: str) -> None:
    assert where(comment) == venue


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("IEEE T-PAMI 2025. Extended version of our paper in ICCV 2021", "TPAMI 2025"),
        ("Accepted by TGRS2023. It is an extension of our ACCV2022 paper", "TGRS 2023"),
        ("An extension of our CVPR 2023 paper, accepted by TPAMI", "TPAMI"),
        ("12 figures; IEEE Transactions on Image Processing, vol. 19, 2010", "TIP 2010"),
        ("Accepted for publication in IEEE Robotics and Automation Letters (RA-L)", "RA-L"),
        ("Accepted to PR", "PR"),
        ("JBHI accepted", "JBHI"),
        ("Published in Structural and Multidisciplinary Optimization", None),
    ],
)
def test_journals_go_by_their_usual_short_form(comment: str, venue: str | None) -> None:
    assert where(comment) == (venue or "Structural and Multidisciplinary Optimization")


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("accepted by RSMIP 2026", "RSMIP 2026"),
        ("[IMWUT2025]", "IMWUT 2025"),
        ("5 pages, 3 figures, IEEE BHI 2019", "BHI 2019"),
        ("Accepted by the Foo Mathematics Journal in 2024", "Foo Mathematics Journal 2024"),
        ("To be published in Annals of Foo, Code: see below", "Annals of Foo"),
        ("Part of the OAGM/AAPR 2013 proceedings", "OAGM/AAPR 2013"),
        ("Accepted at the 2025 IEEE International Conference on Safe Cars (ICSC)", "ICSC 2025"),
        (
            "The revised version has been accepted for publication in MDPI Biomimetics",
            "Biomimetics",
        ),
        ("Accepted in the Journal of Foo and Bar (JFB), 2024", "JFB 2024"),
    ],
)
def test_a_venue_that_the_table_lacks_is_read_off_the_sentence(comment: str, venue: str) -> None:
    assert where(comment) == venue


@pytest.mark.parametrize(
    "comment",
    [
        None,
        "",
        "8 pages, 5 figures, conference",
        "Submitted to CVPR 2026",
        "8 pages; manuscript submitted to NeurIPS 2026",
        "Under review at ICLR 2026",
        "CVPR 2026 submission",
        "Intended for submission to Medical Image Analysis",
        "Still in peer review at TMM, ID: MM-020522",
        "Rejected by CVPR 2025",
        "Accepted to CVPR 2025 but later desk-rejected",
        "Extension of our CVPR 2023 paper",
        "Journal extension of NeurIPS 2024",
        "Extended version of the paper published in ICCV 2021",
        "Supplement to our ECCV 2022 paper",
        "Earlier versions presented at ICLR 2025 and ICML 2025",
        "Challenge report paper from NTIRE Workshop at CVPR 2026",
        "CVPR 2026 SoccerNet Challenge, Rank 7",
        "1st Place Solution for the Foo Track, CVPR 2024",
        "Ranked 3rd in a challenge (CVPR 2019)",
        "We use the NIPS template for readability",
        "Technical report, 2024",
        "Workshop draft, 14 pages",
        "Code: https://github.com/a/CVPR2024-foo",
        "Published in IEEE",
        "Computer Vision and Pattern Recognition, Neurons and Cognition",
        "Segmentation, medical image analysis, under way",
        "arXiv admin note: text overlap with arXiv:2503.02101",
        "Published in English in March 2024",
    ],
)
def test_what_is_not_an_acceptance_gives_none(comment: str | None) -> None:
    assert where(comment) is None


@pytest.mark.parametrize(
    ("reference", "venue"),
    [
        ("Neural Information Processing Systems 38 (NeurIPS 2025)", "NeurIPS 2025"),
        ("IEEE Signal Processing Letters, vol. 32, pp. 3730-3734, 2025", "SPL 2025"),
        ("Applied Optics, 2024, Vol.63(35): 8936-8943", "Applied Optics 2024"),
        ("Pattern Recognition 123 (2022) 108391", "PR 2022"),
        ("Proceedings of the 3rd Rapid Foo workshop (RAGE), 2024, pp. 1-6", "RAGE 2024"),
        ("Proc. of something, pp. 1-6", None),
        ("123 (2022) 45", None),
    ],
)
def test_a_journal_reference_is_a_publication(reference: str, venue: str | None) -> None:
    assert where("10 pages", reference) == venue


def test_the_year_comes_from_the_reference_if_the_comment_has_none() -> None:
    assert where("Accepted by IEEE TIP", "IEEE Trans. Image Process., vol. 33, 2024") == "TIP 2024"


def test_the_source_tells_comment_from_reference() -> None:
    from_comment = find_venue("ECCV 2022", None)
    from_reference = find_venue(None, "ECCV 2022")

    assert from_comment is not None
    assert from_reference is not None
    assert from_comment.source == "the authors' comment"
    assert from_reference.source == "journal_ref"


@given(st.text(max_size=120), st.none() | st.text(max_size=60))
def test_no_text_breaks_it(comment: str, reference: str | None) -> None:
    found = find_venue(comment, reference)

    assert found is None or found.venue.name
