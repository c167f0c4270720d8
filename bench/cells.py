"""How many cells are right: names, links, venues and dates beside those that people wrote.

The rows of people stand beside this checkout in ../shared/data. The simplest rules are measured on
the same items: the title before the colon; the first GitHub link; the first venue named.
`python -m bench cells --write` puts the tables into docs/cells.md; `--show` lists what is wrong,
for study. A figure that is worse than asked is marked as missed.
"""

import csv
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bench.measuring import page
from bench.measuring.said import address, letters
from bench.measuring.where import DATA, HAS_DATA, NO_DATA
from wsss_bot.compose import facts_of
from wsss_bot.compose.code_links import find_code_link
from wsss_bot.compose.methods import ENOUGH, FoundMethod, candidates
from wsss_bot.domain import ArxivId, Facts, Paper
from wsss_bot.papers_file.records import read_papers
from wsss_bot.text.latex import to_unicode
from wsss_bot.venues import KNOWN_VENUES, canonical_name, spelled

UNKNOWN_DAY = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paper, what a person wrote about it, and what the two rules say."""

    paper: Paper
    written: dict[str, Any]
    ours: Facts
    simple: dict[str, str | None]

    @property
    def half(self) -> int:
        """Which half the paper falls into; the rules were made looking at half 0."""
        name = self.written.get("arxiv_id") or self.written["title"]
        return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2


Judge = Callable[[Iterable[Row], bool], tuple[int, int]]
"""From rows, and whether to judge our rule rather than the simple one: how many of how many."""


def main() -> None:
    """Show the figures, and how they depend on the points asked of a name."""
    if not HAS_DATA:
        print(NO_DATA)
        return
    human = list(rows_of(read_lines("human-rows-dev.jsonl.gz")))
    listed = list(rows_of(read_lines("rows-dev.jsonl")))
    venues = list(rows_of(read_lines("venues-dev.jsonl")))
    seed = list(rows_of(seed_rows()))
    page.show(
        "cells",
        [
            "| figure | asked | simplest rule | wsss-bot | half 0 | half 1 |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
            line("names, 17 lists: found of those in the text", 88, human, names_found),
            line("names, 17 lists: right of those given", 90, human, names_right),
            line("names, listed papers: found of those in the text", 80, listed, names_found),
            line("names, listed papers: right of those given", 92, listed, names_right),
            line("names, the seed list: found of those in the text", 100, seed, names_found),
            line("links, 31 lists: found of those in the text", 98, human, links_found),
            line("links, 31 lists: another one given instead", -1, human, links_wrong),
            line("links, listed papers: found of those in the text", 95, listed, links_found),
            line("venues, 31 lists: the same where the comment has it", 95, human, venues_same),
            line("venues, comments: right", 93, venues, venues_right),
            line("venues, comments: a wrong main venue", -3, venues, venues_wrong),
            line("dates, the seed list: right", 98, seed, dates_right),
        ],
    )
    page.show("cells by points", curve(human))
    if "--show" in sys.argv:
        show_errors(human, listed, venues)


def curve(rows: list[Row]) -> list[str]:
    """Return how many names are found and right for other values of `ENOUGH`."""
    named = [row for row in rows if row.written["method"]]
    points = [(best_candidate(row.paper), row) for row in named]
    lines = ["| points asked | found of those in the text | right of those given |"]
    lines.append("| ---: | ---: | ---: |")
    in_text = sum(row.written["method_in_text"] for row in named)
    for enough in range(1, 8):
        given = [(best.name, row) for best, row in points if best and best.points >= enough]
        right = [row for name, row in given if letters(name) == letters(row.written["method"])]
        found = sum(row.written["method_in_text"] for row in right)
        mark = " (as set)" if enough == ENOUGH else ""
        shares = f"{share(found, in_text)} | {share(len(right), len(given))}"
        lines.append(f"| {enough}{mark} | {shares} |")
    return lines


def best_candidate(paper: Paper) -> FoundMethod | None:
    link = find_code_link(paper.abstract, paper.comment)
    texts = to_unicode(paper.title), to_unicode(paper.abstract)
    found = candidates(*texts, link.repository if link else None)
    return max(found, key=lambda each: each.points, default=None)


def line(what: str, asked: int, rows: list[Row], judge: Judge) -> str:
    """Return a line of the table: the share by the simple rule, by ours, and by half.

    `asked` are the percents that there should be at least; below zero, those at most.
    """
    part, whole = judge(rows, True)
    missed = 100 * part < asked * whole if asked > 0 else 100 * part >= -asked * whole
    halves = [[row for row in rows if row.half == half] for half in (0, 1)]
    cells = [
        f"{asked} %" if asked > 0 else f"< {-asked} %",
        share(*judge(rows, False)),
        f"{share(part, whole)} ({part} of {whole}){', **missed**' if missed else ''}",
        *(share(*judge(half, True)) for half in halves),
    ]
    return f"| {what} | {' | '.join(cells)} |"


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none"


# --- what is right --------------------------------------------------------------------------


def names_found(rows: Iterable[Row], ours: bool) -> tuple[int, int]:
    asked = [row for row in rows if row.written["method"] and row.written["method_in_text"]]
    return sum(same_name(row, ours) for row in asked), len(asked)


def names_right(rows: Iterable[Row], ours: bool) -> tuple[int, int]:
    given = [row for row in rows if row.written["method"] and name_given(row, ours)]
    return sum(same_name(row, ours) for row in given), len(given)


def name_given(row: Row, ours: bool) -> str | None:
    return row.ours.method if ours else row.simple["method"]


def same_name(row: Row, ours: bool) -> bool:
    return letters(name_given(row, ours)) == letters(row.written["method"])


def links_found(rows: Iterable[Row], ours: bool) -> tuple[int, int]:
    asked = [row for row in rows if row.written["code_in_text"]]
    return sum(same_link(row, ours) for row in asked), len(asked)


def links_wrong(rows: Iterable[Row], ours: bool) -> tuple[int, int]:
    """Another repository than the person's, although the person's stands in the text."""
    asked = [row for row in rows if row.written["code_in_text"]]
    wrong = [
        row
        for row in asked
        if "github.com/" in (link_given(row, ours) or "")
        and "github.com/" in row.written["code"]
        and not same_link(row, ours)
    ]
    return len(wrong), len(asked)


def link_given(row: Row, ours: bool) -> str | None:
    return next((link.url for link in row.ours.code), None) if ours else row.simple["code"]


def same_link(row: Row, ours: bool) -> bool:
    return address(link_given(row, ours)) == address(row.written["code"])


def venues_same(rows: Iterable[Row], ours: bool) -> tuple[int, int]:
    """Count the same venue and year, however the person's list spells the venue."""
    asked = [row for row in rows if row.written["venue_in_comment"]]
    return sum(same_venue(row, ours) for row in asked), len(asked)


def same_venue(row: Row, ours: bool) -> bool:
    given, written = venue_given(row, ours), row.written["venue"]
    year = re.search(r"(?:19|20)\d\d", given or "")
    names = {venue_name(given), venue_name(written)}
    return len(names) == 1 and (year is None or int(year[0]) == row.written["venue_year"])


def venue_given(row: Row, ours: bool) -> str | None:
    if not ours:
        return row.simple["venue"]
    return spelled(row.ours.venue) if row.ours.venue else None


def venue_name(text: str | None) -> str | None:
    plain = re.sub(
        r"(?<=[A-Z])[Ww]\b|\b(?:workshops?|findings|oral|highlight|spotlight|D&B)\b",
        " ",
        text or "",
        flags=re.I,
    )
    return canonical_name(plain) or letters(re.sub(r"['(]?\s?(?:20)?\d\d\)?", "", plain))


def venues_right(rows: Iterable[Row], ours: bool) -> tuple[int, int]:
    every = list(rows)
    return sum(right_where(row, ours) for row in every), len(every)


def right_where(row: Row, ours: bool) -> bool:
    return letters(venue_given(row, ours)) == letters(row.written["where"])


def venues_wrong(rows: Iterable[Row], ours: bool) -> tuple[int, int]:
    """Of the papers without a venue and of the traps: a wrong one that is not marked as lesser."""
    asked = [row for row in rows if row.written["trap"] or row.written["where"] is None]
    wrong = [
        row
        for row in asked
        if venue_given(row, ours)
        and not right_where(row, ours)
        and not (ours and row.ours.venue and row.ours.venue.kind in {"workshop", "findings"})
    ]
    return len(wrong), len(asked)


def dates_right(rows: Iterable[Row], ours: bool) -> tuple[int, int]:
    asked = [row for row in rows if ours]
    right = sum(row.ours.submitted_on.strftime("%Y/%m") == row.written["when"] for row in asked)
    return right, len(asked)


# --- the simplest rules -----------------------------------------------------------------------


def simplest(paper: Paper) -> dict[str, str | None]:
    """Return the cells by the rules that anybody would try first."""
    said = f"{paper.abstract} {paper.comment or ''}"
    link = re.search(r"https?://github\.com/[\w.-]+/[\w.-]+", said)
    start, colon, _ = paper.title.partition(":")
    return {
        "method": start if colon else None,
        "code": link[0].rstrip(".") if link else None,
        "venue": first_venue(f"{paper.comment or ''} {paper.journal_ref or ''}"),
    }


def first_venue(text: str) -> str | None:
    mention = next(iter(KNOWN_VENUES.mentions(text)), None)
    year = re.search(r"(?:19|20)\d\d", text)
    return f"{mention.venue.name} {year[0] if year else ''}" if mention else None


# --- the rows of people ----------------------------------------------------------------------


def read_lines(name: str) -> Iterator[dict[str, Any]]:
    path = DATA / name
    with gzip.open(path, "rt") if name.endswith(".gz") else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def rows_of(records: Iterable[dict[str, Any]]) -> Iterator[Row]:
    for record in records:
        paper = Paper(
            arxiv_id=ArxivId(record.get("arxiv_id") or "0001.00001"),
            title=" ".join(record.get("title", "").split()),
            abstract=record.get("abstract", ""),
            submitted_at=record.get("submitted_at", UNKNOWN_DAY),
            comment=record.get("comment"),
            journal_ref=record.get("journal_ref"),
        )
        place = record.get("method_is_in")
        in_text = record.get("code_in_text", record.get("code_is_in_text"))
        written = {"method": None, **record, "method_in_text": place in {"title", "abstract"}}
        written |= {"code_in_text": in_text, "venue_in_comment": record.get("venue_in_comment")}
        yield Row(paper=paper, written=written, ours=facts_of(paper), simple=simplest(paper))


def seed_rows() -> Iterator[dict[str, Any]]:
    """Read the 63 rows of the seed list that have an arXiv id.

    Where the abstract is not at hand there is only the title, and the month is that of the id.
    """
    with (DATA / "seed-list.fields.csv").open(encoding="utf-8") as table:
        listed = {row["arxiv_id"]: row for row in csv.DictReader(table) if row["arxiv_id"]}
    known = {
        paper.arxiv_id: paper
        for paper in read_papers(str(DATA / "corpus.jsonl.gz"))
        if paper.arxiv_id in listed
    }
    for arxiv_id, row in listed.items():
        paper = known.get(ArxivId(arxiv_id))
        method = row["what"].replace("<br/>", "/")
        text = f"{row['title']} {paper.abstract if paper else ''}"
        month = datetime.strptime(arxiv_id[:4], "%y%m").replace(tzinfo=UTC)
        yield {
            "arxiv_id": arxiv_id,
            "title": row["title"],
            "abstract": paper.abstract if paper else "",
            "submitted_at": paper.submitted_at if paper else month,
            "when": row["when"],
            "method": method or None,
            "method_is_in": "abstract" if all(n in text for n in method.split("/")) else "neither",
        }


def show_errors(human: list[Row], listed: list[Row], venues: list[Row]) -> None:
    for row in (*human, *listed):
        name = row.written["method"]
        if name and (row.ours.method or row.written["method_in_text"]) and not same_name(row, True):
            print(f"name | {name} | {row.ours.method} | {row.paper.title}")
        if row.written["code_in_text"] and not same_link(row, True):
            print(f"link | {row.written['code']} | {link_given(row, True)}")
        if row.written["venue_in_comment"] and not same_venue(row, True):
            print(
                f"venue | {row.written['venue']} | {venue_given(row, True)} | {row.paper.comment}"
            )
    for row in venues:
        if not right_where(row, True):
            print(
                f"where | {row.written['where']} | {venue_given(row, True)} | {row.paper.comment}"
            )
