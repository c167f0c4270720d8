"""From nothing to the first preview: `init`, and what it says when something is not to be known."""

import json
from pathlib import Path

import pytest

from tests.standins.github import GitHubStandIn
from tests.standins.github.server import Fault
from tests.working_folder import MATERIAL
from wsss_bot.app import App
from wsss_bot.awesome_list import AwesomeList, read_list
from wsss_bot.cli import run
from wsss_bot.config import ArxivSection, Config, parse_config, to_toml
from wsss_bot.sources.arxiv.arxiv import Arxiv


@pytest.fixture
def bare(folder: Path) -> Path:
    """A folder with a list and papers, and no config."""
    (folder / "config.toml").unlink()
    return folder


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """No arXiv at all; the patience that was asked for."""
    asked: list[float] = []
    gone = "http://127.0.0.1:9"
    nowhere = Config(arxiv=ArxivSection(api_url=gone, rss_url=gone, pause_seconds=0.0))
    arxiv = App.arxiv

    def unreachable(_: App, *, patience_seconds: float, timeouts: tuple[float, float]) -> Arxiv:
        asked.append(patience_seconds)
        return arxiv(App.here(nowhere), patience_seconds=patience_seconds, timeouts=timeouts)

    monkeypatch.setattr(App, "arxiv", unreachable)
    return asked


def test_three_commands_lead_from_a_list_to_the_first_preview_without_a_network(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "list.md", "--corpus", "corpus.jsonl"]) == 0
    shown = capsys.readouterr().out
    assert "categories: cs.CV" in shown
    assert "the threshold: at 0." in shown
    assert run(["check"]) == 0
    assert run(["preview", *MATERIAL[2:]]) == 0

    written = (bare / "config.toml").read_text(encoding="utf-8")
    assert "# Understood: newest first\n" in written
    assert "# On this list: at 0." in written
    assert "NOT FOUND OUT" not in written
    assert "SeedNet" in capsys.readouterr().out


def test_without_arxiv_init_tries_once_and_says_what_it_does_not_know(
    bare: Path, offline: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "list.md", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    written = (bare / "config.toml").read_text(encoding="utf-8")
    assert offline == [0.0]
    assert found["categories"] == []
    [sentence] = [s for s in found["not_understood"] if "categories" in s]
    assert "arXiv did not answer: 127.0.0.1:9 could not be reached" in sentence
    assert sentence.endswith("set [arxiv] categories yourself")
    assert (
        "# NOT FOUND OUT, this is the default: name those of the list\n"
        'categories = ["cs.CV"]' in written
    )
    assert "# `wsss-bot backtest` says what that comes to on this list\n" in written


def test_a_config_keeps_its_comments_and_what_somebody_decided(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = folder / "config.toml"
    decided = (
        "# ours\r\n[list]  # the list of the group\r\n\r\n[score]\r\n# a quiet week\r\n"
        "threshold   =   0.5 # as agreed\r\n[arxiv]\r\ncategories = ['cs.CV', 'eess.IV']\r\n"
    )
    config.write_bytes(decided.encode())

    assert run(["init", "list.md", "--corpus", "corpus.jsonl"]) == 0

    said, written = capsys.readouterr().out, config.read_bytes().decode()
    assert "Brought up to date: config.toml." in said
    assert "kept as somebody decided: categories; found were:\ncategories: cs.CV\n" in said
    for line in decided.splitlines():
        assert f"{line}\n" in written or f"{line}\r\n" in written
    told = parse_config(written, name="")
    assert (told.list.path, told.list.columns["where"]) == ("list.md", "venue")
    assert (told.score.threshold, told.arxiv.categories) == (0.5, ("cs.CV", "eess.IV"))
    assert written.startswith("#:schema https://")


def test_what_was_understood_at_an_earlier_time_is_said_anew(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "list.md", "--corpus", "corpus.jsonl"]) == 0
    config = bare / "config.toml"
    first = config.read_text(encoding="utf-8")
    config.write_text(first.replace("# Understood: newest first", "# Understood: oldest first"))

    assert run(["init", "list.md", "--corpus", "corpus.jsonl"]) == 0

    assert config.read_text(encoding="utf-8") == first
    assert "kept as somebody decided" not in capsys.readouterr().out


def test_the_config_of_one_list_is_not_made_that_of_another(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = bare / "config.toml"
    config.write_text('[list]\nrepository = "someone/a-list"\n', encoding="utf-8")

    assert run(["init", "list.md"]) == 1

    assert "config.toml is about the list someone/a-list; for another list name" in (
        capsys.readouterr().err
    )
    assert config.read_text(encoding="utf-8") == '[list]\nrepository = "someone/a-list"\n'


def test_a_config_in_which_nobody_decided_anything_is_written_anew(
    folder: Path, offline: list[float]
) -> None:
    config = folder / "config.toml"
    config.write_text(to_toml(Config()), encoding="utf-8")

    assert run(["init", "list.md"]) == 0

    assert parse_config(config.read_text(encoding="utf-8"), name="").list.path == "list.md"
    assert len(offline) == 1


def test_the_github_and_the_arxiv_of_the_config_are_asked(
    github: GitHubStandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (tmp_path / "config.toml").read_text(encoding="utf-8")

    assert run(["init", "--config", str(tmp_path / "config.toml")]) == 0

    assert "categories: cs.CV\n" in capsys.readouterr().out
    written = (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert parse_config(written, name="").list.columns["where"] == "venue"
    assert parse_config(written, name="").github.api_url == github.url
    assert set(before.splitlines()) <= set(written.splitlines())


def test_a_failure_is_said_to_somebody_who_waits(
    github: GitHubStandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    github.faults = {number: Fault(status=500) for number in range(40)}

    assert run(["init", "--config", str(tmp_path / "config.toml")]) == 75

    said = capsys.readouterr().err
    assert "try again in a while" in said
    assert "next run" not in said


def test_a_readme_that_is_no_list_is_not_taken_for_one_unasked(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bare / "README.md").write_text(
        "| command | does |\n| --- | --- |\n| [a tool](docs/tool.md) | what it does so well |\n",
        encoding="utf-8",
    )

    assert run(["init"]) == 1

    assert "README.md is perhaps no list of papers" in capsys.readouterr().err
    assert not (bare / "config.toml").exists()


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/someone/a-list",
        "https://github.com/someone/a-list.git",
        "github.com/someone/a-list/",
        "someone/a-list",
    ],
)
def test_a_list_on_github_may_be_named_by_its_address(
    bare: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (bare / "list.md").read_text(encoding="utf-8")
    asked = []

    def open_list(app: App) -> AwesomeList:
        asked.append(app.config.list.repository)
        return read_list(text)

    monkeypatch.setattr(App, "open_list", open_list)
    monkeypatch.setattr("wsss_bot.commands.init.with_own_branches", lambda config: config)

    assert run(["init", address, "--corpus", "corpus.jsonl"]) == 0

    assert set(asked) == {"someone/a-list"}
    assert parse_config((bare / "config.toml").read_text("utf-8"), name="").list.repository == (
        "someone/a-list"
    )


@pytest.mark.parametrize("path", ["lists/papers.md", "../papers", "./papers"])
@pytest.mark.usefixtures("bare")
def test_a_path_that_leads_nowhere_is_not_taken_for_a_repository(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", path]) == 1

    assert f"cannot read the list {path}: No such file" in capsys.readouterr().err


def test_a_list_without_arxiv_ids_asks_nobody(
    bare: Path, offline: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    (bare / "plain.md").write_text(
        "| title | where |\n|---|---|\n| Seeds for Weak Segmentation | CVPR 2022 |\n"
        "| Masks out of Image Tags | ICCV 2021 |\n",
        encoding="utf-8",
    )

    assert run(["init", "plain.md"]) == 0

    assert offline == []
    assert "(none of them has an arXiv id)" in capsys.readouterr().out


def test_a_corpus_without_the_lists_papers_is_said(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "list.md", "--corpus", "new.jsonl", "--config", "one.toml"]) == 0
    lines = (bare / "corpus.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (bare / "others.jsonl").write_text("".join(lines[5:]), encoding="utf-8")
    capsys.readouterr()

    assert run(["init", "list.md", "--corpus", "others.jsonl"]) == 0

    assert "(others.jsonl holds none of them)" in capsys.readouterr().out


def test_a_note_is_a_comment_and_changes_no_value() -> None:
    text = to_toml(Config(), {"score.noise_per_week": "one\ntwo", "list.path": 'path = "x"'})

    assert parse_config(text, name="c.toml") == Config()
    assert "\n# one\n# two\nnoise_per_week = 1.0\n" in text


def test_a_list_of_other_things_than_papers_is_said_to_have_no_place_for_new_rows(
    bare: Path, offline: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    del offline
    tools = "# Tools\n\n| tool | language |\n| --- | --- |\n| [One](https://one.example/) | C |\n"
    (bare / "tools.md").write_text(tools, encoding="utf-8")

    assert run(["init", "tools.md"]) == 0
    assert run(["check", "tools.md"]) == 0

    said = capsys.readouterr().out
    assert "not understood: where a new row could go: no table" in said
    assert "no place for new rows: neither a table nor items hold papers\n" in said
