from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import a_paper
from wsss_bot.domain import ArxivId
from wsss_bot.sources.arxiv import windows as poll
from wsss_bot.sources.arxiv.windows import Plan
from wsss_bot.sources.source import Window

NOW = datetime(2026, 5, 14, 5, 30, tzinfo=UTC)  # a Thursday
DAY = timedelta(days=1)
TEN_DAYS = 10 * DAY


def plan(
    covered: Window | None, *, first: datetime = NOW - 365 * DAY, missed_rss: bool = False
) -> Plan:
    return poll.plan(covered, first=first, now=NOW, overlap=TEN_DAYS, missed_rss=missed_rss)


# --- what to ask for ----------------------------------------------------------------------------


def test_the_question_names_the_category_and_the_window_to_the_minute() -> None:
    part = Window(since=datetime(2026, 5, 4, 5, 30, 59, tzinfo=UTC), until=NOW)

    assert poll.query("cs.CV", part) == "cat:cs.CV AND submittedDate:[202605040530 TO 202605140530]"


def test_the_days_of_a_window_are_whole() -> None:
    window = poll.days(date(2026, 5, 1), date(2026, 5, 2))

    assert window.since == datetime(2026, 5, 1, tzinfo=UTC)
    assert window.until == datetime(2026, 5, 3, tzinfo=UTC)


def test_the_first_poll_reads_the_newest_papers_first_and_then_backwards() -> None:
    assert plan(None, first=NOW - 40 * DAY) == Plan(
        news=(Window(since=NOW - 10 * DAY, until=NOW + DAY),),
        old=(
            Window(since=NOW - 25 * DAY, until=NOW - 10 * DAY),
            Window(since=NOW - 40 * DAY, until=NOW - 25 * DAY),
        ),
    )


def test_the_next_poll_begins_where_the_last_one_can_vouch_for_nothing_more() -> None:
    covered = Window(since=NOW - 365 * DAY, until=NOW - 11 * DAY)

    assert plan(covered) == Plan(news=(Window(since=NOW - 11 * DAY, until=NOW + DAY),))


def test_after_a_long_absence_the_window_is_cut_into_slices_oldest_first() -> None:
    covered = Window(since=NOW - 365 * DAY, until=NOW - 100 * DAY)

    parts = plan(covered).news

    assert parts[0].since == NOW - 100 * DAY
    assert parts[-1].until == NOW + DAY
    assert all(one.until == other.since for one, other in pairwise(parts))
    assert all(poll.NEVER_EMPTY <= part.until - part.since <= poll.SLICE for part in parts)


def test_an_interrupted_backfill_goes_on_where_it_stopped() -> None:
    covered = Window(since=NOW - 25 * DAY, until=NOW - 10 * DAY)

    assert plan(covered, first=NOW - 40 * DAY).old == (
        Window(since=NOW - 40 * DAY, until=NOW - 25 * DAY),
    )


def test_after_a_missed_rss_the_window_reaches_back_for_papers_that_were_held_long() -> None:
    covered = Window(since=NOW - 365 * DAY, until=NOW - 12 * DAY)

    assert plan(covered, missed_rss=True).news[0].since == NOW - 12 * DAY - poll.DEEP + TEN_DAYS
    assert plan(None, missed_rss=True).news[0].since == NOW - TEN_DAYS


@pytest.mark.parametrize("until", [NOW, NOW + 1000 * DAY])
def test_a_clock_that_was_wrong_once_hides_nothing(until: datetime) -> None:
    covered = Window(since=NOW - 365 * DAY, until=until)

    assert plan(covered).news == (Window(since=NOW - TEN_DAYS, until=NOW + DAY),)


def test_a_slice_is_never_too_short_to_tell_a_quiet_time_from_an_empty_answer() -> None:
    covered = Window(since=NOW - 20 * DAY, until=NOW - 10 * DAY)

    assert plan(covered, first=NOW - 21 * DAY).old == (
        Window(since=NOW - 27 * DAY, until=NOW - 20 * DAY),
    )


def test_what_was_read_is_covered_only_as_far_as_no_paper_can_turn_up_any_more() -> None:
    part = Window(since=NOW - 11 * DAY, until=NOW + DAY)
    covered = Window(since=NOW - 365 * DAY, until=NOW - 11 * DAY)

    assert poll.cover(covered, part, now=NOW, overlap=TEN_DAYS) == Window(
        since=NOW - 365 * DAY, until=NOW - TEN_DAYS
    )


def test_a_slice_behind_a_gap_covers_nothing() -> None:
    covered = Window(since=NOW - 365 * DAY, until=NOW - 100 * DAY)
    part = Window(since=NOW - 85 * DAY, until=NOW - 70 * DAY)

    assert poll.cover(covered, part, now=NOW, overlap=TEN_DAYS) == covered


@given(
    gaps=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 7)), min_size=1, max_size=12),
    held=st.floats(0, 10),
    submitted=st.floats(0, 200),
)
def test_a_paper_held_no_longer_than_the_overlap_is_asked_for_after_it_shows(
    gaps: list[tuple[int, int]], held: float, submitted: float
) -> None:
    start = NOW
    submitted_at = start + submitted * DAY
    shown_at = submitted_at + held * DAY
    now, covered, asked = start, None, False
    for days_later, slices_that_work in [*gaps, (400, 99)]:
        now += days_later * DAY
        todo = poll.plan(covered, first=start - 30 * DAY, now=now, overlap=TEN_DAYS)
        for part in (*todo.news, *todo.old)[:slices_that_work]:
            asked |= part.since <= submitted_at < part.until and shown_at <= now
            covered = poll.cover(covered, part, now=now, overlap=TEN_DAYS)

    assert asked


@pytest.mark.parametrize(
    ("last", "missed"),
    [
        (datetime(2026, 5, 14, 4, 0, tzinfo=UTC), False),  # today
        (datetime(2026, 5, 13, 5, 30, tzinfo=UTC), False),  # yesterday
        (datetime(2026, 5, 12, 5, 30, tzinfo=UTC), True),  # nothing on Wednesday
        (None, True),
    ],
)
def test_a_day_of_announcements_without_rss_is_noticed(last: datetime | None, missed: bool) -> None:
    assert poll.missed_announcement(last, now=NOW) is missed


def test_a_weekend_is_no_missed_day() -> None:
    friday = datetime(2026, 5, 8, 5, 30, tzinfo=UTC)

    assert not poll.missed_announcement(friday, now=friday + 3 * DAY)


def test_days_begin_in_new_york() -> None:
    thursday_evening_there = datetime(2026, 5, 8, 2, 0, tzinfo=UTC)

    # On Sunday evening there, the RSS of Friday has come and gone.
    assert poll.missed_announcement(thursday_evening_there, now=thursday_evening_there + 3 * DAY)


# --- what the answers amount to -----------------------------------------------------------------


def test_a_new_version_of_a_known_paper_is_no_news_but_a_change() -> None:
    old, new = a_paper("2405.01234"), a_paper("2405.01234", version=3, comment="CVPR 2026")

    assert poll.sift([new], {old.arxiv_id: old}) == ([], [new])


def test_a_comment_may_change_without_a_new_version() -> None:
    old, new = a_paper("2405.01234"), a_paper("2405.01234", comment="CVPR 2026")

    assert poll.sift([new], {old.arxiv_id: old}) == ([], [new])


def test_an_older_version_than_the_known_one_changes_nothing() -> None:
    old, new = a_paper("2405.01234"), a_paper("2405.01234", version=2)

    assert poll.sift([old], {new.arxiv_id: new}) == ([], [])


def test_of_two_versions_in_one_answer_the_newest_is_news() -> None:
    one, two = a_paper("2405.01234"), a_paper("2405.01234", version=2)

    assert poll.sift([two, one], {}) == ([two], [])


def ids(*numbers: int) -> set[ArxivId]:
    return {ArxivId(f"2405.{number:05}") for number in numbers}


@pytest.mark.parametrize(
    ("days", "found", "known", "fault"),
    [
        (10, range(9), range(9), ""),
        (10, [], [], "arXiv shows no paper at all"),
        (3, [], [], ""),
        (3, [], [1], "arXiv shows none of 1 papers"),
        (10, range(3, 99), range(99), ""),
        (10, range(4, 40), range(40), "arXiv no longer shows 4 of 40 papers"),
        (10, range(6, 99), range(99), "arXiv no longer shows 6 of 99 papers"),
    ],
)
def test_an_answer_that_cannot_be_right_is_a_fault(
    days: int, found: list[int], known: list[int], fault: str
) -> None:
    part = Window(since=NOW - days * DAY, until=NOW)

    said = poll.fault_in(part, found=ids(*found), known=ids(*known), now=NOW)

    assert said.startswith(fault)
    assert bool(said) is bool(fault)


def test_the_time_to_come_does_not_make_a_window_long() -> None:
    part = Window(since=NOW - 6 * DAY, until=NOW + 5 * DAY)

    assert poll.fault_in(part, found=set(), known=set(), now=NOW) == ""


WEEK = [date(2026, 5, day) for day in (12, 13, 14)]


@pytest.mark.parametrize(
    ("news", "said"),
    [
        ([(9, 9), (9, 9), (9, 9)], ""),
        ([(0, 0), (0, 0), (0, 0)], ""),
        ([(9, 0), (9, 0)], ""),
        ([(9, 0), (0, 0), (9, 0)], ""),
        ([(9, 0), (9, 0), (9, 0)], "RSS has shown nothing new from 2026-05-12"),
        ([(0, 9), (0, 9), (0, 9)], "the query API has shown nothing new from"),
    ],
)
def test_sources_that_differ_for_three_days_are_told(
    news: list[tuple[int, int]], said: str
) -> None:
    by_day = dict(zip(WEEK, news, strict=False))

    told = poll.disagreement(by_day, awaited={}, now=NOW)

    assert told.startswith(said)
    assert bool(told) is bool(said)


def test_a_paper_that_is_named_but_not_shown_for_three_days_is_told() -> None:
    awaited = {ArxivId("2605.00001"): NOW - 2 * DAY, ArxivId("2605.00002"): NOW - 3 * DAY}

    assert poll.disagreement({}, awaited=awaited, now=NOW) == (
        "the query API still does not show 2605.00002, which arXiv has named"
    )


def test_news_are_counted_by_day_and_only_lately() -> None:
    by_day: dict[date, tuple[int, int]] = {}
    for days in range(8):
        by_day = poll.count_news(by_day, query=1, rss=2, now=NOW - 7 * DAY + days * DAY)
    by_day = poll.count_news(by_day, query=4, rss=0, now=NOW)

    assert by_day == {WEEK[0]: (1, 2), WEEK[1]: (1, 2), WEEK[2]: (5, 2)}


def test_weekends_do_not_count() -> None:
    saturday = datetime(2026, 5, 16, 12, tzinfo=UTC)

    assert poll.count_news({}, query=1, rss=0, now=saturday) == {}


def test_missing_days_are_named_with_both_ends() -> None:
    parts = [
        poll.days(date(2026, 5, 1), date(2026, 5, 2)),
        poll.days(date(2026, 5, 3), date(2026, 5, 4)),
    ]

    assert poll.in_words("cs.CV", parts, now=NOW) == "cs.CV from 2026-05-01 to 2026-05-04"
    assert (
        poll.in_words("cs.CV", parts, now=parts[1].since) == "cs.CV from 2026-05-01 to 2026-05-03"
    )


def test_days_that_follow_one_another_are_missing_in_one_stretch() -> None:
    days = [poll.days(date(2026, 5, day), date(2026, 5, day)) for day in (3, 1, 2, 7)]

    assert poll.stretches(days) == [[days[1], days[2], days[0]], [days[3]]]


def test_of_many_papers_the_first_few_are_named() -> None:
    many = [ArxivId(f"2605.0000{number}") for number in range(5)]

    assert poll.name(many) == "2605.00000, 2605.00001, 2605.00002 and 2 more"
    assert poll.name(many[:3]) == "2605.00000, 2605.00001, 2605.00002"
