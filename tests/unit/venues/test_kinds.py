"""Comments that name a conference which did not take the paper, or not as one of its own."""

import pytest

from wsss_bot.venues import find_venue, spelled


def where(comment: str, journal_ref: str | None = None) -> str | None:
    found = find_venue(comment, journal_ref)
    return spelled(found.venue) if found else None


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("Accepted to FooBAR MICCAI 2025", "MICCAIW 2025"),
        ("Accepted at MICCAI FOOBAR 2025", "MICCAIW 2025"),
        ("NeurIPS FOO 2025 (Oral)", "NeurIPSW 2025"),
        ("accepted by CVPR 2025 FOOB", "CVPRW 2025"),
        ("Accepted by ICCV/FOOB2019", "ICCVW 2019"),
        ("Accepted at ICLR 2025 (FOOB)", "ICLRW 2025"),
        ("CVPR 2025 - New Trends in Foo Making and Bar (FOOBAR)", "CVPRW 2025"),
        ("CVPR 2025 Computer Vision for Bread Making", "CVPRW 2025"),
        ("Friends in AI Research at NeurIPS 2019", "NeurIPSW 2019"),
        ("accepted in FooBar-IJCAI 2025", "IJCAIW 2025"),
        ("Accepted to CVPR2025W", "CVPRW 2025"),
        ("Accepted to ICCVWS", "ICCVW"),
        ("Accepted at CVPRW-25. Project page", "CVPRW 2025"),
        ("2nd FOO, held in conjunction with IVA'25, accepted", "IVAW 2025"),
        ("Accepted to ACPR 2019 - Workshop on Foo", "ACPRW 2019"),
        ("ICCV 2025. Foo and Bar for All Workshop", "ICCVW 2025"),
        ("Presented at the ACII 2024 Workshops", "ACIIW 2024"),
        ("Accepted at ICCVW-FOO4BAR 2025", "ICCVW 2025"),
        ("Machine Learning for Health (FOO) Workshop at NeurIPS 2018", "NeurIPSW 2018"),
        ("Published in ACM Intl. Conf. on Multimedia Workshops (ACM MM Workshops)", "ACM MMW"),
    ],
)
def test_the_name_of_a_workshop_beside_its_conference_is_seen(comment: str, venue: str) -> None:
    assert where(comment) == venue


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("CVPR 2025 ORAL", "CVPR 2025"),
        ("NeurIPS 2025 D&B", "NeurIPS 2025"),
        ("NeurIPS 2025 Datasets and Benchmarks Track", "NeurIPS 2025"),
        ("ICML 2025 Camera-Ready", "ICML 2025"),
        ("CVPR 2025, demo page: see below", "CVPR 2025"),
        ("Accepted @ ICC 2025", "ICC 2025"),
        ("MICCAI 2023 Medical Image Computing and Computer Assisted Intervention", "MICCAI 2023"),
        ("HCOMP 2016 Camera Ready", "HCOMP 2016"),
        ("Accepted at IEEE VTC-Fall 2025", "VTC 2025"),
        ("IJCAI-ECAI2022 Long Oral", "IJCAI 2022"),
    ],
)
def test_what_else_stands_beside_a_conference_makes_no_workshop(comment: str, venue: str) -> None:
    assert where(comment) == venue


@pytest.mark.parametrize(
    "comment",
    [
        "Presented as a demo at CVPR'18",
        "Accepted to ACM ICMI 2025 Demos",
        "EMNLP 2025 System Demonstration",
        "ICDM 2019 PhD forum, to appear",
        "Accepted to the AAAI 2026 Student Abstract and Poster Program",
        "SIGGRAPH Asia 2024 Technical Communications",
        "SIGGRAPH Asia 2025 Posters Proceedings",
        "Accepted as Late-Breaking Results at IROS 2023",
        "A figure has been accepted by CVPR AI Art Gallery 2025",
    ],
)
def test_side_events_that_print_no_full_papers_give_none(comment: str) -> None:
    assert where(comment) is None


@pytest.mark.parametrize(
    "comment",
    [
        "MICCAI FooBaR 2019 Challenge",
        "Champion Solution for CVPR 2025 FOO Track",
        "The champion solutions for three tracks of the Foo Challenge at CVPR Bar Workshop 2025",
        "algorithms used for the Foo competition at ISBI 2019",
        "currently under reviewed for IROS 2025",
        "CVPR 2020 underreview",
        "Sumbitted to ICRA 2026",
        "Under review for publication in IEEE Access",
        "submitted to presentation at TRB 2020",
        "IEEE Robotics and Automation Letters with ICRA option, 2020, under review",
        "An expanded version of the paper accepted by IGARSS 2019",
        "Accepted for ICRA 40 Year Anniversary (ICRA40)",
        "Accepted to ICRA40",
        "Preprint submitted to Intl. Conference on Foo and Bar Methods (FBM'25)",
        "To be published in LNEE",
        "Published by Foo Press",
        "Presented in Foo Bar, Slovenia",
    ],
)
def test_entries_to_challenges_and_what_is_under_review_give_none(comment: str) -> None:
    assert where(comment) is None


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("Accepted to MMSys 2025, the ACM Multimedia Systems Conference", "MMSys 2025"),
        ("accepted to ACM Multimedia Asia 2025", "MMAsia 2025"),
        ("To appear at the 31st Asia and South Pacific Design Automation Conference", "ASP-DAC"),
        (
            "Accepted at the International AAAI Conference on Web and Social Media 2026",
            "ICWSM 2026",
        ),
        ("Accepted to 3rd Workshop on Deep Learning in Medical Image Analysis", None),
        ("Published in Remote Sensing in Foo and Bar", "Remote Sensing in Foo and Bar"),
        ("IEEE 35th Workshop on Machine Learning for Signal Processing (MLSP), accepted", "MLSP"),
        (
            "CVMP 2022: 19th ACM SIGGRAPH European Conference on Visual Media Production",
            "CVMP 2022",
        ),
        ("Accepted at the Joint ICML and IJCAI Workshop on Foo, 2018", "ICMLW 2018"),
        ("Accepted by IEEE-TMM", "TMM"),
        ("Accepted by FOO, Paris, France 2018", "FOO 2018"),
        ("Accepted by Foo, Sustainability and Bar", "Foo, Sustainability and Bar"),
        ("Accepted at ACM Multimedia Systems (MMSys) 2026", "MMSys 2026"),
        ("Proc. of the IEEE Intl. Conf. on Robotics & Automation (ICRA)", "ICRA"),
        ("Accepted at Joint Conference on Artificial Intelligence (IJCAI) 2025", "IJCAI 2025"),
        ("Accepted to IEEE International Conference on Computer Foos (ICCF 2025)", "ICCF 2025"),
    ],
)
def test_a_name_inside_a_longer_one_is_another_venue(comment: str, venue: str | None) -> None:
    assert where(comment) == venue


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("Accepted to ACM Transactions on Graphics (SIGGRAPH 2025)", "TOG 2025"),
        ("Accepted to Computer Graphics Forum (EGSR 2025)", "CGF 2025"),
        ("SIGGRAPH Asia and ACM Trans. on Graphics 2025, to appear", "SIGGRAPH Asia 2025"),
        ("Accepted in RA-L, to be presented in IROS 2018", "RA-L"),
        ("Accepted by SIGGRAPH Asia 2025 (TOG)", "SIGGRAPH Asia 2025"),
        ("Accepted to ICML Workshop on AutoML 2019", "ICMLW 2019"),
        ("SemEval-2025 proceedings to appear at ACL 2025", "SemEval 2025"),
        ("Our extended ICVGIP paper is now accepted in Pattern Recognition", "PR"),
        ("Accepted to MICCAI 2025. The record is published in Springer LNCS", "MICCAI 2025"),
    ],
)
def test_a_journal_and_the_conference_that_it_prints_do_not_contradict(
    comment: str, venue: str
) -> None:
    found = find_venue(comment)

    assert found is not None
    assert (spelled(found.venue), found.rival) == (venue, "")


def test_a_journal_comes_with_its_full_name() -> None:
    known, unlisted = find_venue("Accepted by TIP"), find_venue("Accepted by the Journal of Foo")

    assert known is not None
    assert unlisted is not None
    assert known.venue.full_name == "IEEE Transactions on Image Processing"
    assert unlisted.venue.full_name == "Journal of Foo"


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("Accepted in IEEE Trans. Geosci. Remote Sens", "TGRS"),
        ("To be published in IEEE Trans. on Cybernetics", "TCYB"),
        ("Accepted by IEEE SMC 2025", "IEEE SMC 2025"),
        ("MVA 2009, 4 pages", "MVA 2009"),
        ("The 5th Conference on Communication by Gaze Interaction - COGAIN 2009", "COGAIN 2009"),
        ("Accepted at InGARSS 2024", "InGARSS 2024"),
        ("Accepted at IKDD CODS 2025", "CODS 2025"),
        ("Accepted by Scientific Data", "Scientific Data"),
        ("To appear as a chapter in a book on foos", None),
        ("4th International Conference on Foo Technology - ICFT 2012", "ICFT 2012"),
        ("Accepted at the World Conference on Foo (xFOO-2025)", "xFOO 2025"),
        ("accepted by FOO25", "FOO 2025"),
        ("Accepted to GECCO' 25", "GECCO 2025"),
        ("Accepted by TPAMI, mail to foo1996@example.com", "TPAMI"),
    ],
)
def test_venues_that_were_missing_and_forms_that_were_not_read(
    text: str, venue: str | None
) -> None:
    assert where(text) == venue
