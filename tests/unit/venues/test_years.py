import pytest

from wsss_bot.venues.years import ordinal_in, year_of


@pytest.mark.parametrize(
    ("before", "after", "year"),
    [
        ("Accepted to ", "26", 2026),
        ("Accepted to ", "'98", 1998),
        ("Accepted to ", "-26", 2026),
        ("the 2018 IEEE International Conference on ", "", 2018),
        ("", " (CVPR), Denver, 3 June 2026", 2026),
        ("In 2019, at ", " in Rome", 2019),
        ("Accepted to ", ", 15 pages", None),
        ("Accepted to ", " 16 pages", None),
        ("10.1109/2020.123 in ", "", None),
    ],
)
def test_the_year_beside_a_name_is_read(before: str, after: str, year: int | None) -> None:
    assert year_of(before, after) == year


def test_an_ordinal_gives_the_year_where_the_first_is_known() -> None:
    assert year_of("The 40th Annual ", " on Foo", first_held=1987) == 2026


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("the 39th", 39),
        ("Thirty-Ninth", 39),
        ("the fortieth", 40),
        ("Twenty second", 22),
        ("the eleventh", 11),
        ("no ordinal", None),
    ],
)
def test_ordinals_are_read_in_digits_and_in_words(text: str, number: int | None) -> None:
    assert ordinal_in(text) == number
