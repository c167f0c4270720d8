import pytest

from wsss_bot.domain import Venue
from wsss_bot.venues import KNOWN_VENUES, KnownVenue, canonical_name, find_venue, spelled, venues_in


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NIPS", "NeurIPS"),
        ("NeurIPS 2023", "NeurIPS"),
        ("CVPR'19", "CVPR"),
        ("CVPR (2026)", "CVPR"),
        ("AAAI-26", "AAAI"),
        ("ACMMM", "ACM MM"),
        ("MM 2024", "ACM MM"),
        ("IEEE TPAMI", "TPAMI"),
        ("T-PAMI 2023", "TPAMI"),
        ("IEEE Trans. Pattern Anal. Mach. Intell.", "TPAMI"),
        (
            "In Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition",
            "CVPR",
        ),
        ("IEEE Conf. Computer Vision and Pattern Recognition (CVPR) 2019", "CVPR"),
        ("Medical Image Analysis", "MedIA"),
    ],
)
def test_a_venue_has_one_name_whatever_it_is_called(text: str, name: str) -> None:
    assert canonical_name(text) == name


@pytest.mark.parametrize("text", ["", "arXiv", "-", "CVPR workshop", "submitted to CVPR", "Sensor"])
def test_what_is_no_venue_has_no_name(text: str) -> None:
    assert canonical_name(text) is None


@pytest.mark.parametrize(
    ("venue", "text"),
    [
        (Venue(name="CVPR", year=2022), "CVPR 2022"),
        (Venue(name="CVPR", year=2024, kind="workshop"), "CVPRW 2024"),
        (Venue(name="ACL", year=2024, kind="findings"), "ACL 2024 Findings"),
        (Venue(name="TPAMI", kind="journal"), "TPAMI"),
        (Venue(name="NeurIPS", year=2016, kind="workshop"), "NIPSW 2016"),
        (Venue(name="NeurIPS", year=2018), "NeurIPS 2018"),
    ],
)
def test_a_venue_is_spelled_as_people_do(venue: Venue, text: str) -> None:
    assert spelled(venue) == text


def test_a_long_name_is_no_part_of_a_longer_one() -> None:
    text = "5th International Conference on Computer Vision, Image and Deep Learning (CVIDL 2024)"

    assert [mention.venue.name for mention in KNOWN_VENUES.mentions(text)] == []


def test_the_longest_name_wins_where_several_stand() -> None:
    text = "Conference on Computer Vision and Pattern Recognition"

    assert [mention.venue.name for mention in KNOWN_VENUES.mentions(text)] == ["CVPR"]


def test_no_name_stands_for_two_venues() -> None:
    names = [
        name
        for venue in KNOWN_VENUES.venues
        for name in {alias.casefold() for alias in (venue.name, *venue.aliases)}
    ]

    assert len(set(names)) == len(names)


def test_every_venue_of_the_table_is_found_by_each_of_its_names() -> None:
    lost = [
        name
        for venue in KNOWN_VENUES.venues
        for name in (venue.name, *venue.aliases)
        if canonical_name(name) != venue.name
    ]

    assert lost == []


def test_a_maintainer_adds_names_and_venues() -> None:
    extra = venues_in({"conferences": {"CVPR": ["Seepear"], "FooConf": []}, "journals": {"JF": []}})
    venues = KNOWN_VENUES.extended(extra)

    assert canonical_name("Seepear 2024", venues=venues) == "CVPR"
    assert canonical_name("CVPR 2024", venues=venues) == "CVPR"
    assert find_venue("Accepted to FooConf 2025", venues=venues)
    assert next(v for v in venues.venues if v.name == "JF").kind == "journal"


def test_the_names_of_a_maintainer_win() -> None:
    venues = KNOWN_VENUES.extended([KnownVenue(name="Pattern Recognit.", aliases=("PR",))])

    assert canonical_name("PR", venues=venues) == "Pattern Recognit."
