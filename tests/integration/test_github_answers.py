"""What an odd GitHub, or whoever answers in its place, can do: nothing but make a run wait."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.make import a_key
from tests.standins.github import TOKEN, GitHubStandIn
from tests.standins.github.bot import LIST, ONE, TWO, SimpleBot
from wsss_bot.errors import ConfigError, GitHubError, WsssBotError
from wsss_bot.github import AppCredentials, Client, GitHubForge, GitHubIssues, connect, transport
from wsss_bot.github.code import describe

Headers = dict[str, str]


@contextmanager
def answering(
    answer: Callable[[str], tuple[int, Headers, bytes]],
) -> Iterator[tuple[str, list[str]]]:
    """Serve what `answer` says about each path; yield the address, and the paths asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Keep quiet."""

        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def forge(url: str, *, token: str = TOKEN) -> GitHubForge:
    return connect("someone/a-list", token=token, api_url=url, sleep=lambda _: None)


REPOSITORY = json.dumps({"full_name": "someone/a-list", "default_branch": "main"}).encode()


def test_an_answer_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MOST_BYTES", 1000)

    with (
        answering(lambda _: (200, {}, b"[" + b" " * 2000 + b"]")) as (url, _asked),
        pytest.raises(GitHubError, match="larger than 1,000 bytes"),
    ):
        forge(url).read("README.md", "main")


def test_an_answer_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MOST_SECONDS", -1.0)

    with (
        answering(lambda _: (200, {}, REPOSITORY)) as (url, _asked),
        pytest.raises(GitHubError, match="took longer than"),
    ):
        forge(url).read("README.md", "main")


def test_redirects_come_to_an_end() -> None:
    where: list[str] = []

    def on(path: str) -> tuple[int, Headers, bytes]:
        return 301, {"Location": f"{where[0]}{path}x"}, b"{}"

    with answering(on) as (url, asked):
        where.append(url)
        with pytest.raises(GitHubError, match="redirected more than"):
            forge(url).read("README.md", "main")

    assert len(asked) <= 3 * (transport.MOST_REDIRECTS + 1)


@pytest.mark.parametrize("page", ["{next}", "²", "0x2", "-1", "9" * 5000, ""])
def test_pages_come_to_an_end(page: str) -> None:
    def on(path: str) -> tuple[int, Headers, bytes]:
        if "/pulls" not in path:
            return 200, {}, REPOSITORY
        following = page.format(next=len(path))
        link = f'<http://127.0.0.1/x?page={following}>; rel="next"'
        return 200, {"Link": link.encode().decode("latin-1")}, b"[]"

    with answering(on) as (url, asked):
        try:
            forge(url).pull_requests("wsss-bot/candidates")
        except GitHubError as error:
            assert error.exit_code == 75  # noqa: PT017

    assert len(asked) <= 60


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "²"},
        {"Retry-After": "-5"},
        {"Retry-After": "9" * 5000},
        {"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"},
        {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(10**12)},
        {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "nan", "X-RateLimit-Limit": "1e999"},
        {"X-RateLimit-Remaining": "٠", "X-RateLimit-Reset": "soon", "X-RateLimit-Limit": ""},
    ],
)
@pytest.mark.parametrize("status", [200, 403, 429])
def test_odd_headers_are_no_bug(status: int, headers: Headers) -> None:
    sent = {name: value.encode().decode("latin-1") for name, value in headers.items()}

    with (
        answering(lambda _: (status, sent, b'{"message": "API rate limit exceeded"}')) as (url, _),
        pytest.raises(GitHubError) as failed,
    ):
        forge(url).read("README.md", "main")

    assert failed.value.exit_code == 75


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000 + b"]" * 200_000,
        b'{"full_name": ' + b"9" * 5000 + b"}",
        b"",
        b"null",
        b"\xff\xfe",
        b"<html>a captive portal</html>",
        b'{"full_name": ["someone/a-list"]}',
    ],
    ids=["deep", "long number", "empty", "null", "no text", "HTML", "mistyped"],
)
def test_an_odd_document_is_no_bug(body: bytes) -> None:
    with answering(lambda _: (200, {}, body)) as (url, _), pytest.raises(GitHubError) as failed:
        forge(url).read("README.md", "main")

    assert failed.value.exit_code == 75


@pytest.mark.parametrize("location", ["http://[", "//", "http://\\/x", "::", "http://a b/"])
def test_a_redirect_to_nowhere_is_no_bug(location: str) -> None:
    with (
        answering(lambda _: (301, {"Location": location}, b"{}")) as (url, _),
        pytest.raises(WsssBotError) as failed,
    ):
        forge(url).read("README.md", "main")

    assert failed.value.exit_code in {1, 75}


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"token": 7}', b"null", b"x"])
def test_an_odd_answer_to_an_app_that_signs_in_is_no_bug(body: bytes) -> None:
    app = AppCredentials(app_id="12", private_key=a_key(), installation_id="34")

    with answering(lambda _: (201, {}, body)) as (url, _), pytest.raises(WsssBotError) as failed:
        connect("someone/a-list", app=app, api_url=url, sleep=lambda _: None).record  # noqa: B018

    assert failed.value.exit_code in {1, 75}


def test_an_app_whose_clock_is_fast_is_told_so() -> None:
    app = AppCredentials(app_id="12", private_key=a_key(), installation_id="34")
    words = b"'Issued at' claim ('iat') must be an Integer representing the time"

    with (
        answering(lambda _: (401, {}, b'{"message": "' + words + b'"}')) as (url, _),
        pytest.raises(ConfigError, match="set this machine's clock by NTP"),
    ):
        connect("someone/a-list", app=app, api_url=url, sleep=lambda _: None).record  # noqa: B018


# --- documents of another shape -------------------------------------------------------------


def without_fields(document: Any) -> Any:
    return [{}] if isinstance(document, list) else {}


def with_numbers(document: Any) -> Any:
    if isinstance(document, dict):
        return {key: with_numbers(value) for key, value in document.items()}
    if isinstance(document, list):
        return [with_numbers(value) for value in document]
    return 7 if isinstance(document, str) else "seven"


def with_nothing(document: Any) -> Any:
    if isinstance(document, list):
        return [with_nothing(value) for value in document] or [None]
    return dict.fromkeys(document) if isinstance(document, dict) else None


def turned_round(document: Any) -> Any:
    return {"message": document} if isinstance(document, list) else [document]


ODD = [without_fields, with_numbers, with_nothing, turned_round]


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHubStandIn]:
    with GitHubStandIn(tmp_path).serving() as standin:
        standin.write(LIST)
        yield standin


@pytest.mark.parametrize("odd", ODD)
def test_whatever_document_has_another_shape_the_run_ends_in_order(
    github: GitHubStandIn, odd: Callable[[Any], Any]
) -> None:
    bot = SimpleBot(api_url=github.url, repository="someone/a-list", papers=[ONE], labels=())
    codes: set[int] = set()
    for number in range(1, 14):

        def instead(count: int, document: Any, number: int = number) -> bytes | None:
            return json.dumps(odd(document)).encode() if count == number else None

        github.begin()
        github.instead = instead
        try:
            bot.run()
        except WsssBotError as error:
            codes.add(error.exit_code)
        if number == 9:
            bot.papers = [ONE, TWO]

    github.begin()
    github.instead = lambda _number, _document: None
    bot.run()

    assert codes <= {1, 75}
    assert 75 in codes
    assert "**Alpha**" in github.text("wsss-bot/candidates")


@pytest.mark.parametrize("odd", ODD)
def test_whatever_is_said_of_issues_and_code_is_no_bug(
    github: GitHubStandIn, odd: Callable[[Any], Any]
) -> None:
    github.instead = lambda _number, document: json.dumps(odd(document)).encode()
    client = Client(None, github.url, sleep=lambda _: None)

    for ask in (
        lambda: GitHubIssues(client, "someone/a-list").find(marker="x", title="y"),
        lambda: GitHubIssues(client, "someone/a-list").open(title="x", body="y", marker="z"),
        lambda: describe(client, "https://github.com/someone/a-list"),
    ):
        try:
            ask()
        except WsssBotError as error:
            assert error.exit_code in {1, 75}  # noqa: PT017


# --- secrets --------------------------------------------------------------------------------


def test_a_secret_that_github_repeats_is_shown_to_nobody() -> None:
    token = "a-token-of-an-old-kind-0123456789"
    echo = json.dumps(
        {"message": f"bad header Authorization: token {token}", "errors": [f"ghp_{'x' * 36}"]}
    ).encode()

    for status in (401, 403, 404, 422):
        with (
            answering(lambda _, status=status: (status, {}, echo)) as (url, _),  # type: ignore[misc]
            pytest.raises(WsssBotError) as refused,
        ):
            forge(url, token=token).read("README.md", "main")

        assert token not in str(refused.value)
        assert "ghp_" not in str(refused.value)


def test_what_pygithub_logs_is_printed_by_nobody_but_our_log(
    capfd: pytest.CaptureFixture[str],
) -> None:
    where: list[str] = []

    def on(path: str) -> tuple[int, Headers, bytes]:
        if path.endswith("\x1b[2J"):
            return 200, {}, REPOSITORY
        return 301, {"Location": f"{where[0]}/x"}, b"{}"

    with answering(on) as (url, _):
        where.append(url)
        with pytest.raises(WsssBotError):
            forge(url).read("README.md", "main")

    assert capfd.readouterr().err == ""
    assert logging.getLogger("github").handlers == []
