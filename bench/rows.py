"""Rows that people wrote, taken out of lists and written again from the papers' records.

`python -m bench.rows [--lists FOLDER]… [--records FILE]… [--show] [--papers FOLDER]`: folders of
lists and files of records; without them those beside this checkout. Of each list at most 15 rows
and a third of those with a record are taken out, and each is written at the person's place: from
the record alone, and with the person's venue and code given. `--show` prints what is not right.
A second table adds three made-up papers of nonsense words to every list of the folders.
"""

import argparse
import gzip
import hashlib
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bench import _judged
from bench.measuring import page
from bench.measuring.where import DATA, HAS_DATA, NO_DATA
from wsss_bot.awesome_list import AwesomeList, decode_list, read_list
from wsss_bot.awesome_list.grammar.names import find_authors
from wsss_bot.awesome_list.understand.dates import read_date
from wsss_bot.awesome_list.understand.venue_text import canonical, read_venue
from wsss_bot.compose import facts_of
from wsss_bot.domain import ArxivId, CodeLink, Entry, Facts, Paper, Venue
from wsss_bot.errors import ListError
from wsss_bot.papers_file.records import read_papers

_NUMBERED = re.compile(r"^\s*\d+[.)]")
MOST = 15
"""So many rows at most are taken out of one list."""
ID = re.compile(rb'"id": ?"([^"]+)"')
IDS = re.compile(r"(?<![\d.])\d{4}\.\d{4,5}(?!\d)")
AUTHORS = "Of {of} rows that name authors, {share} % have them as the list's rule writes them."
NAMES = ("record alone", "venue and code given")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """A row that a person wrote, and the paper."""

    entry: Entry
    paper: Paper
    theirs: str
    several: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one row."""

    file: str
    layout: str
    given: str
    verdict: str
    why: str
    shape: bool
    ours: str
    theirs: str
    shapes: str
    authors: bool | None = None
    """Whether the authors are written as in the person's row; None: it does not name them all."""


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.rows", description=__doc__)
    parser.add_argument("--lists", action="append", type=Path, default=[])
    parser.add_argument("--records", action="append", type=Path, default=[])
    parser.add_argument("--only", default="", help="only lists whose name has this in it")
    parser.add_argument("--half", type=int, help="only that half of the lists, 0 or 1")
    parser.add_argument("--show", action="store_true", help="print what is not right")
    parser.add_argument("--no-nonsense", action="store_true", help="add no made-up papers")
    parser.add_argument("--by-list", action="store_true")
    parser.add_argument("--most", type=int, default=MOST, help="rows of a list at most")
    asked = parser.parse_args(arguments)
    if not (asked.lists or HAS_DATA):
        print(NO_DATA)
        return
    lists = asked.lists or [DATA / "lists", DATA / "wild"]
    files = [path for folder in lists for path in list_files(folder) if asked.only in path.name]
    files = [path for path in files if asked.half is None or half_of(path) == asked.half]
    texts = {path: decode_list(path.read_bytes(), name=path.name) for path in files}
    records = read_records(asked.records or default_records(), texts.values())
    results, nonsense = [], []
    for path, text in texts.items():
        results += list(rewritten(path, text, records, asked.most)) if asked.most else []
        nonsense += list(added(path, text, records)) if not asked.no_nonsense else []
    page.show("rows", by_half(results, nonsense, by_list=asked.by_list))
    if asked.show:
        show(results, nonsense)


def list_files(folder: Path) -> list[Path]:
    """Return the lists of a folder; a file is itself."""
    if folder.is_file():
        return [folder]
    ends = {".md", ".rst", ".yml", ".yaml"}
    return sorted(path for path in folder.iterdir() if path.suffix in ends)


def half_of(path: Path) -> int:
    """Return which half a list falls into; rules are chosen looking at half 0."""
    name = path.name.partition("@")[0]
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2


def default_records() -> list[Path]:
    return [DATA / "corpus.jsonl.gz", DATA / "arxiv-2025.jsonl.gz"]


def read_records(files: Sequence[Path], texts: Iterable[str]) -> dict[ArxivId, Paper]:
    """Return the records of the papers that the lists name, by id."""
    wanted = {found.encode() for text in texts for found in IDS.findall(text)}
    kept: list[bytes] = []
    for path in files:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rb") as lines:
            kept += [line for line in lines if (m := ID.search(line)) and m[1] in wanted]
    target = Path("/tmp") / f"bench-rows-{hash(tuple(map(str, files))) & 0xFFFF}.jsonl"  # noqa: S108
    target.write_bytes(b"".join(kept))
    found = {paper.arxiv_id: paper for paper in read_papers(str(target), keep_going=True)}
    target.unlink()
    return found


def held_out(
    listed: AwesomeList, records: Mapping[ArxivId, Paper], most: int = MOST
) -> list[HeldOut]:
    """Return the rows to take out, chosen by a hash of their ids."""
    seen = Counter(e.arxiv_id for e in listed.entries)
    lines = listed.text.splitlines()
    papers = {table.line for table in listed.tables if table.papers}
    of_papers = [e for e in listed.entries if papers and listed.is_among_papers(e.line)]
    known = [e for e in of_papers if e.arxiv_id in records and seen[e.arxiv_id] == 1]
    known.sort(key=lambda e: hashlib.md5(str(e.arxiv_id).encode(), usedforsecurity=False).digest())
    chosen = known[: min(most, len(known) // 3)]
    found = []
    for entry in sorted(chosen, key=lambda e: e.line):
        end = listed.end_of(entry.line)
        theirs = "\n".join(lines[entry.line - 1 : end]).rstrip()
        assert entry.arxiv_id
        found.append(
            HeldOut(
                entry=entry,
                paper=records[entry.arxiv_id],
                theirs=theirs,
                several=len([one for one in theirs.splitlines() if one.strip()]) > 1,
            )
        )
    return found


def without(text: str, listed: AwesomeList, taken: Sequence[HeldOut]) -> tuple[str, list[int]]:
    """Return the text without those rows, and the line where each stood."""
    lines = text.splitlines(keepends=True)
    gone: set[int] = set()
    places = []
    for one in taken:
        places.append(one.entry.line - len([n for n in gone if n < one.entry.line]))
        gone |= set(range(one.entry.line, listed.end_of(one.entry.line) + 1))
    return "".join(line for n, line in enumerate(lines, start=1) if n not in gone), places


def given(facts: Facts, entry: Entry) -> Facts:
    """Return the facts with the venue and the code of the person's row."""
    code = tuple(CodeLink(url=url) for url in entry.code[:1]) or facts.code
    read = read_venue(entry.venue or "")
    if read is None or read.preprint or not read.known:
        return replace(facts, code=code, venue=facts.venue if read is None else None)
    name = canonical(read.name) or read.name
    # Where venue and year have a cell each, the person gave both.
    day = read_date(entry.date or "")
    year = read.year or (day.year if day and not day.month else None)
    return replace(facts, code=code, venue=Venue(name=name, year=year))


def rewritten(
    path: Path, text: str, records: Mapping[ArxivId, Paper], most: int
) -> Iterator[Result]:
    try:
        listed = read_list(text)
    except ListError:
        return
    taken = held_out(listed, records, most)
    if not taken:
        return
    rest, places = without(text, listed, taken)
    others = {i: p for i, p in records.items() if i not in {one.paper.arxiv_id for one in taken}}
    again = read_list(rest).with_records(others.values())
    for one, line in zip(taken, places, strict=True):
        rows = again.rows_near(line)
        kind = listed.layout_at(one.entry.line) + (" of several lines" if one.several else "")
        facts = facts_of(one.paper)
        for name, known in zip(NAMES, (facts, given(facts, one.entry)), strict=True):
            placed = again.row_at(known, line)
            ours = placed.row.markdown
            verdict, why = _judged.verdict(ours, one.theirs, one.paper, known, rows)
            shapes = [
                again.shape_of(ours, known, line),
                again.shape_of(one.theirs, known, line, listed_as=one.entry.title),
            ]
            yield Result(
                file=path.name,
                layout=kind,
                given=name,
                verdict=verdict,
                why=why or placed.reason,
                shape=bool(ours) and _judged.same_shape(*shapes),
                shapes="\n".join(shapes),
                ours=ours,
                theirs=one.theirs,
                authors=same_authors(one, again, line),
            )


def same_authors(one: HeldOut, again: AwesomeList, line: int) -> bool | None:
    """Return whether the list's rule writes the authors of a row byte for byte."""
    facts = facts_of(one.paper)
    named = find_authors(without_addresses(one.theirs, facts.title), facts.authors)
    # One surname alone may be part of anything.
    if named is None or (named.shown == 1 and not named.tail and len(facts.authors) > 1):
        return None
    return again.authors_at(facts, line) == named.text


def without_addresses(row: str, title: str) -> str:
    """Return a row without its title and its addresses, each sign in its place."""
    hidden = re.sub(r"https?://[^\s()]*", lambda url: "\0" * len(url[0]), row)
    return re.sub(re.escape(title), lambda found: "\0" * len(found[0]), hidden, flags=re.IGNORECASE)


# --- nonsense -------------------------------------------------------------------------------

NONSENSE = (
    Facts(
        arxiv_id=ArxivId("2611.01234"),
        title="Zubbokrel: Quandible Frimlings for Wextral Oddlerump Snorvation",
        submitted_on=date(2026, 11, 15),
        method="Zubbokrel",
        venue=Venue(name="NeurIPS", year=2026),
        code=(CodeLink(url="https://github.com/plimwock/zubbokrel"),),
        authors=("Yorbina Klemquist", "Tavvo Drelmont", "Ushwick Pambroni"),
    ),
    Facts(
        arxiv_id=ArxivId("2610.04567"),
        title="Glimpering Vastrous Noombles under Kreltic Hesperation",
        submitted_on=date(2026, 10, 6),
        authors=("Odwella Frunsk",),
    ),
    Facts(
        arxiv_id=ArxivId("2609.07654"),
        title="Shimbrel: Taffling Brundles with Orquine Weplets",
        submitted_on=date(2026, 9, 1),
        method="Shimbrel",
        code=(CodeLink(url="https://github.com/dorvish/shimbrel"),),
        authors=("Imbrik Solvang", "Quella Vonderhew", "Prax Ollimand", "Nemby Tarkwell"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nonsense:
    """What became of one made-up paper."""

    file: str
    verdict: str
    why: str
    ours: str


def added(path: Path, text: str, records: Mapping[ArxivId, Paper]) -> Iterator[Nonsense]:
    """Add each made-up paper to the list, and judge its row."""
    try:
        listed = read_list(text).with_records(records.values())
    except ListError as error:
        yield from (
            Nonsense(file=path.name, verdict="refused", why=str(error), ours="") for _ in NONSENSE
        )
        return
    before = [(e.title, e.arxiv_id, e.venue, e.code) for e in listed.entries]
    for facts in NONSENSE:
        addition = listed.add([facts])
        (placed,) = addition.placed
        row = placed.row.markdown
        if placed.line is None:
            yield Nonsense(file=path.name, verdict="refused", why=placed.reason, ours=row)
            continue
        why = "; ".join(faults(facts, row, listed.rows_near(placed.line), addition.text, before))
        yield Nonsense(file=path.name, verdict="repair" if why else "good", why=why, ours=row)


def faults(
    facts: Facts,
    row: str,
    rows: Sequence[str],
    text: str,
    before: Sequence[tuple[str, ArxivId | None, str | None, tuple[str, ...]]],
) -> Iterator[str]:
    """Yield what a maintainer would have to repair."""
    paper = Paper(
        arxiv_id=ArxivId(str(facts.arxiv_id)),
        title=facts.title,
        abstract="",
        submitted_at=__import__("datetime").datetime(2026, 1, 1),
        authors=facts.authors,
    )
    own = _judged.own_words(paper, facts)
    if foreign := _judged.words_of(_NUMBERED.sub("", row)) - own - _judged.usual_words(rows, 0.3):
        yield "foreign: " + " ".join(sorted(foreign))
    urls = _judged.addresses(row) - {link.url.split("//")[1] for link in facts.code}
    usual = Counter(url for one in rows for url in _judged.addresses(one))
    if odd := [u for u in urls if str(facts.arxiv_id) not in u and usual[u] < 0.3 * len(rows)]:
        yield "foreign address: " + " ".join(odd)
    open_ones = [_judged.open_pairs(one) for one in rows]
    for pair in _judged.open_pairs(row):
        if sum(pair in one for one in open_ones) < 0.1 * len(rows):
            yield f"open {pair}"
    if not re.search(r"zubbokrel|glimpering|shimbrel", row, re.IGNORECASE):
        yield "without title and name"
    linked = sum("arxiv.org" in one for one in rows)
    if str(facts.arxiv_id) not in row and 2 * linked >= len(rows):
        yield "without a link"
    after = read_list(text).entries
    news = [e for e in after if e.arxiv_id == facts.arxiv_id or "limper" in e.title.lower()]
    rest = Counter((e.title, e.arxiv_id, e.venue, e.code) for e in after) - Counter(before)
    if len(news) != 1 and str(facts.arxiv_id) in row:
        yield f"read again as {len(news)} papers"
    elif len(after) != len(before) + 1 or sum(rest.values()) != 1:
        yield "other entries read otherwise"
    elif news and not same_words(news[0].title, facts) and facts.title in row:
        yield f"title read as {news[0].title!r}"


def same_words(title: str, facts: Facts) -> bool:
    """Whether the title is that of the paper, or what follows its name, or the name."""
    ours = "".join(re.findall(r"\w", title.lower()))
    wanted = [facts.title, facts.title.partition(": ")[2], facts.method or ""]
    return ours in {"".join(re.findall(r"\w", one.lower())) for one in wanted if one}


# --- tables ---------------------------------------------------------------------------------


def by_half(
    results: Sequence[Result], nonsense: Sequence[Nonsense], *, by_list: bool
) -> Iterator[str]:
    """Yield the tables of the lists that rules were chosen on, and of the others."""
    for half, what in enumerate(("looked at while rules were chosen", "the others")):
        rows = [one for one in results if half_of(Path(one.file)) == half]
        made_up = [one for one in nonsense if half_of(Path(one.file)) == half]
        if rows or made_up:
            yield f"Half {half} of the lists, {what}:"
            yield ""
            yield from table(rows, by_list=by_list)
            yield ""
            yield from nonsense_table(made_up)
            yield ""


def table(results: Sequence[Result], *, by_list: bool) -> list[str]:
    head = f"| what | rows | {' | '.join(_judged.VERDICTS)} | shape | bad lists |"
    lines = [head, "|" + " --- |" * (len(_judged.VERDICTS) + 4)]
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.given].append(result)
        groups[f"{result.given}, {result.layout}"].append(result)
        if by_list:
            groups[f"{result.file}, {result.given}"].append(result)
    for name in sorted(groups, key=lambda name: (name not in NAMES, name)):
        group = groups[name]
        counts = Counter(one.verdict for one in group)
        shares = [f"{100 * counts[v] / len(group):.0f} %" for v in _judged.VERDICTS]
        shape = f"{100 * sum(one.shape for one in group) / len(group):.0f} %"
        bad = {one.file for one in group if one.verdict in {"wrong", "broken"}}
        of = {one.file for one in group}
        lines.append(
            f"| {name} | {len(group)} | {' | '.join(shares)} | {shape} | {len(bad)} of {len(of)} |"
        )
    named = [one.authors for one in results if one.given == NAMES[0] and one.authors is not None]
    if named:
        lines += ["", AUTHORS.format(share=round(100 * sum(named) / len(named)), of=len(named))]
    return lines


def nonsense_table(results: Sequence[Nonsense]) -> list[str]:
    counts = Counter(one.verdict for one in results)
    bad = {one.file for one in results if one.verdict == "repair"}
    of = {one.file for one in results}
    return [
        "| made-up papers | good | repair | refused | lists with one to repair |",
        "| --- | --- | --- | --- | --- |",
        f"| {len(results)} | {counts['good']} | {counts['repair']} | {counts['refused']}"
        f" | {len(bad)} of {len(of)} |",
    ]


def show(results: Sequence[Result], nonsense: Sequence[Nonsense]) -> None:
    for one in results:
        if one.verdict in {"wrong", "broken", "refused"} or not one.shape:
            print(
                f"\n--- {one.file} [{one.layout}] {one.given}: {one.verdict} {one.why}"
                f" {'' if one.shape else '(shape)'}"
            )
            print(f"theirs: {one.theirs}\nours:   {one.ours}\n{one.shapes}")
    for bad in nonsense:
        if bad.verdict != "good":
            print(f"\n=== {bad.file}: {bad.verdict} {bad.why}\nours:   {bad.ours}")


if __name__ == "__main__":
    import sys

    started = time.process_time()
    main(sys.argv[1:])
    print(f"\n{time.process_time() - started:.0f} s of processor time")
