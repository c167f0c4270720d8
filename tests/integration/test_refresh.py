"""`refresh --dry-run` on a local list."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.working_folder import LIST, a_record, write_lines
from wsss_bot.cli import run

ROW = "| 2021/10 | - | Seeds Beyond Tags | - | - | - |\n"


@pytest.fixture
def records(folder: Path) -> str:
    (folder / "list.md").write_text(LIST + ROW, encoding="utf-8")
    weak = "We learn segmentation from image tags."
    return write_lines(
        folder / "records.jsonl",
        [
            a_record("2112.05351", "Pixel-level Self-supervision", weak, "Accepted to TIP 2023"),
            a_record("2204.03206", "L2G: Knowledge Transfer", weak, "Accepted to ECCV 2030"),
            a_record(
                "2203.02909",
                "Prototype Exploration",
                f"{weak} Our code is available at https://github.com/someone/SIPE.",
            ),
            a_record("2004.04581", "Equivariant Attention", weak, "This paper has been withdrawn"),
            a_record("2110.00007", "Seeds beyond Tags", weak, "Submitted to CVPR 2022"),
            a_record("2110.00008", "Seeds Beyond Tags+", weak, "Accepted to ICCV 2023"),
        ],
    )


def refreshed(records: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    words = ["refresh", "--dry-run", "--list", "list.md", "--papers", records, "--json"]
    assert run(words) == 0
    shown: dict[str, Any] = json.loads(capsys.readouterr().out)
    return shown


def test_blank_cells_are_filled_and_nothing_else_changes(
    records: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = refreshed(records, capsys)

    changes = {(c["line"], c["role"]): (c["before"], c["after"]) for c in shown["changes"]}
    assert {place: after for place, (_, after) in changes.items()} == {
        (6, "code"): "code",
        (7, "venue"): "TIP 2023",
        (10, "paper"): "2110.00007",
    }
    before = (LIST + ROW).splitlines()
    after = shown["text"].splitlines()
    assert [n for n, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b] == [
        6,
        7,
        10,
    ]
    assert after[6] == before[6].replace("| - | [2112", "| TIP 2023 | [2112")
    assert after[9] == (
        "| 2021/10 | - | Seeds Beyond Tags | - "
        "| [2110.00007](https://arxiv.org/abs/2110.00007) | - |"
    )


def test_a_withdrawn_paper_is_shown_and_not_removed(
    records: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = refreshed(records, capsys)

    assert [(n["line"], n["message"]) for n in shown["notices"]] == [
        (9, "withdrawn by its authors on arXiv")
    ]
    assert "line 9" in shown["body"]


def test_a_list_with_nothing_to_fill_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = write_lines(folder / "records.jsonl", [a_record("2204.03206", "L2G", "Words.")])

    assert run(["refresh", "--dry-run", "--list", "list.md", "--papers", records]) == 0

    assert capsys.readouterr().out == "No blank cell of the list can be filled now.\n"


def test_what_the_records_leave_in_doubt_is_shown_and_not_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "list.md").write_text(LIST + ROW, encoding="utf-8")
    weak = "We learn segmentation from image tags."
    both = a_record("2112.05351", "Pixel-level Self-supervision", weak, "Accepted to TIP 2023")
    records = write_lines(
        folder / "records.jsonl",
        [
            {**both, "journal-ref": "IEEE TPAMI 45 (2024)"},
            a_record("2110.00007", "Seeds beyond Tags", weak),
            a_record("2110.00008", "Seeds Beyond Tags", weak),
        ],
    )

    shown = refreshed(records, capsys)

    assert shown["changes"] == []
    assert shown["text"] == LIST + ROW
    messages = [notice["message"] for notice in shown["notices"]]
    assert messages[0] == "its venue is left as it is: the authors also give TPAMI 2024"
    assert "it is one of 2 papers of that title" in messages[1]
