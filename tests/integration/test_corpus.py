import gzip
import io
import json
import logging
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wsss_bot.errors import PapersError
from wsss_bot.papers_file.records import LONGEST_LINE, read_papers

RECORD: dict[str, Any] = {
    "id": "2405.01234",
    "title": "Seeds\n  and Masks",
    "abstract": "Image tags\nonly.",
    "comments": "Accepted to\n CVPR 2026",
    "journal-ref": None,
    "categories": "cs.CV cs.LG",
    "authors": "A. One, B. Two",
    "versions": [
        {"version": "v1", "created": "Thu, 2 May 2024 17:59:46 GMT"},
        {"version": "v2", "created": "Mon, 3 Jun 2024 08:00:00 GMT"},
    ],
}


def a_file(folder: Path, *records: dict[str, Any], name: str = "papers.jsonl") -> str:
    path = folder / name
    text = "".join(json.dumps(record) + "\n" for record in records).encode()
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    return str(path)


@pytest.mark.parametrize("name", ["papers.jsonl", "papers.json.gz"])
def test_a_record_becomes_a_paper(tmp_path: Path, name: str) -> None:
    [paper] = read_papers(a_file(tmp_path, RECORD, name=name))

    assert (paper.arxiv_id, paper.version) == ("2405.01234", 2)
    assert (paper.title, paper.abstract) == ("Seeds and Masks", "Image tags only.")
    assert (paper.comment, paper.journal_ref) == ("Accepted to CVPR 2026", None)
    assert paper.submitted_at == datetime(2024, 5, 2, 17, 59, 46, tzinfo=UTC)
    assert paper.updated_at == datetime(2024, 6, 3, 8, tzinfo=UTC)
    assert (paper.primary_category, paper.categories) == ("cs.CV", ("cs.CV", "cs.LG"))
    assert paper.authors == ("A. One", "B. Two")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"versions": [], "update_date": "2024-05-07"}, (2024, 5, 7), id="update"),
        pytest.param({"versions": []}, (2024, 5, 15), id="the id's month"),
        pytest.param({"versions": [], "id": "hep-th/9108001"}, (1991, 8, 15), id="an old id"),
    ],
)
def test_a_record_without_versions_is_dated_by_what_is_left(
    tmp_path: Path, changes: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    [paper] = read_papers(a_file(tmp_path, RECORD | changes))

    assert paper.submitted_at == datetime(*expected, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "UTC"])
def test_a_date_without_a_zone_is_the_same_on_every_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    versions = [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 -0000"}]
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        [paper] = read_papers(a_file(tmp_path, RECORD | {"versions": versions}))
    finally:
        monkeypatch.undo()
        time.tzset()

    assert paper.submitted_at == datetime(2007, 4, 2, 19, 18, 42, tzinfo=UTC)


def test_names_are_put_in_reading_order(tmp_path: Path) -> None:
    names = [["Doe", "Jane", ""], ["Roe", "Rick", "Jr"], ["Collective"]]

    [paper] = read_papers(a_file(tmp_path, RECORD | {"authors_parsed": names}))

    assert paper.authors == ("Jane Doe", "Rick Roe Jr", "Collective")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "line 2 of .* is not a paper: not JSON"),
        ("[]", "line 2 of .* is not a paper: expected a JSON object"),
        ('{"id": "2405.00001"}', "no 'title'"),
        ('{"id": "CVPR2025", "title": "T"}', "no arXiv id in 'CVPR2025'"),
        ('{"id": "2405.00001", "title": "T", "versions": [{}]}', "a version without a date"),
        ('{"id": "2405.00001", "title": "T", "versions": {"a": 1}}', "a value is of another kind"),
        ('{"id": "2405.00001", "title": "T", "authors": ["A. One"]}', "a value is of another kind"),
        ('{"id": "2405.00001", "title": "T", "authors_parsed": [7]}', "a value is of another kind"),
    ],
)
def test_a_broken_line_is_named_and_may_be_left_out(
    tmp_path: Path, line: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = a_file(tmp_path, RECORD)
    with Path(path).open("a") as file:
        file.write(line + "\n\n" + json.dumps(RECORD | {"id": "2405.05678"}) + "\n")

    with pytest.raises(PapersError, match=reason):
        list(read_papers(path))
    with caplog.at_level(logging.WARNING):
        kept = [paper.arxiv_id for paper in read_papers(path, keep_going=True)]

    assert kept == ["2405.01234", "2405.05678"]
    assert "lines left out: 1" in caplog.text


def test_of_many_broken_lines_the_first_few_are_explained(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = a_file(tmp_path, RECORD)
    with Path(path).open("a") as file:
        file.write("{broken\n" * 1_000)

    with caplog.at_level(logging.WARNING):
        kept = list(read_papers(path, keep_going=True))

    assert len(kept) == 1
    assert "line 2 of" in caplog.messages[0]
    assert "at character 2); left out" in caplog.messages[0]
    assert len(caplog.messages) < 20
    assert "lines left out: 1000" in caplog.messages[-1]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_standard_input_is_unpacked_where_it_is_packed(
    monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]
) -> None:
    given = io.BytesIO(pack(json.dumps(RECORD).encode()))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(given))

    assert [paper.arxiv_id for paper in read_papers("-")] == ["2405.01234"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PapersError, match=r"cannot read the papers in .*gone\.jsonl: No such file"):
        list(read_papers(str(tmp_path / "gone.jsonl")))


def test_a_truncated_gzip_file_is_refused(tmp_path: Path) -> None:
    path = Path(a_file(tmp_path, RECORD, name="papers.jsonl.gz"))
    path.write_bytes(path.read_bytes()[:-12])

    with pytest.raises(PapersError, match="cannot read the papers in"):
        list(read_papers(str(path)))


def test_a_line_that_fits_into_no_memory_is_refused_before_it_is_unpacked(
    tmp_path: Path,
) -> None:
    path = tmp_path / "papers.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(json.dumps(RECORD).encode() + b"\n")
        for _ in range(256):
            file.write(b" " * (1 << 20))

    tracemalloc.start()
    try:
        with pytest.raises(PapersError, match=r"^line 2 of .* is longer than 16 MB, as no record"):
            list(read_papers(str(path), keep_going=True))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 4 * LONGEST_LINE


@pytest.mark.parametrize(("length", "is_taken"), [(LONGEST_LINE, True), (LONGEST_LINE + 1, False)])
def test_the_longest_line_is_sixteen_megabytes(tmp_path: Path, length: int, is_taken: bool) -> None:
    line = json.dumps(RECORD).encode().ljust(length)
    path = tmp_path / "papers.jsonl"
    path.write_bytes(b"\n".join([json.dumps(RECORD).encode()] * 3 + [line, b""]))

    if is_taken:
        assert len(list(read_papers(str(path)))) == 4
    else:
        with pytest.raises(PapersError, match="line 4 of "):
            list(read_papers(str(path)))
