"""Rows that people wrote, held out of lists that are divided, and the section that a paper gets.

`python -m bench.places [--lists FOLDER]… [--records FILE]… [--half N] [--by-list] [--show]`:
folders of lists and files of records; without them those beside this checkout. Of each list that
has at least two sections 40 rows are held out, a few at a time, so that the list stays as it is
for the others. Of the paper its record is known, where there is one, else what its row says of
title and day, and the venue that its row names. Rows that are the only one of their section stay.
"""

import argparse
import hashlib
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

from bench.measuring import page
from bench.measuring.where import DATA, HAS_DATA, NO_DATA
from bench.rows import default_records, given, half_of, list_files, read_records
from wsss_bot.awesome_list import AwesomeList, decode_list, read_list
from wsss_bot.awesome_list.sections.headings import read_heading
from wsss_bot.awesome_list.understand.dates import read_date
from wsss_bot.awesome_list.understand.venue_text import read_venue
from wsss_bot.compose import facts_of
from wsss_bot.domain import ArxivId, Entry, Facts, Paper
from wsss_bot.errors import ListError

MOST = 40
"""So many rows are held out of one list."""
LONGEST = 260_000
"""Longer lists take minutes, and are left out unless they are asked for."""
AT_ONCE = 25
"""One row of so many is held out at once."""
FEWEST = 12
"""A list with fewer rows is left aside."""
SMALL = 12
"""A list with up to so many sections is a small one."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ID_DAY = re.compile(r"(\d\d)(\d\d)\.\d{4,5}")
NONE = ArxivId("2000.00001")
KINDS = ("topics", f"topics, up to {SMALL} sections", "years")
ALL = "all lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one row."""

    file: str
    kinds: tuple[str, ...]
    title: str
    theirs: str
    ours: str
    """Empty: refused."""
    runner_up: str
    is_sure: bool
    why: str

    @property
    def is_right(self) -> bool:
        return self.ours == self.theirs

    @property
    def is_among_two(self) -> bool:
        return self.theirs in {self.ours, self.runner_up}

    @property
    def has_wrong_parent(self) -> bool:
        return bool(self.ours) and _parent(self.ours) != _parent(self.theirs)


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.places", description=__doc__)
    parser.add_argument("--lists", action="append", type=Path, default=[])
    parser.add_argument("--records", action="append", type=Path, default=[])
    parser.add_argument("--only", default="", help="only lists whose name has this in it")
    parser.add_argument("--half", type=int, help="only that half of the lists, 0 or 1")
    parser.add_argument("--most", type=int, default=MOST, help="rows of a list at most")
    parser.add_argument("--longest", type=int, default=LONGEST, help="only lists of so many bytes")
    parser.add_argument("--by-list", action="store_true")
    parser.add_argument("--show", action="store_true", help="print what is not right")
    asked = parser.parse_args(arguments)
    if not (asked.lists or HAS_DATA):
        print(NO_DATA)
        return
    folders = asked.lists or [DATA / "lists", DATA / "wild"]
    files = [path for folder in folders for path in list_files(folder) if asked.only in path.name]
    files = [path for path in files if asked.half is None or half_of(path) == asked.half]
    files = [path for path in files if path.stat().st_size <= asked.longest]
    texts = {path: decode_list(path.read_bytes(), name=path.name) for path in files}
    records = read_records(asked.records or default_records(), texts.values())
    results = [
        one for path, text in texts.items() for one in placed(path, text, records, asked.most)
    ]
    page.show("places", by_half(results, by_list=asked.by_list))
    if asked.show:
        show(results)


def placed(
    path: Path, text: str, records: Mapping[ArxivId, Paper], most: int = MOST
) -> Iterator[Result]:
    """Hold rows out of a list, and place each paper again."""
    try:
        listed = read_list(text)
    except ListError:
        return
    entries = _of_papers(listed)
    sizes = Counter(entry.section for entry in entries)
    if len(sizes) < 2:
        return
    kinds = kinds_of(entries)
    if "years" in kinds:
        entries = [entry for entry in entries if day_of(entry) and _has_its_year(entry, records)]
    if len(entries) < FEWEST:
        return
    for taken in _taken(listed, entries, most):
        rest = _without(text, listed, taken)
        keys = {entry.arxiv_id for entry in taken}
        others = (paper for key, paper in records.items() if key not in keys)
        again = read_list(rest).with_records(others)
        facts = [facts_about(entry, records.get(entry.arxiv_id or NONE)) for entry in taken]
        for entry, place in zip(taken, map(again.place_of, facts), strict=True):
            yield Result(
                file=path.name,
                kinds=kinds,
                title=entry.title,
                theirs=entry.section,
                ours=place.section,
                runner_up=place.other_section,
                is_sure=place.is_sure,
                why=place.reason,
            )


def kinds_of(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Say how a list is divided: by years where most rows stand below one."""
    sections = {entry.section for entry in entries}
    shared = set.intersection(*(set(section.split(" / ")) for section in sections))
    years = sum(
        any(_YEAR.search(text) for text in set(entry.section.split(" / ")) - shared)
        for entry in entries
    )
    if 2 * years >= len(entries):
        return ("years",)
    return KINDS[:2] if len(sections) <= SMALL else KINDS[:1]


def facts_about(entry: Entry, paper: Paper | None) -> Facts:
    """Return what is known of a paper: its record, else title and day; and the row's venue."""
    if paper is not None:
        return given(facts_of(paper), entry)
    facts = Facts(
        arxiv_id=entry.arxiv_id or NONE,
        title=entry.title,
        submitted_on=day_of(entry) or date(2020, 1, 1),
    )
    return given(facts, entry)


def _has_its_year(entry: Entry, records: Mapping[ArxivId, Paper]) -> bool:
    """Whether its venue and the year of it are known, where the row names one."""
    said = read_venue(entry.venue or "")
    if said and not said.preprint and not said.known:
        return False
    venue = facts_about(entry, records.get(entry.arxiv_id or NONE)).venue
    return venue is None or venue.year is not None


def day_of(entry: Entry) -> date | None:
    """Return about when the paper of a row came out: by its id, its date or its venue."""
    if id_day := _ID_DAY.fullmatch(entry.arxiv_id or ""):
        return date(2000 + int(id_day[1]), int(id_day[2]), 1)
    if day := read_date(entry.date or ""):
        return date(day.year, day.month or 6, 1)
    venue = read_venue(entry.venue or "")
    return date(venue.year, 6, 1) if venue and venue.year else None


def _of_papers(listed: AwesomeList) -> list[Entry]:
    """Return the entries in listings of papers that stand there once.

    Those below headings for talks, news and the like are left out: nothing is ever added there.
    """
    seen = Counter(entry.arxiv_id or entry.title for entry in listed.entries)
    starts = [(table.line, table.papers) for table in listed.tables]
    found = []
    for entry in listed.entries:
        papers = next((is_it for line, is_it in reversed(starts) if line <= entry.line), False)
        below = [read_heading(text) for text in entry.section.split(" / ")[1:]]
        papers = papers and not any(heading.has_no_papers for heading in below)
        if papers and entry.title and seen[entry.arxiv_id or entry.title] == 1:
            found.append(entry)
    return found


def _taken(listed: AwesomeList, entries: Sequence[Entry], most: int) -> Iterator[list[Entry]]:
    """Yield the rows to hold out at once, chosen by a hash of their titles."""
    left = Counter(entry.section for entry in listed.entries)
    chosen = sorted(entries, key=lambda entry: hashlib.sha256(entry.title.encode()).digest())
    chosen = [entry for entry in chosen if left[entry.section] > 1][:most]
    size = max(1, len(entries) // AT_ONCE)
    taken: list[Entry] = []
    gone: Counter[str] = Counter()
    for entry in chosen:
        if len(taken) == size or gone[entry.section] + 1 >= left[entry.section]:
            yield taken
            taken, gone = [], Counter()
        taken.append(entry)
        gone[entry.section] += 1
    if taken:
        yield taken


def _without(text: str, listed: AwesomeList, taken: Sequence[Entry]) -> str:
    gone = {line for entry in taken for line in range(entry.line, listed.end_of(entry.line) + 1)}
    lines = text.splitlines(keepends=True)
    return "".join(line for number, line in enumerate(lines, start=1) if number not in gone)


def _parent(section: str) -> str:
    return section.rpartition(" / ")[0]


# --- tables ---------------------------------------------------------------------------------


def by_half(results: Sequence[Result], *, by_list: bool) -> Iterator[str]:
    """Yield the table of the lists that rules were chosen on, and that of the others."""
    for half, what in enumerate(("looked at while rules were chosen", "the others")):
        of_half = [one for one in results if half_of(Path(one.file)) == half]
        if of_half:
            yield f"Half {half} of the lists, {what}:"
            yield ""
            yield from table(of_half, by_list=by_list)
            yield ""


def table(results: Sequence[Result], *, by_list: bool) -> Iterator[str]:
    """Yield a row for each kind of division; figures are means over lists."""
    yield "| divided by | lists | rows | first | first two | sure | where sure | wrong parent |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for kind in (*KINDS, ALL):
        files: dict[str, list[Result]] = defaultdict(list)
        for one in results:
            if kind in (*one.kinds, ALL):
                files[one.file].append(one)
        if not files:
            continue
        yield _line(kind, list(files.values()), count=str(len(files)))
        if by_list and kind not in (KINDS[1], ALL):
            yield from (_line(name, [of_one], count="") for name, of_one in files.items())


def _line(name: str, lists: Sequence[Sequence[Result]], *, count: str) -> str:
    rows = [one for of_one in lists for one in of_one]
    sure = [one for one in rows if one.is_sure]
    figures = [
        mean(mean(one.is_right for one in of_one) for of_one in lists),
        mean(mean(one.is_among_two for one in of_one) for of_one in lists),
        len(sure) / len(rows),
        mean(one.is_right for one in sure) if sure else 0.0,
        mean(mean(one.has_wrong_parent for one in of_one) for of_one in lists),
    ]
    shown = " | ".join(f"{100 * figure:.0f} %" for figure in figures)
    return f"| {name} | {count} | {len(rows)} | {shown} |"


def show(results: Sequence[Result]) -> None:
    for one in results:
        if not one.is_right:
            print(f"\n--- {one.file}: {one.title[:110]}")
            sure = "sure" if one.is_sure else "not sure"
            print(f"theirs: {one.theirs}\nours:   {one.ours or 'REFUSED'} ({sure}; {one.why})")
            print(f"second: {one.runner_up}")


if __name__ == "__main__":
    import sys

    started = time.process_time()
    main(sys.argv[1:])
    print(f"\n{time.process_time() - started:.0f} s of processor time")
