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
from typing import Any, NamedTuple

from bench.measuring import page
from bench.measuring.said import address, letters
from bench.measuring.where import DATA, HAS_DATA, NO_DATA
from wsss_bot.compose import facts_of
from wsss_bot.compose.code_links import find_code_link
from wsss_bot.compose.methods import ENOUGH, FoundMethod, candidates
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.papers_file.records import read_papers
from wsss_bot.text.latex import to_unicode
from wsss_bot.venues import KNOWN_VENUES, canonical_name, spelled

UNKNOWN_DAY = datetime(2000, 1, 1, tzinfo=UTC)


class Said(NamedTuple):
    """What a rule says of a paper."""

    method: str | None
    code: str | None
    venue: str | None
    lesser: bool = False
    """Whether the venue is marked as a workshop or as the findings of a conference."""
    month: str | None = None


Written = dict[str, Any]
"""What a person wrote of a paper, and which of it stands in the paper's texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paper, what a person wrote of it, and what the two rules say."""

    paper: Paper
    written: Written
    ours: Said
    simple: Said

    @property
    def half(self) -> int:
        """Which half the paper falls into; the rules were made looking at half 0."""
        name = self.written.get("arxiv_id") or self.written["title"]
        return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2


class Figure(NamedTuple):
    """Which papers are counted, and of which of them it is true."""

    asked: Callable[[Written, Said], Any]
    true: Callable[[Written, Said], bool]

    def of(self, answers: Iterable[tuple[Written, Said]]) -> tuple[int, int]:
        """Return of how many it is true, and how many are counted."""
        asked = [answer for answer in answers if self.asked(*answer)]
        return sum(self.true(*answer) for answer in asked), len(asked)


# --- what is right --------------------------------------------------------------------------


def same_name(written: Written, said: Said) -> bool:
    return letters(said.method) == letters(written["method"])


def same_link(written: Written, said: Said) -> bool:
    return address(said.code) == address(written["code"])


def other_link(written: Written, said: Said) -> bool:
    """Another repository than the person's, although the person's stands in the text."""
    on_github = all("github.com/" in (url or "") for url in (said.code, written["code"]))
    return on_github and not same_link(written, said)


def same_venue(written: Written, said: Said) -> bool:
    """Say whether venue and year are the same, however the person's list spells the venue."""
    year = re.search(r"(?:19|20)\d\d", said.venue or "")
    names = {venue_name(said.venue), venue_name(written["venue"])}
    return len(names) == 1 and (year is None or int(year[0]) == written["venue_year"])


def venue_name(text: str | None) -> str | None:
    plain = re.sub(
        r"(?<=[A-Z])[Ww]\b|\b(?:workshops?|findings|oral|highlight|spotlight|D&B)\b",
        " ",
        text or "",
        flags=re.I,
    )
    return canonical_name(plain) or letters(re.sub(r"['(]?\s?(?:20)?\d\d\)?", "", plain))


def right_where(written: Written, said: Said) -> bool:
    return letters(said.venue) == letters(written["where"])


def wrong_venue(written: Written, said: Said) -> bool:
    """Say whether it is a wrong venue that is not marked as lesser."""
    return bool(said.venue) and not right_where(written, said) and not said.lesser


NAMES_FOUND = Figure(lambda written, _: written["method"] and written["method_in_text"], same_name)
NAMES_RIGHT = Figure(lambda written, said: written["method"] and said.method, same_name)
LINKS_FOUND = Figure(lambda written, _: written["code_in_text"], same_link)
LINKS_OTHER = Figure(lambda written, _: written["code_in_text"], other_link)
VENUES_SAME = Figure(lambda written, _: written["venue_in_comment"], same_venue)
VENUES_RIGHT = Figure(lambda *_: True, right_where)
VENUES_WRONG = Figure(
    lambda written, _: written["trap"] or written["where"] is None,  # the traps, and no venue
    wrong_venue,
)
DATES_RIGHT = Figure(
    lambda _, said: said.month, lambda written, said: said.month == written["when"]
)


# --- the tables -----------------------------------------------------------------------------


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
            line("names, 17 lists: found of those in the text", 88, human, NAMES_FOUND),
            line("names, 17 lists: right of those given", 90, human, NAMES_RIGHT),
            line("names, listed papers: found of those in the text", 80, listed, NAMES_FOUND),
            line("names, listed papers: right of those given", 92, listed, NAMES_RIGHT),
            line("names, the seed list: found of those in the text", 100, seed, NAMES_FOUND),
            line("links, 31 lists: found of those in the text", 98, human, LINKS_FOUND),
            line("links, 31 lists: another one given instead", -1, human, LINKS_OTHER),
            line("links, listed papers: found of those in the text", 95, listed, LINKS_FOUND),
            line("venues, 31 lists: the same where the comment has it", 95, human, VENUES_SAME),
            line("venues, comments: right", 93, venues, VENUES_RIGHT),
            line("venues, comments: a wrong main venue", -3, venues, VENUES_WRONG),
            line("dates, the seed list: right", 98, seed, DATES_RIGHT),
        ],
    )
    page.show("cells by points", curve(human))
    if "--show" in sys.argv:
        show_errors([*human, *listed], NAMES_RIGHT, "method")
        show_errors([*human, *listed], NAMES_FOUND, "method")
        show_errors([*human, *listed], LINKS_FOUND, "code")
        show_errors(human, VENUES_SAME, "venue")
        show_errors(venues, VENUES_RIGHT, "where")


def line(what: str, asked: int, rows: list[Row], figure: Figure) -> str:
    """Return a line of the table: the share by the simple rule, by ours, and by half.

    `asked` are the percents that there should be at least; below zero, those at most.
    """
    part, whole = figure.of((row.written, row.ours) for row in rows)
    missed = 100 * part < asked * whole if asked > 0 else 100 * part >= -asked * whole
    cells = [
        f"{asked} %" if asked > 0 else f"< {-asked} %",
        share(*figure.of((row.written, row.simple) for row in rows)),
        f"{share(part, whole)} ({part} of {whole}){', **missed**' if missed else ''}",
        *(
            share(*figure.of((row.written, row.ours) for row in rows if row.half == half))
            for half in (0, 1)
        ),
    ]
    return f"| {what} | {' | '.join(cells)} |"


def share(part: int, whole: int, *, counts: bool = False) -> str:
    told = f" ({part} of {whole})" if counts else ""
    return f"{100 * part / whole:.1f} %{told}" if whole else "none"


def curve(rows: list[Row]) -> Iterator[str]:
    """Yield how many names are found and right for other values of `ENOUGH`."""
    named = [row for row in rows if row.written["method"]]
    points = [(best_candidate(row.paper), row.written) for row in named]
    in_text = sum(row.written["method_in_text"] for row in named)
    yield "| points asked | found of those in the text | right of those given |"
    yield "| ---: | ---: | ---: |"
    for enough in range(1, 8):
        given = [(best.name, written) for best, written in points if best and best.points >= enough]
        right = [written for name, written in given if letters(name) == letters(written["method"])]
        found = sum(written["method_in_text"] for written in right)
        mark = " (as set)" if enough == ENOUGH else ""
        yield f"| {enough}{mark} | {share(found, in_text)} | {share(len(right), len(given))} |"


def best_candidate(paper: Paper) -> FoundMethod | None:
    link = find_code_link(paper.abstract, paper.comment)
    texts = to_unicode(paper.title), to_unicode(paper.abstract)
    found = candidates(*texts, link.repository if link else None)
    return max(found, key=lambda each: each.points, default=None)


def show_errors(rows: Iterable[Row], figure: Figure, name: str) -> None:
    for row in rows:
        if figure.asked(row.written, row.ours) and not figure.true(row.written, row.ours):
            told = row.paper.title if name == "method" else row.paper.comment
            said = row.ours.venue if name == "where" else getattr(row.ours, name)
            print(f"{name} | {row.written[name]} | {said} | {told}")


# --- the two rules --------------------------------------------------------------------------


def ours(paper: Paper) -> Said:
    facts = facts_of(paper)
    return Said(
        method=facts.method,
        code=next((link.url for link in facts.code), None),
        venue=spelled(facts.venue) if facts.venue else None,
        lesser=facts.venue is not None and facts.venue.kind in {"workshop", "findings"},
        month=f"{facts.submitted_on:%Y/%m}",
    )


def simplest(paper: Paper) -> Said:
    """Return the cells by the rules that anybody would try first."""
    link = re.search(
        r"https?://github\.com/[\w.-]+/[\w.-]+", f"{paper.abstract} {paper.comment or ''}"
    )
    start, colon, _ = paper.title.partition(":")
    return Said(
        method=start if colon else None,
        code=link[0].rstrip(".") if link else None,
        venue=first_venue(f"{paper.comment or ''} {paper.journal_ref or ''}"),
    )


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
        yield Row(paper=paper, written=written, ours=ours(paper), simple=simplest(paper))


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
