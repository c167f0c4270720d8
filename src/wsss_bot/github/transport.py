"""What PyGithub's requests go through: limits on the size, the time and the redirects of answers.

PyGithub itself would read whatever is sent, for as long as it is sent, and write on standard error
where it was redirected to.
"""

import logging
import time
from collections.abc import ItemsView
from typing import Any

import requests
from github.Requester import (
    HTTPRequestsConnectionClass,
    HTTPSRequestsConnectionClass,
    Requester,
    RequestsResponse,
)
from requests.adapters import HTTPAdapter

MOST_BYTES = 40_000_000
"""Of one answer: a hundred pull requests with bodies as long as GitHub takes them."""
MOST_SECONDS = 180.0
"""From the first byte of an answer to the last."""
MOST_REDIRECTS = 5
_PIECE = 65_536
_NUMBERS = ("x-ratelimit-remaining", "x-ratelimit-limit", "x-ratelimit-reset")
"""What PyGithub reads without looking."""
_MOST_DIGITS = 10
"""Of a number in a header: as a time, ten digits last until the year 2286."""


class TooMuch(requests.RequestException):
    """An answer goes beyond a limit."""


class _Answer(RequestsResponse):
    """An answer that was read whole, without numbers in its headers that are none."""

    def __init__(self, response: requests.Response, text: str) -> None:
        super().__init__(response)
        self._text = text

    def read(self) -> str:
        return self._text

    def getheaders(self) -> ItemsView[str, str]:
        return {
            name: value
            for name, value in self.headers.items()
            if name.lower() not in _NUMBERS or is_number(value)
        }.items()


class _Bounded:
    """Reads an answer within the limits; `adapter` keeps connections open between requests."""

    adapter: HTTPAdapter
    session: requests.Session
    protocol: str
    host: str
    port: int
    url: str
    verb: str
    redirects = 0
    """How many redirects came one after the other; commands ask one thing at a time."""

    def getresponse(self) -> RequestsResponse:
        it: Any = self
        self.session.mount(f"{self.protocol}://", _ADAPTERS[self.protocol])
        response = self.session.request(
            self.verb,
            f"{self.protocol}://{self.host}:{self.port}{self.url}",
            headers=it.headers,
            data=it.input,
            timeout=it.timeout,
            verify=it.verify,
            allow_redirects=False,
            stream=True,
        )
        with response:
            text = _text(response)
        if self.verb == "GET" and response.status_code == 202:
            raise TooMuch("GitHub has not made up its answer yet")  # PyGithub would ask for ever
        _Bounded.redirects = _Bounded.redirects + 1 if response.is_redirect else 0
        if _Bounded.redirects > MOST_REDIRECTS:
            _Bounded.redirects = 0
            raise TooMuch(f"GitHub redirected more than {MOST_REDIRECTS} times")
        return _Answer(response, text)

    def close(self) -> None:
        """Keep the connection for the next request."""


class _Plain(_Bounded, HTTPRequestsConnectionClass):
    pass


class _Secure(_Bounded, HTTPSRequestsConnectionClass):
    pass


_ADAPTERS = {"http": HTTPAdapter(max_retries=0), "https": HTTPAdapter(max_retries=0)}


def is_number(value: str) -> bool:
    """Whether a header is a number of a bearable length, in ASCII."""
    return value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS


def _text(response: requests.Response) -> str:
    """Return an answer as text. Raises TooMuch for one that is too large or takes too long."""
    deadline = time.monotonic() + MOST_SECONDS
    body = bytearray()
    for piece in response.iter_content(_PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            raise TooMuch(f"GitHub's answer is larger than {MOST_BYTES:,} bytes")
        if time.monotonic() > deadline:
            raise TooMuch(f"GitHub's answer took longer than {MOST_SECONDS:g} s")
    return body.decode("utf-8", errors="replace")


def set_up() -> None:
    """Let all of PyGithub's requests go through here, and what it logs through our own log."""
    Requester.injectConnectionClasses(_Plain, _Secure)
    log = logging.getLogger("github")
    log.handlers.clear()
    log.setLevel(logging.WARNING)
