"""One conversation with GitHub's API: who asks, how often, and what a refusal means.

PyGithub carries the requests and the credentials. Its objects are not used, because they ask
again for what an answer left out, and neither are its retries: they repeat writes, which may then
happen twice, and they sleep for as long as a rate limit says.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import github
import requests

from wsss_bot import __version__
from wsss_bot.errors import ConfigError, GitHubError
from wsss_bot.github import transport
from wsss_bot.github.refusals import Refused, reason_of
from wsss_bot.text.loopback import is_loopback
from wsss_bot.text.secrets import pieces_of, without_secrets

LONGEST_WAIT = 120.0
"""The longest pause in seconds that a run makes for a rate limit; beyond, the next run goes on."""
ATTEMPTS = 3
UNREADABLE = "GitHub sent something that cannot be read; the next run tries again"
SECONDS_BETWEEN_WRITES = 1.0
"""GitHub's advice against its secondary limits on the creation of content."""

Json = Any

ODD = (
    *(ValueError, TypeError, LookupError, AttributeError, AssertionError),
    github.BadAttributeException,
)
"""What PyGithub raises where it is sent something of another shape than it should be."""

transport.set_up()


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What GitHub answered: the status, the headers in lower case, and the JSON."""

    status: int
    headers: Mapping[str, str]
    json: Json


class Client:
    """Sends requests one after the other, counts them, and turns failures into sentences."""

    def __init__(
        self,
        auth: github.Auth.Auth | None,
        api_url: str,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._requester = github.Github(
            auth=auth,
            base_url=api_url.rstrip("/"),
            user_agent=f"wsss-bot/{__version__}",
            timeout=30,
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=None if is_loopback(api_url) else SECONDS_BETWEEN_WRITES,
        ).requester
        self.sleep = sleep
        self._auth = auth
        self.web_host = web_host(api_url)
        """Where people look at the repositories that are asked about."""
        self.requests = 0
        """How many requests were sent so far."""

    @property
    def is_authenticated(self) -> bool:
        """Whether anybody signs in."""
        return self._auth is not None

    @property
    def is_app(self) -> bool:
        """Whether who signs in is an app, as far as the credentials tell."""
        token = self._auth.token if isinstance(self._auth, github.Auth.Token) else ""
        return isinstance(self._auth, github.Auth.AppInstallationAuth) or token.startswith("ghs_")

    def get(self, path: str, **parameters: str | int) -> Response:
        """Read `path` (below the API's address); failures that pass are tried again.

        Raises Refused when GitHub says no, GitHubError when a later run may do better, and
        ConfigError when only the operator can help.
        """
        return self._persist("GET", path, parameters=parameters)

    def write(self, verb: str, path: str, body: Json, *, repeatable: bool = False) -> Response:
        """Send `body` once, or until it arrives where repeating does no harm.

        Raises as `get` does; after a GitHubError the request may have arrived.
        """
        send = self._persist if repeatable else self._send
        return send(verb, path, body=body)

    def _persist(
        self,
        verb: str,
        path: str,
        *,
        parameters: Mapping[str, str | int] | None = None,
        body: Json = None,
    ) -> Response:
        for attempt in range(ATTEMPTS - 1):
            try:
                return self._send(verb, path, parameters=parameters, body=body)
            except GitHubError as error:
                if error.status is not None and error.status < 500:
                    raise
                self.sleep(4.0**attempt)
        return self._send(verb, path, parameters=parameters, body=body)

    def _send(
        self,
        verb: str,
        path: str,
        *,
        parameters: Mapping[str, str | int] | None = None,
        body: Json = None,
    ) -> Response:
        answer = self._exchange(verb, path, parameters, body)
        wait = seconds_to_wait(answer, now=datetime.now(UTC))
        if wait is not None and wait <= LONGEST_WAIT:
            # A request refused by a rate limit was not carried out: also a write may be repeated.
            self.sleep(wait)
            answer = self._exchange(verb, path, parameters, body)
        self._check(answer, verb, path)
        return answer

    def _exchange(
        self, verb: str, path: str, parameters: Mapping[str, str | int] | None, body: Json
    ) -> Response:
        self.requests += 1
        try:
            status, headers, text = self._requester.requestJson(
                verb, path, parameters=dict(parameters or {}), input=body
            )
        except requests.RequestException as error:
            why = str(error) if isinstance(error, transport.TooMuch) else "GitHub did not answer"
            raise GitHubError(
                f"{why} ({type(error).__name__}); the next run tries again", url=path
            ) from error
        except github.GithubException as error:
            raise self._not_let_in(error) from error
        except RecursionError as error:
            raise GitHubError(UNREADABLE, url=path) from error
        except RuntimeError as error:
            # So PyGithub refuses a redirect to another machine, where the token must not go.
            raise ConfigError(
                "GitHub redirects to another machine or protocol; check [github] api_url"
            ) from error
        except ODD as error:
            raise GitHubError(UNREADABLE, url=path) from error
        return Response(status=status, headers=headers, json=_parsed(text))

    def _not_let_in(self, error: github.GithubException) -> ConfigError | GitHubError:
        """Return why an app gets no token."""
        if error.status >= 500:
            return GitHubError(
                f"GitHub failed to let this app in ({error.status}); the next run tries again",
                status=error.status,
            )
        refused = Refused(error.status, self._hidden(reason_of(error.data)))
        known = refused.advice if error.status != 403 else ""
        advice = known or ("check WSSS_BOT_APP_ID, WSSS_BOT_APP_KEY and WSSS_BOT_INSTALLATION_ID")
        return ConfigError(
            f"GitHub does not let this app in ({error.status}: {refused.reason}); {advice}"
        )

    def _hidden(self, words: str) -> str:
        """Return GitHub's words without a secret that it may have repeated."""
        token = self._auth.token if isinstance(self._auth, github.Auth.Token) else ""
        return without_secrets(words, pieces_of([token]))

    def _check(self, answer: Response, verb: str, path: str) -> None:
        if (200 <= answer.status < 300 and answer.json is not None) or answer.status == 204:
            return
        reason = self._hidden(reason_of(answer.json))
        if answer.status == 401 and not self.is_authenticated:
            raise ConfigError(
                f"GitHub wants a token for {verb} {path} (401), and there is none; put one into "
                "GITHUB_TOKEN"
            )
        if answer.status == 401:
            raise ConfigError(
                f"GitHub does not accept the token (401): it is mistyped, revoked or expired "
                f"({reason}); make a new one and put it into GITHUB_TOKEN"
            )
        if is_rate_limit(answer):
            raise GitHubError(
                f"GitHub's rate limit is used up{_until(answer)}; "
                + ("the next run catches up" if self.is_authenticated else "a token raises it"),
                url=path,
                status=answer.status,
            )
        if 400 <= answer.status < 500:
            raise Refused(answer.status, reason, path)
        raise GitHubError(
            f"GitHub failed to answer {verb} {path} ({answer.status}); the next run tries again",
            url=path,
            status=answer.status,
        )


def web_host(api_url: str) -> str:
    """Return the host of the pages that belong to an API: github.com, or that of an Enterprise.

    https://docs.github.com/enterprise-cloud@latest/admin/data-residency: api.NAME.ghe.com.
    """
    host = (urlsplit(api_url).hostname or "").casefold()
    if is_loopback(api_url):
        return "github.com"
    return host.removeprefix("api.") if host.endswith((".github.com", ".ghe.com")) else host


def is_rate_limit(answer: Response) -> bool:
    """Tell a rate limit, primary or secondary, from every other refusal."""
    if answer.status == 429:
        return True
    return answer.status == 403 and (
        "retry-after" in answer.headers
        or answer.headers.get("x-ratelimit-remaining") == "0"
        or "rate limit" in reason_of(answer.json).lower()
    )


def seconds_to_wait(answer: Response, *, now: datetime) -> float | None:
    """Return how long a rate limit asks to wait; None when `answer` is no rate limit.

    GitHub's rule: as `Retry-After` says; else until `X-RateLimit-Reset` where nothing remains;
    else a minute.
    """
    if not is_rate_limit(answer):
        return None
    retry_after = answer.headers.get("retry-after", "")
    if transport.is_number(retry_after):
        return float(retry_after)
    reset = answer.headers.get("x-ratelimit-reset", "")
    if answer.headers.get("x-ratelimit-remaining") == "0" and transport.is_number(reset):
        return max(0.0, int(reset) - now.timestamp()) + 1.0
    return 60.0


def _until(answer: Response) -> str:
    reset = answer.headers.get("x-ratelimit-reset", "")
    if not transport.is_number(reset):
        return ""
    return f" until {datetime.fromtimestamp(int(reset), UTC):%H:%M} UTC"


def _parsed(text: str) -> Json:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
