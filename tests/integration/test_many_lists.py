"""A folder of configs: many lists, served by one installation."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.standins.arxiv import ArxivStandin
from tests.standins.arxiv_transports import serve
from tests.standins.github import TOKEN, GitHubStandIn
from tests.working_folder import LIST, NOW, arxiv_events, config_for
from wsss_bot.app import SystemClock
from wsss_bot.cli import run
from wsss_bot.state import Store

MANY = ("--config", "lists.d")


class Lists:
    """Three lists on three stand-ins of GitHub, and one arXiv."""

    def __init__(self, folder: Path, arxiv: ArxivStandin, url: str, hubs: dict[str, GitHubStandIn]):
        self.folder, self.arxiv, self.url, self.hubs = folder, arxiv, url, hubs

    def write(self, name: str, more: str = "") -> None:
        """Write the config of a list."""
        text = config_for(self.url, self.hubs[name]) + more
        (self.folder / "lists.d" / f"{name}.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lists]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WSSS_BOT_CONFIG", raising=False)
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)
    monkeypatch.setattr(SystemClock, "sleep", lambda _, __: None)
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    (tmp_path / "lists.d").mkdir()
    arxiv = ArxivStandin(arxiv_events(flow=180), now=lambda: NOW)
    with ExitStack() as stack:
        url = stack.enter_context(serve(arxiv))
        hubs = {}
        for name in ("apples", "pears", "plums"):
            place = tmp_path / "github" / name
            place.mkdir(parents=True)
            hubs[name] = stack.enter_context(GitHubStandIn(place, f"someone/{name}").serving())
            hubs[name].now = lambda: NOW
            hubs[name].write(LIST)
        made = Lists(tmp_path, arxiv, url, hubs)
        for name in hubs:
            made.write(name)
        yield made


def test_each_list_gets_its_pull_request_and_arxiv_is_read_once(
    lists: Lists, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["run", "--json", *MANY]) == 0
    done = json.loads(capsys.readouterr().out)

    assert [(one["list"], one["proposed"]) for one in done] == [
        ("", []),
        ("apples", ["2205.00002"]),
        ("pears", ["2205.00002"]),
        ("plums", ["2205.00002"]),
    ]
    assert {hub.pull(1).title for hub in lists.hubs.values()} == {"1 paper for the list: SeedNet"}
    assert len({_written(hub) for hub in lists.hubs.values()}) == 1
    asked = [one["requests"]["arxiv"] for one in done]
    assert asked[0] > 0
    assert asked[2:] == [0, 0]


def test_a_list_alone_and_among_others_gets_the_same_pull_request(
    lists: Lists, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["run", "--config", "lists.d/apples.toml"]) == 0
    (lists.folder / "lists.d" / "apples.toml").unlink()
    assert run(["run", *MANY]) == 0

    assert _written(lists.hubs["pears"]) == _written(lists.hubs["apples"])
    assert capsys.readouterr().err == ""


def test_a_list_that_fails_harms_no_other_and_is_named_until_it_is_mended(
    lists: Lists, capsys: pytest.CaptureFixture[str]
) -> None:
    lists.write("apples", "[score]\n")
    lists.hubs["pears"].write("no list at all\n")

    assert run(["run", *MANY]) == 1

    shown = capsys.readouterr()
    assert "apples.toml is not TOML" in shown.out
    assert "pears" in shown.err
    assert lists.hubs["plums"].pull(1).title == "1 paper for the list: SeedNet"
    with Store.open_to_read(Path("var/shared.sqlite"), now=NOW) as shared:
        [failure] = shared.runs.since_last("list apples")
        assert "is not TOML" in failure.failure
    lists.write("apples")
    lists.hubs["pears"].write(LIST)
    assert run(["run", *MANY]) == 0
    with Store.open_to_read(Path("var/shared.sqlite"), now=NOW) as shared:
        assert [one.exit_code for one in shared.runs.since_last("list apples")] == [0]


@pytest.mark.usefixtures("lists")
def test_only_what_is_due_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", "--due", *MANY]) == 0
    capsys.readouterr()

    assert run(["run", "--due", "--json", *MANY]) == 0

    assert json.loads(capsys.readouterr().out) == []


def test_two_lists_that_write_to_one_branch_are_told_apart(
    lists: Lists, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (lists.folder / "lists.d" / "apples.toml").read_text(encoding="utf-8")
    (lists.folder / "lists.d" / "quinces.toml").write_text(text, encoding="utf-8")

    assert run(["run", *MANY]) == 1

    shown = capsys.readouterr()
    assert "quinces and apples both write to the branch wsss-bot/candidates" in shown.out
    assert lists.hubs["apples"].pull(1).title == "1 paper for the list: SeedNet"


def test_a_list_with_a_state_of_its_own_takes_it_along(
    lists: Lists, capsys: pytest.CaptureFixture[str]
) -> None:
    more = '[state]\npath = "var/old.sqlite"\n'
    lists.write("apples", more)
    assert run(["run", "--config", "lists.d/apples.toml"]) == 0
    capsys.readouterr()

    assert run(["run", "--json", *MANY]) == 0

    [_, first, *_] = json.loads(capsys.readouterr().out)
    assert first["list"] == "apples"
    assert first["proposed"] == []
    assert len(lists.hubs["apples"].pulls) == 1


def test_an_empty_folder_is_a_sentence(lists: Lists, capsys: pytest.CaptureFixture[str]) -> None:
    (lists.folder / "none.d").mkdir()

    assert run(["run", "--config", "none.d"]) == 1

    assert "the folder none.d holds no config" in capsys.readouterr().err


def test_the_status_says_how_each_list_is_and_what_fails_since_when(
    lists: Lists, capsys: pytest.CaptureFixture[str]
) -> None:
    lists.write("apples", "[nonsense]\n")
    assert run(["run", *MANY]) == 1
    capsys.readouterr()

    assert run(["status", *MANY]) == 0
    said = capsys.readouterr().out.splitlines()
    assert run(["status", "--json", *MANY]) == 0
    found = json.loads(capsys.readouterr().out)

    assert said[0] == "3 lists, 1 of them failing; 2 papers wait for an answer"
    assert said[1].startswith("apples (apples); fails since 2022-05-12: lists.d/apples.toml, line")
    assert "pull request 1 is open" in said[2]
    assert [one["list"] for one in found] == ["apples", "pears", "plums"]
    assert [one["waiting"] for one in found] == [0, 1, 1]


def test_the_page_needs_nothing_from_elsewhere_and_escapes_what_it_shows(
    lists: Lists, capsys: pytest.CaptureFixture[str]
) -> None:
    lists.write("plums", '["<script>alert(1)</script>"]\n')
    assert run(["run", *MANY]) == 1

    assert run(["status", "--page", "lists.html", *MANY]) == 0

    page = (lists.folder / "lists.html").read_text(encoding="utf-8")
    assert "3 lists" in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "src=" not in page
    assert "href=" not in page
    assert TOKEN not in page + capsys.readouterr().out


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["run", "--dry-run", *MANY], "are for one list"),
        (["run", "--due", "--config", "lists.d/apples.toml"], "are for a folder"),
        (["poll", "--publish", "x", "--config", "lists.d/apples.toml"], "is for a folder"),
        (["status", "--page", "x.html", "--config", "lists.d/apples.toml"], "is for a folder"),
    ],
)
def test_what_is_for_one_list_or_for_many_is_said(
    words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2

    assert why in capsys.readouterr().err


def _written(hub: GitHubStandIn) -> tuple[str, str, str]:
    """Return what stands on GitHub; the commit is named by the second in which it was made."""
    pull = hub.pull(1)
    return pull.title, re.sub('"head":"[0-9a-f]{40}"', "", pull.body), hub.text(pull.head)


def _start_again(hub: GitHubStandIn) -> None:
    """Let nobody remember that anything was proposed."""
    hub.repository.git.set_branch(hub.pull(1).head, None)
    hub.pulls.clear()


def test_workers_serve_the_same_pull_requests_as_one_process_to_the_byte(
    lists: Lists, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["poll", "--publish", "papers.sqlite", "--states", "poller", *MANY]) == 0
    assert run(["run", "--published", "papers.sqlite", "--states", "one", *MANY]) == 0
    whole = {name: _written(hub) for name, hub in lists.hubs.items()}
    capsys.readouterr()

    for count in (3, 7):
        for hub in lists.hubs.values():
            _start_again(hub)
        served = []
        for index in range(count):
            states = f"worker-{count}-{index}"
            words = ["--shard", f"{index}/{count}", "--states", states, "--json"]
            assert run(["run", "--published", "papers.sqlite", *words, *MANY]) == 0
            served += [one["list"] for one in json.loads(capsys.readouterr().out)]

        assert sorted(served) == ["apples", "pears", "plums"]
        assert {name: _written(hub) for name, hub in lists.hubs.items()} == whole
