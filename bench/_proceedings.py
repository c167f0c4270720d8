"""The programmes, lists and records that bench/proceedings.py measures with."""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bench.measuring.where import DATA
from wsss_bot.awesome_list import read_list
from wsss_bot.awesome_list.understand.venue_text import canonical, only_preprint, read_venue
from wsss_bot.domain import ArxivId, Entry, Paper
from wsss_bot.errors import ListError
from wsss_bot.papers_file.records import read_papers
from wsss_bot.sources.proceedings.listing import Listing, ProceedingsPaper, web_address
from wsss_bot.sources.proceedings.match import Asked
from wsss_bot.sources.proceedings.virtual_site import track_of, venue_of
from wsss_bot.text.latex import to_unicode

NAMES = {"nips": "NeurIPS", "acmmm": "ACM MM", "siggraphasia": "SIGGRAPH Asia"}
NAMES |= {"automl": "AutoML", "corl": "CoRL"}
EXPORTS = {"aaai2021": "AAAI", "bmvc2020": "BMVC", "cvpr2021": "CVPR", "iccv2021": "ICCV"}
EXPORTS |= {"iclr2021": "ICLR", "mm2020": "ACM MM"}
"""Recorded exports of DBLP: file and conference."""

_AUTHORS = re.compile(r"^(?:by )?(?:[A-Z][\w.'’-]* ){1,3}[A-Z][\w'’-]*, (?:[A-Z][\w.'’-]* )+")
_FIELD = re.compile(r"^\s*(author|title|url)\s*=\s*\{(.*?)\},?\s*$", re.DOTALL | re.MULTILINE)


@cache
def programmes() -> tuple[Listing, ...]:
    """Return the papers of official proceedings, one listing a conference and year."""
    papers: dict[tuple[str, int], list[ProceedingsPaper]] = {}
    with gzip.open(DATA / "proceedings.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            name, year = NAMES.get(line["venue"], line["venue"].upper()), int(line["year"])
            track = track_of(line["status"])
            if name.startswith("SIGGRAPH") and line["status"] == "Poster":
                track = "posters"
            authors = re.split(r"[;,]" if name.startswith("SIGGRAPH") else ";", line["authors"])
            paper = ProceedingsPaper(
                title=line["title"],
                authors=tuple(filter(None, map(str.strip, authors))),
                venue=venue_of(name, year, track),
                link=web_address(line["link"], on="https://openaccess.thecvf.com/"),
                arxiv_id=ArxivId(line["arxiv"]) if line["arxiv"] else None,
                doi=line["doi"],
                track=track,
                source="the official programme",
            )
            papers.setdefault((name, year), []).append(paper)
    return tuple(
        Listing(conference=name, year=year, papers=tuple(found))
        for (name, year), found in papers.items()
    )


@cache
def exports() -> tuple[Listing, ...]:
    """Return the papers of the recorded exports of DBLP."""
    return tuple(
        Listing(conference=name, year=int(file[-4:]), papers=tuple(_exported(file, name)))
        for file, name in EXPORTS.items()
    )


def _exported(file: str, name: str) -> Iterator[ProceedingsPaper]:
    records = json.loads((DATA / "recorded" / "dblp" / f"{file}.bib.json").read_bytes())
    for lines in records.values():
        fields = {key: " ".join(text.split()) for key, text in _FIELD.findall("".join(lines))}
        plain = {
            key: to_unicode(text).replace("{", "").replace("}", "") for key, text in fields.items()
        }
        yield ProceedingsPaper(
            title=plain.get("title", ""),
            authors=tuple(plain.get("author", "").split(" and ")),
            venue=venue_of(name, int(file[-4:]), ""),
            link=fields.get("url", "").replace("\\_", "_"),
            source="DBLP",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a real list with a venue that can be read."""

    file: str
    entry: Entry
    venue: str
    """The usual short form; empty: it only says that the paper is a preprint."""
    year: int | None

    @property
    def half(self) -> int:
        """Which half its list falls into; the rules were made looking at half 0."""
        return sum(self.file.encode()) % 2

    @property
    def says_a_title(self) -> bool:
        """Whether what was read as its title is one: not a model's name, and no authors."""
        return len(self.entry.title.split()) >= 3 and not _AUTHORS.match(self.entry.title)

    @property
    def asked(self) -> Asked:
        """The paper as the bot asks for it: with the authors of its record, where that is here."""
        record = records().get(self.entry.arxiv_id or ArxivId(""))
        title = record.title if record else self.entry.title
        known = asked(title, self.entry.arxiv_id, record.authors if record else ())
        row = self.entry
        named = (f"{row.method}: {row.title}",) if row.method and not record else ()
        return replace(known, other_titles=(row.title, *named))


@cache
def records() -> dict[ArxivId, Paper]:
    """Return the arXiv records of listed papers that are here; most are not."""
    wanted = {row.entry.arxiv_id for row in rows()}
    wanted |= {paper.arxiv_id for listing in programmes() for paper in listing.papers}
    files = ("corpus.jsonl.gz", "arxiv-2025.jsonl.gz")
    papers = (paper for file in files for paper in read_papers(str(DATA / file)))
    return {paper.arxiv_id: paper for paper in papers if paper.arxiv_id in wanted}


def asked(title: str, arxiv_id: str | None, authors: tuple[str, ...] = ()) -> Asked:
    digits = re.match(r"\d\d(?=\d\d\.)", arxiv_id or "")
    year = 2000 + int(digits[0]) if digits else None
    return Asked(
        title=title, arxiv_id=ArxivId(arxiv_id) if arxiv_id else None, authors=authors, year=year
    )


@cache
def rows() -> tuple[Row, ...]:
    """Return the rows with a venue of all lists that can be read."""
    files = [*(DATA / "lists").iterdir(), *(DATA / "wild").iterdir()]
    return tuple(row for file in sorted(files) for row in _rows(file))


def _rows(file: Path) -> Iterator[Row]:
    if file.name.startswith("INDEX"):
        return
    try:
        entries = read_list(file.read_text(encoding="utf-8", errors="replace")).entries
    except ListError:
        return
    for entry in entries:
        found = read_venue(entry.venue) if entry.venue else None
        if found is None or entry.venue is None:
            continue
        name = "" if found.preprint or only_preprint(entry.venue) else canonical(found.name)
        if name is not None:
            yield Row(file=file.name, entry=entry, venue=name, year=found.year)
