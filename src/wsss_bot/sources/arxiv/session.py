"""One polite HTTP session for everything that is read from arXiv: the query API and RSS together.

arXiv asks for at most one request every three seconds over all machines under one control, jointly
for all its interfaces (https://info.arxiv.org/help/api/tou.html). Every request of the bot, every
retry and every redirect therefore passes through a `PoliteSession`, and all sessions of one user on
one machine through one `GateFile`.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from wsss_bot import __version__
from wsss_bot.errors import ArxivError
from wsss_bot.sources.broken_off import in_words
from wsss_bot.sources.gate import LONG_AGO, Gate, GateFile, GateInMemory
from wsss_bot.sources.headers import LONGEST_RETRY_AFTER, retry_after, served_at
from wsss_bot.sources.pace import PAUSE_SECONDS, least_pause

T = TypeVar("T")

log = logging.getLogger(__name__)

MOST_BYTES = 15_000_000
"""A page of 1,500 entries has about 4 MB; what is much larger is no answer to our question."""

MOST_SECONDS = 180.0
"""The longest that one answer may take, however steadily it drips."""

TIMEOUTS = (10.0, 60.0)
"""Seconds to connect, and seconds between two pieces of an answer."""

CATCHES_UP = "; nothing is lost, the next run catches up"

SAYS_SO_EVERY = 60.0
"""Seconds of a wait after which it is said that it is not over."""

LONGEST_TURN = 30.0
"""Seconds to wait, whatever the patience, while another process is reading an answer."""

_LOOKS_AGAIN = 0.2
"""Seconds until it is looked again whether another process has its answer."""
_FIRST_BACK_OFF, _LONGEST_BACK_OFF = 5.0, 300.0
_MOST_REDIRECTS = 3
_PIECE = 1 << 16
_PASSING_4XX = {406, 408, 425, 429}
"""What a later try may mend; 406 is arXiv's other way to say 429, since September 2026."""


_GATE_OF_THIS_PROCESS = GateInMemory()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request that was sent, and what became of it."""

    url: str
    started_at: datetime
    ended_at: datetime
    result: str
    """The HTTP status, or the name of what went wrong."""
    answered_at: datetime | None = None
    """What time it was for arXiv, where it said so."""


class AnswerTooLarge(ArxivError):  # noqa: N818  # it says what the answer is
    """An answer is larger than `MOST_BYTES`: it must be asked for in smaller pieces."""


class _GivenUp(ArxivError):  # noqa: N818  # it says what happened
    """The patience is used up."""


class PoliteSession:
    """Sends GET requests, one after the other, and never faster than arXiv allows.

    `contact` (an address or a link) goes into the User-Agent. A pause below three seconds holds for
    servers on loopback only. `patience_seconds` is what all retries of this session together may
    wait; make a new session for each run. Without a `gate` all sessions of this process share one.
    Processes that have the same `gate_file` ask one after the other. `random` gives numbers from 0
    to 1. Where it `catches_up`, what cannot be read now is read by the next run, and errors say so.
    """

    def __init__(
        self,
        *,
        contact: str,
        now: Callable[[], datetime],
        sleep: Callable[[float], None],
        random: Callable[[], float],
        pause_seconds: float = PAUSE_SECONDS,
        patience_seconds: float = 900.0,
        timeouts: tuple[float, float] = TIMEOUTS,
        most_seconds: float = MOST_SECONDS,
        gate: Gate | None = None,
        gate_file: GateFile | None = None,
        transport: requests.Session | None = None,
        catches_up: bool = True,
    ) -> None:
        self.afterwards = CATCHES_UP if catches_up else ""
        """How a sentence ends that says what cannot be read."""
        self._now, self._sleep, self._random = now, sleep, random
        self._pause_seconds = pause_seconds
        self._patience = patience_seconds
        self._timeouts, self._most_seconds = timeouts, most_seconds
        self._gate = gate or _GATE_OF_THIS_PROCESS
        self._gate_file = gate_file
        self._transport = transport or requests.Session()
        self._transport.headers["User-Agent"] = f"wsss-bot/{__version__}" + (
            f" ({contact})" if contact else ""
        )
        self.exchanges: list[Exchange] = []
        """Every request sent so far, retries and redirects included."""

    def fetch(self, url: str, check: Callable[[bytes], T]) -> T:
        """Return `check(body)` of the answer to GET `url`; try again while that may help.

        `check` raises ArxivError for a body that is not what was asked for. Raises ArxivError when
        arXiv refuses the request (400 and most of its kind), or when the patience is used up, and
        AnswerTooLarge at once: the same question would get the same answer.
        """
        tries, failure = 0, None
        while True:
            try:
                return self._try(url, check, tries=tries, failure=failure)
            except ArxivError as error:
                if isinstance(error, AnswerTooLarge | _GivenUp) or _is_final(error.status):
                    raise
                tries, failure = tries + 1, error

    def _try(
        self, url: str, check: Callable[[bytes], T], *, tries: int, failure: ArxivError | None
    ) -> T:
        status, body = self._get(url, tries=tries, failure=failure)
        try:
            value = check(body)
        except ArxivError as error:
            raise ArxivError(str(error), url=url, status=error.status or status) from error
        if status != requests.codes.ok:
            raise ArxivError("arXiv refused the request with HTTP 400", url=url, status=status)
        return value

    def _get(self, url: str, *, tries: int, failure: ArxivError | None) -> tuple[int, bytes]:
        """Return the status (200, or 400, whose body says why) and the body; follow redirects."""
        for _ in range(1 + _MOST_REDIRECTS):
            with self._turn(url, tries=tries, failure=failure):
                status, location, body = self._exchange(url)
            if not location:
                return status, body
            url, tries = _redirected(url, location), 0
        raise ArxivError(f"arXiv redirected more than {_MOST_REDIRECTS} times", url=url)

    def _exchange(self, url: str) -> tuple[int, str, bytes]:
        """Send one request; return status, where it redirects to (or ''), and body."""
        pause, result = timedelta(seconds=self._pause(url)), "interrupted"
        self._set_not_before(url, None)
        started_at, answered_at = self._now(), None
        try:
            with self._transport.get(
                url, stream=True, allow_redirects=False, timeout=self._timeouts
            ) as answer:
                result, answered_at = str(answer.status_code), served_at(answer.headers)
                if answer.is_redirect:
                    return answer.status_code, answer.headers["Location"], b""
                if answer.status_code not in {200, 400}:
                    pause = max(pause, retry_after(answer.headers, now=self._now()))
                    raise ArxivError(
                        f"arXiv answered with HTTP {answer.status_code}",
                        url=url,
                        status=answer.status_code,
                    )
                return answer.status_code, "", self._body(answer, url=url, started_at=started_at)
        except (OSError, ValueError, urllib3.exceptions.HTTPError) as error:
            result = type(error).__name__
            raise ArxivError(in_words(error, url), url=url) from error
        finally:
            ended_at = self._now()
            self._set_not_before(url, ended_at + pause)
            self.exchanges.append(
                Exchange(
                    url=url,
                    started_at=started_at,
                    ended_at=ended_at,
                    result=result,
                    answered_at=answered_at,
                )
            )

    def _body(self, answer: requests.Response, *, url: str, started_at: datetime) -> bytes:
        body = bytearray()
        # read1 returns what has come; a plain read would wait for more from a server that drips.
        while piece := answer.raw.read1(_PIECE, decode_content=True):
            body += piece
            if len(body) > MOST_BYTES:
                raise AnswerTooLarge(
                    f"arXiv's answer is larger than {MOST_BYTES:,} bytes{self.afterwards}", url=url
                )
            if (self._now() - started_at).total_seconds() > self._most_seconds:
                raise ArxivError(
                    f"arXiv's answer took longer than {self._most_seconds:g} s", url=url
                )
        return bytes(body)

    # --- whose turn it is ---------------------------------------------------------------------

    @contextmanager
    def _turn(self, url: str, *, tries: int, failure: ArxivError | None) -> Iterator[None]:
        """Wait until a request to `url` may start, and let no other process ask meanwhile.

        Raises what `_wait` raises.
        """
        back_off = self._back_off(tries)
        waited_for: datetime | None = LONG_AGO
        self._take(url)
        try:
            while True:
                not_before = self._not_before(url)
                # When nobody asked in the meantime, what was waited for is over.
                wait = 0.0 if not_before == waited_for != LONG_AGO else self._owed(url, not_before)
                if max(wait, back_off) <= 0:
                    break
                self._give_back()
                self._wait(url, max(wait, back_off), tries=tries, failure=failure)
                back_off, waited_for = 0.0, not_before
                self._take(url)
            yield
        finally:
            self._give_back()

    def _owed(self, url: str, not_before: datetime | None) -> float:
        """Return the seconds until a request may start."""
        pause = self._pause(url)
        if not_before is None:
            return pause
        polite = (not_before - self._now()).total_seconds()
        # Later than any pause that was ever asked for: the clock was set back.
        return pause if polite > LONGEST_RETRY_AFTER.total_seconds() + pause else polite

    def _wait(self, url: str, wait: float, *, tries: int, failure: ArxivError | None) -> None:
        """Sleep; raise ArxivError if that exceeds the patience."""
        if wait > self._pause(url):
            if wait > self._patience:
                what = _given_up(url, tries=tries, failure=failure, seconds=wait)
                status = failure.status if failure else None
                raise _GivenUp(f"{what}{self.afterwards}", url=url, status=status)
            self._patience -= wait
            log.warning("%s; waiting %.0f s", failure or "arXiv asks to be left alone", wait)
            while wait > SAYS_SO_EVERY:
                self._sleep(SAYS_SO_EVERY)
                wait -= SAYS_SO_EVERY
                log.warning("still waiting for arXiv: it is asked again in %.0f s", wait)
        self._sleep(wait)

    def _gates(self, url: str) -> list[Gate]:
        """Return the gates that a request to `url` must pass."""
        shared = self._shared(url)
        return [self._gate, shared] if shared else [self._gate]

    def _shared(self, url: str) -> GateFile | None:
        """Return the gate of all processes, for whoever is owed a pause."""
        return self._gate_file if self._pause(url) > 0 else None

    def _not_before(self, url: str) -> datetime | None:
        moments = [gate.not_before() for gate in self._gates(url)]
        known = [moment for moment in moments if moment is not None]
        return max(known) if len(known) == len(moments) else None

    def _set_not_before(self, url: str, moment: datetime | None) -> None:
        for gate in self._gates(url):
            try:
                gate.set_not_before(moment)
            except OSError as error:  # of the gate file: that disk is full
                log.warning("other commands cannot be told to wait for arXiv: %s", error.strerror)

    def _take(self, url: str) -> None:
        """Wait until no other process of this user asks; raise ArxivError if that lasts long."""
        waited, longest = 0.0, max(LONGEST_TURN, self._patience)
        while (shared := self._shared(url)) and not self._could_take(shared):
            if waited >= longest:
                raise _GivenUp(
                    f"another command on this machine has been asking arXiv for {waited:.0f} s; "
                    f"wait until it is done{self.afterwards}",
                    url=url,
                )
            self._sleep(_LOOKS_AGAIN)
            waited += _LOOKS_AGAIN

    def _could_take(self, shared: GateFile) -> bool:
        try:
            return shared.take()
        except OSError as error:  # the folder vanished, or changed hands
            log.warning("other commands cannot be made to wait for arXiv: %s", error.strerror)
            self._gate_file = None
            return False

    def _give_back(self) -> None:
        if self._gate_file:
            self._gate_file.give_back()

    def _back_off(self, tries: int) -> float:
        """Growing waits of 5 s, 10 s, 20 s … 300 s, each made up to half longer or shorter."""
        if not tries:
            return 0.0
        return min(_LONGEST_BACK_OFF, _FIRST_BACK_OFF * 2.0 ** (tries - 1)) * (0.5 + self._random())

    def _pause(self, url: str) -> float:
        return max(least_pause(url), self._pause_seconds)


def _is_final(status: int | None) -> bool:
    return status is not None and 400 <= status < 500 and status not in _PASSING_4XX


def _redirected(url: str, location: str) -> str:
    """Return where an answer redirects to. Raises ArxivError for what is no address."""
    try:
        target = urljoin(url, location)
        if urlsplit(target).scheme in {"http", "https"} and urlsplit(target).hostname:
            return target
    except ValueError:  # '//[', for example
        pass
    raise ArxivError("arXiv redirected to something that is no web address", url=url)


def _given_up(url: str, *, tries: int, failure: ArxivError | None, seconds: float) -> str:
    """Return what could not be read, or how long arXiv wants to be left alone."""
    if failure is None:
        return f"arXiv asked to be left alone for another {seconds:.0f} s"
    return f"{failure} ({tries} {'try' if tries == 1 else 'tries'} at {url.partition('?')[0]})"
