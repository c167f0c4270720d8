"""New rows follow the habits of the list."""

# ruff: noqa: E501 - rows of a list are long

from dataclasses import replace
from datetime import date

import pytest

from tests.make import some_facts
from wsss_bot.awesome_list import read_list
from wsss_bot.awesome_list.understand.venue_text import read_venue, write_venue
from wsss_bot.domain import CodeLink, Venue

CODE = (CodeLink(url="https://github.com/me/new", label="pytorch"),)
CVPR = Venue(name="CVPR", year=2023)


def a_list_of(*rows: str) -> str:
    columns = rows[0].count("|") - rows[0].count(r"\|") - 1
    header = {3: "| Title | Venue | Links |", 2: "| Title | Links |"}.get(
        columns, "| Title | Name | Venue | PDF | Code |"
    )
    return "\n".join([header, "|---" * columns + "|", *rows, ""])


@pytest.mark.parametrize(
    ("rows", "new"),
    [
        pytest.param(
            [
                "| Some Words of a Title | `Net` | CVPR'22 | [PDF](https://arxiv.org/pdf/2204.03206.pdf) | [Code](https://github.com/a/b) |"
            ],
            "| A New Paper on Weak Segmentation | `NewNet` | CVPR'23 | [PDF](https://arxiv.org/pdf/2201.00123.pdf) | [Code](https://github.com/me/new) |",
            id="code spans, short years, pdf links",
        ),
        pytest.param(
            [
                "|[**Some Words of a Title**](https://arxiv.org/abs/2204.03206)|Net|CVPR|[PDF](https://arxiv.org/abs/2204.03206)|![Star](https://img.shields.io/github/stars/a/b.svg) [Github](https://github.com/a/b)|"
            ],
            "|[**A New Paper on Weak Segmentation**](https://arxiv.org/abs/2201.00123)|NewNet|CVPR|[PDF](https://arxiv.org/abs/2201.00123)|![Star](https://img.shields.io/github/stars/me/new.svg) [Github](https://github.com/me/new)|",
            id="the title is the link, a badge counts stars",
        ),
        pytest.param(
            [
                r"| Some Words of a Title <br> <sup>*A. B., C. D.*</sup> | CVPR<br><sup>2022</sup> | [Paper](https://arxiv.org/abs/2204.03206)\|[Code](https://github.com/a/b) |",
                r"| Other Words of a Title <br> <sup>*E. F.*</sup> | ICCV<br><sup>2021</sup> | [Paper](https://arxiv.org/abs/2104.03206)\|[Code](https://github.com/a/c) |",
            ],
            r"| A New Paper on Weak Segmentation | CVPR<br><sup>2023</sup> | [Paper](https://arxiv.org/abs/2201.00123)\|[Code](https://github.com/me/new) |",
            id="authors are left out, links share a cell",
        ),
    ],
)
def test_a_table_row_looks_like_its_neighbours(rows: list[str], new: str) -> None:
    row = read_list(a_list_of(*rows)).row(some_facts(venue=CVPR, code=CODE))

    assert row.markdown == new


@pytest.mark.parametrize(
    ("items", "full", "bare"),
    [
        pytest.param(
            [
                '* **Net**: "Some Words of a Title", ICCV, 2021 (*Lab A*). [[Paper](https://arxiv.org/abs/2104.03206)][[PyTorch](https://github.com/a/b)]',
                '* **Net2**: "Other Words of a Title", arXiv, 2021 (*Lab B*). [[Paper](https://arxiv.org/abs/2105.03206)]',
            ],
            '* **NewNet**: "A New Paper on Weak Segmentation", CVPR, 2023. [[Paper](https://arxiv.org/abs/2201.00123)][[PyTorch](https://github.com/me/new)]',
            '* "A New Paper on Weak Segmentation", arXiv, 2022. [[Paper](https://arxiv.org/abs/2201.00123)]',
            id="quoted titles",
        ),
        pytest.param(
            [
                "  + [Some Words of a Title](https://arxiv.org/abs/2104.03206)<br>:star:[code](https://github.com/a/b):house:[project](https://x.org)",
                "  + [Other Words of a Title](https://arxiv.org/abs/2105.03206)<br>:star:[code](https://github.com/a/c)",
                "  + [More Words of a Title](https://arxiv.org/abs/2106.03206)",
            ],
            "  + [A New Paper on Weak Segmentation](https://arxiv.org/abs/2201.00123)<br>:star:[code](https://github.com/me/new)",
            "  + [A New Paper on Weak Segmentation](https://arxiv.org/abs/2201.00123)",
            id="linked titles",
        ),
        pytest.param(
            [
                "- Some Words of a Title [[ICCV2021]](https://arxiv.org/abs/2104.03206) [[Pytorch]](https://github.com/a/b)",
                "- Other Words of a Title [[arXiv]](https://arxiv.org/abs/2105.03206)",
            ],
            "- A New Paper on Weak Segmentation [[CVPR2023]](https://arxiv.org/abs/2201.00123) [[Pytorch]](https://github.com/me/new)",
            "- A New Paper on Weak Segmentation [[arXiv]](https://arxiv.org/abs/2201.00123)",
            id="the venue is the link",
        ),
        pytest.param(
            [
                "1. **[Net]** | **ICCV'21** | Some Words of a Title | [`[pdf]`](https://arxiv.org/pdf/2104.03206.pdf) | [`[code]`](https://github.com/a/b)",
                "2. **[Net2]** | **CVPR'22** | Other Words of a Title | [`[pdf]`](https://arxiv.org/pdf/2205.03206.pdf)",
            ],
            "3. **[NewNet]** | **CVPR'23** | A New Paper on Weak Segmentation | [`[pdf]`](https://arxiv.org/pdf/2201.00123.pdf) | [`[code]`](https://github.com/me/new)",
            "3. A New Paper on Weak Segmentation | [`[pdf]`](https://arxiv.org/pdf/2201.00123.pdf)",
            id="numbered, divided by bars",
        ),
    ],
)
def test_an_item_looks_like_its_neighbours_and_leaves_out_what_is_not_known(
    items: list[str], full: str, bare: str
) -> None:
    prefix = "- Topic\n" if items[0].startswith(" ") else ""
    listed = read_list(prefix + "\n".join([*items, ""]))

    assert listed.row(some_facts(venue=CVPR, code=CODE)).markdown == full
    assert listed.row(some_facts(method=None)).markdown == bare


def test_aligned_columns_stay_aligned() -> None:
    text = (
        "| Title                          | Venue    | PDF                                     |\n"
        "|--------------------------------|----------|-----------------------------------------|\n"
        "| Some Words of a Title          | CVPR     | [x](https://arxiv.org/abs/2204.03206)   |\n"
        "| Other Words of a Title Here    | ICCV     | [x](https://arxiv.org/abs/2204.03206v2) |\n"
    )  # fmt: skip

    row = read_list(text).row(some_facts(title="A New Paper", venue=Venue(name="TPAMI")))

    assert (
        row.markdown
        == "| A New Paper                    | TPAMI    | [x](https://arxiv.org/abs/2201.00123)   |"
    )


@pytest.mark.parametrize(
    ("spelt", "kind", "name", "written"),
    [
        ("NIPS 2021", "main", "NeurIPS", "NIPS 2023"),
        ("NeurIPS21", "main", "NeurIPS", "NeurIPS23"),
        ("2021CVPR", "main", "CVPR", "2023CVPR"),
        ("CVPR 2021", "workshop", "CVPR", "CVPRW 2023"),
        ("CVPR 2021", "findings", "CVPR", "CVPR Findings 2023"),
    ],
)
def test_venues_are_spelt_as_the_list_spells_them(
    spelt: str, kind: str, name: str, written: str
) -> None:
    text = a_list_of(
        f"| Some Words of a Title | Net | {spelt} | [x](https://arxiv.org/abs/2204.03206) | - |"
    )
    venue = Venue(name=name, year=2023, kind=kind)  # type: ignore[arg-type]

    row = read_list(text).row(some_facts(venue=venue))

    assert f"| {written} |" in row.markdown
    assert row.cells["venue"].text == written


def test_two_code_links_are_divided_as_elsewhere_in_the_list() -> None:
    text = a_list_of(
        "| Some Words of a Title | Net | CVPR 2022 | [x](https://arxiv.org/abs/2204.03206) | [caffe](https://github.com/a/b)<br/>[pytorch](https://github.com/a/c) |"
    )
    code = (*CODE, CodeLink(url="https://github.com/me/old", label="caffe"))

    row = read_list(text).row(some_facts(code=code))

    assert row.markdown.endswith(
        "| [pytorch](https://github.com/me/new)<br/>[caffe](https://github.com/me/old) |"
    )


def test_outside_text_cannot_end_a_link_or_a_cell() -> None:
    text = a_list_of(
        "|[Some Words of a Title](https://arxiv.org/abs/2204.03206)|`Net`|CVPR|-|[Code](https://github.com/a/b)|"
    )
    facts = some_facts(
        title="A ](https://evil.org) | title <img src=x>",
        method="Ne`t|",
        code=(CodeLink(url="https://github.com/a/b) | [x](y"),),
    )

    row = read_list(text).row(facts)

    assert len(read_list(a_list_of(row.markdown)).entries) == 1
    assert row.markdown.count("|") - row.markdown.count(r"\|") == 6
    assert "evil.org)" not in row.markdown.replace(r"\](https:", "").split("](", 2)[1]


def months(mark: str) -> str:
    return "# Models\n\n" + "".join(
        f"* [**{mark.format(day)}**] Learning Roads of Kind {at} with Few Labels."
        f" [paper](https://arxiv.org/abs/{number})\n"
        for at, (day, number) in enumerate(
            [("2024.8", "2408.00001"), ("2024.5", "2405.00002"), ("2023.11", "2311.00003")]
        )
    )


@pytest.mark.parametrize(
    ("mark", "venue"),
    [
        ("Arxiv, {}", "AAAI, 2026"), ("Arxiv {}", "AAAI 2026"), ("Arxiv({})", "AAAI(2026)"),
    ],
)  # fmt: skip
def test_a_month_without_a_zero_is_written_so_and_only_of_a_preprint(mark: str, venue: str) -> None:
    preprint = some_facts("2503.00037", on=date(2025, 3, 1))
    published = replace(preprint, venue=Venue(name="AAAI", year=2026))
    listed = read_list(months(mark))

    assert f"[**{mark.format('2025.3')}**]" in listed.row(preprint).markdown
    assert f"[**{venue}**]" in listed.row(published).markdown


@pytest.mark.parametrize("hung", ["ECCV-{}", "ECCV–{}", "ECCV'{}", "ECCV{}"])
def test_a_short_year_that_hangs_on_a_venue_is_its_year(hung: str) -> None:
    venue = read_venue(hung.format("16"))

    assert venue is not None
    assert (venue.name, venue.year) == ("ECCV", 2016)
    assert write_venue("CVPR", 2022, like=venue) == hung.format("22").replace("ECCV", "CVPR")


def test_what_stands_beside_a_venue_in_words_is_not_said_of_another_paper() -> None:
    text = "# Papers\n\n" + "".join(
        f"* [{title}](https://arxiv.org/abs/2301.0000{number})\n"
        "  <details>\n"
        f"  <summary>Ann Lee, Dim Karatzas <em>arxiv pre-print</em> 2023</summary>\n"
        "  This paper says something.\n  </details>\n\n"
        for number, title in enumerate(["Some Words of a Title", "Other Words of a Title"])
    )

    row = read_list(text).row(some_facts(venue=CVPR))

    assert row.cells["venue"].text == "CVPR 2023"


def test_a_row_that_would_keep_the_link_of_another_paper_is_none() -> None:
    text = """\
# Models

|Backbone|Head|Loss|Training Data|Download Link|
|:---:|:---:|:---:|:---:|:---:|
|[IR-50](https://arxiv.org/pdf/1512.03385.pdf)|[ArcFace](https://arxiv.org/pdf/1801.07698.pdf)|[Focal](https://arxiv.org/pdf/1708.02002.pdf)|[MS-1M](https://arxiv.org/pdf/1607.08221.pdf)|[Google Drive](https://drive.example.com/file), [Baidu Drive](https://baidu.example.com/file)|
"""

    (placed,) = read_list(text).add([some_facts(venue=CVPR)]).placed

    assert placed.row.markdown == ""
    assert "link of another paper to https://drive.example.com/file" in placed.reason
