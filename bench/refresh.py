"""How right completions are: blank a cell of a real list, and see what comes back.

The lists and the papers' records stand beside this checkout in ../shared/data. A cell is blanked,
the list is read again, and the bot is given the paper's record: what arXiv says of it (`real`), or
one that says in plain words what the cell said (`told`), because arXiv says it of few listed papers
and a list's style shows in all its rows. `python -m bench.refresh --write` puts the table into
docs/refresh.md; `--show` lists what came back wrong or not at all.
"""

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bench._said import code_in, same_venue, urls_in, venue_in
from bench.cells import address
from bench.measuring import page
from bench.measuring.where import DATA, DOCS, HAS_DATA, NO_DATA
from wsss_bot.awesome_list import AwesomeList, Blank, decode_list, read_list
from wsss_bot.awesome_list.understand.anatomy import says_nothing
from wsss_bot.awesome_list.understand.cells import cut_row
from wsss_bot.awesome_list.understand.inline import find_links, plain
from wsss_bot.compose import facts_of
from wsss_bot.domain import ArxivId, Entry, Paper, Role
from wsss_bot.errors import ListError
from wsss_bot.old_rows import match as refresh
from wsss_bot.papers_file.records import read_papers
from wsss_bot.text.arxiv_ids import find_arxiv_ids
from wsss_bot.text.titles import title_key
from wsss_bot.venues import canonical_name

PAGE = DOCS / "refresh.md"
ROLES: tuple[Role, ...] = ("venue", "code", "paper")
GROUPS = 8
"""Every eighth row is blanked at a time, so that its neighbours still show the list's style."""

Outcome = Literal["same bytes", "reads the same", "means the same", "blank", "wrong"]
OUTCOMES: tuple[Outcome, ...] = ("same bytes", "reads the same", "means the same", "blank", "wrong")


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A cell as its list has it."""

    entry: Entry
    role: Role
    number: int
    """Its column."""
    mark: str
    """What the column's blank cells say."""

    @property
    def raw(self) -> str:
        """The cell with its padding."""
        return cut_row(self.entry.raw).cells[self.number]

    @property
    def blanked(self) -> str:
        """The line with the cell blank."""
        cut = cut_row(self.entry.raw)
        text = self.raw.strip()
        at = self.raw.index(text)
        after = self.raw[at + len(text) :]
        mark = self.mark.ljust(len(text)) if len(after) > 1 else self.mark
        cell = self.raw[:at] + mark + after
        cells = (*cut.cells[: self.number], cell, *cut.cells[self.number + 1 :])
        return cut.prefix + "|".join(cells) + cut.suffix


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came back in a blanked cell."""

    original: Original
    says_it: bool
    """Whether the record says what the cell said."""
    outcome: Outcome
    text: str


def results(listed: AwesomeList, records: Mapping[str, Paper], role: Role) -> Iterator[Result]:
    """Blank the cells of one role, a share at a time, and yield what comes back in each."""
    originals = [o for o in _originals(listed, role) if _record(o.entry, records)]
    lines = listed.text.splitlines(keepends=True)
    for first in range(min(GROUPS, len(originals))):
        group = originals[first::GROUPS]
        blanked = list(lines)
        for original in group:
            end = lines[original.entry.line - 1][len(original.entry.raw) :]
            blanked[original.entry.line - 1] = original.blanked + end
        again = read_list("".join(blanked))
        entries = {entry.line: entry for entry in again.entries}
        for original in group:
            paper = _record(original.entry, records)
            entry = entries.get(original.entry.line)
            assert paper is not None
            yield _result(original, paper, again, entry)


def _result(original: Original, paper: Paper, again: AwesomeList, entry: Entry | None) -> Result:
    filled = _filled(again, entry, paper, original.role) if entry else None
    after = cut_row(filled).cells[original.number] if filled else None
    return Result(
        original=original,
        says_it=_says(paper, original, entry),
        outcome=_outcome(original, after),
        text=(after or "").strip(),
    )


def _filled(listed: AwesomeList, entry: Entry, paper: Paper, role: Role) -> str | None:
    """Return the line of `entry` with that cell filled from the record; None: left as it is."""
    if entry.arxiv_id is None:
        found = refresh.match(entry, paper)
        if found is None or found.doubt:
            return None
    offered = [one for one in refresh.completions(entry, facts_of(paper)) if one.role == role]
    for one in offered:
        blank = Blank(line=entry.line, role=role, facts=one.facts)
        try:
            text = listed.fill([blank]).text
        except ListError:
            return None
        before, after = listed.text.splitlines(), text.splitlines()
        changed = [
            n for n, pair in enumerate(zip(before, after, strict=True), 1) if len(set(pair)) > 1
        ]
        assert changed in ([], [entry.line]), changed
        return after[entry.line - 1]
    return None


def _originals(listed: AwesomeList, role: Role) -> Iterator[Original]:
    """Yield the cells of that role that say something."""
    tables = [table for table in listed.tables if table.kind == "table" and table.papers]
    entries = listed.entries
    for table in tables:
        number = next((i for i, c in enumerate(table.columns) if c.role == role), None)
        if number is None:
            continue
        own = [e for e in entries if table.line < e.line <= table.line + table.rows + 1]
        rows = [(entry, cut_row(entry.raw).cells) for entry in own]
        rows = [(entry, cells) for entry, cells in rows if len(cells) > number]
        empty = Counter(c[number].strip() for _, c in rows if says_nothing(c[number]))
        mark = empty.most_common(1)[0][0] if empty else ""
        for entry, cells in rows:
            original = Original(entry=entry, role=role, number=number, mark=mark)
            if not says_nothing(cells[number]) and _is_fact(original):
                yield original


def _is_fact(original: Original) -> bool:
    """Whether the cell says something that a record could say."""
    entry, raw = original.entry, original.raw
    if original.role == "venue":
        return venue_in(raw) is not None
    if original.role == "code":
        return len(code_in(raw)) == 1
    alone = len(find_links(raw)) == 1 or plain(raw) == raw.strip()
    return alone and find_arxiv_ids(raw) == find_arxiv_ids(entry.raw) != ()


def _record(entry: Entry, records: Mapping[str, Paper]) -> Paper | None:
    return records.get(entry.arxiv_id or "")


def _says(paper: Paper, original: Original, entry: Entry | None) -> bool:
    """Whether the record says what the cell said, and the row without it still names the paper."""
    if entry is None:
        return False
    if entry.arxiv_id is None and title_key(paper.title) != title_key(entry.title):
        return False
    if original.role == "paper":
        return True
    if original.role == "code":
        said = f"{paper.abstract} {paper.comment or ''}"
        wanted = code_in(original.raw)
        return any(address(url) in wanted for url in re.findall(r"https?://[^\s{}<>]+", said))
    name, year, kind = venue_in(original.raw) or ("", None, "")
    said = f"{paper.comment or ''} {paper.journal_ref or ''}"
    if bool(kind) != bool(re.search(r"workshop|[A-Z]W\b", said, re.I)):
        return False
    words = {name, *re.findall(r"[A-Z][A-Za-z]+", name)}
    names = re.search(rf"\b(?:{'|'.join(map(re.escape, words))})", said, re.I) if name else None
    return bool(names) and (year is None or f"{year % 100:02}" in said)


def _outcome(original: Original, after: str | None) -> Outcome:
    if after is None or says_nothing(after):
        return "blank"
    before, after = original.raw.strip(), after.strip()
    if before == after:
        return "same bytes"
    if original.role == "venue":
        if plain(before) == plain(after):
            return "reads the same"
        return "means the same" if same_venue(before, after) else "wrong"
    if original.role == "code":
        if code_in(before) != code_in(after):
            return "wrong"
    elif find_arxiv_ids(before)[:1] != find_arxiv_ids(after)[:1]:
        return "wrong"
    return "reads the same" if plain(before) == plain(after) else "means the same"


# --- records --------------------------------------------------------------------------------


def real_records() -> dict[str, Paper]:
    """Return what arXiv says of papers, by id."""
    papers: dict[str, Paper] = {}
    for name in ("corpus", "arxiv-2025"):
        papers |= {str(p.arxiv_id): p for p in read_papers(str(DATA / f"{name}.jsonl.gz"))}
    with gzip.open(DATA / "human-rows-dev.jsonl.gz", "rt") as file:
        for record in map(json.loads, file):
            key = record["arxiv_id"]
            if not re.fullmatch(r"\d{4}\.\d{4,5}", key or ""):
                continue
            known = papers.get(key)
            if known is None or (record["comment"] and not known.comment):
                papers[key] = _paper(
                    key,
                    record["title"],
                    record["abstract"],
                    record["comment"],
                    record["journal_ref"],
                )
    return papers


def told_records(listed: AwesomeList) -> dict[str, Paper]:
    """Return records that say in plain words what the rows of a list say."""
    said: dict[str, dict[Role, str]] = defaultdict(dict)
    times = Counter(str(entry.arxiv_id) for entry in listed.entries)
    titles = {
        key: entry.title for entry in listed.entries if times[key := str(entry.arxiv_id)] == 1
    }
    for role in ROLES:
        for original in _originals(listed, role):
            key = str(original.entry.arxiv_id)
            if role == "code":
                said[key][role] = f"Our code is available at {min(urls_in(original.raw))}."
            elif role == "venue" and (venue := venue_in(original.raw)) and canonical_name(venue[0]):
                name, year, kind = venue
                said[key][role] = f"Accepted to {name}{kind} {year or ''}".strip()
    return {
        key: _paper(key, title, said[key].get("code", ""), said[key].get("venue"), None)
        for key, title in titles.items()
        if re.fullmatch(r"\d{4}\.\d{4,5}", key)
    }


def _paper(arxiv_id: str, title: str, abstract: str, comment: str | None, ref: str | None) -> Paper:
    month = datetime.strptime(arxiv_id[:4], "%y%m").replace(tzinfo=UTC)
    return Paper(
        arxiv_id=ArxivId(arxiv_id),
        title=title,
        abstract=abstract,
        submitted_at=month,
        comment=comment,
        journal_ref=ref,
    )


# --- the page ---------------------------------------------------------------------------------


def files() -> list[Path]:
    """Return the seed list and every other list."""
    lists = (path for path in (DATA / "lists").iterdir() if path.suffix in {".md", ".rst"})
    return [DATA / "seed-list.md", *sorted(lists)]


def main() -> None:
    """Print how many cells come back, in all and list by list."""
    if not HAS_DATA:
        print(NO_DATA)
        return
    real = real_records()
    tallies: dict[tuple[str, str, Role], Counter[str]] = {}
    for path in files():
        listed = read_list(decode_list(path.read_bytes(), name=path.name))
        for source, records in (("real", real), ("told", told_records(listed))):
            for role in ROLES:
                found = list(results(listed, records, role))
                if any(result.says_it for result in found):
                    tallies[path.name, source, role] = tally(found)
                if "--show" in sys.argv:
                    show(f"{path.name} {source}", found)
    totals: dict[tuple[str, str, Role], Counter[str]] = defaultdict(Counter)
    for (_, source, role), counts in tallies.items():
        totals["all lists", source, role] += counts
    pages = {"figures": table(totals), "lists": table(tallies)}
    for name, lines in pages.items():
        print("\n".join([*lines, ""]))
        if "--write" in sys.argv:
            page.fill(PAGE, name, lines, by="refresh")


def tally(found: Iterable[Result]) -> Counter[str]:
    """Count the cells, those of which the record says what they said, and what came back."""
    counts: Counter[str] = Counter()
    for result in found:
        counts["cells"] += 1
        if result.says_it:
            counts["said"] += 1
            counts[result.outcome] += 1
    return counts


def table(tallies: Mapping[tuple[str, str, Role], Counter[str]]) -> list[str]:
    """Return the lines of a table."""
    heads = ["list", "record", "cell", "blanked", "said", *OUTCOMES, "came back"]
    lines = [f"| {' | '.join(heads)} |", f"| --- | --- | --- |{' ---: |' * (len(heads) - 3)}"]
    for (name, source, role), counts in tallies.items():
        back = counts["said"] - counts["blank"] - counts["wrong"]
        numbers = [counts[key] for key in ("cells", "said", *OUTCOMES)]
        share = f"{100 * back / counts['said']:.1f} %"
        shown = name.removesuffix(".md").replace("__README", "").replace("+", "/", 1)
        cells = [shown, source, "arXiv id" if role == "paper" else role, *map(str, numbers), share]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def show(where: str, found: Iterable[Result]) -> None:
    """Print what did not come back as it was, for study."""
    for result in found:
        if result.outcome == "wrong" or (result.says_it and result.outcome == "blank"):
            original = result.original
            said = "" if result.says_it else " (the record says otherwise)"
            print(
                f"{where} line {original.entry.line}: {original.raw.strip()!r} -> {result.text!r},"
                f" {result.outcome}{said}"
            )


if __name__ == "__main__":
    main()
