"""Requests to services beside arXiv, sent to a server on this machine."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.standins.clock import Clock
from tests.standins.sources import Answer, SourcesStandin
from wsss_bot.errors import NotPublished, SourceError
from wsss_bot.sources.visits import Visits


@pytest.fixture(scope="module")
def shared() -> Iterator[SourcesStandin]:
    with SourcesStandin().serving() as server:
        yield server


@pytest.fixture
def server(shared: SourcesStandin) -> SourcesStandin:
    shared.answers.clear()
    shared.asked.clear()
    return shared


NOW = datetime(2026, 6, 1, tzinfo=UTC)


def visits(clock: Clock | None = None) -> Visits:
    clock = clock or Clock(NOW)
    return Visits(contact="bot@example.org", now=clock.now, sleep=clock.sleep)


def test_a_page_is_read_and_the_bot_says_who_it_is(server: SourcesStandin) -> None:
    server.answers["/page"] = (200, {}, b"hello")
    asked = visits()

    assert asked.get(f"{server.url}/page") == b"hello"
    assert asked.requests == 1
    assert "mailto:bot@example.org" in server.asked[0][1]["User-Agent"]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((403, {}, b"no"), "refuses to answer"),
        ((500, {}, b"oops"), "answered with HTTP 500"),
        ((200, {}, b""), "an empty answer"),
        ((200, {}, b"<!doctype html><html>Just a moment...</html>"), "a bot check"),
    ],
)
def test_a_bad_answer_is_a_sentence_after_one_try(
    server: SourcesStandin, answer: Answer, sentence: str
) -> None:
    server.answers["/page"] = answer

    with pytest.raises(SourceError, match=sentence):
        visits().get(f"{server.url}/page")
    assert len(server.asked) == 1


def test_what_is_not_there_is_not_published(server: SourcesStandin) -> None:
    with pytest.raises(NotPublished):
        visits().get(f"{server.url}/nothing")


def test_redirects_are_followed_and_not_for_ever(server: SourcesStandin) -> None:
    server.answers["/old"] = (301, {"Location": "/new"}, b"")
    server.answers["/new"] = (200, {}, b"hello")
    server.answers["/round"] = (302, {"Location": "/round"}, b"")

    assert visits().get(f"{server.url}/old") == b"hello"
    with pytest.raises(SourceError, match="redirected more than 3 times"):
        visits().get(f"{server.url}/round")


def test_a_host_that_has_failed_is_left_alone(server: SourcesStandin) -> None:
    server.answers["/page"] = (429, {}, b"slowly")
    server.answers["/other"] = (200, {}, b"hello")
    asked = visits()

    for path in ("/page", "/page", "/other"):
        with pytest.raises(SourceError, match="asks for fewer requests"):
            asked.get(f"{server.url}{path}")
    assert len(server.asked) == 1


def test_a_host_that_has_nothing_there_is_asked_for_other_things(server: SourcesStandin) -> None:
    server.answers["/other"] = (200, {}, b"hello")
    asked = visits()

    with pytest.raises(NotPublished):
        asked.get(f"{server.url}/page")
    assert asked.get(f"{server.url}/other") == b"hello"


def test_a_host_elsewhere_is_asked_every_three_seconds_at_most(
    server: SourcesStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wsss_bot.sources.pace.is_loopback", lambda _: False)
    server.answers["/page"] = (200, {}, b"hello")
    clock = Clock(NOW)
    asked = visits(clock)

    for _ in range(3):
        asked.get(f"{server.url}/page")

    assert clock.now() - NOW == timedelta(seconds=6)


def test_a_key_goes_with_a_question_and_to_no_other_host(server: SourcesStandin) -> None:
    server.answers["/batch"] = (200, {}, b"[null]")
    server.answers["/moved"] = (307, {"Location": "http://127.0.0.1:1/elsewhere"}, b"")
    asked = visits()

    assert (
        asked.post(f"{server.url}/batch", {"ids": ["x"]}, headers={"x-api-key": "k"}) == b"[null]"
    )
    assert server.asked[0][1]["x-api-key"] == "k"
    assert json.loads(server.asked[0][2]) == {"ids": ["x"]}
    with pytest.raises(SourceError, match="redirected a question"):
        asked.post(f"{server.url}/moved", {}, headers={"x-api-key": "k"})


def test_a_host_that_is_down_is_a_sentence() -> None:
    with pytest.raises(SourceError, match=r"127\.0\.0\.1:1 could not be reached"):
        visits().get("http://127.0.0.1:1/page")


def test_an_answer_that_never_ends_is_given_up(
    server: SourcesStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wsss_bot.sources.visits.MOST_BYTES", 100)
    server.answers["/page"] = (200, {}, b"x" * 1000)

    with pytest.raises(SourceError, match="more than 100 bytes"):
        visits().get(f"{server.url}/page")
