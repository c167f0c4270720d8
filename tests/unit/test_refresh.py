from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.make import a_paper, an_entry
from wsss_bot.awesome_list import read_list
from wsss_bot.domain import ArxivId, CodeLink, Entry, Facts, Venue
from wsss_bot.old_rows.complete import refresh_rows
from wsss_bot.old_rows.match import completions, doubts_of, match

TITLE = "Pixel-to-Prototype Contrast for Weakly Supervised Segmentation"
FACTS = Facts(
    arxiv_id=ArxivId("2110.07110"),
    title=TITLE,
    submitted_on=date(2021, 10, 14),
    venue=Venue(name="CVPR", year=2022),
    code=(CodeLink(url="https://github.com/usr922/wseg"),),
    sources={"venue": "the authors' comment", "code": "the abstract"},
)


def test_blank_cells_are_filled_from_the_record() -> None:
    entry = an_entry(TITLE, line=29, arxiv_id="2110.07110")

    found = [(c.role, c.source) for c in completions(entry, FACTS)]

    assert found == [("venue", "the authors' comment"), ("code", "the abstract")]


@pytest.mark.parametrize(
    "venue",
    ["arXiv", "Arxiv 2021", "arXiv'21", "preprint", "arXiv preprint, 2021", "Under review", "CoRR"],
)
def test_a_venue_that_only_says_preprint_says_nothing_yet(venue: str) -> None:
    entry = an_entry(TITLE, arxiv_id="2110.07110", venue=venue)

    assert [c.role for c in completions(entry, FACTS)] == ["venue", "code"]


@pytest.mark.parametrize(
    "venue", ["CVPR 2022", "TPAMI", "arXiv and ICCV 2021", "ICCV (arXiv)", "submitted to ICCV", "?"]
)
def test_a_cell_that_a_person_has_filled_is_left_alone(venue: str) -> None:
    entry = an_entry(TITLE, arxiv_id="2110.07110", venue=venue)

    assert [c.role for c in completions(entry, FACTS)] == ["code"]


def test_the_same_title_in_a_plausible_year_is_the_same_paper() -> None:
    paper = a_paper(title=TITLE.upper(), submitted_at=datetime(2021, 10, 14, tzinfo=UTC))

    found = match(an_entry(TITLE, date="2021/10"), paper)

    assert found is not None
    assert found.doubt == ""


@pytest.mark.parametrize(
    ("title", "year", "doubt"),
    [
        (TITLE, 2013, "it came in 2013, the row says 2021"),
        (TITLE.replace("Contrast", "Contrasts"), 2021, "the titles differ a little"),
    ],
)
def test_what_may_be_another_paper_is_in_doubt(title: str, year: int, doubt: str) -> None:
    paper = a_paper(title=title, submitted_at=datetime(year, 10, 14, tzinfo=UTC))

    found = match(an_entry(TITLE, date="2021/10"), paper)

    assert found is not None
    assert found.doubt == doubt


@pytest.mark.parametrize(
    ("listed", "on_arxiv"),
    [
        ("MCTformer: Multi-class Tokens", "MCTformer+: Multi-class Tokens"),
        ("Seeds and Masks, Part I", "Seeds and Masks, Part II"),
        ("Weakly Supervised Segmentation", "Weakly Supervised Detection"),
    ],
)
def test_another_paper_is_no_match(listed: str, on_arxiv: str) -> None:
    assert match(an_entry(listed), a_paper(title=on_arxiv)) is None


def test_a_fact_in_doubt_is_shown_and_not_written() -> None:
    facts = replace(FACTS, doubts={"venue": "the authors also give TPAMI 2023"})
    entry = an_entry(TITLE, line=29, arxiv_id="2110.07110")

    [notice] = doubts_of(entry, facts)

    assert [c.role for c in completions(entry, facts)] == ["code"]
    assert notice.line == 29
    assert notice.message == "its venue is left as it is: the authors also give TPAMI 2023"


def test_a_doubt_about_a_cell_that_is_filled_is_not_shown() -> None:
    facts = replace(FACTS, doubts={"venue": "the authors also give TPAMI 2023"})

    assert list(doubts_of(an_entry(TITLE, arxiv_id="2110.07110", venue="CVPR 2022"), facts)) == []


def test_what_may_be_a_venue_is_shown_where_the_cell_says_nothing() -> None:
    facts = replace(FACTS, venue=None, doubts={"venue": "perhaps CVPR 2022 by DBLP: so and so"})

    [notice] = doubts_of(an_entry(TITLE, arxiv_id="2110.07110", venue="arXiv 2021"), facts)

    assert notice.message == "its venue is left as it is: perhaps CVPR 2022 by DBLP: so and so"
    assert list(doubts_of(an_entry(TITLE, venue="ICCV 2021"), facts)) == []


@pytest.mark.parametrize(
    ("written", "contradicted"),
    [
        ("ICCV 2021", True),
        ("CVPR 2021", True),
        ("CVPR 2022", False),
        ("CVPR", False),
        ("arXiv 2021", False),
        ("A Workshop of Friends", False),
    ],
)
def test_a_venue_that_its_proceedings_contradict_is_shown_and_not_changed(
    written: str, contradicted: bool
) -> None:
    url = "https://openaccess.thecvf.com/content/CVPR2022/html/P.html"
    facts = replace(FACTS, code=(), proceedings=url)
    entry = an_entry(TITLE, line=29, arxiv_id="2110.07110", venue=written)

    notices = list(doubts_of(entry, facts))

    assert [notice.message for notice in notices] == contradicted * [
        f"the row says {written}, its proceedings CVPR 2022: {url}"
    ]
    assert "venue" not in [c.role for c in completions(entry, facts)] or not contradicted


def test_a_retraction_is_shown_whatever_the_row_says() -> None:
    facts = replace(FACTS, code=(), doubts={"paper": "Crossref says that it was retracted"})

    [notice] = doubts_of(an_entry(TITLE, arxiv_id="2110.07110", venue="CVPR 2022"), facts)

    assert notice.message == "Crossref says that it was retracted"


@pytest.mark.parametrize("url", ["https://me.github.io/x", "https://huggingface.co/me/x"])
def test_code_is_only_what_a_repository_holds(url: str) -> None:
    facts = replace(FACTS, venue=None, code=(CodeLink(url=url, label="project"),))

    assert list(completions(an_entry(TITLE, arxiv_id="2110.07110"), facts)) == []


SHORT = "Weakly Supervised Segmentation"
OTHERS = "the row names other authors"


@pytest.mark.parametrize(
    ("entry", "doubt"),
    [
        (an_entry(SHORT), "so short a title may be another paper's too"),
        (an_entry(SHORT, date="2019/10"), "so short a title may be another paper's too"),
        (an_entry(SHORT, venue="ICCV 2021"), ""),
        (replace(an_entry(SHORT), section="Papers / 2021"), ""),
        (replace(an_entry(SHORT), section="Papers / 2011"), "it came in 2021, the row says 2011"),
        (replace(an_entry(SHORT), raw=f"| {SHORT} | Ada Lovelace et al. | - |"), ""),
        (replace(an_entry(TITLE), raw=f"{TITLE}. *Ada Lovelace, Alan Turing*"), ""),
        (replace(an_entry(TITLE), raw=f"{TITLE}. *G. Hopper et al.*"), OTHERS),
        (replace(an_entry(TITLE), raw=f"{TITLE}. *Grace Hopper, John Backus*"), OTHERS),
        (replace(an_entry(TITLE), raw=f"| {TITLE} | Hopper et al. |"), OTHERS),
        (replace(an_entry(TITLE), raw=f"| {TITLE} | Motion Blur, Motion Aliasing |"), ""),
    ],
)  # fmt: skip
def test_authors_and_year_settle_what_a_title_leaves_open(entry: Entry, doubt: str) -> None:
    paper = replace(
        a_paper(title=entry.title, submitted_at=datetime(2021, 10, 14, tzinfo=UTC)),
        authors=("Ada Lovelace", "Al{\\'a}n Turing"),
    )

    found = match(entry, paper)

    assert found is not None
    assert found.doubt == doubt


def test_of_two_papers_with_the_same_title_neither_is_sure() -> None:
    paper = a_paper(title=TITLE, submitted_at=datetime(2021, 10, 14, tzinfo=UTC))

    found = match(an_entry(TITLE, date="2021/10"), paper, namesakes=1)

    assert found is not None
    assert found.doubt == "it is one of 2 papers of that title"


@pytest.mark.parametrize(
    ("blank", "said"),
    [("", "Cy Crane et al."), ("-", "Cy Crane et al."), ("Cy Crane", None)],
)
def test_blank_cells_of_authors_are_filled_by_the_rule_of_the_list(
    blank: str, said: str | None
) -> None:
    rows = [
        ("Seeds from Image Tags Today", "Ada Ash et al.", "2501.00001", ("Ada Ash", "Zed Yew")),
        ("Masks out of Image Tags", "Bo Birch et al.", "2502.00002", ("Bo Birch", "Quin Rue")),
        ("Boxes are All You Need", blank, "2503.00003", ("Cy Crane", "Di Zinnia")),
        ("Lines Say Very Much", "Di Dove et al.", "2504.00004", ("Di Dove", "Gil Hay")),
    ]
    text = "| Title | Authors | Paper |\n| --- | --- | --- |\n" + "".join(
        f"| {title} | {authors} | [{number}](https://arxiv.org/abs/{number}) |\n"
        for title, authors, number, _ in rows
    )
    papers = [
        replace(a_paper(arxiv_id=number, title=title), authors=names)
        for title, _, number, names in rows
    ]

    refreshed = refresh_rows(read_list(text), papers, path="README.md")

    if said is None:
        assert refreshed.text == text
    else:
        assert f"| Boxes are All You Need | {said} |" in refreshed.text
        assert [(cell.role, cell.after) for cell, _ in refreshed.made] == [("authors", said)]


def test_a_list_without_authors_gets_none() -> None:
    text = (
        "| Title | Paper |\n| --- | --- |\n"
        "| Seeds from Image Tags | [2501.00001](https://arxiv.org/abs/2501.00001) |\n"
    )
    paper = replace(
        a_paper(arxiv_id="2501.00001", title="Seeds from Image Tags"), authors=("Ada Ash",)
    )

    assert refresh_rows(read_list(text), [paper], path="README.md").text == text
