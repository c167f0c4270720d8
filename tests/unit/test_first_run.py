from datetime import UTC, datetime, timedelta

from tests.make import a_paper, an_entry
from wsss_bot.ranking.first_run import first_look, look_from
from wsss_bot.state import Store

NOW = datetime(2026, 11, 30, tzinfo=UTC)
A_YEAR_AGO = NOW - timedelta(days=365)


def test_a_living_list_is_looked_at_from_six_weeks_behind_its_newest_paper() -> None:
    newest = NOW - timedelta(days=10)

    assert first_look(newest, oldest=A_YEAR_AGO) == newest - timedelta(weeks=6)


def test_a_dormant_list_and_one_without_days_get_all() -> None:
    assert first_look(NOW - timedelta(days=900), oldest=A_YEAR_AGO) == A_YEAR_AGO
    assert first_look(None, oldest=A_YEAR_AGO) == A_YEAR_AGO


def test_later_runs_look_as_far_back_as_the_first_one_did() -> None:
    newest = NOW - timedelta(days=10)
    entries = [an_entry("Old", arxiv_id="2501.00001"), an_entry("New", arxiv_id="2611.00001")]
    with Store.in_memory() as store:
        store.papers.keep(
            [
                a_paper("2501.00001", submitted_at=NOW - timedelta(days=700)),
                a_paper("2611.00001", submitted_at=newest),
            ],
            at=NOW,
        )
        first = look_from(store, entries, oldest=A_YEAR_AGO)
        store.thresholds.set_first_look(NOW - timedelta(days=200))
        later = look_from(store, entries, oldest=A_YEAR_AGO)
        years_later = look_from(store, entries, oldest=NOW - timedelta(days=100))

    assert first == newest - timedelta(weeks=6)
    assert later == NOW - timedelta(days=200)
    assert years_later == NOW - timedelta(days=100)
