"""A list of several files is one list: read, searched, added to and taken apart again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsss_bot.awesome_list import AwesomeList, Blank, Overrides, read_any
from wsss_bot.domain import ArxivId, Facts, Venue
from wsss_bot.errors import ListError
from wsss_bot.text.diff import unified_diff
from wsss_bot.text.files_as_one import joined, matching, parts_of, place_of

HEAD = "| title | where | paper |\n|---|---|---|\n"


def table(*rows: tuple[str, str]) -> str:
    return HEAD + "".join(
        f"| {title} | CVPR 20{arxiv_id[:2]} | [{arxiv_id}](https://arxiv.org/abs/{arxiv_id}) |\n"
        for title, arxiv_id in rows
    )


TOPICS = {
    "README.md": "# Papers\n\nSee the files in [papers](papers).\n",
    "papers/rivers.md": "# Rivers\n\n"
    + table(("Rivers at night", "2301.00001"), ("Rivers and lakes from above", "2203.00002")),
    "papers/plant-parts.md": "# Plants\n\n"
    + table(
        ("Seeds of plants", "2302.00003"), ("Leaves of plants in fields", "2204.00004")
    ).rstrip(),
}
YEARS = {
    f"papers/{year}.md": f"# {year}\n\n"
    + table(
        (f"Rivers of {year} again", f"{year % 100}03.00001"), ("Lakes", f"{year % 100}01.00002")
    )
    for year in (2025, 2024)
}


def listed(files: dict[str, str]) -> AwesomeList:
    return read_any(joined(files), path="README.md")


def facts(title: str, arxiv_id: str, *, year: int = 0) -> Facts:
    return Facts(
        arxiv_id=ArxivId(arxiv_id),
        title=title,
        submitted_on=date(2000 + int(arxiv_id[:2]), int(arxiv_id[2:4]), 1),
        venue=Venue(name="CVPR", year=year) if year else None,
    )


@given(st.dictionaries(st.from_regex(r"[a-z/]{1,9}", fullmatch=True), st.text(), min_size=1))
def test_files_come_apart_again_byte_for_byte(files: dict[str, str]) -> None:
    if any("\x1e" in text for text in files.values()):
        with pytest.raises(ValueError, match=r"U\+001E"):
            joined(files)
        return
    assert parts_of(joined(files), "x") == files


def test_patterns_name_files_in_one_folder_or_below() -> None:
    paths = ["README.md", "papers/a.md", "papers/b.md", "papers/old/c.md", "papers/d.txt", "x.md"]

    assert matching("README.md", ["papers/*.md"], paths) == (
        "README.md",
        "papers/a.md",
        "papers/b.md",
    )
    assert matching("no.md", ["papers/**/*.md"], paths) == (
        "papers/a.md",
        "papers/b.md",
        "papers/old/c.md",
    )
    assert matching("x.md", ["./papers/b.md", "papers/?.md"], paths) == (
        "x.md",
        "papers/b.md",
        "papers/a.md",
    )


def test_it_holds_the_papers_of_all_files_and_says_where_they_are() -> None:
    together = listed(TOPICS)

    assert [entry.title for entry in together.entries] == [
        "Rivers at night",
        "Rivers and lakes from above",
        "Seeds of plants",
        "Leaves of plants in fields",
    ]
    seeds = together.find(arxiv_id=None, title="Seeds of plants")
    assert seeds is not None
    assert together.where(seeds.line) == ("papers/plant-parts.md", 5)
    assert together.text.split("\n")[seeds.line - 1] == seeds.raw
    assert seeds.section == "plant parts / Plants"
    assert together.holds(arxiv_id=ArxivId("2203.00002"), title="")
    assert [together.where(table.line) for table in together.tables] == [
        ("papers/rivers.md", 3),
        ("papers/plant-parts.md", 3),
    ]


def test_a_paper_that_stands_in_two_files_is_a_flaw() -> None:
    twice = {
        **TOPICS,
        "papers/other.md": table(("Seeds of plants", "2302.00003"), ("X y", "2301.1")),
    }

    [flaw] = [one for one in listed(twice).flaws if one.kind == "duplicate"]

    assert flaw.message == "'Seeds of plants' is listed in papers/plant-parts.md already"
    assert listed(twice).where(flaw.line) == ("papers/other.md", 3)


def test_a_row_goes_into_the_file_of_its_topic_and_other_files_stay() -> None:
    added = listed(TOPICS).add(
        [facts("Plants and their leaves", "2601.00005"), facts("A river at noon", "2602.00006")]
    )
    now = parts_of(added.text, "")

    assert now["README.md"] == TOPICS["README.md"]
    assert "Plants and their leaves" in now["papers/plant-parts.md"]
    assert "A river at noon" in now["papers/rivers.md"]
    for paper, title in zip(added.placed, ("Plants and", "A river"), strict=True):
        assert paper.line is not None
        assert title in added.text.split("\n")[paper.line - 1]
    diff = unified_diff(joined(TOPICS), added.text, path="README.md")
    assert "--- a/papers/rivers.md\n+++ b/papers/rivers.md\n@@" in diff
    assert "README.md" not in diff
    assert "\x1e" not in diff


def test_the_year_of_a_paper_chooses_the_file_and_no_file_is_made() -> None:
    added = listed(YEARS).add(
        [
            facts("Of the year before", "2311.00001", year=2024),
            facts("Of this year", "2411.00001", year=2025),
            facts("Of the next year", "2511.00001", year=2026),
        ]
    )

    assert "Of the year before" in parts_of(added.text, "")["papers/2024.md"]
    assert "Of this year" in parts_of(added.text, "")["papers/2025.md"]
    assert added.placed[2].line is None
    assert added.placed[2].reason == (
        "there is no file for 2026 yet; make one with its headings, or set [list] new_files = true"
    )


def test_a_row_that_was_added_can_be_taken_out_and_cells_be_filled() -> None:
    together = listed(TOPICS)
    added = listed(parts_of(together.add([facts("A river at noon", "2602.00006")]).text, ""))
    entry = added.find(arxiv_id=ArxivId("2602.00006"), title="")
    assert entry is not None

    assert added.without(entry) == together.text

    blank = {**TOPICS, "papers/rivers.md": TOPICS["papers/rivers.md"].replace("CVPR 2022", "-")}
    row = listed(blank).find(arxiv_id=ArxivId("2203.00002"), title="")
    assert row is not None
    filled = listed(blank).fill(
        [
            Blank(
                line=row.line,
                role="venue",
                facts=facts("Rivers and lakes from above", "2203.00002", year=2022),
            )
        ]
    )
    assert parts_of(filled.text, "") == TOPICS
    assert filled.changes[0].line == row.line


def test_files_of_which_none_is_a_list_are_refused() -> None:
    with pytest.raises(ListError, match="none of 2 files is a list of papers"):
        listed({"a.md": "# A\n", "b.md": "# B\n"})


def test_a_line_is_said_with_its_file() -> None:
    together = listed(TOPICS)

    for entry in together.entries:
        path, line = together.where(entry.line)
        assert place_of(together.text, entry.line) == f"{path} line {line}"
    assert place_of("one\ntwo\n", 2) == "line 2"


def test_a_file_for_a_new_year_is_made_only_where_the_operator_says_so() -> None:
    files = {**YEARS, "papers/2025.md": YEARS["papers/2025.md"].replace("|\n|--", "|\n|--", 1)}
    together = read_any(joined(files), path="README.md", overrides=Overrides(new_files=True))

    added = together.add(
        [
            facts("The first of a year", "2511.00001", year=2026),
            facts("The second of a year", "2512.00001", year=2026),
            facts("Of this year", "2411.00001", year=2025),
        ]
    )
    now = parts_of(added.text, "")

    assert now["papers/2026.md"].startswith(f"# 2026\n\n{HEAD}| The ")
    assert now["papers/2026.md"].count("\n| The ") == 2
    assert "Of this year" in now["papers/2025.md"]
    assert now["papers/2024.md"] == files["papers/2024.md"]
    for placed in added.placed:
        assert placed.line is not None
        assert added.text.split("\n")[placed.line - 1] == placed.row.markdown
    assert "+++ b/papers/2026.md" in unified_diff(together.text, added.text, path="README.md")
