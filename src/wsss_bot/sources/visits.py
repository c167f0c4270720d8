"""Requests to the services beside arXiv: one try each, to each host at its own pace.

Nothing is lost where a service does not answer, and later runs ask again, so nothing is tried
twice: a host that has failed once is left alone for as long as this process runs.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from wsss_bot import __version__
from wsss_bot.errors import NotPublished, SourceError
from wsss_bot.sources.bad_answers import check_answer
from wsss_bot.sources.broken_off import in_words
from wsss_bot.sources.pace import PAUSE_SECONDS, least_pause

MOST_BYTES = 60_000_000
"""The programme of the largest conference has some 20 MB."""
MOST_SECONDS = 180.0
"""The longest that one answer may take, however steadily it drips."""
TIMEOUTS = (10.0, 60.0)
"""Seconds to connect, and seconds between two pieces of an answer."""

_MOST_REDIRECTS = 3
_PIECE = 1 << 16


class Visits:
    """Asks services beside arXiv. `contact` (an address or a link) goes into the User-Agent."""

    def __init__(
        self,
        *,
        contact: str,
        now: Callable[[], datetime],
        sleep: Callable[[float], None],
        timeouts: tuple[float, float] = TIMEOUTS,
        transport: requests.Session | None = None,
    ) -> None:
        self._now, self._sleep, self._timeouts = now, sleep, timeouts
        self._transport = transport or requests.Session()
        about = f"; mailto:{contact}" if "@" in contact and "://" not in contact else contact
        self._transport.headers["User-Agent"] = f"wsss-bot/{__version__}" + (
            f" ({about.lstrip('; ')})" if about else ""
        )
        self._not_before: dict[str, datetime] = {}
        self._failed: dict[str, SourceError] = {}
        self.requests = 0
        """How many requests were sent so far, redirects included."""

    def get(self, url: str) -> bytes:
        """Return the body of the answer to GET `url`.

        Raises SourceError with a sentence where there is none, NotPublished where nothing is there.
        """
        with self._failure_remembered(url):
            for _ in range(1 + _MOST_REDIRECTS):
                status, location, body = self._send("GET", url)
                if not location:
                    check_answer(status, body, url=url)
                    return body
                url = urljoin(url, location)
            raise SourceError(f"{_host(url)} redirected more than {_MOST_REDIRECTS} times", url=url)

    def post(self, url: str, question: Any, *, headers: Mapping[str, str]) -> bytes:
        """Return the body of the answer to a question in JSON; `headers` may hold a key.

        A redirect is an error: another host must not see the key. Raises SourceError.
        """
        with self._failure_remembered(url):
            status, location, body = self._send("POST", url, question=question, headers=headers)
            if location:
                raise SourceError(f"{_host(url)} redirected a question", url=url, status=status)
            check_answer(status, body, url=url)
            return body

    @contextmanager
    def _failure_remembered(self, url: str) -> Iterator[None]:
        """Let a host be asked; one that failed before is not, and fails as it did then."""
        if before := self._failed.get(_host(url)):
            raise SourceError(str(before), url=url, status=before.status)
        try:
            yield
        except NotPublished:
            raise
        except SourceError as error:
            self._failed[_host(url)] = error
            raise

    def _send(
        self,
        method: str,
        url: str,
        *,
        question: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, str, bytes]:
        """Send one request; return status, where it redirects to (or ''), and body."""
        self._wait(url)
        pause, began = timedelta(seconds=least_pause(url)), self._now()
        self.requests += 1
        try:
            with self._transport.request(
                method,
                url,
                json=question,
                headers=dict(headers or {}),
                stream=True,
                allow_redirects=False,
                timeout=self._timeouts,
            ) as answer:
                if answer.is_redirect:
                    return answer.status_code, answer.headers["Location"], b""
                return answer.status_code, "", self._body(answer, url=url, began=began)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise SourceError(_in_words(error, url), url=url) from error
        finally:
            self._not_before[_host(url)] = self._now() + pause

    def _body(self, answer: requests.Response, *, url: str, began: datetime) -> bytes:
        body = bytearray()
        # read1 returns what has come; a plain read would wait for more from a server that drips.
        while piece := answer.raw.read1(_PIECE, decode_content=True):
            body += piece
            if len(body) > MOST_BYTES:
                raise SourceError(f"{_host(url)} sent more than {MOST_BYTES:,} bytes", url=url)
            if (self._now() - began).total_seconds() > MOST_SECONDS:
                raise SourceError(
                    f"{_host(url)} took longer than {MOST_SECONDS:g} s for one answer", url=url
                )
        return bytes(body)

    def _wait(self, url: str) -> None:
        """Sleep until the host may be asked again."""
        not_before = self._not_before.get(_host(url))
        wait = (not_before - self._now()).total_seconds() if not_before else 0.0
        if wait > 0:
            self._sleep(min(wait, PAUSE_SECONDS))


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _in_words(error: Exception, url: str) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return f"{_host(url)} shows a certificate that does not hold"
    return in_words(error, url)
