"""Messages to people, over real sockets through the library apprise."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.standins.github import GitHubStandIn
from wsss_bot.cli import run
from wsss_bot.notices import send

pytest.importorskip("apprise")

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the library's own

SECRET = "a-very-secret-topic"


@dataclass
class Receiver:
    """A service that takes messages, or refuses them."""

    url: str = ""
    status: int = 200
    messages: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            found.messages.append(json.loads(data))
            self.send_response(found.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    found.url = f"json://127.0.0.1:{server.server_port}/{SECRET}"
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def notify(*addresses: str) -> None:
    config = Path("config.toml")
    lines = f"[report]\nnotify = {json.dumps(addresses)}\n"
    config.write_text(config.read_text(encoding="utf-8") + lines, "utf-8")


def test_one_message_is_sent_when_a_pull_request_opens(
    github: GitHubStandIn, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    del github
    monkeypatch.setenv("WHERE_TO", receiver.url)
    notify("$WHERE_TO", "$NOWHERE")

    assert run(["run"]) == 0
    assert run(["run"]) == 0

    [message] = receiver.messages
    assert message["title"] == "someone/a-list: pull request 1 waits for you"
    assert message["message"].startswith("1 paper for the list: SeedNet")
    assert "https://github.example/someone/a-list/pull/1" in message["message"]


def test_one_message_is_sent_when_a_job_fails_for_the_second_time(
    github: GitHubStandIn, receiver: Receiver
) -> None:
    notify(receiver.url)
    github.refuse("GET", "/contents/", 403, "Not today")

    sent = []
    for _ in range(4):
        run(["run"])
        sent.append(len(receiver.messages))

    assert sent == [0, 1, 1, 1]
    assert receiver.messages[0]["title"] == "someone/a-list: propose failed twice"
    assert "Not today" in receiver.messages[0]["message"]


@pytest.mark.parametrize("status", [200, 403, 500])
def test_no_address_is_ever_shown(
    github: GitHubStandIn,
    receiver: Receiver,
    capsys: pytest.CaptureFixture[str],
    status: int,
) -> None:
    del github
    receiver.status = status
    closed = f"json://127.0.0.1:9/{SECRET}"
    notify(receiver.url, closed, f"nonsense://{SECRET}")

    assert run(["run", "--verbose"]) == 0
    assert run(["status", "--json"]) == 0

    shown = "".join(capsys.readouterr())
    assert SECRET not in shown
    assert "notice 2 of [report] notify was not taken" in shown
    assert SECRET.encode() not in Path("var/wsss-bot.sqlite").read_bytes()


@pytest.mark.parametrize(
    "wrong", [f'["{SECRET}"]', f'"json://{SECRET}"', f'["json://{SECRET}", 5]']
)
def test_an_error_in_the_config_shows_no_address(
    wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text(f"[report]\nnotify = {wrong}\n", "utf-8")

    assert run(["check"]) == 1

    said = capsys.readouterr().err
    assert "[report] notify is not shown" in said
    assert SECRET not in said


def test_a_dry_run_sends_nothing(
    github: GitHubStandIn, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    del github
    notify(receiver.url)

    assert run(["run", "--dry-run"]) == 0

    assert receiver.messages == []
    assert "would send a notice: someone/a-list: pull request 0" in capsys.readouterr().out


def test_hostile_titles_stay_text(receiver: Receiver) -> None:
    assert send([receiver.url], title="<b>@all</b>", body="# [x](y)\n<script>") == 1

    assert receiver.messages[0]["title"] == "<b>@all</b>"


def test_doctor_says_whether_messages_could_be_sent(
    github: GitHubStandIn, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    del github
    notify(receiver.url)
    run(["doctor"])
    good = capsys.readouterr().out
    notify_instead("$NOT_THERE")
    run(["doctor"])
    unset = capsys.readouterr().out
    notify_instead(f"nonsense://{SECRET}")
    run(["doctor"])
    unknown = capsys.readouterr().out

    assert "ok  notices: messages go to 1 of [report] notify" in good
    assert "NO  notices: number 1 of [report] notify names the variable NOT_THERE" in unset
    assert "NO  notices: number 1 of [report] notify is no address that apprise knows" in unknown
    assert SECRET not in good + unset + unknown
    assert receiver.messages == []


def notify_instead(address: str) -> None:
    config = Path("config.toml")
    lines = config.read_text("utf-8").splitlines()
    told = [f"notify = {json.dumps([address])}" if "notify =" in line else line for line in lines]
    config.write_text("\n".join(told), "utf-8")
