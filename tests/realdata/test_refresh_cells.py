"""Blanked cells of real lists come back, as bench/refresh.py measures it."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime

from tests.make import a_paper
from tests.realdata.where import DATA, benchmark, needs_data
from wsss_bot.awesome_list import AwesomeList, Blank, decode_list, read_list
from wsss_bot.compose import facts_of
from wsss_bot.domain import Entry, Paper
from wsss_bot.old_rows.match import completions

pytestmark = needs_data

LISTS = (
    "seed-list.md",
    "BBBBchan+Awesome-Semi-Supervised-Semantic-Segmentation__README.md",
    "HiLab-git+SSL4MIS__README.md",
    "visionxiang+awesome-camouflaged-object-detection__README.md",
    "xiaomengyc+Few-Shot-Semantic-Segmentation-Papers__README.md",
)


def read(name: str) -> AwesomeList:
    return read_list(decode_list((DATA / name).read_bytes(), name=name))


def test_blanked_cells_come_back_and_never_wrong() -> None:
    printed = benchmark("refresh", *(f"--only={name}" for name in LISTS))

    lines = [line.strip("|").split("|") for line in printed.splitlines()]
    found = [[cell.strip() for cell in line] for line in lines if " all lists " in line]
    told = {
        cell: (int(said), float(back.removesuffix(" %")))
        for _, record, cell, _, said, *_, wrong, back in found
        if record == "told"
    }
    assert told.keys() == {"venue", "code", "arXiv id"}
    for said, back in told.values():
        assert said > 100
        assert back >= 95
    assert {line[-2] for line in found} == {"0"}


# --- values that other lists have for the blanks of the seed list ------------------------------


def fillable() -> Iterator[tuple[Entry, str, set[str]]]:
    """The rows of the seed list with a blank cell, and the values that other lists give for it."""
    values: dict[tuple[str, str], set[str]] = {}
    with (DATA / "seed_fillable.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            key = line["row"], {"where": "venue"}.get(line["empty_cell"], line["empty_cell"])
            values.setdefault(key, set()).add(line["value"])
    entries = read("seed-list.md").entries
    for (row, role), given in values.items():
        if role in {"venue", "code"}:
            yield entries[int(row) - 1], role, given


def a_record(entry: Entry, *, comment: str | None = None, reference: str | None = None) -> Paper:
    year = int((entry.date or "")[:4])
    return a_paper(
        entry.arxiv_id or "2000.00001",
        title=entry.title,
        comment=comment,
        journal_ref=reference,
        submitted_at=datetime(year, 1, 1, tzinfo=UTC),
    )


def after(entry: Entry, paper: Paper, role: str) -> list[str]:
    """What the cell of the seed list says after its completions."""
    listed = read("seed-list.md")
    wanted = [one for one in completions(entry, facts_of(paper)) if one.role == role]
    blanks = [Blank(line=entry.line, role=one.role, facts=one.facts) for one in wanted]
    return [change.after for change in listed.fill(blanks).changes]


def test_where_the_record_supports_one_value_it_is_offered() -> None:
    for entry, role, given in fillable():
        if len(given) == 1:
            [value] = given
            if role == "venue":
                assert after(entry, a_record(entry, comment=f"Accepted to {value}"), role) == [
                    value
                ]
            else:
                paper = a_record(entry, comment=f"Code: {value}")
                [offered] = [c for c in completions(entry, facts_of(paper)) if c.role == "code"]
                assert [link.url for link in offered.facts.code] == [value]
                assert len(after(entry, paper, role)) == 1


def test_where_sources_disagree_nothing_is_offered() -> None:
    disputed = [(entry, sorted(given)) for entry, _, given in fillable() if len(given) > 1]

    assert len(disputed) == 2
    for entry, (one, other) in disputed:
        assert (
            after(entry, a_record(entry, comment=f"Accepted to {one}", reference=other), "venue")
            == []
        )
        assert (
            after(entry, a_record(entry, comment=f"Accepted to {other}", reference=one), "venue")
            == []
        )
