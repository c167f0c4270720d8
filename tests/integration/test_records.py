"""The records of a list's papers reach the rows that are written into it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.make import a_paper
from tests.working_folder import a_record, write_lines
from wsss_bot.app import App
from wsss_bot.cli import run
from wsss_bot.config import Config
from wsss_bot.jobs.settings import settings_of
from wsss_bot.state import Store

NAMES = {
    "2203.00001": ("Learning to grow crystals from noise", "Ann Ash", "Bo Birch"),
    "2203.00002": ("Counting rings of very old trees", "Cy Cedar", "Di Dogwood"),
    "2203.00003": ("Maps of rivers that nobody has seen", "Ed Elder", "Flo Fir"),
    "2203.00004": ("Listening to glaciers in the dark", "Gus Gum", "Hal Hazel"),
    "2203.00005": ("A slow theory of quick decisions", "Ida Ivy", "Jo Juniper"),
}
LIST = "# Papers\n\n" + "".join(
    f"- {title}. *{', '.join(authors)}*. [[paper]](https://arxiv.org/abs/{arxiv_id})\n"
    for arxiv_id, (title, *authors) in NAMES.items()
)
NEW = "2205.00009"
ROW = f"- Weather in other rooms. *Kit Kapok, Lu Larch*. [[paper]](https://arxiv.org/abs/{NEW})"


def with_authors(record: dict[str, object], *authors: str) -> dict[str, object]:
    return record | {"authors": " and ".join(authors)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    write_lines(
        tmp_path / "corpus.jsonl",
        [
            with_authors(a_record(arxiv_id, title, "An abstract."), *authors)
            for arxiv_id, (title, *authors) in NAMES.items()
        ],
    )
    new = a_record(NEW, "Weather in other rooms", "An abstract.")
    write_lines(tmp_path / "new.jsonl", [with_authors(new, "Kit Kapok", "Lu Larch")])
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_add_writes_a_row_as_the_records_of_a_corpus_show_that_the_list_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = ["add", "--list", "list.md", "--papers", "new.jsonl", "--corpus", "corpus.jsonl"]

    assert run([*told, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["row"] == ROW


def test_a_run_reads_the_list_with_the_records_that_its_state_holds(folder: Path) -> None:
    now = datetime(2022, 5, 12, tzinfo=UTC)
    app = App.here(Config())
    with Store.open(folder / "state.sqlite", now=now) as state:
        settings = settings_of(app, state)
        state.papers.keep(
            [
                a_paper(arxiv_id, title=title, authors=tuple(authors))
                for arxiv_id, (title, *authors) in NAMES.items()
            ],
            at=now,
        )
        paper = a_paper(NEW, title="Weather in other rooms", authors=("Kit Kapok", "Lu Larch"))
        row = settings.read(LIST).row(app.facts_of()(paper))

    assert row.markdown == ROW
