"""What one poll does with what arXiv shows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.make import a_paper
from tests.standins.arxiv import ArxivStandin, Event
from tests.standins.arxiv_life import Life
from tests.standins.arxiv_years import years
from tests.standins.clock import Clock
from wsss_bot.domain import Paper
from wsss_bot.sources.source import Poll

MONDAY = datetime(2026, 5, 11, 5, 30, tzinfo=UTC)
DAY = timedelta(days=1)
ON_SUNDAY_EVENING = MONDAY - timedelta(hours=5.5)


def a_life(*papers: Paper, at: datetime = ON_SUNDAY_EVENING) -> Life:
    """A bot, an arXiv with one old paper a day, and these papers announced at `at`."""
    clock = Clock(MONDAY)
    daily = [
        Event(
            at=MONDAY - (n - 1) * DAY, paper=a_paper(f"2604.{n:05}", submitted_at=MONDAY - n * DAY)
        )
        for n in range(2, 40)
    ]
    standin = ArxivStandin([*daily, *(Event(at=at, paper=p) for p in papers)], now=clock.now)
    return Life(standin=standin, clock=clock, first=date(2026, 5, 1))


def shown(arxiv_id: str, *, days_ago: float, **details: Any) -> Paper:
    submitted_at = MONDAY - days_ago * DAY
    paper = a_paper(arxiv_id, submitted_at=submitted_at)
    return replace(paper, updated_at=submitted_at, **details)


def polled(life: Life) -> Poll:
    poll = life.poll()
    assert poll is not None
    return poll


def next_day(life: Life) -> Poll:
    life.clock.sleep(86_400)
    return polled(life)


HELD = shown("2605.11001", days_ago=30, comment="Accepted to CVPR 2026")


def test_a_paper_that_only_rss_shows_is_fetched_by_id_with_its_comment() -> None:
    life = a_life(HELD)

    poll = polled(life)

    assert HELD in poll.news
    assert poll.polled.complete
    assert "id_list=2605.11001" in life.standin.requests[-1].target


def test_a_paper_that_is_announced_but_not_shown_is_awaited_and_named() -> None:
    life = a_life(HELD)
    life.standin.hidden = {HELD.arxiv_id}

    first = polled(life)
    life.standin.hidden = set()
    second = next_day(life)

    assert first.polled.missing == "2605.11001, which arXiv has named but not shown"
    assert not first.polled.complete
    assert second.news == (HELD,)
    assert second.polled.complete


def test_a_paper_that_cannot_be_fetched_by_id_today_is_fetched_tomorrow() -> None:
    life = a_life(HELD)
    life.standin.faults[3] = "400"

    first, second = polled(life), next_day(life)

    assert first.errors == ("arXiv refused the query: invalid query",)
    assert first.polled.missing == "2605.11001, which arXiv has named but not shown"
    assert HELD in second.news


def test_a_paper_that_is_never_shown_is_told_and_in_the_end_no_longer_asked_for() -> None:
    life = a_life(HELD)
    life.standin.hidden = {HELD.arxiv_id}
    polled(life)

    later = [next_day(life) for _ in range(4)]
    life.clock.sleep(45 * 86_400)
    last = next_day(life)

    assert [poll.disagreements for poll in later] == [
        *[()] * 2,
        *[("cs.CV: the query API still does not show 2605.11001, which arXiv has named",)] * 2,
    ]
    assert "arXiv never showed 2605.11001; the bot stops asking for them" in last.errors
    assert life.store.polls.awaited() == {}


def test_an_entry_that_cannot_be_read_is_asked_for_again_at_once() -> None:
    life = a_life()
    life.standin.faults[0] = "entry without date"

    poll = polled(life)

    assert poll.polled.complete
    assert life.store.papers.known_ids() >= {f"2604.{n:05}" for n in range(2, 11)}


def test_a_replaced_paper_is_no_news_but_its_title_and_journal_are_kept() -> None:
    old = shown("2604.99999", days_ago=20, comment="Under review")
    life = a_life(old, at=MONDAY - 19 * DAY)
    life.first = date(2026, 4, 1)
    polled(life)
    new = replace(old, version=2, title="A better title", journal_ref="IJCV 2026", comment="IJCV")
    life.standin.add([Event(at=life.clock.now() + timedelta(hours=18), paper=new)])

    poll = next_day(life)

    assert poll.news == ()
    assert life.store.papers.changed_since(life.clock.now() - DAY / 2) == (
        replace(new, comment="Under review"),
    )


def test_a_comment_that_changes_within_the_window_is_kept() -> None:
    life = a_life(shown("2605.11002", days_ago=2))
    polled(life)
    changed = shown("2605.11002", days_ago=2, comment="ECCV 2026")
    life.standin.add([Event(at=life.clock.now(), paper=changed)])

    assert next_day(life).news == ()
    assert life.store.papers.find([changed.arxiv_id]) == {changed.arxiv_id: changed}


def test_a_paper_that_is_cross_listed_later_is_news_once() -> None:
    elsewhere = replace(
        shown("2604.88888", days_ago=25),
        primary_category="cs.LG",
        categories=("cs.LG",),
    )
    life = a_life(elsewhere, at=MONDAY - 24 * DAY)
    polled(life)
    both = replace(elsewhere, categories=("cs.LG", "cs.CV"))
    life.standin.add([Event(at=life.clock.now() + timedelta(hours=18), paper=both)])

    assert next_day(life).news == (both,)
    assert next_day(life).news == ()


def test_a_paper_of_two_categories_is_read_once() -> None:
    life = a_life(replace(HELD, categories=("cs.CV", "cs.LG"), submitted_at=MONDAY - 3 * DAY))
    life.categories = ("cs.CV", "cs.LG")

    poll = polled(life)

    assert [paper.arxiv_id for paper in poll.news].count(HELD.arxiv_id) == 1
    assert poll.polled.categories == ("cs.CV", "cs.LG")


def test_a_category_that_is_added_later_is_read_from_the_beginning() -> None:
    old = replace(shown("2604.77777", days_ago=9), categories=("cs.RO",))
    life = a_life(old, at=MONDAY - 8 * DAY)
    polled(life)
    life.categories = ("cs.CV", "cs.RO")

    assert next_day(life).news == (old,)


def test_a_category_that_shows_nothing_does_not_spoil_the_others() -> None:
    life = a_life()
    life.categories = ("cs.XX", "cs.CV")

    poll = polled(life)

    assert poll.errors[0].startswith("arXiv shows no paper at all (if it never does, is the cat")
    assert poll.polled.missing == "cs.XX from 2026-04-24 to 2026-05-11"
    assert poll.news


def test_an_interrupted_backfill_goes_on_where_it_stopped() -> None:
    clock = Clock(MONDAY)
    events = years(date(2026, 1, 1), date(2026, 5, 10), papers_per_day=2, random=Random(1))  # noqa: S311
    life = Life(standin=ArxivStandin(events, now=clock.now), clock=clock, first=date(2026, 1, 1))
    life.standin.faults[5] = "400"
    first = polled(life)
    sent = len(life.standin.requests)
    second = next_day(life)

    assert first.polled.missing == "cs.CV from 2026-01-01 to 2026-03-08"
    assert (first.failure is None, second.failure is None) == (False, True)
    assert len(life.standin.requests) - sent == 1 + 5 + 1  # news, the rest of the backfill, RSS
    assert second.polled.complete
    assert life.store.papers.known_ids() == life.standin.served("cs.CV")


def test_sources_that_differ_for_three_days_are_reported() -> None:
    clock = Clock(MONDAY)
    events = years(date(2026, 4, 1), date(2026, 5, 30), papers_per_day=4, random=Random(1))  # noqa: S311
    life = Life(standin=ArxivStandin(events, now=clock.now), clock=clock, first=date(2026, 5, 1))
    polled(life)
    life.standin.rss_made_at = MONDAY

    said = [next_day(life).disagreements for _ in range(3)]

    differ = "RSS has shown nothing new from 2026-05-12 to 2026-05-14, but the query API has"
    assert said == [(), (), (f"cs.CV: {differ}",)]


@pytest.mark.parametrize("minutes", [0, 30])
def test_a_second_poll_on_the_same_day_brings_nothing_new(minutes: int) -> None:
    life = a_life(HELD)
    polled(life)
    life.clock.sleep(60 * minutes)

    poll = polled(life)

    assert (poll.news, poll.polled.complete, poll.disagreements) == ((), True, ())
