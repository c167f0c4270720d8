"""The link behind a venue: written where the neighbours have one, and nowhere else."""

from dataclasses import replace
from datetime import date

import pytest

from wsss_bot.awesome_list import Blank, read_list
from wsss_bot.domain import ArxivId, Facts, Venue

PAGE = "https://openaccess.thecvf.com/content/CVPR2021/html/Doe_New_CVPR_2021_paper.html"
NEW = Facts(
    arxiv_id=ArxivId("2106.00009"),
    title="A New Way to Learn from Image Tags Alone",
    submitted_on=date(2021, 6, 9),
    method="New",
    venue=Venue(name="CVPR", year=2021),
    sources={"venue": "CVF open access"},
    proceedings=PAGE,
)
LINKED = "[ICCV 2021](https://openaccess.thecvf.com/content/ICCV2021/html/P{n}.html)"


def table(venue: str, *, blank_at: int = -1) -> str:
    rows = "".join(
        f"| 2021/0{9 - n} | **Net{n}** | Net{n}: Number {n} of Many Papers on Segmentation "
        f"| {'-' if n == blank_at else venue.format(n=n)} "
        f"| [2106.0000{n}](https://arxiv.org/abs/2106.0000{n}) | - |\n"
        for n in range(1, 8)
    )
    return f"| when | what | title | where | arxiv | code |\n|:-|:-|:-|:-|:-|:-|\n{rows}"


@pytest.mark.parametrize(
    ("venue", "written"), [(LINKED, f"| [CVPR 2021]({PAGE}) |"), ("ICCV 2021", "| CVPR 2021 |")]
)
def test_a_new_row_links_its_venue_as_its_neighbours_do(venue: str, written: str) -> None:
    assert written in read_list(table(venue)).row(NEW).markdown


@pytest.mark.parametrize(
    ("venue", "written"), [(LINKED, f"| [CVPR 2021]({PAGE}) |"), ("ICCV 2021", "| CVPR 2021 |")]
)
def test_a_cell_that_is_filled_links_its_venue_as_its_neighbours_do(
    venue: str, written: str
) -> None:
    listed = read_list(table(venue, blank_at=4))
    facts = replace(NEW, arxiv_id=ArxivId("2106.00004"))

    filled = listed.fill([Blank(line=6, role="venue", facts=facts)])

    assert written in filled.text.splitlines()[5]
    assert filled.changes[0].after == "CVPR 2021"


def test_a_venue_whose_page_nobody_knows_links_to_no_neighbour_s() -> None:
    row = read_list(table(LINKED)).row(replace(NEW, proceedings=None))

    assert "CVPR 2021" in row.markdown
    assert "openaccess" not in row.markdown


def test_no_address_can_end_the_link_or_the_cell() -> None:
    row = read_list(table(LINKED)).row(replace(NEW, proceedings=f"{PAGE}?a=)|[x](y"))

    assert row.markdown.count("|") == 7
    assert "](y" not in row.markdown


@pytest.mark.parametrize("venue", ["[{n}](https://arxiv.org/abs/2106.0000{n})", "-", ""])
def test_neighbours_that_link_to_arxiv_or_say_nothing_show_no_link(venue: str) -> None:
    assert PAGE not in read_list(table(venue)).row(NEW).markdown
