"""`preview` with no file of papers: polls arXiv, here a stand-in on loopback."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.standins.arxiv import ArxivStandin
from tests.standins.arxiv_transports import serve
from tests.working_folder import FITTING, LIST, NOW, arxiv_events
from wsss_bot.app import App, SystemClock, load_config, with_sources
from wsss_bot.cli import run


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A folder with list and config, a fixed time, and an arXiv that holds what is needed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    with serve(ArxivStandin(arxiv_events(flow=500), now=lambda: NOW)) as url:
        (tmp_path / "config.toml").write_text(
            f'[arxiv]\napi_url = "{url}/api/query"\nrss_url = "{url}/rss"\npause_seconds = 0.0\n'
            "[score]\nthreshold = 0.5\n",
            encoding="utf-8",
        )
        yield url


@pytest.mark.usefixtures("address")
def test_preview_polls_arxiv_and_learns_from_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["preview", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert [candidate["arxiv_id"] for candidate in shown["candidates"]] == ["2205.00002"]
    assert shown["complete"] is True
    assert shown["estimate"] is True
    assert (shown["polled"]["first_on"], shown["polled"]["last_on"]) == ("2022-05-02", "2022-05-12")


@pytest.mark.usefixtures("address")
def test_a_preview_before_the_first_run_says_how_that_will_differ(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["preview"]) == 0
    as_the_bot_likes = capsys.readouterr().out
    assert run(["preview", "--since", "2022-05-02"]) == 0
    as_told = capsys.readouterr().out

    assert "A first estimate: at this threshold" in as_the_bot_likes
    assert "The bot has not read arXiv yet: this looked at 10 days" in as_the_bot_likes
    assert "The bot has not read arXiv yet" not in as_told


@pytest.mark.usefixtures("address")
def test_explain_fetches_the_paper_it_is_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "2205.00002"]) == 0

    said = capsys.readouterr().out
    assert said.startswith(f"{FITTING}\nrelevance score ")
    assert ", counted for 10.1 papers a week, by a sample of arXiv's days\n" in said


def test_init_writes_a_config_that_fits_the_list(
    address: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    del address
    here, arxiv = App.here(load_config(None)), App.arxiv
    monkeypatch.setattr(App, "arxiv", lambda _, **given: arxiv(here, **given))

    assert run(["init", "README.md", "--config", "new.toml", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["categories"] == ["cs.CV"]
    assert (found["columns"]["where"], found["order"]) == ("venue", "newest first")
    assert found["not_understood"] == []
    assert load_config(str(tmp_path / "new.toml")).list.columns["what"] == "method"


@pytest.mark.usefixtures("address")
def test_init_overwrites_nothing_that_was_decided() -> None:
    decided = Path("config.toml").read_text(encoding="utf-8").split("\n")

    assert run(["init", "README.md"]) == 0

    after = Path("config.toml").read_text(encoding="utf-8").split("\n")
    assert [line for line in decided if line not in after] == []


@pytest.mark.usefixtures("address")
def test_a_paper_that_arxiv_does_not_have_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add", "2205.09999"]) == 1

    assert "arXiv has no paper 2205.09999" in capsys.readouterr().err


def test_no_arxiv_in_reach_is_exit_code_75_and_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(with_sources, "PATIENCE_SECONDS", 0.0)
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    nowhere = "http://127.0.0.1:9"  # the discard port: nothing listens
    (tmp_path / "config.toml").write_text(
        f'[arxiv]\napi_url = "{nowhere}/api"\nrss_url = "{nowhere}/rss"\npause_seconds = 0.0\n',
        encoding="utf-8",
    )
    before = sorted(tmp_path.rglob("*"))

    assert run(["preview"]) == 75

    shown = capsys.readouterr()
    assert shown.out == ""
    assert len([line for line in shown.err.splitlines() if line]) == 1
    assert sorted(tmp_path.rglob("*")) == before
