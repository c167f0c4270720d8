# ruff: noqa: E501
"""Forms in which lists write their papers: a few rows, and the row that a maintainer would add."""

from dataclasses import replace
from datetime import date

import pytest

from wsss_bot.awesome_list import read_list
from wsss_bot.domain import ArxivId, CodeLink, Facts, Venue

PREPRINT = Facts(
    arxiv_id=ArxivId("2610.04567"),
    title="Gentle Frimlings under Kreltic Hesperation",
    submitted_on=date(2026, 7, 6),
    authors=("Odwella Frunsk", "Tavvo Drelmont"),
)
PAPER = replace(
    PREPRINT,
    title="Zubnet: Gentle Frimlings under Kreltic Hesperation",
    method="Zubnet",
    venue=Venue(name="NeurIPS", year=2026),
    code=(CodeLink(url="https://github.com/plimwock/zubnet"),),
)

FORMS = {
    "a heading is the title, and items are its details": (
        """\
# Papers

### Seeds from Image Tags
- Paper: https://arxiv.org/abs/2001.00001
- Code: https://github.com/a/b

### Masks out of Image Tags for Segmentation
- Paper: https://arxiv.org/abs/2001.00002
- Code: https://github.com/a/c

### Boxes are All You Need for Segmentation
- Paper: https://arxiv.org/abs/2001.00003
- Code: https://github.com/a/d
""",
        """\
### Zubnet: Gentle Frimlings under Kreltic Hesperation
- Paper: https://arxiv.org/abs/2610.04567
- Code: https://github.com/plimwock/zubnet""",
        """\
### Gentle Frimlings under Kreltic Hesperation
- Paper: https://arxiv.org/abs/2610.04567""",
    ),
    "an item of an HTML list": (
        """\
# Papers

<ul>
<li><b>(CVPR 2025)</b> <a href="https://arxiv.org/abs/2501.00001">SeedNet</a>: Seeds from Image Tags, Ash et al.</li>
<li><b>(ArXiv 2025)</b> <a href="https://arxiv.org/abs/2502.00002">Masks out of Image Tags for Segmentation</a>, Birch et al.</li>
<li><b>(CVPR 2024)</b> <a href="https://arxiv.org/abs/2403.00003">BoxNet</a>: Boxes are All You Need, Crane et al.</li>
<li><b>(ArXiv 2024)</b> <a href="https://arxiv.org/abs/2404.00004">LineNet</a>: Scribbles are Lines that Say Much, Dove et al.</li>
</ul>
""",
        '<li><b>(NeurIPS 2026)</b> <a href="https://arxiv.org/abs/2610.04567">Zubnet</a>:'
        " Gentle Frimlings under Kreltic Hesperation, Frunsk et al.</li>",
        '<li><b>(ArXiv 2026)</b> <a href="https://arxiv.org/abs/2610.04567">'
        "Gentle Frimlings under Kreltic Hesperation</a>, Frunsk et al.</li>",
    ),
    "a name in bold before the rest of the title": (
        """\
* [**Arxiv, 2024.9**] **SeedNet**: Seeds from Image Tags. [paper](https://arxiv.org/abs/2409.00001)
* [**CVPR, 2024**] **MaskNet**: Masks out of Image Tags. [paper](https://arxiv.org/abs/2402.00002) [code](https://github.com/a/b)
* [**Arxiv, 2024.2**] **BoxNet**: Boxes are All You Need. [paper](https://arxiv.org/abs/2402.00003) [code](https://github.com/a/c)
* [**Arxiv, 2024.1**] **LineNet**: Lines Say Much. [paper](https://arxiv.org/abs/2401.00004)
""",
        "* [**NeurIPS, 2026**] **Zubnet**: Gentle Frimlings under Kreltic Hesperation."
        " [paper](https://arxiv.org/abs/2610.04567) [code](https://github.com/plimwock/zubnet)",
        "* [**Arxiv, 2026.7**] Gentle Frimlings under Kreltic Hesperation."
        " [paper](https://arxiv.org/abs/2610.04567)",
    ),
    "a label on a line of its own": (
        """\
Seeds from Image Tags ,
PDF: <https://arxiv.org/pdf/2501.00001>

Masks out of Image Tags ,
PDF: <https://arxiv.org/pdf/2402.00002>

Boxes are All You Need ,
PDF: <https://arxiv.org/pdf/2402.00003>
""",
        """\
Zubnet: Gentle Frimlings under Kreltic Hesperation ,
PDF: <https://arxiv.org/pdf/2610.04567>""",
        """\
Gentle Frimlings under Kreltic Hesperation ,
PDF: <https://arxiv.org/pdf/2610.04567>""",
    ),
    "later lines as far in as those of the neighbours": (
        """\
-   Seeds from Image Tags.
    [[pdf]](https://arxiv.org/abs/2501.00001)
    -   Ada Ash, Bo Birch. *CVPR 2025*
-   Masks out of Image Tags.
    [[pdf]](https://arxiv.org/abs/2502.00002) [[code]](https://github.com/a/b)
    -   Cy Crane, Di Dove, Ed Elm. *ICCV 2025*
-   Boxes are All You Need.
    [[pdf]](https://arxiv.org/abs/2503.00003) [[code]](https://github.com/a/c)
    -   Flo Fir, Gil Gorse. *CVPR 2025*
""",
        """\
-   Zubnet: Gentle Frimlings under Kreltic Hesperation.
    [[pdf]](https://arxiv.org/abs/2610.04567) [[code]](https://github.com/plimwock/zubnet)
    -   Odwella Frunsk, Tavvo Drelmont. *NeurIPS 2026*""",
        """\
-   Gentle Frimlings under Kreltic Hesperation.
    [[pdf]](https://arxiv.org/abs/2610.04567)
    -   Odwella Frunsk, Tavvo Drelmont""",
    ),
    "a year in brackets behind the title, then a first author": (
        """\
- Seeds from image tags (2016), A. Ash et al. [[pdf]](https://arxiv.org/pdf/1601.00001)
- Masks out of image tags (2016), B. Birch et al. [[pdf]](https://arxiv.org/pdf/1602.00002)
- Boxes are all you need (2015), C. Crane et al. [[pdf]](https://arxiv.org/pdf/1503.00003)
- Lines say very much (2015), D. Dove et al. [[pdf]](https://arxiv.org/pdf/1504.00003)
""",
        "- Zubnet: Gentle Frimlings under Kreltic Hesperation (2026), O. Frunsk et al."
        " [[pdf]](https://arxiv.org/pdf/2610.04567)",
        "- Gentle Frimlings under Kreltic Hesperation (2026), O. Frunsk et al."
        " [[pdf]](https://arxiv.org/pdf/2610.04567)",
    ),
    "authors as BibTeX names them": (
        """\
* **Seeds from Image Tags**, CVPR, 2025.
Ash, Ada and Birch, Bo.
[[page](https://arxiv.org/pdf/2501.00001)]

* **Masks out of Image Tags**, ICCV, 2025.
Crane, Cy and Dove, Di and Elm, Ed.
[[page](https://arxiv.org/pdf/2502.00002)]

* **Boxes are All You Need**, CVPR, 2025.
Fir, Flo and Gorse, Gil.
[[page](https://arxiv.org/pdf/2503.00003)]
""",
        """\
* **Zubnet: Gentle Frimlings under Kreltic Hesperation**, NeurIPS, 2026.
Frunsk, Odwella and Drelmont, Tavvo.
[[page](https://arxiv.org/pdf/2610.04567)]""",
        """\
* **Gentle Frimlings under Kreltic Hesperation**.
Frunsk, Odwella and Drelmont, Tavvo.
[[page](https://arxiv.org/pdf/2610.04567)]""",
    ),
    "institutions go, and the full stop behind them stays": (
        """\
* **SeedNet**: "Seeds from Image Tags", CVPR, 2025 (*Ash Lab*). [[Paper](https://arxiv.org/abs/2501.00001)]
* **MaskNet**: "Masks out of Image Tags", arXiv, 2025 (*Birch Lab*). [[Paper](https://arxiv.org/abs/2502.00002)][[GitHub](https://github.com/a/b)]
* **BoxNet**: "Boxes are All You Need", ICCV, 2025 (*Crane Lab*). [[Paper](https://arxiv.org/abs/2503.00003)][[GitHub](https://github.com/a/c)]
* **LineNet**: "Lines Say Very Much", arXiv, 2025 (*Dove Lab*). [[Paper](https://arxiv.org/abs/2504.00004)]
""",
        '* **Zubnet**: "Zubnet: Gentle Frimlings under Kreltic Hesperation", NeurIPS, 2026.'
        " [[Paper](https://arxiv.org/abs/2610.04567)][[GitHub](https://github.com/plimwock/zubnet)]",
        '* "Gentle Frimlings under Kreltic Hesperation", arXiv, 2026.'
        " [[Paper](https://arxiv.org/abs/2610.04567)]",
    ),
    "the month first, as one date of the table tells": (
        """\
| Date | Title | Paper |
| --- | --- | --- |
| 04/05/2024 | Seeds from Image Tags | [2404.00001](https://arxiv.org/abs/2404.00001) |
| 03/26/2024 | Masks out of Image Tags | [2403.00002](https://arxiv.org/abs/2403.00002) |
| 03/04/2024 | Boxes are All You Need | [2403.00003](https://arxiv.org/abs/2403.00003) |
| 02/03/2024 | Lines Say Very Much | [2402.00004](https://arxiv.org/abs/2402.00004) |
""",
        "| 07/06/2026 | Zubnet: Gentle Frimlings under Kreltic Hesperation"
        " | [2610.04567](https://arxiv.org/abs/2610.04567) |",
        "| 07/06/2026 | Gentle Frimlings under Kreltic Hesperation"
        " | [2610.04567](https://arxiv.org/abs/2610.04567) |",
    ),
    "whole months, and May among them": (
        """\
- Seeds from Image Tags, May 2, 2024. [[paper](https://arxiv.org/abs/2405.00001)]
- Masks out of Image Tags, March 3, 2024. [[paper](https://arxiv.org/abs/2403.00002)]
- Boxes are All You Need, May 4, 2024. [[paper](https://arxiv.org/abs/2405.00003)]
- Lines Say Very Much, April 5, 2024. [[paper](https://arxiv.org/abs/2404.00004)]
""",
        "- Zubnet: Gentle Frimlings under Kreltic Hesperation, July 6, 2026."
        " [[paper](https://arxiv.org/abs/2610.04567)]",
        "- Gentle Frimlings under Kreltic Hesperation, July 6, 2026."
        " [[paper](https://arxiv.org/abs/2610.04567)]",
    ),
    "a sign that means nothing, and a label that says something of one repository": (
        """\
| Title | Repo | Paper |
| --- | --- | --- |
| Seeds from Image Tags | :heavy_minus_sign: | [arXiv](https://arxiv.org/abs/2501.00001) |
| Masks out of Image Tags | [Code Deleted](https://github.com/a/b) | [arXiv](https://arxiv.org/abs/2502.00002) |
| Boxes are All You Need | :heavy_minus_sign: | [arXiv](https://arxiv.org/abs/2503.00003) |
| Lines Say Very Much | [Code Deleted](https://github.com/a/c) | [arXiv](https://arxiv.org/abs/2504.00004) |
""",
        "| Zubnet: Gentle Frimlings under Kreltic Hesperation | [Code](https://github.com/plimwock/zubnet)"
        " | [arXiv](https://arxiv.org/abs/2610.04567) |",
        "| Gentle Frimlings under Kreltic Hesperation | :heavy_minus_sign:"
        " | [arXiv](https://arxiv.org/abs/2610.04567) |",
    ),
    "year and venue stand before the title": (
        """\
# Papers

* 2020-CVPR - Seeds from Image Tags and Their Masks. [[Paper]](https://arxiv.org/abs/2001.00001) [[Code]](https://github.com/a/b)

* 2020-NIPS - Masks out of Image Tags for Segmentation. [[Paper]](https://arxiv.org/abs/2001.00002)

* 2020-Arxiv - Boxes are All You Need for Segmentation. [[Paper]](https://arxiv.org/abs/2001.00003)

* 2021-ECCV - Scribbles are Enough for Segmentation. [[Paper]](https://arxiv.org/abs/2001.00004)

* 2021-Arxiv - Points are Enough for Segmentation. [[Paper]](https://arxiv.org/abs/2101.00005)
""",
        "* 2026-NIPS - Zubnet: Gentle Frimlings under Kreltic Hesperation. [[Paper]](https://arxiv.org/abs/2610.04567) [[Code]](https://github.com/plimwock/zubnet)",
        "* 2026-Arxiv - Gentle Frimlings under Kreltic Hesperation. [[Paper]](https://arxiv.org/abs/2610.04567)",
    ),
    "a tag that nobody knows stands before a dash of its own": (
        """\
# Papers

`SVOS` `Apr` &nbsp;-&nbsp; [paper](https://arxiv.org/abs/2000.00001) / code &nbsp;-&nbsp; Seeds from Image Tags and Their Masks

`UVOS` `Mar` &nbsp;-&nbsp; [paper](https://arxiv.org/abs/2001.00001) / [code](https://github.com/a/b1) &nbsp;-&nbsp; Masks out of Image Tags for Segmentation

`RVOS` `Feb` &nbsp;-&nbsp; [paper](https://arxiv.org/abs/2002.00001) / code &nbsp;-&nbsp; Boxes are All You Need for Segmentation

`SVOS` `Jan` &nbsp;-&nbsp; [paper](https://arxiv.org/abs/2003.00001) / [code](https://github.com/a/b3) &nbsp;-&nbsp; Scribbles are Enough for Segmentation

`AVOS` `Dec` &nbsp;-&nbsp; [paper](https://arxiv.org/abs/2004.00001) / code &nbsp;-&nbsp; Points are Enough for Everybody

`UVOS` `Nov` &nbsp;-&nbsp; [paper](https://arxiv.org/abs/2005.00001) / [code](https://github.com/a/b5) &nbsp;-&nbsp; Words of a Caption as Masks
""",
        "[paper](https://arxiv.org/abs/2610.04567) / [code](https://github.com/plimwock/zubnet) &nbsp;-&nbsp; Zubnet: Gentle Frimlings under Kreltic Hesperation",
        "[paper](https://arxiv.org/abs/2610.04567) &nbsp;-&nbsp; Gentle Frimlings under Kreltic Hesperation",
    ),
    "names of journals are cut short with stops": (
        """\
# Papers

| Title | Venue | Links |
| --- | --- | --- |
| Seeds from Image Tags and Their Masks | Nat. Commun. | [[PUB](https://arxiv.org/abs/2001.00001)] |
| Masks out of Image Tags for Segmentation | Nat. Mach. Intell. | [[PUB](https://arxiv.org/abs/2001.00002)] |
| Boxes are All You Need for Segmentation | Nat. Commun. | [[PUB](https://arxiv.org/abs/2001.00003)] |
| Scribbles are Enough for Segmentation | Commun. ACM | [[PUB](https://arxiv.org/abs/2001.00004)] |
| Points are Enough for Segmentation | preprint | [[PUB](https://arxiv.org/abs/2001.00005)] |
""",
        "| Zubnet: Gentle Frimlings under Kreltic Hesperation | NeurIPS | [[PUB](https://arxiv.org/abs/2610.04567)] |",
        "| Gentle Frimlings under Kreltic Hesperation | preprint | [[PUB](https://arxiv.org/abs/2610.04567)] |",
    ),
}
"""A list, the row of a published paper with name and code, and that of a preprint."""


@pytest.mark.parametrize("name", FORMS)
def test_a_row_has_the_form_of_its_neighbours(name: str) -> None:
    text, published, preprint = FORMS[name]
    for facts, row in ((PAPER, published), (PREPRINT, preprint)):
        addition = read_list(text).add([facts])

        (placed,) = addition.placed
        assert placed.row.markdown.strip() == row
        assert placed.line is not None
        again = read_list(addition.text).find(arxiv_id=facts.arxiv_id, title="")
        assert again is not None
        assert again.title in {facts.title, facts.title.partition(": ")[2]}


def test_a_list_of_one_item_gets_a_linked_title_and_nothing_of_that_item() -> None:
    text = """\
## Scraping

* [**Scraper**](https://github.com/a/scraper): Gathers text. Used for [GoodWeb](https://arxiv.org/abs/2306.01116).
"""

    row = read_list(text).row(PAPER)

    assert row.markdown == f"* [{PAPER.title}](https://arxiv.org/abs/2610.04567)"
