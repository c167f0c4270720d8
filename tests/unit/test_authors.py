"""Names of authors, as different people write them."""

import pytest

from wsss_bot.text.authors import is_same_person, names_one_of, share_in_common, split_names


@pytest.mark.parametrize(
    ("some", "others", "share"),
    [
        (("Jane Doe", "Li Wei"), ("J. Doe", "L. Wei"), 1.0),
        (("Doe, Jane",), ("Jane Doe",), 1.0),
        (("Wei Li",), ("Li Wei",), 1.0),
        (("Jörg Maß",), ("Jorg Mass",), 1.0),
        ((r"J\'er\^ome Br\"uck",), ("Jérôme Brück",), 1.0),
        (("Jane van der Doe",), ("Jane Van Der Doe",), 1.0),
        (("John Doe Jr.",), ("John Doe",), 1.0),
        (("Anne-Marie O'Neil",), ("Anne Marie ONeil",), 1.0),
        (("Jane Doe", "Li Wei", "Ann Bee"), ("Jane Doe", "Somebody Else"), 0.5),
        (("Jane Doe",), ("Somebody Else",), 0.0),
        ((), ("Jane Doe",), 0.0),
        (("",), ("",), 0.0),
    ],
)
def test_the_share_is_of_the_shorter_list(
    some: tuple[str, ...], others: tuple[str, ...], share: float
) -> None:
    assert share_in_common(some, others) == share
    assert share_in_common(others, some) == share


def test_one_person_is_counted_once() -> None:
    assert share_in_common(("A Wang", "B Wang"), ("C Wang", "D Li")) == 0.5


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("| J. Müller, A. Wang |", True),
        ("by Jane Doe et al.", True),
        ("| - | Mueller |", False),
        ("Doeing something", False),
        ("", False),
    ],
)
def test_a_text_names_people_by_their_surnames(text: str, named: bool) -> None:
    assert names_one_of(text, ("Jane Doe", "Jan Muller")) is named


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ann Ash", ("Ann Ash",)),
        ("Ann Ash and Bo Birch", ("Ann Ash", "Bo Birch")),
        ("Ann Ash, Bo Birch and Cy Cedar", ("Ann Ash", "Bo Birch", "Cy Cedar")),
        ("Ann Ash, Bo Birch, and Cy Cedar", ("Ann Ash", "Bo Birch", "Cy Cedar")),
        ("Ann Ash, Jr., Bo Birch", ("Ann Ash, Jr.", "Bo Birch")),
        ("Ann Ash (1), Bo Birch (2) ((1) A, (2) B)", ("Ann Ash", "Bo Birch")),
        ("Alexandra Sand, Rolando Land", ("Alexandra Sand", "Rolando Land")),
        (" , ", ()),
    ],
)
def test_a_line_of_authors_is_split_into_names(line: str, names: tuple[str, ...]) -> None:
    assert split_names(line) == names


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jörg Maß", "Mass, Jorg", True),
        ("J. Maß", "Jörg K. Mass", True),
        ("Wei Zhang", "Zhang Wei", True),
        ("Kim Maß", "Jörg Maß", False),
        ("Maß", "Jörg Maß", False),
        ("", "", False),
        ("Jane Doe, Jr.", "Jane Doe", True),
    ],
)
def test_names_that_may_be_one_persons(one: str, other: str, same: bool) -> None:
    assert is_same_person(one, other) is is_same_person(other, one) is same
