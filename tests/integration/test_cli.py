"""The commands as an operator types them: real files, exit codes, one sentence when all fails."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.make import a_paper
from tests.working_folder import FITTING, LIST, MATERIAL
from wsss_bot.app import App
from wsss_bot.cli import run
from wsss_bot.commands import named
from wsss_bot.state import Store


@pytest.mark.usefixtures("folder")
def test_preview_proposes_the_fitting_paper_in_its_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["preview", *MATERIAL, "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    [candidate] = shown["candidates"]
    assert candidate["arxiv_id"] == "2205.00002"
    assert shown["title"] == "1 paper for the list: SeedNet"
    assert candidate["row"] == (
        f"| 2022/05 | **SeedNet** | {FITTING} | ECCV 2022 "
        "| [2205.00002](https://arxiv.org/abs/2205.00002) | - |"
    )
    assert candidate["cells"]["venue"] == {"text": "ECCV 2022", "source": "the authors' comment"}
    assert candidate["cells"]["code"] == {"text": None, "source": None}
    before = LIST.splitlines()
    assert shown["text"].splitlines() == [*before[:4], candidate["row"], *before[4:]]
    added = [line for line in shown["diff"].splitlines() if line.startswith(("+", "-"))]
    assert added == ["--- a/list.md", "+++ b/list.md", f"+{candidate['row']}"]
    assert shown["complete"] is True
    assert len(candidate["nearest"]) == 2


def test_preview_writes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}

    assert run(["preview", *MATERIAL]) == 0

    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.usefixtures("folder")
def test_preview_is_plain_text_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["preview", *MATERIAL]) == 0

    out = capsys.readouterr().out
    assert out.startswith("1 paper for the list: SeedNet\n\n- [x] **[SeedNet: Growing Seeds")
    assert "\x1b" not in out
    assert "<!--" not in out
    assert "\n+| 2022/05 | **SeedNet** |" in out


def test_papers_of_other_days_are_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del folder

    assert run(["preview", *MATERIAL, "--until", "2022-04-30", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert (shown["candidates"], shown["diff"], shown["polled"]["papers"]) == ([], "", 1)


def test_papers_of_other_categories_are_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = '[arxiv]\ncategories = ["cs.RO", "cs.CV"]\n[score]\nthreshold = 0.5\n'
    (folder / "config.toml").write_text(config, encoding="utf-8")
    new = (folder / "new.jsonl").read_text(encoding="utf-8")
    (folder / "new.jsonl").write_text(
        new.replace('"cs.CV"', '"math.CO"', 1).replace('"cs.CV"', '"cs.LG cs.RO"', 1),
        encoding="utf-8",
    )

    assert run(["preview", *MATERIAL, "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert shown["polled"]["papers"] == 3
    assert [candidate["arxiv_id"] for candidate in shown["candidates"]] == ["2205.00002"]


def test_a_phrase_in_exclude_keeps_a_paper_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "other.toml").write_text('[score]\nexclude = ["growing seeds"]\n', encoding="utf-8")

    assert run(["preview", *MATERIAL, "--config", "other.toml"]) == 0

    assert capsys.readouterr().out.startswith("Nothing to propose: read 4 cs.CV papers")


def test_where_nothing_is_proposed_the_near_misses_are_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "strict.toml").write_text("[score]\nthreshold = 0.9999\n", encoding="utf-8")

    assert run(["preview", *MATERIAL, "--config", "strict.toml"]) == 0

    _, line, best, *_ = capsys.readouterr().out.splitlines()
    assert line.startswith("The threshold: at 1.00 ")
    assert re.fullmatch(rf"below it: 0\.\d{{3}}  2205\.00002   {re.escape(FITTING)}", best)


@pytest.mark.usefixtures("folder")
def test_where_no_paper_was_read_there_is_no_line_to_speak_of(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["preview", *MATERIAL, "--since", "2030-01-01"]) == 0
    assert capsys.readouterr().out == "Nothing to propose: read 0 cs.CV papers.\n"

    assert run(["preview", *MATERIAL, "--since", "2022-05-02", "--until", "2022-05-01"]) == 1

    assert "from 2022-05-02 to 2022-05-01; give the earlier day first" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_score_prints_a_line_for_each_paper_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", *MATERIAL, "--json"]) == 0

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["arxiv_id"] for line in lines] == [
        "2205.00001",
        "2205.00002",
        "2205.00003",
        "2204.03206",
    ]
    assert [line["proposed"] for line in lines] == [False, True, False, False]
    assert [line["listed"] for line in lines] == [False, False, False, True]
    assert lines[1]["score"] > lines[0]["score"]


@pytest.mark.usefixtures("folder")
def test_a_threshold_of_ones_own_is_explained_by_what_it_misses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("strict.toml").write_text("[score]\nthreshold = 0.9999\n", encoding="utf-8")

    assert run(["explain", "2205.00002", *MATERIAL, "--config", "strict.toml"]) == 0

    assert (
        "the threshold: at 1.00 you read 0.0 rows a week and miss 5 of 5" in capsys.readouterr().out
    )


@pytest.mark.usefixtures("folder")
def test_the_text_of_a_listed_paper_is_learnt_from_whatever_its_category(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["explain", "2205.00002", *MATERIAL, "--json"]) == 0
    before = json.loads(capsys.readouterr().out)
    corpus = Path("corpus.jsonl").read_text(encoding="utf-8").splitlines()
    away = [line.replace('"cs.CV"', '"cs.LG"') for line in corpus[:5]]
    Path("corpus.jsonl").write_text("\n".join([*away, *corpus[5:]]), encoding="utf-8")

    assert run(["explain", "2205.00002", *MATERIAL, "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["trained_on"] == before["trained_on"]


@pytest.mark.usefixtures("folder")
def test_explain_says_for_how_many_papers_a_week_the_line_was_counted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["explain", "2205.00002", *MATERIAL]) == 0
    assert ", counted for 0.9 papers a week, as in the papers given\n" in capsys.readouterr().out
    record = a_paper("2205.00002", title=FITTING)
    monkeypatch.setattr(named, "fetch_named", lambda *_: [record])

    assert run(["explain", "2205.00002", *MATERIAL[:4]]) == 0

    said = capsys.readouterr().out
    assert ", counted for 2.0 papers a week, as in the corpus, which may be a sample\n" in said


@pytest.mark.usefixtures("folder")
def test_explain_names_terms_and_the_nearest_entries(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "2205.00002v1", *MATERIAL, "--json"]) == 0

    why = json.loads(capsys.readouterr().out)
    assert why["score"] > why["threshold"]
    assert any("segmentation" in term["term"] for term in why["why"] if term["push"] > 0)
    assert {neighbour["line"] for neighbour in why["nearest"]} <= set(range(5, 10))
    assert (why["recipe"], len(why["trained_on"])) != ("", 0)


def test_add_writes_the_row_only_when_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        "add",
        "https://arxiv.org/abs/2205.00002",
        "--list",
        "list.md",
        "--papers",
        "new.jsonl",
    ]

    assert run(words) == 0
    assert (folder / "list.md").read_text(encoding="utf-8") == LIST
    assert run([*words, "--write"]) == 0

    lines = (folder / "list.md").read_text(encoding="utf-8").splitlines()
    assert lines[4].startswith("| 2022/05 | **SeedNet** |")
    assert [*lines[:4], *lines[5:]] == LIST.splitlines()
    assert "venue   ECCV 2022  (from the authors' comment)" in capsys.readouterr().out


def test_a_list_behind_a_link_is_written_where_it_is(folder: Path) -> None:
    elsewhere = folder / "repository"
    elsewhere.mkdir()
    (folder / "list.md").rename(elsewhere / "README.md")
    (folder / "list.md").symlink_to(elsewhere / "README.md")

    assert run(["add", "2205.00002", "--write", *MATERIAL[:2], *MATERIAL[4:]]) == 0

    assert (folder / "list.md").is_symlink()
    assert FITTING in (elsewhere / "README.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_add_composes_every_paper_of_a_file_and_marks_what_is_listed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["add", "--list", "list.md", "--papers", "new.jsonl", "--json"]) == 0

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["listed"] for line in lines] == [False, False, False, True]
    roles = {"date", "method", "title", "authors", "venue", "paper", "code"}
    assert set(lines[0]["cells"]) == roles


def test_evaluate_prints_our_figures_beside_the_plain_recipe_and_writes_a_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "grades.tsv").write_text("arxiv_id\tgrade\n2205.00002\t2\n", encoding="utf-8")
    words = ["evaluate", *MATERIAL, "--grades", "grades.tsv", "--report", "page.html", "--json"]

    assert run(words) == 0

    ours, plain = json.loads(capsys.readouterr().out).values()
    assert (ours["papers"], ours["relevant"], plain["relevant"]) == (4, 1, 1)
    assert 0 < ours["average_precision"] <= 1
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "://" not in page.replace("http://www.w3.org/", "")


def test_grades_of_other_papers_are_refused_with_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "grades.tsv").write_text("2105.00002\t2\n2205.00001\t0\n", encoding="utf-8")

    assert run(["evaluate", *MATERIAL, "--grades", "grades.tsv"]) == 1

    assert "no paper in new.jsonl has the grade 2 in grades.tsv" in capsys.readouterr().err


def test_a_ranking_that_proposes_nothing_has_no_precision(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "config.toml").write_text("[score]\nthreshold = 0.9999\n", encoding="utf-8")
    (folder / "grades.tsv").write_text("2205.00002\t2\n", encoding="utf-8")

    assert run(["evaluate", *MATERIAL, "--grades", "grades.tsv"]) == 0

    printed = capsys.readouterr().out
    assert "nan" not in printed
    assert "none 0.00 (0/1)" in printed


def test_grades_that_are_none_are_refused_with_their_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "grades.tsv").write_text("2205.00002\tgood\n2205.00001\tbad\n", encoding="utf-8")

    assert run(["evaluate", *MATERIAL, "--grades", "grades.tsv"]) == 1

    assert "line 1 of the grades is" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_a_history_too_short_to_replay_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backtest", *MATERIAL[:4]]) == 1

    assert "a backtest needs 8" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_check_says_what_was_understood(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "list.md", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    [table] = shown["tables"]
    assert [column["role"] for column in table["columns"]] == [
        "date",
        "method",
        "title",
        "venue",
        "paper",
        "code",
    ]
    assert (table["rows"], table["papers"], table["line"]) == (5, True, 3)
    assert shown["entries"][0]["arxiv_id"] == "2204.03206"
    assert shown["entries"][0]["code"] == ["https://github.com/someone/L2G"]


@pytest.mark.usefixtures("folder")
def test_check_says_when_the_jobs_are_due(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "list.md"]) == 0

    out = capsys.readouterr().out
    assert "5 entries, 5 with an arXiv id" in out
    assert "propose is next due on Mon " in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["preview", "--list", "gone.md", "--papers", "new.jsonl"], "cannot read the list gone.md"),
        (["check", "plain.md"], "no "),
        (["check", "empty.md"], "empty"),
        (["check", "binary.md"], "binary.md"),
        (["preview", *MATERIAL[:4], "--papers", "gone.jsonl"], "cannot read the papers in gone"),
        (
            ["preview", "--list", "list.md", "--corpus", "broken.jsonl", "--papers", "new.jsonl"],
            "line 2 of broken.jsonl is not a paper: not JSON",
        ),
        (
            ["preview", "--list", "list.md", "--corpus", "empty.md", "--papers", "new.jsonl"],
            "empty.md",
        ),
        (["preview", *MATERIAL, "--config", "typo.toml"], "did you mean 'threshold'?"),
        (["explain", "2205.09999", *MATERIAL], "new.jsonl does not hold 2205.09999"),
        (["explain", "CVPR2022", *MATERIAL], "no arXiv id in 'CVPR2022'"),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_1(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    (folder / "plain.md").write_text("# Nothing here\n\nOnly words.\n", encoding="utf-8")
    (folder / "empty.md").write_bytes(b"")
    (folder / "binary.md").write_bytes(b"\x00\x01\xff\xfe")
    (folder / "typo.toml").write_text("[score]\ntreshold = 0.5\n", encoding="utf-8")
    good = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "broken.jsonl").write_text("\n".join([good[0], "{", *good[1:]]), encoding="utf-8")

    assert run(words) == 1

    shown = capsys.readouterr()
    assert shown.out == ""
    [line] = shown.err.splitlines()
    assert line.startswith("wsss-bot: ")
    assert sentence in line


def test_broken_lines_are_left_out_when_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as corpus:
        corpus.write("{broken\n")

    assert run(["preview", *MATERIAL, "--keep-going", "--json"]) == 0

    shown = capsys.readouterr()
    assert json.loads(shown.out)["title"] == "1 paper for the list: SeedNet"
    assert "line 206 of corpus.jsonl is not a paper" in shown.err


@pytest.mark.parametrize(
    "words",
    [["score"], ["evaluate", "--grades", "g"], ["preview", "--since", "yesterday"], ["nonsense"]],
)
def test_wrong_usage_is_exit_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2

    assert "Usage: wsss-bot" in capsys.readouterr().err


def test_a_bug_is_reported_as_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("wsss_bot.app.load_config", broken)

    assert run(["check"]) == 3

    assert "this is a bug in wsss-bot (ZeroDivisionError: division by zero)" in (
        capsys.readouterr().err
    )


def test_the_demonstration_finds_papers_without_a_network(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["demo", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert "2507.06848" in {candidate["arxiv_id"] for candidate in shown["candidates"]}
    assert 2 <= len(shown["candidates"]) <= 10
    assert shown["polled"]["papers"] > 2000


def test_the_demonstration_shows_facts_with_their_sources_and_ends_with_the_next_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["demo"]) == 0

    shown = capsys.readouterr()
    sources = re.findall(r"(?:name|venue|code) `[^`]+` from [^·\n]+", shown.out)
    assert {source.split()[0] for source in sources} == {"name", "venue", "code"}
    assert len(sources) >= 10
    assert shown.err.rstrip().splitlines()[-1].startswith("  wsss-bot preview ")


def test_the_demonstration_is_the_same_beside_a_bot_that_has_read_proceedings(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(folder / "var/wsss-bot.sqlite", now=datetime(2026, 1, 1, tzinfo=UTC)).close()
    looked: list[App] = []
    monkeypatch.setattr(App, "state_to_read", looked.append)

    assert run(["demo"]) == 0

    assert looked == []


def test_a_reader_of_the_output_that_leaves_is_no_failure(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "wsss_bot", "check", "list.md", "--json"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()

    assert (process.returncode, errors) == (0, b"")


@pytest.mark.usefixtures("folder")
def test_add_says_what_it_wrote_and_nothing_where_it_wrote_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    add = ["add", "2205.00002", "--list", "list.md", "--papers", "new.jsonl", "--write"]
    assert run(add) == 0
    first = capsys.readouterr().out
    assert run(add) == 0

    assert first.endswith("Wrote list.md.\n")
    assert "Wrote" not in capsys.readouterr().out


def test_a_diff_names_a_list_of_another_folder_without_the_way_to_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")

    assert run(["add", "2205.00002", "--list", "../list.md", "--papers", "../new.jsonl"]) == 0

    assert "\n--- a/list.md\n+++ b/list.md\n" in capsys.readouterr().out


def test_add_fails_where_it_was_to_write_a_row_and_found_no_place_for_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# Papers\n\n" + "".join(
        f"### {about} for Weakly Supervised Segmentation\n"
        f"*A. Author, B. Author*, CVPR 2020. [[paper]](https://arxiv.org/abs/2001.0000{number})"
        f" [[earlier]](https://arxiv.org/abs/1901.0000{number})\n\n"
        for number, about in enumerate(["Seeds", "Scribbles", "Boxes"])
    )
    (folder / "headings.md").write_text(text, encoding="utf-8")
    add = ["add", "2205.00002", "--list", "headings.md", "--papers", "new.jsonl"]
    assert run(add) == 0
    assert "no safe place for 2205.00002: " in capsys.readouterr().out

    assert run([*add, "--write"]) == 1

    assert "no safe place in the list for 1 of 1 paper" in capsys.readouterr().err
    assert (folder / "headings.md").read_text(encoding="utf-8") == text


def test_the_help_lists_every_command_with_its_whole_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["--help"]) == 0

    listed = capsys.readouterr().out.partition("Commands:")[2]
    assert "..." not in listed
    assert "init" in listed


def test_forgetting_in_a_folder_without_a_state_makes_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["forget", "2205.00002"]) == 1

    assert "there is no state file" in capsys.readouterr().err
    assert not (folder / "var").exists()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", [["check", "list.md"], ["add", *MATERIAL[:2], *MATERIAL[4:]]])
def test_a_reader_that_has_seen_enough_is_no_failure(command: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    ended = _as_a_program(command, stdout=writing)

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", [["check", "list.md"], ["demo"], ["score", *MATERIAL]])
def test_a_full_disk_is_no_bug(command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = _as_a_program(command, stdout=full.fileno())

    assert ended.returncode == 1
    assert ended.stderr == (
        "wsss-bot: cannot write any more: No space left on device; make room, and run it again\n"
    )


@pytest.mark.usefixtures("folder")
def test_a_closed_output_is_an_output_that_nobody_reads() -> None:
    closed = ["/bin/sh", "-c", '"$0" -m wsss_bot check list.md >&- 2>&-', sys.executable]

    assert subprocess.run(closed, check=False).returncode == 0  # noqa: S603  # our own words


@pytest.mark.usefixtures("folder")
def test_check_names_what_the_config_says_of_a_list_and_nothing_there_answers_to(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("other.toml").write_text('[list]\ncolumns = { "Wher" = "venue" }\n', encoding="utf-8")

    assert run(["check", "list.md", "--config", "other.toml"]) == 0
    sentence = "[list] columns speaks of 'Wher', and no table has such a column"
    assert sentence in capsys.readouterr().out.splitlines()
    assert run(["check", "list.md", "--config", "other.toml", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["unheeded"] == [sentence]


def _as_a_program(command: list[str], *, stdout: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own interpreter and words
        [sys.executable, "-m", "wsss_bot", *command],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
