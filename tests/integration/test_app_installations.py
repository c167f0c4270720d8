"""A GitHub App finds the repositories that it was installed in, and serves those with a config."""

import base64
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.make import a_key
from wsss_bot.cli import run
from wsss_bot.errors import ConfigError, GitHubError
from wsss_bot.github import APP_PERMISSIONS
from wsss_bot.github.installations import Installed, installed

CONFIG = "[list]\npath = 'LIST.md'\n"


class Apps:
    """The API of GitHub as an app sees it: installations, their repositories, a file in each."""

    def __init__(self) -> None:
        self.installations: dict[int, dict[str, str | None]] = {}
        """By number, the repositories and the text of their config."""
        self.suspended: set[int] = set()
        self.archived: set[str] = set()
        self.blocked: set[str] = set()
        self.status = 200
        self.asked: list[str] = []
        self.url = ""

    def answer(self, verb: str, target: str, token: str) -> tuple[int, Any]:
        path, _, query = target.partition("?")
        self.asked.append(f"{verb} {path}")
        if self.status != 200:
            return self.status, {"message": "Away"}
        if path == "/app/installations":
            found = [
                {"id": number, "suspended_at": "2026-01-01" if number in self.suspended else None}
                for number in self.installations
            ]
            return 200, found if "page=1" in query.split("&") else []
        if made := re.fullmatch(r"/app/installations/(\d+)/access_tokens", path):
            expires = "2100-01-01T00:00:00Z"
            return 201, {"token": f"ghs_{made[1]}", "expires_at": expires, "permissions": {}}
        here = self.installations[int(token.rpartition("_")[2])]
        if path == "/installation/repositories":
            documents = [{"full_name": n, "archived": n in self.archived} for n in here]
            first = 100 * (int(re.search(r"\bpage=(\d+)", query)[1]) - 1)  # type: ignore[index]
            return 200, {"repositories": documents[first : first + 100]}
        name = "/".join(path.split("/")[2:4])
        if name in self.blocked:
            return 451, {"message": "Repository access blocked"}
        text = here[name]
        if text is None:
            return 404, {"message": "Not Found"}
        content = base64.b64encode(text.encode()).decode()
        return 200, {"content": content, "encoding": "base64"}

    @contextmanager
    def serving(self) -> Iterator["Apps"]:
        """Answer on loopback."""
        apps = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: object) -> None:
                del args

            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                token = self.headers.get("Authorization", "")
                status, document = apps.answer(self.command, self.path, token)
                data = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_POST = do_GET  # noqa: N815  # the name is the library's

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()


@pytest.fixture
def apps() -> Iterator[Apps]:
    with Apps().serving() as apps:
        yield apps


@pytest.fixture
def key() -> str:
    return a_key()


def found(apps: Apps, key: str) -> list[Installed]:
    return list(installed("12", key, api_url=apps.url, permissions=APP_PERMISSIONS, sleep=waited))


def waited(seconds: float) -> None:
    del seconds


def test_every_repository_of_every_installation_is_found(apps: Apps, key: str) -> None:
    apps.installations = {7: {"a/one": CONFIG, "a/two": None}, 9: {"b/three": CONFIG}}

    assert [(one.repository, one.installation, one.config) for one in found(apps, key)] == [
        ("a/one", "7", CONFIG),
        ("a/two", "7", None),
        ("b/three", "9", CONFIG),
    ]


def test_more_than_a_page_of_repositories_is_read_whole(apps: Apps, key: str) -> None:
    apps.installations = {7: {f"a/list{number}": None for number in range(230)}}

    assert len(found(apps, key)) == 230


def test_what_is_suspended_or_archived_is_left_alone(apps: Apps, key: str) -> None:
    apps.installations = {7: {"a/one": CONFIG, "a/old": CONFIG}, 9: {"b/three": CONFIG}}
    apps.suspended, apps.archived = {9}, {"a/old"}

    assert [one.repository for one in found(apps, key)] == ["a/one"]
    assert not any("/9/" in asked or "a/old" in asked for asked in apps.asked)


def test_a_repository_that_is_blocked_harms_no_other(apps: Apps, key: str) -> None:
    apps.installations = {7: {"a/blocked": CONFIG, "a/list": CONFIG}}
    apps.blocked = {"a/blocked"}

    blocked, sound = found(apps, key)

    assert blocked.config == "GitHub did not show this (451)"
    assert sound.config == CONFIG


@pytest.mark.parametrize(("status", "error"), [(502, GitHubError), (403, ConfigError)])
def test_where_github_refuses_it_is_a_sentence(
    apps: Apps, key: str, status: int, error: type[Exception]
) -> None:
    apps.status = status

    with pytest.raises(error, match="Git"):
        found(apps, key)


def test_a_key_that_is_none_is_not_repeated(apps: Apps) -> None:
    with pytest.raises(ConfigError, match="the GitHub App cannot sign in") as told:
        found(apps, "not-a-key")

    assert "not-a-key" not in str(told.value)


def test_without_an_app_in_the_environment_nobody_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WSSS_BOT_APP_ID", raising=False)

    assert run(["run", "--app"]) == 1

    assert "--app serves the repositories" in capsys.readouterr().err


def test_the_status_of_an_app_names_its_lists_by_their_repositories(
    apps: Apps,
    key: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WSSS_BOT_APP_ID", "12")
    monkeypatch.setenv("WSSS_BOT_APP_KEY", key)
    apps.installations = {7: {"a/one": CONFIG, "a/two": "[list"}}
    Path("ours.toml").write_text(f'[github]\napi_url = "{apps.url}"\n', encoding="utf-8")

    assert run(["status", "--app", "--config", "ours.toml"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("2 lists, 1 of them failing")
    assert said[1].startswith("a+two")
    assert "a+one (a/one)" in said[2]
    assert key not in "".join(path.read_text() for path in Path("var/app.d").iterdir())
