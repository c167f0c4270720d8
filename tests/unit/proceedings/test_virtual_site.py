"""The programmes of conferences' virtual sites."""

import json
from typing import Any

import pytest

from wsss_bot.errors import NotPublished, SourceError
from wsss_bot.sources.proceedings.listing import Listing
from wsss_bot.sources.proceedings.virtual_site import read_programme, track_of

URL = "https://neurips.cc/static/virtual/data/neurips-2025-orals-posters.json"


def event(title: str = "Learning from Tags", **said: Any) -> dict[str, Any]:
    return {
        "name": title,
        "authors": [{"fullname": "Jane Doe"}, {"fullname": "Li &amp; Sons"}],
        "eventtype": "Poster",
        "decision": "Accept (poster)",
        "paper_url": "https://openreview.net/forum?id=7HV",
        "virtualsite_url": "/virtual/2025/poster/119718",
        "sourceurl": "https://openreview.net/group?id=NeurIPS.cc/2025/Conference",
        **said,
    }


def read(*events: Any, count: int | None = None) -> Listing:
    said = {"count": len(events) if count is None else count, "results": list(events)}
    return read_programme(
        json.dumps(said).encode(), url=URL, conference="NeurIPS", year=2025, source="its site"
    )


def test_names_are_unescaped() -> None:
    [paper] = read(event("Tags &amp; Boxes")).papers

    assert paper.title == "Tags & Boxes"
    assert paper.authors == ("Jane Doe", "Li & Sons")


def test_a_paper_with_a_poster_and_a_talk_stands_there_once() -> None:
    talk = event("Learning From  Tags", eventtype="Oral", decision="Accept (oral)")

    assert len(read(event(), talk).papers) == 1


def test_two_papers_with_one_title_are_two() -> None:
    assert len(read(event(), event(authors=[{"fullname": "Somebody Else"}])).papers) == 2


@pytest.mark.parametrize(
    ("said", "track"),
    [
        ({"eventtype": "Poster", "decision": "Accept to Findings"}, "findings"),
        ({"session": "Findings Poster Session 2"}, "findings"),
        ({"sourceurl": "https://openreview.net/group?id=ICML.cc/2025/Position_Paper_Track"},
         "position papers"),
        ({"eventtype": "Journal Track Poster"}, "journal track"),
        ({"sourceurl": "https://openreview.net/group?id=TMLR"}, "journal track"),
        ({"event_type": "Demonstration"}, "demonstrations"),
        ({"eventtype": "Workshop Poster"}, "workshop"),
        ({"session": "Learning from Demonstrations"}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_what_hangs_beside_a_conference_goes_by_its_own_name(
    said: dict[str, str], track: str
) -> None:
    [paper] = read(event(**said)).papers

    assert paper.track == track


@pytest.mark.parametrize("status", ["Poster", "Oral", "Spotlight", "Technical", "Long", "", "Main"])
def test_forms_of_presentation_are_no_tracks(status: str) -> None:
    assert track_of(status) == ""


def test_without_a_link_of_its_own_the_page_on_the_site_is_the_link() -> None:
    [paper] = read(event(paper_url=None)).papers

    assert paper.link == "https://neurips.cc/virtual/2025/poster/119718"


def test_a_programme_shorter_than_its_count_is_a_failure() -> None:
    with pytest.raises(SourceError, match=r"neurips.cc sent 1 of the 5000 papers"):
        read(event(), count=5000)


def test_a_programme_without_papers_is_not_published_yet() -> None:
    with pytest.raises(NotPublished, match="no papers of NeurIPS 2025 yet"):
        read()


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'{"count": 1}',
        b'{"count": 1, "results": {}}',
        b'{"count": 2, "results": [1, null]}',
    ],
)
def test_json_of_another_shape_is_a_failure(body: bytes) -> None:
    with pytest.raises(SourceError, match=r"neurips\.cc sent"):
        read_programme(body, url=URL, conference="NeurIPS", year=2025, source="")
