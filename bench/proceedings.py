"""What official proceedings add: venues that arXiv never names, found and right how often.

The rules of sources/proceedings were chosen on the lists of half 0; both halves are shown. Of a
row its title and arXiv id are known, and title and authors of the record where that is here, which
is so for a few. The bot has the record of every paper on arXiv, so it finds more than is measured.
"""

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from bench._proceedings import Row, asked, exports, programmes, records, rows
from bench.cells import read_lines, share
from bench.measuring import page
from bench.measuring.where import DATA, HAS_DATA, NO_DATA
from bench.ranking import graded_tasks
from wsss_bot.awesome_list import read_list
from wsss_bot.domain import Paper
from wsss_bot.evaluate import figures
from wsss_bot.score import train
from wsss_bot.sources.proceedings.match import Proceedings
from wsss_bot.sources.proceedings.two_stages import in_two_stages
from wsss_bot.text.titles import title_key
from wsss_bot.venues import canonical_name, find_venue, spelled

SHOWN = 20


def main() -> None:
    """Print all figures."""
    if not HAS_DATA:
        print(NO_DATA)
        return
    judged = [(row, verdict(row)) for row in in_scope()]
    page.show("proceedings", lists_table(judged))
    print("\n".join([*at_odds(judged), "", *preprints(), ""]))
    page.show("proceedings: the seed list, ids", [*seed(), "", *traps()])
    page.show("proceedings: where venues are", human())
    page.show("proceedings: discovery", discovery())


@cache
def official() -> Proceedings:
    return Proceedings(programmes())


@cache
def scope() -> frozenset[tuple[str, int]]:
    return frozenset((listing.conference, listing.year) for listing in programmes())


# --- rows whose venue and year are in the file -----------------------------------------------


def in_scope() -> list[Row]:
    return [row for row in rows() if (row.venue, row.year) in scope()]


def verdict(row: Row) -> str:
    """Return what became of a row: 'right', 'wrong', 'at odds', 'shown' or 'missed'.

    'At odds' is a row that names a conference whose programme has no such paper.
    """
    found = official().find(row.asked)
    if found.paper is None:
        return "shown" if found.shown else "missed"
    if (found.paper.venue.name, found.paper.venue.year) == (row.venue, row.year):
        return "right"
    return "wrong" if is_in(row.venue, row.year, row.entry.title) else "at odds"


def is_in(venue: str, year: int | None, title: str) -> bool:
    return (venue, year, title_key(title)) in keys()


@cache
def keys() -> frozenset[tuple[str, int | None, str]]:
    return frozenset(
        (paper.venue.name, paper.venue.year, title_key(paper.title))
        for listing in programmes()
        for paper in listing.papers
    )


Judged = tuple[Row, str]


def lists_table(judged: Sequence[Judged]) -> list[str]:
    lines = [
        "| rows whose venue and year are in the file | asked | all | half 0 | half 1 |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]

    def line(what: str, limit: str, of: Callable[[Row, str], tuple[int, int]]) -> str:
        cells = []
        for halves in ({0, 1}, {0}, {1}):
            pairs = [of(row, said) for row, said in judged if row.half in halves]
            part, whole = (sum(pair[at] for pair in pairs) for at in (0, 1))
            cells.append(share(part, whole, counts=True))
        return f"| {what} | {limit} | {' | '.join(cells)} |"

    written = {"right", "wrong", "at odds"}
    lines += [
        line("found, of rows that say a title", "89 %",
             lambda row, said: (said in written and row.says_a_title, row.says_a_title)),
        line("found, of all rows", "", lambda _, said: (said in written, 1)),
        line("only shown, of all rows", "", lambda _, said: (said == "shown", 1)),
        line("wrong, of those written", "0.2 %",
             lambda _, said: (said == "wrong", said in written)),
        line("the row is at odds with the programme", "",
             lambda _, said: (said == "at odds", said in written)),
    ]  # fmt: skip
    return lines


def at_odds(judged: Sequence[Judged]) -> list[str]:
    """Return the rows that name a conference whose programme has no such paper."""
    once = {
        title_key(row.entry.title): f"- {row.entry.title}: the row says {row.entry.venue}, "
        f"the programme {spelled(found.paper.venue)}"
        for row, said in judged
        if said in {"at odds", "wrong"} and (found := official().find(row.asked)).paper
    }
    return ["At odds, each once:", "", *once.values()]


def preprints() -> list[str]:
    """Return how many rows that say "arXiv" have a venue in the programmes, and twenty of them."""
    saying = [row for row in rows() if not row.venue]
    found = [(row, paper) for row in saying if (paper := official().find(row.asked).paper)]
    unlike = dict.fromkeys(f"- {paper.title}: {spelled(paper.venue)}" for row, paper in found)
    step = max(1, len(unlike) // SHOWN)
    return [
        f"Of {len(saying):,} rows that say no more than that the paper is a preprint, "
        f"{len(found)} have a venue in the file. {SHOWN} of them:",
        "",
        *list(unlike)[::step][:SHOWN],
    ]


# --- the seed list -----------------------------------------------------------------------------


def seed() -> list[str]:
    """Return what the file and the recorded exports say of the seed list's rows."""
    known = Proceedings([*programmes(), *exports()])
    listed = read_list((DATA / "seed-list.md").read_text(encoding="utf-8"))
    with (DATA / "seed-list.fields.csv").open(encoding="utf-8") as table:
        fields = {int(row["line"]): row for row in csv.DictReader(table)}
    found = {}
    for entry in listed.entries:
        paper = known.find(asked(entry.title, entry.arxiv_id)).paper
        if paper is not None:
            found[entry.line] = (entry, paper)
    blank = [(e, p) for e, p in found.values() if not e.venue or e.venue == "-"]
    odds = [
        f"{e.title}: {e.venue}, official {spelled(p.venue)}"
        for e, p in found.values()
        if (e, p) not in blank and canonical_name(e.venue or "") != p.venue.name
    ]
    links = [
        (fields[line]["where_url"], paper.link)
        for line, (_, paper) in found.items()
        if "openaccess.thecvf.com" in fields[line]["where_url"] and "thecvf" in paper.link
    ]
    return [
        f"Seed list: {len(found)} of {len(listed.entries)} rows found in the file and the exports; "
        f"filled: {', '.join(f'{e.method} {spelled(p.venue)}' for e, p in blank) or 'none'}; "
        f"filled cells at odds: {'; '.join(odds) or 'none'}; "
        f"CVF links of the list that come out identical: "
        f"{sum(one == other for one, other in links)} of {len(links)}.",
        *(f"- {one} ≠ {other}" for one, other in links if one != other),
    ]


# --- traps: ids in listings that are another paper's -------------------------------------------


def traps() -> list[str]:
    """Return what comes of ids whose record on arXiv has another title than the listing says."""
    listed = {p.arxiv_id: p for listing in programmes() for p in listing.papers if p.arxiv_id}
    known = {arxiv_id: paper for arxiv_id, paper in records().items() if arxiv_id in listed}
    said: Counter[str] = Counter()
    for arxiv_id, paper in known.items():
        same = title_key(paper.title) == title_key(listed[arxiv_id].title)
        found = official().find(asked(paper.title, arxiv_id, paper.authors))
        written = found.paper is listed[arxiv_id]
        kind = "same title" if same else "other title"
        said[f"{kind}: {'written' if written else 'shown' if found.shown else 'ignored'}"] += 1
    counts = ", ".join(f"{what} {count}" for what, count in sorted(said.items()))
    return [f"Ids that a CVF listing gives and whose record is known, {len(known)}: {counts}."]


# --- where the venues of human rows come from --------------------------------------------------


def human() -> list[str]:
    """Return where the venues that people wrote can be found."""
    asked_for = [r for r in read_lines("human-rows-dev.jsonl.gz") if r["venue"] and r["title"]]
    came: Counter[str] = Counter()
    for record in asked_for:
        known = record["comment_known"]
        said = find_venue(record["comment"], record["journal_ref"])
        found = official().find(asked(" ".join(record["title"].split()), record["arxiv_id"]))
        came[_origin(bool(said), found.paper is not None, known=known)] += 1
    lines = ["| venues that people wrote | rows | share |", "| --- | ---: | ---: |"]
    return lines + [
        f"| {origin} | {count} | {share(count, len(asked_for))} |"
        for origin, count in came.most_common()
    ]


def _origin(said: bool, listed: bool, *, known: bool) -> str:
    if said:
        return "arXiv's record and a listing" if listed else "arXiv's record only"
    if listed:
        return "a listing only" if known else "a listing; no comment was recorded"
    return "neither" if known else "no comment was recorded"


# --- papers that are not on arXiv, ranked in two stages -----------------------------------------


def discovery() -> list[str]:
    """Return what is lost when titles choose the papers whose abstracts are read."""
    [task] = [task for task in graded_tasks() if task.name == "conf-2022-23"]
    classifier = train(task.examples)
    relevant = {
        paper.arxiv_id for paper, yes in zip(task.papers, task.relevant, strict=True) if yes
    }
    read: list[str] = []

    def fetched(paper: Paper) -> Paper:
        read.append(paper.arxiv_id)
        return by_id[paper.arxiv_id]

    by_id = {paper.arxiv_id: paper for paper in task.papers}
    titles = [replace(paper, abstract="") for paper in task.papers]
    ranked = [paper.arxiv_id for paper, _ in in_two_stages(titles, classifier.score, fetched)]
    rest = [paper.arxiv_id for paper in task.papers if paper.arxiv_id not in set(ranked)]
    order = [*ranked, *rest]
    scores = np.arange(len(order), 0, -1, dtype=np.float64)
    two = figures(np.array([i in relevant for i in order]), scores, threshold=np.inf)
    one = figures(task.relevant, classifier.score(titles), threshold=np.inf)
    whole = figures(task.relevant, classifier.score(task.papers), threshold=np.inf)
    return [
        "| conf-2022-23, papers that are not on arXiv | asked | AP | abstracts read |",
        "| --- | ---: | ---: | ---: |",
        f"| titles alone | | {one.average_precision:.3f} | 0.0 % |",
        f"| in two stages | 0.80 | {two.average_precision:.3f} | {share(len(read), len(order))} |",
        f"| every abstract | | {whole.average_precision:.3f} | 100.0 % |",
    ]


if __name__ == "__main__":
    main()
