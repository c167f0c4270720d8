"""Recorded answers of conferences' sites."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.realdata.where import DATA, needs_data
from wsss_bot.domain import ArxivId
from wsss_bot.errors import SourceError
from wsss_bot.sources.bad_answers import check_answer, read_json
from wsss_bot.sources.crossref import work_of
from wsss_bot.sources.proceedings.open_access import read_listing
from wsss_bot.sources.proceedings.virtual_site import read_programme
from wsss_bot.sources.semantic_scholar import read_batch

pytestmark = needs_data

RECORDED = DATA / "recorded"


def test_the_whole_listing_of_a_conference_is_read_with_every_author() -> None:
    listing = read_listing(
        (RECORDED / "cvf" / "WACV2025-day-all.reconstructed.html").read_bytes(),
        url="https://openaccess.thecvf.com/WACV2025?day=all",
        conference="WACV",
        year=2025,
        source="CVF open access",
    )
    truth = {
        paper["site"]: paper
        for paper in json.loads((RECORDED / "proceedings-truth" / "wacv2025.json").read_bytes())
    }

    assert len(listing.papers) == 929
    assert sum(paper.arxiv_id is not None for paper in listing.papers) == 511
    assert all(truth[paper.link]["title"] == paper.title for paper in listing.papers)
    assert all(truth[p.link]["author"] == "; ".join(p.authors) for p in listing.papers)


def test_a_recorded_programme_gives_its_papers() -> None:
    listing = read_programme(
        (RECORDED / "virtual-site" / "neurips-2025-orals-posters.trimmed.json").read_bytes(),
        url="https://neurips.cc/static/virtual/data/neurips-2025-orals-posters.json",
        conference="NeurIPS",
        year=2025,
        source="neurips.cc",
    )

    assert len(listing.papers) == 3
    assert {paper.track for paper in listing.papers} == {""}


@pytest.mark.parametrize(
    ("file", "status", "sentence"),
    [
        ("dblp/anubis-challenge.html", 200, "a bot check"),
        ("openreview/challenge.403.json", 403, "api.example.org (?:answered with a bot|refuses)"),
        ("semanticscholar/anonymous.429.json", 429, "fewer requests"),
        ("semanticscholar/no-key-rejected.quoted.txt", 403, "refuses to answer"),
        ("crossref/test_works_bad_id_warn.0.404.txt", 404, "nothing there"),
    ],
)
def test_recorded_bad_answers_get_their_sentence(file: str, status: int, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence):
        check_answer(status, (RECORDED / file).read_bytes(), url="https://api.example.org/x")


def test_plain_text_in_place_of_json_gets_a_sentence() -> None:
    with pytest.raises(SourceError, match="broken"):
        read_json((RECORDED / "crossref" / "test_works_bad_id_warn.0.404.txt").read_bytes(), url="")


def records(service: str, key: str) -> Iterator[dict[str, Any]]:
    """Yield every object with this key in the recorded answers of a service."""

    def walk(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict) and key in value:
            yield value
        elif isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                yield from walk(each)

    for file in sorted((RECORDED / service).glob("*.json")):
        yield from walk(json.loads(file.read_bytes()))


def test_no_early_year_of_semantic_scholar_is_written() -> None:
    """Of its own year and venue nothing comes; DBLP's key of a preprint is none."""
    read = [
        (record, read_batch(json.dumps([record]).encode(), [ArxivId("2203.00001")], url=""))
        for record in records("semanticscholar", "externalIds")
    ]
    written = [(record, paper.venue) for record, papers in read for paper in papers.values()]

    assert len(written) > 5
    assert not any("corr" in record["externalIds"]["DBLP"] for record, venue in written if venue)
    assert all(venue is None for r, venue in written if r.get("venue") in {"arXiv.org", "bioRxiv"})


def test_every_recorded_work_of_crossref_is_read() -> None:
    works = [(record, work_of(record)) for record in records("crossref", "DOI")]
    journals = [w for r, w in works if r.get("type") == "journal-article" and r["container-title"]]

    assert len(works) > 40
    assert all(work.titles for record, work in works if record.get("title"))
    assert not any("<" in title for _, work in works for title in work.titles)
    assert all(work.venue and work.venue.year for work in journals)
    assert all(w.venue is None for r, w in works if r.get("type") == "posted-content")
