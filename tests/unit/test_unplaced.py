"""Papers that the list has no place for: they take no row from others, and are named."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

from tests.make import some_facts
from wsss_bot.awesome_list import read_list
from wsss_bot.domain import ArxivId, Facts, Paper, Score, Venue
from wsss_bot.pull_request.circumstances import Unplaced, no_place
from wsss_bot.pull_request.draft import _added

LIST = read_list(
    "# Papers\n\n"
    + "".join(
        f"## {kind}\n\n- [Words of a Title {n}](https://arxiv.org/abs/220{n}.00001)\n"
        f"- [Further Words of a Title {n}](https://arxiv.org/abs/220{n}.00002)\n\n"
        for n, kind in enumerate(["Conference", "Journal"], start=1)
    )
)


def a_paper(number: int) -> Paper:
    return Paper(
        arxiv_id=ArxivId(f"2305.0000{number}"),
        title=f"A Paper of Number {number}",
        abstract="",
        submitted_at=datetime(2023, 5, 1, tzinfo=UTC),
    )


def facts_of(paper: Paper) -> Facts:
    """Only every third was accepted anywhere; the list has no place for preprints."""
    accepted = int(paper.arxiv_id[-1]) % 3 == 0
    venue = Venue(name="CVPR", year=2023) if accepted else None
    return some_facts(paper.arxiv_id, title=paper.title, on=date(2023, 5, 1), venue=venue)


def test_papers_without_a_place_take_no_row_from_those_that_have_one() -> None:
    score = Score(value=0.9, recipe="", trained_on="")
    ranking = cast("Any", SimpleNamespace(classifier=SimpleNamespace(explain=lambda _: score)))
    papers = [a_paper(number) for number in range(1, 10)]

    text, candidates, unplaced = _added(LIST, papers, ranking, facts_of, max_rows=2)

    assert [one.paper.arxiv_id[-1] for one in candidates] == ["3", "6"]
    assert [paper.arxiv_id[-1] for paper, _ in unplaced] == ["1", "2", "4", "5"]
    assert all("not published yet" in reason for _, reason in unplaced)
    assert text.count("2305.") == 2


def test_those_of_one_reason_are_named_together() -> None:
    papers = [
        Unplaced(arxiv_id=ArxivId(f"2305.0000{n}"), title=f"Paper {n}", reason="no section for it")
        for n in range(5)
    ]

    said = no_place(papers)

    assert said == "“Paper 0”, “Paper 1”, “Paper 2”, 2 more (no section for it)"
