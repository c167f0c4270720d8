"""The polite session: on time, on a real socket, and out of patience."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.standins.arxiv import ArxivStandin, Fault, Reply
from tests.standins.arxiv_transports import StandinSession, serve
from tests.standins.clock import Clock
from wsss_bot import __version__
from wsss_bot.errors import ArxivError
from wsss_bot.sources.arxiv.session import AnswerTooLarge, PoliteSession
from wsss_bot.sources.gate import Gate, GateInMemory

NOW = datetime(2026, 5, 14, 5, 30, tzinfo=UTC)
URL = "https://export.arxiv.org/api/query?id_list=2605.00001"
SECOND = timedelta(seconds=1)


@dataclass
class World:
    clock: Clock
    standin: ArxivStandin
    gate: GateInMemory

    def session(
        self,
        *,
        gate: Gate | None = None,
        contact: str = "",
        pause_seconds: float = 3.0,
        patience_seconds: float = 900.0,
        catches_up: bool = True,
    ) -> PoliteSession:
        return PoliteSession(
            contact=contact,
            now=self.clock.now,
            sleep=self.clock.sleep,
            random=lambda: 0.5,
            pause_seconds=pause_seconds,
            patience_seconds=patience_seconds,
            catches_up=catches_up,
            timeouts=(1.0, 0.2),
            gate=gate or self.gate,
            transport=StandinSession(self.standin, took=self.clock.sleep),
        )

    def waits(self) -> list[float]:
        """The seconds from the end of each request to the start of the next."""
        return [
            (later.at - earlier.at).total_seconds() - 0.5
            for earlier, later in pairwise(self.standin.requests)
        ]


@pytest.fixture
def world() -> World:
    clock = Clock(NOW)
    return World(clock=clock, standin=ArxivStandin(now=clock.now), gate=GateInMemory())


def as_it_is(body: bytes) -> bytes:
    return body


# --- pace ---------------------------------------------------------------------------------------


def test_two_requests_are_three_seconds_apart_whatever_they_ask(world: World) -> None:
    http = world.session()
    http.fetch(URL, as_it_is)
    http.fetch("https://rss.arxiv.org/rss/cs.CV", as_it_is)
    world.clock.sleep(1)
    http.fetch(URL, as_it_is)

    assert world.waits() == [3.0, 3.0]


def test_a_pause_that_is_over_is_not_waited_for_again(world: World) -> None:
    http = world.session()
    http.fetch(URL, as_it_is)
    world.clock.sleep(10)
    http.fetch(URL, as_it_is)

    assert world.waits() == [10.0]


def test_a_longer_pause_is_kept_and_a_shorter_one_is_not(world: World) -> None:
    world.session(pause_seconds=5).fetch(URL, as_it_is)
    world.session(pause_seconds=5).fetch(URL, as_it_is)
    world.session(pause_seconds=0.1).fetch(URL, as_it_is)
    world.session(pause_seconds=0.1).fetch(URL, as_it_is)

    assert world.waits() == [5.0, 5.0, 3.0]


@pytest.mark.parametrize("host", ["127.0.0.1:80", "localhost:80", "[::1]:80"])
def test_only_loopback_may_be_asked_faster(world: World, host: str) -> None:
    http = world.session(pause_seconds=0.1)
    http.fetch(f"http://{host}/api/query?id_list=2605.00001", as_it_is)
    http.fetch(f"http://{host}/api/query?id_list=2605.00001", as_it_is)

    assert world.waits() == [pytest.approx(0.1)]


def test_after_a_request_that_never_ended_a_whole_pause_is_waited(world: World) -> None:
    world.gate.set_not_before(None)

    world.session().fetch(URL, as_it_is)

    assert world.standin.requests[0].at == NOW + 3 * SECOND


def test_all_sessions_of_a_process_share_one_gate(world: World) -> None:
    def a_session() -> PoliteSession:
        return PoliteSession(
            contact="",
            now=world.clock.now,
            sleep=world.clock.sleep,
            random=lambda: 0.5,
            transport=StandinSession(world.standin, took=world.clock.sleep),
        )

    a_session().fetch(URL, as_it_is)
    a_session().fetch(URL, as_it_is)

    assert world.waits() == [3.0]


def test_a_redirect_waits_its_turn_too(world: World) -> None:
    world.standin.faults[0] = "redirect"

    http = world.session()
    http.fetch(URL, as_it_is)

    assert world.waits() == [3.0]
    assert [exchange.result for exchange in http.exchanges] == ["301", "200"]


def test_endless_redirects_are_given_up(world: World) -> None:
    world.standin.always = "redirect"

    with pytest.raises(ArxivError, match="redirected more than 3 times"):
        world.session(patience_seconds=1).fetch(URL, as_it_is)


@pytest.mark.parametrize(
    "location",
    [
        "//[",
        "https://[::1",
        "https://" + "a" * 300,
        "https:///api",
        "file:///etc/passwd",
        "//\ud800",
    ],
)
def test_a_redirect_to_nowhere_is_a_sentence(
    world: World, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = Reply(status=301, headers={"Location": location})
    monkeypatch.setattr(world.standin, "answer", lambda *_, **__: reply)

    with pytest.raises(ArxivError, match="redirected"):
        world.session(patience_seconds=1).fetch(URL, as_it_is)


def test_a_clock_that_was_set_back_does_not_stop_the_bot(world: World) -> None:
    world.gate.set_not_before(NOW + timedelta(days=400))

    world.session().fetch(URL, as_it_is)

    assert world.standin.requests[0].at == NOW + 3 * SECOND


# --- patience -----------------------------------------------------------------------------------


def test_waits_grow_from_try_to_try(world: World) -> None:
    world.standin.faults = dict.fromkeys(range(8), "500")

    world.session(patience_seconds=2000).fetch(URL, as_it_is)

    assert world.waits() == [5, 10, 20, 40, 80, 160, 300, 300]


@pytest.mark.parametrize("draw", [0.0, 0.99])
def test_waits_are_spread_by_chance(world: World, draw: float) -> None:
    world.standin.faults = {0: "500", 1: "500"}
    http = world.session()
    http._random = lambda: draw

    http.fetch(URL, as_it_is)

    assert world.waits() == [pytest.approx(max(3.0, wait * (0.5 + draw))) for wait in (5, 10)]


def test_retry_after_is_obeyed(world: World) -> None:
    world.standin.faults[0] = "503 retry-after"

    world.session().fetch(URL, as_it_is)

    assert world.waits() == [30.0]


def test_retry_after_holds_for_the_next_process_too(world: World) -> None:
    world.standin.faults[0] = "503 retry-after"
    with pytest.raises(ArxivError):
        world.session(patience_seconds=1).fetch(URL, as_it_is)

    world.session().fetch(URL, as_it_is)

    assert world.waits() == [30.0]


def test_arxiv_that_asks_for_more_patience_than_we_have_is_left_alone(world: World) -> None:
    world.gate.set_not_before(NOW + timedelta(hours=2))

    with pytest.raises(ArxivError, match="asked to be left alone for another 7200 s; nothing is"):
        world.session().fetch(URL, as_it_is)

    assert world.standin.requests == []


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("90", 90),
        ("Thu, 14 May 2026 05:32:00 GMT", 119.5),
        ("Thu, 14 May 2026 05:00:00 GMT", 5),
        ("soon", 5),
        ("-3", 5),
        ("²", 5),
        ("9" * 5000, 86400),
        ("Fri, 31 Dec 9999 23:59:59 -2300", 5),
        ("Mon, 1 Jan 99999999999999999999 00:00:00 GMT", 5),
    ],
)
def test_retry_after_comes_in_seconds_or_as_a_date(
    world: World, value: str, wait: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = world.standin.answer
    replies = iter([Reply(status=429, headers={"Retry-After": value})])

    def answer(target: str, *, user_agent: str = "") -> Reply:
        reply = sound(target, user_agent=user_agent)
        return next(replies, reply)

    monkeypatch.setattr(world.standin, "answer", answer)

    world.session(patience_seconds=90_000).fetch(URL, as_it_is)

    assert world.waits() == [wait]


@pytest.mark.parametrize(
    ("headers", "at"),
    [
        ({"Date": "Thu, 14 May 2026 05:00:00 GMT"}, NOW.replace(minute=0)),
        ({"Date": "Thu, 14 May 2026 05:00:00 GMT", "Age": "600"}, NOW.replace(minute=10)),
        ({"Date": "soon"}, None),
        ({"Date": "Thu, 14 May 2026 05:00:00 -0000"}, NOW.replace(minute=0)),
        ({"Date": "Fri, 31 Dec 9999 23:59:59 GMT", "Age": "86400"}, None),
        ({"Date": "Fri, 31 Dec 9999 23:59:59 -2300"}, None),
        ({"Date": "Thu, 14 May 2026 05:00:00 GMT", "Age": "²"}, NOW.replace(minute=0)),
        ({}, None),
    ],
)
def test_an_exchange_knows_what_time_it_was_for_arxiv(
    world: World, headers: dict[str, str], at: datetime | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = Reply(status=200, headers=headers, body=b"x")
    monkeypatch.setattr(world.standin, "answer", lambda *_, **__: reply)
    http = world.session()

    http.fetch(URL, as_it_is)

    assert http.exchanges[-1].answered_at == at


def test_patience_ends_and_the_sentence_says_what_was_tried(world: World) -> None:
    world.standin.always = "429"

    with pytest.raises(ArxivError) as caught:
        world.session(patience_seconds=40).fetch(URL, as_it_is)

    assert str(caught.value) == (
        "arXiv answered with HTTP 429 (4 tries at https://export.arxiv.org/api/query); "
        "nothing is lost, the next run catches up"
    )
    assert (caught.value.status, caught.value.exit_code) == (429, 75)


def test_without_a_next_run_none_is_promised(world: World) -> None:
    world.standin.always = "429"

    with pytest.raises(ArxivError, match=r"\(1 try at [^;]*\)\Z"):
        world.session(patience_seconds=0, catches_up=False).fetch(URL, as_it_is)


def test_a_long_wait_is_told_each_minute(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.standin.always = "500"
    began = world.clock.now()

    with pytest.raises(ArxivError):
        world.session(patience_seconds=900).fetch(URL, as_it_is)

    waited = (world.clock.now() - began).total_seconds()
    told = [record for record in caplog.records if record.levelname == "WARNING"]
    assert waited > 600
    assert len(told) >= waited // 60
    assert any("still waiting for arXiv" in record.message for record in told)


def test_patience_is_for_all_requests_together(world: World) -> None:
    world.standin.always = "500"
    http = world.session(patience_seconds=5 + 10 + 20)
    for _ in range(3):
        with pytest.raises(ArxivError):
            http.fetch(URL, as_it_is)

    assert len(http.exchanges) == 4 + 1 + 1


def test_a_body_that_is_not_what_was_asked_for_is_tried_again(world: World) -> None:
    bodies = []

    def check(body: bytes) -> str:
        bodies.append(body)
        if len(bodies) < 3:
            raise ArxivError("not this")
        return "this"

    assert world.session().fetch(URL, check) == "this"
    assert world.waits() == [5.0, 10.0]


def test_406_is_a_request_to_be_slower_as_429_is(world: World) -> None:
    sound = world.standin.answer
    replies = iter([Reply(status=406, headers={"Retry-After": "30"})])
    world.standin.answer = lambda target, **more: next(  # type: ignore[method-assign]
        replies, sound(target, **more)
    )

    world.session().fetch(URL, as_it_is)

    assert world.waits()[-1] == 30.0


def test_an_answer_that_is_too_large_is_not_asked_for_again(world: World) -> None:
    world.standin.always = "too large"

    with pytest.raises(AnswerTooLarge, match="larger than 15,000,000 bytes"):
        world.session().fetch(URL, as_it_is)

    assert len(world.standin.requests) == 1


@pytest.mark.parametrize("fault", ["400", "not found"])
def test_a_refusal_is_not_tried_again(world: World, fault: Fault) -> None:
    world.standin.always = fault

    with pytest.raises(ArxivError):
        world.session().fetch(URL, as_it_is)

    assert len(world.standin.requests) == 1


# --- on a real socket ---------------------------------------------------------------------------


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with serve(world.standin) as address:
        yield address


@pytest.fixture
def http(world: World) -> PoliteSession:
    return PoliteSession(
        contact="mailto:someone@example.org",
        now=world.clock.now,
        sleep=world.clock.sleep,
        random=lambda: 0.5,
        gate=GateInMemory(),
        patience_seconds=1,
        timeouts=(1.0, 0.2),
    )


def test_the_user_agent_names_bot_version_and_contact(
    world: World, address: str, http: PoliteSession
) -> None:
    http.fetch(f"{address}/api/query?id_list=2605.00001", as_it_is)

    assert world.standin.requests[0].user_agent == (
        f"wsss-bot/{__version__} (mailto:someone@example.org)"
    )


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("hang", r"^127.0.0.1:\d+ stopped answering \(1 try"),
        ("reset", r"^127.0.0.1:\d+ could not be reached \(1 try"),
        ("cut off", r"^127.0.0.1:\d+ broke off in the middle of an answer \(1 try"),
        ("too large", r"^arXiv's answer is larger than 15,000,000 bytes; nothing is lost"),
    ],
)
def test_a_connection_that_fails_is_a_sentence(
    world: World, address: str, http: PoliteSession, fault: Fault, sentence: str
) -> None:
    world.standin.always = fault

    with pytest.raises(ArxivError, match=sentence):
        http.fetch(f"{address}/api/query?id_list=2605.00001", as_it_is)


def test_a_server_that_is_not_there_is_a_sentence(http: PoliteSession) -> None:
    with pytest.raises(ArxivError, match=r"^127.0.0.1:9 could not be reached \(1 try"):
        http.fetch("http://127.0.0.1:9/api/query", as_it_is)


def test_an_answer_that_drips_for_ever_is_given_up(
    world: World, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drip = Reply(body=b"." * 100_000, how="drip")
    monkeypatch.setattr(world.standin, "answer", lambda *_, **__: drip)
    http = PoliteSession(
        contact="",
        now=lambda: datetime.now(UTC),
        sleep=world.clock.sleep,
        random=lambda: 0.5,
        gate=GateInMemory(),
        patience_seconds=0,
        most_seconds=0.2,
    )

    with pytest.raises(ArxivError, match=r"took longer than 0\.2 s"):
        http.fetch(f"{address}/api/query", as_it_is)


def test_a_bomb_of_zeros_is_stopped_at_its_real_size(
    world: World, address: str, http: PoliteSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = Reply(body=gzip.compress(b"\x00" * 20_000_000), headers={"Content-Encoding": "gzip"})
    monkeypatch.setattr(world.standin, "answer", lambda *_, **__: replace(bomb))

    with pytest.raises(ArxivError, match="larger than 15,000,000 bytes"):
        http.fetch(f"{address}/api/query?id_list=2605.00001", as_it_is)


def test_an_address_that_is_none_is_a_sentence(http: PoliteSession) -> None:
    with pytest.raises(ArxivError, match="could not be asked: "):
        http.fetch("https://:0/api", as_it_is)


def test_every_request_is_on_record(world: World, address: str, http: PoliteSession) -> None:
    world.standin.faults[0] = "hang"
    http._patience = 100

    http.fetch(f"{address}/api/query?id_list=2605.00001", as_it_is)

    assert [exchange.result for exchange in http.exchanges] == ["ReadTimeout", "200"]


def test_a_long_wait_is_announced_with_its_reason(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.standin.faults = {0: "500", 1: "500"}

    world.session().fetch(URL, as_it_is)

    assert caplog.messages == [
        "arXiv answered with HTTP 500; waiting 5 s",
        "arXiv answered with HTTP 500; waiting 10 s",
    ]
