"""Files of papers of any length: what is read, kept and scored is counted, never timed."""

import gzip
import io
import itertools
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from multiprocessing import parent_process
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from tests.working_folder import FITTING, MATERIAL, WEAK, a_record, write_lines
from wsss_bot.awesome_list import read_list
from wsss_bot.cli import run
from wsss_bot.domain import ArxivId, Paper
from wsss_bot.errors import PapersError, WsssBotError
from wsss_bot.papers_file import processes
from wsss_bot.papers_file import records as corpus
from wsss_bot.papers_file.processes import in_order
from wsss_bot.papers_file.records import Elsewhere, Lines, Unreadable, read_lines, read_papers
from wsss_bot.papers_file.sift import (
    JudgeAll,
    Judged,
    PickAsked,
    SpilledPapers,
    verdicts_from_bytes,
)
from wsss_bot.papers_file.spill import SpillFile, spill_file, temporary_file
from wsss_bot.score import Classifier, Floats

OTHER = "hep-ph math.CO"


class Counting:
    """Scores everything 0.5, and remembers what it was asked to score."""

    def __init__(self) -> None:
        self.asked: list[ArxivId] = []

    def score(self, papers: Iterable[Paper]) -> Floats:
        given = list(papers)
        self.asked += [paper.arxiv_id for paper in given]
        return np.full(len(given), 0.5)


def stream(count: int, *, every: int = 10) -> list[dict[str, object]]:
    """Return records of which one in `every` is of cs.CV."""
    records: list[dict[str, object]] = [
        a_record(f"2205.{n:05}", f"Paper {n}", WEAK) for n in range(count)
    ]
    return [
        record | ({} if n % every == 0 else {"categories": OTHER})
        for n, record in enumerate(records)
    ]


def test_only_papers_of_the_categories_are_scored(tmp_path: Path, folder: Path) -> None:
    counting = Counting()
    judge = JudgeAll(
        classifier=cast("Classifier", counting),
        categories=("cs.CV",),
        listed=read_list((folder / "list.md").read_text(encoding="utf-8")),
    )
    path = write_lines(tmp_path / "many.jsonl", stream(1_000))

    [(_, judged)] = [each for lines in read_lines(path) for each in judge(lines)]

    assert isinstance(judged, Judged)
    said = list(verdicts_from_bytes(judged.said))
    assert counting.asked == [f"2205.{n:05}" for n in range(0, 1_000, 10)]
    assert [verdict.score for verdict in said[:2]] == [0.5, None]
    assert len(said) == judged.count == 1_000
    assert judged.asked.papers == 100


@pytest.mark.parametrize("categories", ["cs.CV", "cs.LG cs.CV", "", None])
def test_a_paper_of_the_category_or_of_none_is_read_whole(
    tmp_path: Path, categories: str | None
) -> None:
    path = write_lines(
        tmp_path / "one.jsonl", [a_record("2205.00001", "T", "A") | {"categories": categories}]
    )

    [paper] = read_papers(path, categories=("cs.CV",))

    assert paper.abstract == "A"


@pytest.mark.parametrize(
    ("categories", "read"),
    [
        (["cs.CV", "cs.LG"], ("cs.CV", "cs.LG")),
        (["cs.LG cs.CV"], ("cs.LG", "cs.CV")),
        ("cs.CV, cs.LG", ("cs.CV", "cs.LG")),
    ],
)
def test_a_category_is_found_in_copies_that_part_them_otherwise(
    tmp_path: Path, categories: object, read: tuple[str, ...]
) -> None:
    path = write_lines(
        tmp_path / "one.jsonl", [a_record("2205.00001", "T", "A") | {"categories": categories}]
    )

    [paper] = read_papers(path, categories=("cs.CV",))

    assert paper.categories == read


@pytest.mark.parametrize(
    "categories", [r'"c\u0073.CV"', r'"cs\u002eCV"', '"hep-ph\\u0020cs.CV"', '"cs.CV"']
)
def test_a_category_is_found_however_json_spells_it(tmp_path: Path, categories: str) -> None:
    line = f'{{"id": "2205.00001", "title": "T", "categories": {categories}}}\n'
    (tmp_path / "one.jsonl").write_text(line, encoding="utf-8")

    assert len(list(read_papers(str(tmp_path / "one.jsonl"), categories=("cs.CV",)))) == 1


def test_of_a_paper_of_other_categories_only_its_name_is_read() -> None:
    line = json.dumps(a_record("2205.00001", "A  title", "A") | {"categories": OTHER}).encode()

    [(number, paper)] = corpus.parse_lines(Lines(first=7, block=line), ("cs.CV",))

    assert number == 7
    assert paper == Elsewhere(arxiv_id=ArxivId("2205.00001"), title="A title")


def test_a_broken_line_is_found_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    write_lines(path, stream(3_000))
    with path.open("a", encoding="utf-8") as file:
        file.write("{broken\n")

    parsed = [
        each for lines in read_lines(str(path)) for each in corpus.parse_lines(lines, ("cs.CV",))
    ]

    assert parsed[-1][0] == 3_001
    assert isinstance(parsed[-1][1], Unreadable)


def test_a_file_is_read_in_small_batches_once(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "many.jsonl", stream(20_000))
    told: list[tuple[int, int]] = []

    batches = list(read_lines(path, on_progress=lambda done, size: told.append((done, size))))

    size = Path(path).stat().st_size
    assert b"".join(batch.block for batch in batches) == Path(path).read_bytes()
    assert max(len(batch.block) for batch in batches) < size / 2
    assert all(batch.block.endswith(b"\n") for batch in batches)
    assert [batch.first for batch in batches][:2] == [1, len(batches[0].text)]
    assert told[-1] == (size, size)


def elsewhere(piece: int) -> tuple[int, bool]:
    """Return the piece, and whether another process than the first has it."""
    return piece, parent_process() is not None


@pytest.mark.parametrize("count", [1, 2, 3])
def test_many_pieces_come_back_in_order_and_few_are_held(count: int) -> None:
    taken = 0

    def pieces() -> Iterator[int]:
        nonlocal taken
        for number in itertools.count():
            taken += 1
            yield number

    made, ahead, others = [], 0, 0
    for piece, other in in_order(elsewhere, pieces(), processes=count):
        made.append(piece)
        ahead = max(ahead, taken - len(made))
        others += other
        # Another process needs a while to begin.
        if len(made) >= 60 and (others >= 60 or count == 1):
            break

    assert made == list(range(len(made)))
    assert ahead <= processes.AHEAD * count


def fails_elsewhere(_: int) -> None:
    if parent_process() is not None:
        raise ValueError("it went wrong")


def test_what_goes_wrong_in_another_process_is_told() -> None:
    with pytest.raises(ValueError, match="it went wrong"):
        list(in_order(fails_elsewhere, itertools.count(), processes=2))


def test_no_process_outlives_the_first_one() -> None:
    endless = (
        "import itertools; from wsss_bot.papers_file.processes import in_order\n"
        "for n in in_order(abs, itertools.count(), processes=2): n == 40 and print(flush=True)"
    )
    first = subprocess.Popen([sys.executable, "-c", endless], stdout=subprocess.PIPE)  # noqa: S603
    assert first.stdout is not None
    with first.stdout as said:
        said.readline()
        first.kill()
        first.wait()
        # The pipe ends when the last process that could write to it has ended.
        ended, _, _ = select.select([said], [], [], 30)

        assert ended
        assert said.read() == b""


def test_no_process_outlives_a_first_one_that_is_killed_while_others_begin() -> None:
    endless = (
        "import functools, itertools, operator\n"
        "from wsss_bot.papers_file.processes import in_order\n"
        "work = functools.partial(operator.contains, b'a' * 60_000_000)\n"
        "for n in in_order(work, itertools.repeat(b'b'), processes=2): print(flush=True)"
    )
    first = subprocess.Popen([sys.executable, "-c", endless], stdout=subprocess.PIPE)  # noqa: S603
    assert first.stdout is not None
    with first.stdout as said:
        for _ in range(processes.ALONE + 5):
            said.readline()
        first.kill()
        first.wait()
        ended = False
        while not ended and select.select([said], [], [], 30)[0]:
            ended = not said.read1()  # type: ignore[attr-defined]  # it is buffered

        assert ended


def hears_ctrl_c(_: int) -> tuple[bool, bool]:
    """Return whether this is the first process, and whether Ctrl-C reaches it."""
    return parent_process() is None, signal.SIGINT not in signal.pthread_sigmask(
        signal.SIG_BLOCK, ()
    )


def test_only_the_first_process_hears_ctrl_c() -> None:
    seen = set()
    for heard in in_order(hears_ctrl_c, itertools.count(), processes=2):
        seen.add(heard)
        if len(seen) > 1:
            break

    assert seen == {(True, True), (False, False)}
    assert hears_ctrl_c(0) == (True, True)


def killed_elsewhere(_: int) -> None:
    if parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_is_told_in_a_sentence() -> None:
    with pytest.raises(WsssBotError, match="was killed, perhaps for want of memory"):
        list(in_order(killed_elsewhere, itertools.count(), processes=2))


def test_spilled_papers_come_back_one_by_one(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "many.jsonl", stream(50, every=1))
    picking = PickAsked(classifier=cast("Classifier", Counting()), categories=("cs.CV",))

    with spill_file() as spilled:
        for lines in read_lines(path):
            for _, picked in picking(lines):
                assert not isinstance(picked, Unreadable)
                spilled.append(picked.line)
        papers = SpilledPapers(spilled)

        assert len(papers) == 50
        assert [paper.title for paper in papers[48:]] == ["Paper 48", "Paper 49"]
        assert papers[7] == list(read_papers(path))[7]


def test_a_full_disk_is_told_with_what_to_do() -> None:
    with Path("/dev/full").open("r+b", buffering=0) as full, pytest.raises(PapersError) as told:
        SpillFile(full).append(b"a paper")

    assert "No space left on device; make room there" in str(told.value)


def test_a_full_disk_is_told_when_something_is_put_there_and_not_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "tempfile.TemporaryFile",
        lambda **how: Path("/dev/full").open("r+b", **how),  # noqa: SIM115  # closed by the spill file
    )

    with (
        pytest.raises(PapersError, match="cannot write papers to"),
        spill_file() as spilled,
    ):
        spilled.append(b"a paper")


def test_a_full_disk_is_told_when_others_are_to_work_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tempfile.NamedTemporaryFile",
        lambda **how: Path("/dev/full").open("r+b", buffering=how["buffering"]),  # noqa: SIM115
    )

    with pytest.raises(WsssBotError, match="cannot write to"), temporary_file(b"work"):
        pass


def test_without_a_folder_for_temporary_files_there_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))

    with pytest.raises(PapersError, match="No such file or directory; name in"), spill_file():
        pass


@pytest.mark.usefixtures("folder")
def test_what_would_steer_a_terminal_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    new = Path("new.jsonl").read_text(encoding="utf-8")
    Path("new.jsonl").write_text(new.replace("More on", r"\u001b[2J\u202eMore on"), "utf-8")

    assert run(["score", *MATERIAL]) == 0

    assert " [2JMore on robot grasping\n" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_score_has_a_line_for_each_paper_and_a_score_for_those_of_the_categories(
    capsys: pytest.CaptureFixture[str],
) -> None:
    new = Path("new.jsonl").read_text(encoding="utf-8").splitlines()
    away = new[0].replace('"cs.CV"', f'"{OTHER}"')
    Path("new.jsonl").write_text("\n".join([away, *new[1:]]) + "\n", encoding="utf-8")

    assert run(["score", *MATERIAL, "--json"]) == 0

    printed = capsys.readouterr()
    first, *others = [json.loads(line) for line in printed.out.splitlines()]
    assert first == {
        "arxiv_id": "2205.00001",
        "score": None,
        "proposed": False,
        "listed": False,
    }
    assert len(others) == 3
    assert all(line["score"] is not None for line in others)
    assert "no score for papers in none of the categories cs.CV: 1" in printed.err


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("command", ["score", "preview"])
def test_papers_are_read_once_so_they_may_come_through_a_pipe(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    pack: type[bytes],
) -> None:
    given = io.BytesIO(pack((folder / "new.jsonl").read_bytes()))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(given))

    assert run([command, *MATERIAL[:4], "--papers", "-"]) == 0

    assert FITTING in capsys.readouterr().out


def test_explain_reads_the_papers_once_so_they_may_come_through_a_pipe(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "config.toml").write_text("", encoding="utf-8")
    words = ["explain", "2205.00002", *MATERIAL[:4], "--json", "--papers"]

    assert run([*words, "new.jsonl"]) == 0
    of_file = capsys.readouterr().out
    given = io.BytesIO((folder / "new.jsonl").read_bytes())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(given))
    assert run([*words, "-"]) == 0

    assert capsys.readouterr().out == of_file


@pytest.mark.parametrize("command", ["score", "preview"])
def test_nothing_is_lost_of_a_pipe_with_a_name(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    os.mkfifo(folder / "pipe")
    writing = threading.Thread(
        target=lambda: (folder / "pipe").write_bytes((folder / "new.jsonl").read_bytes())
    )
    writing.start()

    assert run([command, *MATERIAL[:4], "--papers", "pipe"]) == 0

    writing.join()
    assert FITTING in capsys.readouterr().out


def test_papers_and_corpus_cannot_both_come_from_standard_input(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = io.BytesIO((folder / "new.jsonl").read_bytes())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(given))

    assert run(["score", "--list", "list.md", "--corpus", "-", "--papers", "-"]) == 1

    assert "cannot both come from standard input" in capsys.readouterr().err


def test_papers_that_are_not_there_are_missed_before_anything_is_learnt(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "corpus.jsonl").write_text("", encoding="utf-8")

    assert run(["score", *MATERIAL[:4], "--papers", "gone.jsonl"]) == 1

    assert "cannot read the papers in gone.jsonl" in capsys.readouterr().err
