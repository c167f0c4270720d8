"""`ManyLists` with a real state file: what it reads each minute, and what it does not."""

from datetime import UTC, datetime
from pathlib import Path

from wsss_bot.app import App
from wsss_bot.config import Config
from wsss_bot.fleet.installation import Installation
from wsss_bot.fleet.members import SHARED_STATE
from wsss_bot.fleet.serving import ManyLists
from wsss_bot.state import Store

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)


def test_a_sign_of_life_reads_no_config(tmp_path: Path) -> None:
    reads = []
    installation = Installation(
        members=(), states=tmp_path, compose=App.here(Config()).composed, now=lambda: NOW
    )

    def read() -> Installation:
        reads.append(NOW)
        return installation

    shared = tmp_path / SHARED_STATE
    lists = ManyLists(read, tmp_path, shared=shared, serve_due=lambda: 0, now=lambda: NOW)
    lists.open()
    for _ in range(5):
        lists.beat()

    assert len(reads) == 1
    with Store.open_to_read(shared, now=NOW) as store:
        beat = store.heartbeat.last()
    assert beat is not None
    assert beat.at == NOW
    lists.end()
    with Store.open_to_read(shared, now=NOW) as store:
        assert store.heartbeat.last() is None
