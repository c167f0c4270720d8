"""How right completions are: blank a cell of a real list, and see what comes back.

The lists and the papers' records stand beside this checkout in ../shared/data. A cell is blanked,
the list is read again, and the bot is given the paper's record: what arXiv says of it (`real`), or
one that says in plain words what the cell said (`told`), because arXiv says it of few listed papers
and a list's style shows in all its rows. `python -m bench refresh --write` puts the tables into
docs/refresh.md; `--show` lists what came back wrong or not at all; `--only=TEXT`, once or more,
takes the lists with that in their name.
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
from typing import Literal, get_args

from bench.measuring import page
from bench.measuring.said import address, code_in, same_venue, urls_in, venue_in
from bench.measuring.where import DATA, HAS_DATA, NO_DATA
from wsss_bot.awesome_list import AwesomeList, Blank, decode_list, read_list
from wsss_bot.awesome_list.understand.anatomy import says_nothing
from wsss_bot.awesome_list.understand.cells import cut_row
from wsss_bot.awesome_list.understand.inline import find_links, plain
from wsss_bot.compose import facts_of
from wsss_bot.domain import ArxivId, Entry, Paper, Role
from wsss_bot.errors import ListError
from wsss_bot.old_rows.match import completions, match
from wsss_bot.papers_file.records import read_papers
from wsss_bot.text.arxiv_ids import find_arxiv_ids
from wsss_bot.text.titles import title_key
from wsss_bot.venues import canonical_name

ROLES: tuple[Role, ...] = ("venue", "code", "paper")
GROUPS = 8
"""Every eighth row is blanked at a time, so that its neighbours still show the list's style."""
NEW_ID = re.compile(r"\d{4}\.\d{4,5}")
Outcome = Literal["same bytes", "reads the same", "means the same", "blank", "wrong"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


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
    originals = [o for o in _originals(listed, role) if o.entry.arxiv_id in records]
    for first in range(min(GROUPS, len(originals))):
        group = originals[first::GROUPS]
        lines = listed.text.splitlines(keepends=True)
        for original in group:
            entry = original.entry
            lines[entry.line - 1] = original.blanked + lines[entry.line - 1][len(entry.raw) :]
        again = read_list("".join(lines))
        left = {entry.line: entry for entry in again.entries}
        for original in group:
            paper = records[str(original.entry.arxiv_id)]
            remains = left.get(original.entry.line)
            filled = _filled(again, remains, paper, role) if remains else None
            after = cut_row(filled).cells[original.number] if filled else ""
            yield Result(
                original=original,
                says_it=remains is not None and _says(paper, original, remains),
                outcome=_outcome(original, after),
                text=after.strip(),
            )


def _filled(listed: AwesomeList, entry: Entry, paper: Paper, role: Role) -> str | None:
    """Return the line of `entry` with that cell filled from the record; None: left as it is."""
    if entry.arxiv_id is None:
        found = match(entry, paper)
        if found is None or found.doubt:
            return None
    for one in completions(entry, facts_of(paper)):
        if one.role == role:
            try:
                filled = listed.fill([Blank(line=entry.line, role=role, facts=one.facts)])
            except ListError:
                return None
            before, after = listed.text.splitlines(), filled.text.splitlines()
            assert after[: entry.line - 1] == before[: entry.line - 1]
            assert after[entry.line :] == before[entry.line :]
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


def _says(paper: Paper, original: Original, entry: Entry) -> bool:
    """Whether the record says what the cell said, and the row without it still names the paper."""
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


def _outcome(original: Original, after: str) -> Outcome:
    if says_nothing(after):
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
            key = record["arxiv_id"] or ""
            known = papers.get(key)
            if NEW_ID.fullmatch(key) and (
                known is None or (record["comment"] and not known.comment)
            ):
                said = (record[name] for name in ("title", "abstract", "comment", "journal_ref"))
                papers[key] = _paper(key, *said)
    return papers


def told_records(listed: AwesomeList) -> dict[str, Paper]:
    """Return records that say in plain words what the rows of a list say."""
    said: dict[str, dict[Role, str]] = defaultdict(dict)
    times = Counter(str(entry.arxiv_id) for entry in listed.entries)
    titles = {key: e.title for e in listed.entries if times[key := str(e.arxiv_id)] == 1}
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
        if NEW_ID.fullmatch(key)
    }


def _paper(key: str, title: str, abstract: str, comment: str | None, ref: str | None) -> Paper:
    return Paper(
        arxiv_id=ArxivId(key),
        title=title,
        abstract=abstract,
        submitted_at=datetime.strptime(key[:4], "%y%m").replace(tzinfo=UTC),
        comment=comment,
        journal_ref=ref,
    )


# --- the page ---------------------------------------------------------------------------------


def files() -> list[Path]:
    """Return the seed list and every other list, or those that were asked for."""
    lists = (path for path in (DATA / "lists").iterdir() if path.suffix in {".md", ".rst"})
    only = [word.partition("=")[2] for word in sys.argv if word.startswith("--only=")]
    every = [DATA / "seed-list.md", *sorted(lists)]
    return [path for path in every if not only or any(part in path.name for part in only)]


def main() -> None:
    """Show how many cells come back, in all and list by list."""
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
    page.show("refresh", table(totals))
    print("\n".join(table(tallies)))


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
