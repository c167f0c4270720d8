import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.errors import ConfigError
from wsss_bot.fleet.shards import Shard, parse_shard


@given(st.text(min_size=1, max_size=40), st.integers(1, 50))
def test_each_list_has_exactly_one_worker(repository: str, count: int) -> None:
    workers = [Shard(index=index, count=count) for index in range(count)]

    assert sum(worker.holds(repository) for worker in workers) == 1


def test_a_list_keeps_its_worker_for_good() -> None:
    # Written down once: another version must not give a list to two workers.
    names = ["a/one", "a/two", "b/three", "B/Three"]

    assert [next(i for i in range(3) if Shard(index=i, count=3).holds(name)) for name in names] == [
        2,
        0,
        1,
        1,
    ]


def test_a_share_is_read_as_it_is_written() -> None:
    assert parse_shard("2/7") == Shard(index=2, count=7)


@pytest.mark.parametrize("text", ["7/7", "-1/3", "1", "a/b", "1/0", "", "1/2/3"])
def test_what_is_no_share_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(ConfigError, match="write INDEX/COUNT"):
        parse_shard(text)


def test_the_lists_are_shared_out_evenly() -> None:
    names = [f"owner{number}/awesome-list" for number in range(7000)]
    shares = [sum(Shard(index=i, count=7).holds(name) for name in names) for i in range(7)]

    assert min(shares) > 900
    assert max(shares) < 1100
