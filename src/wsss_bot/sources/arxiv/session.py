"""One polite HTTP session for everything that is read from arXiv: the query API and RSS together.

arXiv asks for at most one request every three seconds over all machines under one control, jointly
for all its interfaces (https://info.arxiv.org/help/api/tou.html). Every request of the bot, every
retry and every redirect therefore passes through one `PoliteSession`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from wsss_bot import __version__
from wsss_bot.errors import ArxivError
from wsss_bot.sources.pace import PAUSE_SECONDS, least_pause

T = TypeVar("T")

log = logging.getLogger(__name__)

MOST_BYTES = 15_000_000
"""A page of 1,500 entries has about 4 MB; what is much larger is no answer to our question."""

MOST_SECONDS = 180.0
"""The longest that one answer may take, however steadily it drips."""

TIMEOUTS = (10.0, 60.0)
"""Seconds to connect, and seconds between two pieces of an answer."""

CATCHES_UP = "nothing is lost, the next run catches up"

LONGEST_RETRY_AFTER = timedelta(days=1)
_FIRST_BACK_OFF, _LONGEST_BACK_OFF = 5.0, 300.0
_MOST_REDIRECTS = 3
_PIECE = 1 << 16
_PASSING_4XX = {408, 425, 429}
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Gate(Protocol):
    """Remembers when the next request may start, for every process that shares it."""

    def not_before(self) -> datetime | None:
        """When the next request may start; None if a request began and its end is not known."""
        ...

    def set_not_before(self, moment: datetime | None) -> None:
        """Remember `moment`, or with None that a request is under way."""
        ...


class GateInMemory:
    """A gate that no other process shares."""

    def __init__(self) -> None:
        self._moment: datetime | None = _LONG_AGO

    def not_before(self) -> datetime | None:
        """See `Gate`."""
        return self._moment

    def set_not_before(self, moment: datetime | None) -> None:
        """See `Gate`."""
        self._moment = moment


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


class PoliteSession:
    """Sends GET requests, one after the other, and never faster than arXiv allows.

    `contact` (an address or a link) goes into the User-Agent. A pause below three seconds holds for
    servers on loopback only. `patience_seconds` is what all retries of this session together may
    wait; make a new session for each run. Without a `gate` all sessions of this process share one.
    `random` gives numbers from 0 to 1.
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
        transport: requests.Session | None = None,
    ) -> None:
        self._now, self._sleep, self._random = now, sleep, random
        self._pause_seconds = pause_seconds
        self._patience = patience_seconds
        self._timeouts, self._most_seconds = timeouts, most_seconds
        self._gate = gate or _GATE_OF_THIS_PROCESS
        self._transport = transport or requests.Session()
        self._transport.headers["User-Agent"] = f"wsss-bot/{__version__}" + (
            f" ({contact})" if contact else ""
        )
        self.exchanges: list[Exchange] = []
        """Every request sent so far, retries and redirects included."""

    def fetch(self, url: str, check: Callable[[bytes], T]) -> T:
        """Return `check(body)` of the answer to GET `url`; try again while that may help.

        `check` raises ArxivError for a body that is not what was asked for. Raises ArxivError when
        arXiv refuses the request (400 and most of its kind), or when the patience is used up.
        """
        tries, failure = 0, None
        while True:
            self._wait(url, tries=tries, failure=failure)
            try:
                return self._try(url, check)
            except ArxivError as error:
                if _is_final(error.status):
                    raise
                tries, failure = tries + 1, error

    def _try(self, url: str, check: Callable[[bytes], T]) -> T:
        status, body = self._get(url)
        try:
            value = check(body)
        except ArxivError as error:
            raise ArxivError(str(error), url=url, status=error.status or status) from error
        if status != requests.codes.ok:
            raise ArxivError("arXiv refused the request with HTTP 400", url=url, status=status)
        return value

    def _get(self, url: str) -> tuple[int, bytes]:
        """Return the status (200, or 400, whose body says why) and the body; follow redirects."""
        for _ in range(1 + _MOST_REDIRECTS):
            status, location, body = self._exchange(url)
            if not location:
                return status, body
            url = urljoin(url, location)
            self._wait(url)
        raise ArxivError(f"arXiv redirected more than {_MOST_REDIRECTS} times", url=url)

    def _exchange(self, url: str) -> tuple[int, str, bytes]:
        """Send one request; return status, where it redirects to (or ''), and body."""
        pause, result = timedelta(seconds=self._pause(url)), "interrupted"
        self._gate.set_not_before(None)
        started_at, answered_at = self._now(), None
        try:
            with self._transport.get(
                url, stream=True, allow_redirects=False, timeout=self._timeouts
            ) as answer:
                result, answered_at = str(answer.status_code), _served_at(answer.headers)
                if answer.is_redirect:
                    return answer.status_code, answer.headers["Location"], b""
                if answer.status_code not in {200, 400}:
                    pause = max(pause, _retry_after(answer.headers, now=self._now()))
                    raise ArxivError(
                        f"arXiv answered with HTTP {answer.status_code}",
                        url=url,
                        status=answer.status_code,
                    )
                return answer.status_code, "", self._body(answer, url=url, started_at=started_at)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            result = type(error).__name__
            raise ArxivError(_in_words(error, url), url=url) from error
        finally:
            ended_at = self._now()
            self._gate.set_not_before(ended_at + pause)
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
                raise ArxivError(f"arXiv's answer is larger than {MOST_BYTES:,} bytes", url=url)
            if (self._now() - started_at).total_seconds() > self._most_seconds:
                raise ArxivError(
                    f"arXiv's answer took longer than {self._most_seconds:g} s", url=url
                )
        return bytes(body)

    def _wait(self, url: str, *, tries: int = 0, failure: ArxivError | None = None) -> None:
        """Sleep until the next request may start; raise ArxivError if that exceeds the patience."""
        now, pause = self._now(), self._pause(url)
        not_before = self._gate.not_before()
        polite = pause if not_before is None else (not_before - now).total_seconds()
        if polite > LONGEST_RETRY_AFTER.total_seconds() + pause:  # the clock was set back
            polite = pause
        wait = max(polite, self._back_off(tries))
        if wait > pause:
            if wait > self._patience:
                raise _given_up(url, tries=tries, failure=failure, seconds=wait)
            self._patience -= wait
            log.warning("%s; waiting %.0f s", failure or "arXiv asks to be left alone", wait)
        if wait > 0:
            self._sleep(wait)

    def _back_off(self, tries: int) -> float:
        """Growing waits of 5 s, 10 s, 20 s … 300 s, each made up to half longer or shorter."""
        if not tries:
            return 0.0
        return min(_LONGEST_BACK_OFF, _FIRST_BACK_OFF * 2.0 ** (tries - 1)) * (0.5 + self._random())

    def _pause(self, url: str) -> float:
        return max(least_pause(url), self._pause_seconds)


def _is_final(status: int | None) -> bool:
    return status is not None and 400 <= status < 500 and status not in _PASSING_4XX


def _retry_after(
    headers: requests.structures.CaseInsensitiveDict[str], *, now: datetime
) -> timedelta:
    """Return how long arXiv asks to be left alone: seconds or a date (RFC 9110, 10.2.3)."""
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return min(LONGEST_RETRY_AFTER, timedelta(seconds=int(value[:9])))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return timedelta()
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(LONGEST_RETRY_AFTER, max(timedelta(), aware - now))


def _served_at(headers: requests.structures.CaseInsensitiveDict[str]) -> datetime | None:
    """Return when an answer was sent: its date, and how long a cache has kept it since."""
    try:
        dated = parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return None
    age = headers.get("Age", "")
    return dated + timedelta(seconds=int(age[:9]) if age.isdecimal() else 0)


def _in_words(error: Exception, url: str) -> str:
    host = urlsplit(url).netloc
    match error:
        case requests.ConnectTimeout():
            return f"{host} could not be reached in time"
        case requests.Timeout() | urllib3.exceptions.TimeoutError():
            return f"{host} stopped answering"
        case requests.ConnectionError():
            return f"{host} could not be reached"
        case urllib3.exceptions.HTTPError():
            return f"{host} broke off in the middle of an answer"
        case _:
            return f"{host} could not be asked: {type(error).__name__}"


def _given_up(url: str, *, tries: int, failure: ArxivError | None, seconds: float) -> ArxivError:
    if failure is None:
        what = f"arXiv asked to be left alone for another {seconds:.0f} s"
    else:
        what = f"{failure} ({tries} {'try' if tries == 1 else 'tries'} at {url.partition('?')[0]})"
    return ArxivError(
        f"{what}; {CATCHES_UP}",
        url=url,
        status=failure.status if failure else None,
    )
