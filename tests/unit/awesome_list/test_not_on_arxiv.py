"""Papers that are not on arXiv: found in a list, and written as the list writes such papers."""

from datetime import date

import pytest

from wsss_bot.awesome_list import read_list
from wsss_bot.domain import ArxivId, Facts, Venue

PAGE = "openaccess.thecvf.com/content/CVPR2021/html/Doe_New_CVPR_2021_paper.html"
NEW = Facts(
    arxiv_id=None,
    title="A New Way to Learn from Image Tags Alone",
    submitted_on=date(2021, 6, 9),
    method="New",
    venue=Venue(name="CVPR", year=2021),
    authors=("Ann Bee", "Cee Dee"),
    sources={"venue": "CVF open access"},
    proceedings=f"https://{PAGE}",
)
ON_ARXIV = "CVPR 2021 | [2106.0000{n}](https://arxiv.org/abs/2106.0000{n})"
NOT_ON_ARXIV = "[ICCV 2021](https://openaccess.thecvf.com/content/ICCV2021/html/P{n}.html) | -"


def table(*kinds: str) -> str:
    rows = "".join(
        f"| 2021/0{9 - n} | **Net{n}** | Net{n}: Number {n} of Many Papers on Segmentation "
        f"| {kind.format(n=n)} | - |\n"
        for n, kind in enumerate(kinds, start=1)
    )
    return f"| when | what | title | where | arxiv | code |\n|:-|:-|:-|:-|:-|:-|\n{rows}"


def items(link: str) -> str:
    lines = (
        f"- **Net{n}: Number {n} of Many Papers on Segmentation** (CVPR 2021) {link.format(n=n)}\n"
        for n in range(1, 8)
    )
    return "# Papers\n\n" + "".join(lines)


def test_its_venue_links_to_its_page_and_there_is_a_dash_for_arxiv() -> None:
    listed = read_list(table(*[ON_ARXIV] * 5, *[NOT_ON_ARXIV] * 3))

    markdown = listed.row(NEW).markdown

    assert f"| [CVPR 2021](https://{PAGE}) | - |" in markdown
    assert "arxiv.org" not in markdown


def test_a_link_to_the_paper_leads_to_its_page() -> None:
    listed = read_list(items("[[Paper]](https://arxiv.org/abs/2106.0000{n})"))

    assert f"[[Paper]](https://{PAGE})" in listed.row(NEW).markdown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (table(*[ON_ARXIV] * 7), "no link to the paper"),
        (items("[[arXiv]](https://arxiv.org/abs/2106.0000{n})"), "'[arXiv]'"),
    ],
)
def test_a_list_that_links_to_arxiv_alone_refuses_it(text: str, reason: str) -> None:
    addition = read_list(text).add([NEW])

    assert addition.text == text
    assert reason in addition.placed[0].reason


def test_a_row_is_found_by_the_page_that_it_links_to() -> None:
    listed = read_list(table(*[ON_ARXIV] * 3, *[NOT_ON_ARXIV] * 3))
    page = ArxivId("openaccess.thecvf.com/content/ICCV2021/html/P5.html")

    found = listed.find(arxiv_id=page, title="")

    assert found is not None
    assert found.method == "Net5"
    assert listed.holds(arxiv_id=page, title="")


def test_its_row_is_found_by_title_once_it_has_an_arxiv_id() -> None:
    added = read_list(table(*[ON_ARXIV] * 5, *[NOT_ON_ARXIV] * 3)).add([NEW]).text
    completed = added.replace(
        f"[CVPR 2021](https://{PAGE}) | -",
        "CVPR 2021 | [2107.00001](https://arxiv.org/abs/2107.00001)",
    )

    found = read_list(completed).find(arxiv_id=ArxivId(PAGE), title=NEW.title)

    assert found is not None
    assert found.arxiv_id == "2107.00001"
