from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.awesome_list.understand.dates import ListedDate, read_date, write_date


@pytest.mark.parametrize(
    ("text", "read", "written"),
    [
        ("2022/04", ListedDate(year=2022, month=4), "2025/01"),
        ("2022-4", ListedDate(year=2022, month=4), "2025-1"),
        ("2022.04.26", ListedDate(year=2022, month=4, day=26), "2025.01.09"),
        ("04/2022", ListedDate(year=2022, month=4), "01/2025"),
        ("13/04/2022", ListedDate(year=2022, month=4, day=13), "09/01/2025"),
        ("04/13/2022", ListedDate(year=2022, month=4, day=13), "01/09/2025"),
        ("22.04", ListedDate(year=2022, month=4), "25.01"),
        ("202204", ListedDate(year=2022, month=4), "202501"),
        ("20220426", ListedDate(year=2022, month=4, day=26), "20250109"),
        ("Apr 2022", ListedDate(year=2022, month=4), "Jan 2025"),
        ("Apr. 2022", ListedDate(year=2022, month=4), "Jan. 2025"),
        ("APRIL 2022", ListedDate(year=2022, month=4), "JANUARY 2025"),
        ("Apr'22", ListedDate(year=2022, month=4), "Jan'25"),
        ("26 Apr 2022", ListedDate(year=2022, month=4, day=26), "09 Jan 2025"),
        ("7 Nov 2019", ListedDate(year=2019, month=11, day=7), "9 Jan 2025"),
        ("April 26, 2022", ListedDate(year=2022, month=4, day=26), "January 09, 2025"),
        ("2022 Apr", ListedDate(year=2022, month=4), "2025 Jan"),
        ("2022年4月", ListedDate(year=2022, month=4), "2025年1月"),
        ("2022", ListedDate(year=2022), "2025"),
    ],
)
def test_a_date_is_read_and_another_written_like_it(
    text: str, read: ListedDate, written: str
) -> None:
    assert read_date(text) == read
    assert write_date(date(2025, 1, 9), like=text) == written


@pytest.mark.parametrize("text", ["", "-", "CVPR 2022", "2022/13", "22.4", "99/99/2022", "soon"])
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert read_date(text) is None
    assert write_date(date(2025, 1, 9), like=text) is None


@given(
    day=st.dates(date(2001, 1, 1), date(2044, 12, 31)),
    like=st.sampled_from(["2022/04", "26 April 2022", "04/2022", "22-04-26", "2022年04月26日"]),
)
def test_a_written_date_reads_as_that_date(day: date, like: str) -> None:
    written = write_date(day, like=like)

    read = read_date(written or "")
    assert read is not None
    assert (read.year, read.month) == (day.year, day.month)
    assert read.day in {0, day.day}
