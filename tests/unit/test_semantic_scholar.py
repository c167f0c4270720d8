"""Semantic Scholar's answers to a batch of arXiv ids."""

import json

import pytest

from wsss_bot.domain import ArxivId, Venue
from wsss_bot.errors import SourceError
from wsss_bot.sources.semantic_scholar import question, read_batch, venue_of_key

URL = "https://api.semanticscholar.org/graph/v1/paper/batch"
IDS = [ArxivId("2203.00001"), ArxivId("2203.00002")]


@pytest.mark.parametrize(
    ("key", "venue"),
    [
        ("conf/cvpr/LeeKSY21", Venue(name="CVPR", year=2021)),
        ("conf/cvpr/Lee0Z22a", Venue(name="CVPR", year=2022)),
        ("conf/nips/VaswaniSPUJGKP17", Venue(name="NeurIPS", year=2017)),
        ("conf/mm/0001CNJ0B20", Venue(name="ACM MM", year=2020)),
        ("conf/cvprw/LeeKSY21", Venue(name="CVPR", year=2021, kind="workshop")),
        ("journals/pami/ChenPKMY18", Venue(name="TPAMI", year=2018, kind="journal")),
        ("conf/cvpr/Girshick1999", Venue(name="CVPR", year=1999)),
        ("journals/corr/abs-2312-07559", None),
        ("journals/corr/VaswaniSPUJGKP17", None),
        ("conf/nobody-knows-this/Doe20", None),
        ("books/daglib/0001", None),
        ("", None),
    ],
)
def test_the_key_of_dblp_names_venue_and_year(key: str, venue: Venue | None) -> None:
    assert venue_of_key(key) == venue


def test_year_and_venue_of_semantic_scholar_itself_never_count() -> None:
    record = {
        "title": "A Title",
        "year": 2021,
        "venue": "Neural Information Processing Systems",
        "externalIds": {"ArXiv": "2203.00001", "DOI": "10.48550/arXiv.2203.00001"},
        "authors": [{"name": "Jane Doe"}, {"name": None}],
    }
    found = read_batch(json.dumps([record, None]).encode(), IDS, url=URL)

    assert list(found) == IDS[:1]
    paper = found[IDS[0]]
    assert (paper.venue, paper.doi, paper.authors) == (None, "", ("Jane Doe",))


def test_an_answer_for_fewer_papers_than_asked_is_a_failure() -> None:
    with pytest.raises(SourceError, match="sent 1 papers for 2 ids"):
        read_batch(b"[null]", IDS, url=URL)
    with pytest.raises(SourceError, match="sent no papers for 2 ids"):
        read_batch(b'{"error": "x"}', IDS, url=URL)


def test_a_question_names_ids_as_arxiv_s_and_no_more_than_500() -> None:
    assert question(IDS) == {"ids": ["ARXIV:2203.00001", "ARXIV:2203.00002"]}
    assert len(question([IDS[0]] * 600)["ids"]) == 500
