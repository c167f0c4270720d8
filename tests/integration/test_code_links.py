"""Code links checked against a GitHub on loopback, with what it said kept in a real state."""

import base64
import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from wsss_bot.domain import ArxivId, CodeLink, Facts
from wsss_bot.errors import ConfigError
from wsss_bot.github import Client
from wsss_bot.github.code_links import ask_once
from wsss_bot.pull_request.code_checks import checked
from wsss_bot.state import Store

NOW = datetime(2024, 6, 3, tzinfo=UTC)
LINK = "https://github.com/someone/SeedNet"


class Repositories:
    """Answers for repositories: their files, or a status."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, Any]] = {}
        self.asked: list[str] = []
        self.url = ""

    def hold(self, name: str, *, language: str | None = "Python", **files: str) -> None:
        """Hold a repository; in the names of files `_` stands for a full stop."""
        about = {"full_name": name, "html_url": f"https://github.com/{name}", "language": language}
        paths = {name.replace("_", "."): text for name, text in files.items()}
        self.answers[f"/repos/{name}"] = (200, about)
        self.answers[f"/repos/{name}/contents/"] = (200, [{"name": path} for path in paths])
        for path, text in paths.items():
            content = base64.encodebytes(text.encode()).decode()
            self.answers[f"/repos/{name}/contents/{path}"] = (200, {"content": content})

    def move(self, old: str, new: str) -> None:
        """Let what is now `new` have had the name `old`."""
        self.answers["/repositories/7"] = self.answers[f"/repos/{new}"]
        self.answers[f"/repos/{old}"] = (301, {"url": f"{self.url}/repositories/7"})

    def refuse(self, name: str, status: int) -> None:
        """Say no to everything about a repository."""
        self.answers[f"/repos/{name}"] = (status, {"message": "No"})


@pytest.fixture
def github() -> Iterator[Repositories]:
    repositories = Repositories()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Keep quiet."""

        def do_GET(self) -> None:
            repositories.asked.append(self.path)
            status, document = repositories.answers.get(self.path, (404, {"message": "Not Found"}))
            body = json.dumps(document).encode()
            self.send_response(status)
            if status == 301:
                self.send_header("Location", document["url"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    repositories.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield repositories
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "state.sqlite", now=NOW) as store:
        yield store


def facts(*urls: str) -> Facts:
    return Facts(
        arxiv_id=ArxivId("2405.01234"),
        title="SeedNet",
        submitted_on=date(2024, 5, 2),
        code=tuple(CodeLink(url=url) for url in urls),
        sources={"code": "the abstract", "venue": "the authors' comment"},
    )


def looked_at(github: Repositories, store: Store, *urls: str) -> Facts:
    client = Client(None, github.url, sleep=lambda _: None)
    return checked(facts(*urls), ask_once(client, store.repositories, now=NOW))


def test_the_requirements_label_a_link(github: Repositories, store: Store) -> None:
    github.hold("someone/SeedNet", README_md="TensorFlow", train_py="", requirements_txt="torch")

    found = looked_at(github, store, LINK)

    assert found.code == (CodeLink(url=LINK, label="pytorch"),)
    assert found.sources == facts().sources


def test_without_requirements_the_readme_labels_it(github: Repositories, store: Store) -> None:
    github.hold("someone/SeedNet", README_md="Needs TensorFlow 1.15.", train_py="")

    assert looked_at(github, store, LINK).code == (CodeLink(url=LINK, label="tensorflow"),)


def test_a_repository_that_moved_is_linked_where_it_is(github: Repositories, store: Store) -> None:
    github.hold("lab/SeedNet", train_py="", requirements_txt="torch")
    github.move("someone/SeedNet", "lab/SeedNet")

    [link] = looked_at(github, store, LINK).code

    assert link == CodeLink(url="https://github.com/lab/SeedNet", label="pytorch")


@pytest.mark.parametrize("status", [404, 410, 451])
def test_a_link_that_leads_nowhere_is_dropped(
    github: Repositories, store: Store, status: int
) -> None:
    github.refuse("someone/SeedNet", status)

    found = looked_at(github, store, LINK)

    assert found.code == ()
    assert found.sources == {"venue": "the authors' comment"}


def test_a_repository_without_code_is_not_linked(github: Repositories, store: Store) -> None:
    github.hold("someone/SeedNet", README_md="Code is coming soon.", LICENSE="MIT")
    github.hold("someone/New")
    del github.answers["/repos/someone/New/contents/"]  # as before the first commit

    assert looked_at(github, store, LINK, "https://github.com/someone/New").code == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://gitlab.com/someone/SeedNet",
        "https://someone.github.io/SeedNet",
        "https://github.com/someone/SeedNet/tree/main/code",
        "https://github.com/../user",
        "https://github.com/someone/..",
        "https://github.com/someone/../",
    ],
)
def test_what_is_no_repository_on_github_is_left_as_it_is(
    github: Repositories, store: Store, url: str
) -> None:
    assert looked_at(github, store, url) == facts(url)
    assert github.asked == []


@pytest.mark.parametrize("status", [401, 403, 409, 429, 500])
def test_a_link_stays_as_it_is_when_github_does_not_say(
    github: Repositories, store: Store, status: int
) -> None:
    github.refuse("someone/SeedNet", status)

    assert looked_at(github, store, LINK) == facts(LINK)
    assert store.repositories.find(LINK) is None


def test_a_link_stays_as_it_is_when_github_fails_halfway(
    github: Repositories, store: Store
) -> None:
    github.hold("someone/SeedNet", train_py="")
    github.answers["/repos/someone/SeedNet/contents/"] = (502, {})

    assert looked_at(github, store, LINK) == facts(LINK)
    assert store.repositories.find(LINK) is None


def test_a_redirect_to_another_machine_is_not_followed(github: Repositories, store: Store) -> None:
    elsewhere = github.url.replace("127.0.0.1", "localhost")
    github.answers["/repos/someone/SeedNet"] = (301, {"url": f"{elsewhere}/repositories/7"})

    with pytest.raises(ConfigError, match=r"check \[github\] api_url"):
        Client(None, github.url, sleep=lambda _: None).get("/repos/someone/SeedNet")

    assert looked_at(github, store, LINK) == facts(LINK)
    assert set(github.asked) == {"/repos/someone/SeedNet"}


def test_a_repository_is_asked_about_once(github: Repositories, store: Store) -> None:
    github.hold("someone/SeedNet", train_py="", requirements_txt="torch")
    first = looked_at(github, store, LINK)
    asked = len(github.asked)

    second = looked_at(github, store, LINK)

    assert first == second
    assert len(github.asked) == asked == 3


def test_code_that_comes_later_than_its_link_is_found(github: Repositories, store: Store) -> None:
    assert looked_at(github, store, LINK).code == ()
    github.hold("someone/SeedNet", train_py="", requirements_txt="torch")

    assert looked_at(github, store, LINK).code == (CodeLink(url=LINK, label="pytorch"),)


def test_what_github_said_is_still_known_after_a_restart(
    github: Repositories, tmp_path: Path
) -> None:
    github.hold("someone/SeedNet", language="MATLAB", train_m="")
    with Store.open(tmp_path / "kept.sqlite", now=NOW) as store:
        looked_at(github, store, LINK)
    github.answers.clear()

    with Store.open(tmp_path / "kept.sqlite", now=NOW) as store:
        found = looked_at(github, store, LINK)

    assert found.code == (CodeLink(url=LINK, label="matlab"),)
