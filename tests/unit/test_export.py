"""`export`: a list as BibTeX, CSV, JSON and Atom, each read by a parser that is not ours."""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import feedparser
import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.make import a_paper
from tests.working_folder import LIST
from wsss_bot.awesome_list import read_list
from wsss_bot.cli import run
from wsss_bot.domain import ArxivId, Decision, Outcome
from wsss_bot.show.export.atom import MOST, atom
from wsss_bot.show.export.bibtex import bibtex
from wsss_bot.show.export.listed import ListedPaper, listed_paper
from wsss_bot.show.export.tables import as_csv

NOW = datetime(2026, 11, 30, tzinfo=UTC)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)


def papers(text: str = LIST) -> list[ListedPaper]:
    return [listed_paper(entry, {}, {}) for entry in read_list(text).entries]


def named(title: str, **told: object) -> ListedPaper:
    values = dict.fromkeys(("arxiv_id", "method", "venue", "year", "date", "added_at", "url"))
    more = {"authors": (), "code": (), "section": "", "is_journal": False}
    return ListedPaper(title=title, **{**values, **more, **told})  # type: ignore[arg-type]


def test_a_list_says_of_a_paper_its_id_venue_code_and_day() -> None:
    first = papers()[0]

    assert (first.arxiv_id, first.venue, first.year) == ("2204.03206", "CVPR", 2022)
    assert first.code == ("https://github.com/someone/L2G",)
    assert first.date == date(2022, 4, 1)
    assert [paper.venue for paper in papers()] == ["CVPR", "CVPR", None, "NeurIPS", "CVPR"]


def test_arxiv_and_the_answers_complete_what_the_list_says() -> None:
    entry = read_list(LIST).entries[0]
    key = ArxivId("2204.03206")
    merged = Decision(
        outcome=Outcome.ACCEPTED,
        row="",
        pull_request=1,
        decided_at=datetime(2023, 5, 6, tzinfo=UTC),
    )
    record = a_paper(key, submitted_at=datetime(2022, 4, 7, tzinfo=UTC), authors=(r"P\'eter Nagy",))

    paper = listed_paper(entry, {key: record}, {key: merged})

    assert (paper.authors, paper.date) == (("Péter Nagy",), date(2022, 4, 7))
    assert paper.added_at == datetime(2023, 5, 6, tzinfo=UTC)


def test_bibtex_names_conference_journal_and_preprint_by_their_kind() -> None:
    text = bibtex([*papers()[2:4], named("On Masks", venue="TPAMI", is_journal=True, year=2020)])
    library = parse_string(text)

    assert [entry.entry_type for entry in library.entries] == ["misc", "inproceedings", "article"]
    assert [entry["booktitle"] for entry in library.entries[1:2]] == ["NeurIPS"]
    assert library.entries[2]["journal"] == "TPAMI"
    assert library.entries[0]["eprint"] == "2112.05351"


@settings(max_examples=60)
@given(st.lists(st.builds(named, TEXTS, method=TEXTS, venue=TEXTS, url=TEXTS), max_size=4))
def test_a_parser_takes_bibtex_whole_whatever_a_list_says(some: list[ListedPaper]) -> None:
    library = parse_string(bibtex(some))

    assert library.failed_blocks == []
    assert len(library.entries) == len(some)


def test_names_with_an_and_or_a_comma_stay_one_name() -> None:
    text = bibtex([named("T", authors=("Anders And Co", "Ada Lovelace", "X, Inc."))])

    assert "author = {{Anders And Co} and Ada Lovelace and {X, Inc.}}" in text


@settings(max_examples=60)
@given(TEXTS, TEXTS, TEXTS)
def test_a_feed_is_sound_whatever_a_list_says(title: str, url: str, name: str) -> None:
    feed = feedparser.parse(atom([named(title, url=url)], name=name, now=NOW))

    assert not feed.bozo
    assert len(feed.entries) == 1


def test_a_feed_holds_what_came_last_and_no_more() -> None:
    merged = named("An old paper, merged today", date=date(2014, 1, 1), added_at=NOW)
    others = [named(f"Paper {n}", date=date(2020, 1, 1 + n % 28)) for n in range(2 * MOST)]

    feed = feedparser.parse(atom([*others, merged], name="someone/a-list", now=NOW))

    assert feed.feed.title == "New on someone/a-list"
    assert feed.entries[0].title == merged.title
    assert feed.entries[0].updated == feed.feed.updated == "2026-11-30T00:00:00Z"
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) == MOST


def test_a_spreadsheet_computes_nothing() -> None:
    title = '=HYPERLINK("https://evil.example", "x")'
    [line] = csv.DictReader(
        io.StringIO(as_csv([named(title, code=("https://a/b", "https://c/d"))]))
    )

    assert line["title"] == f"'{title}"
    assert line["code"] == "https://a/b; https://c/d"


@pytest.mark.parametrize("form", ["bibtex", "csv", "json", "atom"])
def test_the_command_prints_each_paper(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")

    assert run(["export", "--format", form, "list.md"]) == 0

    said = capsys.readouterr().out
    read = {
        "bibtex": lambda: len(parse_string(said).entries),
        "csv": lambda: len(list(csv.DictReader(io.StringIO(said)))),
        "json": lambda: len(json.loads(said)),
        "atom": lambda: len(feedparser.parse(said).entries),
    }
    assert read[form]() == 5
