"""What is understood of tables and items of many shapes."""

# ruff: noqa: E501 - rows of a list are long

import pytest

from wsss_bot.awesome_list import AwesomeList, Overrides, decode_list, read_list
from wsss_bot.domain import ArxivId, Entry
from wsss_bot.errors import ListError

LINK = "[x](https://arxiv.org/abs/2204.03206)"


def only_entry(text: str) -> Entry:
    (entry,) = read_list(text).entries
    return entry


def roles_of(text: str) -> list[str]:
    return [column.role for column in read_list(text).tables[0].columns]


def a_table(header: str, *rows: str) -> str:
    columns = header.count("|") - 1
    return "\n".join([header, "|---" * columns + "|", *rows, ""])


def test_every_part_of_a_table_row_is_found() -> None:
    entry = only_entry(
        "# List\n## 2022\n\n"
        + a_table(
            "| when | what | title | where | arxiv | code |",
            "| 2022/04 | **L2G** | L2G: A *Simple* \\| Framework for &alpha; $\\beta$ | [CVPR 2022](https://openaccess.thecvf.com/x.html)"
            f" | {LINK} | [caffe](https://github.com/a/b)<br/>[pytorch](https://github.com/a/c) |",
        )
    )

    assert entry.title == "L2G: A Simple | Framework for α β"
    assert (entry.method, entry.venue, entry.date) == ("L2G", "CVPR 2022", "2022/04")
    assert entry.arxiv_id == "2204.03206"
    assert entry.code == ("https://github.com/a/b", "https://github.com/a/c")
    assert (entry.section, entry.line) == ("List / 2022", 6)


@pytest.mark.parametrize(
    ("item", "title", "method", "venue"),
    [
        (f'- **Name:** "A Title of Some Words" *CVPR2022* [paper]{LINK[3:]}', "A Title of Some Words", "Name", "CVPR2022"),
        (f'* **Name**: "A Title of Some Words", ICCV, 2021 (*Lab*). [[Paper]{LINK[3:]}]', "A Title of Some Words", "Name", "ICCV, 2021"),
        (f"+ [A Title of Some Words]{LINK[3:]} A. Author, B. Author", "A Title of Some Words", None, None),
        (f"- A Title of Some Words [[NeurIPS2020]]{LINK[3:]} [[Pytorch]](https://github.com/a/b)", "A Title of Some Words", None, "NeurIPS2020"),
        (f"- [[ECCV]{LINK[3:]}] A Title of Some Words. [[code](https://github.com/a/b)]", "A Title of Some Words", None, "ECCV"),
        (f"1. **[Name]** | **CVPR'17** | A Title of Some Words | [`[pdf]`]{LINK[3:]}", "A Title of Some Words", "Name", "CVPR'17"),
        (f"- ***2024ECCV*** A Title of Some Words {LINK}", "A Title of Some Words", None, "2024ECCV"),
        (f"- [ ] **A Title of Some Words.** arXiv 2022 {LINK}", "A Title of Some Words", None, "arXiv 2022"),
    ],
)  # fmt: skip
def test_items_of_many_kinds_are_read(
    item: str, title: str, method: str | None, venue: str | None
) -> None:
    entry = only_entry(item + "\n")

    assert (entry.title, entry.method, entry.venue) == (title, method, venue)
    assert entry.arxiv_id == "2204.03206"


def test_a_date_in_a_link_is_no_venue() -> None:
    entry = only_entry(f"- A Title of Some Words [[arXiv 7 Nov 2019]]{LINK[3:]}\n")

    assert (entry.date, entry.venue) == ("7 Nov 2019", None)


@pytest.mark.parametrize(
    ("header", "row", "roles"),
    [
        (
            "|Title|Model|Date|Code|Venue|",
            f"|[**Some Words of a Title**]{LINK[3:]}|Net|04/2022|[code](https://github.com/a/b)|arXiv|",
            ["title", "method", "date", "code", "venue"],
        ),
        (
            "|标题|简称|会议|链接|代码|",
            f"|Some Words of a Title|Net|CVPR 2022|{LINK}|[x](https://github.com/a/b)|",
            ["title", "method", "venue", "paper", "code"],
        ),
        (
            "|Titel|Jahr|Konferenz|Materialien|",
            f"|Some Words of a Title|2022|CVPR|[[PDF]{LINK[3:]}] [[CODE](https://github.com/a/b)]|",
            ["title", "date", "venue", "paper"],
        ),
        (
            "|a|b|c|d|",
            f"|Some Words of a Title|**Net**|CVPR 2022|{LINK}|",
            ["title", "method", "venue", "paper"],
        ),
        (
            "|Title|Affiliation|Published|Keywords|",
            f"|Some Words of a Title|MIT|[CVPR22]{LINK[3:]}|some words, and others, and more|",
            ["title", "other", "venue", "other"],
        ),
    ],
)
def test_roles_are_learnt_from_headers_and_contents(
    header: str, row: str, roles: list[str]
) -> None:
    assert roles_of(a_table(header, row, row.replace("2204", "2205"))) == roles


def test_the_operator_can_overrule_a_role() -> None:
    text = a_table("|Title|Nice|PDF|", f"|Some Words of a Title|good|{LINK}|")

    listed = read_list(text, overrides=Overrides(roles={"nice": "method"}))

    assert [column.role for column in listed.tables[0].columns] == ["title", "method", "paper"]
    assert listed.entries[0].method == "good"
    assert listed.unheeded == ()


def test_what_the_operator_says_of_columns_and_headings_that_are_not_there_is_named() -> None:
    text = f"# A List\n\n{a_table('|Title|Nice|PDF|', f'|Some Words of a Title|good|{LINK}|')}"

    heard = read_list(text, overrides=Overrides(roles={" NICE ": "method"}, section="a li"))
    unheard = read_list(
        text, overrides=Overrides(roles={"Nise": "method", "Doc": "paper"}, section="List B")
    )

    assert heard.unheeded == ()
    assert unheard.unheeded == (
        "[list] columns speaks of 'Nise', 'Doc', and no table has such a column",
        "[list] section speaks of 'List B', and no papers stand below such a heading, so new rows "
        "have no place",
    )


@pytest.mark.parametrize(
    "table",
    [
        a_table("|Method|Pub.|val|test|", "|Net|CVPR22|70.1|71.2|", "|Net2|CVPR23|72.0|-|"),
        a_table("|Dataset|Images|Paper|", f"|COCO|100k|{LINK}|"),
        a_table("|Venue|2024|2023|", "|CVPR|[1](https://x.org)|[2](https://y.org)|"),
        "## Datasets\n" + a_table("|Name|Paper|Type|", f"|COCO|[Common Objects of Some Kind]{LINK[3:]}|Caption|"),
    ],
    ids=["results", "data sets", "index", "data sets with titles"],
)  # fmt: skip
def test_tables_of_other_things_are_no_tables_of_papers(table: str) -> None:
    listed = read_list(table + f"\n- [A Paper that Is Listed Here]{LINK[3:]}\n")

    assert [t.papers for t in listed.tables] == [False, True]


def test_code_fences_and_comments_are_not_read() -> None:
    row = f"| Some Words of a Title | {LINK} |"
    head = "| Title | PDF |\n|---|---|"
    text = f"```\n{head}\n{row}\n```\n\n<!--\n{head}\n{row}\n-->\n\n{head}\n{row.replace('2204', '2304')}\n"

    entry = only_entry(text)

    assert entry.arxiv_id == "2304.03206"


def test_headings_in_html_and_bold_lines_are_sections() -> None:
    text = f"<details>\n<summary><h3>2022</h3></summary>\n\n**Journals**\n\n- [A Paper that Is Listed]{LINK[3:]}\n\n</details>\n"

    assert only_entry(text).section == "2022 / Journals"


def test_reference_links_are_followed() -> None:
    entry = only_entry(
        "- A Paper that Is Listed *CVPR 2022* [pdf][1]\n\n[1]: https://arxiv.org/abs/2204.03206\n"
    )

    assert entry.paper_url == "https://arxiv.org/abs/2204.03206"


def test_a_heading_with_details_below_is_one_paper() -> None:
    text = f"#### [1] Some Words of a Title\n- **Authors**: A. B.\n- **Links**: [arXiv]{LINK[3:]}\n- **Note**: good\n"

    entry = only_entry(text)

    assert (entry.title, entry.arxiv_id) == ("Some Words of a Title", "2204.03206")


def test_a_byte_order_mark_and_odd_characters_survive() -> None:
    text = "\ufeff" + a_table(
        "|Title|PDF|", f"|Some Words of a Title\u00a0😀 标题\u2028|{LINK}|"
    ).replace("\n", "\r\n")

    listed = read_list(text)

    assert listed.text == text
    assert len(listed.entries) == 1


class TestLookingPapersUp:
    listed: AwesomeList = read_list(
        a_table(
            "|Title|Name|PDF|",
            f"|Class Token Transformer for Weak Segmentation|TokenFormer|{LINK}|",
            "|Another Paper about Boxes and Points|-|-|",
        )
        + "\nSee also https://www.alphaxiv.org/abs/2301.00001v2.\n"
    )

    def test_by_id(self) -> None:
        found = self.listed.find(arxiv_id=ArxivId("2204.03206"), title="Renamed")

        assert found is not None
        assert found.line == 3

    def test_by_title_in_another_spelling(self) -> None:
        assert self.listed.find(arxiv_id=None, title="another paper about boxes-and points!")

    def test_a_similar_title_with_another_id_is_another_paper(self) -> None:
        title = "Class Tokens Transformer for Weak Segmentation"

        assert self.listed.find(arxiv_id=None, title=title) is not None
        assert self.listed.find(arxiv_id=ArxivId("2401.00001"), title=title) is None

    def test_an_id_anywhere_in_the_file_is_held(self) -> None:
        assert self.listed.find(arxiv_id=ArxivId("2301.00001"), title="?") is None
        assert self.listed.holds(arxiv_id=ArxivId("2301.00001"), title="?")
        assert not self.listed.holds(arxiv_id=ArxivId("2301.00002"), title="?")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "README.md is empty; expected a Markdown file"),
        (b" \n ", "README.md is empty"),
        (b"\x89PNG\0\0", r"README.md is a binary file \(a zero byte at position 4\)"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "is a Git LFS pointer"),
        ("\ufeff# A list".encode("utf-16-le"), "README.md is UTF-16"),
        ("# A list of papers".encode("utf-16-be"), "README.md is UTF-16"),
        (b"\x1e# A list", "README.md begins with the sign U\\+001E"),
        ("| Gödel |".encode("latin-1"), "README.md is not UTF-8: line 1 has the byte 0xf6"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(data: bytes, message: str) -> None:
    with pytest.raises(ListError, match=message):
        decode_list(data, name="README.md")


@pytest.mark.parametrize("text", ["# Hello\n\nSome words.\n", "|fruit|\n|-|\n|apple|\n"])
def test_a_file_without_papers_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(
        ListError, match=r"no list of papers: looked for tables, .* found none in \d lines"
    ):
        read_list(text)


ACRONYM = """| title | authors | where |
| --- | --- | --- |
| LaCo: Efficient Layer Pruning of Large Networks | Jane Doe, Li Wei | [ACL](https://aclanthology.org/1) |
| HiNet: Deep Image Hiding by Inverse Networks | - | [ICCV](https://example.org/2) |
"""


@pytest.mark.parametrize(
    ("title", "authors", "listed"),
    [
        ("LaCo: Efficient Layer Compression of Networks", ("Some One",), False),
        ("LaCo: Efficient Layer Compression of Networks", ("Li Wei", "Some One"), True),
        ("LaCo: Efficient Layer Pruning of Large Networks", ("Some One",), True),
        ("LaCo: Efficient Layer Compression of Networks", (), True),
        ("HiNet: Deep Image Steganography by Networks", ("Some One",), False),
    ],
)
def test_an_acronym_alone_hides_no_paper(
    title: str, authors: tuple[str, ...], listed: bool
) -> None:
    found = read_list(ACRONYM)

    assert found.holds(arxiv_id=ArxivId("2405.00001"), title=title, authors=authors) is listed
