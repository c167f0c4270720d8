"""Semantic Scholar: DBLP's key and the DOI of papers by arXiv id, asked in batches with a key.

Its year is the preprint's in one of six papers and its venues are names of many kinds, so neither
counts: DBLP's key names the proceedings and their year.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from wsss_bot.domain import ArxivId, Venue
from wsss_bot.errors import SourceError
from wsss_bot.sources import bad_answers
from wsss_bot.venues import KNOWN_VENUES, VenueTable, canonical_name

BATCH = "https://api.semanticscholar.org/graph/v1/paper/batch?fields=title,authors,externalIds"
MOST_IDS = 500

_KEY = re.compile(
    r"(?P<kind>conf|journals)/(?P<stream>[a-z0-9-]+)/[^/]*?[A-Za-z-](?P<year>(?:19|20)?\d\d)[a-z]{0,2}",
    re.ASCII,
)
"""'conf/cvpr/LeeKSY21a', 'journals/pami/ChenPKMY18', 'conf/eccv/Li0Z22'."""
_STREAMS = {
    "pami": "TPAMI",
    "ijcv": "IJCV",
    "tip": "TIP",
    "tmm": "TMM",
    "tcsv": "TCSVT",
    "pr": "PR",
    "nips": "NeurIPS",
    "mm": "ACM MM",
    "cvprw": "CVPR",
    "iccvw": "ICCV",
    "eccvw": "ECCV",
    "mia": "MedIA",
    "tmi": "TMI",
    "tog": "TOG",
    "tnn": "TNNLS",
    "tgrs": "TGRS",
    "ral": "RA-L",
    "icra": "ICRA",
}
"""DBLP's name of a series, where it is not the usual short form in small letters."""
_NOT_PUBLISHED = {"corr", "iacr"}
_CENTURY_ENDS = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What Semantic Scholar says of one paper, as far as it can be trusted."""

    title: str
    authors: tuple[str, ...] = ()
    venue: Venue | None = None
    """By DBLP's key; None where there is none, or it is the preprint's."""
    doi: str = ""


def question(ids: Sequence[ArxivId]) -> dict[str, list[str]]:
    """Return the body of a question for at most `MOST_IDS` papers."""
    return {"ids": [f"ARXIV:{arxiv_id}" for arxiv_id in ids[:MOST_IDS]]}


def read_batch(
    body: bytes, ids: Sequence[ArxivId], *, url: str, venues: VenueTable = KNOWN_VENUES
) -> dict[ArxivId, Paper]:
    """Return what an answer says of `ids`, those that are not known left out.

    Raises SourceError for an answer that is not one item for each id.
    """
    return {
        arxiv_id: _paper(record, venues)
        for arxiv_id, record in _records(body, ids, url=url).items()
        if isinstance(record, dict)
    }


def parted(body: bytes, ids: Sequence[ArxivId], *, url: str) -> dict[ArxivId, str]:
    """Return the JSON that an answer has for each of `ids`; '' for a paper that is not known.

    Raises SourceError for an answer that is not one item for each id.
    """
    return {
        arxiv_id: json.dumps(record) if isinstance(record, dict) else ""
        for arxiv_id, record in _records(body, ids, url=url).items()
    }


def _records(body: bytes, ids: Sequence[ArxivId], *, url: str) -> dict[ArxivId, Any]:
    said = bad_answers.read_json(body, url=url)
    if not isinstance(said, list) or len(said) != len(ids):
        count = len(said) if isinstance(said, list) else "no"
        host = urlsplit(url).netloc
        raise SourceError(f"{host} sent {count} papers for {len(ids)} ids", url=url)
    return dict(zip(ids, said, strict=True))


def _paper(record: dict[str, Any], venues: VenueTable) -> Paper:
    ids = record.get("externalIds")
    ids = ids if isinstance(ids, dict) else {}
    authors = record.get("authors")
    names = [
        a["name"]
        for a in (authors if isinstance(authors, list) else [])
        if isinstance(a, dict) and isinstance(a.get("name"), str)
    ]
    key, doi, title = ids.get("DBLP"), ids.get("DOI"), record.get("title")
    return Paper(
        title=title if isinstance(title, str) else "",
        authors=tuple(names),
        venue=venue_of_key(key, venues=venues) if isinstance(key, str) else None,
        doi=doi if isinstance(doi, str) and not doi.lower().startswith("10.48550/") else "",
    )


def venue_of_key(key: str, *, venues: VenueTable = KNOWN_VENUES) -> Venue | None:
    """Return the venue that a key of DBLP names; None for a preprint or an unknown series."""
    found = _KEY.fullmatch(key)
    if found is None or found["stream"] in _NOT_PUBLISHED:
        return None
    stream = found["stream"]
    name = _STREAMS.get(stream) or canonical_name(stream.upper(), venues=venues)
    if name is None:
        return None
    kind: Literal["main", "workshop", "journal"] = "main"
    if found["kind"] == "journals":
        kind = "journal"
    elif stream.endswith("w") and stream in _STREAMS:
        kind = "workshop"
    return Venue(name=name, year=_year(found["year"]), kind=kind)


def _year(digits: str) -> int:
    number = int(digits)
    if number > 99:
        return number
    return number + (2000 if number < _CENTURY_ENDS else 1900)
